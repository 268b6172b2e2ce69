// The world of names and headers, as checking bodies asks about it.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import LowerAST
import Parallel
import Resolve
import Source
import Support
import Syntax
import Typecheck
import Types

/// The world as the checker of bodies sees it. Sharing: frozen handles of SHARED tables.
struct CheckedWorld: TypeckWorld {
  let world: World
  let headers: CollectedHeaders
  var facts: any HeaderFacts { headers }

  func traitsInScope(of owner: DefID) -> [DefID] { traitsInScope(of: owner, world.scope(of: owner)) }

  func traitsInScope(of owner: DefID, block: UInt32) -> [DefID] {
    var scope = world.scope(of: owner)
    scope.module = ModuleID(rawValue: block)
    return traitsInScope(of: owner, scope)
  }

  private func traitsInScope(of owner: DefID, _ scope: Scope) -> [DefID] {
    var result: [DefID] = []
    // Within a trait or an impl of one, its own methods can be called.
    var d = owner
    while !d.isNone {
      switch Defs[d].kind {
      case .trait, .traitAlias: result.append(d)
      case .traitImpl: if let t = headers.implTraitRef(of: d) { result.append(t.def) }
      default: break
      }
      d = Defs[d].parent
    }
    return result + world.traitsInScope(scope)
  }

  func isAccessible(_ def: DefID, from owner: DefID) -> Bool {
    world.isAccessible(Defs[def].visibility, from: world.scope(of: owner).module)
  }

  func hasDestructor(_ adt: DefID) -> Bool {
    guard let drop = world.langItem(Name("drop")) else { return false }
    let key = SimplifiedType(.adt, adt.rawValue)
    return headers.impls(of: drop).contains { $0.simplified == key }
  }

  func isUnstable(_ def: DefID, from owner: DefID) -> Bool { false }
  func hasFeature(_ name: Name, in crate: CrateID) -> Bool { world.hasFeature(name, in: crate) }
  func isIntrinsic(_ def: DefID) -> Bool { world.attribute(.rustc_intrinsic, of: def) != nil }

  func opaquesDefined(by owner: DefID) -> [DefID] {
    switch Defs[owner].kind {
    case .fn, .assocFn:
      Headers.header(of: owner, world: world).tree.nodes.opaqueTypes.all.filter { $0.origin == .fnReturn && !$0.isInTrait }.map(\.def)
    default: []
    }
  }

  func bodyType(of owner: DefID) -> TypeID? { headers.type(of: owner) }
  func noteAnonConst(_ def: DefID, type: TypeID) { headers.noteAnonConst(def, type: type) }
}
