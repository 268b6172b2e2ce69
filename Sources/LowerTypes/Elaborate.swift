// What clauses imply by way of supertraits.
import Defs
import Parallel
import Source
import Support
import Types

extension Clause {
  /// This clause of a trait's supertraits, for one use of the trait: its params replaced by the arguments of `trait`, the binders of
  /// both merged into one.
  public func instantiatedSupertrait(_ trait: PolyTraitRef) -> Clause {
    var kind = kind
    if trait.vars.count > 0 && vars.count > 0 {
      var shifter = VariableShifter(amount: UInt32(trait.vars.count))
      kind = shifter.fold(kind)
    }
    var instantiator = Instantiator(trait.value.args)
    kind = instantiator.fold(kind)
    if trait.vars.count == 0 { return Clause(kind, vars: vars) }
    if vars.count == 0 { return Clause(kind, vars: trait.vars) }
    return Clause(kind, vars: BoundVarsID(trait.vars.all + vars.all))
  }
}

/// Renumbers the variables of the binder just left.
struct VariableShifter: TypeFolder {
  let amount: UInt32
  var depth: UInt32 = 0
  mutating func enterBinder() { depth += 1 }
  mutating func exitBinder() { depth -= 1 }
  mutating func fold(_ type: TypeID) -> TypeID {
    if type.outerBinder <= depth { return type }
    if case .bound(depth, let v) = type.kind { return TypeID(.bound(depth, variable: v + amount)) }
    return superFold(type)
  }
  mutating func fold(_ region: RegionID) -> RegionID {
    if case .bound(depth, let v) = region.kind { return RegionID(.bound(depth, variable: v + amount)) }
    return region
  }
}

extension HeaderFacts {
  /// `trait` itself if it defines an associated type called `name`, and its supertraits that do.
  public func supertraits(of trait: PolyTraitRef, defining name: Name) -> [PolyTraitRef] {
    var result: [PolyTraitRef] = []
    var seen: [PolyTraitRef] = [trait]
    var next = 0
    while next < seen.count {
      let t = seen[next]
      next += 1
      if definesAssocType(t.def, name) { result.append(t) }
      for super_ in supertraits(of: t.def, mayDefine: name) {
        let clause = Clause(.trait(super_.value, isNegative: false), vars: super_.vars).instantiatedSupertrait(t)
        if case .trait(let ref, _) = clause.kind {
          let found = PolyTraitRef(ref, clause.vars)
          if !seen.contains(found) { seen.append(found) }
        }
      }
    }
    return result
  }

  /// `trait` and its supertraits, nearest first, as far as `isWanted`.
  public func supertraits(of trait: PolyTraitRef, where isWanted: (DefID) -> Bool) -> [PolyTraitRef] {
    var result: [PolyTraitRef] = []
    for clause in elaboratingSupertraits(of: trait) {
      if case .trait(let t, false) = clause.kind, isWanted(t.def) { result.append(PolyTraitRef(t, clause.vars)) }
    }
    return result
  }

  /// The trait's own clause and all clauses about its `Self` that follow from it, nearest first.
  public func elaboratingSupertraits(of trait: PolyTraitRef) -> [Clause] {
    elaborating([Clause(.trait(trait.value, isNegative: false), vars: trait.vars)], onlySelf: true)
  }

  /// `clauses`, and what follows from the trait clauses among them by way of supertraits, each once, in the order found.
  ///
  /// - Parameter onlySelf: leave out bounds on associated types.
  public func elaborating(_ clauses: [Clause], onlySelf: Bool = false) -> [Clause] {
    var result: [Clause] = []
    var seen = Set<ClauseID>()
    func add(_ c: Clause) {
      if seen.insert(ClauseID(Clause(c.kind, vars: c.vars.anonymous))).inserted { result.append(c) }
    }
    for c in clauses { add(c) }
    var next = 0
    while next < result.count {
      let clause = result[next]
      next += 1
      guard case .trait(let t, false) = clause.kind else { continue }
      for implied in superPredicates(of: t.def).elements {
        if onlySelf, !implied.clause.isAboutSelfParam { continue }
        add(implied.clause.instantiatedSupertrait(PolyTraitRef(t, clause.vars)))
      }
    }
    return result
  }

  /// Bounds of trait aliases in place of the aliases.
  func expandingTraitAliases(_ clauses: [ClauseID]) -> [Clause] {
    var result: [Clause] = []
    var stack = clauses.map(\.clause).reversed() as [Clause]
    var steps = 0
    while let clause = stack.popLast() {
      steps += 1
      if steps > 10_000 { break }
      if case .trait(let t, _) = clause.kind, Defs[t.def].kind == .traitAlias {
        for implied in superPredicates(of: t.def).elements.reversed() {
          stack.append(implied.clause.instantiatedSupertrait(PolyTraitRef(t, clause.vars)))
        }
      } else {
        result.append(clause)
      }
    }
    return result
  }

  /// Whether the trait itself has an associated type of this name.
  public func definesAssocType(_ trait: DefID, _ name: Name) -> Bool { assocType(named: name, in: trait) != nil }
  public func assocType(named name: Name, in trait: DefID) -> DefID? { assocItem(named: name, isConst: false, in: trait) }
  func assocItem(named name: Name, isConst: Bool, in trait: DefID) -> DefID? {
    for item in assocItemNames(of: trait) where item.name == name && item.kind == (isConst ? .const : .type) { return item.def }
    return nil
  }

  /// Whether `Self: Sized` is among the item's own predicates, so that trait objects do without it.
  public func requiresSizedSelf(_ item: DefID) -> Bool {
    guard let sized = langItem(Name("sized")) else { return false }
    let trait = Defs[item].parent
    let parentCount = predicates(of: trait).elements.count
    for clause in predicates(of: item).elements.dropFirst(parentCount) {
      if case .trait(let t, false) = clause.clause.kind, t.def == sized, case .param(0, _) = t.selfType.kind { return true }
    }
    return false
  }
}

extension Clause {
  /// Whether it bounds `Self` itself, not something made from it.
  var isAboutSelfParam: Bool {
    let subject: TypeID
    switch kind {
    case .trait(let t, _), .hostEffect(let t, _): subject = t.selfType
    case .projection(_, let a, _): subject = a.count > 0 ? a[0].type ?? .error : .error
    case .typeOutlives(let t, _): subject = t
    default: return false
    }
    if case .param(0, _) = subject.kind { return true }
    return false
  }
}

extension BoundVarsID {
  /// As many variables without names.
  public var anonymous: BoundVarsID {
    count == 0 ? .empty : BoundVarsID(all.map { if case .region = $0 { .anonymousRegion } else { $0 } })
  }
}
