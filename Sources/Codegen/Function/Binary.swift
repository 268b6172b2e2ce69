// Binary operations on scalars, pairs (wide pointers) and units.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension FunctionCodegen {
  func binary(_ op: BinOp, _ a: OperandRef, _ b: OperandRef) -> OperandRef {
    if op.isOverflowing {
      let (value, flag) = checked(op, a.immediate, b.immediate, signed: facts.isSigned(a.type.type))
      return OperandRef(.pair(value, flag), unit.typed(.tuple([a.type.type, .bool])))
    }
    let result: TypeID
    switch op {
    case _ where op.isComparison: result = .bool
    case .cmp: result = facts.orderingType()
    default: result = a.type.type
    }
    switch (a.value, b.value) {
    case (.pair(let ap, let am), .pair(let bp, let bm)):
      return OperandRef(.immediate(compareWide(op, ap, am, bp, bm)), unit.typed(result))
    case (.zeroSized, .zeroSized):
      let answer = op == .eq || op == .le || op == .ge
      return OperandRef(.immediate(ll.constBool(answer)), unit.typed(.bool))
    default:
      return OperandRef(.immediate(scalar(op, a.immediate, b.immediate, a.type.type, b.type.type)), unit.typed(result))
    }
  }

  /// Wide pointers compare by address, then by metadata.
  private func compareWide(_ op: BinOp, _ ap: LLVMValueRef, _ am: LLVMValueRef, _ bp: LLVMValueRef, _ bm: LLVMValueRef) -> LLVMValueRef {
    switch op {
    case .eq: return ll.and(ll.icmp(LLVMIntEQ, ap, bp), ll.icmp(LLVMIntEQ, am, bm))
    case .ne: return ll.or(ll.icmp(LLVMIntNE, ap, bp), ll.icmp(LLVMIntNE, am, bm))
    default:
      let (strict, full): (LLVMIntPredicate, LLVMIntPredicate) =
        switch op {
        case .lt: (LLVMIntULT, LLVMIntULT)
        case .le: (LLVMIntULT, LLVMIntULE)
        case .gt: (LLVMIntUGT, LLVMIntUGT)
        default: (LLVMIntUGT, LLVMIntUGE)
        }
      return ll.or(ll.icmp(strict, ap, bp), ll.and(ll.icmp(LLVMIntEQ, ap, bp), ll.icmp(full, am, bm)))
    }
  }

  private func scalar(_ op: BinOp, _ a: LLVMValueRef, _ b: LLVMValueRef, _ type: TypeID, _ rightType: TypeID) -> LLVMValueRef {
    let isFloat = facts.isFloat(type)
    let signed = facts.isSigned(type)
    let builder = ll.builder
    switch op {
    case .add: return isFloat ? LLVMBuildFAdd(builder, a, b, "") : ll.add(a, b)
    case .sub: return isFloat ? LLVMBuildFSub(builder, a, b, "") : ll.sub(a, b)
    case .mul: return isFloat ? LLVMBuildFMul(builder, a, b, "") : ll.mul(a, b)
    case .addUnchecked: return signed ? LLVMBuildNSWAdd(builder, a, b, "") : LLVMBuildNUWAdd(builder, a, b, "")
    case .subUnchecked: return signed ? LLVMBuildNSWSub(builder, a, b, "") : LLVMBuildNUWSub(builder, a, b, "")
    case .mulUnchecked: return signed ? LLVMBuildNSWMul(builder, a, b, "") : LLVMBuildNUWMul(builder, a, b, "")
    case .div: return isFloat ? LLVMBuildFDiv(builder, a, b, "") : signed ? LLVMBuildSDiv(builder, a, b, "") : LLVMBuildUDiv(builder, a, b, "")
    case .rem: return isFloat ? LLVMBuildFRem(builder, a, b, "") : signed ? LLVMBuildSRem(builder, a, b, "") : LLVMBuildURem(builder, a, b, "")
    case .bitAnd: return ll.and(a, b)
    case .bitOr: return ll.or(a, b)
    case .bitXor: return ll.xor(a, b)
    case .shl: return LLVMBuildShl(builder, a, shiftAmount(a, b, rightType, masked: true), "")
    case .shlUnchecked: return LLVMBuildShl(builder, a, shiftAmount(a, b, rightType, masked: false), "")
    case .shr, .shrUnchecked:
      let amount = shiftAmount(a, b, rightType, masked: op == .shr)
      return signed ? LLVMBuildAShr(builder, a, amount, "") : LLVMBuildLShr(builder, a, amount, "")
    case .eq, .ne, .lt, .le, .gt, .ge:
      return isFloat ? ll.fcmp(floatPredicate(op), a, b) : ll.icmp(integerPredicate(op, signed: signed), a, b)
    case .cmp: return threeWay(a, b, signed: signed)
    case .offset:
      let element = unit.typed(facts.pointee(of: type))
      if element.isZeroSized { return a }
      return ll.element(a, b, stride: element.size)
    case .addWithOverflow, .subWithOverflow, .mulWithOverflow: preconditionFailure("checked operation as a scalar")
    }
  }

  /// The amount in the type of the shifted value; `masked` keeps it below the width.
  func shiftAmount(_ a: LLVMValueRef, _ b: LLVMValueRef, _ type: TypeID, masked: Bool) -> LLVMValueRef {
    let want = LLVMTypeOf(a)!
    let bits = UInt64(LLVMGetIntTypeWidth(want))
    let amount = ll.intCast(b, want, signed: facts.isSigned(type))
    return masked ? ll.and(amount, ll.const(want, bits - 1)) : amount
  }

  func integerPredicate(_ op: BinOp, signed: Bool) -> LLVMIntPredicate {
    switch op {
    case .eq: LLVMIntEQ
    case .ne: LLVMIntNE
    case .lt: signed ? LLVMIntSLT : LLVMIntULT
    case .le: signed ? LLVMIntSLE : LLVMIntULE
    case .gt: signed ? LLVMIntSGT : LLVMIntUGT
    default: signed ? LLVMIntSGE : LLVMIntUGE
    }
  }
  func floatPredicate(_ op: BinOp) -> LLVMRealPredicate {
    switch op {
    case .eq: LLVMRealOEQ
    case .ne: LLVMRealUNE
    case .lt: LLVMRealOLT
    case .le: LLVMRealOLE
    case .gt: LLVMRealOGT
    default: LLVMRealOGE
    }
  }

  /// -1, 0 or 1 as `Ordering`.
  func threeWay(_ a: LLVMValueRef, _ b: LLVMValueRef, signed: Bool) -> LLVMValueRef {
    let less = ll.icmp(signed ? LLVMIntSLT : LLVMIntULT, a, b)
    let greater = ll.icmp(signed ? LLVMIntSGT : LLVMIntUGT, a, b)
    return ll.sub(ll.zext(greater, ll.i8), ll.zext(less, ll.i8))
  }

  /// The wrapped result and whether it overflowed.
  func checked(_ op: BinOp, _ a: LLVMValueRef, _ b: LLVMValueRef, signed: Bool) -> (LLVMValueRef, LLVMValueRef) {
    let type = LLVMTypeOf(a)!
    // For unsigned subtraction a comparison is easier to optimise than the intrinsic.
    if op == .subWithOverflow && !signed { return (ll.sub(a, b), ll.icmp(LLVMIntULT, a, b)) }
    let word =
      switch op {
      case .addWithOverflow: signed ? "sadd" : "uadd"
      case .subWithOverflow: signed ? "ssub" : "usub"
      default: signed ? "smul" : "umul"
      }
    let f = ll.intrinsic("llvm.\(word).with.overflow.\(ll.mangle(type))", [type, type], ll.structType([type, ll.i1]))
    let pair = ll.call(f, [a, b])
    return (ll.extract(pair, 0), ll.extract(pair, 1))
  }
}
