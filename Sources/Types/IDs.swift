// Handles of interned things of the type system. All in arrival order: compare for equality only.
import Parallel
import Support

/// An interned type. Equal types have equal `TypeID`; not comparable for order.
public struct TypeID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned constant of the type system.
public struct ConstID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned lifetime.
public struct RegionID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A type, lifetime or constant as an argument. Two low bits tell which.
public struct GenericArg: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ type: TypeID) { rawValue = type.rawValue << 2 }
  @inlinable public init(_ region: RegionID) { rawValue = region.rawValue << 2 | 1 }
  @inlinable public init(_ const: ConstID) { rawValue = const.rawValue << 2 | 2 }

  public enum Kind: Sendable, BitwiseCopyable {
    case type(TypeID)
    case region(RegionID)
    case const(ConstID)
  }
  @inlinable public var kind: Kind {
    switch rawValue & 3 {
    case 0: .type(TypeID(rawValue: rawValue >> 2))
    case 1: .region(RegionID(rawValue: rawValue >> 2))
    default: .const(ConstID(rawValue: rawValue >> 2))
    }
  }
  @inlinable public var type: TypeID? { rawValue & 3 == 0 ? TypeID(rawValue: rawValue >> 2) : nil }
  @inlinable public var region: RegionID? { rawValue & 3 == 1 ? RegionID(rawValue: rawValue >> 2) : nil }
  @inlinable public var const: ConstID? { rawValue & 3 == 2 ? ConstID(rawValue: rawValue >> 2) : nil }
}

/// An interned list of generic arguments, parents' first.
public struct GenericArgsID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var empty: GenericArgsID { GenericArgsID(rawValue: 0) }
}

/// An interned list of types.
public struct TypeListID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var empty: TypeListID { TypeListID(rawValue: 0) }
}

/// An interned list of bound variables' kinds: what one binder binds.
public struct BoundVarsID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var empty: BoundVarsID { BoundVarsID(rawValue: 0) }
}

/// An interned function signature under its binder.
public struct PolyFnSigID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned list of existential predicates of a `dyn` type, principal first.
public struct ExistentialListID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var empty: ExistentialListID { ExistentialListID(rawValue: 0) }
}

/// An interned clause: something that can be assumed or has to be proved.
public struct ClauseID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned list of clauses, in order.
public struct ClauseListID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var empty: ClauseListID { ClauseListID(rawValue: 0) }
}

/// What may be assumed while a body or header is looked at: elaborated and normalised clauses.
public struct ParamEnv: Hashable, Sendable, BitwiseCopyable {
  public let clauses: ClauseListID
  @inlinable public init(_ clauses: ClauseListID) { self.clauses = clauses }
  @inlinable public static var empty: ParamEnv { ParamEnv(.empty) }
}

/// How many binders out a bound variable's own is. 0 is the innermost.
public typealias DebruijnIndex = UInt32
