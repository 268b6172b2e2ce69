// Terminators: branches, calls, drops, assertions.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Source
import Support
import Syntax
import Types

extension FunctionCodegen {
  func generate(_ t: Terminator) {
    switch t.kind {
    case .goto(let b), .falseEdge(let b, _), .falseUnwind(let b, _): ll.br(llvmBlock(b))
    case .return: generateReturn()
    case .unreachable: ll.unreachable()
    case .switchInt(let o, let id): generateSwitch(operand(o), body[id])
    case .drop(let p, let target, let unwind, _): generateDrop(p, target, unwind)
    case .call(let id): generateCall(body[id], t.source, isTail: false)
    case .tailCall(let id): generateCall(body[id], t.source, isTail: true)
    case .assert(let id): generateAssert(body[id], t.source)
    case .inlineAsm(let id): generateInlineAsm(body[id], t.source)
    case .unwindResume: generateResume()
    case .unwindTerminate(let reason):
      panic(reason == .abi ? .cannotUnwind : .inCleanup, [], .none, t.source)
    }
  }

  private func generateReturn() {
    let result = abi.result
    switch result.mode {
    case .ignore, .indirect:
      LLVMBuildRetVoid(ll.builder)
    case .direct:
      LLVMBuildRet(ll.builder, consume(Place(.returnPlace)).immediate)
    case .pair:
      let (a, b) = consume(Place(.returnPlace)).pair
      let type = unit.immediatePairType(result.type.layout)
      LLVMBuildRet(ll.builder, ll.insert(ll.insert(ll.poison(type), a, 0), b, 1))
    case .cast(let a, let b, _):
      let place: PlaceRef
      switch locals[0] {
      case .place(let p): place = p
      case .operand(let o): place = spill(o)
      default:
        ll.unreachable()
        return
      }
      // The local may be smaller than the registers.
      let bytes = b == nil ? a.bytes : 8 + b!.bytes
      var source = place.pointer
      var align = place.alignLog2
      if bytes > place.type.size {
        source = castPlace(result.type, a, b)
        align = 3
        ll.memcpy(source, 3, place.pointer, place.alignLog2, bytes: ll.const64(place.type.size))
      }
      LLVMBuildRet(ll.builder, loadCast(source, alignLog2: align, a, b))
    }
  }

  private func generateSwitch(_ o: OperandRef, _ targets: SwitchTargets) {
    let arms = body[targets.arms]
    let value = o.immediate
    let type = LLVMTypeOf(value)!
    if arms.count == 1 {
      let arm = arms[0]
      let yes = llvmBlock(arm.target)
      let no = llvmBlock(targets.otherwise)
      if type == ll.i1 {
        if arm.low == 0 { ll.condBr(value, no, yes) } else { ll.condBr(value, yes, no) }
      } else {
        let bits = UInt128(arm.high) << 64 | UInt128(arm.low)
        if yes == no { ll.br(yes) } else { ll.condBr(ll.icmp(LLVMIntEQ, value, ll.const(type, bits)), yes, no) }
      }
      return
    }
    let instruction = LLVMBuildSwitch(ll.builder, value, llvmBlock(targets.otherwise), UInt32(arms.count))
    for arm in arms {
      LLVMAddCase(instruction, ll.const(type, UInt128(arm.high) << 64 | UInt128(arm.low)), llvmBlock(arm.target))
    }
  }

  // MARK: drops

  private func generateDrop(_ p: Place, _ target: BasicBlockID, _ unwind: UnwindAction) {
    let type = placeType(p)
    guard facts.needsDrop(type) else { return ll.br(llvmBlock(target)) }
    let place = codegenPlace(p)
    var args = [place.pointer]
    if let meta = place.meta { args.append(meta) }
    if case .dynamic = type.kind, let meta = place.meta {
      // Through the vtable's first slot, which is null if there is nothing to do.
      let glue = vtableSlot(meta, 0, ll.pointer, isSize: false)
      let isNull = ll.icmp(LLVMIntEQ, glue, ll.null(ll.pointer))
      let then = newBlock()
      ll.condBr(isNull, llvmBlock(target), then)
      ll.move(to: then)
      let signature = MonoSignature(inputs: [.rawPtr(.unit, .mut)], output: .unit, canUnwind: true)
      let abi = unit.makeABI(signature)
      emitCall(abi.llvmType, glue, abi, [place.pointer], unwind, target: target)
      return ll.br(llvmBlock(target))
    }
    guard let glue = facts.dropGlue(of: type) else { return ll.br(llvmBlock(target)) }
    let abi = unit.abi(of: glue)
    _ = emitCall(abi.llvmType, unit.function(glue), abi, args, unwind, target: target)
    ll.br(llvmBlock(target))
  }

  // MARK: calls

  /// Emits a call, or an invoke where unwinding has to clean up here. The builder goes on behind it.
  @discardableResult func emitCall(
    _ type: LLVMTypeRef, _ function: LLVMValueRef, _ abi: FunctionABI?, _ args: [LLVMValueRef], _ unwind: UnwindAction,
    target: BasicBlockID
  ) -> LLVMValueRef {
    if let pad = landingPad(unwind) {
      var list: [LLVMValueRef?] = args
      let next = newBlock()
      let call = LLVMBuildInvoke2(ll.builder, type, function, &list, UInt32(list.count), next, pad, "")!
      if let abi { unit.applyAttributes(abi, to: call, isCall: true) }
      ll.move(to: next)
      return call
    }
    let call = ll.call(type, function, args)
    if let abi { unit.applyAttributes(abi, to: call, isCall: true) }
    if ll.worker.settings.panicAborts || unwind == .unreachable {
      LLVMAddCallSiteAttribute(call, UInt32(bitPattern: -1), ll.attribute(.nounwind))
    }
    return call
  }

  private func generateCall(_ c: Call, _ source: SourceInfoID, isTail: Bool) {
    let calleeType = operandType(c.function)
    let args = Array(body[c.args])
    var instance: Instance?
    var abi: FunctionABI
    if case .fnDef(let def, let fnArgs) = calleeType.kind {
      guard let resolved = facts.resolve(def, fnArgs) else {
        unit.problems.append("a call of `\(TypePrinter.text(of: calleeType, isFull: true))`, which cannot be resolved")
        ll.unreachable()
        return
      }
      switch resolved.kind {
      case .intrinsic(let intrinsicDef):
        switch generateIntrinsic(intrinsicDef, resolved, c, args, source) {
        case .done: return
        case .callFallback: instance = Instance(.item(intrinsicDef), resolved.args)
        case .call(let other): instance = other
        }
      case .dropGlue(_, let type):
        // `drop_in_place` of a type without anything to drop.
        if !facts.needsDrop(type) { return finish(c) }
        instance = resolved
      default: instance = resolved
      }
      abi = unit.abi(of: instance!)
    } else {
      abi = unit.abi(ofPointer: calleeType)
    }

    var values: [LLVMValueRef] = []
    // A result by address goes straight into the destination.
    var resultPlace: PlaceRef?
    if case .indirect = abi.result.mode {
      if let l = c.destination.asLocal, case .pending = locals[l.index] {
        resultPlace = alloca(abi.result.type)
      } else if c.target.isNone {
        resultPlace = alloca(abi.result.type)
      } else {
        resultPlace = codegenPlace(c.destination)
      }
      values.append(resultPlace!.pointer)
    }

    var target: LLVMValueRef
    var operands: [OperandRef] = []
    operands.reserveCapacity(args.count)
    for a in args { operands.append(operand(a)) }
    // "rust-call": the last argument's elements one by one.
    if isRustCall(calleeType), let last = operands.popLast() {
      for i in 0..<last.type.layout.fieldCount { operands.append(extractField(last, i)) }
    }
    if case .virtual(_, let index)? = instance?.kind {
      let receiver = virtualReceiver(operands[0])
      operands[0] = receiver.data
      target = vtableSlot(receiver.vtable, index + 3, ll.pointer, isSize: false)
    } else if let instance {
      target = unit.function(instance)
    } else {
      let value = operand(c.function)
      target = value.immediate
    }

    let isRust = abi.convention == .rust || abi.convention == .rustCold
    for (i, o) in operands.enumerated() {
      if i < abi.args.count {
        let copies: Bool
        if i < args.count, case .move = args[i], isRust { copies = false } else { copies = true }
        pass(o, abi.args[i], copies: copies, &values)
      } else if abi.isVariadic {
        passVariadic(o, &values)
      }
    }
    if abi.hasCallerLocation {
      values.append(location(c.fnSpan.isNone ? body.span(of: source) : c.fnSpan, source))
    }
    if case .virtual? = instance?.kind {
      // The receiver is a thin pointer now, whatever it was declared as.
      let call = emitCall(abi.llvmType, target, abi, values, c.unwind, target: c.target)
      return receive(call, abi, resultPlace, c)
    }
    let call = emitCall(abi.llvmType, target, abi, values, c.unwind, target: c.target)
    if isTail {
      LLVMSetTailCallKind(call, LLVMTailCallKindMustTail)
      if case .ignore = abi.result.mode { LLVMBuildRetVoid(ll.builder) } else if abi.returnsIndirectly { LLVMBuildRetVoid(ll.builder) } else {
        LLVMBuildRet(ll.builder, call)
      }
      return
    }
    receive(call, abi, resultPlace, c)
  }

  private func isRustCall(_ type: TypeID) -> Bool {
    switch type.kind {
    case .fnDef(let def, _): facts.isRustCall(def)
    case .fnPtr(let sig): sig.sig.abi == .rustCall
    default: false
    }
  }

  /// The data pointer and vtable of a trait object receiver: `&dyn T`, `Box<dyn T>`, `Rc<dyn T>`, `Pin<&dyn T>`.
  private func virtualReceiver(_ o: OperandRef) -> (data: OperandRef, vtable: LLVMValueRef) {
    let thin = unit.typed(.rawPtr(.unit, .mut))
    switch o.value {
    case .pair(let p, let vtable): return (OperandRef(.immediate(p), thin), vtable)
    case .ref(let p, let meta?, _): return (OperandRef(.immediate(p), thin), meta)
    case .ref(let p, nil, let align):
      let data = ll.load(ll.pointer, p, alignLog2: align)
      return (OperandRef(.immediate(data), thin), ll.load(ll.pointer, ll.offset(p, 8), alignLog2: 3))
    default: return (o, ll.poison(ll.pointer))
    }
  }

  /// Adds the LLVM values of one argument.
  func pass(_ o: OperandRef, _ arg: ArgABI, copies: Bool, _ values: inout [LLVMValueRef]) {
    switch arg.mode {
    case .ignore: break
    case .direct:
      switch o.value {
      case .immediate(let v):
        if case .scalar(let s) = arg.type.layout.repr { values.append(reinterpret(v, as: s)) } else { values.append(v) }
      case .zeroSized: values.append(ll.poison(unit.immediateType(arg.type.layout)))
      case .pair(let a, _): values.append(a)
      case .ref(let p, let meta, let align):
        values.append(load(PlaceRef(p, meta: meta, alignLog2: align, arg.type)).immediate)
      }
    case .pair:
      switch o.value {
      case .pair(let a, let b):
        guard case .scalarPair(let sa, let sb) = arg.type.layout.repr else { return }
        values.append(reinterpret(a, as: sa))
        values.append(reinterpret(b, as: sb))
      default:
        let (a, b) = load(spill(o)).pair
        values.append(a)
        values.append(b)
      }
    case .cast(let a, let b, _):
      let place = spill(o)
      let bytes = b == nil ? a.bytes : 8 + b!.bytes
      var source = place.pointer
      var align = place.alignLog2
      if bytes > o.type.size {
        source = castPlace(arg.type, a, b)
        align = 3
        ll.memcpy(source, 3, place.pointer, place.alignLog2, bytes: ll.const64(o.type.size))
      }
      values.append(loadCast(source, alignLog2: align, a, b))
    case .indirect(let byValue):
      if arg.type.layout.isUnsized {
        if case .ref(let p, let meta, _) = o.value {
          values.append(p)
          values.append(meta ?? ll.const64(0))
        }
        return
      }
      // A moved value may be used where it is; a copy must not be seen to change.
      if case .ref(let p, _, let align) = o.value, !copies || byValue, align >= arg.type.layout.alignmentLog2, !isConstantMemory(p) {
        values.append(p)
      } else {
        let place = alloca(arg.type)
        store(retyped(o, arg.type), to: place)
        values.append(place.pointer)
      }
    }
  }
  private func isConstantMemory(_ p: LLVMValueRef) -> Bool { LLVMIsConstant(p) != 0 }

  /// C's promotions were made by the type checker; aggregates cannot be variadic arguments.
  private func passVariadic(_ o: OperandRef, _ values: inout [LLVMValueRef]) {
    switch o.value {
    case .immediate(let v): values.append(fromImmediate(v))
    case .pair(let a, let b):
      values.append(a)
      values.append(b)
    case .ref(let p, _, let align): values.append(ll.load(ll.intType(bytes: o.type.size), p, alignLog2: align))
    case .zeroSized: break
    }
  }

  /// Puts the result of a call where it belongs and goes on.
  private func receive(_ call: LLVMValueRef, _ abi: FunctionABI, _ resultPlace: PlaceRef?, _ c: Call) {
    guard !c.target.isNone else {
      ll.unreachable()
      return
    }
    let type = abi.result.type
    switch abi.result.mode {
    case .ignore: setResult(OperandRef(.zeroSized, type), c)
    case .direct: setResult(OperandRef(.immediate(call), type), c)
    case .pair: setResult(OperandRef(.pair(ll.extract(call, 0), ll.extract(call, 1)), type), c)
    case .cast(let a, let b, _):
      let memory = castPlace(type, a, b)
      storeCast(call, a, b, to: memory)
      setResult(load(PlaceRef(memory, type)), c)
    case .indirect:
      if let l = c.destination.asLocal, case .pending = locals[l.index], let resultPlace {
        locals[l.index] = .operand(load(resultPlace))
      }
    }
    ll.br(llvmBlock(c.target))
  }

  /// Stores a call's or intrinsic's result.
  func setResult(_ o: OperandRef, _ c: Call) {
    if let l = c.destination.asLocal {
      switch locals[l.index] {
      case .pending, .operand: locals[l.index] = .operand(retyped(o, unit.typed(mono(body[l].type))))
      case .place(let p): store(retyped(o, p.type), to: p)
      case .unsizedPlace: break
      }
    } else {
      let place = codegenPlace(c.destination)
      store(retyped(o, place.type), to: place)
    }
  }
  /// Ends a call that was replaced by instructions.
  func finish(_ c: Call) {
    if let l = c.destination.asLocal, case .pending = locals[l.index] {
      let type = unit.typed(mono(body[l].type))
      locals[l.index] = .operand(poison(type))
    }
    if c.target.isNone { ll.unreachable() } else { ll.br(llvmBlock(c.target)) }
  }

  // MARK: assertions and panics

  private func generateAssert(_ a: Assert, _ source: SourceInfoID) {
    let condition = operand(a.condition).immediate
    if case .overflowNeg = a.message, !ll.worker.settings.overflowChecks { return ll.br(llvmBlock(a.target)) }
    if let known = ll.isConstInt(condition), known == (a.expected ? 1 : 0) { return ll.br(llvmBlock(a.target)) }
    let ok = llvmBlock(a.target)
    let failed = newBlock()
    let expected = unit.isOptimizing ? ll.expect(condition, a.expected) : condition
    if a.expected { ll.condBr(expected, ok, failed) } else { ll.condBr(expected, failed, ok) }
    ll.move(to: failed)
    switch a.message {
    case .boundsCheck(let length, let index):
      panic(.boundsCheck, [operand(index).immediate, operand(length).immediate], a.unwind, source)
    case .misalignedPointerDereference(let required, let found):
      panic(.misalignedPointer, [operand(required).immediate, operand(found).immediate], a.unwind, source)
    case .invalidEnumConstruction(let value):
      panic(.invalidEnum, [ll.intCast(operand(value).immediate, ll.i128, signed: false)], a.unwind, source)
    case .overflow(let op, _, _):
      let which: PanicFunction =
        switch op {
        case .add, .addWithOverflow, .addUnchecked: .addOverflow
        case .sub, .subWithOverflow, .subUnchecked: .subOverflow
        case .mul, .mulWithOverflow, .mulUnchecked: .mulOverflow
        case .div: .divOverflow
        case .rem: .remOverflow
        case .shl, .shlUnchecked: .shlOverflow
        default: .shrOverflow
        }
      panic(which, [], a.unwind, source)
    case .overflowNeg: panic(.negOverflow, [], a.unwind, source)
    case .divisionByZero: panic(.divByZero, [], a.unwind, source)
    case .remainderByZero: panic(.remByZero, [], a.unwind, source)
    case .nullPointerDereference: panic(.nullPointer, [], a.unwind, source)
    case .resumedAfterReturn: panic(.coroutineResumed, [], a.unwind, source)
    case .resumedAfterPanic: panic(.coroutineResumedPanic, [], a.unwind, source)
    case .resumedAfterDrop: panic(.coroutineResumedDrop, [], a.unwind, source)
    }
  }

  /// Calls a panic function; ends the block.
  func panic(_ which: PanicFunction, _ args: [LLVMValueRef], _ unwind: UnwindAction, _ source: SourceInfoID) {
    guard let instance = facts.panicFunction(which) else {
      unit.problems.append("a panic without the lang item `\(which.langItem)`")
      trap()
      return
    }
    let abi = unit.abi(of: instance)
    var values = args
    if abi.hasCallerLocation { values.append(location(body.span(of: source), source)) }
    emitCall(abi.llvmType, unit.function(instance), abi, values, unwind, target: .none)
    ll.unreachable()
  }
  func trap() {
    _ = ll.call(ll.intrinsic("llvm.trap", [], ll.void), [])
    ll.unreachable()
  }

  // MARK: unwinding

  /// Where a call that unwinds goes; nil if it just leaves the function.
  private func landingPad(_ unwind: UnwindAction) -> LLVMBasicBlockRef? {
    guard !ll.worker.settings.panicAborts, case .cleanup(let target) = unwind else { return nil }
    if let found = landingPads[target] { return found }
    let here = LLVMGetInsertBlock(ll.builder)!
    let pad = newBlock()
    landingPads[target] = pad
    ll.move(to: pad)
    let type = ll.structType([ll.pointer, ll.i32])
    if LLVMHasPersonalityFn(function) == 0, let personality = facts.langFunction("eh_personality") {
      LLVMSetPersonalityFn(function, unit.function(personality))
    }
    let value = LLVMBuildLandingPad(ll.builder, type, nil, 0, "")!
    LLVMSetCleanup(value, 1)
    if landingPadSlot == nil { landingPadSlot = alloca(bytes: 16, alignLog2: 3) }
    ll.store(value, landingPadSlot!, alignLog2: 3)
    ll.br(llvmBlock(target))
    ll.move(to: here)
    return pad
  }
  private func generateResume() {
    guard let slot = landingPadSlot else { return ll.unreachable() }
    LLVMBuildResume(ll.builder, ll.load(ll.structType([ll.pointer, ll.i32]), slot, alignLog2: 3))
  }
}

extension UnwindAction {
  /// Nothing to do: for calls that the compiler makes.
  static var none: UnwindAction { .continue }
}
