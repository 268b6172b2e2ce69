// Layouts: where the parts of a type are in memory, as rustc lays them out. Data only; another module computes them.

/// How a value is held by code: in one register, two, a vector, or memory.
public enum BackendRepr: Hashable, Sendable, BitwiseCopyable {
  case scalar(Scalar)
  /// The second starts at the first's size rounded up to the second's alignment.
  case scalarPair(Scalar, Scalar)
  case vector(Scalar, count: UInt64)
  case memory(isSized: Bool)

  @inlinable public var isUnsized: Bool { if case .memory(isSized: false) = self { true } else { false } }
}

public enum TagEncoding: Hashable, Sendable, BitwiseCopyable {
  /// The tag holds the discriminant (truncated to the tag's size).
  case direct
  /// Variants `first...last` are told by tag values `nicheStart + (variant - first)` (in the tag's size); every other valid value
  /// means `untaggedVariant`.
  case niche(untaggedVariant: UInt32, first: UInt32, last: UInt32, nicheStart: UInt128)
}

/// Unused bit patterns of a scalar at `offset`.
public struct Niche: Hashable, Sendable, BitwiseCopyable {
  public var offset: UInt64
  public var scalar: Scalar
  public init(offset: UInt64, scalar: Scalar) { self.offset = offset; self.scalar = scalar }
  /// How many bit patterns are free.
  public var available: UInt128 {
    let mask = UInt128.max >> UInt128(128 - scalar.bytes * 8)
    return (scalar.validRange.start &- scalar.validRange.end &- 1) & mask
  }
}

public enum FieldsShape: Sendable, BitwiseCopyable {
  case primitive
  /// All fields at offset 0.
  case union(count: Int)
  case array(stride: UInt64, count: UInt64)
  /// Offsets by source order of fields: `TypeLayout.fieldOffset`.
  case arbitrary
}

public enum Variants: Sendable, BitwiseCopyable {
  /// An enum without inhabited variants.
  case empty
  /// Structs, and enums of which one variant can exist.
  case single(variant: UInt32)
  /// The tag is field 0 of the enum's own layout; each variant has a layout of its own.
  case multiple(tag: Scalar, encoding: TagEncoding, tagOffset: UInt64)
}

/// The layout of one type or variant. A handle of 8 bytes. Sharing: frozen; lives as long as the process.
public struct TypeLayout: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the record is written before the handle exists, never after.
  struct Record {
    var size: UInt64
    var unadjustedABIAlignmentLog2: UInt8
    var alignmentLog2: UInt8
    var isUninhabited: Bool
    var repr: BackendRepr
    var fields: FieldsShape
    var fieldCount: Int
    var offsets: UnsafePointer<UInt64>?
    var memoryOrder: UnsafePointer<UInt32>?
    var variants: Variants
    var variantCount: Int
    var variantLayouts: UnsafePointer<TypeLayout>?
    var largestNiche: Niche?
  }
  let record: UnsafePointer<Record>

  /// - Parameters:
  ///   - offsets: by source order of fields, for `.arbitrary`.
  ///   - memoryOrder: source indices of the fields by rising offset; nil if that is the source order.
  ///   - variantLayouts: by variant, for `.multiple`.
  public init(
    size: UInt64, alignmentLog2: UInt8, repr: BackendRepr, fields: FieldsShape, offsets: [UInt64] = [], memoryOrder: [UInt32]? = nil,
    variants: Variants = .single(variant: 0), variantLayouts: [TypeLayout] = [], largestNiche: Niche? = nil,
    isUninhabited: Bool = false, unadjustedABIAlignmentLog2: UInt8? = nil
  ) {
    func copy<T>(_ list: [T]) -> UnsafePointer<T>? {
      if list.isEmpty { return nil }
      let p = UnsafeMutablePointer<T>.allocate(capacity: list.count)
      for (i, x) in list.enumerated() { (p + i).initialize(to: x) }
      return UnsafePointer(p)
    }
    let count: Int =
      switch fields {
      case .primitive: 0
      case .union(let n): n
      case .array(_, let n): Int(truncatingIfNeeded: n)
      case .arbitrary: offsets.count
      }
    let p = UnsafeMutablePointer<Record>.allocate(capacity: 1)
    p.initialize(
      to: Record(
        size: size, unadjustedABIAlignmentLog2: unadjustedABIAlignmentLog2 ?? alignmentLog2, alignmentLog2: alignmentLog2,
        isUninhabited: isUninhabited, repr: repr, fields: fields, fieldCount: count, offsets: copy(offsets),
        memoryOrder: copy(memoryOrder ?? []), variants: variants, variantCount: variantLayouts.count,
        variantLayouts: copy(variantLayouts), largestNiche: largestNiche))
    record = UnsafePointer(p)
  }

  @inlinable public static func == (a: TypeLayout, b: TypeLayout) -> Bool { a.address == b.address }
  public var address: UInt { UInt(bitPattern: record) }
  /// Unsized types: of the sized prefix.
  public var size: UInt64 { record.pointee.size }
  public var alignmentLog2: UInt8 { record.pointee.alignmentLog2 }
  public var alignment: UInt64 { 1 << UInt64(alignmentLog2) }
  /// Without `repr(align)` and `repr(packed)`: what C calls look at.
  public var unadjustedABIAlignmentLog2: UInt8 { record.pointee.unadjustedABIAlignmentLog2 }
  public var isUninhabited: Bool { record.pointee.isUninhabited }
  public var repr: BackendRepr { record.pointee.repr }
  public var fields: FieldsShape { record.pointee.fields }
  public var fieldCount: Int { record.pointee.fieldCount }
  public var variants: Variants { record.pointee.variants }
  public var largestNiche: Niche? { record.pointee.largestNiche }
  public var isUnsized: Bool { repr.isUnsized }
  public var isSized: Bool { !repr.isUnsized }
  public var isZeroSized: Bool { isSized && size == 0 }
  public var stride: UInt64 { size }

  /// Of a field by source order; of an array's element.
  public func fieldOffset(_ i: Int) -> UInt64 {
    switch record.pointee.fields {
    case .primitive, .union: return 0
    case .array(let stride, _): return stride * UInt64(i)
    case .arbitrary:
      precondition(i >= 0 && i < record.pointee.fieldCount, "no such field")
      return record.pointee.offsets![i]
    }
  }
  /// The source index of the field that comes `position`-th in memory.
  public func fieldInMemoryOrder(_ position: Int) -> Int {
    guard let order = record.pointee.memoryOrder else { return position }
    return Int(order[position])
  }
  public var variantCount: Int { record.pointee.variantCount }
  /// The layout of one variant; of single-variant types the layout itself.
  public func variant(_ v: UInt32) -> TypeLayout {
    guard case .multiple = record.pointee.variants else { return self }
    precondition(Int(v) < record.pointee.variantCount, "no such variant")
    return record.pointee.variantLayouts![Int(v)]
  }

  /// Where the second scalar of a pair is.
  public static func pairOffset(_ a: Scalar, _ b: Scalar) -> UInt64 {
    let mask = UInt64(1) << UInt64(b.primitive.alignmentLog2) - 1
    return (a.bytes + mask) & ~mask
  }

  // MARK: common layouts

  public static func scalar(_ s: Scalar) -> TypeLayout {
    let niche = Niche(offset: 0, scalar: s)
    return TypeLayout(
      size: s.bytes, alignmentLog2: s.primitive.alignmentLog2, repr: .scalar(s), fields: .primitive,
      largestNiche: s.isUnion || niche.available == 0 ? nil : niche)
  }
  public static func scalarPair(_ a: Scalar, _ b: Scalar) -> TypeLayout {
    let offset = pairOffset(a, b)
    let alignment = max(a.primitive.alignmentLog2, b.primitive.alignmentLog2)
    let mask = UInt64(1) << UInt64(alignment) - 1
    let niches = [Niche(offset: 0, scalar: a), Niche(offset: offset, scalar: b)].filter { !$0.scalar.isUnion && $0.available > 0 }
    var best: Niche?
    for n in niches where best == nil || n.available > best!.available { best = n }
    return TypeLayout(
      size: (offset + b.bytes + mask) & ~mask, alignmentLog2: alignment, repr: .scalarPair(a, b), fields: .arbitrary,
      offsets: [0, offset], largestNiche: best)
  }
  public static let unit = TypeLayout(
    size: 0, alignmentLog2: 0, repr: .memory(isSized: true), fields: .arbitrary)
  public static let never = TypeLayout(
    size: 0, alignmentLog2: 0, repr: .memory(isSized: true), fields: .primitive, variants: .empty, isUninhabited: true)
}
