// Taking a candidate: bind what it determines and say what is left to prove.
import Defs
import Infer
import Source
import Support
import Types

extension InferContext {
  /// Makes `trait` hold by `candidate` and adds what remains to be proved to `nested`; false if they do not fit after all.
  public mutating func confirm(_ candidate: Candidate, _ goal: Obligation, _ trait: TraitRef, _ nested: inout [Obligation]) -> Bool {
    switch candidate {
    case .whereClause(let args, _): return unify(args, trait.args)
    case .object(let i):
      guard var args = objectTrait(i, of: shallow(trait.selfType))?.args else { return false }
      if args.flags.contains(.hasProjection) { args = normalize(args, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested) }
      return unify(args, trait.args)
    case .itemBound(let i):
      let selfType = shallow(trait.selfType)
      guard let t = itemBound(i, of: selfType) else { return false }
      let bound = normalizedBound(t, selfType, goal.env, goal.depth, &nested)
      return unify(bound.args, trait.args)
    case .impl(let impl):
      guard let args = match(impl, trait, goal, &nested) else { return false }
      normalizedPredicates(of: impl, args, goal, &nested)
      return true
    case .builtin(hasConditions: false): return true
    case .builtin: require(trait.def, ruleConditions(trait.def, shallow(trait.selfType)), goal, &nested)
    case .autoTrait: require(trait.def, constituents(of: shallow(trait.selfType)), goal, &nested)
    case .callable:
      guard let sig = callSignature(shallow(trait.selfType)) else { return false }
      let inputs = normalize(sig.inputs, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
      guard let params = trait.args[1].type else { return false }
      return unify(inputs, params)
    case .unsize(let rule):
      guard let left = confirmUnsize(rule, goal, trait) else { return false }
      nested += left
    case .traitAlias:
      for c in facts.superPredicates(of: trait.def).elements { normalized(goal.nested(c.clause.instantiated(trait.args)), &nested) }
    }
    return true
  }

  private mutating func require(_ trait: DefID, _ types: [TypeID], _ goal: Obligation, _ nested: inout [Obligation]) {
    for t in types {
      normalized(goal.nested(.trait(TraitRef(trait, GenericArgsID([GenericArg(t)])), isNegative: false)), &nested)
    }
  }

  /// Adds the where-clauses of `def`, projections in them normalised.
  mutating func normalizedPredicates(of def: DefID, _ args: GenericArgsID, _ goal: Obligation, _ nested: inout [Obligation]) {
    for id in facts.predicates(of: def).elements {
      if isVoid(id) { continue }
      normalized(goal.nested(id.clause.instantiated(args)), &nested)
    }
  }

  /// The same of what an associated item asks of its own arguments, besides what its trait asks.
  mutating func normalizedOwnPredicates(of item: DefID, _ args: GenericArgsID, _ goal: Obligation, _ nested: inout [Obligation]) {
    for id in facts.predicates(of: item).elements.dropFirst(facts.predicates(of: Defs[item].parent).elements.count) {
      if isVoid(id) { continue }
      normalized(goal.nested(id.clause.instantiated(args)), &nested)
    }
  }

  /// Whether a clause says nothing that this solver looks at.
  func isVoid(_ id: ClauseID) -> Bool {
    switch id.clause.kind {
    case .typeOutlives, .regionOutlives, .constEvaluatable, .hostEffect: true
    default: false
    }
  }

  /// Adds `obligation` with projections in its arguments normalised, after what that left to prove.
  public mutating func normalized(_ obligation: Obligation, _ nested: inout [Obligation]) {
    let clause = obligation.clause
    var result = obligation
    let env = obligation.env
    let cause = obligation.cause
    let depth = obligation.depth + 1
    switch clause.kind {
    case .trait(let t, let n):
      let args = normalize(t.args, env: env, cause: cause, depth: depth, &nested)
      result.clause = Clause(.trait(TraitRef(t.def, args), isNegative: n), vars: clause.vars)
    case .projection(let d, let a, let term):
      let args = normalize(a, env: env, cause: cause, depth: depth, &nested)
      switch term {
      case .type(let t):
        let kind = ClauseKind.projection(d, args, .type(normalize(t, env: env, cause: cause, depth: depth, &nested)))
        result.clause = Clause(kind, vars: clause.vars)
      case .const(let c):
        let kind = ClauseKind.projection(d, args, .const(normalize(c, env: env, cause: cause, depth: depth, &nested)))
        result.clause = Clause(kind, vars: clause.vars)
      }
    case .constArgHasType(let c, let t):
      result.clause = Clause(.constArgHasType(normalize(c, env: env, cause: cause, depth: depth, &nested), t), vars: clause.vars)
    default: break
    }
    nested.append(result)
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
      if lang.sized != .none {
        nested.append(goal.nested(.trait(TraitRef(lang.sized, GenericArgsID([GenericArg(source)])), isNegative: false)))
      }
      return nested
    case (.dynUpcast, .dynamic(let from, _), .dynamic(let to, _)):
      var nested: [Obligation] = []
      if let principal = to.principal {
        guard let own = from.principal else { return nil }
        var opener = BinderOpener(InferContext.openings(principal.vars))
        let wanted = principal.vars == .empty ? principal.args : opener.fold(principal.args)
        var found = false
        for t in principalSupertraits(own, source) where t.def == principal.def {
          let s = snapshot()
          var more: [Obligation] = []
          var args = GenericArgsID(Array(t.args.elements.dropFirst()))
          if args.flags.contains(.hasProjection) { args = normalize(args, env: goal.env, cause: goal.cause, &more) }
          found = unify(args, wanted)
          if found {
            commit(s)
            nested += more
            break
          }
          rollBack(to: s)
        }
        if !found { return nil }
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
