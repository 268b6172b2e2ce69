// MIR as text, in the form of rustc's `--emit mir`.
import Defs
import Parallel
import Support
import Types

/// Names for what a body refers to by number.
public protocol MIRNames {
  func text(of type: TypeID) -> String
  func text(of constant: ConstID) -> String
  func path(of def: DefID, args: GenericArgsID) -> String
  /// The variant's name, given its enum's definition.
  func variant(_ index: UInt32, of def: DefID) -> String
}

extension Body {
  /// The whole body. `signature` is what stands before the brace: `fn main() -> ()`.
  public func text(signature: String, names: some MIRNames) -> String {
    var p = MIRPrinter(body: self, names: names)
    p.printBody(signature)
    return p.out
  }
}

/// Numbers of allocations in one text, in order of appearance: their own come in arrival order. Sharing: none.
private final class AllocationNumbers {
  private var numbers: [AllocID: Int] = [:]
  func number(of id: AllocID) -> Int {
    if let found = numbers[id] { return found }
    numbers[id] = numbers.count
    return numbers.count - 1
  }
}

struct MIRPrinter<Names: MIRNames> {
  let body: Body
  let names: Names
  var out = ""
  private let allocations = AllocationNumbers()

  init(body: Body, names: Names) {
    self.body = body
    self.names = names
  }

  mutating func printBody(_ signature: String) {
    out += signature + " {\n"
    for i in 0..<body.locals.count where i == 0 || i > body.argCount {
      let id = LocalID(i)
      let isVariable = body[id].kind == .userVariable
      if i == 0 || !isVariable { printLocal(id, "    ") }
    }
    printScopes(of: .none, indent: "    ")
    for i in 0..<body.blocks.count {
      out += "\n    bb\(i)"
      let block = body[BasicBlockID(i)]
      if block.isCleanup { out += " (cleanup)" }
      out += ": {\n"
      for s in body[block.statements] { out += "        \(text(s.kind));\n" }
      out += "        \(text(block.terminator.kind));\n    }\n"
    }
    out += "}\n"
  }

  mutating func printLocal(_ id: LocalID, _ indent: String) {
    let decl = body[id]
    out += "\(indent)let \(decl.isMutable ? "mut " : "")_\(id.rawValue): \(names.text(of: decl.type));\n"
  }

  mutating func printScopes(of parent: ID<SourceScope>, indent: String, depth: Int = 0) {
    if depth > 200 { return }
    for info in body.debugInfos.all where scope(of: info.source) == parent || (parent.isNone && info.source.isNone) {
      let value =
        switch info.value {
        case .place(let p): text(p)
        case .constant(let c): text(.constant(c))
        }
      out += "\(indent)debug \(info.name.text) => \(value);\n"
    }
    for i in 1..<max(1, body.locals.count) {
      let id = LocalID(i)
      if body[id].kind == .userVariable && scope(of: body[id].source) == parent { printLocal(id, indent) }
    }
    for i in 0..<body.scopes.count where body.scopes[ID(i)].parent == parent {
      out += "\(indent)scope \(i) {\n"
      printScopes(of: ID(i), indent: indent + "    ", depth: depth + 1)
      out += "\(indent)}\n"
    }
  }

  func scope(of source: SourceInfoID) -> ID<SourceScope> { source.isNone ? .none : body[source].scope }

  func text(_ kind: StatementKind) -> String {
    switch kind {
    case .assign(let place, let rvalue): "\(text(place)) = \(text(body[rvalue]))"
    case .fakeRead(let cause, let place): "FakeRead(\(cause), \(text(place)))"
    case .setDiscriminant(let place, let variant): "discriminant(\(text(place))) = \(variant)"
    case .storageLive(let l): "StorageLive(_\(l.rawValue))"
    case .storageDead(let l): "StorageDead(_\(l.rawValue))"
    case .placeMention(let p): "PlaceMention(\(text(p)))"
    case .assume(let o): "assume(\(text(body[o])))"
    case .copyNonOverlapping(let run):
      "copy_nonoverlapping(dst = \(text(body[run][1])), src = \(text(body[run][0])), count = \(text(body[run][2])))"
    case .nop: "nop"
    }
  }

  func text(_ place: Place) -> String {
    var s = "_\(place.local.rawValue)"
    let steps = body[place.projection]
    for (i, e) in steps.enumerated() {
      switch e {
      case .deref: s = "(*\(s))"
      case .field(let n, let ty): s = "(\(s).\(n): \(names.text(of: ty)))"
      case .index(let l): s += "[_\(l.rawValue)]"
      case .constantIndex(let offset, let minLength, let fromEnd): s += "[\(fromEnd ? "-" : "")\(offset) of \(minLength)]"
      case .subslice(let from, let to, let fromEnd):
        s += fromEnd ? (to == 0 ? "[\(from):]" : from == 0 ? "[:-\(to)]" : "[\(from):-\(to)]") : "[\(from)..\(to)]"
      case .downcast(let v): s = "(\(s) as variant#\(v))"
      case .opaqueCast(let ty): s = "(\(s) as \(names.text(of: ty)))"
      case .unwrapUnsafeBinder(let ty): s = "unwrap_binder!(\(s); \(names.text(of: ty)))"
      }
      _ = i
    }
    return s
  }

  func text(_ operand: Operand) -> String {
    switch operand {
    case .copy(let p): "copy \(text(p))"
    case .move(let p): "move \(text(p))"
    case .constant(let c): "const \(text(body[c]))"
    case .runtimeChecks(let r):
      switch r {
      case .ubChecks: "RuntimeChecks(UbChecks)"
      case .contractChecks: "RuntimeChecks(ContractChecks)"
      case .overflowChecks: "RuntimeChecks(OverflowChecks)"
      }
    }
  }

  func text(_ constant: Constant) -> String {
    let type = names.text(of: constant.type)
    switch constant.value {
    case .zeroSized: return type
    case .scalar(let low, let high): return scalarText(low, high, type)
    case .pointer(let a, let offset): return "{alloc\(allocations.number(of: a))+\(offset): \(type)}"
    case .slice(let a, let length):
      if case .memory(let m) = Allocations[a], type.hasSuffix("str") {
        var quoted = "\""
        for scalar in String(decoding: UnsafeBufferPointer(rebasing: m.buffer.prefix(Int(length))), as: UTF8.self).unicodeScalars {
          quoted += scalar.escaped(asASCII: false)
        }
        return quoted + "\""
      }
      return "{alloc: \(type), length \(length)}"
    case .indirect(_, let offset): return "{indirect+\(offset): \(type)}"
    case .unevaluated(let u):
      let c = body[u]
      return names.path(of: c.def, args: c.args) + (c.promoted >= 0 ? "::promoted[\(c.promoted)]" : "")
    case .typeSystem(let c): return names.text(of: c)
    case .undef: return "{undef \(type)}"
    }
  }

  /// `5_i32`, `true`, `'a'`; other types as `{0x…: T}`.
  func scalarText(_ low: UInt64, _ high: UInt64, _ type: String) -> String {
    let bits = UInt128(high) << 64 | UInt128(low)
    switch type {
    case "bool": return low == 0 ? "false" : "true"
    case "char":
      guard let u = Unicode.Scalar(UInt32(truncatingIfNeeded: low)) else { return "{0x\(String(low, radix: 16)): char}" }
      return "'\(u.escaped(asASCII: false))'"
    case "u8", "u16", "u32", "u64", "u128", "usize": return "\(bits)_\(type)"
    case "i8": return "\(Int8(truncatingIfNeeded: bits))_i8"
    case "i16": return "\(Int16(truncatingIfNeeded: bits))_i16"
    case "i32": return "\(Int32(truncatingIfNeeded: bits))_i32"
    case "i64", "isize": return "\(Int64(truncatingIfNeeded: bits))_\(type)"
    case "i128": return "\(Int128(truncatingIfNeeded: bits))_i128"
    case "f32": return "\(Float(bitPattern: UInt32(truncatingIfNeeded: low)))f32"
    case "f64": return "\(Double(bitPattern: low))f64"
    default: return "{0x\(String(bits, radix: 16)): \(type)}"
    }
  }

  func list(_ run: Run<Operand>) -> String { body[run].map { text($0) }.joined(separator: ", ") }

  func text(_ op: BinOp) -> String {
    let s = "\(op)"
    return s.prefix(1).uppercased() + s.dropFirst()
  }

  func text(_ rvalue: Rvalue) -> String {
    switch rvalue {
    case .use(let o): return text(o)
    case .repeat(let o, let n): return "[\(text(o)); \(names.text(of: n))]"
    case .ref(let kind, let p):
      switch kind {
      case .shared: return "&\(text(p))"
      case .fakeShallow: return "&fake shallow \(text(p))"
      case .fakeDeep: return "&fake \(text(p))"
      default: return "&mut \(text(p))"
      }
    case .threadLocalRef(let d): return "&/*tls*/ \(names.path(of: d, args: .empty))"
    case .rawPtr(let isMutable, let p): return "&raw \(isMutable ? "mut" : "const") \(text(p))"
    case .cast(let kind, let o, let ty): return "\(text(o)) as \(names.text(of: ty)) (\(text(kind)))"
    case .binary(let op, let a, let b): return "\(text(op))(\(text(a)), \(text(b)))"
    case .unary(let op, let o): return (op == .not ? "Not" : op == .neg ? "Neg" : "PtrMetadata") + "(\(text(o)))"
    case .discriminant(let p): return "discriminant(\(text(p)))"
    case .copyForDeref(let p): return "deref_copy \(text(p))"
    case .shallowInitBox(let o, let ty): return "ShallowInitBox(\(text(o)), \(names.text(of: ty)))"
    case .wrapUnsafeBinder(let o, let ty): return "wrap_binder!(\(text(o)); \(names.text(of: ty)))"
    case .aggregate(let id):
      let a = body[id]
      switch a.kind {
      case .array: return "[\(list(a.fields))]"
      case .tuple: return a.fields.isEmpty ? "()" : "(\(list(a.fields))\(a.fields.count == 1 ? "," : ""))"
      case .adt(let def, let variant, let args, _):
        let path = names.path(of: def, args: args)
        let name = Defs[def].kind == .enum ? path + "::" + names.variant(variant, of: def) : path
        return a.fields.isEmpty ? name : "\(name)(\(list(a.fields)))"
      case .closure(let d, let args), .coroutine(let d, let args), .coroutineClosure(let d, let args):
        return "{closure \(names.path(of: d, args: args))}(\(list(a.fields)))"
      case .rawPtr(let ty, let isMutable): return "*\(isMutable ? "mut" : "const") \(names.text(of: ty)) from (\(list(a.fields)))"
      }
    }
  }

  func text(_ kind: CastKind) -> String {
    switch kind {
    case .reifyFnPointer: "PointerCoercion(ReifyFnPointer)"
    case .unsafeFnPointer: "PointerCoercion(UnsafeFnPointer)"
    case .closureFnPointer: "PointerCoercion(ClosureFnPointer)"
    case .mutToConstPointer: "PointerCoercion(MutToConstPointer)"
    case .arrayToPointer: "PointerCoercion(ArrayToPointer)"
    case .unsize: "PointerCoercion(Unsize)"
    case .pointerExposeProvenance: "PointerExposeProvenance"
    case .pointerWithExposedProvenance: "PointerWithExposedProvenance"
    case .intToInt: "IntToInt"
    case .floatToInt: "FloatToInt"
    case .floatToFloat: "FloatToFloat"
    case .intToFloat: "IntToFloat"
    case .ptrToPtr: "PtrToPtr"
    case .fnPtrToPtr: "FnPtrToPtr"
    case .transmute: "Transmute"
    case .subtype: "Subtype"
    }
  }

  func text(_ unwind: UnwindAction) -> String {
    switch unwind {
    case .continue: "unwind continue"
    case .unreachable: "unwind unreachable"
    case .terminate(let r): "unwind terminate(\(r == .abi ? "abi" : "cleanup"))"
    case .cleanup(let b): "unwind: bb\(b.rawValue)"
    }
  }

  func edges(_ target: BasicBlockID, _ unwind: UnwindAction) -> String {
    target.isNone ? text(unwind) : "[return: bb\(target.rawValue), \(text(unwind))]"
  }

  func text(_ kind: TerminatorKind) -> String {
    switch kind {
    case .goto(let b): return "goto -> bb\(b.rawValue)"
    case .switchInt(let o, let id):
      let targets = body[id]
      let arms = body[targets.arms].map { "\(UInt128($0.high) << 64 | UInt128($0.low)): bb\($0.target.rawValue), " }.joined()
      return "switchInt(\(text(o))) -> [\(arms)otherwise: bb\(targets.otherwise.rawValue)]"
    case .unwindResume: return "resume"
    case .unwindTerminate(let r): return "terminate(\(r == .abi ? "abi" : "cleanup"))"
    case .return: return "return"
    case .unreachable: return "unreachable"
    case .drop(let p, let target, let unwind, _): return "drop(\(text(p))) -> \(edges(target, unwind))"
    case .call(let id):
      let c = body[id]
      return "\(text(c.destination)) = \(calleeText(c.function))(\(list(c.args))) -> \(edges(c.target, c.unwind))"
    case .tailCall(let id):
      let c = body[id]
      return "tailcall \(calleeText(c.function))(\(list(c.args)))"
    case .assert(let id):
      let a = body[id]
      return
        "assert(\(a.expected ? "" : "!")\(text(a.condition)), \(text(a.message))) -> [success: bb\(a.target.rawValue), \(text(a.unwind))]"
    case .falseEdge(let real, let imaginary): return "falseEdge -> [real: bb\(real.rawValue), imaginary: bb\(imaginary.rawValue)]"
    case .falseUnwind(let real, let unwind): return "falseUnwind -> [real: bb\(real.rawValue), \(text(unwind))]"
    case .inlineAsm(let id):
      let a = body[id]
      let targets = body[a.targets].map { "bb\($0.block.rawValue)" }.joined(separator: ", ")
      return "asm!(\(body[a.pieces].count) pieces) -> [\(targets)]"
    }
  }

  func calleeText(_ o: Operand) -> String {
    if case .constant(let c) = o, case .zeroSized = body[c].value { return names.text(of: body[c].type) }
    return text(o)
  }

  func text(_ message: AssertMessage) -> String {
    switch message {
    case .boundsCheck(let length, let index):
      "\"index out of bounds: the length is {} but the index is {}\", \(text(length)), \(text(index))"
    case .overflow(let op, let a, let b): "\"attempt to compute `{} \(text(op)) {}`, which would overflow\", \(text(a)), \(text(b))"
    case .overflowNeg(let a): "\"attempt to negate `{}`, which would overflow\", \(text(a))"
    case .divisionByZero(let a): "\"attempt to divide `{}` by zero\", \(text(a))"
    case .remainderByZero(let a): "\"attempt to calculate the remainder of `{}` with a divisor of zero\", \(text(a))"
    case .misalignedPointerDereference(let required, let found):
      "\"misaligned pointer dereference: address must be a multiple of {} but is {}\", \(text(required)), \(text(found))"
    case .nullPointerDereference: "\"null pointer dereference occurred\""
    case .invalidEnumConstruction(let a): "\"trying to construct an enum from an invalid value {}\", \(text(a))"
    case .resumedAfterReturn: "\"`async fn` resumed after completion\""
    case .resumedAfterPanic: "\"`async fn` resumed after panicking\""
    case .resumedAfterDrop: "\"`async fn` resumed after being dropped\""
    }
  }
}
