// What the grammar lets through and the language does not: bodies that are missing or too many, qualifiers and visibilities where
// there are none, patterns that nothing could be matched with.
import Defs
import Diagnostics
import Parallel
import Resolve
import Source
import Support
import Syntax

/// Checks one item as written, once macros are expanded: no name is looked up. Sharing: none.
///
/// - Errors: E0130, E0198, E0316, E0379, E0380, E0449, E0567, E0568, E0642, and many without a code; E0658 (what needs a feature).
struct ItemValidator: ~Copyable {
  let world: World
  let def: DefID
  let ast: Tree
  let buffer: TokenBuffer
  var messages = PhasedMessages()

  init(_ def: DefID, world: World) {
    self.world = world
    self.def = def
    let tree = Trees[Defs[def].tree]
    ast = tree.tree
    buffer = tree.buffer
  }

  mutating func report(_ d: Diagnostic) { messages.add(d, .validation) }

  mutating func validate() {
    guard case .item(let id) = Defs[def].node else { return }
    let item = ast[id]
    let parent = Defs[def].parent
    switch parent.isNone ? DefKind.mod : Defs[parent].kind {
    case .foreignMod: checkForeignItem(item, in: parent)
    case .trait: checkTraitMember(item)
    case .traitImpl: checkImplMember(item, isOfTrait: true)
    case .inherentImpl: checkImplMember(item, isOfTrait: false)
    default: checkFreeItem(item)
    }
    checkGates(item)
    checkAttributes(item)
  }

  // MARK: Items of modules and blocks

  private mutating func checkFreeItem(_ item: Item) {
    switch item.kind {
    case .impl(let impl): checkImpl(item, ast[impl])
    case .fn(let fn):
      checkDefault(item)
      if isBodyless(ast[fn]), world.attribute(.rustc_intrinsic, of: def) == nil {
        report(.missing("a function outside of a trait and of `extern` blocks", "a body", at: item.span))
      }
      checkFn(ast[fn], item, isMember: false)
    case .foreignMod(let block):
      checkVisibility(item.visibility)
      if ast[block].safety == .default, Hygiene.edition(of: item.span.context) >= .e2024 {
        report(.error("`extern` blocks are `unsafe` since the 2024 edition", at: item.span))
      }
    case .enum(let node):
      for variant in ast[ast[node].variants] {
        checkVisibility(variant.visibility)
        for field in ast[variant.data.fields] { checkVisibility(field.visibility) }
      }
      check(ast[node].generics)
    case .trait(let trait): checkTrait(ast[trait], item)
    case .inlineMod(let isUnsafe, _), .outlineMod(let isUnsafe):
      if isUnsafe { report(.error("a module is never `unsafe`", at: word(.unsafe, in: item) ?? item.span)) }
    case .struct(let node): check(ast[node].generics)
    case .union(let node):
      if ast[node].data.fields.isEmpty { report(.error("a union has at least one field", at: item.span)) }
      check(ast[node].generics)
    case .const(let node):
      checkDefault(item)
      if ast[node].value.isNone { report(.missing("a constant outside of a trait", "a value", at: item.span)) }
      check(ast[node].generics)
    case .static(let node):
      checkSafety(ast[node].safety, item.span, blockIsUnsafe: nil)
      if ast[node].safety == .unsafe { report(.error("only a static of an `extern` block can be `unsafe`", at: item.span)) }
      if ast[node].value.isNone { report(.missing("a static outside of `extern` blocks", "a value", at: item.span)) }
    case .tyAlias(let node):
      checkDefault(item)
      let alias = ast[node]
      if alias.ty.isNone { report(.missing("a type alias outside of a trait", "a type", at: item.span)) }
      checkNoBounds(alias.bounds)
      if let last = ast[alias.trailingWhere].last {
        let start = wordBefore(.where, ast[alias.trailingWhere][0].span, in: item) ?? last.span
        report(.error("the `where` of a type alias comes before its type", at: start.to(last.span)))
      }
      check(alias.generics)
    default: break
    }
  }

  private mutating func checkImpl(_ item: Item, _ impl: ImplItem) {
    checkVisibility(item.visibility)
    if impl.safety == .unsafe && impl.isNegative && !impl.ofTrait.isNone {
      report(.error("a negative impl cannot be unsafe", code: "E0198", at: negatedTrait(impl, item)))
    }
    check(impl.generics)
  }

  /// From the `!` of a negative impl to the end of its trait.
  func negatedTrait(_ impl: ImplItem, _ item: Item) -> Span {
    let path = ast[impl.ofTrait].span
    var result = path
    for i in item.tokens.start..<item.tokens.end where buffer[i].kind == .not && buffer[i].lo < path.lo { result = buffer.span(at: i) }
    return result.to(path)
  }

  private mutating func checkTrait(_ trait: TraitItem, _ item: Item) {
    if trait.isAuto {
      let generics = trait.generics.isNone ? nil : ast[trait.generics]
      if let generics, !generics.params.isEmpty {
        report(.error("an auto trait has no parameters", code: "E0567", at: generics.span))
      }
      let bounds = ast[trait.supertraits].map { span(of: $0) }
      if !bounds.isEmpty { report(.error("an auto trait has no supertraits and bounds", code: "E0568", at: bounds)) }
      if let generics, !generics.predicates.isEmpty {
        report(.error("an auto trait has no supertraits and bounds", code: "E0568", at: generics.whereSpan))
      }
      let members = ast[trait.items].map { ast[$0].ident.span }
      if !members.isEmpty { report(.error("an auto trait has no items", code: "E0380", at: members)) }
    }
    check(trait.generics)
  }

  // MARK: Members

  private mutating func checkForeignItem(_ item: Item, in block: DefID) {
    var isUnsafeBlock = false
    if case .item(let id) = Defs[block].node, case .foreignMod(let node) = Trees[Defs[block].tree].tree[id].kind {
      isUnsafeBlock = Trees[Defs[block].tree].tree[node].safety == .unsafe
    }
    checkDefault(item)
    switch item.kind {
    case .fn(let node):
      let fn = ast[node]
      if !isBodyless(fn) { report(.error("a function of an `extern` block has no body", at: item.ident.span)) }
      for (isWritten, name) in [
        (fn.header.coroutine == .async, Name.async), (fn.header.coroutine == .gen, .gen), (fn.header.constness == .always, .const),
        (fn.header.abi != .rust, .extern),
      ] where isWritten {
        report(.error("a function of an `extern` block cannot be `\(name)`", at: word(name, in: item) ?? item.span))
      }
      checkFn(fn, item, isMember: false, isForeign: true, blockIsUnsafe: isUnsafeBlock)
    case .static(let node):
      checkSafety(ast[node].safety, item.span, blockIsUnsafe: isUnsafeBlock)
      if !ast[node].value.isNone { report(.error("a static of an `extern` block has no value", at: item.ident.span)) }
    case .tyAlias(let node):
      let alias = ast[node]
      if !alias.ty.isNone { report(.error("a type of an `extern` block is not given", at: item.ident.span)) }
      checkNoBounds(alias.bounds)
      if !alias.generics.isNone, !ast[alias.generics].params.isEmpty {
        report(.error("a type of an `extern` block has no parameters", at: ast[alias.generics].span))
      }
    default: break
    }
    if !item.ident.isNone, !item.ident.name.text.utf8.allSatisfy({ $0 < 128 }) {
      report(.error("names in `extern` blocks are ASCII", at: item.ident.span))
    }
  }

  private mutating func checkTraitMember(_ item: Item) {
    checkDefault(item)
    checkVisibility(item.visibility)
    switch item.kind {
    case .fn(let fn):
      checkNotConst(ast[fn], item)
      checkFn(ast[fn], item, isMember: true)
    case .const(let node): check(ast[node].generics)
    case .tyAlias(let node): check(ast[node].generics)
    default: break
    }
  }

  private mutating func checkImplMember(_ item: Item, isOfTrait: Bool) {
    if isOfTrait { checkVisibility(item.visibility) }
    switch item.kind {
    case .fn(let fn):
      if isBodyless(ast[fn]) { report(.missing("a function in an `impl`", "a body", at: item.span)) }
      if isOfTrait { checkNotConst(ast[fn], item) }
      checkFn(ast[fn], item, isMember: true)
    case .const(let node):
      if ast[node].value.isNone { report(.missing("a constant in an `impl`", "a value", at: item.span)) }
      check(ast[node].generics)
    case .tyAlias(let node):
      if ast[node].ty.isNone { report(.missing("a type in an `impl`", "a value", at: item.span)) }
      checkNoBounds(ast[node].bounds)
      check(ast[node].generics)
    default: break
    }
  }

  private mutating func checkNotConst(_ fn: FnItem, _ item: Item) {
    guard fn.header.constness == .always else { return }
    report(.error("a function of a trait is never `const`", code: "E0379", at: word(.const, in: item) ?? item.span))
  }

  // MARK: Functions

  func isBodyless(_ fn: FnItem) -> Bool { if case .none = fn.body { true } else { false } }

  private mutating func checkFn(_ fn: FnItem, _ item: Item, isMember: Bool, isForeign: Bool = false, blockIsUnsafe: Bool? = nil) {
    let params = ast[fn.signature.params]
    for (i, p) in params.enumerated() where ast.isVarArgs(p) && i < params.count - 1 {
      report(.error("`...` comes last", at: p.span))
    }
    for p in params {
      for a in ast[p.attributes] { checkParamAttribute(a) }
    }
    if !isMember && fn.signature.hasSelf, let first = params.first {
      report(.selfOutsideAssociatedFunction(at: selfSpan(first)))
    }
    checkSafety(fn.header.safety, item.span, blockIsUnsafe: blockIsUnsafe)
    if let last = params.last, ast.isVarArgs(last), !isForeign { checkVariadic(fn, last, item) }
    if fn.header.constness == .always && fn.header.coroutine != .none {
      let words = [word(.const, in: item), word(fn.header.coroutine == .async ? .async : .gen, in: item)].compactMap { $0 }
      report(.error("a function is not both `const` and `async`", at: words.isEmpty ? [item.span] : words))
    }
    if isBodyless(fn) {
      for p in params where !p.pat.isNone && !ast.isPlainName(p.pat) {
        // A lint of its own.
        if isMember, case .ident(let id) = ast[p.pat].kind, !ast[id].isRef, ast[id].sub.isNone { continue }
        if fn.signature.hasSelf, case .ident(let id) = ast[p.pat].kind, ast[id].ident.name == .selfValue { continue }
        let span = ast[p.pat].span
        report(
          isForeign
            ? .error("a parameter of a function of an `extern` block is no pattern", code: "E0130", at: span)
            : .error("a parameter of a function without body is no pattern", code: "E0642", at: span))
      }
    }
    check(fn.generics)
  }

  private func selfSpan(_ param: Param) -> Span {
    // The type of `self: T` is no part of it, but the `&` of `&self` is.
    if param.pat.isNone { return param.span }
    let name = ast[param.pat].span
    if param.span.lo >= name.lo { return name }
    return Span(lo: param.span.lo, hi: max(name.hi, param.span.hi), context: name.context)
  }

  private mutating func checkVariadic(_ fn: FnItem, _ last: Param, _ item: Item) {
    if fn.header.coroutine == .async {
      report(.error("an `async` function takes no `...`", at: [word(.async, in: item) ?? item.span, last.span]))
    }
    switch fn.header.abi {
    case .rust:
      report(.error("`...` is for `unsafe extern \"C\"` functions", at: last.span))
      return
    case .implicit: break
    case .explicit(let text):
      if text.text != "\"C\"" && text.text != "\"C-unwind\"" {
        report(.error("`...` is for functions of the ABI `C`, not \(text.text)", at: last.span))
      }
    }
    if fn.header.safety != .unsafe { report(.error("a function with `...` is `unsafe`", at: last.span)) }
  }

  private mutating func checkParamAttribute(_ a: Attribute) {
    let path = ast[a.path]
    guard path.segments.count == 1 else { return }
    if case .doc = a.arguments {
      report(.error("a parameter has no documentation", at: a.span))
      return
    }
    let name = ast[path.segments][0].ident.name
    switch name.text {
    case "allow", "warn", "deny", "forbid", "expect", "cfg", "cfg_attr": return
    default: if name.isBuiltinAttribute { report(.error("a parameter takes no attribute `\(name)`", at: a.span)) }
    }
  }

  // MARK: Generics

  private mutating func check(_ id: ID<Syntax.Generics>) {
    if id.isNone { return }
    let generics = ast[id]
    var last: Span?
    for p in ast[generics.params] {
      let hasDefault: Bool
      switch p.kind {
      case .lifetime: continue
      case .type(let value): hasDefault = !value.isNone
      case .const(_, let value): hasDefault = !value.isNone
      }
      if hasDefault {
        last = p.ident.span
      } else if let last {
        report(.error("parameters with a default come last", at: last))
        break
      }
    }
    var lateLifetimes: [Span] = []
    var hasOther = false
    for p in ast[generics.params] {
      if case .lifetime = p.kind { if hasOther { lateLifetimes.append(p.ident.span) } } else { hasOther = true }
    }
    if !lateLifetimes.isEmpty { report(.error("lifetimes come before types and constants", at: lateLifetimes)) }
    for p in ast[generics.params] {
      let relaxed = ast[p.bounds].compactMap { b -> Span? in
        if case .trait(let id) = b, ast[id].polarity == .maybe { ast[id].span } else { nil }
      }
      if relaxed.count > 1 { messages.add(.error("one bound is relaxed more than once", code: "E0203", at: relaxed), .passes) }
    }
    for p in ast[generics.predicates] {
      guard case .bound(let params, _, let bounds) = p.kind, !params.isEmpty else { continue }
      for case .trait(let bound) in ast[bounds] where !ast[bound].params.isEmpty {
        report(.error("`for<…>` within `for<…>`", code: "E0316", at: ast[bound].span))
      }
    }
  }

  // MARK: Qualifiers

  private mutating func checkVisibility(_ visibility: Visibility) {
    if case .inherited = visibility.kind { return }
    report(.error("no visibility is written here", code: "E0449", at: visibility.span))
  }

  private mutating func checkDefault(_ item: Item) {
    if item.isDefault { report(.error("only items of trait impls can be `default`", at: head(of: item))) }
  }

  /// - Parameter blockIsUnsafe: in an `extern` block, whether it is `unsafe`.
  private mutating func checkSafety(_ safety: Safety, _ span: Span, blockIsUnsafe: Bool?) {
    if let blockIsUnsafe {
      if safety != .default && !blockIsUnsafe { report(.error("`safe` and `unsafe` are for items of `unsafe extern` blocks", at: span)) }
    } else if safety == .safe {
      report(.error("`safe` is for items of `unsafe extern` blocks", at: span))
    }
  }

  private mutating func checkNoBounds(_ bounds: Run<Bound>) {
    guard let first = ast[bounds].first, let last = ast[bounds].last else { return }
    report(.error("this type has no bounds", at: span(of: first).to(span(of: last))))
  }

  // MARK: Places

  func span(of bound: Bound) -> Span {
    switch bound {
    case .trait(let b): ast[b].span
    case .outlives(let ident): ident.span
    case .use(_, let span): span
    }
  }

  /// The item up to its braces; all of it if they begin on another line.
  func head(of item: Item) -> Span {
    let text = world.sourceText(item.span)
    guard let brace = text.utf8.firstIndex(of: UInt8(ascii: "{")) else { return item.span }
    var before = text[..<brace]
    if before.contains("\n") { return item.span }
    while before.last == " " { before.removeLast() }
    return Span(lo: item.span.lo, hi: item.span.lo &+ UInt32(before.utf8.count), context: item.span.context)
  }

  /// Where the first word `name` of the item stands, its attributes left out.
  func word(_ name: Name, in item: Item) -> Span? {
    var i = item.tokens.start
    while i < item.tokens.end, buffer[i].kind == .pound { i = buffer.afterTree(at: i + 1) }
    while i < item.tokens.end {
      if buffer[i].kind == .identifier && buffer[i].name == name { return buffer.span(at: i) }
      if buffer[i].kind == .openBrace { return nil }
      i += 1
    }
    return nil
  }

  /// Where the last word `name` in front of `span` stands.
  private func wordBefore(_ name: Name, _ span: Span, in item: Item) -> Span? {
    var found: Span?
    for i in item.tokens.start..<item.tokens.end where buffer[i].kind == .identifier && buffer[i].name == name && buffer[i].lo < span.lo {
      found = buffer.span(at: i)
    }
    return found
  }
}

extension Diagnostic {
  fileprivate static func missing(_ what: String, _ part: String, at span: Span) -> Diagnostic {
    .error("\(what) needs \(part)", at: span)
  }
}
