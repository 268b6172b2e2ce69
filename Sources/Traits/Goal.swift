// What an answer of the solver depends on, and the tables of answers.
import Defs
import Infer
import Parallel
import Support
import Types

extension InferContext {
  /// `env`, or the empty one where it cannot matter: a goal without parameters does not meet clauses about parameters.
  ///
  /// A goal's self type never is an unknown variable when clauses are looked at, so a clause about `T` is none about it.
  mutating func effectiveEnv(_ flags: TypeFlags, _ env: ParamEnv) -> ParamEnv {
    if env == .empty { return env }
    if !flags.isDisjoint(with: [.hasNonRegionParam, .hasPlaceholder, .hasAlias, .hasError]) { return env }
    return isOfParams(env) ? .empty : env
  }

  /// Whether all clauses of `env` are about parameters or associated types.
  private mutating func isOfParams(_ env: ParamEnv) -> Bool {
    if solver.envKind.env == env { return solver.envKind.isOfParams }
    let goal = tables.goals.intern(SolverGoal(.envKind, revealsAll: false, env: env.clauses.rawValue))
    let answer: Bool
    if let known = tables.results[Int(goal)] {
      answer = known != 0
    } else {
      answer = env.clauses.elements.allSatisfy { id in
        switch id.clause.kind {
        case .trait(let t, _): isParamOrAlias(t.selfType)
        case .projection(_, let a, _): a.count > 0 && a[0].type.map { isParamOrAlias($0) } ?? false
        default: true
        }
      }
      tables.results.publish(answer ? 1 : 0, at: Int(goal))
    }
    solver.envKind = (env, answer)
    return answer
  }
  private func isParamOrAlias(_ t: TypeID) -> Bool {
    switch t.kind {
    case .param, .alias(.projection, _, _), .placeholder: true
    default: false
    }
  }

  /// Whether answers about types with these flags hold for every body.
  func isShared(_ flags: TypeFlags) -> Bool {
    if !flags.isDisjoint(with: [.hasUnevaluatedConst, .hasError]) { return false }
    return definableOpaques.isEmpty || !flags.contains(.hasOpaque)
  }

  /// The number of the question whether `trait` holds, and whether its answer is for everybody.
  mutating func goal(_ trait: TraitRef, _ env: ParamEnv) -> (number: Int, isShared: Bool) {
    let fresh = freshen(trait.args).erasingRegions
    let flags = fresh.flags
    let env = effectiveEnv(flags, env)
    let number = tables.goals.intern(
      SolverGoal(.trait, revealsAll: revealsAll, def: trait.def.rawValue, args: fresh.rawValue, env: env.clauses.rawValue))
    return (Int(number), isShared(flags))
  }

  /// The answer at hand holds for now only: what it leans on is being computed.
  mutating func noteProvisional() { solver.lowestCycle = -1 }

  /// `args` with unbound variables numbered in order of appearance: equal for equal questions.
  func freshen(_ args: GenericArgsID) -> GenericArgsID {
    if args.flags.isDisjoint(with: .hasInfer) { return args }
    var f = Freshener()
    return f.fold(args)
  }

  private struct Freshener: TypeFolder {
    var types: [TypeID] = []
    var consts: [ConstID] = []
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasInfer) { return type }
      if case .infer(let v) = type.kind {
        let n = types.firstIndex(of: type) ?? types.count
        if n == types.count { types.append(type) }
        // Int and float variables are told apart from type variables by the last two bits.
        let bits: UInt32 =
          switch v {
          case .int: 1
          case .float: 2
          default: 0
          }
        return TypeID(.infer(.fresh(UInt32(n) * 4 + bits)))
      }
      return superFold(type)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if const.flags.isDisjoint(with: .hasInfer) { return const }
      if case .infer = const.kind {
        let n = consts.firstIndex(of: const) ?? consts.count
        if n == consts.count { consts.append(const) }
        return ConstID(.fresh(UInt32(n)))
      }
      return superFold(const)
    }
  }
}
