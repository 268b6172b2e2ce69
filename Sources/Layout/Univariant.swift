// Structs, tuples, closures and single variants: the order and places of fields.
import ABI

enum NicheBias { case start, end }

/// Sizes from here on do not fit the address space of x86-64.
let objectSizeBound: UInt64 = 1 << 47

/// The fields of one variant, laid out. Where it costs nothing, the largest niche is put at the start or at the end of the memory, so
/// that an enum around has room for other variants' fields.
///
/// - Source: rules observed from rustc 1.96 (`compiler/rustc_abi/src/layout.rs`); checked against it by `tools/layout-check`.
func univariant(_ fields: [TypeLayout], _ repr: LayoutRepr, _ placement: Placement) throws(LayoutFailure) -> Draft {
  let draft = try place(fields, repr, placement, .start)
  if placement == .maybeUnsized { return draft }
  guard let niche = draft.largestNiche, fields.count > 1 else { return draft }
  let head = niche.offset
  let tail = draft.size - head - niche.scalar.bytes
  if head == 0 || tail == 0 { return draft }
  let other = try place(fields, repr, placement, .end)
  guard let otherNiche = other.largestNiche else { return draft }
  return otherNiche.offset > head && otherNiche.offset > tail ? other : draft
}

private func place(_ fields: [TypeLayout], _ repr: LayoutRepr, _ placement: Placement, _ bias: NicheBias) throws(LayoutFailure) -> Draft {
  var order = (0..<fields.count).map { UInt32($0) }
  if !repr.keepsFieldOrder && fields.count > 1 {
    let end = placement == .maybeUnsized ? fields.count - 1 : fields.count
    order = sorted(fields, end, repr, placement, bias) + order[end...]
  }

  var alignment: UInt8 = 0
  var offset: UInt64 = 0
  if case .prefixed(let bytes, let log2) = placement {
    let log2 = repr.packed.map { min(log2, $0) } ?? log2
    alignment = max(alignment, log2)
    offset = bytes.aligned(log2)
  }
  var offsets = [UInt64](repeating: 0, count: fields.count)
  var best: Niche?
  var bestAvailable: UInt128 = 0
  var isSized = true
  for i in order {
    let field = fields[Int(i)]
    if !isSized { throw .unknown }
    if field.isUnsized {
      if placement != .maybeUnsized { throw .unknown }
      isSized = false
    }
    let fieldAlignment = repr.packed.map { min(field.alignmentLog2, $0) } ?? field.alignmentLog2
    offset = offset.aligned(fieldAlignment)
    alignment = max(alignment, fieldAlignment)
    offsets[Int(i)] = offset
    if let niche = field.largestNiche {
      let available = niche.available
      if bias == .start ? available > bestAvailable : available >= bestAvailable {
        bestAvailable = available
        best = Niche(offset: niche.offset + offset, scalar: niche.scalar)
      }
    }
    let (sum, overflows) = offset.addingReportingOverflow(field.size)
    if overflows || sum >= objectSizeBound { throw .sizeOverflow }
    offset = sum
  }
  var unadjusted = alignment
  if let align = repr.align { alignment = max(alignment, align) }
  let size = offset.aligned(alignment)
  if size >= objectSizeBound { throw .sizeOverflow }

  let nonZero = (0..<fields.count).filter { !fields[$0].isZeroSized }
  var backend = BackendRepr.memory(isSized: isSized)
  if isSized && size > 0 { backend = scalarForm(fields, nonZero, offsets, size, alignment, repr) ?? backend }
  if repr.isTransparent {
    unadjusted = isSized && size > 0 && nonZero.count == 1 ? fields[nonZero[0]].unadjustedABIAlignmentLog2 : alignment
  }
  return Draft(
    size: size, alignmentLog2: alignment, unadjustedLog2: unadjusted, repr: backend, offsets: offsets, memoryOrder: order,
    largestNiche: best, isUninhabited: fields.contains { $0.isUninhabited })
}

/// The first `end` fields in memory order.
private func sorted(
  _ fields: [TypeLayout], _ end: Int, _ repr: LayoutRepr, _ placement: Placement, _ bias: NicheBias
) -> [UInt32] {
  let candidates = fields[..<end]
  let maximumAlignment = candidates.map(\.alignmentLog2).max() ?? 0
  let largestNiche = candidates.map(\.nicheSize).max() ?? 0

  /// Fields of one group pack without gaps.
  func group(_ f: TypeLayout) -> UInt64 {
    if let packed = repr.packed { return UInt64(1) << UInt64(min(f.alignmentLog2, packed)) }
    let sizeAsAlignment = UInt8(truncatingIfNeeded: max(f.alignment, f.size).trailingZeroBitCount)
    if largestNiche == 0 { return UInt64(sizeAsAlignment) }
    switch bias {
    case .start: return UInt64(min(maximumAlignment, sizeAsAlignment))
    case .end: return UInt64(f.nicheSize == largestNiche ? f.alignmentLog2 : sizeAsAlignment)
    }
  }
  struct Key {
    var group: UInt64
    var niche: UInt128
    var nicheOffset: UInt64
  }
  let isPrefixed: Bool
  if case .prefixed = placement { isPrefixed = true } else { isPrefixed = false }
  let keys = candidates.map { f -> Key in
    let niche = f.nicheSize
    if isPrefixed { return Key(group: group(f), niche: niche, nicheOffset: 0) }
    var offset: UInt64 = 0
    if let n = f.largestNiche { offset = bias == .start ? n.offset : ~(f.size - n.scalar.bytes - n.offset) }
    return Key(group: ~group(f), niche: bias == .start ? ~niche : niche, nicheOffset: offset)
  }
  return (0..<end).sorted { a, b in
    let x = keys[a]
    let y = keys[b]
    if x.group != y.group { return x.group < y.group }
    if x.niche != y.niche { return x.niche < y.niche }
    if x.nicheOffset != y.nicheOffset { return x.nicheOffset < y.nicheOffset }
    return a < b
  }.map { UInt32($0) }
}

/// The scalar or pair that a value with these fields is held as, if it is one.
private func scalarForm(
  _ fields: [TypeLayout], _ nonZero: [Int], _ offsets: [UInt64], _ size: UInt64, _ alignment: UInt8, _ repr: LayoutRepr
) -> BackendRepr? {
  if nonZero.count == 1 {
    let field = fields[nonZero[0]]
    guard offsets[nonZero[0]] == 0, alignment == field.alignmentLog2, size == field.size else { return nil }
    switch field.repr {
    case .scalar, .vector: return repr.keepsAggregate ? nil : field.repr
    case .scalarPair: return field.repr
    case .memory: return nil
    }
  }
  guard nonZero.count == 2, case .scalar(let x) = fields[nonZero[0]].repr, case .scalar(let y) = fields[nonZero[1]].repr else { return nil }
  let isInOrder = offsets[nonZero[0]] < offsets[nonZero[1]]
  let (i, a, j, b) = isInOrder ? (nonZero[0], x, nonZero[1], y) : (nonZero[1], y, nonZero[0], x)
  let second = TypeLayout.pairOffset(a, b)
  let pairAlignment = max(a.primitive.alignmentLog2, b.primitive.alignmentLog2)
  guard offsets[i] == 0, offsets[j] == second, alignment == pairAlignment, size == (second + b.bytes).aligned(pairAlignment) else {
    return nil
  }
  return .scalarPair(a, b)
}
