// Enums: reading which variant a value is, and writing it.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension FunctionCodegen {
  /// The discriminant of the value at `p`, in the discriminant type.
  func discriminant(of p: Place, _ type: TypeID) -> LLVMValueRef {
    if case .multiple = unit.typed(type).layout.variants {
      if let whole = inRegisters(p) { return discriminant(of: nil, inRegisters: whole, type) }
      return discriminant(of: codegenPlace(p), inRegisters: nil, type)
    }
    return discriminant(of: nil, inRegisters: nil, type)
  }

  /// The same of a value at an address or in registers.
  func discriminant(of place: PlaceRef?, inRegisters whole: OperandRef?, _ type: TypeID) -> LLVMValueRef {
    let typed = unit.typed(type)
    let resultType = unit.typed(facts.discriminantType(of: type))
    guard case .scalar(let result) = resultType.layout.repr else { return ll.const64(0) }
    let llResult = unit.immediateType(result)
    switch typed.layout.variants {
    case .empty: return ll.poison(llResult)
    case .single(let v):
      return ll.const(llResult, facts.discriminant(of: type, variant: v))
    case .multiple(let tag, let encoding, let tagOffset):
      let value: LLVMValueRef
      if let whole, case .immediate(let v) = whole.value {
        value = reinterpret(v, as: tag)
      } else if let whole, case .pair(let a, let b) = whole.value {
        value = reinterpret(tagOffset == 0 ? a : b, as: tag)
      } else if let place {
        value = loadScalar(
          tag, ll.offset(place.pointer, tagOffset), alignLog2: min(alignmentLog2(place.alignLog2, at: tagOffset), tag.primitive.alignmentLog2),
          type: typed, offset: tagOffset)
      } else {
        return ll.poison(llResult)
      }
      return decodeTag(value, tag, encoding, typed, llResult)
    }
  }

  private func inRegisters(_ p: Place) -> OperandRef? {
    guard case .operand(let base) = locals[p.local.index] else { return nil }
    var value = base
    for e in body[p.projection] {
      guard let next = projectOperand(value, e) else { return nil }
      value = next
    }
    if case .ref = value.value { return nil }
    return value
  }

  private func decodeTag(
    _ tagImmediate: LLVMValueRef, _ tag: Scalar, _ encoding: TagEncoding, _ type: TypedLayout, _ llResult: LLVMTypeRef
  ) -> LLVMValueRef {
    switch encoding {
    case .direct:
      let signed: Bool =
        switch tag.primitive {
        case .int(_, let s): s && !tag.isBool
        default: false
        }
      return ll.intCast(tagImmediate, llResult, signed: signed)
    case .niche(let untagged, let first, let last, let nicheStart):
      // The variant's number; equal to its discriminant, since such enums have no explicit ones.
      let tagInteger: LLVMValueRef
      let tagType: LLVMTypeRef
      switch tag.primitive {
      case .pointer:
        // A single niche of a pointer compares without a cast, which keeps its provenance.
        if first == last && nicheStart == 0 {
          let isNiche = ll.icmp(LLVMIntEQ, tagImmediate, ll.null(ll.pointer))
          return ll.select(isNiche, ll.const(llResult, UInt64(first)), ll.const(llResult, UInt64(untagged)))
        }
        tagInteger = LLVMBuildPtrToInt(ll.builder, tagImmediate, ll.i64, "")
        tagType = ll.i64
      case .int:
        tagInteger = tag.isBool ? ll.zext(tagImmediate, ll.i8) : tagImmediate
        tagType = LLVMTypeOf(tagInteger)
      default:
        tagType = ll.intType(bytes: tag.bytes)
        tagInteger = ll.bitcast(tagImmediate, tagType)
      }
      let relativeMax = UInt64(last - first)
      let mask = UInt128.max >> UInt128(128 - tag.bytes * 8)
      let isNiche: LLVMValueRef
      let tagged: LLVMValueRef
      if relativeMax == 0 {
        isNiche = ll.icmp(LLVMIntEQ, tagInteger, ll.const(tagType, nicheStart & mask))
        tagged = ll.const(llResult, UInt64(first))
      } else {
        let relative = ll.sub(tagInteger, ll.const(tagType, nicheStart & mask))
        isNiche = ll.icmp(LLVMIntULE, relative, ll.const(tagType, relativeMax))
        let cast = ll.intCast(relative, llResult, signed: false)
        tagged = first == 0 ? cast : ll.add(cast, ll.const(llResult, UInt64(first)))
        // The untagged variant's number lies within the range, but never as a tag.
        if untagged >= first && untagged <= last && unit.isOptimizing {
          ll.assume(
            ll.icmp(LLVMIntNE, ll.select(isNiche, tagged, ll.const(llResult, UInt64(UInt32.max))), ll.const(llResult, UInt64(untagged))))
        }
      }
      return ll.select(isNiche, tagged, ll.const(llResult, UInt64(untagged)))
    }
  }

  /// What the tag of `variant` holds; nil if it has none (the niche's untagged variant).
  func encodedTag(_ type: TypedLayout, _ variant: UInt32, _ tag: Scalar, _ encoding: TagEncoding) -> LLVMValueRef? {
    let bits: UInt128
    let mask = UInt128.max >> UInt128(128 - tag.bytes * 8)
    switch encoding {
    case .direct: bits = facts.discriminant(of: type.type, variant: variant) & mask
    case .niche(let untagged, let first, _, let nicheStart):
      if variant == untagged { return nil }
      bits = (nicheStart &+ UInt128(variant) &- UInt128(first)) & mask
    }
    let memory = unit.memoryType(tag)
    if tag.primitive == .pointer {
      return bits == 0 ? ll.null(ll.pointer) : LLVMConstIntToPtr(ll.const(ll.i64, bits), ll.pointer)
    }
    if tag.primitive.isFloat {
      return ll.bitcast(ll.const(ll.intType(bytes: tag.bytes), bits), memory)
    }
    return ll.const(tag.isBool ? ll.i1 : memory, bits)
  }

  /// Writes the tag of `variant`.
  func setDiscriminant(_ place: PlaceRef, _ variant: UInt32) {
    let type = unit.typed(place.type.type)
    if case .multiple = type.layout.variants, type.layout.variant(variant).isUninhabited {
      // Such a value cannot exist.
      ll.assume(ll.constBool(false))
      return
    }
    guard case .multiple(let tag, let encoding, let tagOffset) = type.layout.variants,
      let value = encodedTag(type, variant, tag, encoding)
    else { return }
    ll.store(
      fromImmediate(value), ll.offset(place.pointer, tagOffset),
      alignLog2: min(alignmentLog2(place.alignLog2, at: tagOffset), tag.primitive.alignmentLog2))
  }
}
