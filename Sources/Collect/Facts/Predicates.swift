// Where-clauses and bounds of items, with the ones that go without saying.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

struct PredicatesEntry: BitwiseCopyable, Sendable {
  /// Own and parents'.
  var all: ClauseListID
  /// Of a trait: predicates on its associated types, which are item bounds instead.
  var onAssocTypes: ClauseListID
}

extension CollectedHeaders {
  public func predicates(of def: DefID) -> ClauseListID { predicatesEntry(of: def).all }

  func predicatesEntry(of def: DefID) -> PredicatesEntry {
    let none = PredicatesEntry(all: .empty, onAssocTypes: .empty)
    return demand(.predicates, def, in: tables(of: def).predicates, cyclic: none) { computePredicates(def, &$0) }
  }

  private func computePredicates(_ def: DefID, _ diagnostics: inout DiagnosticList) -> PredicatesEntry {
    let data = Defs[def]
    var inherited = ClauseListID.empty
    switch data.kind {
    case .variant, .field, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst, .opaqueTy, .closure, .inlineConst,
      .coroutineClosure:
      return PredicatesEntry(all: predicates(of: data.parent), onAssocTypes: .empty)
    case .assocFn, .assocConst, .assocTy: inherited = predicates(of: data.parent)
    case .fn, .const, .static, .struct, .enum, .union, .tyAlias, .inherentImpl, .traitImpl, .trait, .traitAlias, .foreignTy: break
    default: return PredicatesEntry(all: .empty, onAssocTypes: .empty)
    }
    var lowered = ItemLowering(self, def)
    defer { diagnostics.add(contentsOf: lowered.diagnostics) }
    var own: [ClauseID] = []
    let selfType = TypeID.param(0, .selfType)
    if data.kind == .trait || data.kind == .traitAlias {
      lowered.addImplicitSizedness(of: selfType, lowered.selfBounds().map(\.bound), isTrait: true, to: &own)
      switch lowered.header.kind {
      case .trait(_, _, _, let bounds), .traitAlias(let bounds):
        _ = lowered.underBinder([]) { $0.lower(bounds, of: selfType, .all, into: &own) }
      default: break
      }
    }
    lowered.addGenericPredicates(to: &own)
    var onAssocTypes: [ClauseID] = []
    if data.kind == .trait {
      let identity = identityArgs(of: def)
      own.removeAll { clause in
        guard clause.clause.isAboutAssocType(of: def, identity) else { return false }
        onAssocTypes.append(clause)
        return true
      }
      own.append(ClauseID(.trait(TraitRef(def, identity), isNegative: false)))
    }
    var seen = Set<ClauseID>()
    let all = (Array(inherited.elements) + own).filter { seen.insert($0).inserted }
    return PredicatesEntry(all: ClauseListID(all), onAssocTypes: ClauseListID(onAssocTypes))
  }

  public func superPredicates(of trait: DefID) -> ClauseListID {
    demand(.superPredicates, trait, in: tables(of: trait).superPredicates, cyclic: .empty) { diagnostics in
      var lowered = ItemLowering(self, trait)
      defer { diagnostics.add(contentsOf: lowered.diagnostics) }
      let selfType = TypeID.param(0, .selfType)
      var result: [ClauseID] = []
      lowered.addImplicitSizedness(of: selfType, lowered.selfBounds().map(\.bound), isTrait: true, to: &result)
      switch lowered.header.kind {
      case .trait(_, _, _, let bounds):
        _ = lowered.underBinder([]) { $0.lower(bounds, of: selfType, .selfAndAssocTypes, into: &result) }
        for predicate in lowered.hir[lowered.generics.predicates] {
          guard case .bound(let binder, let subject, let bounds) = predicate.kind, lowered.boundedParam(subject) == trait else { continue }
          _ = lowered.underBinder(lowered.lifetimes(of: binder)) { $0.lower(bounds, of: selfType, .selfAndAssocTypes, into: &result) }
        }
      case .traitAlias(let bounds):
        _ = lowered.underBinder([]) { $0.lower(bounds, of: selfType, .all, into: &result) }
        lowered.addGenericPredicates(to: &result)
      default: break
      }
      return ClauseListID(result)
    }
  }

  public func itemBounds(of def: DefID) -> ClauseListID {
    demand(.itemBounds, def, in: tables(of: def).itemBounds, cyclic: .empty) { diagnostics in
      var lowered = ItemLowering(self, def)
      defer { diagnostics.add(contentsOf: lowered.diagnostics) }
      let bounds: Run<HIR.Bound>
      let subject: TypeID
      switch lowered.header.kind {
      case .tyAlias(let b, _):
        bounds = b
        subject = TypeID(.alias(.projection, def, identityArgs(of: def)))
      case .opaque(let id):
        bounds = lowered.hir[id].bounds
        subject = TypeID(.alias(lowered.hir[id].isInTrait ? .projection : .opaque, def, identityArgs(of: def)))
      default: return .empty
      }
      var result: [ClauseID] = []
      let traitBounds = lowered.hir[bounds].compactMap { if case .trait(let id) = $0 { lowered.hir[id] } else { nil } }
      lowered.addImplicitSizedness(of: subject, traitBounds, isTrait: false, to: &result)
      _ = lowered.underBinder([]) { $0.lower(bounds, of: subject, .all, into: &result) }
      let parent = Defs[def].parent
      if Defs[def].kind == .assocTy, Defs[parent].kind == .trait {
        for clause in predicatesEntry(of: parent).onAssocTypes.elements where clause.clause.aliasSubject?.def == def {
          result.append(clause)
        }
      }
      return ClauseListID(result)
    }
  }

  public func paramEnv(of def: DefID) -> ParamEnv {
    demand(.paramEnv, def, in: tables(of: def).paramEnvs, cyclic: .empty) { _ in
      ParamEnv(ClauseListID(elaborating(predicates(of: def).elements.map(\.clause)).map { ClauseID($0) }))
    }
  }
}

extension Clause {
  /// The alias that it bounds, if its subject is one.
  var aliasSubject: (def: DefID, args: GenericArgsID)? {
    let subject: TypeID
    switch kind {
    case .trait(let t, _), .hostEffect(let t, _): subject = t.selfType
    case .projection(_, let a, _): subject = a.count > 0 ? a[0].type ?? .error : .error
    case .typeOutlives(let t, _): subject = t
    default: return nil
    }
    if case .alias(.projection, let d, let args) = subject.kind { return (d, args) }
    return nil
  }

  /// Whether it bounds `<Self as trait>::Item`, with the trait's own params.
  func isAboutAssocType(of trait: DefID, _ identity: GenericArgsID) -> Bool {
    guard let (def, args) = aliasSubject, Defs[def].parent == trait else { return false }
    return args.count >= identity.count && args.elements.prefix(identity.count).elementsEqual(identity.elements)
  }
}

extension ItemLowering {
  /// The predicates that generics say, with `Sized` where nothing else is said.
  mutating func addGenericPredicates(to result: inout [ClauseID]) {
    for param in hir[generics.params] {
      switch param.kind {
      case .lifetime: break
      case .type:
        guard let (index, fact) = facts.param(param.def) else { continue }
        addImplicitSizedness(of: .param(index, fact.name), traitBounds(on: param.def), isTrait: false, to: &result)
      case .const:
        guard let (index, fact) = facts.param(param.def) else { continue }
        result.append(ClauseID(.constArgHasType(ConstID(.param(index: index, fact.name)), facts.type(of: param.def))))
      }
    }
    for predicate in hir[generics.predicates] {
      switch predicate.kind {
      case .bound(let binder, let subject, let bounds):
        var clauses: [ClauseID] = []
        _ = underBinder(lifetimes(of: binder)) { l in
          let type = l.lower(subject)
          if bounds.isEmpty, l.boundedParam(subject) == nil {
            clauses.append(ClauseID(Clause(.wellFormed(Types.GenericArg(type)), vars: l.lowering.binders.last?.vars ?? .empty)))
          }
          if type != .error { l.lower(bounds, of: type, .all, into: &clauses) }
        }
        result += clauses
      case .lifetime(let lifetime, let bounds):
        let region = lower(lifetime)
        for bound in hir[bounds] {
          if case .outlives(let other) = bound { result.append(ClauseID(.regionOutlives(region, lower(other)))) }
        }
      }
    }
  }

  /// The trait bounds on a param, wherever its item's generics say them.
  func traitBounds(on param: DefID) -> [HIR.TraitBound] {
    var result: [HIR.TraitBound] = []
    for predicate in hir[generics.predicates] {
      guard case .bound(_, let subject, let bounds) = predicate.kind, boundedParam(subject) == param else { continue }
      for bound in hir[bounds] { if case .trait(let id) = bound { result.append(hir[id]) } }
    }
    return result
  }

  /// Adds `Sized` (on traits `MetaSized`), unless the bounds say something about the matter themselves.
  mutating func addImplicitSizedness(of type: TypeID, _ bounds: [HIR.TraitBound], isTrait: Bool, to result: inout [ClauseID]) {
    let pointeeSized = headers.t.pointee.pointeeSized
    guard let sized = headers.t.pointee.sized, let metaSized = headers.t.pointee.metaSized else {
      // A core without the hierarchy.
      if !isTrait, let sized = headers.t.pointee.sized,
        !bounds.contains(where: { trait(of: $0) == sized })
      {
        result.append(ClauseID(.trait(TraitRef(sized, GenericArgsID([Types.GenericArg(type)])), isNegative: false)))
      }
      return
    }
    if isTrait {
      if owner == pointeeSized { return }
      if case .trait(_, _, isAuto: true, _) = header.kind { return }
    }
    var isRelaxed = false
    var saysSized = false
    var saysOther = false
    for bound in bounds {
      guard let trait = trait(of: bound) else { continue }
      if trait == sized {
        if bound.polarity == .positive { saysSized = true } else { isRelaxed = true }
      } else if trait == metaSized || trait == pointeeSized {
        saysOther = true
      }
    }
    func add(_ trait: DefID) {
      result.insert(ClauseID(.trait(TraitRef(trait, GenericArgsID([Types.GenericArg(type)])), isNegative: false)), at: 0)
    }
    if isRelaxed && !saysSized && !saysOther { return add(metaSized) }
    if !isRelaxed && !saysSized && !saysOther { add(isTrait ? metaSized : sized) }
  }
}
