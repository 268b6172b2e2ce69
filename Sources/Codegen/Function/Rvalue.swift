// Rvalues: into registers, or straight into memory.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Source
import Support
import Syntax
import Types

extension FunctionCodegen {
  /// Computes `rvalue` into `place`.
  func write(_ rvalue: Rvalue, to place: PlaceRef, _ source: SourceInfoID) {
    switch rvalue {
    case .use(let o): store(retyped(operand(o), place.type), to: place)
    case .repeat(let o, _): writeRepeat(o, place)
    case .aggregate(let id): writeAggregate(body[id], place)
    case .cast(.unsize, let o, _):
      // Structs around the pointer may be in memory.
      if case .scalarPair = place.type.layout.repr { return store(self.rvalue(rvalue, source), to: place) }
      let operand = operand(o)
      let from = spill(operand)
      coerceUnsizedStruct(from, to: place)
    case .cast(.transmute, let o, _):
      let operand = operand(o)
      switch operand.value {
      case .ref, .zeroSized: store(OperandRef(operand.value, operand.type), to: PlaceRef(place.pointer, alignLog2: place.alignLog2, operand.type))
      default: store(operand, to: PlaceRef(place.pointer, alignLog2: place.alignLog2, operand.type))
      }
    default: store(retyped(self.rvalue(rvalue, source), place.type), to: place)
    }
  }

  /// The same value at a type that differs in lifetimes or by an opaque type only.
  func retyped(_ operand: OperandRef, _ type: TypedLayout) -> OperandRef {
    operand.type.type == type.type ? operand : OperandRef(operand.value, operand.type.size == type.size ? type : operand.type)
  }

  /// Computes `rvalue` into registers (or, for values that live in memory, to their address).
  func rvalue(_ rvalue: Rvalue, _ source: SourceInfoID) -> OperandRef {
    switch rvalue {
    case .use(let o): return operand(o)
    case .copyForDeref(let p): return consume(p)
    case .ref(let kind, let p): return address(of: p, kind.isMutable, isRaw: false)
    case .rawPtr(let isMutable, let p): return address(of: p, isMutable, isRaw: true)
    case .threadLocalRef(let def):
      let global = unit.staticAddress(def)
      let f = ll.intrinsic("llvm.threadlocal.address.p0", [ll.pointer], ll.pointer)
      return OperandRef(.immediate(ll.call(f, [global])), unit.typed(.rawPtr(facts.staticType(def), .mut)))
    case .cast(let kind, let o, let type): return cast(kind, operand(o), unit.typed(mono(type)))
    case .binary(let op, let a, let b): return binary(op, operand(a), operand(b))
    case .unary(let op, let o): return unary(op, operand(o))
    case .discriminant(let p):
      let type = placeType(p)
      return OperandRef(.immediate(discriminant(of: p, type)), unit.typed(facts.discriminantType(of: type)))
    case .repeat, .aggregate:
      let type = unit.typed(rvalueType(rvalue))
      if case .aggregate(let id) = rvalue, let value = aggregateInRegisters(body[id], type) { return value }
      if type.isZeroSized { return OperandRef(.zeroSized, type) }
      let place = alloca(type)
      write(rvalue, to: place, source)
      return load(place)
    case .shallowInitBox(let o, let type):
      let value = operand(o)
      let boxType = unit.typed(mono(type))
      return OperandRef(value.value, boxType)
    case .wrapUnsafeBinder(let o, let type): return OperandRef(operand(o).value, unit.typed(mono(type)))
    }
  }

  private func rvalueType(_ rvalue: Rvalue) -> TypeID {
    switch rvalue {
    case .repeat(let o, let n):
      let count = facts.evaluate(n, instance.args)
      guard case .scalar(let low, _)? = count else { return .error }
      return .array(operandType(o), .usize(low))
    case .aggregate(let id):
      let a = body[id]
      switch a.kind {
      case .array(let t): return .array(mono(t), .usize(UInt64(a.fields.count)))
      case .tuple: return .tuple(body[a.fields].map { operandType($0) })
      case .adt(let def, _, let args, _): return TypeID(.adt(def, monoArgs(args)))
      case .closure(let def, let args): return TypeID(.closure(def, monoArgs(args)))
      case .coroutine(let def, let args): return TypeID(.coroutine(def, monoArgs(args)))
      case .coroutineClosure(let def, let args): return TypeID(.coroutineClosure(def, monoArgs(args)))
      case .rawPtr(let t, let isMutable): return .rawPtr(mono(t), isMutable ? .mut : .not)
      }
    default: return .error
    }
  }
  func monoArgs(_ args: GenericArgsID) -> GenericArgsID {
    if case .shim = body.source { return args }
    return facts.instantiate(args, instance.args)
  }

  private func address(of p: Place, _ isMutable: Bool, isRaw: Bool) -> OperandRef {
    let place = codegenPlace(p)
    let type: TypeID = isRaw ? .rawPtr(place.type.type, isMutable ? .mut : .not) : .ref(place.type.type, isMutable ? .mut : .not)
    if let meta = place.meta, unit.typed(place.type.type).layout.isUnsized {
      return OperandRef(.pair(place.pointer, meta), unit.typed(type))
    }
    return OperandRef(.immediate(place.pointer), unit.typed(type))
  }

  // MARK: aggregates

  private func writeRepeat(_ o: Operand, _ place: PlaceRef) {
    guard case .array(let stride, let count) = place.type.layout.fields, count > 0, stride > 0 else { return }
    let value = operand(o)
    // Bytes and zeroes are a memset.
    if case .immediate(let v) = value.value {
      let bytes = ll.const64(stride * count)
      if LLVMIsNull(v) != 0 {
        _ = LLVMBuildMemSet(ll.builder, place.pointer, ll.const(ll.i8, UInt64(0)), bytes, 1 << UInt32(place.alignLog2))
        return
      }
      if stride == 1 {
        _ = LLVMBuildMemSet(ll.builder, place.pointer, fromImmediate(v), bytes, 1 << UInt32(place.alignLog2))
        return
      }
    }
    let element = unit.typed(facts.elementType(of: place.type.type))
    let align = min(alignmentLog2(place.alignLog2, at: stride), element.layout.alignmentLog2)
    if count <= 4 {
      for i in 0..<count {
        store(retyped(value, element), to: PlaceRef(ll.offset(place.pointer, i * stride), alignLog2: align, element))
      }
      return
    }
    let before = LLVMGetInsertBlock(ll.builder)!
    let head = newBlock()
    let loop = newBlock()
    let end = newBlock()
    ll.br(head)
    ll.move(to: head)
    let index = LLVMBuildPhi(ll.builder, ll.i64, "")!
    ll.condBr(ll.icmp(LLVMIntULT, index, ll.const64(count)), loop, end)
    ll.move(to: loop)
    store(retyped(value, element), to: PlaceRef(ll.element(place.pointer, index, stride: stride), alignLog2: align, element))
    let next = LLVMBuildNUWAdd(ll.builder, index, ll.const64(1), "")!
    let back = LLVMGetInsertBlock(ll.builder)!
    ll.br(head)
    var values: [LLVMValueRef?] = [ll.const64(0), next]
    var sources: [LLVMBasicBlockRef?] = [before, back]
    LLVMAddIncoming(index, &values, &sources, 2)
    ll.move(to: end)
  }

  private func writeAggregate(_ a: Aggregate, _ place: PlaceRef) {
    let operands = body[a.fields]
    switch a.kind {
    case .array:
      for (i, o) in operands.enumerated() {
        let element = unit.typed(facts.elementType(of: place.type.type))
        let offset = UInt64(i) * element.size
        if element.isZeroSized { continue }
        store(
          retyped(operand(o), element),
          to: PlaceRef(ll.offset(place.pointer, offset), alignLog2: min(alignmentLog2(place.alignLog2, at: offset), element.layout.alignmentLog2), element))
      }
    case .adt(let def, let variant, _, let activeField):
      let target = projectVariant(place, variant)
      for (i, o) in operands.enumerated() {
        let field = projectField(target, activeField >= 0 ? Int(activeField) : i)
        if field.type.isZeroSized { continue }
        store(retyped(operand(o), field.type), to: field)
      }
      _ = def
      setDiscriminant(place, variant)
    case .rawPtr, .tuple, .closure, .coroutine, .coroutineClosure:
      if case .rawPtr = a.kind {
        let value = rawPointer(operands, place.type)
        return store(value, to: place)
      }
      for (i, o) in operands.enumerated() {
        let field = projectField(place, i)
        if field.type.isZeroSized { continue }
        store(retyped(operand(o), field.type), to: field)
      }
    }
  }

  private func rawPointer(_ operands: UnsafeBufferPointer<Operand>, _ type: TypedLayout) -> OperandRef {
    let data = operand(operands[0])
    let meta = operand(operands[1])
    switch meta.value {
    case .immediate(let m): return OperandRef(.pair(data.immediate, m), type)
    case .zeroSized: return OperandRef(.immediate(data.immediate), type)
    default:
      // `DynMetadata` is a struct around the vtable.
      let place = spill(meta)
      return OperandRef(.pair(data.immediate, ll.load(ll.pointer, place.pointer, alignLog2: 3)), type)
    }
  }

  /// Scalars and pairs that are built from their fields without memory; nil if the shape is not that simple.
  private func aggregateInRegisters(_ a: Aggregate, _ type: TypedLayout) -> OperandRef? {
    let operands = body[a.fields]
    if type.isZeroSized {
      for o in operands { _ = operand(o) }
      return OperandRef(.zeroSized, type)
    }
    if case .rawPtr = a.kind { return rawPointer(operands, type) }
    var layout = type.layout
    if case .adt(_, let variant, _, let activeField) = a.kind {
      if activeField >= 0 { return nil }
      if case .multiple(let tag, let encoding, let tagOffset) = layout.variants {
        return enumInRegisters(type, variant, tag, encoding, tagOffset, operands)
      }
      layout = layout.variant(variant)
    }
    if case .array = a.kind { return nil }
    switch layout.repr {
    case .scalar(let s):
      for (i, o) in operands.enumerated() {
        let v = operand(o)
        if case .immediate(let x) = v.value, layout.fieldOffset(i) == 0 {
          return OperandRef(.immediate(reinterpret(x, as: s)), type)
        }
        if case .zeroSized = v.value { continue }
        return nil
      }
      return nil
    case .scalarPair(let sa, let sb):
      var first: LLVMValueRef?
      var second: LLVMValueRef?
      let secondOffset = TypeLayout.pairOffset(sa, sb)
      for (i, o) in operands.enumerated() {
        let v = operand(o)
        switch v.value {
        case .zeroSized: continue
        case .immediate(let x):
          if layout.fieldOffset(i) == 0 && v.type.size == sa.bytes {
            first = reinterpret(x, as: sa)
          } else if layout.fieldOffset(i) == secondOffset && v.type.size == sb.bytes {
            second = reinterpret(x, as: sb)
          } else {
            return nil
          }
        case .pair(let x, let y):
          first = reinterpret(x, as: sa)
          second = reinterpret(y, as: sb)
        case .ref: return nil
        }
      }
      guard let first, let second else { return nil }
      return OperandRef(.pair(first, second), type)
    default: return nil
    }
  }

  /// An enum's variant as scalar or pair, where tag and payload are the two registers.
  private func enumInRegisters(
    _ type: TypedLayout, _ variant: UInt32, _ tag: Scalar, _ encoding: TagEncoding, _ tagOffset: UInt64,
    _ operands: UnsafeBufferPointer<Operand>
  ) -> OperandRef? {
    let layout = type.layout.variant(variant)
    if layout.isUninhabited { return nil }
    let tagValue: LLVMValueRef? = encodedTag(type, variant, tag, encoding)
    switch type.layout.repr {
    case .scalar(let s):
      // Either only the tag, or (niche) only the payload.
      if let tagValue {
        for o in operands { if !unit.typed(operandType(o)).isZeroSized { return nil } }
        return OperandRef(.immediate(reinterpret(tagValue, as: s)), type)
      }
      for (i, o) in operands.enumerated() {
        let v = operand(o)
        if case .immediate(let x) = v.value, layout.fieldOffset(i) == 0 { return OperandRef(.immediate(reinterpret(x, as: s)), type) }
        if case .zeroSized = v.value { continue }
        return nil
      }
      return nil
    case .scalarPair(let sa, let sb):
      let secondOffset = TypeLayout.pairOffset(sa, sb)
      var first: LLVMValueRef?
      var second: LLVMValueRef?
      if let tagValue {
        if tagOffset == 0 { first = reinterpret(tagValue, as: sa) } else { second = reinterpret(tagValue, as: sb) }
      }
      for (i, o) in operands.enumerated() {
        let v = operand(o)
        switch v.value {
        case .zeroSized: continue
        case .immediate(let x):
          if layout.fieldOffset(i) == 0 && v.type.size == sa.bytes && first == nil {
            first = reinterpret(x, as: sa)
          } else if layout.fieldOffset(i) == secondOffset && v.type.size == sb.bytes && second == nil {
            second = reinterpret(x, as: sb)
          } else {
            return nil
          }
        case .pair(let x, let y):
          if first != nil || second != nil || layout.fieldOffset(i) != 0 { return nil }
          first = reinterpret(x, as: sa)
          second = reinterpret(y, as: sb)
        case .ref: return nil
        }
      }
      return OperandRef(
        .pair(first ?? ll.undef(unit.immediateType(sa)), second ?? ll.undef(unit.immediateType(sb))), type)
    default: return nil
    }
  }

  // MARK: unary

  private func unary(_ op: UnOp, _ o: OperandRef) -> OperandRef {
    switch op {
    case .not: return OperandRef(.immediate(ll.not(o.immediate)), o.type)
    case .neg:
      if facts.isFloat(o.type.type) { return OperandRef(.immediate(LLVMBuildFNeg(ll.builder, o.immediate, "")), o.type) }
      return OperandRef(.immediate(ll.neg(o.immediate)), o.type)
    case .ptrMetadata:
      let pointee = facts.pointee(of: o.type.type)
      switch o.value {
      case .pair(_, let meta):
        if case .trait = facts.tail(of: pointee) {
          // `DynMetadata<dyn Trait>` holds the vtable.
          return OperandRef(.immediate(meta), unit.typed(.rawPtr(.unit, .not)))
        }
        return OperandRef(.immediate(meta), unit.typed(.usize))
      default: return OperandRef(.zeroSized, unit.typed(.unit))
      }
    }
  }
}
