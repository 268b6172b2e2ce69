// The intrinsics that constants may use.
import ABI
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Types

extension Machine {
  /// Performs the intrinsic and goes on at `target`; false if it is not known here.
  mutating func intrinsic(
    _ name: String, _ instance: Instance, _ args: [(Value, TypeID)], _ to: MemoryPlace, _ span: Span, _ target: BasicBlockID
  ) throws(EvaluationError) -> Bool {
    func typeArg(_ i: Int) throws(EvaluationError) -> TypeID {
      guard i < instance.args.count, let t = instance.args[i].type else { throw .invalid }
      return t
    }
    func number(_ v: UInt128) -> Value { .scalar(ScalarValue(v)) }
    func arg(_ i: Int) throws(EvaluationError) -> ScalarValue {
      switch args[i].0 {
      case .scalar(let s), .pair(let s, _): return s
      case .memory(let p): return try readScalar(p)
      case .empty: return ScalarValue(0)
      }
    }
    var result: Value? = nil

    switch name {
    // MARK: types
    case "size_of": result = number(UInt128(try layout(typeArg(0)).size))
    case "align_of", "min_align_of", "pref_align_of": result = number(UInt128(try layout(typeArg(0)).alignment))
    case "size_of_val", "align_of_val", "min_align_of_val":
      var meta: ScalarValue? = nil
      if case .pair(_, let m) = args[0].0 { meta = m }
      let t = try typeArg(0)
      let (s, a) = try sizeAndAlignment(t, layout(t), meta)
      result = number(UInt128(name == "size_of_val" ? s : a))
    case "needs_drop": result = number(facts.needsDrop(try typeArg(0)) ? 1 : 0)
    case "type_id":
      try memoryTypeID(typeArg(0), to)
      result = .empty
    case "type_id_eq":
      guard case .memory(let a) = args[0].0, case .memory(let b) = args[1].0 else { return false }
      result = number(try bytes(a) == bytes(b) ? 1 : 0)
    case "type_name":
      let text = Array(facts.typeName(try typeArg(0)).utf8)
      let id = Allocations.add(.memory(ConstAllocation(text, alignmentLog2: 0)))
      result = .pair(ScalarValue(0, .global(id)), ScalarValue(UInt128(text.count)))
    case "variant_count": result = number(UInt128(facts.variantCount(of: try typeArg(0))))
    case "offset_of", "field_offset":
      let l = try layout(typeArg(0)).variant(UInt32(truncatingIfNeeded: try arg(0).bits))
      result = number(UInt128(l.fieldOffset(Int(try arg(1).bits))))
    case "discriminant_value":
      result = number(try discriminant(of: dereference(args[0].0, args[0].1)))
    case "assert_inhabited":
      if try layout(typeArg(0)).isUninhabited { throw .panic("aborted execution: attempted to instantiate an uninhabited type") }
      result = .empty
    case "assert_zero_valid", "assert_mem_uninitialized_valid": result = .empty
    case "is_val_statically_known": result = number(0)

    // MARK: arithmetic
    case "wrapping_add", "unchecked_add": result = try binary(.add, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "wrapping_sub", "unchecked_sub": result = try binary(.sub, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "wrapping_mul", "unchecked_mul": result = try binary(.mul, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "unchecked_div", "exact_div": result = try binary(.div, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "unchecked_rem": result = try binary(.rem, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "unchecked_shl": result = try binary(.shl, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "unchecked_shr": result = try binary(.shr, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "disjoint_bitor": result = try binary(.bitOr, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "add_with_overflow", "sub_with_overflow", "mul_with_overflow":
      let op: BinOp = name == "add_with_overflow" ? .addWithOverflow : name == "sub_with_overflow" ? .subWithOverflow : .mulWithOverflow
      let bits = try layout(args[0].1).size * 8
      let (v, o) = Self.overflowing(op, try arg(0).bits, try arg(1).bits, bits, facts.isSigned(args[0].1))
      if case .scalarPair = to.layout.repr {
        result = .pair(ScalarValue(v), ScalarValue(o ? 1 : 0))
      } else {
        try write(number(v), to: field(to, 0))
        try write(number(o ? 1 : 0), to: field(to, 1))
        result = .empty
      }
    case "saturating_add", "saturating_sub":
      let bits = try layout(args[0].1).size * 8
      let isSigned = facts.isSigned(args[0].1)
      let (v, o) = Self.overflowing(
        name == "saturating_add" ? .addWithOverflow : .subWithOverflow, try arg(0).bits, try arg(1).bits, bits, isSigned)
      let m = Self.mask(bits)
      if !o {
        result = number(v)
      } else if isSigned {
        result = number(Self.signed(try arg(0).bits, bits) < 0 ? (m >> 1) + 1 : m >> 1)
      } else {
        result = number(name == "saturating_add" ? m : 0)
      }
    case "three_way_compare": result = try binary(.cmp, args[0].0, args[1].0, args[0].1, rightType: args[1].1)
    case "ctpop": result = number(UInt128(try arg(0).bits.nonzeroBitCount))
    case "ctlz", "ctlz_nonzero":
      let bits = try layout(args[0].1).size * 8
      result = number(UInt128(UInt64(try arg(0).bits.leadingZeroBitCount) - (128 - bits)))
    case "cttz", "cttz_nonzero":
      let bits = try layout(args[0].1).size * 8
      result = number(UInt128(min(UInt64(try arg(0).bits.trailingZeroBitCount), bits)))
    case "bswap":
      let bits = try layout(args[0].1).size * 8
      result = number(try arg(0).bits.byteSwapped >> UInt128(128 - bits))
    case "bitreverse":
      let bits = try layout(args[0].1).size * 8
      var v = try arg(0).bits
      var r: UInt128 = 0
      for _ in 0..<bits {
        r = r << 1 | v & 1
        v >>= 1
      }
      result = number(r)
    case "rotate_left", "rotate_right":
      let bits = try layout(args[0].1).size * 8
      let v = try arg(0).bits
      var n = UInt64(truncatingIfNeeded: try arg(1).bits) % bits
      if name == "rotate_right" { n = (bits - n) % bits }
      result = number((v << UInt128(n) | (n == 0 ? 0 : v >> UInt128(bits - n))) & Self.mask(bits))
    case "fabsf32", "fabsf64", "fabsf16", "fabs":
      let bits = try layout(args[0].1).size * 8
      result = number(try arg(0).bits & (Self.mask(bits) >> 1))
    case "copysignf32", "copysignf64", "copysignf16":
      let bits = try layout(args[0].1).size * 8
      let m = Self.mask(bits) >> 1
      result = number(try arg(0).bits & m | (try arg(1).bits & ~m & Self.mask(bits)))

    // MARK: pointers and memory
    case "transmute", "transmute_unchecked":
      try transmute(args[0].0, args[0].1, to: to)
      result = .empty
    case "offset", "arith_offset":
      let s = try arg(0)
      let size = try layout(facts.pointee(of: args[0].1)).size
      let amount = Self.signed(try arg(1).bits, 64) &* Int128(size)
      result = .scalar(ScalarValue(UInt128(bitPattern: Int128(s.bits) &+ amount) & Self.mask(64), s.provenance))
    case "ptr_offset_from", "ptr_offset_from_unsigned":
      let a = try arg(0)
      let b = try arg(1)
      if a.provenance != b.provenance { throw .undefinedBehavior("the distance of pointers into different allocations") }
      let size = try layout(facts.pointee(of: args[0].1)).size
      if size == 0 { throw .panic("the distance of pointers to a type of no size") }
      let d = Self.signed((a.bits &- b.bits) & Self.mask(64), 64) / Int128(size)
      result = number(UInt128(bitPattern: d) & Self.mask(64))
    case "ptr_mask": result = .scalar(ScalarValue(try arg(0).bits & (try arg(1).bits), try arg(0).provenance))
    case "ptr_guaranteed_cmp":
      let a = try arg(0)
      let b = try arg(1)
      if a.provenance == nil && b.provenance == nil { result = number(a.bits == b.bits ? 1 : 0) }
      else if a.provenance == b.provenance { result = number(a.bits == b.bits ? 1 : 0) }
      else if a.provenance == nil && a.bits == 0 || b.provenance == nil && b.bits == 0 { result = number(0) }
      else { result = number(2) }
    case "ptr_metadata":
      if case .pair(_, let m) = args[0].0 { result = .scalar(m) } else { result = .empty }
    case "aggregate_raw_ptr":
      if case .scalarPair = to.layout.repr { result = .pair(try arg(0), try arg(1)) } else { result = .scalar(try arg(0)) }
    case "copy", "copy_nonoverlapping", "volatile_copy_memory":
      let size = try layout(typeArg(0)).size
      try copyBytes(arg(0), arg(1), arg(2).bits &* UInt128(size))
      result = .empty
    case "write_bytes":
      let size = try arg(2).bits &* UInt128(try layout(typeArg(0)).size)
      let p = try arg(0)
      if size > 0 {
        guard let base = p.provenance, size < 1 << 32 else { throw .undefinedBehavior("a dangling pointer is written") }
        for i in 0..<Int(size) { try memory.write(ScalarValue(try arg(1).bits), 1, base, Int(p.bits) + i) }
      }
      result = .empty
    case "compare_bytes":
      result = number(try compare(arg(0), arg(1), arg(2).bits))
    case "raw_eq":
      let a = try dereference(args[0].0, args[0].1)
      let b = try dereference(args[1].0, args[1].1)
      result = number(try bytes(a) == bytes(b) ? 1 : 0)
    case "read_via_copy", "volatile_load", "unaligned_volatile_load":
      result = try read(dereference(args[0].0, args[0].1))
    case "write_via_move", "volatile_store":
      try write(args[1].0, to: dereference(args[0].0, args[0].1))
      result = .empty
    case "slice_get_unchecked":
      let p = try dereference(args[0].0, args[0].1)
      result = address(of: try element(p, UInt64(truncatingIfNeeded: arg(1).bits)))
    case "typed_swap_nonoverlapping":
      let a = try dereference(args[0].0, args[0].1)
      let b = try dereference(args[1].0, args[1].1)
      let l = a.layout
      let t = MemoryPlace(
        base: .local(try memory.allocate(size: l.size, alignmentLog2: l.alignmentLog2)), offset: 0, type: a.type, layout: l)
      try write(.memory(a), to: t)
      try write(.memory(b), to: a)
      try write(.memory(t), to: b)
      result = .empty
    case "vtable_size", "vtable_align":
      guard case .global(let id)? = try arg(0).provenance, case .vtable(let t, _) = Allocations[id] else { throw .invalid }
      let l = try layout(t)
      result = number(UInt128(name == "vtable_size" ? l.size : l.alignment))
    case "const_allocate":
      let alignment = try arg(1).bits
      let i = try memory.allocate(size: UInt64(truncatingIfNeeded: arg(0).bits), alignmentLog2: UInt8(alignment.trailingZeroBitCount))
      result = .scalar(ScalarValue(0, .local(i)))
    case "const_deallocate": result = .empty
    case "const_make_global": result = .scalar(try arg(0))

    // MARK: control
    case "assume", "cold_path", "forget", "prefetch_read_data", "assert_unsafe_precondition": result = .empty
    case "likely", "unlikely", "black_box": result = args[0].0
    case "unreachable": throw .undefinedBehavior("entering unreachable code")
    case "abort": throw .panic("aborted execution")
    case "ub_checks", "contract_checks": result = number(0)
    case "overflow_checks": result = number(1)
    case "select_unpredictable": result = try arg(0).bits != 0 ? args[1].0 : args[2].0
    case "caller_location": result = try callerLocation(to.type)
    case "const_eval_select":
      guard case .tuple = args[0].1.kind else { return false }
      guard case .fnDef(let d, let generic) = args[1].1.kind, let callee = facts.resolve(d, generic) else { throw .tooGeneric }
      var spread: [(Value, TypeID)] = []
      if case .tuple(let l) = args[0].1.kind, l.count > 0 {
        let p = try spill(args[0].0, args[0].1)
        for i in 0..<l.count {
          let f = try field(p, i)
          spread.append((try read(f), f.type))
        }
      }
      try enter(callee, spread, to, target, span)
      return true
    default: return false
    }
    if let result, case .empty = result {} else if let result { try write(result, to: to) }
    if target.isNone { throw .undefinedBehavior("a call returns that must not") }
    frame.block = target
    return true
  }

  /// The bytes of a place, which must be plain.
  private mutating func bytes(_ p: MemoryPlace) throws(EvaluationError) -> [UInt8] {
    guard let base = p.base else { return [] }
    var result: [UInt8] = []
    for i in 0..<Int(p.layout.size) {
      result.append(UInt8(truncatingIfNeeded: try memory.read(base, Int(p.offset) + i, 1, statics).bits))
    }
    return result
  }

  private mutating func compare(_ a: ScalarValue, _ b: ScalarValue, _ count: UInt128) throws(EvaluationError) -> UInt128 {
    if count == 0 { return 0 }
    guard let p = a.provenance, let q = b.provenance, count < 1 << 32 else { throw .undefinedBehavior("a dangling pointer is read") }
    for i in 0..<Int(count) {
      let x = try memory.read(p, Int(a.bits) + i, 1, statics).bits
      let y = try memory.read(q, Int(b.bits) + i, 1, statics).bits
      if x != y { return x < y ? Self.mask(32) : 1 }
    }
    return 0
  }

  /// `TypeId` is an array of pointers whose bytes are the type's hash; the pointers are not kept here.
  private mutating func memoryTypeID(_ type: TypeID, _ to: MemoryPlace) throws(EvaluationError) {
    let hash = facts.typeIDHash(type)
    guard let base = to.base else { return }
    try memory.write(ScalarValue(hash & Self.mask(64)), 8, base, Int(to.offset))
    try memory.write(ScalarValue(hash >> 64), 8, base, Int(to.offset) + 8)
  }

  /// A `&'static Location` of the innermost caller that is not `#[track_caller]`.
  private mutating func callerLocation(_ type: TypeID) throws(EvaluationError) -> Value {
    var span = frame.callerSpan
    for f in frames.reversed() {
      span = f.callerSpan
      guard let i = f.instance, facts.attributes(of: i.def).isTrackCaller else { break }
    }
    let location = facts.location(of: span)
    let struct_ = try layout(facts.pointee(of: type))
    let p = MemoryPlace(
      base: .local(try memory.allocate(size: struct_.size, alignmentLog2: struct_.alignmentLog2)), offset: 0,
      type: facts.pointee(of: type), layout: struct_)
    // The file name is kept with a NUL behind it, which its length does not count.
    let text = Array(location.file.utf8) + [0]
    let id = Allocations.add(.memory(ConstAllocation(text, alignmentLog2: 0)))
    let file = try field(p, 0)
    try write(.pair(ScalarValue(0, .global(id)), ScalarValue(UInt128(text.count - 1))), to: file)
    try write(.scalar(ScalarValue(UInt128(location.line))), to: field(p, 1))
    try write(.scalar(ScalarValue(UInt128(location.column))), to: field(p, 2))
    return address(of: p)
  }
}
