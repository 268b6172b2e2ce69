// An interpreter of MIR: what `const` and `static` values are.
import ABI
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Types

/// A place in memory, or a value of no size.
struct MemoryPlace {
  /// Nil for addresses that belong to nothing (and zero-sized places at them).
  var base: Provenance?
  var offset: UInt64
  /// Length or vtable, of unsized places.
  var metadata: ScalarValue?
  var type: TypeID
  var layout: TypeLayout
}

/// A value being computed.
enum Value {
  case scalar(ScalarValue)
  case pair(ScalarValue, ScalarValue)
  case memory(MemoryPlace)
  case empty
}

/// Evaluates one constant. Sharing: none.
///
/// Deterministic: it has no access to anything but MIR and facts, and stops after `stepLimit` instructions or `turnLimit` turns.
struct Machine {
  /// Instructions before an evaluation is given up in any case: tables of real crates need some tens of millions.
  static let stepLimit = 200_000_000
  /// Calls and jumps back before it is given up where long evaluations are not allowed. rustc counts 2 million; some jumps back are no
  /// loops here.
  static let turnLimit = 4_000_000
  static let frameLimit = 4096

  struct Frame {
    var body: Body
    var args: GenericArgsID
    var instance: Instance?
    /// By local; nil before first use.
    var locals: [MemoryPlace?]
    var block: BasicBlockID
    var returnPlace: MemoryPlace?
    /// Where the caller goes on.
    var returnTo: BasicBlockID
    var callerSpan: Span
  }

  let facts: ProgramFacts
  var memory = Memory()
  var frames: [Frame] = []
  var steps = 0
  var turns = 0
  /// Of the instruction at hand, in the innermost frame.
  var current: SourceInfoID = .none
  var layouts: [TypeID: TypeLayout] = [:]

  init(_ facts: ProgramFacts) { self.facts = facts }

  var frame: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  func statics(_ def: DefID) throws(EvaluationError) -> ConstAllocation {
    guard let v = facts.staticValue(def) else { throw .invalid }
    return v
  }

  // MARK: Types

  mutating func layout(_ type: TypeID) throws(EvaluationError) -> TypeLayout {
    if let known = layouts[type] { return known }
    if !type.flags.isDisjoint(with: [.hasNonRegionParam, .hasInfer]) { throw .tooGeneric }
    if type.flags.contains(.hasError) { throw .invalid }
    let l = facts.layout(of: type)
    layouts[type] = l
    return l
  }

  func mono(_ type: TypeID) throws(EvaluationError) -> TypeID {
    let t = facts.instantiate(type, frame.args)
    if !t.flags.isDisjoint(with: .hasNonRegionParam) { throw .tooGeneric }
    return t
  }

  // MARK: Running

  /// Runs `body` to its end; the value is in a new allocation.
  mutating func run(_ body: Body, _ args: GenericArgsID, resultType: TypeID) throws(EvaluationError) -> MemoryPlace {
    if body.isTainted { throw .invalid }
    let l = try layout(resultType)
    let result = MemoryPlace(
      base: .local(try memory.allocate(size: l.size, alignmentLog2: l.alignmentLog2)), offset: 0, type: resultType, layout: l)
    push(body, args, nil, result, .none, body.span)
    try loop()
    return result
  }

  mutating func push(
    _ body: Body, _ args: GenericArgsID, _ instance: Instance?, _ result: MemoryPlace?, _ returnTo: BasicBlockID, _ span: Span
  ) {
    var f = Frame(
      body: body, args: args, instance: instance, locals: Array(repeating: nil, count: body.locals.count), block: BasicBlockID(0),
      returnPlace: result, returnTo: returnTo, callerSpan: span)
    f.locals[0] = result
    frames.append(f)
  }

  private mutating func loop() throws(EvaluationError) {
    while !frames.isEmpty {
      let body = frame.body
      let block = body[frame.block]
      for s in body[block.statements] {
        steps += 1
        current = s.source
        try statement(s.kind)
      }
      steps += 1
      if steps > Self.stepLimit { throw .tooManySteps }
      current = block.terminator.source
      let (depth, number) = (frames.count, frame.block)
      try terminator(block.terminator)
      if frames.count > depth || frames.count == depth && frame.block.rawValue <= number.rawValue {
        turns += 1
        if turns > Self.turnLimit && !facts.allowsLongEvaluation { throw .tooManySteps }
      }
    }
  }

  // MARK: Statements

  private mutating func statement(_ kind: StatementKind) throws(EvaluationError) {
    switch kind {
    case .assign(let p, let r):
      let target = try place(p)
      try assign(frame.body[r], to: target)
    case .setDiscriminant(let p, let v): try writeDiscriminant(v, place(p))
    case .storageLive(let l), .storageDead(let l):
      if case .local(let i)? = frame.locals[l.index]?.base, l.index > frame.body.argCount { memory.allocations[i].isDead = true }
      if l.index > frame.body.argCount { frame.locals[l.index] = nil }
    case .copyNonOverlapping(let run):
      let ops = frame.body[run]
      let from = try pointer(ops[0])
      let to = try pointer(ops[1])
      let count = try scalar(ops[2]).bits
      let element = try layout(facts.pointee(of: operandType(ops[0])))
      try copyBytes(from, to, count &* UInt128(element.size))
    case .fakeRead, .placeMention, .assume, .nop: break
    }
  }

  // MARK: Places

  mutating func local(_ id: LocalID) throws(EvaluationError) -> MemoryPlace {
    if let p = frame.locals[id.index] { return p }
    let type = try mono(frame.body[id].type)
    let l = try layout(type)
    let p = MemoryPlace(
      base: .local(try memory.allocate(size: l.size, alignmentLog2: l.alignmentLog2)), offset: 0, type: type, layout: l)
    frame.locals[id.index] = p
    return p
  }

  mutating func place(_ p: Place) throws(EvaluationError) -> MemoryPlace {
    var result = try local(p.local)
    for e in frame.body[p.projection] { result = try project(result, e) }
    return result
  }

  mutating func project(_ p: MemoryPlace, _ e: PlaceElement) throws(EvaluationError) -> MemoryPlace {
    switch e {
    case .deref: return try dereference(read(p), p.type)
    case .field(let i, _): return try field(p, Int(i))
    case .downcast(let v):
      var r = p
      r.layout = p.layout.variant(v)
      return r
    case .index(let l):
      let i = try readScalar(local(l)).bits
      return try element(p, UInt64(truncatingIfNeeded: i))
    case .constantIndex(let offset, _, let fromEnd):
      let i = fromEnd ? try length(p) - UInt64(offset) : UInt64(offset)
      return try element(p, i)
    case .subslice(let from, let to, let fromEnd):
      let count = try length(p)
      let end = fromEnd ? count - UInt64(to) : UInt64(to)
      var r = try element(p, UInt64(from), isEndAllowed: true)
      let elementType = facts.elementType(of: p.type)
      if case .array = p.type.kind {
        r.type = .array(elementType, .usize(end - UInt64(from)))
      } else {
        r.type = .slice(elementType)
        r.metadata = ScalarValue(UInt128(end - UInt64(from)))
      }
      r.layout = try layout(r.type)
      return r
    case .opaqueCast(let t), .unwrapUnsafeBinder(let t):
      var r = p
      r.type = try mono(t)
      r.layout = try layout(r.type)
      return r
    }
  }

  mutating func dereference(_ pointer: Value, _ type: TypeID) throws(EvaluationError) -> MemoryPlace {
    let pointee = facts.pointee(of: type)
    let l = try layout(pointee)
    switch pointer {
    case .scalar(let s): return MemoryPlace(base: s.provenance, offset: UInt64(truncatingIfNeeded: s.bits), type: pointee, layout: l)
    case .pair(let s, let m):
      return MemoryPlace(base: s.provenance, offset: UInt64(truncatingIfNeeded: s.bits), metadata: m, type: pointee, layout: l)
    case .memory(let p):
      // A struct around a pointer (`Box`): its first bytes are it.
      let s = try memory.read(p.base ?? .local(0), Int(p.offset), 8, statics)
      return MemoryPlace(base: s.provenance, offset: UInt64(truncatingIfNeeded: s.bits), type: pointee, layout: l)
    case .empty: throw .undefinedBehavior("a dereference of nothing")
    }
  }

  mutating func field(_ p: MemoryPlace, _ i: Int) throws(EvaluationError) -> MemoryPlace {
    let variant: UInt32
    if case .single(let v) = p.layout.variants { variant = v } else { variant = 0 }
    let type = facts.fieldType(of: p.type, variant: variant, i)
    let l = try layout(type)
    var offset = p.layout.fieldOffset(i)
    if l.isUnsized, let m = p.metadata {
      // The unsized tail is aligned by what it really is.
      var (_, alignment) = try sizeAndAlignment(type, l, m)
      if let packed = facts.packedAlignment(of: p.type) { alignment = min(alignment, packed) }
      offset = (offset + alignment - 1) & ~(alignment - 1)
    }
    return MemoryPlace(base: p.base, offset: p.offset &+ offset, metadata: l.isUnsized ? p.metadata : nil, type: type, layout: l)
  }

  mutating func length(_ p: MemoryPlace) throws(EvaluationError) -> UInt64 {
    if case .array(_, let count) = p.layout.fields, p.metadata == nil { return count }
    return UInt64(truncatingIfNeeded: p.metadata?.bits ?? 0)
  }

  mutating func element(_ p: MemoryPlace, _ i: UInt64, isEndAllowed: Bool = false) throws(EvaluationError) -> MemoryPlace {
    let type = facts.elementType(of: p.type)
    let l = try layout(type)
    let count = try length(p)
    if i > count || (i == count && !isEndAllowed) { throw .undefinedBehavior("an index out of bounds") }
    return MemoryPlace(base: p.base, offset: p.offset &+ i &* l.size, type: type, layout: l)
  }

  /// Size and alignment of a value, by its metadata where its type does not say.
  mutating func sizeAndAlignment(_ type: TypeID, _ l: TypeLayout, _ m: ScalarValue?) throws(EvaluationError) -> (UInt64, UInt64) {
    if l.isSized { return (l.size, l.alignment) }
    switch type.kind {
    case .slice(let e): return (try layout(e).size &* UInt64(truncatingIfNeeded: m?.bits ?? 0), l.alignment)
    case .str: return (UInt64(truncatingIfNeeded: m?.bits ?? 0), 1)
    case .dynamic:
      guard case .global(let id)? = m?.provenance, case .vtable(let t, _) = Allocations[id] else {
        throw .undefinedBehavior("a trait object without a vtable")
      }
      let inner = try layout(t)
      return (inner.size, inner.alignment)
    case .adt, .tuple:
      let last = l.fieldCount - 1
      let t = facts.fieldType(of: type, variant: 0, last)
      var (s, a) = try sizeAndAlignment(t, layout(t), m)
      if let packed = facts.packedAlignment(of: type) { a = min(a, packed) }
      let alignment = max(a, l.alignment)
      let offset = (l.fieldOffset(last) + a - 1) & ~(a - 1)
      return ((offset + s + alignment - 1) & ~(alignment - 1), alignment)
    default: throw .unsupported("the size of a value of this type")
    }
  }

  // MARK: Reading and writing values

  func isPointerBase(_ p: MemoryPlace) -> Bool { p.base != nil }

  mutating func read(_ p: MemoryPlace) throws(EvaluationError) -> Value {
    if p.layout.isZeroSized { return .empty }
    if p.layout.isUnsized { return .memory(p) }
    guard let base = p.base else { throw .undefinedBehavior("a dangling pointer is read") }
    switch p.layout.repr {
    case .scalar(let s) where !s.isUnion:
      return .scalar(try memory.read(base, Int(p.offset), Int(s.bytes), statics))
    case .scalarPair(let a, let b) where !a.isUnion && !b.isUnion:
      let x = try memory.read(base, Int(p.offset), Int(a.bytes), statics)
      let y = try memory.read(base, Int(p.offset + TypeLayout.pairOffset(a, b)), Int(b.bytes), statics)
      return .pair(x, y)
    default: return .memory(p)
    }
  }

  mutating func readScalar(_ p: MemoryPlace) throws(EvaluationError) -> ScalarValue {
    switch try read(p) {
    case .scalar(let s): return s
    case .pair(let s, _): return s
    case .memory(let m):
      guard let base = m.base, m.layout.size <= 16, m.layout.size > 0 else { throw .unsupported("a scalar of this layout") }
      return try memory.read(base, Int(m.offset), Int(m.layout.size), statics)
    case .empty: return ScalarValue(0)
    }
  }

  mutating func write(_ v: Value, to p: MemoryPlace) throws(EvaluationError) {
    if p.layout.isZeroSized { return }
    guard let base = p.base else { throw .undefinedBehavior("a dangling pointer is written") }
    switch v {
    case .empty: break
    case .scalar(let s):
      try memory.write(s, Int(min(p.layout.size, 16)), base, Int(p.offset))
    case .pair(let a, let b):
      guard case .scalarPair(let x, let y) = p.layout.repr else { throw .unsupported("a pair in this layout") }
      try memory.setUninitialized(base, Int(p.offset), Int(p.layout.size))
      try memory.write(a, Int(x.bytes), base, Int(p.offset))
      try memory.write(b, Int(y.bytes), base, Int(p.offset + TypeLayout.pairOffset(x, y)))
    case .memory(let m):
      guard let from = m.base else { throw .undefinedBehavior("a dangling pointer is read") }
      try memory.copy(from: from, Int(m.offset), to: base, Int(p.offset), Int(p.layout.size), statics)
    }
  }

  // MARK: Operands

  mutating func operandType(_ o: Operand) throws(EvaluationError) -> TypeID {
    switch o {
    case .copy(let p), .move(let p): return try place(p).type
    case .constant(let c): return try mono(frame.body[c].type)
    case .runtimeChecks: return .bool
    }
  }

  mutating func operand(_ o: Operand) throws(EvaluationError) -> Value {
    switch o {
    case .copy(let p), .move(let p): return try read(place(p))
    case .constant(let c): return try constant(frame.body[c])
    // Evaluation itself finds what these checks look for; overflow panics as in a program with checks.
    case .runtimeChecks(let r): return .scalar(ScalarValue(r == .overflowChecks ? 1 : 0))
    }
  }

  mutating func scalar(_ o: Operand) throws(EvaluationError) -> ScalarValue {
    switch try operand(o) {
    case .scalar(let s), .pair(let s, _): return s
    case .memory(let p): return try readScalar(p)
    case .empty: return ScalarValue(0)
    }
  }

  mutating func pointer(_ o: Operand) throws(EvaluationError) -> ScalarValue { try scalar(o) }

  mutating func constant(_ c: Constant) throws(EvaluationError) -> Value {
    let type = try mono(c.type)
    switch c.value {
    case .typeSystem(let k):
      guard let v = facts.evaluate(k, frame.args) else { throw .tooGeneric }
      return try evaluated(v, type)
    case .unevaluated(let u):
      let node = frame.body[u]
      let args = facts.instantiate(node.args, frame.args)
      if !args.flags.isDisjoint(with: .hasNonRegionParam) { throw .tooGeneric }
      guard let v = facts.evaluate(UnevaluatedConst(def: node.def, args: args, promoted: node.promoted), type: type) else {
        throw .invalid
      }
      return try evaluated(v, type)
    default: return try evaluated(c.value, type)
    }
  }

  private mutating func evaluated(_ v: ConstantValue, _ type: TypeID) throws(EvaluationError) -> Value {
    switch v {
    case .zeroSized: return .empty
    case .scalar(let low, let high): return .scalar(ScalarValue(UInt128(high) << 64 | UInt128(low)))
    case .pointer(let id, let offset): return .scalar(ScalarValue(UInt128(offset), .global(id)))
    case .slice(let id, let length): return .pair(ScalarValue(0, .global(id)), ScalarValue(UInt128(length)))
    case .indirect(let id, let offset):
      return try read(MemoryPlace(base: .global(id), offset: offset, type: type, layout: layout(type)))
    case .undef: throw .undefinedBehavior("uninitialised memory is read")
    case .unevaluated, .typeSystem: throw .invalid
    }
  }

  /// Puts a value into memory of its own.
  mutating func spill(_ v: Value, _ type: TypeID) throws(EvaluationError) -> MemoryPlace {
    if case .memory(let p) = v { return p }
    let l = try layout(type)
    let p = MemoryPlace(
      base: .local(try memory.allocate(size: l.size, alignmentLog2: l.alignmentLog2)), offset: 0, type: type, layout: l)
    try write(v, to: p)
    return p
  }

  mutating func copyBytes(_ from: ScalarValue, _ to: ScalarValue, _ size: UInt128) throws(EvaluationError) {
    if size == 0 { return }
    guard let p = from.provenance, let q = to.provenance, size < 1 << 40 else { throw .undefinedBehavior("a dangling pointer is copied from") }
    try memory.copy(from: p, Int(from.bits), to: q, Int(to.bits), Int(size), statics)
  }
}
