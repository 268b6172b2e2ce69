// Structs, enums and unions by themselves: size, parameters, discriminants. Parameters of impls.
import Collect
import Defs
import Diagnostics
import HIR
import Infer
import Expand
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ItemChecker {
  mutating func checkType(_ def: DefID) {
    checkRecursion(def)
    checkDiscriminants(def)
    checkRepr(def)
    checkUsed(def)
    checkSized(def)
  }

  // MARK: Recursion

  /// E0072: a value would contain itself.
  private mutating func checkRecursion(_ def: DefID) {
    let adt = facts.adt(def)
    var spans: [Span] = []
    for v in adt.variants {
      for f in adt.fields(of: v) {
        var seen: Set<DefID> = []
        if contains(facts.type(of: f.def), def, &seen) { spans.append(fieldTypeSpan(f)) }
      }
    }
    if spans.isEmpty { return }
    // In a circle of types the first in the source has the message.
    for other in circle(of: def) where Defs[other].span.lo < Defs[def].span.lo { return }
    let names = "`\(Defs[def].name)`"
    var d = Diagnostic.error("the type \(names) contains itself and has no finite size", code: "E0072", at: headSpan(def))
    for o in circle(of: def) where o != def { d = d.also(headSpan(o)) }
    for s in spans { d = d.label(s, "contains itself without a pointer between") }
    report(d.help("put a pointer between: a `Box`, a reference"))
  }

  /// Types of this crate that contain `def` and are contained in it.
  private func circle(of def: DefID) -> [DefID] {
    var reached: Set<DefID> = []
    for f in facts.adt(def).fields { _ = contains(facts.type(of: f.def), .none, &reached) }
    return reached.filter { d in
      var seen: Set<DefID> = []
      return d.crate == context.crate && facts.adt(d).fields.contains { contains(facts.type(of: $0.def), def, &seen) }
    }.sorted { Defs[$0].span.lo < Defs[$1].span.lo }
  }

  /// Whether a value of `type` has one of `def` inside, not behind a pointer. Adds what it went through to `seen`.
  private func contains(_ type: TypeID, _ def: DefID, _ seen: inout Set<DefID>) -> Bool {
    switch type.kind {
    case .tuple(let l): return l.elements.contains { contains($0, def, &seen) }
    case .array(let t, _): return contains(t, def, &seen)
    case .adt(let d, let args):
      if d == def { return true }
      let adt = facts.adt(d)
      if adt.isPhantomData { return false }
      // What the parameters stand for counts where they are fields.
      for (i, a) in args.elements.enumerated() {
        if let t = a.type, mentions(t), holds(d, param: UInt32(i)), contains(t, def, &seen) { return true }
      }
      if d.crate != context.crate || !seen.insert(d).inserted { return false }
      return adt.fields.contains { contains(facts.type(of: $0.def), def, &seen) }
    default: return false
    }
  }
  private func mentions(_ type: TypeID) -> Bool {
    switch type.kind {
    case .adt, .tuple, .array: true
    default: false
    }
  }
  /// Whether a value of `adt` has one of its parameter inside.
  private func holds(_ adt: DefID, param: UInt32) -> Bool {
    var seen: Set<DefID> = []
    return holds(adt, param, &seen)
  }
  private func holds(_ adt: DefID, _ param: UInt32, _ seen: inout Set<DefID>) -> Bool {
    if facts.adt(adt).isPhantomData || !seen.insert(adt).inserted { return false }
    for f in facts.adt(adt).fields where holds(facts.type(of: f.def), param, &seen) { return true }
    return false
  }
  private func holds(_ type: TypeID, _ param: UInt32, _ seen: inout Set<DefID>) -> Bool {
    switch type.kind {
    case .param(param, _): return true
    case .tuple(let l): return l.elements.contains { holds($0, param, &seen) }
    case .array(let t, _): return holds(t, param, &seen)
    case .adt(let d, let args):
      for (i, a) in args.elements.enumerated() {
        guard let t = a.type, holds(t, param, &seen) else { continue }
        var inner: Set<DefID> = seen
        if holds(d, UInt32(i), &inner) { return true }
      }
      return false
    default: return false
    }
  }

  // MARK: Discriminants

  /// E0081: two variants of one number; E0370: past the greatest.
  private mutating func checkDiscriminants(_ def: DefID) {
    let adt = facts.adt(def)
    guard adt.kind == .enum, adt.variants.contains(where: { !$0.discriminant.isNone }) || adt.repr.int != nil || adt.repr.uint != nil else {
      return
    }
    let type = adt.discriminantType
    let isSigned = adt.repr.uint == nil
    guard let values = adt.discriminants(evaluate: { facts.evaluate($0, in: .empty)?.bits }) else { return }
    for (i, v) in adt.variants.enumerated() where i > 0 && v.discriminant.isNone && values[i - 1] == type.valueRange.high {
      let shown = isSigned ? "\(Int128(values[i - 1]))" : "\(values[i - 1])"
      report(.error("the discriminant of `\(v.name)` is past the greatest", code: "E0370", at: Defs[v.def].span, label: "the one before has \(shown)"))
      return
    }
    let places = Dictionary(grouping: values.indices) { values[$0] }
    for i in values.indices {
      let same = places[values[i]]!
      if same.count < 2 || same[0] != i { continue }
      let shift = Int128(128 - type.integerByteSize * 8)
      let shown = isSigned ? "\((Int128(bitPattern: values[i]) << shift) >> shift)" : "\(values[i])"
      var d = Diagnostic.error("discriminant value `\(shown)` is given more than once", code: "E0081", at: headSpan(def))
      for s in same { d.labels.append(Label(discriminantSpan(adt.variants[s]), "`\(shown)` given here")) }
      report(d)
    }
  }
  private func discriminantSpan(_ v: AdtVariant) -> Span {
    if let c = v.discriminant.some { return Defs[c].span }
    return Defs[v.def].identSpan
  }

  // MARK: Parameters

  /// False for parameters of one name, which were told of: what uses it cannot mean both.
  private func isNamedOnce(_ param: GenericParamFact, _ params: some Sequence<GenericParamFact>) -> Bool {
    params.count { $0.name == param.name } == 1
  }

  /// E0392: a parameter of a type that no field uses and no bound determines.
  private mutating func checkUsed(_ def: DefID) {
    let adt = facts.adt(def)
    if adt.isPhantomData { return }
    let params = own(def)
    if params.isEmpty || (adt.fields.contains { facts.type(of: $0.def).flags.contains(.hasError) }) { return }
    var known = ParamCollector(skipsAliases: true, findsLifetimes: true)
    for (i, p) in params.enumerated() {
      var seen: Set<Use> = []
      if p.kind == .const || isUsed(def, UInt32(i), &seen) { known.found.insert(UInt32(i)) }
    }
    if known.found.count == params.count { return }
    addDetermined(by: def, to: &known)
    for (i, p) in params.enumerated() where !known.found.contains(UInt32(i)) && isNamedOnce(p, params) {
      let word = p.kind == .lifetime ? "lifetime" : "type"
      report(
        .error("\(word) parameter `\(p.name)` is never used", code: "E0392", at: Defs[p.def].identSpan, label: "unused \(word) parameter")
          .help("remove it, or use it in a field: `PhantomData` is made for that"))
    }
  }

  /// E0091: a parameter of an alias that the alias does not use.
  mutating func checkAlias(_ def: DefID) {
    let params = own(def)
    let type = facts.type(of: def)
    if params.isEmpty || type.flags.contains(.hasError) { return }
    for (i, p) in params.enumerated() where p.kind != .const {
      var finder = UseFinder(param: UInt32(i))
      _ = finder.fold(type)
      if finder.isUsed || !finder.inner.isEmpty { continue }
      let word = p.kind == .lifetime ? "lifetime" : "type"
      report(
        .error("\(word) parameter `\(p.name)` is never used", code: "E0091", at: Defs[p.def].identSpan, label: "unused \(word) parameter"))
    }
  }

  private struct Use: Hashable { var def: DefID; var param: UInt32 }

  private func isUsed(_ adt: DefID, _ param: UInt32, _ seen: inout Set<Use>) -> Bool {
    if facts.adt(adt).isPhantomData { return true }
    // Used in itself only: not used.
    if !seen.insert(Use(def: adt, param: param)).inserted { return false }
    for f in facts.adt(adt).fields {
      var finder = UseFinder(param: param)
      _ = finder.fold(facts.type(of: f.def))
      if finder.isUsed { return true }
      for (d, i) in finder.inner where isUsed(d, i, &seen) { return true }
    }
    return false
  }

  /// Where a type uses a parameter: directly, or as an argument of other types.
  private struct UseFinder: TypeFolder {
    let param: UInt32
    var isUsed = false
    var inner: [(DefID, UInt32)] = []
    mutating func fold(_ type: TypeID) -> TypeID {
      if isUsed { return type }
      switch type.kind {
      case .param(param, _): isUsed = true
      case .adt(let d, let args):
        for (i, a) in args.elements.enumerated() {
          var own = UseFinder(param: param)
          _ = own.fold(a)
          if own.isUsed { inner.append((d, UInt32(i))) }
          inner += own.inner.isEmpty ? [] : own.inner.map { _ in (d, UInt32(i)) }
        }
        return type
      default: return superFold(type)
      }
      return type
    }
    mutating func fold(_ region: RegionID) -> RegionID {
      if case .earlyParam(param, _) = region.kind { isUsed = true }
      return region
    }
  }

  /// E0207: a parameter that neither the trait's arguments nor the self type determine.
  mutating func checkConstrained(_ impl: DefID) {
    let params = facts.generics(of: impl).all
    checkLifetimesConstrained(impl, params)
    if params.allSatisfy({ $0.kind == .lifetime }) { return }
    var known = ParamCollector(skipsAliases: true)
    let type = facts.type(of: impl)
    if type.flags.contains(.hasError) { return }
    _ = known.fold(type)
    if let ref = facts.implTraitRef(of: impl) { _ = known.fold(ref.args) }
    addDetermined(by: impl, to: &known)
    for (i, p) in params.enumerated() where p.kind != .lifetime && !known.found.contains(UInt32(i)) && isNamedOnce(p, params) {
      let word = p.kind == .type ? "type" : "const"
      report(
        .error(
          "the \(word) parameter `\(p.name)` follows from nothing in the head of this impl", code: "E0207", at: p.kind == .const ? constParamSpan(p.def) : Defs[p.def].identSpan,
          label: "unconstrained \(word) parameter"))
    }
  }

  /// What the bounds of `def` make known: `R` of `F: Fn(A) -> R`, once `F` and `A` are.
  private func addDetermined(by def: DefID, to known: inout ParamCollector) {
    let predicates = facts.predicates(of: def).elements
    var count = -1
    while count < known.found.count {
      count = known.found.count
      for c in predicates {
        guard case .projection(_, let args, let term) = c.clause.kind else { continue }
        var inputs = ParamCollector(findsLifetimes: known.findsLifetimes)
        _ = inputs.fold(args)
        if inputs.found.isSubset(of: known.found) { _ = known.fold(term) }
      }
    }
  }

  /// A constant parameter from `const` to its type.
  private func constParamSpan(_ def: DefID) -> Span {
    let tree = Trees[Defs[def].tree]
    guard case .genericParam(let id) = Defs[def].node, case .const(let ty, _) = tree.tree[id].kind else { return Defs[def].identSpan }
    let name = Defs[def].identSpan
    var start = name
    for i in 0..<tree.buffer.count {
      let token = tree.buffer[TokenIndex(i)]
      if token.lo >= name.lo && token.context == name.context { break }
      if token.kind == .identifier && token.name == .const { start = tree.buffer.span(at: TokenIndex(i)) }
    }
    return start.to(tree.tree[ty].span)
  }

  /// E0207 of lifetimes: those that the types of the impl use must follow from its head.
  private mutating func checkLifetimesConstrained(_ impl: DefID, _ params: some Sequence<GenericParamFact>) {
    let lifetimes = Array(params).enumerated().filter { $0.element.kind == .lifetime }
    if lifetimes.isEmpty { return }
    var used = ParamCollector(findsLifetimes: true)
    for item in context.world.assocItems(of: impl) where Defs[item].kind == .assocTy { _ = used.fold(facts.type(of: item)) }
    if used.found.isEmpty { return }
    var known = ParamCollector(findsLifetimes: true)
    _ = known.fold(facts.type(of: impl))
    if let ref = facts.implTraitRef(of: impl) { _ = known.fold(ref.args) }
    for (i, p) in lifetimes where used.found.contains(UInt32(i)) && !known.found.contains(UInt32(i)) {
      report(
        .error(
          "the lifetime parameter `\(p.name)` follows from nothing in the head of this impl", code: "E0207", at: Defs[p.def].identSpan,
          label: "unconstrained lifetime parameter"))
    }
  }

  // MARK: Sizes

  /// E0277: only the last field of a struct may have no fixed size.
  private mutating func checkSized(_ def: DefID) {
    guard let sized = facts.langItem(Name("sized")) else { return }
    let adt = facts.adt(def)
    let env = infer.normalizedEnv(facts.paramEnv(of: def))
    for v in adt.variants {
      let fields = adt.fields(of: v)
      for (i, f) in fields.enumerated() {
        if adt.kind == .struct && i == fields.count - 1 && adt.repr.packed == 0 { continue }
        let type = facts.type(of: f.def).erasingRegions
        switch type.kind {
        case .bool, .char, .int, .uint, .float, .ref, .rawPtr, .error, .array: continue
        default: break
        }
        if type.flags.contains(.hasError) { continue }
        if evaluate(type, is: sized, env) != .fails { continue }
        let text = TypePrinter.text(of: type)
        report(
          .error("the size of `\(text)` is not known at compile time", code: "E0277", at: fieldTypeSpan(f), label: "`\(text)` has no fixed size")
            .note(adt.kind == .struct ? "only the last field of a struct may be without fixed size" : "a field here needs a fixed size"))
      }
    }
  }
}
