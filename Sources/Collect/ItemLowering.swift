// Types of headers: what a name means is decided by the item's own generics and bounds.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

/// Lowers the types of one header. Sharing: none.
struct ItemLowering: TypeLowering, ~Copyable {
  let headers: CollectedHeaders
  let header: ItemHeader
  var lowering = TypeLoweringState()
  var diagnostics = DiagnosticList()

  init(_ headers: CollectedHeaders, _ def: DefID) {
    self.headers = headers
    header = headers.source.header(of: def)
  }

  var facts: any HeaderFacts { headers }
  var hir: HIRTree { header.tree }
  var owner: DefID { header.def }
  var erasesRegions: Bool { false }
  var generics: HIR.Generics { hir[header.generics] }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.add(diagnostic) }

  mutating func inferType(_ span: Span, for param: GenericParamFact?) -> TypeID {
    if param?.isImplTrait == true { return .error }
    report(
      .error(
        "the placeholder `_` is not allowed within types on item signatures for \(itemKindInWords)", code: "E0121", at: span,
        label: "not allowed in type signatures"))
    return .error
  }
  mutating func inferConst(_ span: Span, for param: GenericParamFact?) -> ConstID {
    _ = inferType(span, for: param)
    return .error
  }

  var itemKindInWords: String {
    switch Defs[owner].kind {
    case .fn, .assocFn: "functions"
    case .const, .assocConst: "constants"
    case .static: "static variables"
    case .struct: "structs"
    case .enum: "enums"
    case .union: "unions"
    case .tyAlias: "type aliases"
    case .assocTy: "associated types"
    case .inherentImpl, .traitImpl: "implementations"
    case .trait, .traitAlias: "traits"
    default: "items"
    }
  }

  mutating func noteAnonConst(_ def: DefID, type: TypeID) { headers.noteAnonConst(def, type: type) }

  mutating func lowerOpaque(_ opaque: HIR.OpaqueTy, _ span: Span) -> TypeID {
    let args = facts.identityArgs(of: opaque.def)
    return TypeID(.alias(opaque.isInTrait ? .projection : .opaque, opaque.def, args))
  }

  func bounds(of param: DefID, mayDefine name: Name) -> [PolyTraitRef] { headers.bounds(of: param, in: owner, mayDefine: name) }
}

extension ItemLowering {
  /// The type bounded by a predicate, if it is just a param or a trait's `Self`.
  func boundedParam(_ type: ID<HIR.Ty>) -> DefID? {
    guard case .path(let path) = hir[type].kind, case .resolved(let qself, let res) = hir[path].kind, qself.isNone else { return nil }
    switch res {
    case .def(.tyParam, let def): return def
    case .selfTyParam(let trait): return trait
    default: return nil
    }
  }

  func trait(of bound: HIR.TraitBound) -> DefID? {
    guard case .resolved(_, .def(_, let def)) = hir[bound.path].kind else { return nil }
    return def
  }

  /// Lowers the trait of a bound alone, without its constraints.
  mutating func lowerTraitOnly(_ bound: HIR.TraitBound, of type: TypeID, under binder: [DefID]) -> PolyTraitRef? {
    let path = hir[bound.path]
    guard bound.polarity == .positive, let trait = trait(of: bound) else { return nil }
    let all = binder + lifetimes(of: bound.binder)
    let (ref, vars) = underBinder(all) { l in
      l.lowerTraitRef(trait, self: type, l.hir[path.segments[path.segments.count - 1]])
    }
    return PolyTraitRef(ref, vars)
  }
}

extension CollectedHeaders {
  /// The bounds that `item` and what surrounds it put on a param (or a trait's `Self`), as far as they may define an associated item
  /// called `name`. Looks at no other predicates, so that those may mention the result.
  func bounds(of param: DefID, in item: DefID, mayDefine name: Name) -> [PolyTraitRef] {
    var result: [PolyTraitRef] = []
    let isSelf = Defs[param].kind == .trait || Defs[param].kind == .traitAlias
    if isSelf { result.append(PolyTraitRef(TraitRef(param, identityArgs(of: param)))) }
    let type: TypeID
    if isSelf {
      type = .param(0, .selfType)
    } else {
      guard let (index, fact) = self.param(param) else { return [] }
      type = .param(index, fact.name)
    }
    var next: DefID? = item
    while let current = next {
      next = nil
      var kind = Defs[current].kind
      if kind == .opaqueTy {
        next = Defs[current].parent
        continue
      }
      var lowered = ItemLowering(self, current)
      for predicate in lowered.hir[lowered.generics.predicates] {
        guard case .bound(let binder, let subject, let bounds) = predicate.kind, lowered.boundedParam(subject) == param else { continue }
        lowered.addBounds(bounds, of: type, under: lowered.lifetimes(of: binder), mayDefine: name, to: &result)
      }
      let parent = Defs[current].parent
      if parent.isNone { break }
      kind = Defs[parent].kind
      if kind == .trait || kind.isImpl { next = parent }
    }
    return result
  }

  /// Whether the trait or one of its supertraits has an item of this name. By names alone.
  func mayDefine(_ trait: DefID, _ name: Name) -> Bool {
    if assocItemNames(of: trait).contains(where: { $0.name == name && $0.kind != .fn }) { return true }
    return supertraitDefs(of: trait).contains { assocItemNames(of: $0).contains { $0.name == name && $0.kind != .fn } }
  }

  /// All supertraits of a trait or trait alias, by names alone.
  func supertraitDefs(of trait: DefID) -> UnsafeBufferPointer<DefID> {
    demand(.supertraitDefs, trait, in: tables(of: trait).supertraitDefs, cyclic: FactList([])) { diagnostics in
      let lowered = ItemLowering(self, trait)
      var result: [DefID] = []
      for bound in lowered.selfBounds() {
        guard let def = lowered.trait(of: bound.bound), bound.bound.polarity == .positive else { continue }
        if !result.contains(def) { result.append(def) }
        if def == trait { continue }
        for further in supertraitDefs(of: def) where !result.contains(further) { result.append(further) }
      }
      return FactList(result)
    }.all
  }

  public func supertraits(of trait: DefID, mayDefine name: Name) -> [PolyTraitRef] {
    var lowered = ItemLowering(self, trait)
    var result: [PolyTraitRef] = []
    for found in lowered.selfBounds() {
      guard let def = lowered.trait(of: found.bound), mayDefine(def, name) else { continue }
      if let ref = lowered.lowerTraitOnly(found.bound, of: .param(0, .selfType), under: found.binder) { result.append(ref) }
    }
    return result
  }
}

extension ItemLowering {
  mutating func addBounds(
    _ bounds: Run<HIR.Bound>, of type: TypeID, under binder: [DefID], mayDefine name: Name, to result: inout [PolyTraitRef]
  ) {
    for bound in hir[bounds] {
      guard case .trait(let id) = bound, let trait = trait(of: hir[id]), headers.mayDefine(trait, name) else { continue }
      if let ref = lowerTraitOnly(hir[id], of: type, under: binder), !result.contains(ref) { result.append(ref) }
    }
  }

  /// The trait bounds on `Self` that a trait's header says: its supertraits and `where Self: …`.
  func selfBounds() -> [(bound: HIR.TraitBound, binder: [DefID])] {
    var result: [(bound: HIR.TraitBound, binder: [DefID])] = []
    func add(_ bounds: Run<HIR.Bound>, _ binder: [DefID]) {
      for bound in hir[bounds] { if case .trait(let id) = bound { result.append((hir[id], binder)) } }
    }
    switch header.kind {
    case .trait(_, _, _, let supertraits): add(supertraits, [])
    case .traitAlias(let bounds): add(bounds, [])
    default: return []
    }
    for predicate in hir[generics.predicates] {
      if case .bound(let binder, let subject, let bounds) = predicate.kind, boundedParam(subject) == owner {
        add(bounds, lifetimes(of: binder))
      }
    }
    return result
  }
}

extension CollectedHeaders {
  /// What a type written in the header of `def` means. Its messages were given with the header.
  public func writtenType(_ type: ID<HIR.Ty>, in def: DefID) -> TypeID {
    var lowered = ItemLowering(self, def)
    return lowered.lower(type)
  }
}
