// The items of an impl against those of its trait.
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
  mutating func checkImplItems(_ impl: DefID) {
    guard let trait = facts.implTraitRef(of: impl), !facts.isNegative(impl: impl) else { return }
    if trait.args.flags.contains(.hasError) { return }
    let items = facts.assocItems(of: impl)
    // Of two that are the same item of the trait the second has its own message.
    for (i, item) in items.enumerated() where !item.traitItem.isNone && !items[..<i].contains(where: { $0.traitItem == item.traitItem }) {
      compare(item, impl, trait)
    }
    checkMissing(impl, trait, items)
  }

  private mutating func checkMissing(_ impl: DefID, _ trait: TraitRef, _ items: UnsafeBufferPointer<AssocItemFact>) {
    // `default impl` need not be whole.
    if isDefaultImpl(impl) || facts.isReservation(impl: impl) { return }
    var missing: [AssocItemFact] = []
    for theirs in facts.assocItems(of: trait.def) where !theirs.hasValue && !theirs.name.isEmpty {
      if items.contains(where: { $0.traitItem == theirs.def }) { continue }
      if let leaf = infer.leafItem(of: theirs.def, in: impl), leaf.container != trait.def { continue }
      if isUnsized(trait.selfType), needsSizedSelf(theirs.def) { continue }
      missing.append(theirs)
    }
    if missing.isEmpty { return }
    let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
    var d = Diagnostic.error(
      "the impl lacks \(missing.count == 1 ? "an item" : "items") of its trait: \(names)", code: "E0046", at: headSpan(impl),
      label: "missing \(names)")
    for m in missing {
      if m.def.crate == context.crate {
        d.labels.append(Label(Defs[m.def].span, "`\(m.name)` of the trait"))
      } else {
        d = d.help("add `\(m.name)`")
      }
    }
    report(d)
  }

  private func isDefaultImpl(_ impl: DefID) -> Bool {
    guard case .item(let id) = Defs[impl].node else { return false }
    return Trees[Defs[impl].tree].tree[id].isDefault
  }
  private func isUnsized(_ type: TypeID) -> Bool {
    switch type.kind {
    case .str, .slice, .dynamic: true
    default: false
    }
  }
  private func needsSizedSelf(_ item: DefID) -> Bool {
    facts.predicates(of: item).elements.contains {
      if case .trait(let t, false) = $0.clause.kind, isLang(t.def, "sized"), case .param(0, _) = t.selfType.kind { true } else { false }
    }
  }

  private mutating func compare(_ item: AssocItemFact, _ impl: DefID, _ trait: TraitRef) {
    guard let theirs = facts.assocItem(item.traitItem), theirs.kind == item.kind else { return }
    switch item.kind {
    case .fn: compareMethods(item, theirs, impl, trait)
    case .const:
      let args = traitArgs(for: item.def, theirs.def, impl, trait)
      let wanted = facts.type(of: theirs.def).instantiated(args)
      let given = facts.type(of: item.def)
      if !agree(wanted, given, item.def) {
        let header = facts.source.header(of: item.def)
        var at = Defs[item.def].identSpan
        if case .const(let ty, _) = header.kind { at = header.tree[ty].span }
        report(
          .error(
            "the constant `\(item.name)` has another type than in its trait", code: "E0326", at: at,
            label: "expected `\(text(wanted, item.def))`, found `\(TypePrinter.text(of: given))`"))
      }
    case .type: compareGenericCounts(item, theirs)
    }
  }

  /// Arguments for the trait's item in terms of the impl's: the impl's trait reference, then the item's own parameters.
  private func traitArgs(for item: DefID, _ theirs: DefID, _ impl: DefID, _ trait: TraitRef) -> GenericArgsID {
    let parentCount = facts.generics(of: impl).count
    let own = identityArgs(item).elements.dropFirst(parentCount)
    return GenericArgsID(Array(trait.args.elements) + own)
  }

  private mutating func text(_ type: TypeID, _ owner: DefID) -> String { TypePrinter.text(of: normalized(type, owner)) }

  private mutating func normalized(_ type: TypeID, _ owner: DefID) -> TypeID {
    let env = infer.normalizedEnv(facts.paramEnv(of: owner))
    return infer.normalizeCompletely(type.erasingRegions, env: env)
  }

  /// Whether two types are the same to the user of the trait. What cannot be decided here counts as equal.
  private mutating func agree(_ a: TypeID, _ b: TypeID, _ owner: DefID) -> Bool {
    if a == b { return true }
    let x = normalized(a, owner)
    let y = normalized(b, owner)
    if x == y || x.flags.contains(.hasError) || y.flags.contains(.hasError) { return true }
    if hasOpaque(x) || hasOpaque(y) { return true }
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    return infer.unify(x, y)
  }

  /// `impl Trait` in either signature: compared by its bounds, elsewhere.
  func hasOpaque(_ type: TypeID) -> Bool {
    struct Finder: TypeFolder {
      var found = false
      mutating func fold(_ type: TypeID) -> TypeID {
        if found || type.flags.isDisjoint(with: .hasAlias) { return type }
        if case .alias(let k, let d, _) = type.kind, k == .opaque || Defs[d].kind == .opaqueTy { found = true }
        return superFold(type)
      }
    }
    var f = Finder()
    _ = f.fold(type)
    return f.found
  }

  // MARK: Methods

  private mutating func compareMethods(_ item: AssocItemFact, _ theirs: AssocItemFact, _ impl: DefID, _ trait: TraitRef) {
    let header = facts.source.header(of: item.def)
    guard case .fn(_, let declID) = header.kind else { return }
    let decl = header.tree[declID]
    let inputs = Array(header.tree[decl.inputs])
    if item.hasSelfParam != theirs.hasSelfParam {
      let code = item.hasSelfParam ? "E0185" : "E0186"
      report(
        .error(
          "`\(item.name)` \(item.hasSelfParam ? "has a `self` parameter, but not in the trait" : "has no `self` parameter as in the trait")",
          code: code, at: headSpan(item.def), label: item.hasSelfParam ? "`self` used here" : "`self` expected here"))
      return
    }
    if !compareGenericCounts(item, theirs) { return }
    let wanted = infer.open(
      facts.fnSig(of: theirs.def).instantiated(traitArgs(for: item.def, theirs.def, impl, trait)))
    let given = infer.open(facts.fnSig(of: item.def))
    if wanted.inputs.count != given.inputs.count {
      var at = headSpan(item.def)
      if let last = inputs.last {
        at = Span(lo: header.tree[inputs[0]].span.lo, hi: header.tree[last].span.hi, context: header.tree[last].span.context)
      }
      func count(_ n: Int) -> String { n == 1 ? "1 parameter" : "\(n) parameters" }
      report(
        .error(
          "`\(item.name)` has \(count(given.inputs.count)), but \(count(wanted.inputs.count)) in the trait", code: "E0050", at: at,
          label: "expected \(count(wanted.inputs.count)), found \(given.inputs.count)"))
      return
    }
    let lifetimes = own(item.def).count { $0.kind == .lifetime }
    if lifetimes != own(theirs.def).count(where: { $0.kind == .lifetime }) {
      let generics = header.tree[header.generics].span
      // As many as in the trait, but not all decided by the same: by calls, or where the function is named.
      let theirHeader = facts.source.header(of: theirs.def)
      func named(_ h: ItemHeader) -> [DefID] {
        h.tree[h.tree[h.generics].params].filter { if case .lifetime(isElided: false) = $0.kind { true } else { false } }.map(\.def)
      }
      let early = (mine: Set(own(item.def).map(\.def)), theirs: Set(own(theirs.def).map(\.def)))
      let pairs = zip(named(header), named(theirHeader))
      let other = pairs.filter { early.mine.contains($0) != early.theirs.contains($1) }.map { Defs[$0.0].identSpan }
      if named(header).count == named(theirHeader).count, !other.isEmpty {
        report(
          .error("the lifetime parameters of `\(item.name)` are not those of the trait", code: "E0195", at: other[0]).also(other.dropFirst()))
        return
      }
      report(
        .error(
          "the lifetime parameters or bounds of `\(item.name)` are not those of the trait", code: "E0195",
          at: generics.isNone ? Defs[item.def].identSpan.end : generics, label: "not as in the trait"))
      return
    }
    if !compareBounds(item, theirs, impl, trait) { return }
    compareTypes(item, wanted, given, inputs.map { header.tree[$0].span }, decl, header.tree)
  }

  private mutating func compareTypes(
    _ item: AssocItemFact, _ wanted: PolyFnSig, _ given: PolyFnSig, _ spans: [Span], _ decl: FnDecl, _ tree: HIRTree
  ) {
    func mismatch(_ expected: String, _ found: String, at span: Span) -> Diagnostic {
      .error(
        "`\(item.name)` has another type than in its trait", code: "E0053", at: span, label: "expected \(expected), found \(found)")
    }
    if wanted.isUnsafe != given.isUnsafe {
      let words = ["a safe function", "an unsafe one"]
      report(mismatch(words[wanted.isUnsafe ? 1 : 0], words[given.isUnsafe ? 1 : 0], at: headSpan(item.def)))
      return
    }
    if wanted.abi != given.abi {
      report(mismatch("the ABI of the trait's", "another ABI", at: headSpan(item.def)))
      return
    }
    for (i, (w, g)) in zip(wanted.inputs, given.inputs).enumerated() where !agree(w, g, item.def) {
      let at = i < spans.count ? spans[i] : headSpan(item.def)
      report(mismatch("`\(text(w, item.def))`", "`\(TypePrinter.text(of: g.erasingRegions))`", at: at))
      return
    }
    if !agree(wanted.output, given.output, item.def) {
      let at = decl.output.isNone ? decl.span.end : tree[decl.output].span
      report(mismatch("`\(text(wanted.output, item.def))`", "`\(TypePrinter.text(of: given.output.erasingRegions))`", at: at))
    }
  }

  @discardableResult
  private mutating func compareGenericCounts(_ item: AssocItemFact, _ theirs: AssocItemFact) -> Bool {
    let mine = own(item.def)
    let others = own(theirs.def)
    for (kind, word) in [(GenericParamFact.Kind.type, "type"), (.const, "const")] {
      let m = mine.filter { $0.kind == kind }
      let o = others.filter { $0.kind == kind }
      if m.count == o.count { continue }
      let header = facts.source.header(of: item.def)
      let spans = m.filter { !$0.isImplTrait }.map { Defs[$0.def].identSpan }
      report(
        .error(
          "`\(item.name)` has \(m.count) \(word) parameter\(m.count == 1 ? "" : "s"), but \(o.count) in the trait", code: "E0049",
          at: spans.first ?? header.tree[header.generics].span, label: "expected \(o.count), found \(m.count)"
        ).also(spans.dropFirst()))
      return false
    }
    for (a, b) in zip(mine.filter { $0.kind == .type }, others.filter { $0.kind == .type }) where a.isImplTrait != b.isImplTrait {
      report(
        .error(
          "`\(item.name)` has \(a.isImplTrait ? "`impl Trait`" : "a type parameter") where the trait has \(b.isImplTrait ? "`impl Trait`" : "a type parameter")",
          code: "E0643", at: Defs[a.def].identSpan))
      return false
    }
    return true
  }

  /// What the impl's method demands must follow from what the trait's does. E0276.
  private mutating func compareBounds(
    _ item: AssocItemFact, _ theirs: AssocItemFact, _ impl: DefID, _ trait: TraitRef
  ) -> Bool {
    let args = traitArgs(for: item.def, theirs.def, impl, trait)
    let inherited = facts.predicates(of: impl).elements.count
    let own = facts.predicates(of: item.def).elements.dropFirst(inherited)
    if own.isEmpty { return true }
    let given = Array(facts.predicates(of: impl).elements.map { $0.erasingRegions })
      + facts.predicates(of: theirs.def).elements.dropFirst(facts.predicates(of: trait.def).elements.count)
      .map { ClauseID($0.clause.instantiated(args)).erasingRegions }
    let env = infer.normalizedEnv(ParamEnv(ClauseListID(given)))
    for c in own {
      guard case .trait(let t, false) = c.clause.kind else { continue }
      if evaluate(c.erasingRegions.clause, env) != .fails || c.flags.contains(.hasError) { continue }
      report(
        .error(
          "`\(item.name)` demands more than its trait", code: "E0276", at: boundSpan(item.def, t),
          label: "`\(TypePrinter.text(of: c.clause))` is not demanded by the trait"))
      return false
    }
    return true
  }

  private func boundSpan(_ def: DefID, _ trait: TraitRef) -> Span {
    let header = facts.source.header(of: def)
    let tree = header.tree
    var fallback = Defs[def].identSpan
    for p in tree[tree[header.generics].predicates] {
      guard case .bound(_, _, let bounds) = p.kind else { continue }
      for b in tree[bounds] {
        guard case .trait(let t) = b, case .resolved(_, .def(_, let d)) = tree[tree[t].path].kind, d == trait.def else { continue }
        fallback = tree[t].span
      }
    }
    return fallback
  }
}
