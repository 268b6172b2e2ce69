// Addresses of places: fields, elements, variants; sizes of unsized values.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Syntax
import Types

extension FunctionCodegen {
  /// Field `i` of a struct, tuple, closure, union or variant.
  func projectField(_ place: PlaceRef, _ i: Int) -> PlaceRef {
    let layout = place.type.layout
    let field = unit.field(i, of: place.type)
    let offset = layout.fieldOffset(i)
    if field.layout.isSized {
      return PlaceRef(
        ll.offset(place.pointer, offset), alignLog2: min(alignmentLog2(place.alignLog2, at: offset), max(field.layout.alignmentLog2, 0)),
        field)
    }
    switch facts.tail(of: field.type) {
    case .trait:
      // The tail starts at the offset rounded up to the dynamic alignment (which `packed` caps).
      guard let meta = place.meta else { break }
      if offset == 0 { return PlaceRef(place.pointer, meta: meta, alignLog2: 0, field) }
      let (_, alignment) = sizeAndAlignment(of: field, meta: meta)
      let mask = ll.sub(alignment, ll.const64(1))
      let start = ll.and(ll.add(ll.const64(offset), mask), ll.not(mask))
      return PlaceRef(ll.offset(place.pointer, by: start), meta: meta, alignLog2: 0, field)
    default: break
    }
    return PlaceRef(
      ll.offset(place.pointer, offset), meta: place.meta, alignLog2: min(alignmentLog2(place.alignLog2, at: offset), field.layout.alignmentLog2),
      field)
  }

  func projectVariant(_ place: PlaceRef, _ v: UInt32) -> PlaceRef {
    var result = place
    if case .single(let only) = place.type.layout.variants, only != v {
      // A variant that no value can have: code about it is never reached, but its fields must have a place.
      result.type.layout = TypeLayout(
        size: 0, alignmentLog2: 0, repr: .memory(isSized: true), fields: .primitive, variants: .single(variant: v), isUninhabited: true)
      return result
    }
    result.type.layout = place.type.layout.variant(v)
    return result
  }

  func projectIndex(_ place: PlaceRef, _ index: LLVMValueRef) -> PlaceRef {
    let element = unit.typed(facts.elementType(of: place.type.type))
    let align: UInt8
    if let n = ll.isConstInt(index) {
      align = alignmentLog2(place.alignLog2, at: n &* element.size)
    } else {
      align = alignmentLog2(place.alignLog2, at: element.size)
    }
    return PlaceRef(ll.element(place.pointer, index, stride: element.size), alignLog2: min(align, element.layout.alignmentLog2), element)
  }

  /// Number of elements of an array or slice.
  func length(of place: PlaceRef) -> LLVMValueRef {
    if case .array(_, let count) = place.type.layout.fields, place.type.layout.isSized { return ll.const64(count) }
    return place.meta ?? ll.const64(0)
  }

  /// What a pointer in registers points to.
  func deref(_ operand: OperandRef) -> PlaceRef {
    let pointee = unit.typed(facts.pointee(of: operand.type.type))
    switch operand.value {
    case .immediate(let p): return PlaceRef(p, pointee)
    case .pair(let p, let meta): return PlaceRef(p, meta: meta, pointee)
    case .ref(let p, _, let align):
      // A `Box` with an allocator that is not zero-sized is in memory; its pointer comes first.
      return PlaceRef(ll.load(ll.pointer, p, alignLog2: align), pointee)
    case .zeroSized: preconditionFailure("dereference of a zero-sized value")
    }
  }

  /// The address of `place`; nil if its local lives in registers.
  func codegenPlace(_ place: Place) -> PlaceRef {
    let elements = body[place.projection]
    var base: PlaceRef
    var start = 0
    switch locals[place.local.index] {
    case .place(let p): base = p
    case .unsizedPlace(let p):
      let operand = load(p)
      base = derefUnsized(operand, unit.typed(mono(body[place.local].type)))
    case .operand(let operand):
      // The longest prefix of fields, then a deref.
      var value = operand
      var i = 0
      while i < elements.count {
        if case .deref = elements[i] { break }
        guard let next = projectOperand(value, elements[i]) else { break }
        value = next
        i += 1
      }
      if i < elements.count, case .deref = elements[i] {
        base = deref(value)
        start = i + 1
      } else {
        base = spill(value)
        start = i
      }
    case .pending: base = PlaceRef(ll.poison(ll.pointer), unit.typed(mono(body[place.local].type)))
    }
    for element in elements[start...] { base = project(base, element) }
    return base
  }

  private func derefUnsized(_ operand: OperandRef, _ type: TypedLayout) -> PlaceRef {
    if case .pair(let p, let meta) = operand.value { return PlaceRef(p, meta: meta, type) }
    return PlaceRef(operand.immediate, type)
  }

  func project(_ place: PlaceRef, _ element: PlaceElement) -> PlaceRef {
    switch element {
    case .deref: return deref(load(place))
    case .field(let i, _): return projectField(place, Int(i))
    case .index(let l): return projectIndex(place, localOperand(l).immediate)
    case .constantIndex(let offset, _, let fromEnd):
      let index = fromEnd ? ll.sub(length(of: place), ll.const64(UInt64(offset))) : ll.const64(UInt64(offset))
      return projectIndex(place, index)
    case .subslice(let from, let to, let fromEnd):
      var result = projectIndex(place, ll.const64(UInt64(from)))
      let type: TypedLayout
      if place.type.layout.isSized, case .array(_, let count) = place.type.layout.fields {
        let end = fromEnd ? count - UInt64(to) : UInt64(to)
        type = unit.typed(.array(facts.elementType(of: place.type.type), .usize(end - UInt64(from))))
      } else {
        type = place.type
        result.meta = ll.sub(length(of: place), ll.const64(UInt64(from) + UInt64(to)))
      }
      result.type = type
      return result
    case .downcast(let v): return projectVariant(place, v)
    case .opaqueCast(let t), .unwrapUnsafeBinder(let t):
      var result = place
      result.type = unit.typed(mono(t))
      return result
    }
  }

  /// A step that needs no memory; nil if it does.
  func projectOperand(_ operand: OperandRef, _ element: PlaceElement) -> OperandRef? {
    switch element {
    case .field(let i, _): return extractField(operand, Int(i))
    case .downcast(let v):
      var result = operand
      result.type.layout = operand.type.layout.variant(v)
      // A variant's own representation can differ from the enum's: then it goes through memory.
      switch (operand.value, result.type.layout.repr) {
      case (.pair, .scalarPair), (.immediate, .scalar): return result
      case (.zeroSized, _): return result
      case (.immediate, _) where result.type.isZeroSized, (.pair, _) where result.type.isZeroSized:
        return OperandRef(.zeroSized, result.type)
      case (.ref, _): return result
      default: return OperandRef(operand.value, result.type)
      }
    case .opaqueCast(let t), .unwrapUnsafeBinder(let t):
      return OperandRef(operand.value, unit.typed(mono(t)))
    case .deref, .index, .constantIndex, .subslice: return nil
    }
  }

  // MARK: reading

  func consume(_ place: Place) -> OperandRef {
    if case .operand(let base) = locals[place.local.index] {
      var value = base
      var i = 0
      let elements = body[place.projection]
      while i < elements.count, let next = projectOperand(value, elements[i]) {
        value = next
        i += 1
      }
      if i == elements.count { return value }
    }
    let type = unit.typed(placeType(place))
    if type.isZeroSized { return OperandRef(.zeroSized, type) }
    return load(codegenPlace(place))
  }

  func operand(_ o: Operand) -> OperandRef {
    switch o {
    case .copy(let p), .move(let p): return consume(p)
    case .constant(let c): return constant(body[c])
    case .runtimeChecks(let kind):
      let settings = ll.worker.settings
      let on =
        switch kind {
        case .ubChecks: settings.ubChecks
        case .contractChecks: settings.contractChecks
        case .overflowChecks: settings.overflowChecks
        }
      return OperandRef(.immediate(ll.constBool(on)), unit.typed(.bool))
    }
  }

  func operandType(_ o: Operand) -> TypeID {
    switch o {
    case .copy(let p), .move(let p): placeType(p)
    case .constant(let c): mono(body[c].type)
    case .runtimeChecks: .bool
    }
  }

  /// The type of a place (of the enum, for a downcast).
  func placeType(_ place: Place) -> TypeID {
    var type = mono(body[place.local].type)
    for e in body[place.projection] {
      switch e {
      case .deref: type = facts.pointee(of: type)
      case .field(_, let t), .opaqueCast(let t), .unwrapUnsafeBinder(let t): type = mono(t)
      case .index, .constantIndex: type = facts.elementType(of: type)
      case .subslice(let from, let to, let fromEnd):
        let layout = unit.typed(type).layout
        if layout.isSized, case .array(_, let count) = layout.fields {
          type = .array(facts.elementType(of: type), .usize((fromEnd ? count - UInt64(to) : UInt64(to)) - UInt64(from)))
        }
      case .downcast: break
      }
    }
    return type
  }

  // MARK: dynamic size

  /// Size and alignment in bytes of the value behind a pointer with this metadata.
  func sizeAndAlignment(of type: TypedLayout, meta: LLVMValueRef?) -> (LLVMValueRef, LLVMValueRef) {
    let layout = type.layout
    if layout.isSized || meta == nil { return (ll.const64(layout.size), ll.const64(layout.alignment)) }
    let meta = meta!
    switch facts.unsizedKind(of: type.type) {
    case .slice(let element):
      let e = unit.typed(element)
      let size = LLVMBuildNUWMul(ll.builder, meta, ll.const64(e.size), "")!
      return (size, ll.const64(e.layout.alignment))
    case .str: return (meta, ll.const64(1))
    case .trait:
      return (vtableSlot(meta, 1, ll.i64, isSize: true), vtableSlot(meta, 2, ll.i64, isSize: true))
    case .foreign, .sized: return (ll.const64(layout.size), ll.const64(layout.alignment))
    case .tailOfStruct:
      // Sized prefix, then the tail at its own alignment.
      let i = layout.fieldCount - 1
      let offset = layout.fieldOffset(i)
      let field = unit.field(i, of: type)
      let (tailSize, tailAlignment) = sizeAndAlignment(of: field, meta: meta)
      let alignment: LLVMValueRef
      if let packed = facts.packedAlignment(of: type.type) {
        let cap = ll.const64(packed)
        let capped = ll.select(ll.icmp(LLVMIntULT, tailAlignment, cap), tailAlignment, cap)
        alignment = maximum(capped, ll.const64(layout.alignment))
        let mask = ll.sub(capped, ll.const64(1))
        let start = ll.and(ll.add(ll.const64(offset), mask), ll.not(mask))
        let end = ll.add(start, tailSize)
        let all = ll.sub(alignment, ll.const64(1))
        return (ll.and(ll.add(end, all), ll.not(all)), alignment)
      }
      alignment = maximum(ll.const64(layout.alignment), tailAlignment)
      let tailMask = ll.sub(tailAlignment, ll.const64(1))
      let start = ll.and(ll.add(ll.const64(offset), tailMask), ll.not(tailMask))
      let end = ll.add(start, tailSize)
      let mask = ll.sub(alignment, ll.const64(1))
      return (ll.and(ll.add(end, mask), ll.not(mask)), alignment)
    }
  }
  private func maximum(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { ll.select(ll.icmp(LLVMIntUGT, a, b), a, b) }

  /// Entry `index` of a vtable: 0 drop, 1 size, 2 alignment, then methods.
  func vtableSlot(_ vtable: LLVMValueRef, _ index: UInt32, _ type: LLVMTypeRef, isSize: Bool) -> LLVMValueRef {
    let v = ll.load(type, ll.offset(vtable, UInt64(index) * 8), alignLog2: 3)
    ll.setMetadata(v, "invariant.load", ll.emptyMetadata)
    if index == 2 && isSize {
      // Alignments are 1 up to 2^29.
      ll.setRange(v, type: ll.i64, start: 1, end: 1 << 29 + 1)
    } else if index == 1 && isSize {
      ll.setRange(v, type: ll.i64, start: 0, end: 1 << 63)
    } else if !isSize && index > 2 {
      ll.setMetadata(v, "nonnull", ll.emptyMetadata)
    }
    return v
  }
}
