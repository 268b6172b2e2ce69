// Bounds, to clauses.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

/// Which clauses of bounds are wanted.
public enum BoundFilter {
  case all
  /// What follows from the bounds about the bounded type itself: no bounds on its associated types.
  case selfOnly
  /// Also those on associated types of the bounded type.
  case selfAndAssocTypes
}

extension TypeLowering where Self: ~Copyable {
  /// The clauses of `type: bounds`, under the binder that is innermost now, which trait bounds extend by their own lifetimes.
  ///
  /// - Requires: a binder is open for the predicate (perhaps with no lifetimes).
  public mutating func lower(
    _ bounds: Run<HIR.Bound>, of type: TypeID, _ filter: BoundFilter, into clauses: inout [ClauseID]
  ) {
    for bound in hir[bounds] {
      switch bound {
      case .trait(let id): lower(hir[id], of: type, filter, into: &clauses)
      case .outlives(let lifetime):
        let region = lower(lifetime)
        clauses.append(ClauseID(Clause(.typeOutlives(type, region), vars: lowering.binders.last?.vars ?? .empty)))
      case .use: break
      }
    }
  }

  /// The clauses of one trait bound: the trait, its constness, and its constraints on associated items.
  ///
  /// - Parameter trait: called with the trait's clause's content, for callers that need it apart.
  public mutating func lower(
    _ bound: HIR.TraitBound, of type: TypeID, _ filter: BoundFilter, into clauses: inout [ClauseID]
  ) {
    let path = hir[bound.path]
    guard case .resolved(_, .def(let kind, let trait)) = path.kind, kind == .trait || kind == .traitAlias else { return }
    prohibitArgs(of: path, allowed: path.segments.count - 1, "modules")
    if bound.polarity == .maybe { return }
    // The bound's lifetimes join those of the predicate in one binder.
    let outerCount = lowering.binders[lowering.binders.count - 1].lifetimes.count
    lowering.binders[lowering.binders.count - 1].lifetimes += lifetimes(of: bound.binder)
    defer {
      let extra = lowering.binders[lowering.binders.count - 1].lifetimes.count - outerCount
      lowering.binders[lowering.binders.count - 1].lifetimes.removeLast(extra)
    }
    let segment = hir[path.segments[path.segments.count - 1]]
    let ref = lowerTraitRef(trait, self: type, segment)
    let vars = lowering.binders[lowering.binders.count - 1].vars
    clauses.append(ClauseID(Clause(.trait(ref, isNegative: bound.polarity == .negative), vars: vars)))
    if bound.constness == .always { clauses.append(ClauseID(Clause(.hostEffect(ref, isMaybe: false), vars: vars))) }
    if segment.args.isNone { return }
    var seen: [(name: Name, span: Span)] = []
    for constraint in hir[hir[segment.args].constraints] {
      if case .bound = constraint.kind {} else {
        if let first = seen.first(where: { $0.name == constraint.ident.name }) {
          report(.alreadySpecified(constraint.ident.name, in: trait, first: first.span, at: constraint.span))
        }
        seen.append((constraint.ident.name, constraint.span))
      }
      lower(constraint, of: PolyTraitRef(ref, vars), filter, into: &clauses)
    }
  }

  /// `Trait<Item = T>`, `Trait<Item: Bound>`.
  ///
  /// - Errors: E0220, E0221, E0229.
  mutating func lower(
    _ constraint: HIR.AssocConstraint, of trait: PolyTraitRef, _ filter: BoundFilter, into clauses: inout [ClauseID]
  ) {
    let name = constraint.ident.name
    var wantsConst = false
    if case .equalConst = constraint.kind { wantsConst = true }
    let candidates =
      facts.assocItem(named: name, isConst: wantsConst, in: trait.def) != nil
      ? [trait] : facts.supertraits(of: trait) { facts.assocItem(named: name, isConst: wantsConst, in: $0) != nil }
    guard let owner = candidates.first, let item = facts.assocItem(named: name, isConst: wantsConst, in: owner.def) else {
      if facts.assocItem(named: name, isConst: !wantsConst, in: trait.def) != nil {
        report(.constraintNotAllowed(at: constraint.span))
      } else {
        report(.assocTypeNotFound(name, for: Defs[trait.def].name.text, at: constraint.ident.span))
      }
      return
    }
    defer { checkLifetimes(of: clauses.last, constraint, trait) }
    let segment = HIR.PathSegment(ident: constraint.ident, res: .err, args: constraint.args)
    let args = lowerArgs(of: item, after: Array(owner.value.args.elements), segment, infersArgs: false)
    switch constraint.kind {
    case .equalTy(let ty):
      clauses.append(ClauseID(Clause(.projection(item, args, .type(lower(ty))), vars: owner.vars)))
    case .equalConst(let const):
      let type = facts.type(of: item).instantiated(args)
      clauses.append(ClauseID(Clause(.projection(item, args, .const(lower(const, type: type))), vars: owner.vars)))
    case .bound(let bounds):
      if filter == .selfOnly { return }
      let subject = TypeID(.alias(.projection, item, args))
      lower(bounds, of: subject, filter, into: &clauses)
    }
  }

  /// E0582: a lifetime of the bound's `for<…>` that occurs in what is said of an item, and not in the trait's arguments.
  private mutating func checkLifetimes(of clause: ClauseID?, _ constraint: HIR.AssocConstraint, _ trait: PolyTraitRef) {
    guard trait.vars.count > 0, case .projection(_, _, let term) = clause?.clause.kind else { return }
    var inputs = BoundRegionCollector(skipsAliases: true)
    for a in trait.value.args.elements { _ = inputs.fold(a) }
    var used = BoundRegionCollector()
    _ = used.fold(term.arg)
    if used.found.isSubset(of: inputs.found) { return }
    report(
      .error("a lifetime of what is said of `\(constraint.ident.name)` does not occur in the arguments of the trait", code: "E0582", at: constraint.span))
  }

  // MARK: Trait objects

  /// `dyn Trait<Item = T> + Auto + 'a`.
  ///
  /// - Errors: E0191, E0224, E0225.
  mutating func lowerTraitObject(_ bounds: Run<HIR.TraitBound>, _ lifetime: ID<Lifetime>, _ span: Span) -> TypeID {
    let region = lower(lifetime)
    let outer = lowering.objectDefault
    lowering.objectDefault = nil
    defer { lowering.objectDefault = outer }
    let dummy = TypeID.objectDummySelf
    let outerMissing = lowering.missingInObject
    lowering.missingInObject = []
    defer { lowering.missingInObject = outerMissing }
    var clauses: [(clause: Clause, span: Span)] = []
    for bound in hir[bounds] {
      if bound.polarity == .maybe { continue }
      var own: [ClauseID] = []
      _ = underBinder([]) { $0.lower(bound, of: dummy, .selfOnly, into: &own) }
      clauses += facts.expandingTraitAliases(own).map { ($0, bound.span) }
    }
    var principal: PolyTraitRef?
    var principalSpan = span
    var autos: [DefID] = []
    var projections: [Clause] = []
    for (clause, boundSpan) in clauses {
      switch clause.kind {
      case .trait(let t, _):
        if facts.traitFact(t.def).isAuto {
          if !autos.contains(t.def) { autos.append(t.def) }
        } else if let first = principal {
          if first.def == t.def && first.value == t { continue }
          report(
            .error(
              "only auto traits can be used as additional traits in a trait object", code: "E0225", at: boundSpan,
              label: "additional non-auto trait"
            ).label(principalSpan, "first non-auto trait"))
          return .error
        } else {
          principal = PolyTraitRef(t, clause.vars)
          principalSpan = boundSpan
        }
      case .projection: projections.append(clause)
      default: break
      }
    }
    if principal == nil && autos.isEmpty {
      if !hir[bounds].isEmpty { return .error }
      report(.error("at least one trait is required for an object type", code: "E0224", at: span))
      return .error
    }
    var list: [ExistentialPredicate] = []
    if let principal {
      var own: [Types.GenericArg] = []
      for arg in principal.value.args.elements.dropFirst() {
        if let t = arg.type, t.mentions(dummy) { return .error }
        own.append(arg)
      }
      list.append(.trait(principal.def, GenericArgsID(own), principal.vars))
      if !allowsTraitObject(principal.def, at: principalSpan) { return .error }
      guard let found = objectProjections(principal, projections, principalSpan) else { return .error }
      for missing in lowering.missingInObject { report(missing) }
      if !lowering.missingInObject.isEmpty { return .error }
      list += found
    }
    let byPlace = autos.sorted { a, b in
      if a.crate != b.crate { return a.crate.rawValue < b.crate.rawValue }
      return Defs[a].identSpan.lo < Defs[b].identSpan.lo
    }
    for auto in byPlace { list.append(.autoTrait(auto)) }
    return TypeID(.dynamic(ExistentialListID(list), region))
  }

  /// What the associated types of a trait object are, in the order of its supertraits' definitions; nil after a message.
  private mutating func objectProjections(_ principal: PolyTraitRef, _ written: [Clause], _ span: Span) -> [ExistentialPredicate]? {
    let dummy = TypeID.objectDummySelf
    var known: [(def: DefID, args: GenericArgsID, term: Term, vars: BoundVarsID)] = []
    for clause in written { if case .projection(let d, let a, let t) = clause.kind { known.append((d, a, t, clause.vars)) } }
    var needed: [(def: DefID, args: GenericArgsID)] = []
    for clause in facts.elaboratingSupertraits(of: principal) {
      switch clause.kind {
      case .trait(let t, _):
        for item in facts.assocItems(of: t.def) where item.kind == .type { needed.append((item.def, t.args)) }
      case .projection(let d, let a, let t):
        // What is said of `Self` by way of a supertrait's bound.
        if case .type(let type) = t, type.mentions(dummy) { continue }
        if !known.contains(where: { $0.def == d && $0.args.erasingRegions == a.erasingRegions }) { known.append((d, a, t, clause.vars)) }
      default: break
      }
    }
    var result: [ExistentialPredicate] = []
    var missing: [Name] = []
    var seen: [(def: DefID, args: GenericArgsID)] = []
    for n in needed {
      let key = n.args.erasingRegions
      if seen.contains(where: { $0.def == n.def && $0.args == key }) { continue }
      seen.append((n.def, key))
      let count = n.args.count
      if let k = known.first(where: { $0.def == n.def && GenericArgsID(Array($0.args.elements.prefix(count))).erasingRegions == key }) {
        result.append(.projection(n.def, GenericArgsID(Array(k.args.elements.dropFirst())), k.term, k.vars))
      } else if !facts.requiresSizedSelf(n.def) && facts.generics(of: n.def).count == count {
        missing.append(Defs[n.def].name)
      }
    }
    if missing.isEmpty { return result }
    let names = missing.map { "`\($0)`" }.joined(separator: ", ")
    report(
      .error(
        "the value of the associated type\(missing.count == 1 ? "" : "s") \(names) in `\(Defs[principal.def].name)` must be specified",
        code: "E0191", at: span))
    return nil
  }
}
