// Which intrinsic a name is.
import CLLVM
import Parallel

/// Intrinsics that are replaced by instructions. Names are those of `core::intrinsics`; families share a case.
enum Intrinsic: Sendable, BitwiseCopyable {
  case abort, addWithOverflow, subWithOverflow, mulWithOverflow, aggregateRawPtr, alignOf, alignOfVal, sizeOf, sizeOfVal
  case arithOffset, offset, assertInhabited, assertZeroValid, assertUninitValid, assume
  case atomicLoad, atomicStore, atomicCompareExchange(weak: Bool), atomicFence(singleThread: Bool), atomicReadModifyWrite(LLVMAtomicRMWBinOp)
  case bitReverse, byteSwap, countLeadingZeros(nonzero: Bool), countTrailingZeros(nonzero: Bool), countOnes
  case blackBox, breakpoint, callerLocation, catchUnwind, coldPath, compareBytes, constEvalSelect
  case copy, copyNonoverlapping, writeBytes, volatileCopy(overlapping: Bool), volatileSet, volatileLoad, volatileStore, nontemporalStore
  case discriminantValue, exactDiv, forget, floatToIntUnchecked, needsDrop, variantCount
  case ptrMask, ptrMetadata, ptrOffsetFrom, ptrOffsetFromUnsigned, rawEq, readViaCopy, writeViaMove
  case rotateLeft, rotateRight, funnelShift(left: Bool), saturatingAdd, saturatingSub, selectUnpredictable, sliceGetUnchecked
  case threeWayCompare, transmute, typeID, typeName, unreachable
  case unchecked(UncheckedOp), wrapping(UncheckedOp)
  case vtableSize, vtableAlign
  case ubChecks, overflowChecks, contractChecks
  /// One LLVM intrinsic on floats of the argument's type; with so many arguments.
  case float(FloatOp, count: UInt8)
  case powi, fabs
  case fast(FloatArithmetic), algebraic(FloatArithmetic)
  case simd(SIMDOp)

  enum UncheckedOp: UInt8, Sendable { case add, sub, mul, div, rem, shl, shr }
  enum FloatArithmetic: UInt8, Sendable { case add, sub, mul, div, rem }
  enum FloatOp: String, Sendable, CaseIterable {
    case ceil, copysign, cos, exp, exp2, floor, fma, fmuladd, log, log10, log2, maxnum, minnum, maximum, minimum, pow, rint
    case roundeven, round, sin, sqrt, trunc
  }
  enum SIMDOp: UInt8, Sendable, CaseIterable {
    case add, sub, mul, div, rem, and, or, xor, shl, shr, eq, ne, lt, le, gt, ge, neg, splat, shuffle, insert, extract
    case insert_dyn, extract_dyn, select, select_bitmask, bitmask, cast, `as`, saturating_add, saturating_sub, arith_offset
    case reduce_add_ordered, reduce_add_unordered, reduce_mul_ordered, reduce_mul_unordered
    case reduce_and, reduce_or, reduce_xor, reduce_min, reduce_max, reduce_all, reduce_any
    case fabs, fsqrt, ceil, floor, round, round_ties_even, trunc, fma, relaxed_fma, fsin, fcos, fexp, fexp2, flog, flog2, flog10
    case maximum_number_nsz, minimum_number_nsz
    case bswap, bitreverse, ctlz, cttz, ctpop, cast_ptr, expose_provenance, with_exposed_provenance
    case gather, scatter, masked_load, masked_store, funnel_shl, funnel_shr
  }
}

/// From names to intrinsics. Sharing: frozen.
struct IntrinsicTable: Sendable {
  private let all: [Name: Intrinsic]
  subscript(name: Name) -> Intrinsic? { all[name] }

  init() {
    var t: [String: Intrinsic] = [
      "abort": .abort, "add_with_overflow": .addWithOverflow, "sub_with_overflow": .subWithOverflow,
      "mul_with_overflow": .mulWithOverflow, "aggregate_raw_ptr": .aggregateRawPtr, "align_of": .alignOf, "min_align_of": .alignOf,
      "align_of_val": .alignOfVal, "size_of": .sizeOf, "size_of_val": .sizeOfVal, "arith_offset": .arithOffset, "offset": .offset,
      "assert_inhabited": .assertInhabited, "assert_zero_valid": .assertZeroValid, "assert_mem_uninitialized_valid": .assertUninitValid,
      "assume": .assume, "atomic_load": .atomicLoad, "atomic_store": .atomicStore, "atomic_cxchg": .atomicCompareExchange(weak: false),
      "atomic_cxchgweak": .atomicCompareExchange(weak: true), "atomic_fence": .atomicFence(singleThread: false),
      "atomic_singlethreadfence": .atomicFence(singleThread: true), "atomic_xchg": .atomicReadModifyWrite(LLVMAtomicRMWBinOpXchg),
      "atomic_xadd": .atomicReadModifyWrite(LLVMAtomicRMWBinOpAdd), "atomic_xsub": .atomicReadModifyWrite(LLVMAtomicRMWBinOpSub),
      "atomic_and": .atomicReadModifyWrite(LLVMAtomicRMWBinOpAnd), "atomic_nand": .atomicReadModifyWrite(LLVMAtomicRMWBinOpNand),
      "atomic_or": .atomicReadModifyWrite(LLVMAtomicRMWBinOpOr), "atomic_xor": .atomicReadModifyWrite(LLVMAtomicRMWBinOpXor),
      "atomic_max": .atomicReadModifyWrite(LLVMAtomicRMWBinOpMax), "atomic_min": .atomicReadModifyWrite(LLVMAtomicRMWBinOpMin),
      "atomic_umax": .atomicReadModifyWrite(LLVMAtomicRMWBinOpUMax), "atomic_umin": .atomicReadModifyWrite(LLVMAtomicRMWBinOpUMin),
      "bitreverse": .bitReverse, "bswap": .byteSwap, "ctlz": .countLeadingZeros(nonzero: false),
      "ctlz_nonzero": .countLeadingZeros(nonzero: true), "cttz": .countTrailingZeros(nonzero: false),
      "cttz_nonzero": .countTrailingZeros(nonzero: true), "ctpop": .countOnes, "black_box": .blackBox, "breakpoint": .breakpoint,
      "caller_location": .callerLocation, "catch_unwind": .catchUnwind, "cold_path": .coldPath, "compare_bytes": .compareBytes,
      "const_eval_select": .constEvalSelect, "copy": .copy, "copy_nonoverlapping": .copyNonoverlapping, "write_bytes": .writeBytes,
      "volatile_copy_memory": .volatileCopy(overlapping: true), "volatile_copy_nonoverlapping_memory": .volatileCopy(overlapping: false),
      "volatile_set_memory": .volatileSet, "volatile_load": .volatileLoad, "unaligned_volatile_load": .volatileLoad,
      "volatile_store": .volatileStore, "unaligned_volatile_store": .volatileStore, "nontemporal_store": .nontemporalStore,
      "discriminant_value": .discriminantValue, "exact_div": .exactDiv, "forget": .forget,
      "float_to_int_unchecked": .floatToIntUnchecked, "needs_drop": .needsDrop, "variant_count": .variantCount, "ptr_mask": .ptrMask,
      "ptr_metadata": .ptrMetadata, "ptr_offset_from": .ptrOffsetFrom, "ptr_offset_from_unsigned": .ptrOffsetFromUnsigned,
      "raw_eq": .rawEq, "read_via_copy": .readViaCopy, "write_via_move": .writeViaMove, "rotate_left": .rotateLeft,
      "rotate_right": .rotateRight, "unchecked_funnel_shl": .funnelShift(left: true), "unchecked_funnel_shr": .funnelShift(left: false),
      "saturating_add": .saturatingAdd, "saturating_sub": .saturatingSub, "select_unpredictable": .selectUnpredictable,
      "slice_get_unchecked": .sliceGetUnchecked, "three_way_compare": .threeWayCompare, "transmute": .transmute,
      "transmute_unchecked": .transmute, "type_id": .typeID, "type_name": .typeName, "unreachable": .unreachable,
      "vtable_size": .vtableSize, "vtable_align": .vtableAlign, "ub_checks": .ubChecks, "overflow_checks": .overflowChecks,
      "contract_checks": .contractChecks, "fabs": .fabs,
    ]
    let unchecked: [(String, Intrinsic.UncheckedOp)] = [
      ("add", .add), ("sub", .sub), ("mul", .mul), ("div", .div), ("rem", .rem), ("shl", .shl), ("shr", .shr),
    ]
    for (name, op) in unchecked {
      t["unchecked_" + name] = .unchecked(op)
      t["wrapping_" + name] = .wrapping(op)
    }
    let arithmetic: [(String, Intrinsic.FloatArithmetic)] = [("add", .add), ("sub", .sub), ("mul", .mul), ("div", .div), ("rem", .rem)]
    for (name, op) in arithmetic {
      t["f\(name)_fast"] = .fast(op)
      t["f\(name)_algebraic"] = .algebraic(op)
    }
    for width in ["16", "32", "64", "128"] {
      let unary: [(String, Intrinsic.FloatOp)] = [
        ("ceilf", .ceil), ("cosf", .cos), ("expf", .exp), ("exp2f", .exp2), ("floorf", .floor), ("logf", .log), ("log10f", .log10),
        ("log2f", .log2), ("roundf", .round), ("round_ties_even_f", .roundeven), ("sinf", .sin), ("sqrtf", .sqrt), ("truncf", .trunc),
      ]
      for (name, op) in unary { t[name + width] = .float(op, count: 1) }
      let binary: [(String, Intrinsic.FloatOp)] = [
        ("copysignf", .copysign), ("powf", .pow), ("maxnumf", .maxnum), ("minnumf", .minnum),
        ("maximum_number_nsz_f", .maxnum), ("minimum_number_nsz_f", .minnum),
      ]
      for (name, op) in binary { t[name + width] = .float(op, count: 2) }
      t["fmaf" + width] = .float(.fma, count: 3)
      t["fmuladdf" + width] = .float(.fmuladd, count: 3)
      t["powif" + width] = .powi
      t["fabsf" + width] = .fabs
    }
    for op in Intrinsic.SIMDOp.allCases { t["simd_\(op)"] = .simd(op) }
    var all: [Name: Intrinsic] = [:]
    for (name, intrinsic) in t { all[Name(name)] = intrinsic }
    self.all = all
  }
}
