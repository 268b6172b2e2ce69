// `asm!` for x86-64: operands become LLVM constraints.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Types

/// One register class or register as LLVM names it.
private struct AsmRegister {
  enum Class { case general, abcd, byte, xmm, ymm, zmm, mask, other }
  var constraint: String
  var kind: Class

  init?(_ name: String, isClass: Bool) {
    if isClass {
      switch name {
      case "reg": self.init("r", .general)
      case "reg_abcd": self.init("Q", .abcd)
      case "reg_byte": self.init("q", .byte)
      case "xmm_reg": self.init("x", .xmm)
      case "ymm_reg": self.init("x", .ymm)
      case "zmm_reg": self.init("v", .zmm)
      case "kreg": self.init("^Yk", .mask)
      default: return nil
      }
      return
    }
    for (short, wide) in [("ax", "a"), ("bx", "b"), ("cx", "c"), ("dx", "d")] {
      if name == short || name == "e" + short || name == "r" + short { self.init("{\(short)}", .general); return }
      if name == wide + "l" { self.init("{\(name)}", .byte); return }
      if name == wide + "h" { self.init("{\(name)}", .byte); return }
    }
    for short in ["si", "di"] where name == short || name == "e" + short || name == "r" + short {
      self.init("{\(short)}", .general)
      return
    }
    if name == "sil" || name == "dil" { self.init("{\(name)}", .byte); return }
    if name.hasPrefix("xmm") { self.init("{\(name)}", .xmm); return }
    if name.hasPrefix("ymm") { self.init("{\(name)}", .ymm); return }
    if name.hasPrefix("zmm") { self.init("{\(name)}", .zmm); return }
    if name.hasPrefix("k"), Int(name.dropFirst()) != nil { self.init("{\(name)}", .mask); return }
    if name.hasPrefix("r"), let last = name.last {
      var digits = name.dropFirst()
      var kind = Class.general
      if "dw".contains(last) { digits = digits.dropLast() }
      if last == "b" { digits = digits.dropLast(); kind = .byte }
      if let n = Int(digits), n >= 8, n <= 15 {
        self.init(kind == .byte ? "{r\(n)b}" : "{r\(n)}", kind)
        return
      }
    }
    if name.hasPrefix("st(") || name.hasPrefix("mm") || name.hasPrefix("tmm") { self.init("{\(name)}", .other); return }
    return nil
  }
  private init(_ constraint: String, _ kind: Class) {
    self.constraint = constraint
    self.kind = kind
  }

  /// LLVM's operand modifier for Rust's.
  func modifier(_ m: UInt8) -> String {
    switch kind {
    case .general, .abcd, .other:
      switch m {
      case UInt8(ascii: "l"): ":b"
      case UInt8(ascii: "h"): ":h"
      case UInt8(ascii: "x"): ":w"
      case UInt8(ascii: "e"): ":k"
      default: ":q"
      }
    case .byte, .mask: ""
    case .xmm, .ymm, .zmm:
      switch m {
      case UInt8(ascii: "x"): ":x"
      case UInt8(ascii: "y"): ":t"
      case UInt8(ascii: "z"): ":g"
      default: kind == .xmm ? ":x" : kind == .ymm ? ":t" : ":g"
      }
    }
  }
}

extension UnitCodegen {
  /// A `global_asm!`.
  func defineAssembly(_ def: DefID) {
    if let body = facts.body(of: def) { appendAssembly(body, .empty, before: "", after: "") }
  }

  /// A naked function. LLVM sees it as one from elsewhere: what it infers of a body without uses of arguments and without a return
  /// would be wrong.
  func defineNaked(_ instance: Instance, _ body: Body, _ attributes: CodegenAttributes, _ function: LLVMValueRef) {
    let symbol = plan.symbol(of: instance)
    let section = attributes.section == .empty ? ".text.\(symbol)" : attributes.section.text
    var before = ".pushsection \(section),\"ax\", @progbits\n.balign \(1 << max(2, Int(attributes.alignmentLog2)))\n"
    switch plan.scope(of: instance) {
    case .local: skein_llvm_set_dso_local(function, true)
    case .hidden: before += ".globl \(symbol)\n.hidden \(symbol)\n"
    case .exported, .declared: before += ".globl \(symbol)\n"
    }
    before += ".type \(symbol),@function\n\(symbol):\n"
    appendAssembly(body, instance.args, before: before, after: ".size \(symbol), . - \(symbol)\n.popsection\n")
    if attributes.isUsed { usedGlobals.append(function) }
  }

  /// Text of the module, with symbols and numbers written out.
  private func appendAssembly(_ body: Body, _ args: GenericArgsID, before: String, after: String) {
    guard case .inlineAsm(let id) = body[BasicBlockID(0)].terminator.kind else {
      problems.append("assembly with something beside it")
      return
    }
    let asm = body[id]
    let operands = body[asm.operands]
    var text = ""
    for piece in body[asm.pieces] {
      switch piece {
      case .text(let t): text += t.text
      case .operand(let index, _):
        guard Int(index) < operands.count else { continue }
        switch operands[Int(index)] {
        case .const(let c):
          let type = facts.instantiate(body[c].type, args)
          text += constantText(value(of: body[c], body, args, type), type)
        case .symFn(let c):
          guard case .fnDef(let def, let own) = facts.instantiate(body[c].type, args).kind, let instance = facts.resolve(def, own) else {
            continue
          }
          let function = function(instance)
          usedGlobals.append(function)
          text += name(of: function)
        case .symStatic(let def):
          let address = staticAddress(def)
          usedGlobals.append(address)
          text += name(of: address)
        default: problems.append("registers as operands of assembly outside of functions")
        }
      }
    }
    // AT&T is what modules are read as.
    if !asm.options.contains(.attSyntax) { text = ".intel_syntax\n\(text)\n.att_syntax" }
    let all = before + text + "\n" + after
    LLVMAppendModuleInlineAsm(ll.module, all, all.utf8.count)
  }

  private func name(of value: LLVMValueRef) -> String {
    var length = 0
    guard let bytes = LLVMGetValueName2(value, &length) else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
  }

  private func value(of c: Constant, _ body: Body, _ args: GenericArgsID, _ type: TypeID) -> EvaluatedConst? {
    switch c.value {
    case .unevaluated(let id):
      var u = body[id]
      u.args = facts.instantiate(u.args, args)
      return facts.evaluate(u, type: type)
    case .typeSystem(let id): return facts.evaluate(id, args)
    default: return c.value
    }
  }

  /// A `const` operand in the text.
  fileprivate func constantText(_ value: EvaluatedConst?, _ type: TypeID) -> String {
    guard case .scalar(let low, let high)? = value else { return "0" }
    let bits = UInt128(high) << 64 | UInt128(low)
    if facts.isSigned(type) {
      let size = typed(type).size
      let shift = UInt128(128 - size * 8)
      return "\(Int128(truncatingIfNeeded: bits << shift) >> Int128(shift))"
    }
    return "\(bits)"
  }
}

extension FunctionCodegen {
  func generateInlineAsm(_ asm: InlineAsm, _ source: SourceInfoID) {
    let operands = body[asm.operands]
    var outputTypes: [LLVMTypeRef] = []
    var outputPlaces: [PlaceRef?] = []
    var constraints: [String] = []
    var clobbers: [String] = []
    /// From MIR operand to LLVM operand number.
    var numbers = [Int](repeating: -1, count: operands.count)
    var registers = [AsmRegister?](repeating: nil, count: operands.count)

    func register(_ name: Name, _ isClass: Bool, _ i: Int) -> AsmRegister? {
      guard let r = AsmRegister(name.text, isClass: isClass) else {
        unit.problems.append("the register `\(name.text)` of inline assembly")
        return nil
      }
      registers[i] = r
      return r
    }
    // Outputs come first.
    for (i, o) in operands.enumerated() {
      switch o {
      case .output(let name, let isClass, let late, let place), .inOut(let name, let isClass, let late, _, let place):
        guard let r = register(name, isClass, i) else { continue }
        let isInOut: Bool
        if case .inOut = o { isInOut = true } else { isInOut = false }
        if place == nil && !isInOut && !isClass {
          clobbers.append("~" + r.constraint)
          continue
        }
        numbers[i] = outputTypes.count
        constraints.append((late ? "=" : "=&") + r.constraint)
        if let place {
          let p = codegenPlace(place)
          outputPlaces.append(p)
          outputTypes.append(asmType(p.type))
        } else {
          outputPlaces.append(nil)
          if case .inOut(_, _, _, let value, _) = o { outputTypes.append(asmType(unit.typed(operandType(value)))) } else {
            outputTypes.append(r.kind == .xmm || r.kind == .ymm || r.kind == .zmm ? ll.double : r.kind == .byte ? ll.i8 : ll.i64)
          }
        }
      default: break
      }
    }
    // Inputs, then the inputs tied to outputs.
    var inputs: [LLVMValueRef] = []
    for (i, o) in operands.enumerated() {
      switch o {
      case .input(let name, let isClass, let value):
        guard let r = register(name, isClass, i) else { continue }
        numbers[i] = constraints.count
        constraints.append(r.constraint)
        inputs.append(asmInput(operand(value)))
      case .inOut(_, _, _, let value, _):
        guard numbers[i] >= 0 else { continue }
        constraints.append("\(numbers[i])")
        inputs.append(asmInput(operand(value)))
      case .symFn(let c):
        numbers[i] = constraints.count
        constraints.append("s")
        if case .fnDef(let def, let args) = mono(body[c].type).kind, let instance = facts.resolve(def, args) {
          inputs.append(unit.function(instance))
        } else {
          inputs.append(ll.null(ll.pointer))
        }
      case .symStatic(let def):
        numbers[i] = constraints.count
        constraints.append("s")
        inputs.append(unit.staticAddress(def))
      case .output, .const, .label: break
      }
    }
    // Labels come last.
    var labels: [BasicBlockID] = []
    for (i, o) in operands.enumerated() {
      guard case .label(let target) = o else { continue }
      numbers[i] = constraints.count
      constraints.append("!i")
      labels.append(body[asm.targets][Int(target)].block)
    }

    var text = ""
    for piece in body[asm.pieces] {
      switch piece {
      case .text(let t):
        for c in t.text.unicodeScalars { if c == "$" { text += "$$" } else { text.unicodeScalars.append(c) } }
      case .operand(let index, let modifier):
        let i = Int(index)
        guard i < operands.count else { continue }
        switch operands[i] {
        case .const(let c): text += unit.constantText(evaluate(body[c], mono(body[c].type)), mono(body[c].type))
        case .symFn, .symStatic: text += "${\(numbers[i]):c}"
        case .label: text += "${\(numbers[i]):l}"
        default: if let r = registers[i] { text += "${\(numbers[i])\(r.modifier(modifier))}" }
        }
      }
    }

    for abi in body[asm.clobberABIs] { clobbers += clobberedRegisters(abi.name.text) }
    if !asm.options.contains(.preservesFlags) { clobbers += ["~{dirflag}", "~{fpsr}", "~{flags}"] }
    if !asm.options.contains(.nomem) { clobbers.append("~{memory}") }

    let resultType: LLVMTypeRef =
      outputTypes.isEmpty ? ll.void : outputTypes.count == 1 ? outputTypes[0] : ll.structType(outputTypes)
    let type = ll.functionType(inputs.map { LLVMTypeOf($0) }, resultType)
    let all = (constraints + clobbers).joined(separator: ",")
    let isPure = asm.options.contains(.pure)
    let value = LLVMGetInlineAsm(
      type, text, text.utf8.count, all, all.utf8.count, isPure ? 0 : 1, asm.options.contains(.nostack) ? 0 : 1,
      asm.options.contains(.attSyntax) ? LLVMInlineAsmDialectATT : LLVMInlineAsmDialectIntel, asm.options.contains(.mayUnwind) ? 1 : 0)!
    let call: LLVMValueRef
    let ways = labels.map { _ in newBlock() }
    if labels.isEmpty {
      call = ll.call(type, value, inputs)
    } else {
      let ahead = newBlock()
      var list: [LLVMValueRef?] = inputs
      var indirect: [LLVMBasicBlockRef?] = ways
      call = LLVMBuildCallBr(
        ll.builder, type, value, ahead, &indirect, UInt32(indirect.count), &list, UInt32(list.count), nil, 0, "")!
      ll.move(to: ahead)
    }
    let everywhere = UInt32(bitPattern: -1)
    if !asm.options.contains(.mayUnwind) { LLVMAddCallSiteAttribute(call, everywhere, ll.attribute(.nounwind)) }
    // memory(none) is 0, memory(read) is 0b010101.
    if asm.options.contains(.nomem) && isPure { LLVMAddCallSiteAttribute(call, everywhere, ll.attribute(.memory, 0)) } else if asm.options.contains(.readonly) && isPure {
      LLVMAddCallSiteAttribute(call, everywhere, ll.attribute(.memory, 0b01_0101))
    }
    func storeOutputs() {
      for (i, place) in outputPlaces.enumerated() {
        guard let place else { continue }
        let v = outputTypes.count == 1 ? call : ll.extract(call, UInt32(i))
        ll.store(v, place.pointer, alignLog2: place.alignLog2)
      }
    }
    if asm.options.contains(.noreturn) {
      ll.unreachable()
    } else {
      storeOutputs()
      if let next = body[asm.targets].first { ll.br(llvmBlock(next.block)) } else { ll.unreachable() }
    }
    for (way, target) in zip(ways, labels) {
      ll.move(to: way)
      storeOutputs()
      ll.br(llvmBlock(target))
    }
  }

  /// A value's type in a register: integers for floats in general registers are LLVM's business.
  private func asmType(_ type: TypedLayout) -> LLVMTypeRef {
    switch type.layout.repr {
    case .scalar(let s): unit.memoryType(s)
    case .vector(let s, let n): unit.vectorType(s, n)
    default: ll.intType(bytes: max(1, type.size))
    }
  }
  private func asmInput(_ o: OperandRef) -> LLVMValueRef {
    switch o.value {
    case .immediate(let v): return fromImmediate(v)
    case .zeroSized: return ll.poison(ll.i8)
    default:
      let place = spill(o)
      return ll.load(ll.intType(bytes: max(1, o.type.size)), place.pointer, alignLog2: place.alignLog2)
    }
  }
  private func clobberedRegisters(_ abi: String) -> [String] {
    let general = ["ax", "cx", "dx", "r8", "r9", "r10", "r11"]
    let isWindows = abi == "win64" || abi == "efiapi"
    let more = isWindows ? [] : ["si", "di"]
    let vectors = (0..<(isWindows ? 6 : 16)).map { "xmm\($0)" }
    let rest = (0..<8).map { "mm\($0)" } + (0..<8).map { "st(\($0))" }
    return (general + more + vectors + rest).map { "~{\($0)}" }
  }
}
