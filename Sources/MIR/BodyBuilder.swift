// Building a body: blocks may be filled in any order; statements go to the end of their block.
import Defs
import Parallel
import Source
import Support
import Types

/// A body while it is built. Sharing: none.
///
/// A pass that changes a body makes a builder from it (`init(copying:)`), edits blocks and freezes a new one.
public struct BodyBuilder: ~Copyable {
  struct Block: BitwiseCopyable {
    var first: UInt32 = .max
    var last: UInt32 = .max
    var terminator = Terminator(.unreachable, .none)
    var isTerminated = false
    var isCleanup = false
  }
  struct Node: BitwiseCopyable {
    var statement: Statement
    var next: UInt32
  }

  public var source: BodySource
  public var phase: MIRPhase = .built
  public var argCount = 0
  public var spreadArg: LocalID = .none
  public var span: Span
  public var isTainted = false
  public var locals = Store<LocalDecl>()
  public var rvalues = Store<Rvalue>()
  public var operands = Store<Operand>()
  public var projections = Store<PlaceElement>()
  public var constants = Store<Constant>()
  public var unevaluated = Store<UnevaluatedConst>()
  public var aggregates = Store<Aggregate>()
  public var switches = Store<SwitchTargets>()
  public var arms = Store<SwitchArm>()
  public var calls = Store<Call>()
  public var asserts = Store<Assert>()
  public var asms = Store<InlineAsm>()
  public var asmPieces = Store<InlineAsm.Piece>()
  public var asmOperands = Store<InlineAsm.AsmOperand>()
  public var blockTargets = Store<BlockTarget>()
  public var names = Store<NameNode>()
  public var debugInfos = Store<VarDebugInfo>()
  public var sources = Store<SourceInfo>()
  public var scopes = Store<SourceScope>()
  public var inlined = Store<InlinedScope>()
  public var requiredConsts = Store<ID<Constant>>()
  var blocks = Store<Block>()
  var nodes = Store<Node>()

  public init(_ source: BodySource, span: Span) {
    self.source = source
    self.span = span
  }

  // MARK: blocks

  public var blockCount: Int { blocks.count }

  /// A new, empty block. It must get a terminator before the body is frozen.
  public mutating func newBlock(isCleanup: Bool = false) -> BasicBlockID {
    let id = blocks.append(Block(isCleanup: isCleanup))
    return BasicBlockID(rawValue: id.rawValue)
  }

  public mutating func push(_ kind: StatementKind, in block: BasicBlockID, at source: SourceInfoID = .none) {
    let node = nodes.append(Node(statement: Statement(kind, source), next: .max)).rawValue
    let id = ID<Block>(rawValue: block.rawValue)
    var b = blocks[id]
    if b.last == .max { b.first = node } else { nodes[ID(rawValue: b.last)].next = node }
    b.last = node
    blocks[id] = b
  }

  public mutating func assign(_ place: Place, _ rvalue: Rvalue, in block: BasicBlockID, at source: SourceInfoID = .none) {
    push(.assign(place, rvalues.append(rvalue)), in: block, at: source)
  }

  /// Ends `block`. A block that has a terminator already gets the new one instead.
  public mutating func terminate(_ block: BasicBlockID, _ kind: TerminatorKind, at source: SourceInfoID = .none) {
    let id = ID<Block>(rawValue: block.rawValue)
    blocks[id].terminator = Terminator(kind, source)
    blocks[id].isTerminated = true
  }

  public func isTerminated(_ block: BasicBlockID) -> Bool { blocks[ID(rawValue: block.rawValue)].isTerminated }
  public func terminator(of block: BasicBlockID) -> Terminator { blocks[ID(rawValue: block.rawValue)].terminator }
  public func isCleanup(_ block: BasicBlockID) -> Bool { blocks[ID(rawValue: block.rawValue)].isCleanup }
  public mutating func setCleanup(_ block: BasicBlockID, _ value: Bool) { blocks[ID(rawValue: block.rawValue)].isCleanup = value }

  // MARK: parts

  @discardableResult public mutating func newLocal(
    _ type: TypeID, kind: LocalDecl.Kind = .temporary, isMutable: Bool = true, at source: SourceInfoID = .none
  ) -> LocalID {
    locals.append(LocalDecl(type, kind: kind, isMutable: isMutable, source: source))
  }

  /// `place` with more steps behind.
  public mutating func project(_ place: Place, _ elements: PlaceElement...) -> Place {
    let start = projections.count
    for i in place.projection.indices { projections.append(projections[ID(i)]) }
    for e in elements { projections.append(e) }
    return Place(place.local, Run(start: start, count: projections.count - start))
  }

  public mutating func constant(_ value: ConstantValue, _ type: TypeID, at source: SourceInfoID = .none) -> Operand {
    .constant(constants.append(Constant(value, type, source)))
  }
  public mutating func unevaluated(
    _ def: DefID, _ args: GenericArgsID, promoted: Int32 = -1, _ type: TypeID, at source: SourceInfoID = .none
  ) -> Operand {
    constant(.unevaluated(unevaluated.append(UnevaluatedConst(def: def, args: args, promoted: promoted))), type, at: source)
  }
  public mutating func aggregate(_ kind: AggregateKind, _ fields: [Operand]) -> Rvalue {
    .aggregate(aggregates.append(Aggregate(kind, operands.append(contentsOf: fields))))
  }
  public mutating func source(_ span: Span, _ scope: ID<SourceScope>) -> SourceInfoID { sources.append(SourceInfo(span, scope)) }

  public mutating func switchInt(
    _ block: BasicBlockID, on discriminant: Operand, _ cases: [SwitchArm], otherwise: BasicBlockID, at source: SourceInfoID = .none
  ) {
    let targets = switches.append(SwitchTargets(arms: arms.append(contentsOf: cases), otherwise: otherwise))
    terminate(block, .switchInt(discriminant, targets), at: source)
  }

  /// Two-way branch on a `bool`.
  public mutating func branch(
    _ block: BasicBlockID, on condition: Operand, true then: BasicBlockID, false otherwise: BasicBlockID,
    at source: SourceInfoID = .none
  ) {
    switchInt(block, on: condition, [SwitchArm(low: 0, target: otherwise)], otherwise: then, at: source)
  }

  public mutating func call(
    _ block: BasicBlockID, _ function: Operand, _ args: [Operand], into destination: Place, target: BasicBlockID,
    unwind: UnwindAction = .continue, callSource: CallSource = .normal, fnSpan: Span = .none, at source: SourceInfoID = .none
  ) {
    let call = calls.append(
      Call(
        function: function, args: operands.append(contentsOf: args), destination: destination, target: target, unwind: unwind,
        callSource: callSource, fnSpan: fnSpan))
    terminate(block, .call(call), at: source)
  }

  // MARK: ends

  /// Ends building. Unreachable and unterminated blocks stay, the latter as `unreachable`.
  public consuming func freeze() -> Body {
    var outBlocks = Store<BasicBlock>(minimumCapacity: blocks.count)
    var outStatements = Store<Statement>(minimumCapacity: nodes.count)
    for i in 0..<blocks.count {
      let b = blocks[ID(i)]
      let start = outStatements.count
      var n = b.first
      while n != .max {
        let node = nodes[ID(rawValue: n)]
        outStatements.append(node.statement)
        n = node.next
      }
      outBlocks.append(
        BasicBlock(
          statements: Run(start: start, count: outStatements.count - start), terminator: b.terminator, isCleanup: b.isCleanup))
    }
    return Body(
      BodyStores(
        source: source, phase: phase, argCount: argCount, spreadArg: spreadArg, span: span, tainted: isTainted,
        blocks: outBlocks.freeze(), locals: locals.freeze(), statements: outStatements.freeze(), rvalues: rvalues.freeze(),
        operands: operands.freeze(), projections: projections.freeze(), constants: constants.freeze(),
        unevaluated: unevaluated.freeze(), aggregates: aggregates.freeze(), switches: switches.freeze(), arms: arms.freeze(),
        calls: calls.freeze(), asserts: asserts.freeze(), asms: asms.freeze(), asmPieces: asmPieces.freeze(),
        asmOperands: asmOperands.freeze(), blockTargets: blockTargets.freeze(), names: names.freeze(),
        debugInfos: debugInfos.freeze(), sources: sources.freeze(), scopes: scopes.freeze(), inlined: inlined.freeze(),
        requiredConsts: requiredConsts.freeze()))
  }

  /// A builder that holds all of `body`: what IDs meant there they mean here.
  public init(copying body: Body) {
    self.init(body.source, span: body.span)
    let s = body.stores.pointee
    phase = s.phase
    argCount = s.argCount
    spreadArg = s.spreadArg
    isTainted = s.tainted
    for x in s.locals.all { locals.append(x) }
    for x in s.rvalues.all { rvalues.append(x) }
    for x in s.operands.all { operands.append(x) }
    for x in s.projections.all { projections.append(x) }
    for x in s.constants.all { constants.append(x) }
    for x in s.unevaluated.all { unevaluated.append(x) }
    for x in s.aggregates.all { aggregates.append(x) }
    for x in s.switches.all { switches.append(x) }
    for x in s.arms.all { arms.append(x) }
    for x in s.calls.all { calls.append(x) }
    for x in s.asserts.all { asserts.append(x) }
    for x in s.asms.all { asms.append(x) }
    for x in s.asmPieces.all { asmPieces.append(x) }
    for x in s.asmOperands.all { asmOperands.append(x) }
    for x in s.blockTargets.all { blockTargets.append(x) }
    for x in s.names.all { names.append(x) }
    for x in s.debugInfos.all { debugInfos.append(x) }
    for x in s.sources.all { sources.append(x) }
    for x in s.scopes.all { scopes.append(x) }
    for x in s.inlined.all { inlined.append(x) }
    for x in s.requiredConsts.all { requiredConsts.append(x) }
    for block in s.blocks.all {
      let id = newBlock(isCleanup: block.isCleanup)
      for statement in body[block.statements] { push(statement.kind, in: id, at: statement.source) }
      terminate(id, block.terminator.kind, at: block.terminator.source)
    }
  }

  /// Drops the statements of `block`, to fill it anew.
  public mutating func clearStatements(of block: BasicBlockID) {
    let id = ID<Block>(rawValue: block.rawValue)
    blocks[id].first = .max
    blocks[id].last = .max
  }
}
