// What the checker asks about the world outside of the body, besides `HeaderFacts`.
import Defs
import Parallel
import Source
import Types

/// Answers are pure functions of frozen tables.
public protocol TypeckWorld: Sendable {
  var facts: any HeaderFacts { get }
  /// Traits whose methods can be called in the body of `owner`, outside of inner blocks with imports of their own.
  func traitsInScope(of owner: DefID) -> [DefID]
  /// The same inside the block with items or imports that `MethodCall.blockModule` names.
  func traitsInScope(of owner: DefID, block: UInt32) -> [DefID]
  /// Whether code of `owner` may name `def`, a field, method, constructor or associated item.
  func isAccessible(_ def: DefID, from owner: DefID) -> Bool
  /// Whether the type itself implements `Drop`.
  func hasDestructor(_ adt: DefID) -> Bool
  /// Whether `def` may not be used by `owner`'s crate, because its feature is not on there.
  func isUnstable(_ def: DefID, from owner: DefID) -> Bool
  func hasFeature(_ name: Name, in crate: CrateID) -> Bool
  func isIntrinsic(_ def: DefID) -> Bool
  /// The opaque types whose hidden type the body of `owner` gives.
  func opaquesDefined(by owner: DefID) -> [DefID]
  /// The type that the value of a constant's body must have; for anonymous constants that of their place.
  func bodyType(of owner: DefID) -> TypeID?
  /// Says what type the value of an anonymous constant in a body must have.
  func noteAnonConst(_ def: DefID, type: TypeID)
}
