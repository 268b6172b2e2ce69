// One function: from MIR to LLVM IR, block by block.
import ABI
import CLLVM
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Types

/// Where a local's value is.
enum LocalValue {
  case place(PlaceRef)
  /// An unsized argument: the place holds its wide pointer.
  case unsizedPlace(PlaceRef)
  case operand(OperandRef)
  /// Lives in a register and has not been assigned yet.
  case pending
}

/// The state of one function under construction. Sharing: per worker.
final class FunctionCodegen {
  let unit: UnitCodegen
  let ll: UnitContext
  let facts: ProgramFacts
  let instance: Instance
  let body: Body
  let function: LLVMValueRef
  let abi: FunctionABI
  var locals: [LocalValue]
  var blocks: [LLVMBasicBlockRef?]
  let entry: LLVMBasicBlockRef
  /// The place that the caller gave for the result.
  var returnPointer: LLVMValueRef?
  /// The implicit `&Location` argument of `#[track_caller]`.
  var callerLocation: LLVMValueRef?
  var landingPads: [BasicBlockID: LLVMBasicBlockRef] = [:]
  var landingPadSlot: LLVMValueRef?
  private var monoTypes: [TypeID: TypeID] = [:]
  private let isMonomorphic: Bool

  init(_ unit: UnitCodegen, _ instance: Instance, _ body: Body, _ function: LLVMValueRef) {
    self.unit = unit
    ll = unit.ll
    facts = unit.facts
    self.instance = instance
    self.body = body
    self.function = function
    abi = unit.abi(of: instance)
    locals = [LocalValue](repeating: .pending, count: body.locals.count)
    blocks = [LLVMBasicBlockRef?](repeating: nil, count: body.blocks.count)
    entry = LLVMAppendBasicBlockInContext(unit.ll.context, function, "")
    if case .shim = body.source { isMonomorphic = true } else { isMonomorphic = false }
  }

  /// `type` with the instance's arguments.
  func mono(_ type: TypeID) -> TypeID {
    if isMonomorphic { return type }
    if let found = monoTypes[type] { return found }
    let made = facts.instantiate(type, instance.args)
    monoTypes[type] = made
    return made
  }

  // MARK: entry

  func generate() {
    let order = body.reversePostorder().filter { !(body[$0].isCleanup && ll.worker.settings.panicAborts) }
    ll.move(to: entry)
    // A branch to the first block ends the entry block, so that allocas can stand before it.
    let first = LLVMAppendBasicBlockInContext(ll.context, function, "")!
    blocks[0] = first
    LLVMPositionBuilderAtEnd(ll.allocaBuilder, entry)

    let inMemory = localsInMemory(self, order)
    prepareArguments(inMemory)
    prepareLocals(inMemory)
    ll.br(first)
    for id in order {
      let block = llvmBlock(id)
      ll.move(to: block)
      generate(id)
    }
  }

  func llvmBlock(_ id: BasicBlockID) -> LLVMBasicBlockRef {
    if let found = blocks[id.index] { return found }
    let made = LLVMAppendBasicBlockInContext(ll.context, function, "")!
    blocks[id.index] = made
    return made
  }
  func newBlock() -> LLVMBasicBlockRef { LLVMAppendBasicBlockInContext(ll.context, function, "") }

  /// Memory for a value, in the entry block.
  func alloca(_ type: TypedLayout) -> PlaceRef {
    if type.isZeroSized { return PlaceRef(dangling(type), type) }
    return PlaceRef(alloca(bytes: type.size, alignLog2: type.layout.alignmentLog2), type)
  }
  func alloca(bytes: UInt64, alignLog2: UInt8) -> LLVMValueRef {
    // Before the entry's terminator, if it has one.
    if let last = LLVMGetBasicBlockTerminator(entry) {
      LLVMPositionBuilderBefore(ll.allocaBuilder, last)
    } else {
      LLVMPositionBuilderAtEnd(ll.allocaBuilder, entry)
    }
    let v = LLVMBuildAlloca(ll.allocaBuilder, ll.bytesType(bytes), "")!
    LLVMSetAlignment(v, 1 << UInt32(alignLog2))
    return v
  }

  /// The address of a value without bytes: aligned, and not null.
  func dangling(_ type: TypedLayout) -> LLVMValueRef { LLVMConstIntToPtr(ll.const64(type.layout.alignment), ll.pointer) }

  // MARK: locals

  private func prepareLocals(_ inMemory: [Bool]) {
    for i in 0..<body.locals.count where i == 0 || i > body.argCount {
      let type = unit.typed(mono(body[LocalID(i)].type))
      if i == 0 {
        if let returnPointer {
          locals[0] = .place(PlaceRef(returnPointer, type))
          continue
        }
      }
      if type.isZeroSized {
        locals[i] = inMemory[i] ? .place(PlaceRef(dangling(type), type)) : .operand(OperandRef(.zeroSized, type))
      } else if inMemory[i] {
        if type.layout.isUnsized {
          unit.problems.append("unsized locals")
          locals[i] = .place(PlaceRef(ll.poison(ll.pointer), type))
        } else {
          locals[i] = .place(alloca(type))
        }
      } else {
        locals[i] = .pending
      }
    }
  }

  private func prepareArguments(_ inMemory: [Bool]) {
    var next: UInt32 = 0
    func parameter() -> LLVMValueRef {
      next += 1
      return LLVMGetParam(function, next - 1)
    }
    if case .indirect = abi.result.mode { returnPointer = parameter() }
    var abiIndex = 0
    /// The next ABI argument as a value.
    func take(memory: Bool) -> OperandRef {
      let arg = abi.args[abiIndex]
      abiIndex += 1
      switch arg.mode {
      case .ignore: return OperandRef(.zeroSized, arg.type)
      case .direct: return OperandRef(.immediate(parameter()), arg.type)
      case .pair:
        let a = parameter()
        return OperandRef(.pair(a, parameter()), arg.type)
      case .cast(let a, let b, _):
        let place = castPlace(arg.type, a, b)
        storeCast(parameter(), a, b, to: place)
        return load(PlaceRef(place, arg.type))
      case .indirect:
        let p = parameter()
        if arg.type.layout.isUnsized { return OperandRef(.ref(p, meta: parameter(), alignLog2: arg.type.layout.alignmentLog2), arg.type) }
        return load(PlaceRef(p, arg.type))
      }
    }
    var spreadArg = body.spreadArg
    // An impl of `Fn` written out: its one tuple comes as elements.
    if spreadArg.isNone, case .item(let def) = instance.kind, facts.isRustCall(def) { spreadArg = LocalID(body.argCount) }
    for i in 0..<body.argCount {
      let local = LocalID(i + 1)
      let type = unit.typed(mono(body[local].type))
      if local == spreadArg {
        // The tuple's elements arrive one by one.
        let place = alloca(type)
        for k in 0..<type.layout.fieldCount { store(take(memory: false), to: projectField(place, k)) }
        locals[i + 1] = inMemory[i + 1] ? .place(place) : .operand(load(place))
        continue
      }
      guard abiIndex < abi.args.count else { continue }
      let arg = abi.args[abiIndex]
      if case .indirect = arg.mode, inMemory[i + 1] {
        // Owned by the callee: used where it is.
        abiIndex += 1
        let p = parameter()
        if type.layout.isUnsized {
          let meta = parameter()
          locals[i + 1] = .place(PlaceRef(p, meta: meta, type))
        } else {
          locals[i + 1] = .place(PlaceRef(p, type))
        }
        continue
      }
      let value = take(memory: inMemory[i + 1])
      if inMemory[i + 1] {
        let place = alloca(type)
        store(OperandRef(value.value, type), to: place)
        locals[i + 1] = .place(place)
      } else {
        locals[i + 1] = .operand(OperandRef(value.value, type))
      }
    }
    if abi.hasCallerLocation, abiIndex < abi.args.count { callerLocation = take(memory: false).immediate }
  }

  /// Room for a value that travels in registers of another type.
  func castPlace(_ type: TypedLayout, _ a: RegisterPart, _ b: RegisterPart?) -> LLVMValueRef {
    let bytes = b == nil ? a.bytes : 8 + b!.bytes
    return alloca(bytes: max(type.size, (bytes + 7) / 8 * 8), alignLog2: max(3, type.layout.alignmentLog2))
  }
  func storeCast(_ v: LLVMValueRef, _ a: RegisterPart, _ b: RegisterPart?, to place: LLVMValueRef) {
    guard b != nil else {
      ll.store(v, place, alignLog2: 3)
      return
    }
    ll.store(ll.extract(v, 0), place, alignLog2: 3)
    ll.store(ll.extract(v, 1), ll.offset(place, 8), alignLog2: 3)
  }
  func loadCast(_ place: LLVMValueRef, alignLog2: UInt8, _ a: RegisterPart, _ b: RegisterPart?) -> LLVMValueRef {
    let type = unit.castType(a, b)
    guard let b else { return ll.load(type, place, alignLog2: alignLog2) }
    let x = ll.load(unit.castType(a, nil), place, alignLog2: alignLog2)
    let y = ll.load(unit.castType(b, nil), ll.offset(place, 8), alignLog2: min(alignLog2, 3))
    return ll.insert(ll.insert(ll.poison(type), x, 0), y, 1)
  }

  /// The value of a local that is read whole.
  func localOperand(_ l: LocalID) -> OperandRef { consume(Place(l)) }

  // MARK: statements

  private func generate(_ id: BasicBlockID) {
    let block = body[id]
    for statement in body[block.statements] { generate(statement) }
    generate(block.terminator)
  }

  private func generate(_ statement: Statement) {
    switch statement.kind {
    case .assign(let place, let rvalue):
      if let l = place.asLocal {
        switch locals[l.index] {
        case .place(let p): write(body[rvalue], to: p, statement.source)
        case .unsizedPlace: unit.problems.append("assignment to an unsized local")
        case .pending:
          locals[l.index] = .operand(retyped(self.rvalue(body[rvalue], statement.source), unit.typed(mono(body[l].type))))
        case .operand(let old):
          // Only values without bytes can be assigned again.
          if old.type.isZeroSized { _ = self.rvalue(body[rvalue], statement.source) } else {
            locals[l.index] = .operand(self.rvalue(body[rvalue], statement.source))
          }
        }
      } else {
        write(body[rvalue], to: codegenPlace(place), statement.source)
      }
    case .setDiscriminant(let place, let variant): setDiscriminant(codegenPlace(place), variant)
    case .storageLive(let l): lifetime(l, isStart: true)
    case .storageDead(let l): lifetime(l, isStart: false)
    case .assume(let o): if unit.isOptimizing { ll.assume(operand(body[o]).immediate) }
    case .copyNonOverlapping(let run):
      let operands = body[run]
      let src = operand(operands[0])
      let dst = operand(operands[1])
      let count = operand(operands[2]).immediate
      let type = unit.typed(facts.pointee(of: src.type.type))
      let bytes = LLVMBuildNUWMul(ll.builder, count, ll.const64(type.size), "")!
      ll.memcpy(dst.immediate, type.layout.alignmentLog2, src.immediate, type.layout.alignmentLog2, bytes: bytes)
    case .fakeRead, .placeMention, .nop: break
    }
  }

  private func lifetime(_ l: LocalID, isStart: Bool) {
    guard unit.isOptimizing, case .place(let p) = locals[l.index], p.type.size > 0, p.type.layout.isSized,
      LLVMIsAAllocaInst(p.pointer) != nil
    else { return }
    let f = ll.intrinsic(isStart ? "llvm.lifetime.start.p0" : "llvm.lifetime.end.p0", [ll.i64, ll.pointer], ll.void)
    _ = ll.call(f, [ll.const64(p.type.size), p.pointer])
  }

  /// The `&Location` of a call in this function: the caller's, if this function is `#[track_caller]`.
  func location(_ span: Span, _ source: SourceInfoID) -> LLVMValueRef {
    if let callerLocation { return callerLocation }
    return unit.locationConstant(facts.location(of: span))
  }
}
