// Traits that `dyn` cannot be put in front of.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Infer
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ItemChecker {
  /// E0038 at each `dyn Trait` in the head of `def`.
  mutating func checkTraitObjects(_ def: DefID) {
    let tree = facts.source.header(of: def).tree
    let hidden = typesInUnresolvedPaths(tree)
    for (i, ty) in tree.nodes.types.all.enumerated() where !hidden.contains(UInt32(i)) {
      guard case .traitObject(let bounds, _) = ty.kind, let first = tree[bounds].first,
        case .resolved(_, .def(.trait, let trait)) = tree[first.path].kind
      else { continue }
      let reasons = dynViolations(of: trait)
      guard let reason = reasons.first else { continue }
      var d = Diagnostic.error(
        "there can be no `dyn \(Defs[trait].name)`: the trait is not dyn compatible", code: "E0038", at: ty.span,
        label: "`\(Defs[trait].name)` is not dyn compatible")
      var labels: [Diagnostics.Label] = []
      for r in reasons where r.span.context.isRoot && trait.crate == context.crate { labels.append(Diagnostics.Label(r.span, r.text)) }
      if labels.isEmpty { d = d.note("because \(reason.text)") } else {
        labels[0].isPrimary = true
        d.children.append(SubDiagnostic(.note, "methods of `dyn` types are found in a table: each must have a place in it", labels: labels))
      }
      report(d)
    }
  }

  /// Types written as arguments of paths that mean nothing.
  private func typesInUnresolvedPaths(_ tree: HIRTree) -> Set<UInt32> {
    var result: Set<UInt32> = []
    for p in tree.nodes.qpaths.all {
      guard case .resolved(_, .err) = p.kind else { continue }
      for s in tree[p.segments] {
        guard let list = s.args.some else { continue }
        for a in tree[tree[list].args] { if case .ty(let t) = a { result.insert(t.rawValue) } }
      }
    }
    return result
  }

  /// What of `trait` and its supertraits cannot be in a table of methods.
  func dynViolations(of trait: DefID) -> [(span: Span, text: String)] {
    var result: [(span: Span, text: String)] = []
    let all = [trait] + supertraits(of: TraitRef(trait, identityArgs(trait)), facts: facts).map(\.def).filter { $0 != trait }
    for t in all {
      if demandsSizedSelf(t) { result.append((Defs[t].identSpan, "it demands `Self: Sized`")) }
      for c in facts.superPredicates(of: t).elements {
        guard case .trait(let s, false) = c.clause.kind, case .param(0, _) = s.selfType.kind else { continue }
        if s.args.elements.dropFirst().contains(where: { mentionsSelf($0) }) {
          result.append((Defs[t].identSpan, "`Self` is an argument of a supertrait"))
        }
      }
      for item in facts.assocItems(of: t) {
        if let text = violation(of: item) { result.append((Defs[item.def].identSpan, text)) }
      }
    }
    return result
  }

  private func demandsSizedSelf(_ def: DefID) -> Bool {
    let clauses = Defs[def].kind == .trait ? facts.superPredicates(of: def) : facts.predicates(of: def)
    return clauses.elements.contains {
      if case .trait(let t, false) = $0.clause.kind, isLang(t.def, "sized"), case .param(0, _) = t.selfType.kind { true } else { false }
    }
  }

  private func mentionsSelf(_ arg: Types.GenericArg) -> Bool {
    var c = ParamCollector(skipsAliases: true)
    _ = c.fold(arg)
    return c.found.contains(0)
  }

  private func violation(of item: AssocItemFact) -> String? {
    switch item.kind {
    case .const: return "it has the constant `\(item.name)`"
    case .type:
      if own(item.def).isEmpty || demandsSizedSelf(item.def) || Defs[item.def].kind != .assocTy { return nil }
      return "its type `\(item.name)` has parameters"
    case .fn:
      if demandsSizedSelf(item.def) { return nil }
      if !item.hasSelfParam { return "`\(item.name)` has no `self` parameter" }
      if own(item.def).contains(where: { $0.kind != .lifetime }) { return "the method `\(item.name)` has type parameters" }
      let sig = infer.open(facts.fnSig(of: item.def))
      if sig.inputs.dropFirst().contains(where: { mentionsSelf(Types.GenericArg($0)) }) {
        return "the method `\(item.name)` has `Self` in its parameters"
      }
      if mentionsSelf(Types.GenericArg(sig.output)) { return "the method `\(item.name)` gives a `Self`" }
      if hasOpaque(sig.output) { return "the method `\(item.name)` gives an `impl Trait` or is `async`" }
      return nil
    }
  }
}
