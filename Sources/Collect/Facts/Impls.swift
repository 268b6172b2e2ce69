// Impls and associated items.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

/// What an impl says it implements.
struct ImplHeader: BitwiseCopyable, Sendable {
  /// `.none` in inherent impls and after errors.
  var trait: DefID
  var args: GenericArgsID
  var isNegative: Bool
  var isReservation: Bool
}

/// Impls of all crates, sorted.
struct ImplTables {
  struct OfTrait {
    var all: FactList<TraitImplFact>
    var blanket: FactList<TraitImplFact>
    /// By what the self type looks like; blanket impls are in each.
    var bySelf: [SimplifiedType: FactList<TraitImplFact>]
  }
  var byTrait: [DefID: OfTrait] = [:]
  var inherent: [SimplifiedType: FactList<DefID>] = [:]
}
struct ImplTablesRef: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written before it is published, never changed or freed.
  let tables: UnsafePointer<ImplTables>
}

extension CollectedHeaders {
  func implHeader(of impl: DefID) -> ImplHeader {
    let none = ImplHeader(trait: .none, args: .empty, isNegative: false, isReservation: false)
    return demand(.implHeader, impl, in: tables(of: impl).implHeaders, cyclic: none) { diagnostics in
      guard Defs[impl].kind == .traitImpl else { return none }
      var lowered = ItemLowering(self, impl)
      defer { diagnostics.add(contentsOf: lowered.diagnostics) }
      guard case .impl(_, _, let isNegative, let bound, _) = lowered.header.kind, !bound.isNone else { return none }
      let path = lowered.hir[lowered.hir[bound].path]
      guard case .resolved(_, .def(.trait, let trait)) = path.kind else { return none }
      let selfType = type(of: impl)
      let segment = lowered.hir[path.segments[path.segments.count - 1]]
      if !segment.args.isNone, let c = lowered.hir[lowered.hir[segment.args].constraints].first {
        lowered.report(
          .error("associated item constraints are not allowed here", code: "E0229", at: c.span, label: "associated item constraint not allowed here"))
      }
      let ref = lowered.lowerTraitRef(trait, self: selfType, segment)
      return ImplHeader(
        trait: trait, args: ref.args, isNegative: isNegative,
        isReservation: source.attribute(Words.rustc_reservation_impl, of: impl) != nil)
    }
  }

  public func implTraitRef(of impl: DefID) -> TraitRef? {
    let header = implHeader(of: impl)
    return header.trait.isNone ? nil : TraitRef(header.trait, header.args)
  }
  public func isNegative(impl: DefID) -> Bool { implHeader(of: impl).isNegative }
  public func isReservation(impl: DefID) -> Bool { implHeader(of: impl).isReservation }

  // MARK: Tables

  /// Sorts the impls of all crates. Done once, before anybody asks for impls; each impl's header is a task.
  public func prepareImpls(workers: Workers) {
    let impls = source.allImpls
    struct Found: Sendable {
      var trait: DefID
      var simplified: SimplifiedType?
      var isError: Bool
    }
    let found = parallelMap(count: impls.count, workers: workers) { i in
      let type = type(of: impls[i])
      return Found(trait: implHeader(of: impls[i]).trait, simplified: SimplifiedType(type), isError: type == .error)
    }
    var traits: [DefID: [TraitImplFact]] = [:]
    var inherent: [SimplifiedType: [DefID]] = [:]
    for (impl, f) in zip(impls, found) {
      if Defs[impl].kind == .traitImpl {
        if !f.trait.isNone && !f.isError { traits[f.trait, default: []].append(TraitImplFact(def: impl, simplified: f.simplified)) }
      } else if let s = f.simplified, !f.isError {
        inherent[s, default: []].append(impl)
      }
    }
    let place = UnsafeMutablePointer<ImplTables>.allocate(capacity: 1)
    place.initialize(to: ImplTables(byTrait: traits.mapValues(sorted), inherent: inherent.mapValues { FactList($0) }))
    t.pointee.impls.publish(ImplTablesRef(tables: UnsafePointer(place)))
  }

  private func sorted(_ all: [TraitImplFact]) -> ImplTables.OfTrait {
    var lists: [SimplifiedType: [TraitImplFact]] = [:]
    var blanket: [TraitImplFact] = []
    for impl in all { if let key = impl.simplified { lists[key] = [] } else { blanket.append(impl) } }
    if blanket.isEmpty {
      for impl in all { lists[impl.simplified!]!.append(impl) }
    } else {
      for key in lists.keys { lists[key] = all.filter { $0.simplified == nil || $0.simplified == key } }
    }
    return ImplTables.OfTrait(all: FactList(all), blanket: FactList(blanket), bySelf: lists.mapValues { FactList($0) })
  }

  private var implTables: UnsafePointer<ImplTables> {
    if let found = t.pointee.impls.value { return found.tables }
    prepareImpls(workers: .one)
    return t.pointee.impls.value!.tables
  }

  public func impls(of trait: DefID) -> UnsafeBufferPointer<TraitImplFact> {
    implTables.pointee.byTrait[trait]?.all.all ?? UnsafeBufferPointer(start: nil, count: 0)
  }
  public func impls(of trait: DefID, for type: SimplifiedType) -> UnsafeBufferPointer<TraitImplFact> {
    guard let found = implTables.pointee.byTrait[trait] else { return UnsafeBufferPointer(start: nil, count: 0) }
    return found.bySelf[type]?.all ?? found.blanket.all
  }
  public func blanketImpls(of trait: DefID) -> UnsafeBufferPointer<TraitImplFact> {
    implTables.pointee.byTrait[trait]?.blanket.all ?? UnsafeBufferPointer(start: nil, count: 0)
  }
  public func inherentImpls(for type: SimplifiedType) -> UnsafeBufferPointer<DefID> {
    implTables.pointee.inherent[type]?.all ?? UnsafeBufferPointer(start: nil, count: 0)
  }

  // MARK: Associated items

  public func assocItemNames(of def: DefID) -> UnsafeBufferPointer<AssocItemName> {
    demand(.assocNames, def, in: tables(of: def).assocNames, cyclic: FactList([])) { _ in
      FactList(
        source.assocItems(of: def).compactMap { item in
          guard let kind = AssocItemFact.Kind(Defs[item].kind) else { return nil }
          return AssocItemName(def: item, name: Defs[item].name, kind: kind)
        })
    }.all
  }

  public func assocItems(of def: DefID) -> UnsafeBufferPointer<AssocItemFact> {
    demand(.assocItems, def, in: tables(of: def).assocItems, cyclic: FactList([])) { _ in
      let trait = Defs[def].kind == .traitImpl ? implHeader(of: def).trait : .none
      let theirs = trait.isNone ? UnsafeBufferPointer<AssocItemName>(start: nil, count: 0) : assocItemNames(of: trait)
      return FactList(
        assocItemNames(of: def).map { item in
          let traitItem = theirs.first { $0.name == item.name && $0.kind == item.kind }?.def ?? .none
          var hasValue = false
          var hasSelf = false
          switch source.header(of: item.def).kind {
          case .fn(_, let id):
            let decl = source.header(of: item.def).tree[id]
            hasValue = decl.hasBody
            hasSelf = decl.implicitSelf != .none
          case .const(_, let value): hasValue = value
          case .tyAlias(_, let ty): hasValue = !ty.isNone
          default: break
          }
          return AssocItemFact(
            def: item.def, name: item.name, kind: item.kind, traitItem: traitItem, hasValue: hasValue,
            isSpecializable: isDefault(item.def) || isDefault(def), hasSelfParam: hasSelf)
        })
    }.all
  }

  /// `default fn` and the like; `default impl`.
  private func isDefault(_ def: DefID) -> Bool {
    let data = Defs[def]
    guard case .item(let id) = data.node, data.tree != .none else { return false }
    return Trees[data.tree].tree[id].isDefault
  }

  public func assocItem(_ def: DefID) -> AssocItemFact? {
    let data = Defs[def]
    switch data.kind {
    case .assocFn, .assocConst, .assocTy: break
    default: return nil
    }
    return assocItems(of: data.parent).first { $0.def == def }
  }

  public func langItem(_ name: Name) -> DefID? { source.langItem(name) }
}

extension AssocItemFact.Kind {
  init?(_ kind: DefKind) {
    switch kind {
    case .assocFn: self = .fn
    case .assocConst: self = .const
    case .assocTy: self = .type
    default: return nil
    }
  }
}
