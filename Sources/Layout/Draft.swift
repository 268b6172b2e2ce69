// A layout while it is being worked out.
import ABI

/// What `#[repr]` and the kind of type say about the arrangement of fields.
public struct LayoutRepr: Sendable {
  public var isC = false
  public var isTransparent = false
  public var isSimd = false
  /// The explicit type of an enum's discriminant.
  public var int: (size: IntegerSize, isSigned: Bool)?
  /// Log2 of bytes.
  public var align: UInt8?
  public var packed: UInt8?
  public init() {}

  var hidesEnumFreedom: Bool { isC || int != nil }
  var keepsFieldOrder: Bool { isC || isSimd || int != nil }
  var keepsAggregate: Bool { isC || isSimd }
}

/// How fields are placed.
enum Placement: Equatable {
  case alwaysSized
  /// The last field stays last.
  case maybeUnsized
  /// After a tag of this many bytes.
  case prefixed(bytes: UInt64, alignmentLog2: UInt8)
}

/// A layout under construction: as `TypeLayout`, but it can change.
struct Draft {
  var size: UInt64
  var alignmentLog2: UInt8
  var unadjustedLog2: UInt8
  var repr: BackendRepr
  /// By source order.
  var offsets: [UInt64]
  /// Source indices by rising offset.
  var memoryOrder: [UInt32]
  var largestNiche: Niche?
  var isUninhabited: Bool

  func finish(variant: UInt32 = 0) -> TypeLayout {
    let isIdentity = memoryOrder.enumerated().allSatisfy { Int($1) == $0 }
    return TypeLayout(
      size: size, alignmentLog2: alignmentLog2, repr: repr, fields: .arbitrary, offsets: offsets,
      memoryOrder: isIdentity ? nil : memoryOrder, variants: .single(variant: variant), largestNiche: largestNiche,
      isUninhabited: isUninhabited, unadjustedABIAlignmentLog2: unadjustedLog2)
  }
}

extension UInt64 {
  /// Rounded up to a multiple of `1 << log2`.
  func aligned(_ log2: UInt8) -> UInt64 {
    let mask = (UInt64(1) << UInt64(log2)) - 1
    return (self &+ mask) & ~mask
  }
}

extension TypeLayout {
  /// Zero bytes, and any address will do.
  public var is1ZST: Bool { isZeroSized && alignmentLog2 == 0 }
  var nicheSize: UInt128 { largestNiche?.available ?? 0 }
}

extension Niche {
  /// Takes `count` of the free patterns: the first one taken, and the scalar with a range that has them. Nil if there are fewer.
  ///
  /// The zero pattern is taken if possible, as `None` is best tested against zero.
  func reserve(_ count: UInt128) -> (start: UInt128, scalar: Scalar)? {
    let mask = UInt128.max >> UInt128(128 - scalar.bytes * 8)
    let range = scalar.validRange
    if count > available { return nil }
    func moveStart() -> (start: UInt128, scalar: Scalar) {
      let start = (range.start &- count) & mask
      return (start, Scalar(scalar.primitive, WrappingRange(start, range.end)))
    }
    func moveEnd() -> (start: UInt128, scalar: Scalar) {
      ((range.end &+ 1) & mask, Scalar(scalar.primitive, WrappingRange(range.start, (range.end &+ count) & mask)))
    }
    if range.start > range.end { return moveEnd() }
    if range.start <= mask - range.end { return count <= range.start ? moveStart() : moveEnd() }
    let end = (range.end &+ count) & mask
    return end >= 1 && end <= range.end ? moveStart() : moveEnd()
  }

  static func of(_ scalar: Scalar, at offset: UInt64) -> Niche? {
    if scalar.isUnion { return nil }
    let niche = Niche(offset: offset, scalar: scalar)
    return niche.available > 0 ? niche : nil
  }
}

extension BackendRepr {
  /// The same without any bit pattern that is sure to be there.
  var asUnion: BackendRepr {
    switch self {
    case .scalar(let s): .scalar(.union(s.primitive))
    case .scalarPair(let a, let b): .scalarPair(.union(a.primitive), .union(b.primitive))
    case .vector(let s, let n): .vector(.union(s.primitive), count: n)
    case .memory(let isSized): .memory(isSized: isSized)
    }
  }
  var isMemory: Bool { if case .memory = self { true } else { false } }
}

/// Why a type has no layout.
public enum LayoutFailure: Error, Equatable, Sendable {
  /// Depends on params.
  case tooGeneric
  /// An error was given already, or a constant could not be evaluated.
  case unknown
  case sizeOverflow
  /// Contains itself.
  case infinite
  case invalidSimd
  /// Not supported yet, in words.
  case unsupported(String)
}
