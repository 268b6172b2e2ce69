// Vector intrinsics.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension FunctionCodegen {
  func generateSIMD(
    _ op: Intrinsic.SIMDOp, _ instance: Instance, _ c: Call, _ args: [Operand], _ result: TypedLayout
  ) -> IntrinsicOutcome {
    func arg(_ i: Int) -> OperandRef { operand(args[i]) }
    func done(_ v: LLVMValueRef) -> IntrinsicOutcome {
      setResult(OperandRef(.immediate(v), result), c)
      finish(c)
      return .done
    }
    let first = arg(0)
    let elementType = facts.simdElement(of: first.type.type)
    let signed = facts.isSigned(elementType)
    let isFloat = facts.isFloat(elementType)
    let b = ll.builder
    func unary(_ name: String, _ v: LLVMValueRef) -> LLVMValueRef {
      let t = LLVMTypeOf(v)!
      return ll.call(ll.intrinsic("llvm.\(name).\(ll.mangle(t))", [t], t), [v])
    }
    func binaryCall(_ name: String, _ x: LLVMValueRef, _ y: LLVMValueRef) -> LLVMValueRef {
      let t = LLVMTypeOf(x)!
      return ll.call(ll.intrinsic("llvm.\(name).\(ll.mangle(t))", [t, t], t), [x, y])
    }
    func reduce(_ name: String, _ v: LLVMValueRef) -> LLVMValueRef {
      let t = LLVMTypeOf(v)!
      let e = LLVMGetElementType(t)!
      return ll.call(ll.intrinsic("llvm.vector.reduce.\(name).\(ll.mangle(t))", [t], e), [v])
    }
    /// One bit per lane, from the lanes' sign bits.
    func laneBits(_ v: LLVMValueRef) -> LLVMValueRef {
      let t = LLVMTypeOf(v)!
      let n = LLVMGetVectorSize(t)
      return LLVMBuildICmp(b, LLVMIntSLT, v, ll.null(t), "").flatMap { _ = n; return $0 }!
    }
    switch op {
    case .splat:
      guard case .vector(_, let n) = result.layout.repr else { break }
      let type = unit.immediateType(result.layout)
      let one = LLVMBuildInsertElement(b, ll.poison(type), fromImmediate(first.immediate), ll.const32(0), "")
      let zeroes = ll.null(LLVMVectorType(ll.i32, UInt32(n)))
      return done(LLVMBuildShuffleVector(b, one, ll.poison(type), zeroes, ""))
    case .add: return done(isFloat ? LLVMBuildFAdd(b, first.immediate, arg(1).immediate, "") : ll.add(first.immediate, arg(1).immediate))
    case .sub: return done(isFloat ? LLVMBuildFSub(b, first.immediate, arg(1).immediate, "") : ll.sub(first.immediate, arg(1).immediate))
    case .mul: return done(isFloat ? LLVMBuildFMul(b, first.immediate, arg(1).immediate, "") : ll.mul(first.immediate, arg(1).immediate))
    case .div:
      let y = arg(1).immediate
      return done(isFloat ? LLVMBuildFDiv(b, first.immediate, y, "") : signed ? LLVMBuildSDiv(b, first.immediate, y, "") : LLVMBuildUDiv(b, first.immediate, y, ""))
    case .rem:
      let y = arg(1).immediate
      return done(isFloat ? LLVMBuildFRem(b, first.immediate, y, "") : signed ? LLVMBuildSRem(b, first.immediate, y, "") : LLVMBuildURem(b, first.immediate, y, ""))
    case .and: return done(ll.and(first.immediate, arg(1).immediate))
    case .or: return done(ll.or(first.immediate, arg(1).immediate))
    case .xor: return done(ll.xor(first.immediate, arg(1).immediate))
    case .shl: return done(LLVMBuildShl(b, first.immediate, arg(1).immediate, ""))
    case .shr: return done(signed ? LLVMBuildAShr(b, first.immediate, arg(1).immediate, "") : LLVMBuildLShr(b, first.immediate, arg(1).immediate, ""))
    case .neg: return done(isFloat ? LLVMBuildFNeg(b, first.immediate, "") : ll.neg(first.immediate))
    case .eq, .ne, .lt, .le, .gt, .ge:
      let mir: BinOp =
        switch op {
        case .eq: .eq
        case .ne: .ne
        case .lt: .lt
        case .le: .le
        case .gt: .gt
        default: .ge
        }
      let y = arg(1).immediate
      let lanes = isFloat ? ll.fcmp(floatPredicate(mir), first.immediate, y) : ll.icmp(integerPredicate(mir, signed: signed), first.immediate, y)
      return done(LLVMBuildSExt(b, lanes, unit.immediateType(result.layout), ""))
    case .shuffle:
      guard case .constant(let index) = args[2], let lanes = constantLanes(body[index]) else { break }
      var mask: [LLVMValueRef?] = lanes.map { ll.const32($0) }
      return done(LLVMBuildShuffleVector(b, first.immediate, arg(1).immediate, LLVMConstVector(&mask, UInt32(mask.count)), ""))
    case .extract, .extract_dyn:
      let v = LLVMBuildExtractElement(b, first.immediate, arg(1).immediate, "")!
      if case .scalar(let s) = result.layout.repr { return done(reinterpret(v, as: s)) }
      return done(v)
    case .insert, .insert_dyn:
      return done(LLVMBuildInsertElement(b, first.immediate, fromImmediate(arg(2).immediate), arg(1).immediate, ""))
    case .select:
      return done(ll.select(laneBits(first.immediate), arg(1).immediate, arg(2).immediate))
    case .select_bitmask:
      let x = arg(1).immediate
      let n = LLVMGetVectorSize(LLVMTypeOf(x))
      let mask: LLVMValueRef
      switch first.value {
      case .immediate(let v): mask = v
      default:
        let place = spill(first)
        mask = ll.load(ll.intType(bytes: first.type.size), place.pointer, alignLog2: place.alignLog2)
      }
      let bits = ll.intCast(mask, LLVMIntTypeInContext(ll.context, n), signed: false)
      return done(ll.select(ll.bitcast(bits, LLVMVectorType(ll.i1, n)), x, arg(2).immediate))
    case .bitmask:
      let lanes = laneBits(first.immediate)
      let n = UInt64(LLVMGetVectorSize(LLVMTypeOf(lanes)))
      let bits = ll.bitcast(lanes, LLVMIntTypeInContext(ll.context, UInt32(n)))
      let whole = ll.intCast(bits, ll.intType(bytes: result.size), signed: false)
      if case .scalar = result.layout.repr { return done(whole) }
      let place = alloca(result)
      ll.store(whole, place.pointer, alignLog2: place.alignLog2)
      setResult(load(place), c)
      finish(c)
      return .done
    case .cast, .as:
      let to = facts.simdElement(of: result.type)
      let type = unit.immediateType(result.layout)
      let v = first.immediate
      let toSigned = facts.isSigned(to)
      switch (isFloat, facts.isFloat(to)) {
      case (false, false): return done(LLVMBuildIntCast2(b, v, type, signed ? 1 : 0, ""))
      case (false, true): return done(signed ? LLVMBuildSIToFP(b, v, type, "") : LLVMBuildUIToFP(b, v, type, ""))
      case (true, true): return done(LLVMBuildFPCast(b, v, type, ""))
      case (true, false):
        if op == .cast { return done(toSigned ? LLVMBuildFPToSI(b, v, type, "") : LLVMBuildFPToUI(b, v, type, "")) }
        let from = LLVMTypeOf(v)!
        let f = ll.intrinsic("llvm.fpto\(toSigned ? "si" : "ui").sat.\(ll.mangle(type)).\(ll.mangle(from))", [from], type)
        return done(ll.call(f, [v]))
      }
    case .saturating_add: return done(binaryCall("\(signed ? "s" : "u")add.sat", first.immediate, arg(1).immediate))
    case .saturating_sub: return done(binaryCall("\(signed ? "s" : "u")sub.sat", first.immediate, arg(1).immediate))
    case .reduce_add_ordered, .reduce_add_unordered, .reduce_mul_ordered, .reduce_mul_unordered:
      let isAdd = op == .reduce_add_ordered || op == .reduce_add_unordered
      let v = first.immediate
      if isFloat {
        let t = LLVMTypeOf(v)!
        let e = LLVMGetElementType(t)!
        let isOrdered = op == .reduce_add_ordered || op == .reduce_mul_ordered
        let start = isOrdered ? arg(1).immediate : isAdd ? LLVMConstReal(e, -0.0)! : LLVMConstReal(e, 1.0)!
        let call = ll.call(ll.intrinsic("llvm.vector.reduce.f\(isAdd ? "add" : "mul").\(ll.mangle(t))", [e, t], e), [start, v])
        if !isOrdered { LLVMSetFastMathFlags(call, 1) }
        return done(call)
      }
      let sum = reduce(isAdd ? "add" : "mul", v)
      if op == .reduce_add_ordered { return done(ll.add(sum, arg(1).immediate)) }
      if op == .reduce_mul_ordered { return done(ll.mul(sum, arg(1).immediate)) }
      return done(sum)
    case .reduce_and: return done(reduce("and", first.immediate))
    case .reduce_or: return done(reduce("or", first.immediate))
    case .reduce_xor: return done(reduce("xor", first.immediate))
    case .reduce_min, .reduce_max:
      let word = op == .reduce_min ? "min" : "max"
      return done(reduce(isFloat ? "f" + word : (signed ? "s" : "u") + word, first.immediate))
    case .reduce_all: return done(reduce("and", laneBits(first.immediate)))
    case .reduce_any: return done(reduce("or", laneBits(first.immediate)))
    case .fabs: return done(unary("fabs", first.immediate))
    case .fsqrt: return done(unary("sqrt", first.immediate))
    case .ceil: return done(unary("ceil", first.immediate))
    case .floor: return done(unary("floor", first.immediate))
    case .round: return done(unary("round", first.immediate))
    case .round_ties_even: return done(unary("roundeven", first.immediate))
    case .trunc: return done(unary("trunc", first.immediate))
    case .fsin: return done(unary("sin", first.immediate))
    case .fcos: return done(unary("cos", first.immediate))
    case .fexp: return done(unary("exp", first.immediate))
    case .fexp2: return done(unary("exp2", first.immediate))
    case .flog: return done(unary("log", first.immediate))
    case .flog2: return done(unary("log2", first.immediate))
    case .flog10: return done(unary("log10", first.immediate))
    case .fma, .relaxed_fma:
      let t = LLVMTypeOf(first.immediate)!
      let f = ll.intrinsic("llvm.\(op == .fma ? "fma" : "fmuladd").\(ll.mangle(t))", [t, t, t], t)
      return done(ll.call(f, [first.immediate, arg(1).immediate, arg(2).immediate]))
    case .maximum_number_nsz: return done(binaryCall("maxnum", first.immediate, arg(1).immediate))
    case .minimum_number_nsz: return done(binaryCall("minnum", first.immediate, arg(1).immediate))
    case .bswap:
      if LLVMGetIntTypeWidth(LLVMGetElementType(LLVMTypeOf(first.immediate))) == 8 { return done(first.immediate) }
      return done(unary("bswap", first.immediate))
    case .bitreverse: return done(unary("bitreverse", first.immediate))
    case .ctpop: return done(unary("ctpop", first.immediate))
    case .ctlz, .cttz:
      let t = LLVMTypeOf(first.immediate)!
      return done(ll.call(ll.intrinsic("llvm.\(op).\(ll.mangle(t))", [t, ll.i1], t), [first.immediate, ll.constBool(false)]))
    case .funnel_shl, .funnel_shr:
      let t = LLVMTypeOf(first.immediate)!
      let f = ll.intrinsic("llvm.\(op == .funnel_shl ? "fshl" : "fshr").\(ll.mangle(t))", [t, t, t], t)
      return done(ll.call(f, [first.immediate, arg(1).immediate, arg(2).immediate]))
    case .arith_offset, .cast_ptr, .expose_provenance, .with_exposed_provenance, .gather, .scatter, .masked_load, .masked_store: break
    }
    unit.problems.append("the intrinsic `simd_\(op)`")
    ll.unreachable()
    return .done
  }

  /// A constant vector or array of `u32`.
  private func constantLanes(_ c: Constant) -> [UInt32]? {
    let type = unit.typed(mono(c.type))
    guard case .indirect(let alloc, let offset)? = evaluate(c, type.type), case .memory(let memory) = Allocations[alloc] else { return nil }
    var lanes: [UInt32] = []
    for lane in 0..<Int(type.size / 4) {
      var bits: UInt32 = 0
      for i in (0..<4).reversed() { bits = bits << 8 | UInt32(memory.bytes[Int(offset) + lane * 4 + i]) }
      lanes.append(bits)
    }
    return lanes
  }
}
