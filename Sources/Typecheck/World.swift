// What the checker asks about the world outside of the body, besides `HeaderFacts`.
import Defs
import Parallel
import Source
import Types

/// A trait in scope, with a sieve of the names that it gives functions and constants.
public struct TraitInScope: Sendable, BitwiseCopyable {
  public var def: DefID
  public var sieve: UInt64
  public init(def: DefID, sieve: UInt64) {
    self.def = def
    self.sieve = sieve
  }
  /// The bit of `name`: where it is not set in a sieve, the name is not there.
  public static func bit(of name: Name) -> UInt64 { 1 << UInt64((name.rawValue &* 0x9E37_79B1) >> 26) }
  public func mayDefine(_ name: Name) -> Bool { sieve & Self.bit(of: name) != 0 }
}

/// The traits whose methods can be called at a place.
public struct TraitsInScope: @unchecked Sendable {
  // SAFETY: points to a frozen list.
  /// Those that the place stands in, innermost first.
  public var enclosing: [DefID]
  public var named: UnsafeBufferPointer<TraitInScope>
  public init(enclosing: [DefID], named: UnsafeBufferPointer<TraitInScope>) {
    self.enclosing = enclosing
    self.named = named
  }
  /// Those that may define `name`, each once.
  func mayDefine(_ name: Name) -> [DefID] {
    var result: [DefID] = []
    for t in enclosing where !result.contains(t) { result.append(t) }
    for t in named where t.mayDefine(name) && !result.contains(t.def) { result.append(t.def) }
    return result
  }
}

/// Answers are pure functions of frozen tables.
public protocol TypeckWorld: Sendable {
  var facts: any HeaderFacts { get }
  /// Traits whose methods can be called in the body of `owner`, outside of inner blocks with imports of their own.
  func traitsInScope(of owner: DefID) -> TraitsInScope
  /// The same inside the block with items or imports that `MethodCall.blockModule` names.
  func traitsInScope(of owner: DefID, block: UInt32) -> TraitsInScope
  /// Whether code of `owner` may name `def`, a field, method, constructor or associated item.
  func isAccessible(_ def: DefID, from owner: DefID) -> Bool
  /// Whether the type itself implements `Drop`.
  func hasDestructor(_ adt: DefID) -> Bool
  /// The feature without which `owner`'s crate may not use `def`, if it is not on there.
  func missingFeature(of def: DefID, for owner: DefID) -> Name?
  func hasFeature(_ name: Name, in crate: CrateID) -> Bool
  func isIntrinsic(_ def: DefID) -> Bool
  /// The opaque types whose hidden type the body of `owner` gives.
  func opaquesDefined(by owner: DefID) -> [DefID]
  /// The type that the value of a constant's body must have; for anonymous constants that of their place.
  func bodyType(of owner: DefID) -> TypeID?
  /// Says what type the value of an anonymous constant in a body must have.
  func noteAnonConst(_ def: DefID, type: TypeID)
}
