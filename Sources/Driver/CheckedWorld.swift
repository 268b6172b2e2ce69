// The world of names and headers, as checking bodies asks about it.
import ABI
import CheckBodies
import CheckPatterns
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Layout
import LowerAST
import Parallel
import Resolve
import Source
import Support
import Syntax
import Typecheck
import Types

/// The world as the checker of bodies sees it. Sharing: frozen handles of SHARED tables.
struct CheckedWorld: TypeckWorld, @unchecked Sendable {
  // SAFETY: lists are written before they are published, and never freed.
  let world: World
  let headers: CollectedHeaders
  /// By module: the traits that its names bring into scope.
  private let moduleTraits = OnceTable<UnsafeBufferPointer<TraitInScope>>(capacity: 1 << 24, name: "module traits")
  private let layouts: Layouts
  var facts: any HeaderFacts { headers }

  init(world: World, headers: CollectedHeaders) {
    self.world = world
    self.headers = headers
    layouts = Layouts(HeaderLayoutQueries(headers: headers))
  }

  func traitsInScope(of owner: DefID) -> TraitsInScope { traitsInScope(of: owner, world.scope(of: owner)) }

  func traitsInScope(of owner: DefID, block: UInt32) -> TraitsInScope {
    var scope = world.scope(of: owner)
    scope.module = ModuleID(rawValue: block)
    return traitsInScope(of: owner, scope)
  }

  private func traitsInScope(of owner: DefID, _ scope: Scope) -> TraitsInScope {
    var enclosing: [DefID] = []
    // Within a trait or an impl of one, its own methods can be called.
    var d = owner
    while !d.isNone {
      switch Defs[d].kind {
      case .trait, .traitAlias: enclosing.append(d)
      case .traitImpl: if let t = headers.implTraitRef(of: d) { enclosing.append(t.def) }
      default: break
      }
      d = Defs[d].parent
    }
    let named = moduleTraits.get(Int(scope.module.rawValue)) {
      let traits = world.traitsInScope(scope)
      let list = UnsafeMutableBufferPointer<TraitInScope>.allocate(capacity: max(1, traits.count))
      for (i, t) in traits.enumerated() { list.initializeElement(at: i, to: TraitInScope(def: t, sieve: sieve(of: t))) }
      return UnsafeBufferPointer(rebasing: list[..<traits.count])
    }
    return TraitsInScope(enclosing: enclosing, named: named)
  }

  private func sieve(of trait: DefID) -> UInt64 {
    // An alias has what its bounds have.
    if Defs[trait].kind == .traitAlias { return .max }
    var sieve: UInt64 = 0
    for item in headers.assocItemNames(of: trait) where item.kind != .type { sieve |= TraitInScope.bit(of: item.name) }
    return sieve
  }

  func isAccessible(_ def: DefID, from owner: DefID) -> Bool {
    world.isAccessible(Defs[def].visibility, from: world.scope(of: owner).module)
  }

  func hasDestructor(_ adt: DefID) -> Bool {
    guard let drop = world.langItem(Name("drop")) else { return false }
    let key = SimplifiedType(.adt, adt.rawValue)
    return headers.impls(of: drop, for: key).contains { $0.simplified == key }
  }

  func missingFeature(of def: DefID, for owner: DefID) -> Name? {
    if def.crate == owner.crate { return nil }
    guard let feature = world.unstableFeature(of: def), !world.hasFeature(feature, in: owner.crate) else { return nil }
    return feature
  }

  func hasFeature(_ name: Name, in crate: CrateID) -> Bool { world.hasFeature(name, in: crate) }
  func isIntrinsic(_ def: DefID) -> Bool { world.attribute(.rustc_intrinsic, of: def) != nil }

  func opaquesDefined(by owner: DefID) -> [DefID] {
    switch Defs[owner].kind {
    case .fn, .assocFn: Headers.header(of: owner, world: world).tree.nodes.opaqueTypes.all.filter { $0.origin == .fnReturn }.map(\.def)
    default: []
    }
  }

  func bodyType(of owner: DefID) -> TypeID? { headers.type(of: owner) }
  func noteAnonConst(_ def: DefID, type: TypeID) { headers.noteAnonConst(def, type: type) }
}

extension CheckedWorld: PatternWorld {
  func isNonExhaustive(_ variant: DefID) -> Bool { world.attribute(Name("non_exhaustive"), of: variant) != nil }

  func isHidden(_ variant: DefID, from owner: DefID) -> Bool {
    if world.attribute(Name("unstable"), of: variant) != nil { return true }
    let buffer = Trees[Defs[variant].tree].buffer
    return world.attributes(of: variant).contains { a in
      guard a.name == Name("doc"), case .delimited(let range) = a.tree[a.id].arguments, range.start < range.end else { return false }
      return buffer[range.start].kind.isAnyIdentifier && buffer[range.start].name == Name("hidden")
    }
  }
}

extension CheckedWorld: BodyWorld {
  func isConstFn(_ def: DefID) -> Bool { headers.isConstFn(def) }
  func isConstTrait(_ def: DefID) -> Bool { headers.traitFact(def).isConst }
  func hasOpenConstness(_ crate: CrateID) -> Bool { world.hasFeature(Name("const_trait_impl"), in: crate) }

  func size(of type: TypeID) -> UInt64? {
    do throws(LayoutFailure) { return try layouts.layout(of: type).size } catch { return nil }
  }

  private func staticItem(_ def: DefID) -> StaticItem? {
    guard case .item(let id) = Defs[def].node else { return nil }
    let tree = Trees[Defs[def].tree].tree
    if case .static(let s) = tree[id].kind { return tree[s] }
    return nil
  }
  func isMutableStatic(_ def: DefID) -> Bool { staticItem(def)?.mutability == .mut }
  func isUnsafeForeignStatic(_ def: DefID) -> Bool { staticItem(def).map { $0.value.isNone && $0.safety != .safe } ?? false }
}
