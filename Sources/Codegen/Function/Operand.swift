// Values in code generation: in registers or in memory.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

/// A value as LLVM holds it.
enum OperandValue {
  /// In memory; unsized values have metadata.
  case ref(LLVMValueRef, meta: LLVMValueRef?, alignLog2: UInt8)
  /// A scalar (`i1` for `bool`) or vector.
  case immediate(LLVMValueRef)
  case pair(LLVMValueRef, LLVMValueRef)
  case zeroSized
}

struct OperandRef {
  var value: OperandValue
  var type: TypedLayout
  init(_ value: OperandValue, _ type: TypedLayout) { self.value = value; self.type = type }

  /// The one register of a scalar.
  var immediate: LLVMValueRef {
    switch value {
    case .immediate(let v): return v
    default: preconditionFailure("operand is not a scalar")
    }
  }
  /// The two registers of a pair: pointer and metadata, value and flag…
  var pair: (LLVMValueRef, LLVMValueRef) {
    switch value {
    case .pair(let a, let b): return (a, b)
    default: preconditionFailure("operand is not a pair")
    }
  }
}

/// A value's address. `meta` for unsized types.
struct PlaceRef {
  var pointer: LLVMValueRef
  var meta: LLVMValueRef?
  var alignLog2: UInt8
  var type: TypedLayout
  init(_ pointer: LLVMValueRef, meta: LLVMValueRef? = nil, alignLog2: UInt8? = nil, _ type: TypedLayout) {
    self.pointer = pointer
    self.meta = meta
    self.alignLog2 = alignLog2 ?? type.layout.alignmentLog2
    self.type = type
  }
}

/// Alignment at `offset` bytes behind an address of alignment `log2`.
func alignmentLog2(_ log2: UInt8, at offset: UInt64) -> UInt8 {
  offset == 0 ? log2 : min(log2, UInt8(offset.trailingZeroBitCount))
}

extension FunctionCodegen {
  // MARK: registers and memory

  /// A scalar from its form in memory: `bool` becomes `i1`.
  func toImmediate(_ v: LLVMValueRef, _ s: Scalar) -> LLVMValueRef { s.isBool ? ll.trunc(v, ll.i1) : v }
  func fromImmediate(_ v: LLVMValueRef) -> LLVMValueRef { LLVMTypeOf(v) == ll.i1 ? ll.zext(v, ll.i8) : v }

  func loadScalar(_ s: Scalar, _ p: LLVMValueRef, alignLog2: UInt8, type: TypedLayout, offset: UInt64) -> LLVMValueRef {
    let v = ll.load(unit.memoryType(s), p, alignLog2: alignLog2)
    if unit.isOptimizing && !s.isUnion {
      switch s.primitive {
      case .int(let size, _):
        if !s.isAlwaysValid {
          ll.setRange(v, type: unit.memoryType(s), start: s.validRange.start, end: (s.validRange.end &+ 1) & size.mask)
        }
        ll.setMetadata(v, "noundef", ll.emptyMetadata)
      case .pointer:
        if !s.validRange.contains(0) { ll.setMetadata(v, "nonnull", ll.emptyMetadata) }
        ll.setMetadata(v, "noundef", ll.emptyMetadata)
      default: ll.setMetadata(v, "noundef", ll.emptyMetadata)
      }
    }
    return toImmediate(v, s)
  }

  /// The value at `place`: in registers if its type is held there.
  func load(_ place: PlaceRef) -> OperandRef {
    let layout = place.type.layout
    if layout.isZeroSized { return OperandRef(.zeroSized, place.type) }
    switch layout.repr {
    case .scalar(let s):
      if let value = constantLoad(place, s) { return OperandRef(.immediate(value), place.type) }
      return OperandRef(
        .immediate(loadScalar(s, place.pointer, alignLog2: place.alignLog2, type: place.type, offset: 0)), place.type)
    case .scalarPair(let a, let b):
      let offset = TypeLayout.pairOffset(a, b)
      let x = loadScalar(a, place.pointer, alignLog2: place.alignLog2, type: place.type, offset: 0)
      let y = loadScalar(
        b, ll.offset(place.pointer, offset), alignLog2: alignmentLog2(place.alignLog2, at: offset), type: place.type, offset: offset)
      return OperandRef(.pair(x, y), place.type)
    case .vector(let s, let n):
      return OperandRef(.immediate(ll.load(unit.vectorType(s, n), place.pointer, alignLog2: place.alignLog2)), place.type)
    case .memory:
      return OperandRef(.ref(place.pointer, meta: place.meta, alignLog2: place.alignLog2), place.type)
    }
  }

  /// The scalar initialiser of a constant global, without a load.
  private func constantLoad(_ place: PlaceRef, _ s: Scalar) -> LLVMValueRef? {
    guard let global = LLVMIsAGlobalVariable(place.pointer), LLVMIsGlobalConstant(global) != 0,
      let value = LLVMGetInitializer(global), LLVMTypeOf(value) == unit.memoryType(s), LLVMIsUndef(value) == 0
    else { return nil }
    return toImmediate(value, s)
  }

  /// Writes `operand` to `place`.
  func store(_ operand: OperandRef, to place: PlaceRef, isVolatile: Bool = false, isNontemporal: Bool = false) {
    func mark(_ instruction: LLVMValueRef) {
      if isVolatile { LLVMSetVolatile(instruction, 1) }
      if isNontemporal {
        var one: LLVMMetadataRef? = LLVMValueAsMetadata(ll.const32(1))
        ll.setMetadata(instruction, "nontemporal", LLVMMetadataAsValue(ll.context, LLVMMDNodeInContext2(ll.context, &one, 1)))
      }
    }
    switch operand.value {
    case .zeroSized: break
    case .immediate(let v):
      mark(ll.store(fromImmediate(v), place.pointer, alignLog2: place.alignLog2))
    case .pair(let x, let y):
      let (a, b) = pairScalars(operand.type)
      let offset = TypeLayout.pairOffset(a, b)
      mark(ll.store(fromImmediate(x), place.pointer, alignLog2: place.alignLog2))
      mark(
        ll.store(
          fromImmediate(y), ll.offset(place.pointer, offset), alignLog2: alignmentLog2(place.alignLog2, at: offset)))
    case .ref(let p, let meta, let alignLog2):
      if operand.type.layout.isUnsized {
        let (size, _) = sizeAndAlignment(of: operand.type, meta: meta)
        ll.memcpy(place.pointer, 0, p, 0, bytes: size)
        return
      }
      if isVolatile {
        let whole = ll.load(ll.intType(bytes: max(1, operand.type.size)), p, alignLog2: alignLog2)
        mark(ll.store(whole, place.pointer, alignLog2: place.alignLog2))
      } else if operand.type.size > 0, p != place.pointer {
        ll.memcpy(place.pointer, place.alignLog2, p, alignLog2, bytes: ll.const64(operand.type.size))
      }
    }
  }

  /// The value's address; stored to a temporary if it is in registers.
  func spill(_ operand: OperandRef) -> PlaceRef {
    if case .ref(let p, let meta, let alignLog2) = operand.value { return PlaceRef(p, meta: meta, alignLog2: alignLog2, operand.type) }
    // A variant can be smaller than the registers that hold its enum.
    let whole = unit.typed(operand.type.type)
    let place = PlaceRef(alloca(bytes: max(whole.size, operand.type.size), alignLog2: whole.layout.alignmentLog2), operand.type)
    store(operand, to: place)
    return place
  }

  /// The two scalars of a value in a pair of registers; of the enum, for a variant with a layout of another form.
  func pairScalars(_ type: TypedLayout) -> (Scalar, Scalar) {
    if case .scalarPair(let a, let b) = type.layout.repr { return (a, b) }
    if case .scalarPair(let a, let b) = unit.typed(type.type).layout.repr { return (a, b) }
    preconditionFailure("two registers for a type that is no pair")
  }

  /// A value that is never read.
  func poison(_ type: TypedLayout) -> OperandRef {
    if type.isZeroSized { return OperandRef(.zeroSized, type) }
    switch type.layout.repr {
    case .scalar, .vector: return OperandRef(.immediate(ll.poison(unit.immediateType(type.layout))), type)
    case .scalarPair(let a, let b):
      return OperandRef(.pair(ll.poison(unit.immediateType(a)), ll.poison(unit.immediateType(b))), type)
    case .memory: return OperandRef(.ref(ll.poison(ll.pointer), meta: nil, alignLog2: type.layout.alignmentLog2), type)
    }
  }

  // MARK: parts

  /// Field `i` of a value in registers.
  func extractField(_ operand: OperandRef, _ i: Int) -> OperandRef {
    extract(operand, offset: operand.type.layout.fieldOffset(i), unit.field(i, of: operand.type))
  }

  func extract(_ operand: OperandRef, offset: UInt64, _ field: TypedLayout) -> OperandRef {
    if field.isZeroSized { return OperandRef(.zeroSized, field) }
    switch operand.value {
    case .zeroSized: return poison(field)
    case .ref(let p, let meta, let alignLog2):
      return load(
        PlaceRef(ll.offset(p, offset), meta: field.layout.isUnsized ? meta : nil, alignLog2: alignmentLog2(alignLog2, at: offset), field))
    case .immediate(let v):
      switch field.layout.repr {
      case .scalar(let s): return OperandRef(.immediate(reinterpret(v, as: s)), field)
      case .vector: return OperandRef(.immediate(v), field)
      case .scalarPair, .memory:
        // A vector's array of elements, or an enum's variant that is laid out otherwise.
        let place = spill(operand)
        return load(PlaceRef(ll.offset(place.pointer, offset), alignLog2: alignmentLog2(place.alignLog2, at: offset), field))
      }
    case .pair(let a, let b):
      switch field.layout.repr {
      case .scalar(let s):
        let (sa, sb) = pairScalars(operand.type)
        if offset == 0 && s.bytes == sa.bytes { return OperandRef(.immediate(reinterpret(a, as: s)), field) }
        if offset == TypeLayout.pairOffset(sa, sb) && s.bytes == sb.bytes {
          return OperandRef(.immediate(reinterpret(b, as: s)), field)
        }
      case .scalarPair(let fa, let fb):
        if offset == 0 { return OperandRef(.pair(reinterpret(a, as: fa), reinterpret(b, as: fb)), field) }
      default: break
      }
      let place = spill(operand)
      return load(PlaceRef(ll.offset(place.pointer, offset), alignLog2: alignmentLog2(place.alignLog2, at: offset), field))
    }
  }

  /// The same bits as another scalar of equal size.
  func reinterpret(_ v: LLVMValueRef, as s: Scalar) -> LLVMValueRef {
    let want = unit.immediateType(s)
    let have = LLVMTypeOf(v)!
    if have == want { return v }
    if s.isBool { return ll.trunc(bits(v, ll.i8), ll.i1) }
    return bits(have == ll.i1 ? ll.zext(v, ll.i8) : v, unit.memoryType(s))
  }
  /// Bitcast that also crosses between pointers and integers.
  func bits(_ v: LLVMValueRef, _ want: LLVMTypeRef) -> LLVMValueRef {
    let have = LLVMTypeOf(v)!
    if have == want { return v }
    let fromPointer = LLVMGetTypeKind(have) == LLVMPointerTypeKind
    let toPointer = LLVMGetTypeKind(want) == LLVMPointerTypeKind
    if fromPointer && toPointer { return v }
    if fromPointer {
      let integer = LLVMBuildPtrToInt(ll.builder, v, ll.i64, "")!
      return LLVMGetTypeKind(want) == LLVMIntegerTypeKind ? integer : ll.bitcast(integer, want)
    }
    if toPointer {
      let integer = LLVMGetTypeKind(have) == LLVMIntegerTypeKind ? v : ll.bitcast(v, ll.i64)
      return LLVMBuildIntToPtr(ll.builder, integer, ll.pointer, "")
    }
    return ll.bitcast(v, want)
  }
}
