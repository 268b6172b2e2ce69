// LLVM types of layouts. Memory is bytes; only registers have types.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension UnitCodegen {
  /// The type of a scalar in a register: `i1` for `bool`.
  func immediateType(_ s: Scalar) -> LLVMTypeRef { s.isBool ? ll.i1 : memoryType(s) }
  /// The type of a scalar in memory.
  func memoryType(_ s: Scalar) -> LLVMTypeRef { memoryType(s.primitive) }
  func memoryType(_ p: Primitive) -> LLVMTypeRef {
    switch p {
    case .int(let size, _): ll.intType(bits: size.bits)
    case .f16: ll.half
    case .f32: ll.float
    case .f64: ll.double
    case .f128: ll.fp128
    case .pointer: ll.pointer
    }
  }
  func vectorType(_ s: Scalar, _ count: UInt64) -> LLVMTypeRef { LLVMVectorType(memoryType(s), UInt32(count)) }

  /// Of scalars and vectors.
  func immediateType(_ layout: TypeLayout) -> LLVMTypeRef {
    switch layout.repr {
    case .scalar(let s): immediateType(s)
    case .vector(let s, let n): vectorType(s, n)
    case .scalarPair: immediatePairType(layout)
    case .memory: ll.bytesType(layout.size)
    }
  }
  func immediatePairType(_ layout: TypeLayout) -> LLVMTypeRef {
    guard case .scalarPair(let a, let b) = layout.repr else { return ll.bytesType(layout.size) }
    return ll.structType([immediateType(a), immediateType(b)])
  }
  /// Of the metadata of a pointer to `type`: a length or a vtable.
  func metadataType(of type: TypeID) -> LLVMTypeRef {
    if case .trait = facts.tail(of: type) { ll.pointer } else { ll.i64 }
  }
}
