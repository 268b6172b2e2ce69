// Items: attributes, visibility, and which kind of item it is.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Where an item stands.
enum ItemContext { case module, statement, trait, impl, foreign }

extension Parser {
  /// Items and inner attributes up to `end`, which is taken.
  mutating func moduleItems(_ end: TokenKind) throws(ParseFailure) -> (attributes: Run<Attribute>, items: IDList<Item>) {
    try enter()
    defer { leave() }
    let attributes = try innerAttributes()
    let mark = ids.count
    defer { ids.drop(to: mark) }
    while true {
      while token.kind == .semi {
        error("no `;` stands between items", at: span)
        bump()
      }
      let first = index
      let attributes = try outerAttributes()
      guard let item = try item(attributes, first, .module, allowsMacros: true) else {
        if !attributes.isEmpty {
          reportUnused(attributes)
          throw ParseFailure()
        }
        break
      }
      ids.push(item.rawValue)
    }
    if token.kind != end { throw expected("an item") }
    if end != .endOfInput { bump() }
    return (attributes, ids.finish(mark, into: &tree.lists))
  }

  /// The item after `attributes`, which began at token `first`; nil if there is none (then no token has been taken, but for a visibility,
  /// which has been told of).
  mutating func item(_ attributes: Run<Attribute>, _ first: TokenIndex, _ context: ItemContext, allowsMacros: Bool)
    throws(ParseFailure) -> ID<Item>?
  {
    if atInvisible(.item) {
      bump()
      let innerFirst = index
      let inner = try outerAttributes()
      let item = try item(inner, innerFirst, context, allowsMacros: true)
      try closeInvisible()
      guard let item else { throw expected("an item") }
      tree[item].attributes = joined(attributes, tree[item].attributes)
      tree[item].tokens = TokenRange(first, index)
      return item
    }
    let start = span
    let visibility = try self.visibility(isBeforeType: false)
    var parts = ItemParts(attributes: attributes)
    if atKeyword(.default) && kindAhead(1) == .identifier && !isAhead(1, .as) {
      parts.defaultSpan = span
      bump()
    } else if atKeyword(.final) {
      parts.finalSpan = span
      bump()
    }
    let isDefault = !parts.defaultSpan.isNone
    let isFinal = !parts.finalSpan.isNone
    guard let kind = try itemKind(&parts, visibility, start, context, allowsMacros: allowsMacros) else {
      if case .inherited = visibility.kind {
        if isDefault || isFinal { throw expected("an item after `default` or `final`") }
        return nil
      }
      error("a visibility, but no item that it could be of", at: visibility.span)
      return nil
    }
    if !parts.defaultSpan.isNone { error("this item cannot be `default`", at: parts.defaultSpan) }
    if !parts.finalSpan.isNone { error("this item cannot be `final`", at: parts.finalSpan) }
    let item = Item(
      attributes: parts.attributes, visibility: visibility, ident: parts.ident, isDefault: isDefault, kind: kind,
      span: span(from: start), tokens: TokenRange(first, index), isFinal: isFinal)
    checkKind(item, context)
    return tree.add(item)
  }

  /// What is gathered about an item besides its kind.
  struct ItemParts {
    var attributes: Run<Attribute>
    var ident = Ident.none
    /// Places of `default` and `final`, until an item for which they make sense has taken them.
    var defaultSpan = Span.none
    var finalSpan = Span.none

    init(attributes: Run<Attribute>) { self.attributes = attributes }
    mutating func takeModifiers() {
      defaultSpan = .none
      finalSpan = .none
    }
  }

  /// Tells of kinds of items that cannot stand in a trait, impl or extern block.
  mutating func checkKind(_ item: Item, _ context: ItemContext) {
    switch (context, item.kind) {
    case (.module, _), (.statement, _): break
    case (.trait, .const), (.trait, .fn), (.trait, .tyAlias), (.trait, .macroCall), (.trait, .delegation): break
    case (.impl, .const), (.impl, .fn), (.impl, .tyAlias), (.impl, .macroCall), (.impl, .delegation): break
    case (.foreign, .fn), (.foreign, .static), (.foreign, .tyAlias), (.foreign, .macroCall): break
    case (.foreign, .const): error("an extern block holds no constants; use `static`", at: item.ident.span)
    case (.trait, .static), (.impl, .static): error("a `static` cannot be associated with a type", at: item.span)
    case (.foreign, _): error("this kind of item cannot stand in an extern block", at: item.span)
    default: error("this kind of item cannot stand in a trait or impl", at: item.span)
    }
  }

  mutating func itemKind(
    _ parts: inout ItemParts, _ visibility: Visibility, _ start: Span, _ context: ItemContext, allowsMacros: Bool
  ) throws(ParseFailure) -> ItemKind? {
    if word <= Name.dollarCrate.rawValue, let kind = try keywordItem(&parts, visibility, start, context) { return kind }
    if case .public = visibility.kind, isNoMacroCall {
      try checkMissingKeyword(from: visibility.span)
      return nil
    }
    if !allowsMacros || !atPathStart() { return nil }
    if isNoMacroCall { try checkMissingKeyword(from: span) }
    return try macroItem(visibility)
  }

  @inline(never) mutating func keywordItem(
    _ parts: inout ItemParts, _ visibility: Visibility, _ start: Span, _ context: ItemContext
  ) throws(ParseFailure) -> ItemKind? {
    switch token.name {
    case .use:
      if isUseClosure { return nil }
      bump()
      let tree = try useTree()
      try expectSemi()
      return .use(tree)
    case .fn, .gen, .const, .async, .unsafe, .safe, .extern, .static:
      if isFnFrontMatter() {
        parts.takeModifiers()
        return try fnItem(&parts, context, start)
      }
    default: break
    }
    switch token.name {
    case .extern:
      bump()
      if eatKeyword(.crate) { return try externCrate(&parts) }
      return try foreignMod(&parts, .default)
    case .unsafe where isUnsafeForeignMod:
      bump()
      bump()
      return try foreignMod(&parts, .unsafe)
    case .static where isGlobalStatic: return try staticItem(&parts, .default)
    case .unsafe where isAhead(1, .static), .safe where isAhead(1, .static):
      let safety: Safety = atKeyword(.unsafe) ? .unsafe : .safe
      bump()
      return try staticItem(&parts, safety)
    default: break
    }
    if isTraitFrontMatter() { return try traitItem(&parts, start) }
    if isImplFrontMatter(0) {
      let isDefault = !parts.defaultSpan.isNone
      parts.takeModifiers()
      return try implItem(&parts, isDefault: isDefault, isReuse: false)
    }
    switch token.name {
    case .const:
      if isInlineConst(0) {
        if context == .statement { return nil }
        bump()
        return .constBlock(try block())
      }
      if atConstClosure { return nil }
      bump()
      parts.takeModifiers()
      return .const(try constItem(&parts, isTypeConst: false))
    case .reuse where isReuseItem():
      parts.takeModifiers()
      return try delegation(&parts)
    case .mod: return try modItem(&parts, isUnsafe: false)
    case .unsafe where isAhead(1, .mod):
      bump()
      return try modItem(&parts, isUnsafe: true)
    case .type:
      bump()
      parts.takeModifiers()
      if atKeyword(.const) && kindAhead(1) != .openBrace {
        bump()
        return .const(try constItem(&parts, isTypeConst: true))
      }
      return .tyAlias(try tyAlias(&parts))
    case .enum:
      bump()
      return .enum(try enumItem(&parts))
    case .struct:
      bump()
      return .struct(try structItem(&parts))
    case .union where isNameAhead(1):
      bump()
      return .union(try unionItem(&parts))
    case .macro:
      bump()
      return .macroDef(try declMacro(&parts))
    case .macro_rules where kindAhead(1) == .not && kindAhead(2).isAnyIdentifier || kindAhead(1).isAnyIdentifier:
      return .macroDef(try macroRules(&parts, visibility))
    default: return nil
    }
  }

  /// A name without `!` or `::` after it.
  var isNoMacroCall: Bool {
    mutating get { isName(token) && kindAhead(1) != .not && kindAhead(1) != .colonColon }
  }

  /// Tells of an item that begins with its name, like `S { … }` or `f() { … }`: the place is from `start` to the name.
  mutating func checkMissingKeyword(from start: Span) throws(ParseFailure) {
    guard isName(token), [.lt, .openBrace, .openParen].contains(kindAhead(1)) else { return }
    let place = start.to(span)
    bump()
    if token.kind == .lt {
      skipTrees(to: .gt, or: .shr)
      bump()
    }
    var missing = "`fn`, `struct` or another keyword"
    if token.kind == .openBrace {
      missing = kindAhead(1) == .closeBrace ? "`enum` or `struct`" : kindAhead(2) == .colon || kindAhead(3) == .colon ? "`struct`" : "`enum`"
    } else if token.kind == .openParen {
      skipTree()
      if token.kind == .rArrow || token.kind == .openBrace { missing = "`fn`" } else if token.kind == .semi { missing = "`struct`" }
    }
    throw failure("\(missing) is missing before this name", at: place)
  }

  // MARK: What an item may begin with

  /// `use |x| …`, `use move |x|`
  var isUseClosure: Bool {
    mutating get {
      let distance: UInt32 = isAhead(1, .move) || isAhead(1, .async) ? 2 : 1
      return kindAhead(distance) == .or || kindAhead(distance) == .orOr
    }
  }

  /// A `static` that is an item, no closure.
  var isGlobalStatic: Bool {
    mutating get {
      !isAhead(1, .move) && !isAhead(1, .use) && kindAhead(1) != .or && kindAhead(1) != .orOr
    }
  }

  /// `unsafe extern "C" {`
  var isUnsafeForeignMod: Bool {
    mutating get {
      guard atKeyword(.unsafe) && isAhead(1, .extern) else { return false }
      let distance: UInt32 = Parser.canBeginStringLiteral(ahead(2), next: ahead(3)) ? indexAfterTree(2) &- index : 2
      return kindAhead(distance) == .openBrace
    }
  }

  /// `fn`, or qualifiers that lead to one.
  mutating func isFnFrontMatter() -> Bool {
    if atKeyword(.fn) { return true }
    guard Parser.isFnQualifier(word) else { return false }
    let next = ahead(1)
    if next.kind == .identifier {
      if next.name == .fn { return true }
      if atKeyword(.unsafe) && next.name == .pub { return true }
      if Parser.isFnQualifier(next.payload) && isReserved(next) && !isUnsafeForeignMod
        && !(atKeyword(.async) && isCoroutineBlock(.gen, 1)) && !isAhead(2, .auto) && !isAhead(2, .trait) && !isAhead(2, .impl)
      {
        return true
      }
    }
    if atKeyword(.extern) && Parser.canBeginStringLiteral(next, next: ahead(2)) {
      let distance = indexAfterTree(1) &- index
      return isAhead(distance, .fn) || Parser.isFnQualifier(wordAhead(distance)) && isAhead(distance + 1, .fn)
    }
    return false
  }

  static func isFnQualifier(_ word: UInt32) -> Bool {
    switch Name(rawValue: word) {
    case .gen, .const, .async, .unsafe, .safe, .extern: true
    default: false
    }
  }

  /// `impl`, maybe after `const` and `unsafe`.
  mutating func isImplFrontMatter(_ distance: UInt32) -> Bool {
    for i in 0..<3 as Range<UInt32> {
      if isAhead(distance + i, .impl) { return true }
      if !isAhead(distance + i, .const) && !isAhead(distance + i, .unsafe) { return false }
    }
    return false
  }

  /// `trait`, or `impl(…) trait`.
  mutating func isTraitAhead(_ distance: UInt32) -> Bool {
    if isAhead(distance, .trait) { return true }
    guard isAhead(distance, .impl) && kindAhead(distance + 1) == .openParen else { return false }
    return isAhead(indexAfterTree(distance + 1) &- index, .trait)
  }

  mutating func isTraitFrontMatter() -> Bool {
    switch token.name {
    case .trait: return true
    case .impl: return isTraitAhead(0)
    case .auto: return isTraitAhead(1)
    case .unsafe: return isTraitAhead(1) || isAhead(1, .auto) && isTraitAhead(2)
    case .const:
      return isTraitAhead(1) || (isAhead(1, .unsafe) || isAhead(1, .auto)) && isTraitAhead(2)
        || isAhead(1, .unsafe) && isAhead(2, .auto) && isTraitAhead(3)
    default: return false
    }
  }

  mutating func isReuseItem() -> Bool {
    let next = ahead(1)
    return isPathStart(next) && next.kind != .colonColon || isImplFrontMatter(1)
  }

  // MARK: Visibility

  /// `isBeforeType`: a `(` after `pub` may be a tuple type.
  @inline(__always) mutating func visibility(isBeforeType: Bool) throws(ParseFailure) -> Visibility {
    if atKeyword(.pub) { return try somePub(isBeforeType: isBeforeType) }
    if atInvisible(.vis) {
      bump()
      let visibility = try atInvisibleVisibility()
      try closeInvisible()
      return visibility
    }
    return Visibility(.inherited, span.start)
  }

  mutating func atInvisibleVisibility() throws(ParseFailure) -> Visibility {
    if atInvisible(.vis) {
      bump()
      let visibility = try atInvisibleVisibility()
      try closeInvisible()
      return visibility
    }
    return atKeyword(.pub) ? try somePub(isBeforeType: true) : Visibility(.inherited, span.start)
  }

  mutating func somePub(isBeforeType: Bool) throws(ParseFailure) -> Visibility {
    let start = span
    bump()
    guard token.kind == .openParen else { return Visibility(.public, start) }
    if isAhead(1, .in) {
      bump()
      bump()
      let path = try self.path(.mod)
      try expect(.closeParen)
      return Visibility(.restricted(path, shorthand: false), span(from: start))
    }
    if kindAhead(2) == .closeParen && (isAhead(1, .crate) || isAhead(1, .super) || isAhead(1, .selfValue)) {
      bump()
      let path = try self.path(.mod)
      try expect(.closeParen)
      return Visibility(.restricted(path, shorthand: true), span(from: start))
    }
    if !isBeforeType {
      bump()
      let path = try self.path(.mod)
      try expect(.closeParen)
      messages.append(.error("a visibility's path is written `pub(in path)`", code: "E0704", at: tree[path].span))
    }
    return Visibility(.public, start)
  }
}
