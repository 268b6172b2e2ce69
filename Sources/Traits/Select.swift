// From a trait reference to the one way in which it holds: assemble candidates, drop those that cannot hold, prefer.
import Defs
import Infer
import Parallel
import Source
import Support
import Types

extension InferContext {
  /// How `trait` holds in `env`.
  ///
  /// - Source: rustc's selection (`rustc_trait_selection::traits::select`): order and preferences are observable in inference.
  public mutating func select(_ trait: TraitRef, env: ParamEnv, depth: UInt32 = 0) -> Selection {
    if depth > Self.recursionLimit {
      noteProvisional()
      return .ambiguous
    }
    let trait = resolve(trait)
    let selfType = shallow(trait.selfType)
    if case .infer(.type) = selfType.kind { return .ambiguous }
    if selfType.isError { return .candidate(.builtin(hasConditions: false)) }
    let (goal, isShared) = goal(trait, env)
    if isShared, let known = tables.selections[goal] { return Selection(packed: known) }
    let outer = solver.lowestCycle
    solver.lowestCycle = .max
    let result = selectAnew(trait, selfType, effectiveEnv(trait.args.flags, env), depth)
    // An answer that leaned on a question that is still open is only known within that.
    if isShared && solver.lowestCycle >= solver.stack.count { tables.selections.publish(result.packed, at: goal) }
    solver.lowestCycle = min(outer, solver.lowestCycle)
    return result
  }

  private mutating func selectAnew(_ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ depth: UInt32) -> Selection {
    var assembly = Assembly()
    assemble(trait, selfType, env, depth, &assembly)
    if assembly.isAmbiguous { return .ambiguous }
    var candidates = assembly.candidates
    if candidates.isEmpty { return .none }
    if candidates.count == 1 { return negativeIsNone(candidates[0]) }

    // Drop what certainly does not hold.
    var kept: [(Candidate, EvaluationResult)] = []
    for c in candidates {
      let r = evaluate(c, for: trait, env, depth)
      if r.mayHold { kept.append((c, r)) }
    }
    if kept.isEmpty { return .none }
    if kept.count > 1, let best = prefer(kept, trait, env) {
      return negativeIsNone(best)
    }
    candidates = kept.map { $0.0 }
    if candidates.count == 1 { return negativeIsNone(candidates[0]) }
    return .ambiguous
  }

  private func negativeIsNone(_ c: Candidate) -> Selection {
    if case .impl(let impl) = c, facts.isNegative(impl: impl) { return .none }
    return .candidate(c)
  }

  /// The candidate that wins over all others, if one does.
  private mutating func prefer(_ kept: [(Candidate, EvaluationResult)], _ trait: TraitRef, _ env: ParamEnv) -> Candidate? {
    // A trivial rule of the language (`i32: Sized`) wins over everything.
    for (c, _) in kept { if case .builtin(hasConditions: false) = c { return c } }

    // Where-clauses that say something about parameters come next; several equal ones are one.
    let hasInfer = !trait.args.flags.isDisjoint(with: .hasInfer)
    var clause: Candidate? = nil
    var clauseArgs = GenericArgsID.empty
    var global: Candidate? = nil
    for (c, _) in kept {
      guard case .whereClause(let args, let isGlobal) = c else { continue }
      if isGlobal {
        global = global ?? c
      } else if clause == nil || args == trait.args {
        clause = c
        clauseArgs = args
      } else if clauseArgs != args && clauseArgs != trait.args {
        return nil
      }
    }
    if let clause { return clause }

    let bounds = kept.filter { if case .itemBound = $0.0 { true } else { false } }
    if let first = bounds.first {
      if bounds.count == 1 || !hasInfer { return first.0 }
      // Several are one if they say the same.
      let selfType = shallow(trait.selfType)
      var refs = Set<GenericArgsID>()
      for (c, _) in bounds { if case .itemBound(let i) = c, let t = itemBound(i, of: selfType) { refs.insert(t.args) } }
      return refs.count == 1 ? first.0 : nil
    }
    let impls = kept.filter { if case .impl = $0.0 { true } else { false } }
    let objects = kept.filter { if case .object = $0.0 { true } else { false } }
    // Of one trait with several arguments, none is the one while arguments are open.
    if let first = objects.first { return hasInfer && (objects.count > 1 || !impls.isEmpty) ? nil : first.0 }

    // Impls: the most special one, if there is one that specialises all others.
    if var best = impls.first {
      for next in impls.dropFirst() {
        if isPreferred(next, over: best, hasInfer) {
          best = next
        } else if !isPreferred(best, over: next, hasInfer) {
          return nil
        }
      }
      // A clause without parameters says nothing that the impl does not; a rule of the language may differ from it.
      let others = kept.contains {
        switch $0.0 {
        case .impl, .whereClause: false
        default: true
        }
      }
      return others ? nil : best.0
    }
    // Without the clauses that have no parameters, one is left, or it is open.
    let rest = kept.filter { if case .whereClause = $0.0 { false } else { true } }
    if rest.isEmpty { return global }
    return rest.count == 1 ? rest[0].0 : nil
  }

  /// Of two impls that match, whether the first is the one: more special, or allowed to overlap the other.
  private mutating func isPreferred(
    _ a: (Candidate, EvaluationResult), over b: (Candidate, EvaluationResult), _ hasInfer: Bool
  ) -> Bool {
    guard case .impl(let special) = a.0, case .impl(let general) = b.0, a.1 == .holds else { return false }
    if specializes(special, general) { return true }
    guard let trait = facts.implTraitRef(of: special)?.def else { return false }
    return facts.traitFact(trait).isMarker && !hasInfer
  }

  /// Whether `candidate` can hold: its own requirements, in a probe.
  mutating func evaluate(_ candidate: Candidate, for trait: TraitRef, _ env: ParamEnv, _ depth: UInt32) -> EvaluationResult {
    switch candidate {
    case .builtin(hasConditions: false): return .holds
    default: break
    }
    let s = snapshot()
    defer { rollBack(to: s) }
    var nested: [Obligation] = []
    let goal = Obligation(probe: .trait(trait, isNegative: false), env: env, depth: depth)
    if !confirm(candidate, goal, trait, &nested) { return .fails }
    return evaluate(nested)
  }

  // MARK: Evaluation

  /// Whether all of `obligations` hold together. Binds variables as a consequence: call it in a probe.
  public mutating func evaluate(_ obligations: [Obligation]) -> EvaluationResult {
    var waiting: [Obligation] = []
    var known = knownCount
    for o in obligations {
      switch evaluate(o) {
      case .holds: break
      case .fails: return .fails
      case .ambiguous: waiting.append(o)
      }
    }
    // Something was learned: what was ambiguous may be clear now.
    var moved = waiting.count < obligations.count
    while !waiting.isEmpty && moved && knownCount != known {
      known = knownCount
      var left: [Obligation] = []
      for o in waiting {
        switch evaluate(o) {
        case .holds: break
        case .fails: return .fails
        case .ambiguous: left.append(o)
        }
      }
      moved = left.count < waiting.count
      waiting = left
    }
    return waiting.isEmpty ? .holds : .ambiguous
  }

  /// Whether `obligation` holds, without a trace.
  mutating func probe(_ obligation: Obligation) -> EvaluationResult {
    let s = snapshot()
    defer { rollBack(to: s) }
    return evaluate(obligation)
  }

  /// Whether `obligation` holds. Projections bind the variables they determine.
  public mutating func evaluate(_ obligation: Obligation) -> EvaluationResult {
    switch open(obligation.clause) {
    case .trait(let t, isNegative: false): return evaluate(t, env: obligation.env, depth: obligation.depth)
    case .trait(let t, isNegative: true): return evaluateNegative(t, env: obligation.env)
    case .projection(let d, let a, let term):
      var nested: [Obligation] = []
      switch project(d, a, env: obligation.env, cause: obligation.cause, depth: obligation.depth, &nested) {
      case .ambiguous: return .ambiguous
      case .error, .unmet: return .fails
      case .type(let t): return unify(.type(t), term) ? evaluate(nested) : .fails
      case .const(let c): return unify(.const(c), term) ? evaluate(nested) : .fails
      case .rigid(let t): return unify(.type(t), term) ? .holds : .fails
      }
    case .typeOutlives, .regionOutlives, .constEvaluatable, .hostEffect: return .holds
    case .constArgHasType: return .holds
    case .wellFormed(let arg):
      var nested: [Obligation] = []
      if !wellFormed(arg, obligation, &nested) { return .ambiguous }
      return evaluate(nested)
    }
  }

  /// Whether `trait` holds, remembering the answer.
  public mutating func evaluate(_ trait: TraitRef, env: ParamEnv, depth: UInt32 = 0) -> EvaluationResult {
    if depth > Self.recursionLimit {
      noteProvisional()
      return .ambiguous
    }
    let trait = resolve(trait)
    let selfType = shallow(trait.selfType)
    if selfType.isTypeVar { return .ambiguous }
    if trait.def == lang.sized && isPlainlySized(selfType) { return .holds }
    let (goal, isShared) = goal(trait, env)
    if isShared, let known = tables.evaluations[goal] { return EvaluationResult(rawValue: known)! }

    // A cycle: fine if every step of it is coinductive, else nothing is known yet.
    for i in solver.stack.indices.reversed() where solver.stack[i].goal == UInt32(goal) {
      solver.lowestCycle = min(solver.lowestCycle, i)
      let isCoinductive = solver.stack[i...].allSatisfy { $0.isCoinductive }
      return isCoinductive ? .holds : .ambiguous
    }

    let position = solver.stack.count
    let outerLowest = solver.lowestCycle
    solver.lowestCycle = .max
    let fact = facts.traitFact(trait.def)
    let env = effectiveEnv(trait.args.flags, env)
    solver.stack.append(.init(goal: UInt32(goal), isCoinductive: fact.isCoinductive || fact.isAuto))
    let s = snapshot()
    let result: EvaluationResult
    switch select(trait, env: env, depth: depth + 1) {
    case .none: result = .fails
    case .ambiguous: result = .ambiguous
    case .candidate(let c): result = evaluate(c, for: trait, env, depth + 1)
    }
    rollBack(to: s)
    solver.stack.removeLast()
    // An answer that leaned on an entry further out is only known within it.
    if isShared && solver.lowestCycle >= position { tables.evaluations.publish(result.rawValue, at: goal) }
    solver.lowestCycle = min(outerLowest, solver.lowestCycle < position ? solver.lowestCycle : .max)
    return result
  }

  private mutating func evaluateNegative(_ trait: TraitRef, env: ParamEnv) -> EvaluationResult {
    let goal = resolve(trait)
    let selfType = shallow(goal.selfType)
    if selfType.isTypeVar { return .ambiguous }
    for impl in facts.impls(of: goal.def) where facts.isNegative(impl: impl.def) {
      let s = snapshot()
      var nested: [Obligation] = []
      let hit = match(impl.def, goal, Obligation(probe: .trait(goal, isNegative: true), env: env, depth: 0), &nested) != nil
      rollBack(to: s)
      if hit { return .holds }
    }
    return .fails
  }
}
