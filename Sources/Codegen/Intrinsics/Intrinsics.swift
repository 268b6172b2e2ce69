// Intrinsics as instructions.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Types

enum IntrinsicOutcome {
  /// Generated, block ended.
  case done
  /// Call the fallback body.
  case callFallback
  /// Call this instead.
  case call(Instance)
}

extension FunctionCodegen {
  func generateIntrinsic(
    _ def: DefID, _ instance: Instance, _ c: Call, _ args: [Operand], _ source: SourceInfoID
  ) -> IntrinsicOutcome {
    guard let name = facts.intrinsicName(of: def), let intrinsic = unit.intrinsicTable[name] else {
      if facts.intrinsicHasFallback(def) { return .callFallback }
      unit.problems.append("the intrinsic `\(facts.intrinsicName(of: def)?.text ?? "?")`")
      ll.unreachable()
      return .done
    }
    func typeArg(_ i: Int) -> TypedLayout {
      var seen = 0
      for a in instance.args.elements {
        if let t = a.type {
          if seen == i { return unit.typed(t) }
          seen += 1
        }
      }
      return unit.typed(.unit)
    }
    func arg(_ i: Int) -> OperandRef { operand(args[i]) }
    func done(_ o: OperandRef) -> IntrinsicOutcome {
      setResult(o, c)
      finish(c)
      return .done
    }
    func done(_ v: LLVMValueRef, _ type: TypeID) -> IntrinsicOutcome { done(OperandRef(.immediate(v), unit.typed(type))) }
    func doneUnit() -> IntrinsicOutcome { finish(c); return .done }
    let result = unit.typed(placeType(c.destination))
    func doneImmediate(_ v: LLVMValueRef) -> IntrinsicOutcome { done(OperandRef(.immediate(v), result)) }

    switch intrinsic {
    case .abort:
      trap()
      return .done
    case .unreachable:
      ll.unreachable()
      return .done
    case .breakpoint:
      _ = ll.call(ll.intrinsic("llvm.debugtrap", [], ll.void), [])
      return doneUnit()
    case .coldPath, .forget: return doneUnit()
    case .assume:
      ll.assume(arg(0).immediate)
      return doneUnit()

    // Sizes and types.
    case .sizeOf: return doneImmediate(ll.const64(typeArg(0).size))
    case .alignOf: return doneImmediate(ll.const64(typeArg(0).layout.alignment))
    case .sizeOfVal, .alignOfVal:
      let p = arg(0)
      var meta: LLVMValueRef?
      if case .pair(_, let m) = p.value { meta = m }
      let (size, alignment) = sizeAndAlignment(of: typeArg(0), meta: meta)
      if case .sizeOfVal = intrinsic { return doneImmediate(size) }
      return doneImmediate(alignment)
    case .vtableSize, .vtableAlign:
      let isSize: Bool
      if case .vtableSize = intrinsic { isSize = true } else { isSize = false }
      return doneImmediate(vtableSlot(arg(0).immediate, isSize ? 1 : 2, ll.i64, isSize: true))
    case .needsDrop: return doneImmediate(ll.constBool(facts.needsDrop(typeArg(0).type)))
    case .variantCount: return doneImmediate(ll.const64(UInt64(facts.variantCount(of: typeArg(0).type))))
    case .typeID:
      let place = alloca(result)
      ll.store(ll.const(ll.i128, facts.typeIDHash(typeArg(0).type)), place.pointer, alignLog2: min(3, place.alignLog2))
      return done(load(place))
    case .typeName:
      let text = facts.typeName(typeArg(0).type)
      let memory = Allocations.add(.memory(ConstAllocation(Array(text.utf8), alignmentLog2: 0)))
      return done(OperandRef(.pair(unit.address(of: memory), ll.const64(UInt64(text.utf8.count))), result))
    case .discriminantValue:
      let pointer = arg(0)
      let place = deref(pointer)
      return doneImmediate(discriminant(at: place))
    case .callerLocation:
      return doneImmediate(location(c.fnSpan.isNone ? body.span(of: source) : c.fnSpan, source))
    case .ubChecks: return doneImmediate(ll.constBool(ll.worker.settings.ubChecks))
    case .overflowChecks: return doneImmediate(ll.constBool(ll.worker.settings.overflowChecks))
    case .contractChecks: return doneImmediate(ll.constBool(ll.worker.settings.contractChecks))
    case .assertInhabited, .assertZeroValid, .assertUninitValid:
      let type = typeArg(0)
      let problem: String?
      if type.layout.isUninhabited {
        problem = "attempted to instantiate uninhabited type `\(facts.typeName(type.type))`"
      } else if case .assertZeroValid = intrinsic, !facts.mayBeZero(type) {
        problem = "attempted to zero-initialize type `\(facts.typeName(type.type))`, which is invalid"
      } else if case .assertUninitValid = intrinsic, !facts.mayBeUninitialized(type) {
        problem = "attempted to leave type `\(facts.typeName(type.type))` uninitialized, which is invalid"
      } else {
        problem = nil
      }
      guard let problem else { return doneUnit() }
      let memory = Allocations.add(.memory(ConstAllocation(Array(problem.utf8), alignmentLog2: 0)))
      panic(.nounwind, [unit.address(of: memory), ll.const64(UInt64(problem.utf8.count))], .continue, source)
      return .done

    // Values.
    case .transmute: return done(transmute(arg(0), result))
    case .blackBox:
      let value = arg(0)
      if value.type.isZeroSized { return done(value) }
      let place = alloca(value.type)
      store(value, to: place)
      opaqueUse(place.pointer)
      return done(load(place))
    case .selectUnpredictable:
      let condition = arg(0).immediate
      let (x, y) = (arg(1), arg(2))
      switch (x.value, y.value) {
      case (.immediate(let a), .immediate(let b)): return doneImmediate(unpredictable(ll.select(condition, a, b)))
      case (.pair(let a, let b), .pair(let p, let q)):
        return done(OperandRef(.pair(unpredictable(ll.select(condition, a, p)), unpredictable(ll.select(condition, b, q))), result))
      case (.zeroSized, _): return done(x)
      default:
        let (p, q) = (spill(x), spill(y))
        return done(load(PlaceRef(ll.select(condition, p.pointer, q.pointer), result)))
      }
    case .readViaCopy: return done(load(deref(arg(0))))
    case .writeViaMove:
      let pointer = arg(0)
      store(arg(1), to: deref(pointer))
      return doneUnit()
    case .rawEq:
      let type = typeArg(0)
      if type.isZeroSized { return doneImmediate(ll.constBool(true)) }
      let (p, q) = (arg(0).immediate, arg(1).immediate)
      if type.size <= 16 && type.size.nonzeroBitCount == 1 {
        let t = ll.intType(bytes: type.size)
        return doneImmediate(
          ll.icmp(LLVMIntEQ, ll.load(t, p, alignLog2: type.layout.alignmentLog2), ll.load(t, q, alignLog2: type.layout.alignmentLog2)))
      }
      let compared = memcmp(p, q, ll.const64(type.size))
      return doneImmediate(ll.icmp(LLVMIntEQ, compared, ll.const32(0)))
    case .compareBytes: return doneImmediate(memcmp(arg(0).immediate, arg(1).immediate, arg(2).immediate))

    // Pointers.
    case .aggregateRawPtr:
      let (data, meta) = (arg(0), arg(1))
      switch meta.value {
      case .zeroSized: return done(OperandRef(.immediate(data.immediate), result))
      case .immediate(let m): return done(OperandRef(.pair(data.immediate, m), result))
      default:
        let place = spill(meta)
        return done(OperandRef(.pair(data.immediate, ll.load(ll.pointer, place.pointer, alignLog2: 3)), result))
      }
    case .ptrMetadata:
      let p = arg(0)
      if case .pair(_, let meta) = p.value { return doneImmediate(meta) }
      return done(OperandRef(.zeroSized, result))
    case .offset, .arithOffset:
      let p = arg(0)
      let element = unit.typed(facts.pointee(of: p.type.type))
      let index = arg(1).immediate
      if element.isZeroSized { return doneImmediate(p.immediate) }
      if case .offset = intrinsic { return doneImmediate(ll.element(p.immediate, index, stride: element.size)) }
      return doneImmediate(ll.element(p.immediate, index, stride: element.size, inBounds: false))
    case .sliceGetUnchecked:
      let slice = arg(0)
      let data: LLVMValueRef
      if case .pair(let p, _) = slice.value { data = p } else { data = slice.immediate }
      let element = unit.typed(facts.pointee(of: result.type))
      let index = arg(1).immediate
      return doneImmediate(element.isZeroSized ? data : ll.element(data, index, stride: element.size))
    case .ptrOffsetFrom, .ptrOffsetFromUnsigned:
      let element = typeArg(0)
      let a = LLVMBuildPtrToInt(ll.builder, arg(0).immediate, ll.i64, "")!
      let b = LLVMBuildPtrToInt(ll.builder, arg(1).immediate, ll.i64, "")!
      let size = ll.const64(max(1, element.size))
      if case .ptrOffsetFrom = intrinsic { return doneImmediate(LLVMBuildExactSDiv(ll.builder, ll.sub(a, b), size, "")) }
      return doneImmediate(LLVMBuildExactUDiv(ll.builder, LLVMBuildNUWSub(ll.builder, a, b, ""), size, ""))
    case .ptrMask:
      let f = ll.intrinsic("llvm.ptrmask.p0.i64", [ll.pointer, ll.i64], ll.pointer)
      return doneImmediate(ll.call(f, [arg(0).immediate, arg(1).immediate]))

    // Memory.
    case .copy, .copyNonoverlapping, .volatileCopy:
      let element = typeArg(0)
      var (src, dst) = (arg(0).immediate, arg(1).immediate)
      var isVolatile = false
      var overlapping = false
      switch intrinsic {
      case .copy: overlapping = true
      case .volatileCopy(let o):
        swap(&src, &dst)
        isVolatile = true
        overlapping = o
      default: break
      }
      let bytes = ll.mul(arg(2).immediate, ll.const64(element.size))
      memoryTransfer(dst, src, bytes, element.layout.alignmentLog2, overlapping: overlapping, isVolatile: isVolatile)
      return doneUnit()
    case .writeBytes, .volatileSet:
      let element = typeArg(0)
      let dst = arg(0).immediate
      let value = arg(1).immediate
      let bytes = ll.mul(arg(2).immediate, ll.const64(element.size))
      let set = LLVMBuildMemSet(ll.builder, dst, value, bytes, 1 << UInt32(element.layout.alignmentLog2))
      if case .volatileSet = intrinsic { LLVMSetOperand(set, 3, ll.constBool(true)) }
      return doneUnit()
    case .volatileLoad:
      var place = deref(arg(0))
      if facts.intrinsicName(of: def)?.text.hasPrefix("unaligned") == true { place.alignLog2 = 0 }
      if place.type.isZeroSized { return done(OperandRef(.zeroSized, place.type)) }
      if case .memory = place.type.layout.repr {
        let whole = ll.load(ll.intType(bytes: place.type.size), place.pointer, alignLog2: place.alignLog2)
        LLVMSetVolatile(whole, 1)
        let copy = alloca(place.type)
        ll.store(whole, copy.pointer, alignLog2: copy.alignLog2)
        return done(load(copy))
      }
      let value = load(place)
      for v in values(of: value) { markVolatileLoad(v) }
      return done(value)
    case .volatileStore, .nontemporalStore:
      var place = deref(arg(0))
      if facts.intrinsicName(of: def)?.text.hasPrefix("unaligned") == true { place.alignLog2 = 0 }
      let value = arg(1)
      if case .nontemporalStore = intrinsic { store(value, to: place, isNontemporal: true) } else { store(value, to: place, isVolatile: true) }
      return doneUnit()

    // Integers.
    case .addWithOverflow: return done(binary(.addWithOverflow, arg(0), arg(1)))
    case .subWithOverflow: return done(binary(.subWithOverflow, arg(0), arg(1)))
    case .mulWithOverflow: return done(binary(.mulWithOverflow, arg(0), arg(1)))
    case .threeWayCompare:
      let a = arg(0)
      return doneImmediate(threeWay(a.immediate, arg(1).immediate, signed: facts.isSigned(a.type.type)))
    case .unchecked(let op):
      let a = arg(0)
      let b = arg(1)
      switch op {
      case .add: return done(binary(.addUnchecked, a, b))
      case .sub: return done(binary(.subUnchecked, a, b))
      case .mul: return done(binary(.mulUnchecked, a, b))
      case .div: return done(binary(.div, a, b))
      case .rem: return done(binary(.rem, a, b))
      case .shl: return done(binary(.shlUnchecked, a, b))
      case .shr: return done(binary(.shrUnchecked, a, b))
      }
    case .wrapping(let op):
      let a = arg(0)
      let b = arg(1)
      switch op {
      case .add: return done(binary(.add, a, b))
      case .sub: return done(binary(.sub, a, b))
      case .mul: return done(binary(.mul, a, b))
      case .div: return done(binary(.div, a, b))
      case .rem: return done(binary(.rem, a, b))
      case .shl: return done(binary(.shl, a, b))
      case .shr: return done(binary(.shr, a, b))
      }
    case .exactDiv:
      let a = arg(0)
      let b = arg(1).immediate
      return doneImmediate(
        facts.isSigned(a.type.type) ? LLVMBuildExactSDiv(ll.builder, a.immediate, b, "") : LLVMBuildExactUDiv(ll.builder, a.immediate, b, ""))
    case .saturatingAdd, .saturatingSub:
      let a = arg(0)
      let type = LLVMTypeOf(a.immediate)!
      var word = "add"
      if case .saturatingSub = intrinsic { word = "sub" }
      let f = ll.intrinsic("llvm.\(facts.isSigned(a.type.type) ? "s" : "u")\(word).sat.\(ll.mangle(type))", [type, type], type)
      return doneImmediate(ll.call(f, [a.immediate, arg(1).immediate]))
    case .countLeadingZeros(let nonzero), .countTrailingZeros(let nonzero):
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      var word = "ctlz"
      if case .countTrailingZeros = intrinsic { word = "cttz" }
      let f = ll.intrinsic("llvm.\(word).\(ll.mangle(type))", [type, ll.i1], type)
      return doneImmediate(ll.intCast(ll.call(f, [v, ll.constBool(nonzero)]), ll.i32, signed: false))
    case .countOnes:
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      return doneImmediate(ll.intCast(ll.call(ll.intrinsic("llvm.ctpop.\(ll.mangle(type))", [type], type), [v]), ll.i32, signed: false))
    case .byteSwap, .bitReverse:
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      if case .byteSwap = intrinsic {
        if LLVMGetIntTypeWidth(type) == 8 { return doneImmediate(v) }
        return doneImmediate(ll.call(ll.intrinsic("llvm.bswap.\(ll.mangle(type))", [type], type), [v]))
      }
      return doneImmediate(ll.call(ll.intrinsic("llvm.bitreverse.\(ll.mangle(type))", [type], type), [v]))
    case .rotateLeft, .rotateRight:
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      var word = "fshl"
      if case .rotateRight = intrinsic { word = "fshr" }
      let f = ll.intrinsic("llvm.\(word).\(ll.mangle(type))", [type, type, type], type)
      return doneImmediate(ll.call(f, [v, v, ll.intCast(arg(1).immediate, type, signed: false)]))
    case .funnelShift(let left):
      let (a, b) = (arg(0).immediate, arg(1).immediate)
      let type = LLVMTypeOf(a)!
      let f = ll.intrinsic("llvm.\(left ? "fshl" : "fshr").\(ll.mangle(type))", [type, type, type], type)
      return doneImmediate(ll.call(f, [a, b, ll.intCast(arg(2).immediate, type, signed: false)]))

    // Floats.
    case .float(let op, let count):
      let values = (0..<Int(count)).map { arg($0).immediate }
      let type = LLVMTypeOf(values[0])!
      let f = ll.intrinsic("llvm.\(op.rawValue).\(ll.mangle(type))", [LLVMTypeRef](repeating: type, count: Int(count)), type)
      return doneImmediate(ll.call(f, values))
    case .fabs:
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      return doneImmediate(ll.call(ll.intrinsic("llvm.fabs.\(ll.mangle(type))", [type], type), [v]))
    case .powi:
      let v = arg(0).immediate
      let type = LLVMTypeOf(v)!
      return doneImmediate(ll.call(ll.intrinsic("llvm.powi.\(ll.mangle(type)).i32", [type, ll.i32], type), [v, arg(1).immediate]))
    case .fast(let op), .algebraic(let op):
      let v = floatArithmetic(op, arg(0).immediate, arg(1).immediate)
      // fast: all; algebraic: reassoc, nsz, arcp, contract.
      var flags = UInt32(0x7F)
      if case .algebraic = intrinsic { flags = UInt32(1 << 0 | 1 << 3 | 1 << 4 | 1 << 5) }
      if LLVMCanValueUseFastMathFlags(v) != 0 { LLVMSetFastMathFlags(v, flags) }
      return doneImmediate(v)
    case .floatToIntUnchecked:
      return doneImmediate(floatToInt(arg(0).immediate, result, saturating: false))

    // Control.
    case .constEvalSelect:
      guard let callee = lastTypeArg(instance, 2), case .fnDef(let def, let fnArgs) = callee.kind, let target = facts.resolve(def, fnArgs) else {
        unit.problems.append("const_eval_select of something that is not a function")
        ll.unreachable()
        return .done
      }
      let tuple = arg(0)
      let operands = (0..<tuple.type.layout.fieldCount).map { extractField(tuple, $0) }
      return callDirectly(target, operands, c, source)
    case .catchUnwind:
      guard ll.worker.settings.panicAborts else {
        unit.problems.append("catch_unwind with panic=unwind")
        ll.unreachable()
        return .done
      }
      let type = ll.functionType([ll.pointer], ll.void)
      _ = ll.call(type, arg(0).immediate, [arg(1).immediate])
      return doneImmediate(ll.const32(0))

    case .atomicLoad, .atomicStore, .atomicCompareExchange, .atomicFence, .atomicReadModifyWrite:
      return generateAtomic(intrinsic, instance, c, args, result)
    case .simd(let op): return generateSIMD(op, instance, c, args, result)
    }
  }

  /// The `i`-th type argument.
  func lastTypeArg(_ instance: Instance, _ i: Int) -> TypeID? {
    let types = instance.args.elements.compactMap { $0.type }
    return i < types.count ? types[i] : nil
  }

  /// Calls `target` with values at hand; its result is that of `c`.
  func callDirectly(_ target: Instance, _ operands: [OperandRef], _ c: Call, _ source: SourceInfoID) -> IntrinsicOutcome {
    let abi = unit.abi(of: target)
    var values: [LLVMValueRef] = []
    var resultPlace: PlaceRef?
    if case .indirect = abi.result.mode {
      resultPlace = alloca(abi.result.type)
      values.append(resultPlace!.pointer)
    }
    for (i, o) in operands.enumerated() where i < abi.args.count { pass(o, abi.args[i], copies: true, &values) }
    if abi.hasCallerLocation { values.append(location(c.fnSpan.isNone ? body.span(of: source) : c.fnSpan, source)) }
    let call = emitCall(abi.llvmType, unit.function(target), abi, values, c.unwind, target: c.target)
    if c.target.isNone {
      ll.unreachable()
      return .done
    }
    switch abi.result.mode {
    case .ignore: setResult(OperandRef(.zeroSized, abi.result.type), c)
    case .direct: setResult(OperandRef(.immediate(call), abi.result.type), c)
    case .pair: setResult(OperandRef(.pair(ll.extract(call, 0), ll.extract(call, 1)), abi.result.type), c)
    case .cast(let a, let b, _):
      let memory = castPlace(abi.result.type, a, b)
      storeCast(call, a, b, to: memory)
      setResult(load(PlaceRef(memory, abi.result.type)), c)
    case .indirect: setResult(load(resultPlace!), c)
    }
    finish(c)
    return .done
  }

  /// The discriminant of the value at `place`.
  func discriminant(at place: PlaceRef) -> LLVMValueRef {
    discriminant(of: place, inRegisters: nil, place.type.type)
  }

  private func memcmp(_ a: LLVMValueRef, _ b: LLVMValueRef, _ n: LLVMValueRef) -> LLVMValueRef {
    ll.call(unit.runtimeFunction("memcmp", [ll.pointer, ll.pointer, ll.i64], ll.i32), [a, b, n])
  }
  private func memoryTransfer(
    _ dst: LLVMValueRef, _ src: LLVMValueRef, _ bytes: LLVMValueRef, _ align: UInt8, overlapping: Bool, isVolatile: Bool
  ) {
    let a = UInt32(1) << UInt32(align)
    let call = overlapping ? LLVMBuildMemMove(ll.builder, dst, a, src, a, bytes) : LLVMBuildMemCpy(ll.builder, dst, a, src, a, bytes)
    if isVolatile { LLVMSetOperand(call, 3, ll.constBool(true)) }
  }
  private func opaqueUse(_ p: LLVMValueRef) {
    let type = ll.functionType([ll.pointer], ll.void)
    let constraints = "r,~{memory}"
    let asm = LLVMGetInlineAsm(type, "", 0, constraints, constraints.utf8.count, 1, 0, LLVMInlineAsmDialectATT, 0)!
    _ = ll.call(type, asm, [p])
  }
  private func unpredictable(_ v: LLVMValueRef) -> LLVMValueRef {
    if LLVMIsAInstruction(v) != nil { ll.setMetadata(v, "unpredictable", ll.emptyMetadata) }
    return v
  }
  private func values(of o: OperandRef) -> [LLVMValueRef] {
    switch o.value {
    case .immediate(let v): [v]
    case .pair(let a, let b): [a, b]
    default: []
    }
  }
  private func markVolatileLoad(_ v: LLVMValueRef) {
    if LLVMIsALoadInst(v) != nil {
      LLVMSetVolatile(v, 1)
    } else if LLVMIsATruncInst(v) != nil, let source = LLVMGetOperand(v, 0), LLVMIsALoadInst(source) != nil {
      LLVMSetVolatile(source, 1)
    }
  }
  func floatArithmetic(_ op: Intrinsic.FloatArithmetic, _ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef {
    switch op {
    case .add: LLVMBuildFAdd(ll.builder, a, b, "")
    case .sub: LLVMBuildFSub(ll.builder, a, b, "")
    case .mul: LLVMBuildFMul(ll.builder, a, b, "")
    case .div: LLVMBuildFDiv(ll.builder, a, b, "")
    case .rem: LLVMBuildFRem(ll.builder, a, b, "")
    }
  }
}
