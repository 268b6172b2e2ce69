// Taking a candidate: bind what it determines and say what is left to prove.
import Defs
import Infer
import Parallel
import Source
import Support
import Types

extension InferContext {
  /// Makes `trait` hold by `candidate`; what remains to be proved, or nil if they do not fit after all.
  public mutating func confirm(_ candidate: Candidate, _ goal: Obligation, _ trait: TraitRef) -> [Obligation]? {
    switch candidate {
    case .whereClause(let t, _): return unify(t.args, trait.args) ? [] : nil
    case .object(let t):
      var nested: [Obligation] = []
      var args = t.args
      if args.flags.contains(.hasProjection) { args = normalize(args, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested) }
      return unify(args, trait.args) ? nested : nil
    case .itemBound(let t):
      var nested: [Obligation] = []
      let bound = normalizedBound(t, shallow(trait.selfType), goal.env, goal.depth, &nested)
      return unify(bound.args, trait.args) ? nested : nil
    case .impl(let impl):
      guard let m = match(impl, trait, goal) else { return nil }
      return m.nested + normalizedPredicates(of: impl, m.args, goal)
    case .builtin(let types):
      return types.map { goal.nested(.trait(TraitRef(trait.def, GenericArgsID([GenericArg($0)])), isNegative: false)) }
        .flatMap { normalized($0) }
    case .autoTrait(let types):
      return types.map { goal.nested(.trait(TraitRef(trait.def, GenericArgsID([GenericArg($0)])), isNegative: false)) }
        .flatMap { normalized($0) }
    case .callable(let sig, let isClosure):
      var nested: [Obligation] = []
      let inputs = isClosure ? sig.inputs.first ?? .unit : TypeID.tuple(Array(sig.inputs))
      let normal = normalize(inputs, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
      guard let params = trait.args[1].type, unify(normal, params) else { return nil }
      return nested
    case .unsize(let rule): return confirmUnsize(rule, goal, trait)
    case .traitAlias:
      return facts.superPredicates(of: trait.def).elements.flatMap { normalized(goal.nested($0.clause.instantiated(trait.args))) }
    }
  }

  /// The where-clauses of `def`, projections in them normalised.
  mutating func normalizedPredicates(of def: DefID, _ args: GenericArgsID, _ goal: Obligation) -> [Obligation] {
    var result: [Obligation] = []
    for id in facts.predicates(of: def).elements {
      var o = goal.nested(id.clause.instantiated(args))
      o.cause.source = def
      result += normalized(o)
    }
    return result
  }

  /// `obligation` with projections in its arguments normalised, and what that left to prove.
  public mutating func normalized(_ obligation: Obligation) -> [Obligation] {
    let clause = obligation.clause
    if ClauseID(clause).flags.isDisjoint(with: [.hasProjection, .hasFreeAlias, .hasUnevaluatedConst, .hasOpaque]) { return [obligation] }
    var nested: [Obligation] = []
    var result = obligation
    let env = obligation.env
    let cause = obligation.cause
    let depth = obligation.depth + 1
    let kind: ClauseKind
    switch clause.kind {
    case .trait(let t, let n):
      kind = .trait(TraitRef(t.def, normalize(t.args, env: env, cause: cause, depth: depth, &nested)), isNegative: n)
    case .projection(let d, let a, let term):
      let args = normalize(a, env: env, cause: cause, depth: depth, &nested)
      switch term {
      case .type(let t): kind = .projection(d, args, .type(normalize(t, env: env, cause: cause, depth: depth, &nested)))
      case .const(let c): kind = .projection(d, args, .const(normalize(c, env: env, cause: cause, depth: depth, &nested)))
      }
    case .constArgHasType(let c, let t):
      kind = .constArgHasType(normalize(c, env: env, cause: cause, depth: depth, &nested), t)
    default: kind = clause.kind
    }
    result.clause = Clause(kind, vars: clause.vars)
    return nested + [result]
  }

  // MARK: Unsizing

  private mutating func confirmUnsize(_ rule: Candidate.UnsizeRule, _ goal: Obligation, _ trait: TraitRef) -> [Obligation]? {
    let source = shallow(trait.selfType)
    guard let targetArg = trait.args[1].type else { return nil }
    let target = shallow(targetArg)
    switch (rule, source.kind, target.kind) {
    case (.array, .array(let a, _), .slice(let b)): return unify(a, b) ? [] : nil
    case (.dynFromSized, _, .dynamic(let bounds, _)):
      var nested: [Obligation] = []
      for b in bounds.all { nested += boundObligations(b, of: source, goal) }
      if let sized = facts.langItem(Name("sized")) {
        nested.append(goal.nested(.trait(TraitRef(sized, GenericArgsID([GenericArg(source)])), isNegative: false)))
      }
      return nested
    case (.dynUpcast, .dynamic(let from, _), .dynamic(let to, _)):
      var nested: [Obligation] = []
      if let principal = to.principal {
        guard let own = from.principal else { return nil }
        var opener = BinderOpener(InferContext.openings(principal.vars))
        let wanted = principal.vars == .empty ? principal.args : opener.fold(principal.args)
        let s = snapshot()
        var found = false
        for t in principalSupertraits(own, source) where t.def == principal.def {
          if unify(GenericArgsID(Array(t.args.elements.dropFirst())), wanted) {
            found = true
            break
          }
        }
        if !found {
          rollBack(to: s)
          return nil
        }
        commit(s)
        for b in to.all { if case .projection = b { nested += boundObligations(b, of: source, goal) } }
      }
      return nested
    case (.structTail, .adt(let d, let a), .adt(_, let b)):
      let adt = facts.adt(d)
      guard let last = adt.fields.last else { return nil }
      let tail = facts.type(of: last.def)
      var used = ParamCollector()
      _ = used.fold(tail)
      var others = ParamCollector()
      for f in adt.fields.dropLast() { _ = others.fold(facts.type(of: f.def)) }
      let free = used.indices.subtracting(others.indices)
      if free.isEmpty { return nil }
      var args = Array(a.elements)
      for i in free { args[Int(i)] = b[Int(i)] }
      guard unify(TypeID(.adt(d, GenericArgsID(args))), target) else { return nil }
      var nested: [Obligation] = []
      let from = normalize(tail.instantiated(a), env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
      let to = normalize(tail.instantiated(GenericArgsID(args)), env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
      nested.append(goal.nested(.trait(TraitRef(trait.def, GenericArgsID([GenericArg(from), GenericArg(to)])), isNegative: false)))
      return nested
    default: return nil
    }
  }

  /// What a bound of a `dyn` type demands of `type`.
  func boundObligations(_ bound: ExistentialPredicate, of type: TypeID, _ goal: Obligation) -> [Obligation] {
    switch bound {
    case .trait(let d, let args, let vars):
      let all = GenericArgsID([GenericArg(type.shifted(by: vars == .empty ? 0 : 1))] + args.elements)
      return [goal.nested(Clause(.trait(TraitRef(d, all), isNegative: false), vars: vars))]
    case .projection(let d, let args, let term, let vars):
      let all = GenericArgsID([GenericArg(type.shifted(by: vars == .empty ? 0 : 1))] + args.elements)
      return [goal.nested(Clause(.projection(d, all, term), vars: vars))]
    case .autoTrait(let d):
      return [goal.nested(.trait(TraitRef(d, GenericArgsID([GenericArg(type)])), isNegative: false))]
    }
  }

  struct ParamCollector: TypeFolder {
    var indices = Set<UInt32>()
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasNonRegionParam) { return type }
      if case .param(let i, _) = type.kind { indices.insert(i) }
      return superFold(type)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if case .param(let i, _) = const.kind { indices.insert(i) }
      return superFold(const)
    }
  }
}
