// Terminators: branches, calls, failed assertions.
import ABI
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import enum Syntax.Mutability
import Types

extension Machine {
  mutating func terminator(_ t: Terminator) throws(EvaluationError) {
    switch t.kind {
    case .goto(let b), .falseEdge(let b, _), .falseUnwind(let b, _): frame.block = b
    case .switchInt(let o, let id):
      let v = try scalar(o)
      let targets = frame.body[id]
      if v.provenance != nil && !frame.body[targets.arms].allSatisfy({ $0.low == 0 }) { throw .unsupported("a branch on an address") }
      frame.block = targets.otherwise
      for arm in frame.body[targets.arms] where UInt128(arm.high) << 64 | UInt128(arm.low) == v.bits && v.provenance == nil {
        frame.block = arm.target
        break
      }
    case .return: try returnFromFrame()
    case .unreachable: throw .undefinedBehavior("entering unreachable code")
    case .drop(let p, let target, _, _):
      try drop(place(p), target, frame.body.span(of: t.source))
    case .call(let id): try call(frame.body[id], t.source)
    case .tailCall: throw .unsupported("tail calls in constants")
    case .assert(let id):
      let a = frame.body[id]
      let v = try scalar(a.condition).bits != 0
      if v == a.expected { frame.block = a.target } else { throw .panic(try text(a.message)) }
    case .inlineAsm: throw .unsupported("inline assembly in constants")
    case .unwindResume, .unwindTerminate: throw .undefinedBehavior("unwinding in a constant")
    }
  }

  /// Runs the destructor of the value at `p`, of a trait object that of what it is.
  private mutating func drop(_ p: MemoryPlace, _ target: BasicBlockID, _ span: Span) throws(EvaluationError) {
    var p = p
    if case .dynamic = p.type.kind {
      guard case .global(let id)? = p.metadata?.provenance, case .vtable(let type, _) = Allocations[id] else {
        throw .undefinedBehavior("a trait object without a vtable")
      }
      p.type = type
      p.layout = try layout(type)
      p.metadata = nil
    }
    guard facts.needsDrop(p.type), let glue = facts.dropGlue(of: p.type) else {
      frame.block = target
      return
    }
    try enterShim(glue, [address(of: p)], nil, target, span)
  }

  /// Runs a body that no source has.
  private mutating func enterShim(
    _ instance: Instance, _ args: [Value], _ destination: MemoryPlace?, _ target: BasicBlockID, _ span: Span
  ) throws(EvaluationError) {
    if frames.count >= Self.frameLimit { throw .panic("reached the recursion limit of constant evaluation") }
    guard let body = facts.shimOrBody(of: instance) else { throw .unsupported("this kind of call in constants") }
    push(body, .empty, instance, destination, target, span)
    for (i, a) in args.enumerated() { try write(a, to: local(LocalID(i + 1))) }
  }

  private mutating func returnFromFrame() throws(EvaluationError) {
    let done = frames.removeLast()
    for (i, l) in done.locals.enumerated() where i > 0 {
      if case .local(let a)? = l?.base, i > done.body.argCount { memory.allocations[a].isDead = true }
    }
    if !frames.isEmpty && !done.returnTo.isNone { frame.block = done.returnTo }
  }

  private mutating func text(_ m: AssertMessage) throws(EvaluationError) -> String {
    func number(_ o: Operand) throws(EvaluationError) -> String {
      let type = try operandType(o)
      let v = try scalar(o).bits
      let bits = try layout(type).size * 8
      let name = TypePrinter.text(of: type)
      if facts.isSigned(type) {
        let value = Self.signed(v, bits)
        let largest = Int128.max >> Int128(128 - bits)
        return value == largest ? "\(name)::MAX" : value == -largest - 1 ? "\(name)::MIN" : "\(value)_\(name)"
      }
      return v == Self.mask(bits) ? "\(name)::MAX" : "\(v)_\(name)"
    }
    func plain(_ o: Operand) throws(EvaluationError) -> String { "\(try scalar(o).bits)" }
    switch m {
    case .boundsCheck(let n, let i): return "index out of bounds: the length is \(try plain(n)) but the index is \(try plain(i))"
    case .overflow(.shl, _, let b): return "attempt to shift left by `\(try number(b))`, which would overflow"
    case .overflow(.shr, _, let b): return "attempt to shift right by `\(try number(b))`, which would overflow"
    case .overflow(let op, let a, let b):
      let sign =
        switch op {
        case .add: "+"
        case .sub: "-"
        case .mul: "*"
        case .div: "/"
        case .rem: "%"
        case .shl: "<<"
        default: ">>"
        }
      return "attempt to compute `\(try number(a)) \(sign) \(try number(b))`, which would overflow"
    case .overflowNeg(let a): return "attempt to negate `\(try number(a))`, which would overflow"
    case .divisionByZero(let a): return "attempt to divide `\(try number(a))` by zero"
    case .remainderByZero(let a): return "attempt to calculate the remainder of `\(try number(a))` with a divisor of zero"
    default: return "an assertion of the compiler failed"
    }
  }

  // MARK: Calls

  private mutating func call(_ c: Call, _ source: SourceInfoID) throws(EvaluationError) {
    let span = frame.body.span(of: source)
    let type = try operandType(c.function)
    var args: [(Value, TypeID)] = []
    for o in frame.body[c.args] {
      let t = try operandType(o)
      args.append((try operand(o), t))
    }
    let instance: Instance
    switch type.kind {
    case .fnDef(let d, let generic):
      if !generic.flags.isDisjoint(with: .hasNonRegionParam) { throw .tooGeneric }
      // Told of where the call stands (E0015).
      if d.crate == .local, [.fn, .assocFn].contains(Defs[d].kind), ![.trait, .traitImpl].contains(Defs[Defs[d].parent].kind), !facts.isConstFn(d) {
        throw .invalid
      }
      guard let i = facts.resolve(d, generic) else { throw .tooGeneric }
      instance = i
    case .fnPtr:
      guard case .global(let id)? = try scalar(c.function).provenance, case .function(let i) = Allocations[id] else {
        throw .undefinedBehavior("a call through a pointer to no function")
      }
      instance = i
    default: throw .invalid
    }
    let destination = try place(c.destination)
    try enter(instance, args, destination, c.target, span)
  }

  mutating func enter(
    _ instance: Instance, _ args: [(Value, TypeID)], _ destination: MemoryPlace, _ target: BasicBlockID, _ span: Span
  ) throws(EvaluationError) {
    if frames.count >= Self.frameLimit { throw .panic("reached the recursion limit of constant evaluation") }
    switch instance.kind {
    case .intrinsic(let d):
      guard let name = facts.intrinsicName(of: d) else { throw .invalid }
      if try intrinsic(name.text, instance, args, destination, span, target) { return }
      guard facts.intrinsicHasFallback(d) else { throw .unsupported("the intrinsic `\(name.text)` in constants") }
      try enterBody(d, instance.args, instance, args, destination, target, span)
    case .item(let d), .vtableShim(let d), .reifyShim(let d): try enterBody(d, instance.args, instance, args, destination, target, span)
    case .fnPtrShim(_, let callee):
      let spread = try untuple(args[1])
      switch callee.kind {
      case .fnDef(let d, let generic):
        guard let i = facts.resolve(d, generic) else { throw .tooGeneric }
        try enter(i, spread, destination, target, span)
      default:
        var pointer = args[0].0
        // `Fn`, `FnMut` pass the pointer by reference.
        if case .ref = args[0].1.kind { pointer = try read(dereference(pointer, args[0].1)) }
        guard case .scalar(let s) = pointer, case .global(let id)? = s.provenance, case .function(let i) = Allocations[id] else {
          throw .undefinedBehavior("a call through a pointer to no function")
        }
        try enter(i, spread, destination, target, span)
      }
    case .closureOnceShim:
      // The closure by value; its body takes it by reference.
      guard case .closure(let d, let generic) = args[0].1.kind else { throw .invalid }
      if facts.needsDrop(args[0].1) { return try enterShim(instance, args.map(\.0), destination, target, span) }
      let p = try spill(args[0].0, args[0].1)
      var all = args
      all[0] = (address(of: p), .ref(args[0].1, .mut))
      try enterBody(d, generic, Instance(.item(d), generic), all, destination, target, span)
    case .cloneShim(_, let type):
      guard case .ref = args[0].1.kind else { throw .invalid }
      if !facts.isCopy(type) { return try enterShim(instance, args.map(\.0), destination, target, span) }
      try write(read(dereference(args[0].0, args[0].1)), to: destination)
      frame.block = target
    case .dropGlue:
      try drop(dereference(args[0].0, args[0].1), target, span)
    case .virtual, .threadLocalShim, .fnPtrAddrShim: throw .unsupported("this kind of call in constants")
    }
  }

  private mutating func untuple(_ arg: (Value, TypeID)) throws(EvaluationError) -> [(Value, TypeID)] {
    guard case .tuple(let l) = arg.1.kind else { throw .invalid }
    if l.count == 0 { return [] }
    let p = try spill(arg.0, arg.1)
    var result: [(Value, TypeID)] = []
    for i in 0..<l.count {
      let f = try field(p, i)
      result.append((try read(f), f.type))
    }
    return result
  }

  private mutating func enterBody(
    _ def: DefID, _ generic: GenericArgsID, _ instance: Instance, _ args: [(Value, TypeID)], _ destination: MemoryPlace,
    _ target: BasicBlockID, _ span: Span
  ) throws(EvaluationError) {
    try checkPanic(def, args)
    guard let body = facts.body(of: def) else { throw .unsupported("calling `\(Defs[def].name.text)`, which has no body, in constants") }
    if body.isTainted { throw .invalid }
    var args = args
    // "rust-call": the last argument is a tuple that the body takes apart.
    if body.spreadArg.isNone, args.count == 2, body.argCount != 2 || isClosure(def), case .tuple = args[1].1.kind, isClosure(def) {
      args = [args[0]] + (try untuple(args[1]))
    }
    push(body, generic, instance, destination, target, span)
    for (i, a) in args.enumerated() where i < body.argCount {
      let p = try local(LocalID(i + 1))
      try write(a.0, to: p)
    }
  }

  private func isClosure(_ def: DefID) -> Bool { Defs[def].kind == .closure }

  /// Calls of the functions that start a panic end the evaluation.
  private mutating func checkPanic(_ def: DefID, _ args: [(Value, TypeID)]) throws(EvaluationError) {
    guard Self.panicNames.contains(Defs[def].name) else { return }
    for n in Self.panicNames where facts.langItem(n) == def {
      if let first = args.first, let text = try message(first.0, first.1) { throw .panic("evaluation panicked: \(text)") }
      throw .panic("evaluation panicked: explicit panic")
    }
  }

  /// The text that a panic function is given: a string, a reference to one, or `fmt::Arguments` without arguments.
  private mutating func message(_ value: Value, _ type: TypeID) throws(EvaluationError) -> String? {
    var value = value
    if case .ref(_, let inner, _) = type.kind, case .ref = inner.kind { value = try read(dereference(value, type)) }
    guard case .pair(let p, let n) = value, let base = p.provenance, n.provenance == nil else { return nil }
    // Arguments that are one string keep twice its length, plus one.
    var count = n.bits
    if case .adt = type.kind {
      if count & 1 == 0 { return nil }
      count >>= 1
    }
    var bytes: [UInt8] = []
    for i in 0..<Int(min(count, 4096)) {
      bytes.append(UInt8(truncatingIfNeeded: try memory.read(base, Int(p.bits) + i, 1, statics).bits))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let panicNames: [Name] = [
    Name("panic"), Name("panic_fmt"), Name("const_panic_fmt"), Name("panic_display"), Name("panic_nounwind"), Name("begin_panic"),
    Name("panic_explicit"), Name("panic_nounwind_fmt"), Name("panic_str_2015"),
  ]
}
