// What an associated type is.
import Defs
import Infer
import Source
import Support
import Types

/// The answer to "what is `<T as Trait>::Item`".
public enum Projection: Sendable {
  case type(TypeID)
  case const(ConstID)
  /// Nothing more is known: the alias itself, its self type a parameter or the like.
  case rigid(TypeID)
  /// It depends on variables.
  case ambiguous
  /// The trait does not hold.
  case error
  /// The same, where a variable shall stand for what it would be.
  case unmet
}

extension InferContext {
  /// The type or constant that `def` (of a trait) is for `args`; what has to hold for that is added to `nested`.
  ///
  /// - Source: rustc's `project`: where-clauses before bounds before objects before impls.
  public mutating func project(
    _ def: DefID, _ args: GenericArgsID, env: ParamEnv, cause: Cause, depth: UInt32, _ nested: inout [Obligation]
  ) -> Projection {
    let args = resolve(args)
    guard args.count > 0, let selfArg = args[0].type else { return .error }
    let selfType = shallow(selfArg)
    let alias = TypeID(.alias(.projection, def, args))
    if selfType.isError { return .type(.error) }
    if case .infer(.type) = selfType.kind { return .ambiguous }
    if depth > Self.recursionLimit { return .ambiguous }

    let trait = facts.trait(ofItem: def)
    let traitCount = facts.generics(of: trait).count
    let traitArgs = args.count == traitCount ? args : GenericArgsID(Array(args.elements.prefix(traitCount)))
    let isConst = Defs[def].kind == .assocConst

    if let found = projectByClauses(def, args, env) { return found }
    if let found = projectByItemBounds(def, args, selfType, env, depth, cause, &nested) { return found }
    if let found = projectByObject(def, args, selfType) { return found }

    let goal = Obligation(
      Clause(.trait(TraitRef(trait, traitArgs), isNegative: false)), env: env, cause: cause, depth: depth)
    switch select(TraitRef(trait, traitArgs), env: env, depth: depth) {
    case .ambiguous: return .ambiguous
    case .none:
      nested.append(goal)
      return isConst ? .error : opensUnmet ? .unmet : .rigid(alias)
    case .candidate(.impl(let impl)):
      return projectByImpl(impl, def, args, TraitRef(trait, traitArgs), goal, &nested)
    case .candidate(.callable):
      guard lang.fnOnceOutput == def, let sig = callSignature(selfType) else { return .rigid(alias) }
      if !confirm(.callable, goal, TraitRef(trait, traitArgs), &nested) { return .error }
      return .type(normalize(sig.output, env: env, cause: cause, depth: depth + 1, &nested))
    case .candidate(.whereClause), .candidate(.itemBound), .candidate(.object), .candidate(.autoTrait), .candidate(.traitAlias),
      .candidate(.unsize):
      return .rigid(alias)
    case .candidate(.builtin): return projectByRule(def, selfType, alias, env, depth)
    }
  }

  private mutating func projectByClauses(_ def: DefID, _ args: GenericArgsID, _ env: ParamEnv) -> Projection? {
    var hits: [(GenericArgsID, Term)] = []
    for id in env.clauses.elements {
      let clause = id.clause
      guard case .projection(let d, _, _) = clause.kind, d == def else { continue }
      guard case .projection(_, let own, let term) = open(clause) else { continue }
      let s = snapshot()
      if unify(own, args) { hits.append((own, term)) }
      rollBack(to: s)
    }
    if hits.isEmpty { return nil }
    if hits.count > 1 {
      // Equal ones are one; a clause that says exactly this wins.
      if let exact = hits.first(where: { $0.0 == args }) {
        hits = [exact]
      } else if Set(hits.map { $0.1 }).count > 1 {
        return .ambiguous
      }
    }
    _ = unify(hits[0].0, args)
    switch hits[0].1 {
    case .type(let t): return .type(t)
    case .const(let c): return .const(c)
    }
  }

  private mutating func projectByItemBounds(
    _ def: DefID, _ args: GenericArgsID, _ selfType: TypeID, _ env: ParamEnv, _ depth: UInt32, _ cause: Cause,
    _ nested: inout [Obligation]
  ) -> Projection? {
    guard case .alias(let kind, let outer, let outerArgs) = selfType.kind, kind == .projection || kind == .opaque else { return nil }
    for id in elaboratedItemBounds(of: outer).elements {
      let clause = id.clause
      guard case .projection(let d, _, _) = clause.kind, d == def else { continue }
      guard case .projection(_, let own, let term) = open(clause.instantiated(outerArgs)) else { continue }
      var ownArgs = Array(own.elements)
      if ownArgs.count != args.count { continue }
      ownArgs[0] = GenericArg(selfType)
      if !tryUnifyArgs(GenericArgsID(ownArgs), args) { continue }
      switch term {
      case .type(let t): return .type(normalize(t, env: env, cause: cause, depth: depth + 1, &nested))
      case .const(let c): return .const(c)
      }
    }
    return nil
  }

  private mutating func tryUnifyArgs(_ a: GenericArgsID, _ b: GenericArgsID) -> Bool {
    let s = snapshot()
    if unify(a, b) {
      commit(s)
      return true
    }
    rollBack(to: s)
    return false
  }

  private mutating func projectByObject(_ def: DefID, _ args: GenericArgsID, _ selfType: TypeID) -> Projection? {
    guard case .dynamic(let bounds, _) = selfType.kind else { return nil }
    for b in bounds.all {
      guard case .projection(let d, let own, let term, let vars) = b, d == def else { continue }
      var opener = BinderOpener(InferContext.openings(vars))
      let ownOpen = vars == .empty ? own : opener.fold(own)
      let termOpen = vars == .empty ? term : opener.fold(term)
      if !tryUnifyArgs(GenericArgsID([GenericArg(selfType)] + ownOpen.elements), args) { continue }
      switch termOpen {
      case .type(let t): return .type(t)
      case .const(let c): return .const(c)
      }
    }
    guard let principal = bounds.principal else { return nil }
    // What supertraits say of their associated types: `trait Sub: Super<Item = u8>`.
    var opener = BinderOpener(InferContext.openings(principal.vars))
    let own = principal.vars == .empty ? principal.args : opener.fold(principal.args)
    let ref = TraitRef(principal.def, GenericArgsID([GenericArg(selfType)] + own.elements))
    for id in elaborate([ClauseID(.trait(ref, isNegative: false))], facts: facts) {
      guard case .projection(let d, let a, let term) = open(id.clause), d == def else { continue }
      if !tryUnifyArgs(a, args) { continue }
      switch term {
      case .type(let t): return .type(t)
      case .const(let c): return .const(c)
      }
    }
    return nil
  }

  private mutating func projectByImpl(
    _ impl: DefID, _ def: DefID, _ args: GenericArgsID, _ trait: TraitRef, _ goal: Obligation, _ nested: inout [Obligation]
  ) -> Projection {
    guard let matched = match(impl, trait, goal, &nested) else { return .error }
    if Defs[def].kind == .opaqueTy { return projectReturnPosition(impl, def, args, matched, trait, goal, &nested) }
    // What an impl lacks was told of with it (E0046).
    let isConst = Defs[def].kind == .assocConst
    guard let leaf = leafItem(of: def, in: impl) else { return isConst ? .const(.error) : .type(.error) }
    let alias = TypeID(.alias(.projection, def, args))
    // What more special impls may replace is not known before code is generated.
    if leaf.item.isSpecializable && !revealsAll { return .rigid(alias) }
    let own = Array(args.elements.dropFirst(trait.args.count))
    if !own.isEmpty { normalizedOwnPredicates(of: def, args, goal, &nested) }
    if leaf.container == Defs[def].parent {
      // The trait's own default.
      if !leaf.item.hasValue { return isConst ? .const(.error) : .type(.error) }
      normalizedPredicates(of: impl, matched, goal, &nested)
      if leaf.item.kind == .const { return .const(ConstID(.unevaluated(leaf.item.def, args))) }
      return .type(
        normalize(facts.type(of: leaf.item.def).instantiated(args), env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested))
    }
    normalizedPredicates(of: impl, matched, goal, &nested)
    var implArgs = matched
    if leaf.container != impl {
      guard let translated = translate(matched, from: impl, to: leaf.container, goal, &nested) else { return .error }
      implArgs = translated
    }
    let all = own.isEmpty ? implArgs : GenericArgsID(implArgs.elements + own)
    if leaf.item.kind == .const { return .const(ConstID(.unevaluated(leaf.item.def, all))) }
    let type = facts.type(of: leaf.item.def).instantiated(all)
    return .type(normalize(type, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested))
  }

  /// `impl Trait` in the output of a trait's method: what the impl's method has in that place.
  private mutating func projectReturnPosition(
    _ impl: DefID, _ opaque: DefID, _ args: GenericArgsID, _ matched: GenericArgsID, _ trait: TraitRef, _ goal: Obligation,
    _ nested: inout [Obligation]
  ) -> Projection {
    guard let leaf = leafItem(of: Defs[opaque].parent, in: impl) else { return .error }
    if leaf.container == trait.def {
      // The trait's own default body decides.
      if !leaf.item.hasValue { return .error }
      let type = TypeID(.alias(.opaque, opaque, args))
      return .type(normalize(type, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested))
    }
    if leaf.item.isSpecializable && !revealsAll { return .rigid(TypeID(.alias(.projection, opaque, args))) }
    var implArgs = matched
    if leaf.container != impl {
      guard let translated = translate(matched, from: impl, to: leaf.container, goal, &nested) else { return .error }
      implArgs = translated
    }
    // The methods' own params correspond in order, but for lifetimes, which are erased.
    var own = args.elements.dropFirst(trait.args.count).filter { $0.region == nil }[...]
    var all = Array(implArgs.elements)
    for param in facts.generics(of: leaf.item.def).all.dropFirst(all.count) {
      if param.kind == .lifetime { all.append(GenericArg(RegionID.erased)) } else { all.append(own.popFirst() ?? GenericArg(TypeID.error)) }
    }
    let type = facts.returnPositionType(of: opaque, in: leaf.item.def).instantiated(GenericArgsID(all)).erasingRegions
    return .type(normalize(type, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested))
  }

  /// Associated types of lang-item traits that no impl gives.
  private mutating func projectByRule(
    _ def: DefID, _ selfType: TypeID, _ alias: TypeID, _ env: ParamEnv, _ depth: UInt32
  ) -> Projection {
    if lang.discriminantType == def {
      switch selfType.kind {
      case .param, .alias, .placeholder, .bound: return .rigid(alias)
      default: return discriminantType(of: selfType).map { .type($0) } ?? .ambiguous
      }
    }
    if lang.metadataType == def { return metadata(of: selfType, alias, env, depth) }
    return .rigid(alias)
  }

  /// The type of `discriminant_value` of `type`; nil for variables.
  public func discriminantType(of type: TypeID) -> TypeID? {
    switch type.kind {
    case .adt(let d, _):
      let adt = facts.adt(d)
      return adt.kind == .enum ? adt.discriminantType : .u8
    case .infer(.type): return nil
    default: return .u8
    }
  }

  private mutating func metadata(of type: TypeID, _ alias: TypeID, _ env: ParamEnv, _ depth: UInt32) -> Projection {
    var t = type
    for _ in 0..<Self.recursionLimit {
      switch t.kind {
      case .str, .slice: return .type(.usize)
      case .dynamic:
        if lang.dynMetadata == .none { return .rigid(alias) }
        return .type(TypeID(.adt(lang.dynMetadata, GenericArgsID([GenericArg(t)]))))
      case .adt(let d, let args):
        let adt = facts.adt(d)
        guard adt.kind == .struct, let last = adt.fields.last else { return .type(.unit) }
        var nested: [Obligation] = []
        t = shallow(normalize(facts.type(of: last.def).instantiated(args), env: env, cause: Cause(span: .none), depth: depth + 1, &nested))
      case .tuple(let l):
        if l.count == 0 { return .type(.unit) }
        t = shallow(l[l.count - 1])
      case .param, .alias, .placeholder, .bound:
        if lang.sized == .none { return .rigid(alias) }
        if evaluate(TraitRef(lang.sized, GenericArgsID([GenericArg(t)])), env: env, depth: depth + 1) == .holds { return .type(.unit) }
        if t == type { return .rigid(alias) }
        return .rigid(TypeID(.alias(.projection, lang.metadataType, GenericArgsID([GenericArg(t)]))))
      case .infer(.type): return .ambiguous
      default: return .type(.unit)
      }
    }
    return .error
  }
}
