// Scalars: the parts of a value that fit a register, with the bit patterns that are valid.

/// An integer's size. Raw value: log2 of its bytes.
public enum IntegerSize: UInt8, Hashable, Comparable, Sendable, BitwiseCopyable, CaseIterable {
  case i8, i16, i32, i64, i128
  @inlinable public var bytes: UInt64 { 1 << UInt64(rawValue) }
  @inlinable public var bits: UInt64 { 8 << UInt64(rawValue) }
  /// The largest value of this size, as unsigned.
  @inlinable public var mask: UInt128 { UInt128.max >> UInt128(128 - bits) }
  @inlinable public static func < (a: IntegerSize, b: IntegerSize) -> Bool { a.rawValue < b.rawValue }
  /// The smallest size with at least so many bytes; nil above 16.
  public init?(bytes: UInt64) {
    switch bytes {
    case 0...1: self = .i8
    case 2: self = .i16
    case 3...4: self = .i32
    case 5...8: self = .i64
    case 9...16: self = .i128
    default: return nil
    }
  }
}

public enum Primitive: Hashable, Sendable, BitwiseCopyable {
  case int(IntegerSize, signed: Bool)
  case f16, f32, f64, f128
  /// In the default address space.
  case pointer

  @inlinable public var bytes: UInt64 {
    switch self {
    case .int(let size, _): size.bytes
    case .f16: 2
    case .f32: 4
    case .f64, .pointer: 8
    case .f128: 16
    }
  }
  /// On x86-64 every primitive is aligned to its size (128-bit ones to 16).
  @inlinable public var alignmentLog2: UInt8 {
    switch self {
    case .int(let size, _): size.rawValue
    case .f16: 1
    case .f32: 2
    case .f64, .pointer: 3
    case .f128: 4
    }
  }
  @inlinable public var isInteger: Bool { if case .int = self { true } else { false } }
  @inlinable public var isFloat: Bool {
    switch self {
    case .f16, .f32, .f64, .f128: true
    default: false
    }
  }
  @inlinable public var isPointer: Bool { self == .pointer }
}

/// Inclusive range of unsigned bit patterns; wraps around if `start > end`.
public struct WrappingRange: Hashable, Sendable, BitwiseCopyable {
  public var start: UInt128
  public var end: UInt128
  @inlinable public init(_ start: UInt128, _ end: UInt128) { self.start = start; self.end = end }
  @inlinable public static func full(bytes: UInt64) -> WrappingRange { WrappingRange(0, UInt128.max >> UInt128(128 - bytes * 8)) }
  @inlinable public func contains(_ v: UInt128) -> Bool { start <= end ? start <= v && v <= end : start <= v || v <= end }
  @inlinable public func isFull(bytes: UInt64) -> Bool {
    let mask = UInt128.max >> UInt128(128 - bytes * 8)
    return start == (end &+ 1) & mask
  }
}

/// A primitive with its valid bit patterns. `isUnion`: may also be uninitialised, no range holds.
public struct Scalar: Hashable, Sendable, BitwiseCopyable {
  public var primitive: Primitive
  public var validRange: WrappingRange
  public var isUnion: Bool
  @inlinable public init(_ primitive: Primitive, _ validRange: WrappingRange, isUnion: Bool = false) {
    self.primitive = primitive
    self.validRange = validRange
    self.isUnion = isUnion
  }
  /// All bit patterns are valid.
  @inlinable public init(_ primitive: Primitive) { self.init(primitive, .full(bytes: primitive.bytes)) }
  @inlinable public static func union(_ primitive: Primitive) -> Scalar { Scalar(primitive, .full(bytes: primitive.bytes), isUnion: true) }
  @inlinable public var bytes: UInt64 { primitive.bytes }
  @inlinable public var isBool: Bool {
    primitive == .int(.i8, signed: false) && validRange == WrappingRange(0, 1) && !isUnion
  }
  @inlinable public var isAlwaysValid: Bool { isUnion || validRange.isFull(bytes: bytes) }
}
