// Impls that are more special than others, and the items they inherit.
import Defs
import Infer
import Parallel
import Source
import Support
import Types

extension InferContext {
  /// Whether `special` applies only where `general` does too, and is not the same impl.
  ///
  /// - Source: RFC 1210: its header, parameters taken as they are, matches `general`, whose clauses follow from its own.
  public mutating func specializes(_ special: DefID, _ general: DefID) -> Bool {
    let key = Int(tables.goals.intern(SolverGoal(.specializes, revealsAll: false, def: special.rawValue, args: general.rawValue)))
    if let known = tables.results[key] { return known != 0 }
    // A question that leads back here is answered no.
    if solver.projecting.contains(UInt32(key)) {
      noteProvisional()
      return false
    }
    guard let header = facts.implTraitRef(of: special), facts.isNegative(impl: special) == facts.isNegative(impl: general) else {
      return false
    }
    guard let other = facts.implTraitRef(of: general), header.args.flags.contains(.hasProjection) || mayMatch(other.args, header.args) else {
      tables.results.publish(0, at: key)
      return false
    }
    solver.projecting.append(UInt32(key))
    defer { solver.projecting.removeLast() }
    let env = normalizedEnv(facts.paramEnv(of: special))
    let s = snapshot()
    defer { rollBack(to: s) }
    let goal = Obligation(probe: .trait(header, isNegative: false), env: env, depth: 0)
    var nested: [Obligation] = []
    let own = TraitRef(header.def, normalize(header.args.erasingRegions, env: env, cause: goal.cause, &nested))
    guard let args = match(general, own, goal, &nested) else { return false }
    normalizedPredicates(of: general, args, goal, &nested)
    let outer = solver.lowestCycle
    solver.lowestCycle = .max
    let result = evaluate(nested) == .holds
    if solver.lowestCycle == .max { tables.results.publish(result ? 1 : 0, at: key) }
    solver.lowestCycle = min(outer, solver.lowestCycle)
    return result
  }

  /// The impls of the same trait that `impl` specialises, the most special first.
  mutating func parents(of impl: DefID) -> [DefID] {
    guard let header = facts.implTraitRef(of: impl) else { return [] }
    var result: [DefID] = []
    for other in facts.impls(of: header.def) where other.def != impl {
      guard let h = facts.implTraitRef(of: other.def), mayMatch(h.args, header.args) else { continue }
      if specializes(impl, other.def) { result.append(other.def) }
    }
    // Few: sort by who specialises whom.
    var sorted: [DefID] = []
    for d in result {
      let at = sorted.firstIndex { specializes(d, $0) } ?? sorted.count
      sorted.insert(d, at: at)
    }
    return sorted
  }

  /// Where `impl` gets `traitItem` from: itself, an impl that it specialises, or the trait.
  public mutating func leafItem(of traitItem: DefID, in impl: DefID) -> (item: AssocItemFact, container: DefID)? {
    for i in facts.assocItems(of: impl) where i.traitItem == traitItem { return (i, impl) }
    for p in parents(of: impl) {
      for i in facts.assocItems(of: p) where i.traitItem == traitItem { return (i, p) }
    }
    return facts.assocItem(traitItem).map { ($0, Defs[traitItem].parent) }
  }

  /// Arguments for `target` such that its header is that of `source` with `args`.
  mutating func translate(
    _ args: GenericArgsID, from source: DefID, to target: DefID, _ goal: Obligation, _ nested: inout [Obligation]
  ) -> GenericArgsID? {
    guard let header = facts.implTraitRef(of: source)?.instantiated(args) else { return nil }
    let own = normalize(header.args, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
    guard let targetArgs = match(target, TraitRef(header.def, own), goal, &nested) else { return nil }
    normalizedPredicates(of: target, targetArgs, goal, &nested)
    return targetArgs
  }
}
