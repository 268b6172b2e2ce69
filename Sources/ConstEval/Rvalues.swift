// Rvalues: arithmetic, casts, aggregates, discriminants.
import ABI
import Defs
import MIR
import Monomorphize
import Support
import Types

extension Machine {
  mutating func assign(_ r: Rvalue, to target: MemoryPlace) throws(EvaluationError) {
    switch r {
    case .use(let o): try write(operand(o), to: target)
    case .copyForDeref(let p): try write(read(place(p)), to: target)
    case .repeat(let o, let n):
      let count = facts.evaluate(n, frame.args)
      guard case .scalar(let low, _)? = count else { throw .tooGeneric }
      if low == 0 { return }
      let v = try operand(o)
      let first = try element(target, 0)
      try write(v, to: first)
      if target.layout.isZeroSized { return }
      guard let base = first.base else { return }
      for i in 1..<max(1, low) {
        try memory.copy(
          from: base, Int(first.offset), to: base, Int(first.offset + i * first.layout.size), Int(first.layout.size), statics)
      }
    case .ref(_, let p), .rawPtr(_, let p): try write(address(of: place(p)), to: target)
    case .threadLocalRef: throw .unsupported("thread-locals in constants")
    case .cast(let kind, let o, let t): try cast(kind, o, mono(t), to: target)
    case .binary(let op, let a, let b):
      let type = try operandType(a)
      let x = try operand(a)
      let y = try operand(b)
      try write(binary(op, x, y, type, rightType: operandType(b)), to: target)
    case .unary(let op, let o):
      let type = try operandType(o)
      try write(unary(op, operand(o), type), to: target)
    case .discriminant(let p):
      let d = try discriminant(of: place(p))
      try write(.scalar(ScalarValue(d)), to: target)
    case .aggregate(let id): try aggregate(frame.body[id], to: target)
    case .shallowInitBox: throw .unsupported("`Box` in constants")
    case .wrapUnsafeBinder(let o, _): try write(operand(o), to: target)
    }
  }

  func address(of p: MemoryPlace) -> Value {
    let data = ScalarValue(UInt128(p.offset), p.base)
    if let m = p.metadata { return .pair(data, m) }
    return .scalar(data)
  }

  // MARK: Aggregates

  private mutating func aggregate(_ a: Aggregate, to target: MemoryPlace) throws(EvaluationError) {
    let fields = frame.body[a.fields]
    switch a.kind {
    case .array:
      for (i, o) in fields.enumerated() { try write(operand(o), to: element(target, UInt64(i))) }
    case .tuple, .closure:
      for (i, o) in fields.enumerated() { try write(operand(o), to: field(target, i)) }
    case .adt(_, let variant, _, let active):
      var inner = target
      if case .multiple = target.layout.variants { inner.layout = target.layout.variant(variant) }
      if active >= 0 {
        if let o = fields.first { try write(operand(o), to: field(inner, Int(active))) }
      } else {
        for (i, o) in fields.enumerated() { try write(operand(o), to: field(inner, i)) }
      }
      try writeDiscriminant(variant, target)
    case .rawPtr:
      let data = try scalar(fields[0])
      switch target.layout.repr {
      case .scalarPair: try write(.pair(data, scalar(fields[1])), to: target)
      default: try write(.scalar(data), to: target)
      }
    case .coroutine, .coroutineClosure: throw .unsupported("coroutines in constants")
    }
  }

  // MARK: Discriminants

  mutating func writeDiscriminant(_ variant: UInt32, _ p: MemoryPlace) throws(EvaluationError) {
    guard case .multiple(let tag, let encoding, let offset) = p.layout.variants, let base = p.base else { return }
    let mask = UInt128.max >> UInt128(128 - tag.bytes * 8)
    switch encoding {
    case .direct:
      let d = facts.discriminant(of: p.type, variant: variant)
      try memory.write(ScalarValue(d & mask), Int(tag.bytes), base, Int(p.offset + offset))
    case .niche(let untagged, let first, _, let start):
      if variant == untagged { return }
      let v = (start &+ UInt128(variant &- first)) & mask
      try memory.write(ScalarValue(v), Int(tag.bytes), base, Int(p.offset + offset))
    }
  }

  /// The variant that a value holds.
  mutating func variant(of p: MemoryPlace) throws(EvaluationError) -> UInt32 {
    switch p.layout.variants {
    case .empty: throw .undefinedBehavior("a value of an uninhabited type")
    case .single(let v): return v
    case .multiple(let tag, let encoding, let offset):
      guard let base = p.base else { throw .undefinedBehavior("a dangling pointer is read") }
      let s = try memory.read(base, Int(p.offset + offset), Int(tag.bytes), statics)
      let mask = UInt128.max >> UInt128(128 - tag.bytes * 8)
      switch encoding {
      case .direct:
        for v in 0..<facts.variantCount(of: p.type) where facts.discriminant(of: p.type, variant: UInt32(v)) & mask == s.bits {
          return UInt32(v)
        }
        throw .undefinedBehavior("an enum with an invalid tag")
      case .niche(let untagged, let first, let last, let start):
        // A pointer is no niche value: those are small integers or null.
        if s.provenance != nil { return untagged }
        let relative = (s.bits &- start) & mask
        return relative <= UInt128(last - first) ? first + UInt32(relative) : untagged
      }
    }
  }

  mutating func discriminant(of p: MemoryPlace) throws(EvaluationError) -> UInt128 {
    guard case .adt = p.type.kind else { return 0 }
    if facts.variantCount(of: p.type) == 0 { throw .undefinedBehavior("a value of an uninhabited type") }
    return facts.discriminant(of: p.type, variant: try variant(of: p))
  }

  // MARK: Arithmetic

  static func mask(_ bits: UInt64) -> UInt128 { bits >= 128 ? .max : (1 << UInt128(bits)) - 1 }
  static func signed(_ v: UInt128, _ bits: UInt64) -> Int128 {
    let shift = UInt128(128 - bits)
    return Int128(bitPattern: v << shift) >> Int128(shift)
  }

  mutating func unary(_ op: UnOp, _ v: Value, _ type: TypeID) throws(EvaluationError) -> Value {
    switch op {
    case .ptrMetadata:
      if case .pair(_, let m) = v { return .scalar(m) }
      return .empty
    case .not:
      guard case .scalar(let s) = v else { throw .unsupported("this operand") }
      if type == .bool { return .scalar(ScalarValue(s.bits ^ 1)) }
      return .scalar(ScalarValue(~s.bits & Self.mask(try layout(type).size * 8)))
    case .neg:
      guard case .scalar(let s) = v else { throw .unsupported("this operand") }
      if case .float(let f) = type.kind { return .scalar(ScalarValue(s.bits ^ (1 << UInt128(Self.bits(f) - 1)))) }
      return .scalar(ScalarValue((0 &- s.bits) & Self.mask(try layout(type).size * 8)))
    }
  }

  static func bits(_ f: FloatTy) -> UInt64 {
    switch f {
    case .f16: 16
    case .f32: 32
    case .f64: 64
    case .f128: 128
    }
  }

  mutating func binary(_ op: BinOp, _ a: Value, _ b: Value, _ type: TypeID, rightType: TypeID) throws(EvaluationError) -> Value {
    if case .pair(let x, let m) = a, case .pair(let y, let n) = b {
      // Wide pointers, by address and then metadata.
      let result = try comparePointers(op, x, y) { m.bits == n.bits && m.provenance == n.provenance ? 0 : m.bits < n.bits ? -1 : 1 }
      return result
    }
    let x = try single(a)
    let y = try single(b)
    if case .float(let f) = type.kind { return try floatBinary(op, x.bits, y.bits, f) }
    if op == .offset {
      let size = try layout(facts.pointee(of: type)).size
      let amount = Self.signed(y.bits, 64) &* Int128(size)
      return .scalar(ScalarValue(UInt128(bitPattern: Int128(x.bits) &+ amount) & Self.mask(64), x.provenance))
    }
    if x.provenance != nil || y.provenance != nil { return try pointerArithmetic(op, x, y) }
    let bits = try layout(type).size * 8
    let mask = Self.mask(bits)
    let isSigned = facts.isSigned(type)
    func bool(_ v: Bool) -> Value { .scalar(ScalarValue(v ? 1 : 0)) }
    let sx = Self.signed(x.bits, bits)
    let sy = Self.signed(y.bits, bits)
    switch op {
    case .add, .addUnchecked: return .scalar(ScalarValue((x.bits &+ y.bits) & mask))
    case .sub, .subUnchecked: return .scalar(ScalarValue((x.bits &- y.bits) & mask))
    case .mul, .mulUnchecked: return .scalar(ScalarValue((x.bits &* y.bits) & mask))
    case .addWithOverflow, .subWithOverflow, .mulWithOverflow:
      let (v, o) = Self.overflowing(op, x.bits, y.bits, bits, isSigned)
      return .pair(ScalarValue(v), ScalarValue(o ? 1 : 0))
    case .div, .rem:
      if y.bits == 0 { throw .undefinedBehavior("a division by zero") }
      if isSigned {
        if sy == -1 { return .scalar(ScalarValue(op == .div ? (0 &- x.bits) & mask : 0)) }
        return .scalar(ScalarValue(UInt128(bitPattern: op == .div ? sx / sy : sx % sy) & mask))
      }
      return .scalar(ScalarValue(op == .div ? x.bits / y.bits : x.bits % y.bits))
    case .bitXor: return .scalar(ScalarValue(x.bits ^ y.bits))
    case .bitAnd: return .scalar(ScalarValue(x.bits & y.bits))
    case .bitOr: return .scalar(ScalarValue(x.bits | y.bits))
    case .shl, .shlUnchecked, .shr, .shrUnchecked:
      let amount = y.bits & UInt128(bits - 1)
      if op == .shl || op == .shlUnchecked { return .scalar(ScalarValue((x.bits << amount) & mask)) }
      return .scalar(ScalarValue(isSigned ? UInt128(bitPattern: sx >> Int128(amount)) & mask : x.bits >> amount))
    case .eq: return bool(x.bits == y.bits)
    case .ne: return bool(x.bits != y.bits)
    case .lt: return bool(isSigned ? sx < sy : x.bits < y.bits)
    case .le: return bool(isSigned ? sx <= sy : x.bits <= y.bits)
    case .gt: return bool(isSigned ? sx > sy : x.bits > y.bits)
    case .ge: return bool(isSigned ? sx >= sy : x.bits >= y.bits)
    case .cmp:
      let less = isSigned ? sx < sy : x.bits < y.bits
      return .scalar(ScalarValue(less ? 0xFF : x.bits == y.bits ? 0 : 1))
    case .offset: throw .invalid
    }
  }

  private mutating func single(_ v: Value) throws(EvaluationError) -> ScalarValue {
    switch v {
    case .scalar(let s), .pair(let s, _): return s
    case .memory(let p): return try readScalar(p)
    case .empty: return ScalarValue(0)
    }
  }

  static func overflowing(_ op: BinOp, _ x: UInt128, _ y: UInt128, _ bits: UInt64, _ isSigned: Bool) -> (UInt128, Bool) {
    let m = mask(bits)
    if isSigned {
      let a = signed(x, bits)
      let b = signed(y, bits)
      let r: (partialValue: Int128, overflow: Bool) =
        switch op {
        case .addWithOverflow: a.addingReportingOverflow(b)
        case .subWithOverflow: a.subtractingReportingOverflow(b)
        default: a.multipliedReportingOverflow(by: b)
        }
      let v = UInt128(bitPattern: r.partialValue) & m
      return (v, r.overflow || signed(v, bits) != r.partialValue)
    }
    let r: (partialValue: UInt128, overflow: Bool) =
      switch op {
      case .addWithOverflow: x.addingReportingOverflow(y)
      case .subWithOverflow: x.subtractingReportingOverflow(y)
      default: x.multipliedReportingOverflow(by: y)
      }
    return (r.partialValue & m, r.overflow || r.partialValue & m != r.partialValue)
  }

  private func comparePointers(
    _ op: BinOp, _ x: ScalarValue, _ y: ScalarValue, _ metadata: () -> Int
  ) throws(EvaluationError) -> Value {
    func bool(_ v: Bool) -> Value { .scalar(ScalarValue(v ? 1 : 0)) }
    if x.provenance == y.provenance {
      var order = x.bits == y.bits ? 0 : x.bits < y.bits ? -1 : 1
      if order == 0 { order = metadata() }
      switch op {
      case .eq: return bool(order == 0)
      case .ne: return bool(order != 0)
      case .lt: return bool(order < 0)
      case .le: return bool(order <= 0)
      case .gt: return bool(order > 0)
      case .ge: return bool(order >= 0)
      default: break
      }
    }
    // A pointer into something is not null.
    if x.provenance == nil && x.bits == 0 || y.provenance == nil && y.bits == 0 {
      if op == .eq { return bool(false) }
      if op == .ne { return bool(true) }
    }
    throw .unsupported("a comparison of pointers whose order is not known yet")
  }

  private func pointerArithmetic(_ op: BinOp, _ x: ScalarValue, _ y: ScalarValue) throws(EvaluationError) -> Value {
    switch op {
    case .add, .addUnchecked:
      if y.provenance != nil { throw .unsupported("a sum of pointers") }
      return .scalar(ScalarValue((x.bits &+ y.bits) & Self.mask(64), x.provenance))
    case .sub, .subUnchecked:
      if y.provenance == nil { return .scalar(ScalarValue((x.bits &- y.bits) & Self.mask(64), x.provenance)) }
      if x.provenance == y.provenance { return .scalar(ScalarValue((x.bits &- y.bits) & Self.mask(64))) }
      throw .unsupported("a difference of pointers into different allocations")
    default: return try comparePointers(op, x, y) { 0 }
    }
  }

  private func floatBinary(_ op: BinOp, _ x: UInt128, _ y: UInt128, _ f: FloatTy) throws(EvaluationError) -> Value {
    func bool(_ v: Bool) -> Value { .scalar(ScalarValue(v ? 1 : 0)) }
    func run<F: BinaryFloatingPoint>(_ a: F, _ b: F, _ bits: (F) -> UInt128) throws(EvaluationError) -> Value {
      // Not the processor's NaN, whose sign differs: the positive, quiet one.
      func number(_ v: F) -> Value { .scalar(ScalarValue(bits(v.isNaN ? F.nan : v))) }
      switch op {
      case .add: return number(a + b)
      case .sub: return number(a - b)
      case .mul: return number(a * b)
      case .div: return number(a / b)
      case .rem: return number(a.truncatingRemainder(dividingBy: b))
      case .eq: return bool(a == b)
      case .ne: return bool(a != b)
      case .lt: return bool(a < b)
      case .le: return bool(a <= b)
      case .gt: return bool(a > b)
      case .ge: return bool(a >= b)
      default: throw .unsupported("this operation on floats")
      }
    }
    switch f {
    case .f32:
      return try run(Float(bitPattern: UInt32(truncatingIfNeeded: x)), Float(bitPattern: UInt32(truncatingIfNeeded: y))) { UInt128($0.bitPattern) }
    case .f64:
      return try run(Double(bitPattern: UInt64(truncatingIfNeeded: x)), Double(bitPattern: UInt64(truncatingIfNeeded: y))) { UInt128($0.bitPattern) }
    case .f16:
      return try run(Float16(bitPattern: UInt16(truncatingIfNeeded: x)), Float16(bitPattern: UInt16(truncatingIfNeeded: y))) { UInt128($0.bitPattern) }
    case .f128: throw .unsupported("arithmetic on `f128` in constants")
    }
  }

  // MARK: Casts

  private mutating func cast(_ kind: CastKind, _ o: Operand, _ to: TypeID, to target: MemoryPlace) throws(EvaluationError) {
    let from = try operandType(o)
    switch kind {
    case .intToInt:
      let v = try scalar(o)
      let size = try layout(from).size * 8
      let out = target.layout.size * 8
      let bits = facts.isSigned(from) ? UInt128(bitPattern: Self.signed(v.bits, size)) : v.bits
      try write(.scalar(ScalarValue(bits & Self.mask(out), v.provenance)), to: target)
    case .intToFloat:
      let v = try scalar(o).bits
      let size = try layout(from).size * 8
      guard case .float(let f) = to.kind else { throw .invalid }
      let bits = facts.isSigned(from) ? try Self.floatBits(Self.signed(v, size), f) : try Self.floatBits(v, f)
      try write(.scalar(ScalarValue(bits)), to: target)
    case .floatToInt:
      let v = try Self.double(scalar(o).bits, from)
      let size = target.layout.size * 8
      try write(.scalar(ScalarValue(Self.saturated(v, size, isSigned: facts.isSigned(to)))), to: target)
    case .floatToFloat:
      guard case .float(let f) = to.kind else { throw .invalid }
      try write(.scalar(ScalarValue(try Self.bits(Self.double(scalar(o).bits, from), f))), to: target)
    case .ptrToPtr, .fnPtrToPtr, .mutToConstPointer, .arrayToPointer, .unsafeFnPointer, .subtype:
      let v = try operand(o)
      switch (v, target.layout.repr) {
      // From a wide pointer to a thin one.
      case (.pair(let s, _), .scalar): try write(.scalar(s), to: target)
      default: try write(v, to: target)
      }
    case .pointerExposeProvenance:
      let v = try scalar(o)
      if v.provenance != nil { throw .unsupported("pointers cannot be cast to integers during const eval") }
      try write(.scalar(v), to: target)
    case .pointerWithExposedProvenance: try write(.scalar(ScalarValue(try scalar(o).bits)), to: target)
    case .transmute: try transmute(operand(o), from, to: target)
    case .reifyFnPointer:
      guard case .fnDef(let d, let args) = from.kind, let instance = facts.resolve(d, args) else { throw .tooGeneric }
      try write(.scalar(ScalarValue(0, .global(Allocations.add(.function(facts.reified(instance)))))), to: target)
    case .closureFnPointer:
      guard case .closure(let d, let args) = from.kind, let instance = facts.closureAsFunction(d, args) else { throw .invalid }
      try write(.scalar(ScalarValue(0, .global(Allocations.add(.function(instance))))), to: target)
    case .unsize: try unsize(operand(o), from, to, target)
    }
  }

  mutating func transmute(_ v: Value, _ from: TypeID, to target: MemoryPlace) throws(EvaluationError) {
    if target.layout.isZeroSized { return }
    let source = try spill(v, from)
    if source.layout.size != target.layout.size { throw .undefinedBehavior("a transmute between types of different sizes") }
    guard let p = source.base, let q = target.base else { return }
    try memory.copy(from: p, Int(source.offset), to: q, Int(target.offset), Int(target.layout.size), statics)
  }

  /// `&[T; N]` to `&[T]`, to `&dyn Trait`, and structs that hold such a pointer.
  private mutating func unsize(_ v: Value, _ from: TypeID, _ to: TypeID, _ target: MemoryPlace) throws(EvaluationError) {
    if facts.isPointerLike(from) && facts.isPointerLike(to), isThinOrWide(from), isThinOrWide(to) {
      let (a, b) = facts.unsizingTails(facts.pointee(of: from), facts.pointee(of: to))
      switch (a.kind, b.kind) {
      case (.array(_, let n), .slice):
        guard case .scalar(let s) = v, case .scalar(let count, _)? = facts.evaluate(n, frame.args) else { throw .tooGeneric }
        try write(.pair(s, ScalarValue(UInt128(count))), to: target)
      case (.dynamic, .dynamic(let list, _)):
        guard case .pair(let s, let m) = v, case .global(let id)? = m.provenance, case .vtable(let t, _) = Allocations[id] else {
          throw .invalid
        }
        let table = Allocations.add(.vtable(t, facts.vtableTrait(list)))
        try write(.pair(s, ScalarValue(0, .global(table))), to: target)
      case (_, .dynamic(let list, _)):
        guard case .scalar(let s) = v else { throw .invalid }
        let table = Allocations.add(.vtable(a, facts.vtableTrait(list)))
        try write(.pair(s, ScalarValue(0, .global(table))), to: target)
      default: try write(v, to: target)
      }
      return
    }
    // Field by field: one of them changes, the others are copied.
    let source = try spill(v, from)
    for i in 0..<target.layout.fieldCount {
      let x = try field(source, i)
      let y = try field(target, i)
      if y.layout.isZeroSized { continue }
      if x.type == y.type { try write(read(x), to: y) } else { try unsize(read(x), x.type, y.type, y) }
    }
  }

  private func isThinOrWide(_ t: TypeID) -> Bool {
    switch t.kind {
    case .ref, .rawPtr: true
    default: false
    }
  }

  // MARK: Floats

  static func double(_ bits: UInt128, _ type: TypeID) throws(EvaluationError) -> Double {
    guard case .float(let f) = type.kind else { throw .invalid }
    switch f {
    case .f16: return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .f32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .f64: return Double(bitPattern: UInt64(truncatingIfNeeded: bits))
    case .f128: throw .unsupported("`f128` in constants")
    }
  }
  static func bits(_ value: Double, _ f: FloatTy) throws(EvaluationError) -> UInt128 {
    let v = value.isNaN ? Double.nan : value
    switch f {
    case .f16: return UInt128(Float16(v).bitPattern)
    case .f32: return UInt128(Float(v).bitPattern)
    case .f64: return UInt128(v.bitPattern)
    case .f128: throw .unsupported("`f128` in constants")
    }
  }
  static func floatBits<I: BinaryInteger>(_ v: I, _ f: FloatTy) throws(EvaluationError) -> UInt128 {
    switch f {
    case .f16: return UInt128(Float16(v).bitPattern)
    case .f32: return UInt128(Float(v).bitPattern)
    case .f64: return UInt128(Double(v).bitPattern)
    case .f128: throw .unsupported("`f128` in constants")
    }
  }
  /// `as` from a float: towards zero, to the ends of the range, zero for NaN.
  static func saturated(_ v: Double, _ bits: UInt64, isSigned: Bool) -> UInt128 {
    if v.isNaN { return 0 }
    let m = mask(bits)
    if isSigned {
      let max = Int128(bitPattern: m >> 1)
      let min = -max - 1
      if v >= Double(max) { return UInt128(bitPattern: max) & m }
      if v <= Double(min) { return UInt128(bitPattern: min) & m }
      return UInt128(bitPattern: Int128(v)) & m
    }
    if v <= 0 { return 0 }
    if v >= Double(m) { return m }
    return UInt128(v)
  }
}
