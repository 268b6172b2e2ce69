// Enums and unions.
import ABI

/// A struct, or an enum with these variants' fields.
///
/// - Parameters:
///   - discriminants: of each variant, as the bits of a sign-extended 128-bit integer.
///   - validRange: `rustc_layout_scalar_valid_range_*`.
func layoutOfADT(
  _ repr: LayoutRepr, _ variants: [[TypeLayout]], isEnum: Bool, hidesNiches: Bool,
  validRange: (start: UInt128?, end: UInt128?), discriminants: [Int128], isAlwaysSized: Bool
) throws(LayoutFailure) -> TypeLayout {
  let present = variants.indices.filter { repr.hidesEnumFreedom || !isAbsent(variants[$0]) }
  if present.isEmpty && isEnum { return .never }
  if isEnum && (present.count > 1 || repr.hidesEnumFreedom) { return try layoutOfEnum(repr, variants, discriminants) }

  let v = present.first ?? 0
  let placement: Placement = isEnum || variants[v].isEmpty || isAlwaysSized ? .alwaysSized : .maybeUnsized
  var draft = try univariant(variants[v], repr, placement)
  if hidesNiches {
    func full(_ s: Scalar) -> Scalar { s.isUnion ? s : Scalar(s.primitive) }
    switch draft.repr {
    case .scalar(let s): draft.repr = .scalar(full(s))
    case .scalarPair(let a, let b): draft.repr = .scalarPair(full(a), full(b))
    case .vector(let s, let n): draft.repr = .vector(full(s), count: n)
    case .memory: break
    }
    draft.largestNiche = nil
    return draft.finish(variant: UInt32(v))
  }
  func restricted(_ s: Scalar) -> Scalar {
    Scalar(s.primitive, WrappingRange(validRange.start ?? s.validRange.start, validRange.end ?? s.validRange.end), isUnion: s.isUnion)
  }
  let first: Scalar
  switch draft.repr {
  case .scalar(let s):
    first = restricted(s)
    draft.repr = .scalar(first)
  case .scalarPair(let a, let b):
    first = restricted(a)
    draft.repr = .scalarPair(first, b)
  default: return draft.finish(variant: UInt32(v))
  }
  if let niche = Niche.of(first, at: 0), (draft.largestNiche?.available ?? 0) <= niche.available { draft.largestNiche = niche }
  return draft.finish(variant: UInt32(v))
}

/// Cannot exist, and takes no room if it could.
private func isAbsent(_ fields: [TypeLayout]) -> Bool { fields.contains { $0.isUninhabited } && fields.allSatisfy { $0.is1ZST } }

private func layoutOfEnum(_ repr: LayoutRepr, _ variants: [[TypeLayout]], _ discriminants: [Int128]) throws(LayoutFailure) -> TypeLayout {
  if repr.packed != nil { throw .unknown }
  let filling = nicheFilling(repr, variants)
  let tagged = try tagged(repr, variants, discriminants)
  guard let filling else { return tagged }
  if tagged.size > filling.size || (tagged.size == filling.size && tagged.nicheSize < filling.nicheSize) { return filling }
  return tagged
}

/// The layout in which all but the largest variant are told by bit patterns that no value of the largest one has; nil if there are too
/// few, or the others' fields do not fit beside it.
private func nicheFilling(_ repr: LayoutRepr, _ variants: [[TypeLayout]]) -> TypeLayout? {
  if repr.hidesEnumFreedom || variants.count < 2 { return nil }
  var drafts: [Draft] = []
  var alignment: UInt8 = 0
  var unadjusted: UInt8 = 0
  for v in variants {
    guard let draft = try? univariant(v, repr, .alwaysSized) else { return nil }
    alignment = max(alignment, draft.alignmentLog2)
    unadjusted = max(unadjusted, draft.unadjustedLog2)
    drafts.append(draft)
  }
  // The last of equally large ones.
  var largest = 0
  for i in drafts.indices where drafts[i].size >= drafts[largest].size { largest = i }
  let needing = variants.indices.filter { $0 != largest && !isAbsent(variants[$0]) }
  guard let first = needing.first, let last = needing.last else { return nil }
  guard let niche = drafts[largest].largestNiche, let (start, scalar) = niche.reserve(UInt128(last - first + 1)) else { return nil }
  let size = drafts[largest].size.aligned(alignment)
  for i in drafts.indices where i != largest {
    drafts[i].largestNiche = nil
    if drafts[i].size <= niche.offset { continue }
    let shift = (niche.offset + scalar.bytes).aligned(drafts[i].alignmentLog2)
    if shift + drafts[i].size > size { return nil }
    for f in drafts[i].offsets.indices { drafts[i].offsets[f] += shift }
    if !drafts[i].isUninhabited { drafts[i].repr = .memory(isSized: true) }
    drafts[i].size += shift
  }
  let othersAreEmpty = drafts.indices.allSatisfy { $0 == largest || drafts[$0].size == 0 }
  var backend = BackendRepr.memory(isSized: true)
  if size == drafts[largest].size && alignment == drafts[largest].alignmentLog2 && othersAreEmpty {
    switch drafts[largest].repr {
    case .scalar: backend = .scalar(scalar)
    case .scalarPair(let a, let b):
      backend = niche.offset == 0 ? .scalarPair(scalar, .union(b.primitive)) : .scalarPair(.union(a.primitive), scalar)
    default: break
    }
  }
  return TypeLayout(
    size: size, alignmentLog2: alignment, repr: backend, fields: .arbitrary, offsets: [niche.offset],
    variants: .multiple(
      tag: scalar,
      encoding: .niche(untaggedVariant: UInt32(largest), first: UInt32(first), last: UInt32(last), nicheStart: start),
      tagOffset: niche.offset),
    variantLayouts: drafts.enumerated().map { $1.finish(variant: UInt32($0)) }, largestNiche: Niche.of(scalar, at: niche.offset),
    isUninhabited: drafts.allSatisfy { $0.isUninhabited }, unadjustedABIAlignmentLog2: unadjusted)
}

/// The layout with a tag in front of all variants.
private func tagged(_ repr: LayoutRepr, _ variants: [[TypeLayout]], _ discriminants: [Int128]) throws(LayoutFailure) -> TypeLayout {
  let (low, high) = discriminantRange(repr, variants, discriminants)
  let (minimum, isSigned) = tagType(repr, low, high)

  var drafts: [Draft] = []
  var alignment: UInt8 = 0
  var unadjusted: UInt8 = 0
  var size: UInt64 = 0
  /// Of the field that comes first in any variant: the tag may grow up to there.
  var startAlignment: UInt8 = 8
  var prefixAlignment = minimum.alignmentLog2
  if repr.isC { for v in variants { for f in v { prefixAlignment = max(prefixAlignment, f.alignmentLog2) } } }
  for v in variants {
    let draft = try univariant(v, repr, .prefixed(bytes: minimum.bytes, alignmentLog2: prefixAlignment))
    for i in draft.memoryOrder where !v[Int(i)].is1ZST {
      startAlignment = min(startAlignment, v[Int(i)].alignmentLog2)
      break
    }
    size = max(size, draft.size)
    alignment = max(alignment, draft.alignmentLog2)
    unadjusted = max(unadjusted, draft.unadjustedLog2)
    drafts.append(draft)
  }
  size = size.aligned(alignment)
  if size >= objectSizeBound { throw .sizeOverflow }

  var tagSize = minimum
  if !repr.hidesEnumFreedom, let grown = IntegerSize(rawValue: startAlignment), grown > minimum {
    tagSize = grown
    for i in drafts.indices {
      for f in drafts[i].offsets.indices where drafts[i].offsets[f] <= minimum.bytes { drafts[i].offsets[f] = grown.bytes }
      if drafts[i].size <= minimum.bytes { drafts[i].size = grown.bytes }
    }
  }
  let tag = Scalar(
    .int(tagSize, signed: isSigned),
    WrappingRange(UInt128(truncatingIfNeeded: low) & tagSize.mask, UInt128(truncatingIfNeeded: high) & tagSize.mask))
  var backend = BackendRepr.memory(isSized: true)
  if tag.bytes == size {
    backend = .scalar(tag)
  } else if let pair = commonPair(tag, variants, drafts, size, alignment) {
    backend = pair
  }
  if !backend.isMemory {
    // Variants are then read as the whole is.
    for i in drafts.indices where !drafts[i].offsets.isEmpty && drafts[i].repr.isMemory {
      drafts[i].repr = backend
      drafts[i].size = max(drafts[i].size, size)
      drafts[i].alignmentLog2 = max(drafts[i].alignmentLog2, alignment)
    }
  }
  return TypeLayout(
    size: size, alignmentLog2: alignment, repr: backend, fields: .arbitrary, offsets: [0],
    variants: .multiple(tag: tag, encoding: .direct, tagOffset: 0),
    variantLayouts: drafts.enumerated().map { $1.finish(variant: UInt32($0)) }, largestNiche: Niche.of(tag, at: 0),
    isUninhabited: drafts.allSatisfy { $0.isUninhabited }, unadjustedABIAlignmentLog2: unadjusted)
}

/// The pair of the tag and the one scalar that every variant with a field has at the same place, if that is what the enum is.
private func commonPair(
  _ tag: Scalar, _ variants: [[TypeLayout]], _ drafts: [Draft], _ size: UInt64, _ alignment: UInt8
) -> BackendRepr? {
  var common: (primitive: Primitive, offset: UInt64)?
  var isInitialized = true
  for (fields, draft) in zip(variants, drafts) {
    let nonZero = fields.indices.filter { !fields[$0].isZeroSized }
    if nonZero.isEmpty {
      isInitialized = false
      continue
    }
    guard nonZero.count == 1, case .scalar(let scalar) = fields[nonZero[0]].repr else { return nil }
    if scalar.isUnion { isInitialized = false }
    let offset = draft.offsets[nonZero[0]]
    guard let old = common else {
      common = (scalar.primitive, offset)
      continue
    }
    if offset != old.offset { return nil }
    switch (old.primitive, scalar.primitive) {
    case let (x, y) where x == y: break
    case (.int(let x, _), .int(let y, _)) where x == y: break
    case (.pointer, .int(.i64, _)): break
    case (.int(.i64, _), .pointer): common = (.pointer, offset)
    default: return nil
    }
  }
  guard let common else { return nil }
  let value = isInitialized ? Scalar(common.primitive) : Scalar.union(common.primitive)
  let offset = TypeLayout.pairOffset(tag, value)
  let pairAlignment = max(tag.primitive.alignmentLog2, value.primitive.alignmentLog2)
  guard offset == common.offset, alignment == pairAlignment, size == (offset + value.bytes).aligned(pairAlignment) else { return nil }
  return .scalarPair(tag, value)
}

/// The smallest wrapping range with all discriminants that can occur.
private func discriminantRange(_ repr: LayoutRepr, _ variants: [[TypeLayout]], _ discriminants: [Int128]) -> (low: Int128, high: Int128) {
  let (size, isSigned) = repr.int ?? (.i64, true)
  var values: [Int128] = []
  for (v, d) in zip(variants, discriminants) where repr.isC || !v.contains(where: { $0.isUninhabited }) { values.append(d) }
  values.sort()
  var unique: [Int128] = []
  for v in values where unique.last != v { unique.append(v) }
  guard let first = unique.first else { return (0, 0) }
  // The largest gap between neighbours (the last's being the first, around the end) is left out.
  var best: (distance: UInt128, end: Int128, start: Int128) = (0, first, first)
  for i in unique.indices {
    let start = unique[i]
    let end = i + 1 < unique.count ? unique[i + 1] : first
    let distance: UInt128
    if start > end {
      let d = start &- end
      distance =
        isSigned
        ? UInt128(truncatingIfNeeded: Int128(truncatingIfNeeded: size.mask >> 1) &- d) : size.mask &- UInt128(truncatingIfNeeded: d)
    } else {
      distance = UInt128(truncatingIfNeeded: end &- start)
    }
    if i == 0 || distance >= best.distance { best = (distance, start, end) }
  }
  return (best.start, best.end)
}

/// The type of the tag for discriminants from `low` to `high`.
private func tagType(_ repr: LayoutRepr, _ low: Int128, _ high: Int128) -> (IntegerSize, isSigned: Bool) {
  if let int = repr.int { return (int.size, int.isSigned) }
  func fitUnsigned(_ v: UInt128) -> IntegerSize { IntegerSize.allCases.first { v <= $0.mask }! }
  func fitSigned(_ v: Int128) -> IntegerSize {
    IntegerSize.allCases.first { s in
      let limit = Int128(truncatingIfNeeded: s.mask >> 1)
      return v <= limit && v >= -limit - 1
    }!
  }
  let unsigned = fitUnsigned(max(UInt128(truncatingIfNeeded: low), UInt128(truncatingIfNeeded: high)))
  let signed = max(fitSigned(low), fitSigned(high))
  let least: IntegerSize = repr.isC ? .i32 : .i8
  return unsigned <= signed ? (max(unsigned, least), false) : (max(signed, least), true)
}

extension IntegerSize {
  var alignmentLog2: UInt8 { rawValue }
}

/// A union of these fields.
func layoutOfUnion(_ repr: LayoutRepr, _ fields: [TypeLayout]) throws(LayoutFailure) -> TypeLayout {
  if fields.isEmpty { throw .unknown }
  var alignment: UInt8 = 0
  var size: UInt64 = 0
  /// Nil at first; `isMixed` once two fields differ.
  var common: (repr: BackendRepr, alignmentLog2: UInt8)?
  var isMixed = repr.isC
  for field in fields {
    if field.isUnsized { throw .unknown }
    alignment = max(alignment, field.alignmentLog2)
    size = max(size, field.size)
    if field.isZeroSized || isMixed { continue }
    let asUnion = field.repr.asUnion
    if let old = common {
      if old.repr != asUnion { isMixed = true }
    } else {
      common = (asUnion, field.alignmentLog2)
    }
  }
  if let packed = repr.packed { alignment = min(alignment, packed) }
  let unadjusted = alignment
  if let align = repr.align { alignment = max(alignment, align) }
  var backend = BackendRepr.memory(isSized: true)
  if !isMixed, let common {
    switch common.repr {
    case .scalar(let s): if s.primitive.alignmentLog2 == alignment { backend = common.repr }
    case .scalarPair(let a, let b):
      if max(a.primitive.alignmentLog2, b.primitive.alignmentLog2) == alignment { backend = common.repr }
    case .vector: if common.alignmentLog2 <= alignment { backend = common.repr }
    case .memory: break
    }
  }
  return TypeLayout(
    size: size.aligned(alignment), alignmentLog2: alignment, repr: backend, fields: .union(count: fields.count),
    unadjustedABIAlignmentLog2: unadjusted)
}
