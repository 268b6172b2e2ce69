// Atomic intrinsics. The ordering is a const argument of type `AtomicOrdering`.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension FunctionCodegen {
  /// The `i`-th const argument as an LLVM ordering.
  private func ordering(_ instance: Instance, _ i: Int) -> LLVMAtomicOrdering {
    let consts = instance.args.elements.compactMap { $0.const }
    guard i < consts.count, case .scalar(let low, _)? = facts.evaluate(consts[i], .empty) else {
      return LLVMAtomicOrderingSequentiallyConsistent
    }
    // core::intrinsics::AtomicOrdering: Relaxed, Release, Acquire, AcqRel, SeqCst.
    return switch low {
    case 0: LLVMAtomicOrderingMonotonic
    case 1: LLVMAtomicOrderingRelease
    case 2: LLVMAtomicOrderingAcquire
    case 3: LLVMAtomicOrderingAcquireRelease
    default: LLVMAtomicOrderingSequentiallyConsistent
    }
  }

  func generateAtomic(
    _ intrinsic: Intrinsic, _ instance: Instance, _ c: Call, _ args: [Operand], _ result: TypedLayout
  ) -> IntrinsicOutcome {
    switch intrinsic {
    case .atomicFence(let singleThread):
      LLVMBuildFence(ll.builder, ordering(instance, 0), singleThread ? 1 : 0, "")
    case .atomicLoad:
      let pointer = operand(args[0])
      let type = unit.typed(facts.pointee(of: pointer.type.type))
      guard let llType = atomicType(type) else { break }
      let v = ll.load(llType, pointer.immediate, alignLog2: UInt8(type.size.trailingZeroBitCount))
      LLVMSetOrdering(v, ordering(instance, 0))
      setResult(fromAtomic(v, result), c)
    case .atomicStore:
      let pointer = operand(args[0])
      let value = operand(args[1])
      guard atomicType(value.type) != nil else { break }
      let s = ll.store(toAtomic(value), pointer.immediate, alignLog2: UInt8(value.type.size.trailingZeroBitCount))
      LLVMSetOrdering(s, ordering(instance, 0))
    case .atomicCompareExchange(let weak):
      let pointer = operand(args[0]).immediate
      let old = operand(args[1])
      let new = operand(args[2])
      let pair = LLVMBuildAtomicCmpXchg(
        ll.builder, pointer, toAtomic(old), toAtomic(new), ordering(instance, 0), ordering(instance, 1), 0)!
      LLVMSetWeak(pair, weak ? 1 : 0)
      let value = fromAtomic(ll.extract(pair, 0), old.type)
      let success = OperandRef(.immediate(ll.extract(pair, 1)), unit.typed(.bool))
      if case .scalarPair(let a, _) = result.layout.repr, case .immediate(let v) = value.value {
        setResult(OperandRef(.pair(reinterpret(v, as: a), success.immediate), result), c)
      } else {
        let place = alloca(result)
        store(value, to: projectField(place, 0))
        store(success, to: projectField(place, 1))
        setResult(load(place), c)
      }
    case .atomicReadModifyWrite(let op):
      let pointer = operand(args[0]).immediate
      let value = operand(args[1])
      var v = toAtomic(value)
      // Arithmetic on pointers is arithmetic on their addresses.
      if LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMPointerTypeKind, op != LLVMAtomicRMWBinOpXchg {
        v = LLVMBuildPtrToInt(ll.builder, v, ll.i64, "")
      }
      let old = LLVMBuildAtomicRMW(ll.builder, op, pointer, v, ordering(instance, 0), 0)!
      setResult(fromAtomic(old, result), c)
    default: break
    }
    finish(c)
    return .done
  }

  private func atomicType(_ type: TypedLayout) -> LLVMTypeRef? {
    if case .scalar(let s) = type.layout.repr { return unit.memoryType(s) }
    return type.size > 0 && type.size <= 16 ? ll.intType(bytes: type.size) : nil
  }
  private func toAtomic(_ o: OperandRef) -> LLVMValueRef {
    if case .immediate(let v) = o.value {
      let v = fromImmediate(v)
      return LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind || LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMPointerTypeKind
        ? v : ll.bitcast(v, ll.intType(bytes: o.type.size))
    }
    let place = spill(o)
    return ll.load(ll.intType(bytes: o.type.size), place.pointer, alignLog2: place.alignLog2)
  }
  private func fromAtomic(_ v: LLVMValueRef, _ type: TypedLayout) -> OperandRef {
    if case .scalar(let s) = type.layout.repr { return OperandRef(.immediate(reinterpret(v, as: s)), type) }
    let place = alloca(type)
    ll.store(v, place.pointer, alignLog2: place.alignLog2)
    return load(place)
  }
}
