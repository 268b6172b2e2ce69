// Traits that `dyn` cannot be put in front of.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Infer
import LowerTypes
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
        case .resolved(_, .def(.trait, let trait)) = tree[first.path].kind, !lacksTypes(tree[first.path], trait, tree)
      else { continue }
      let reasons = facts.dynViolations(of: trait)
      if !reasons.isEmpty { report(.notDynCompatible(trait, reasons.map { ($0.span, $0.text) }, at: ty.span, in: context.crate)) }
    }
  }

  /// Whether nothing is said of the associated types that an object of `trait` is to name: that was told of (E0191).
  private func lacksTypes(_ path: QPath, _ trait: DefID, _ tree: HIRTree) -> Bool {
    if let args = tree[path.segments].last?.args, !args.isNone, !tree[tree[args].constraints].isEmpty { return false }
    return facts.elaboratingSupertraits(of: PolyTraitRef(TraitRef(trait, facts.identityArgs(of: trait)))).contains {
      guard case .trait(let t, _) = $0.kind else { return false }
      let count = facts.generics(of: t.def).count
      return facts.assocItems(of: t.def).contains {
        $0.kind == .type && !facts.requiresSizedSelf($0.def) && facts.generics(of: $0.def).count == count
      }
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
}
