// From a trait reference to the one way in which it holds: assemble candidates, drop those that cannot hold, prefer.
import Defs
import Infer
import Source
import Support
import Types

extension InferContext {
  /// How `trait` holds in `env`.
  ///
  /// - Source: rustc's selection (`rustc_trait_selection::traits::select`): order and preferences are observable in inference.
  public mutating func select(_ trait: TraitRef, env: ParamEnv, depth: UInt32 = 0) -> Selection {
    if depth > Self.recursionLimit { return .ambiguous }
    let selfType = shallow(trait.selfType)
    if case .infer(.type) = selfType.kind { return .ambiguous }
    if selfType.isError { return .candidate(.builtin([])) }

    var assembly = Assembly()
    assemble(trait, selfType, env, depth, &assembly)
    if assembly.isAmbiguous { return .ambiguous }
    var candidates = assembly.candidates
    if candidates.isEmpty { return .none }
    if candidates.count == 1 {
      if case .impl(let impl) = candidates[0] {
        if facts.isNegative(impl: impl) { return .none }
        if facts.isReservation(impl: impl) { return .ambiguous }
      }
      return .candidate(candidates[0])
    }

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
    if case .impl(let impl) = c {
      if facts.isNegative(impl: impl) { return .none }
      if facts.isReservation(impl: impl) { return .ambiguous }
    }
    return .candidate(c)
  }

  /// The candidate that wins over all others, if one does.
  private mutating func prefer(_ kept: [(Candidate, EvaluationResult)], _ trait: TraitRef, _ env: ParamEnv) -> Candidate? {
    // A trivial rule of the language (`i32: Sized`) wins over everything.
    for (c, _) in kept { if case .builtin(let types) = c, types.isEmpty { return c } }

    // Where-clauses that say something about parameters come next; several equal ones are one.
    var clause: Candidate? = nil
    var clauseRef: TraitRef? = nil
    var hasGlobal: Candidate? = nil
    for (c, _) in kept {
      guard case .whereClause(let t, let isGlobal) = c else { continue }
      if isGlobal {
        hasGlobal = hasGlobal ?? c
        continue
      }
      let r = resolve(t)
      if let first = clauseRef {
        if first != r {
          // Not the same: ambiguous, unless one is without variables and equal to the goal.
          let goal = resolve(trait)
          if r == goal {
            clause = c
            clauseRef = r
            continue
          }
          if first == goal { continue }
          return nil
        }
      } else {
        clause = c
        clauseRef = r
      }
    }
    if let clause { return clause }

    var bound: Candidate? = nil
    var boundCount = 0
    for (c, _) in kept {
      if case .itemBound = c {
        if bound == nil { bound = c }
        boundCount += 1
      }
    }
    if let bound {
      if boundCount > 1 {
        var refs = Set<TraitRef>()
        for (c, _) in kept { if case .itemBound(let t) = c { refs.insert(resolve(t)) } }
        if refs.count > 1 { return nil }
      }
      return bound
    }
    for (c, _) in kept { if case .object = c { return c } }
    if let hasGlobal { return hasGlobal }

    // Impls: the most special one, if there is one that specialises all others.
    var impls: [DefID] = []
    for (c, _) in kept {
      switch c {
      case .impl(let d): impls.append(d)
      default: break
      }
    }
    if impls.count == kept.count {
      let isMarker = facts.traitFact(trait.def).isMarker
      if isMarker { return kept.first { $0.1 == .holds }?.0 ?? kept[0].0 }
      let goal = resolve(trait)
      let hasInfer = !goal.args.flags.isDisjoint(with: .hasInfer)
      var best: DefID? = nil
      for d in impls {
        var winsAll = true
        for e in impls where e != d {
          // With variables around, a more special impl may only win if it matches whatever they become.
          if !specializes(d, e) || (hasInfer && evaluate(.impl(d), for: trait, env, 0) != .holds) {
            winsAll = false
            break
          }
        }
        if winsAll { best = d }
      }
      if let best { return .impl(best) }
      return nil
    }
    // Rules of the language win over impls that apply to the same type (auto traits do not: impls win).
    for (c, _) in kept { if case .impl = c { return impls.count == 1 ? c : nil } }
    return nil
  }

  /// Whether `candidate` can hold: its own requirements, in a probe.
  mutating func evaluate(_ candidate: Candidate, for trait: TraitRef, _ env: ParamEnv, _ depth: UInt32) -> EvaluationResult {
    let s = snapshot()
    defer { rollBack(to: s) }
    let cause = Cause(span: .none)
    let goal = Obligation(.trait(trait, isNegative: false), env: env, cause: cause)
    guard let nested = confirm(candidate, Obligation(goal.clause, env: env, cause: cause, depth: depth, root: goal.root), trait) else {
      return .fails
    }
    return evaluate(nested)
  }

  // MARK: Evaluation

  /// Whether all of `obligations` hold together. Binds variables as a consequence: call it in a probe.
  public mutating func evaluate(_ obligations: [Obligation]) -> EvaluationResult {
    var worst = EvaluationResult.holds
    var todo = obligations
    var i = 0
    var waiting: [Obligation] = []
    var progress = true
    while progress {
      progress = false
      i = 0
      while i < todo.count {
        let o = todo[i]
        i += 1
        switch evaluate(o) {
        case .holds: progress = true
        case .fails: return .fails
        case .ambiguous: waiting.append(o)
        }
      }
      todo = waiting
      waiting = []
      if todo.isEmpty { break }
      // Something was learned: what was ambiguous may be clear now.
      if progress && todo.count == obligations.count { progress = false }
      if todo.count > 64 { break }
    }
    if !todo.isEmpty { worst = .ambiguous }
    return worst
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
      case .error: return .fails
      case .type(let t): return unify(.type(t), term) ? evaluate(nested) : .fails
      case .const(let c): return unify(.const(c), term) ? evaluate(nested) : .fails
      case .rigid(let t): return unify(.type(t), term) ? .holds : .fails
      }
    case .typeOutlives, .regionOutlives, .constEvaluatable, .hostEffect: return .holds
    case .constArgHasType: return .holds
    case .wellFormed(let arg):
      guard let nested = wellFormed(arg, obligation) else { return .ambiguous }
      return evaluate(nested)
    }
  }

  /// Whether `trait` holds, remembering the answer if it has no inference variables.
  public mutating func evaluate(_ trait: TraitRef, env: ParamEnv, depth: UInt32 = 0) -> EvaluationResult {
    if depth > Self.recursionLimit { return .ambiguous }
    let goal = resolve(trait)
    if shallow(goal.selfType).isTypeVar { return .ambiguous }
    let fresh = freshen(goal)
    let isPlain = goal.args.flags.isDisjoint(with: .hasInfer)
    let key = SolverState.Key(trait: fresh.def, args: fresh.args.erasingRegions, env: env)
    if isPlain, let known = solver.evaluations[key] { return EvaluationResult(rawValue: known)! }

    // A cycle: fine if every step of it is coinductive, else nothing is known yet.
    let plainTrait = TraitRef(fresh.def, key.args)
    for i in solver.stack.indices.reversed() where solver.stack[i].trait == plainTrait && solver.stack[i].env == env {
      solver.lowestCycle = min(solver.lowestCycle, i)
      let isCoinductive = solver.stack[i...].allSatisfy { $0.isCoinductive }
      return isCoinductive ? .holds : .ambiguous
    }

    let position = solver.stack.count
    let outerLowest = solver.lowestCycle
    solver.lowestCycle = .max
    let fact = facts.traitFact(goal.def)
    solver.stack.append(.init(trait: plainTrait, env: env, isCoinductive: fact.isCoinductive || fact.isAuto))
    let s = snapshot()
    let result: EvaluationResult
    switch select(goal, env: env, depth: depth + 1) {
    case .none: result = .fails
    case .ambiguous: result = .ambiguous
    case .candidate(let c): result = evaluate(c, for: goal, env, depth + 1)
    }
    rollBack(to: s)
    solver.stack.removeLast()
    // An answer that leaned on an entry further out is only known within it.
    if isPlain && solver.lowestCycle >= position { solver.evaluations[key] = result.rawValue }
    solver.lowestCycle = min(outerLowest, solver.lowestCycle < position ? solver.lowestCycle : .max)
    return result
  }

  private mutating func evaluateNegative(_ trait: TraitRef, env: ParamEnv) -> EvaluationResult {
    let goal = resolve(trait)
    let selfType = shallow(goal.selfType)
    if selfType.isTypeVar { return .ambiguous }
    for impl in facts.impls(of: goal.def) where facts.isNegative(impl: impl.def) {
      let s = snapshot()
      let hit = match(impl.def, goal, Obligation(.trait(goal, isNegative: true), env: env, cause: Cause(span: .none))) != nil
      rollBack(to: s)
      if hit { return .holds }
    }
    return .fails
  }

  /// `trait` with its unbound variables numbered in order of appearance: equal for equal questions.
  func freshen(_ trait: TraitRef) -> TraitRef {
    if trait.args.flags.isDisjoint(with: .hasInfer) { return trait }
    var f = Freshener()
    return f.fold(trait)
  }

  private struct Freshener: TypeFolder {
    var types: [TypeID: UInt32] = [:]
    var consts: [ConstID: UInt32] = [:]
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasInfer) { return type }
      if case .infer = type.kind {
        let n = types[type] ?? UInt32(types.count)
        types[type] = n
        // Int and float variables are told apart from type variables by parity.
        switch type.kind {
        case .infer(.int): return TypeID(.infer(.fresh(n * 4 + 1)))
        case .infer(.float): return TypeID(.infer(.fresh(n * 4 + 2)))
        default: return TypeID(.infer(.fresh(n * 4)))
        }
      }
      return superFold(type)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if const.flags.isDisjoint(with: .hasInfer) { return const }
      if case .infer = const.kind {
        let n = consts[const] ?? UInt32(consts.count)
        consts[const] = n
        return ConstID(.fresh(n))
      }
      return superFold(const)
    }
  }
}
