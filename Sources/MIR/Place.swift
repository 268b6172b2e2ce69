// Places: where a value lives. A local and a path of projections into it.
import Support
import Types

/// A variable of a body: 0 is the return place, 1…argCount are the arguments, then user variables and temporaries.
public typealias LocalID = ID<LocalDecl>
public typealias BasicBlockID = ID<BasicBlock>

extension ID where Element == LocalDecl {
  /// The place that the caller receives.
  @inlinable public static var returnPlace: LocalID { LocalID(rawValue: 0) }
}

/// A memory location in a body. 12 bytes.
public struct Place: Hashable, Sendable, BitwiseCopyable {
  public var local: LocalID
  public var projection: Run<PlaceElement>
  @inlinable public init(_ local: LocalID, _ projection: Run<PlaceElement> = .empty) {
    self.local = local
    self.projection = projection
  }
  @inlinable public var isLocal: Bool { projection.isEmpty }
  /// The local, if there is no projection.
  @inlinable public var asLocal: LocalID? { projection.isEmpty ? local : nil }
}

/// One step of a place's path. rustc's `ProjectionElem`. 16 bytes.
public enum PlaceElement: Hashable, Sendable, BitwiseCopyable {
  case deref
  /// Index of the field within the struct, tuple, closure, union or (after a downcast) variant, in source order, and the field's type.
  case field(UInt32, TypeID)
  case index(LocalID)
  /// Element of a slice or array that has at least `minLength` elements. From the end: `offset` counts back, 1 is the last.
  case constantIndex(offset: UInt32, minLength: UInt32, fromEnd: Bool)
  /// Elements `from..<to`; from the end: `from..<(length - to)`.
  case subslice(from: UInt32, to: UInt32, fromEnd: Bool)
  /// The fields of one variant of an enum; the discriminant is known to match.
  case downcast(UInt32)
  /// The hidden type of an `impl Trait`.
  case opaqueCast(TypeID)
  case unwrapUnsafeBinder(TypeID)
}
