// Instructions, at the builder's place.
import CLLVM

extension UnitContext {
  func load(_ type: LLVMTypeRef, _ p: LLVMValueRef, alignLog2: UInt8) -> LLVMValueRef {
    let v = LLVMBuildLoad2(builder, type, p, "")!
    LLVMSetAlignment(v, 1 << UInt32(alignLog2))
    return v
  }
  @discardableResult func store(_ v: LLVMValueRef, _ p: LLVMValueRef, alignLog2: UInt8) -> LLVMValueRef {
    let s = LLVMBuildStore(builder, v, p)!
    LLVMSetAlignment(s, 1 << UInt32(alignLog2))
    return s
  }
  /// `p + offset` bytes, within the object.
  func offset(_ p: LLVMValueRef, _ bytes: UInt64) -> LLVMValueRef {
    if bytes == 0 { return p }
    var index: LLVMValueRef? = const64(bytes)
    return LLVMBuildInBoundsGEP2(builder, i8, p, &index, 1, "")
  }
  func offset(_ p: LLVMValueRef, by bytes: LLVMValueRef) -> LLVMValueRef {
    var index: LLVMValueRef? = bytes
    return LLVMBuildInBoundsGEP2(builder, i8, p, &index, 1, "")
  }
  /// `p + index * stride`, in bounds.
  func element(_ p: LLVMValueRef, _ index: LLVMValueRef, stride: UInt64, inBounds: Bool = true) -> LLVMValueRef {
    var index: LLVMValueRef? = index
    let type: LLVMTypeRef = stride == 1 ? i8 : bytesType(stride)
    return inBounds ? LLVMBuildInBoundsGEP2(builder, type, p, &index, 1, "") : LLVMBuildGEP2(builder, type, p, &index, 1, "")
  }
  func call(_ f: (function: LLVMValueRef, type: LLVMTypeRef), _ args: [LLVMValueRef]) -> LLVMValueRef {
    call(f.type, f.function, args)
  }
  func call(_ type: LLVMTypeRef, _ function: LLVMValueRef, _ args: [LLVMValueRef]) -> LLVMValueRef {
    var args: [LLVMValueRef?] = args
    return LLVMBuildCall2(builder, type, function, &args, UInt32(args.count), "")
  }
  func extract(_ v: LLVMValueRef, _ i: UInt32) -> LLVMValueRef { LLVMBuildExtractValue(builder, v, i, "") }
  func insert(_ aggregate: LLVMValueRef, _ v: LLVMValueRef, _ i: UInt32) -> LLVMValueRef {
    LLVMBuildInsertValue(builder, aggregate, v, i, "")
  }
  func icmp(_ p: LLVMIntPredicate, _ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildICmp(builder, p, a, b, "") }
  func fcmp(_ p: LLVMRealPredicate, _ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildFCmp(builder, p, a, b, "") }
  func add(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildAdd(builder, a, b, "") }
  func sub(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildSub(builder, a, b, "") }
  func mul(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildMul(builder, a, b, "") }
  func and(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildAnd(builder, a, b, "") }
  func or(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildOr(builder, a, b, "") }
  func xor(_ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildXor(builder, a, b, "") }
  func not(_ a: LLVMValueRef) -> LLVMValueRef { LLVMBuildNot(builder, a, "") }
  func neg(_ a: LLVMValueRef) -> LLVMValueRef { LLVMBuildNeg(builder, a, "") }
  func select(_ c: LLVMValueRef, _ a: LLVMValueRef, _ b: LLVMValueRef) -> LLVMValueRef { LLVMBuildSelect(builder, c, a, b, "") }
  func trunc(_ v: LLVMValueRef, _ t: LLVMTypeRef) -> LLVMValueRef { LLVMBuildTrunc(builder, v, t, "") }
  func zext(_ v: LLVMValueRef, _ t: LLVMTypeRef) -> LLVMValueRef { LLVMBuildZExt(builder, v, t, "") }
  /// To `type` by truncation or extension.
  func intCast(_ v: LLVMValueRef, _ type: LLVMTypeRef, signed: Bool) -> LLVMValueRef {
    LLVMBuildIntCast2(builder, v, type, signed ? 1 : 0, "")
  }
  func bitcast(_ v: LLVMValueRef, _ t: LLVMTypeRef) -> LLVMValueRef { LLVMBuildBitCast(builder, v, t, "") }
  func br(_ b: LLVMBasicBlockRef) { LLVMBuildBr(builder, b) }
  func condBr(_ c: LLVMValueRef, _ then: LLVMBasicBlockRef, _ otherwise: LLVMBasicBlockRef) {
    LLVMBuildCondBr(builder, c, then, otherwise)
  }
  func unreachable() { LLVMBuildUnreachable(builder) }
  func move(to block: LLVMBasicBlockRef) { LLVMPositionBuilderAtEnd(builder, block) }
  func isTerminated(_ block: LLVMBasicBlockRef) -> Bool { LLVMGetBasicBlockTerminator(block) != nil }

  func memcpy(_ dst: LLVMValueRef, _ dstAlign: UInt8, _ src: LLVMValueRef, _ srcAlign: UInt8, bytes: LLVMValueRef) {
    _ = LLVMBuildMemCpy(builder, dst, 1 << UInt32(dstAlign), src, 1 << UInt32(srcAlign), bytes)
  }
  func assume(_ condition: LLVMValueRef) {
    if LLVMIsConstant(condition) != 0 { return }
    _ = call(intrinsic("llvm.assume", [i1], void), [condition])
  }
  /// What the optimiser believes of a condition.
  func expect(_ condition: LLVMValueRef, _ value: Bool) -> LLVMValueRef {
    call(intrinsic("llvm.expect.i1", [i1, i1], i1), [condition, constBool(value)])
  }
  /// Name of an LLVM type within an overloaded intrinsic's name.
  func mangle(_ t: LLVMTypeRef) -> String {
    switch LLVMGetTypeKind(t) {
    case LLVMIntegerTypeKind: "i\(LLVMGetIntTypeWidth(t))"
    case LLVMHalfTypeKind: "f16"
    case LLVMFloatTypeKind: "f32"
    case LLVMDoubleTypeKind: "f64"
    case LLVMFP128TypeKind: "f128"
    case LLVMPointerTypeKind: "p0"
    case LLVMVectorTypeKind: "v\(LLVMGetVectorSize(t))\(mangle(LLVMGetElementType(t)))"
    default: "?"
    }
  }
}
