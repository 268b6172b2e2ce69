// Traits that are their own supertraits.
import Collect
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Types

extension ItemChecker {
  /// E0391: `trait A: B` and `trait B: A`. Told of once for each circle, at the first of its traits in the source.
  mutating func checkSupertraits(_ trait: DefID) {
    guard let circle = pathBack(to: trait) else { return }
    if circle.contains(where: { $0.crate == trait.crate && Defs[$0].identSpan.lo < Defs[trait].identSpan.lo }) { return }
    let next = circle.count > 1 ? circle[1] : trait
    var d = Diagnostic.error(
      "cycle detected when computing the super predicates of `\(TypePrinter.path(of: trait))`", code: "E0391", at: bound(of: trait, naming: next))
    for t in circle.dropFirst() {
      d.children.append(
        SubDiagnostic(
          .note, "...which requires computing the super predicates of `\(TypePrinter.path(of: t))`...",
          labels: [Label(Defs[t].identSpan, "", isPrimary: true)]))
    }
    diagnostics.add(d.note("...which again requires computing the super predicates of `\(TypePrinter.path(of: trait))`, completing the cycle"))
  }

  /// The shortest way from `trait` over supertraits back to it, without its end; nil if there is none.
  private func pathBack(to trait: DefID) -> [DefID]? {
    var seen: Set<DefID> = []
    var paths: [[DefID]] = [[trait]]
    while !paths.isEmpty {
      var longer: [[DefID]] = []
      for path in paths {
        for id in facts.superPredicates(of: path.last!).elements {
          guard case .trait(let t, isNegative: false) = id.clause.kind else { continue }
          if t.def == trait { return path }
          if seen.insert(t.def).inserted { longer.append(path + [t.def]) }
        }
      }
      paths = longer
    }
    return nil
  }

  /// Where the head of `trait` names the supertrait.
  private func bound(of trait: DefID, naming supertrait: DefID) -> Span {
    let header = facts.source.header(of: trait)
    if case .trait(_, _, _, let bounds) = header.kind {
      for case .trait(let id) in header.tree[bounds] {
        let path = header.tree[header.tree[id].path]
        if case .resolved(_, .def(.trait, supertrait)) = path.kind { return path.span }
      }
    }
    return Defs[trait].identSpan
  }
}
