// Candidates for a trait reference: where-clauses, impls, bounds of associated types, objects, and rules of the language.
import Defs
import Infer
import Source
import Support
import enum Syntax.Mutability
import Types

struct Assembly {
  var candidates: [Candidate] = []
  /// A rule of the language cannot decide yet.
  var isAmbiguous = false
}

extension InferContext {
  mutating func assemble(_ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ depth: UInt32, _ into: inout Assembly) {
    let rule = builtin(trait.def)
    let fact = facts.traitFact(trait.def)

    assembleRule(rule, trait, selfType, env, &into)
    if into.isAmbiguous { return }
    if Defs[trait.def].kind == .traitAlias { into.candidates.append(.traitAlias) }
    let isRuleOnly =
      switch rule {
      case .sized, .metaSized, .pointeeSized, .tuple, .destruct, .discriminantKind, .pointee, .fnPtr, .unsize, .bikeshedNoDrop,
        .transmute:
        true
      default: false
      }
    var implApplies = false
    if !isRuleOnly { assembleImpls(trait, selfType, env, &into, any: &implApplies) }
    assembleItemBounds(trait, selfType, env, depth, &into)
    assembleObject(trait, selfType, env, &into)
    assembleWhereClauses(trait, env, &into)
    if fact.isAuto { assembleAuto(trait, selfType, env, implApplies, &into) }
  }

  private mutating func assembleWhereClauses(_ trait: TraitRef, _ env: ParamEnv, _ into: inout Assembly) {
    for id in env.clauses.elements {
      let clause = id.clause
      guard case .trait(let t, isNegative: false) = clause.kind, t.def == trait.def else { continue }
      guard case .trait(let opened, _) = open(clause) else { continue }
      if !mayUnify(opened.args, trait.args) { continue }
      let s = snapshot()
      let hit = unify(opened.args, trait.args)
      rollBack(to: s)
      if hit {
        let isGlobal = opened.args.flags.isDisjoint(with: [.hasParam, .hasInfer, .hasPlaceholder]) && clause.vars == .empty
        into.candidates.append(.whereClause(opened.args, isGlobal: isGlobal))
      }
    }
  }

  private mutating func assembleImpls(
    _ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ into: inout Assembly, any: inout Bool
  ) {
    let simplified = SimplifiedType(selfType)
    let impls: UnsafeBufferPointer<TraitImplFact>
    var onlyNumbers = false
    if let simplified {
      impls = facts.impls(of: trait.def, for: simplified)
    } else {
      switch selfType.kind {
      case .infer: impls = facts.impls(of: trait.def)
        onlyNumbers = true
      // A parameter or rigid alias is no concrete type.
      default: impls = facts.blanketImpls(of: trait.def)
      }
    }
    let goal = Obligation(probe: .trait(trait, isNegative: false), env: env, depth: 0)
    var left: [Obligation] = []
    for impl in impls {
      if let key = impl.simplified {
        if !onlyNumbers {
          any = true
        } else {
          switch selfType.kind {
          case .infer(.int): if key.head != .int && key.head != .uint { continue }
          case .infer(.float): if key.head != .float { continue }
          default: break
          }
        }
      }
      guard let header = facts.implTraitRef(of: impl.def) else { continue }
      if !mayMatch(header.args, trait.args) { continue }
      // Reservations matter to coherence alone.
      if facts.isReservation(impl: impl.def) { continue }
      let s = snapshot()
      left.removeAll(keepingCapacity: true)
      let hit = match(impl.def, trait, goal, &left) != nil
      rollBack(to: s)
      if hit { into.candidates.append(.impl(impl.def)) }
    }
  }

  /// Makes the impl's trait reference, with fresh arguments, equal to `trait`; the arguments. Adds what normalising it left to prove.
  mutating func match(_ impl: DefID, _ trait: TraitRef, _ goal: Obligation, _ nested: inout [Obligation]) -> GenericArgsID? {
    guard let header = facts.implTraitRef(of: impl) else { return nil }
    let args = freshArgs(for: impl)
    var instantiated = header.args.instantiated(args)
    if !instantiated.flags.isDisjoint(with: [.hasProjection, .hasFreeAlias, .hasUnevaluatedConst]) {
      instantiated = normalize(instantiated, env: goal.env, cause: goal.cause, depth: goal.depth + 1, &nested)
    }
    return unify(instantiated, trait.args) ? args : nil
  }

  /// A quick look whether arguments of an impl header could be made equal to those of a goal.
  func mayMatch(_ pattern: GenericArgsID, _ goal: GenericArgsID) -> Bool {
    let p = pattern.elements
    let g = goal.elements
    if p.count != g.count { return false }
    for i in 0..<p.count {
      if let a = p[i].type, let b = g[i].type, !mayMatch(a, b, 0) { return false }
    }
    return true
  }

  /// A quick look whether arguments of a clause, which stand for themselves, could be made equal to those of a goal.
  func mayUnify(_ clause: GenericArgsID, _ goal: GenericArgsID) -> Bool {
    if clause == goal { return true }
    let p = clause.elements
    let g = goal.elements
    if p.count != g.count { return false }
    for i in 0..<p.count {
      guard let a = p[i].type, let b = g[i].type, a != b else { continue }
      let x = a.kind
      let y = shallow(b).kind
      switch (x, y) {
      case (.param(let i, _), .param(let j, _)): if i != j { return false }
      case (.alias, _), (_, .alias), (.infer, _), (_, .infer), (.error, _), (_, .error): break
      case (.param, _), (_, .param): return false
      default: if SimplifiedType(a) != SimplifiedType(shallow(b)) { return false }
      }
    }
    return true
  }

  private func mayMatch(_ pattern: TypeID, _ goal: TypeID, _ depth: Int) -> Bool {
    if pattern == goal || depth > 6 { return true }
    let goal = shallow(goal)
    switch pattern.kind {
    case .param, .alias, .error: return true
    default: break
    }
    switch goal.kind {
    case .infer(.type), .error, .infer(.fresh): return true
    case .infer(.int): return pattern.isIntegral
    case .infer(.float): return pattern.isFloat
    case .alias(.opaque, let d, _): return revealsAll || definableOpaques.contains(d)
    case .alias, .param, .placeholder: return false
    default: break
    }
    switch (pattern.kind, goal.kind) {
    case (.adt(let d, let a), .adt(let e, let b)):
      if d != e { return false }
      let x = a.elements
      let y = b.elements
      if x.count != y.count { return false }
      for i in 0..<x.count {
        if let s = x[i].type, let t = y[i].type, !mayMatch(s, t, depth + 1) { return false }
      }
      return true
    case (.ref(_, let a, let m), .ref(_, let b, let n)): return m == n && mayMatch(a, b, depth + 1)
    case (.rawPtr(let a, let m), .rawPtr(let b, let n)): return m == n && mayMatch(a, b, depth + 1)
    case (.slice(let a), .slice(let b)): return mayMatch(a, b, depth + 1)
    case (.array(let a, _), .array(let b, _)): return mayMatch(a, b, depth + 1)
    case (.pattern(let a, _), .pattern(let b, _)): return mayMatch(a, b, depth + 1)
    case (.tuple(let a), .tuple(let b)):
      let x = a.elements
      let y = b.elements
      if x.count != y.count { return false }
      for i in 0..<x.count where !mayMatch(x[i], y[i], depth + 1) { return false }
      return true
    default: return SimplifiedType(pattern) == SimplifiedType(goal)
    }
  }

  /// Bounds of `<T as Trait>::Assoc` and `impl Trait` on themselves.
  private mutating func assembleItemBounds(
    _ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ depth: UInt32, _ into: inout Assembly
  ) {
    guard case .alias(let kind, let def, _) = selfType.kind, kind == .projection || kind == .opaque else { return }
    for (i, id) in elaboratedItemBounds(of: def).elements.enumerated() {
      guard case .trait(let t, isNegative: false) = id.clause.kind, t.def == trait.def,
        let opened = itemBound(UInt32(i), of: selfType)
      else { continue }
      let s = snapshot()
      var nested: [Obligation] = []
      let bound = normalizedBound(opened, selfType, env, depth, &nested)
      let hit = unify(bound.args, trait.args)
      rollBack(to: s)
      if hit { into.candidates.append(.itemBound(UInt32(i))) }
    }
  }

  /// A trait bound of an alias, by its place among all, for this alias.
  func itemBound(_ i: UInt32, of type: TypeID) -> TraitRef? {
    guard case .alias(_, let def, let args) = type.kind else { return nil }
    let clause = elaboratedItemBounds(of: def).elements[Int(i)].clause
    guard case .trait(let opened, _) = open(clause.instantiated(args)) else { return nil }
    return opened
  }

  /// A bound of an alias, with everything but the self type normalised (the alias itself is rigid, or it would not be looked at).
  mutating func normalizedBound(
    _ bound: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ depth: UInt32, _ nested: inout [Obligation]
  ) -> TraitRef {
    var args = Array(bound.args.elements)
    args[0] = GenericArg(selfType)
    for i in 1..<max(1, args.count) {
      if let t = args[i].type, t.flags.contains(.hasProjection) {
        args[i] = GenericArg(normalize(t, env: env, cause: Cause(span: .none), depth: depth + 1, &nested))
      }
    }
    return TraitRef(bound.def, GenericArgsID(args))
  }

  private mutating func assembleObject(_ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ into: inout Assembly) {
    guard case .dynamic(let bounds, _) = selfType.kind else { return }
    if facts.traitFact(trait.def).isAuto {
      for b in bounds.all { if case .autoTrait(let d) = b, d == trait.def { into.candidates.append(.builtin(hasConditions: false)); return } }
    }
    guard let principal = bounds.principal else { return }
    for (i, t) in principalSupertraits(principal, selfType).enumerated() where t.def == trait.def {
      let s = snapshot()
      var nested: [Obligation] = []
      var args = t.args
      if args.flags.contains(.hasProjection) {
        args = normalize(args, env: env, cause: Cause(span: .none), &nested)
      }
      let hit = unify(args, trait.args)
      rollBack(to: s)
      if hit { into.candidates.append(.object(UInt32(i))) }
    }
  }

  /// The traits that `dyn Principal` implements as an object, applied to `selfType`.
  public func principalSupertraits(
    _ principal: (def: DefID, args: GenericArgsID, vars: BoundVarsID), _ selfType: TypeID
  ) -> [TraitRef] {
    var opener = BinderOpener(InferContext.openings(principal.vars))
    let own = principal.vars == .empty ? principal.args : opener.fold(principal.args)
    let ref = TraitRef(principal.def, GenericArgsID([GenericArg(selfType)] + own.elements))
    return supertraits(of: ref, facts: facts)
  }

  /// A supertrait of the principal of `dyn Trait`, by its place among all.
  public func objectTrait(_ i: UInt32, of type: TypeID) -> TraitRef? {
    guard case .dynamic(let bounds, _) = type.kind, let principal = bounds.principal else { return nil }
    return principalSupertraits(principal, type)[Int(i)]
  }

  // MARK: Auto traits

  private mutating func assembleAuto(
    _ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ implApplies: Bool, _ into: inout Assembly
  ) {
    switch selfType.kind {
    case .infer(.type): into.isAmbiguous = true
    // Objects say so themselves; the rest is known from clauses only. Foreign types have no auto traits.
    case .dynamic, .foreign, .param, .placeholder, .bound, .alias(.projection, _, _), .alias(.inherent, _, _),
      .alias(.free, _, _):
      break
    case .infer: into.candidates.append(.builtin(hasConditions: false))
    case .alias(.opaque, let d, _):
      if facts.hiddenType(of: d) != nil { into.candidates.append(.autoTrait) } else { noteProvisional() }
    default:
      // Any impl for this head, positive or negative, switches the rule off.
      if implApplies { return }
      into.candidates.append(.autoTrait)
    }
  }

  /// The types that a value of `type` is made of.
  func constituents(of type: TypeID) -> [TypeID] {
    switch type.kind {
    case .ref(_, let t, _), .rawPtr(let t, _), .slice(let t), .array(let t, _), .pattern(let t, _): return [t]
    case .tuple(let l): return Array(l.elements)
    case .adt(let d, let args):
      let adt = facts.adt(d)
      if adt.isPhantomData { return args.elements.compactMap { $0.type } }
      return adt.fields.map { facts.type(of: $0.def).instantiated(args) }
    case .closure(_, let args): return Array(ClosureArgs(args).upvars(self))
    case .alias(.opaque, let d, let args): return facts.hiddenType(of: d).map { [$0.instantiated(args)] } ?? []
    default: return []
    }
  }
}
