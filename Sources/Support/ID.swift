// Typed dense indices: the way every table of the compiler is addressed.

/// A dense index into one store of `Element`. 4 bytes; the phantom keeps indices of different stores apart.
///
/// Assigned order: an `ID` is handed out by one owner in an order that does not depend on threads, so it may be compared.
/// Types whose values are handed out in arrival order (`Name`, `TypeID`) are structs of their own, without `Comparable`.
public struct ID<Element: ~Copyable>: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  /// The value that stands for "no element"; never a valid index.
  @inlinable public static var none: ID { ID(rawValue: .max) }
  @inlinable public var isNone: Bool { rawValue == .max }
  /// Nil for `none`, else itself: for `if let`.
  @inlinable public var some: ID? { isNone ? nil : self }
  @inlinable public var index: Int { Int(rawValue) }
  @inlinable public static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
}

/// A run of consecutive elements of one store of `Element`. 8 bytes.
public struct Run<Element: ~Copyable>: Hashable, Sendable, BitwiseCopyable {
  public let start: UInt32
  public let count32: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count32 = UInt32(truncatingIfNeeded: count)
  }
  @inlinable public static var empty: Run { Run(start: 0, count: 0) }
  @inlinable public var count: Int { Int(count32) }
  @inlinable public var isEmpty: Bool { count32 == 0 }
  /// The ID of the element at `offset` within the run.
  @inlinable public subscript(offset: Int) -> ID<Element> { ID(rawValue: start &+ UInt32(truncatingIfNeeded: offset)) }
  @inlinable public var indices: Range<Int> { Int(start)..<(Int(start) + count) }
}

extension Run: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }
}

/// A list of IDs of `Element` that need not be neighbours: a range of an `IDLists` pool. 8 bytes.
public struct IDList<Element: ~Copyable>: Hashable, Sendable, BitwiseCopyable {
  public let start: UInt32
  public let count32: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count32 = UInt32(truncatingIfNeeded: count)
  }
  @inlinable public static var empty: IDList { IDList(start: 0, count: 0) }
  @inlinable public var count: Int { Int(count32) }
  @inlinable public var isEmpty: Bool { count32 == 0 }
}
