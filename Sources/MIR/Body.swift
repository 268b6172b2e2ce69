// A body in MIR: basic blocks over locals, generic over its owner's params.
import Defs
import Parallel
import Source
import Support
import Types

public struct SourceScope: Sendable, BitwiseCopyable {
  public var parent: ID<SourceScope>
  public var span: Span
  /// The callee, where MIR inlining put another function's body here.
  public var inlined: ID<InlinedScope>
  public init(parent: ID<SourceScope>, span: Span, inlined: ID<InlinedScope> = .none) {
    self.parent = parent
    self.span = span
    self.inlined = inlined
  }
}

public struct InlinedScope: Sendable, BitwiseCopyable {
  public var callee: Instance
  public var callSite: Span
  public init(callee: Instance, callSite: Span) { self.callee = callee; self.callSite = callSite }
}

/// Where an instruction comes from. 16 bytes.
public struct SourceInfo: Sendable, BitwiseCopyable {
  public var span: Span
  public var scope: ID<SourceScope>
  public init(_ span: Span, _ scope: ID<SourceScope>) { self.span = span; self.scope = scope }
}
public typealias SourceInfoID = ID<SourceInfo>

public struct LocalDecl: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    case returnPlace, arg, userVariable, temporary
    /// A reference that a match guard sees instead of the binding.
    case guardReference
  }
  public var type: TypeID
  public var isMutable: Bool
  public var kind: Kind
  public var source: SourceInfoID
  public init(_ type: TypeID, kind: Kind, isMutable: Bool, source: SourceInfoID) {
    self.type = type
    self.kind = kind
    self.isMutable = isMutable
    self.source = source
  }
}

/// A name the debugger shows, and what it means.
public struct VarDebugInfo: Sendable, BitwiseCopyable {
  public enum Value: Sendable, BitwiseCopyable {
    case place(Place)
    case constant(ID<Constant>)
  }
  public var name: Name
  public var value: Value
  /// 1-based; 0 if it is no argument.
  public var argumentIndex: UInt16
  public var source: SourceInfoID
  public init(name: Name, value: Value, argumentIndex: UInt16, source: SourceInfoID) {
    self.name = name
    self.value = value
    self.argumentIndex = argumentIndex
    self.source = source
  }
}

public struct BasicBlock: Sendable, BitwiseCopyable {
  public var statements: Run<Statement>
  public var terminator: Terminator
  /// Runs while unwinding.
  public var isCleanup: Bool
  public init(statements: Run<Statement>, terminator: Terminator, isCleanup: Bool) {
    self.statements = statements
    self.terminator = terminator
    self.isCleanup = isCleanup
  }
}

/// How far a body has come. Each phase forbids what the earlier ones had.
public enum MIRPhase: UInt8, Comparable, Sendable, BitwiseCopyable {
  /// As built: false edges, fake reads, drops of maybe-moved places.
  case built
  /// Borrow checked: no false edges or fake reads.
  case analysis
  /// Drops are elaborated: each drops a fully initialised place; no `falseEdge`, no derefs of `Box` but through its pointer.
  case runtime
  public static func < (a: MIRPhase, b: MIRPhase) -> Bool { a.rawValue < b.rawValue }
}

/// What a body belongs to.
public enum BodySource: Sendable, BitwiseCopyable {
  case item(DefID)
  case promoted(DefID, index: UInt32)
  case shim(Instance)
  public var def: DefID {
    switch self {
    case .item(let d), .promoted(let d, _): d
    case .shim(let i): i.def
    }
  }
}

/// The stores of one body. Keep in step with `BodyBuilder`.
struct BodyStores {
  var source: BodySource
  var phase: MIRPhase
  var argCount: Int
  var spreadArg: LocalID
  var span: Span
  var tainted: Bool
  var blocks: FrozenStore<BasicBlock>
  var locals: FrozenStore<LocalDecl>
  var statements: FrozenStore<Statement>
  var rvalues: FrozenStore<Rvalue>
  var operands: FrozenStore<Operand>
  var projections: FrozenStore<PlaceElement>
  var constants: FrozenStore<Constant>
  var unevaluated: FrozenStore<UnevaluatedConst>
  var aggregates: FrozenStore<Aggregate>
  var switches: FrozenStore<SwitchTargets>
  var arms: FrozenStore<SwitchArm>
  var calls: FrozenStore<Call>
  var asserts: FrozenStore<Assert>
  var asms: FrozenStore<InlineAsm>
  var asmPieces: FrozenStore<InlineAsm.Piece>
  var asmOperands: FrozenStore<InlineAsm.AsmOperand>
  var blockTargets: FrozenStore<BlockTarget>
  var names: FrozenStore<NameNode>
  var debugInfos: FrozenStore<VarDebugInfo>
  var sources: FrozenStore<SourceInfo>
  var scopes: FrozenStore<SourceScope>
  var inlined: FrozenStore<InlinedScope>
  var requiredConsts: FrozenStore<ID<Constant>>
}

/// A finished body. Sharing: frozen; 8 bytes; lives as long as the process.
public struct Body: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the stores are written by the builder before the body exists, never after.
  let stores: UnsafePointer<BodyStores>
  init(_ stores: consuming BodyStores) {
    let p = UnsafeMutablePointer<BodyStores>.allocate(capacity: 1)
    p.initialize(to: stores)
    self.stores = UnsafePointer(p)
  }

  public var source: BodySource { stores.pointee.source }
  public var phase: MIRPhase { stores.pointee.phase }
  /// Locals 1…argCount are the arguments.
  public var argCount: Int { stores.pointee.argCount }
  /// The last argument, if it is a tuple whose elements the ABI passes one by one ("rust-call"); else `.none`.
  public var spreadArg: LocalID { stores.pointee.spreadArg }
  public var span: Span { stores.pointee.span }
  /// Its owner has errors: must not be evaluated or generated.
  public var isTainted: Bool { stores.pointee.tainted }

  public var blocks: FrozenStore<BasicBlock> { stores.pointee.blocks }
  public var locals: FrozenStore<LocalDecl> { stores.pointee.locals }
  public var constants: FrozenStore<Constant> { stores.pointee.constants }
  public var operands: FrozenStore<Operand> { stores.pointee.operands }
  public var rvalues: FrozenStore<Rvalue> { stores.pointee.rvalues }
  public var allCalls: FrozenStore<Call> { stores.pointee.calls }
  public var debugInfos: FrozenStore<VarDebugInfo> { stores.pointee.debugInfos }
  public var scopes: FrozenStore<SourceScope> { stores.pointee.scopes }
  /// Constants that must evaluate without error for the body to exist, even in code that is never reached.
  public var requiredConsts: UnsafeBufferPointer<ID<Constant>> { stores.pointee.requiredConsts.all }

  public subscript(id: BasicBlockID) -> BasicBlock { stores.pointee.blocks[id] }
  public subscript(id: LocalID) -> LocalDecl { stores.pointee.locals[id] }
  public subscript(run: Run<Statement>) -> UnsafeBufferPointer<Statement> { stores.pointee.statements[run] }
  public subscript(id: ID<Rvalue>) -> Rvalue { stores.pointee.rvalues[id] }
  public subscript(id: ID<Operand>) -> Operand { stores.pointee.operands[id] }
  public subscript(run: Run<Operand>) -> UnsafeBufferPointer<Operand> { stores.pointee.operands[run] }
  public subscript(run: Run<PlaceElement>) -> UnsafeBufferPointer<PlaceElement> { stores.pointee.projections[run] }
  public subscript(id: ID<Constant>) -> Constant { stores.pointee.constants[id] }
  public subscript(id: ID<UnevaluatedConst>) -> UnevaluatedConst { stores.pointee.unevaluated[id] }
  public subscript(id: ID<Aggregate>) -> Aggregate { stores.pointee.aggregates[id] }
  public subscript(id: ID<SwitchTargets>) -> SwitchTargets { stores.pointee.switches[id] }
  public subscript(run: Run<SwitchArm>) -> UnsafeBufferPointer<SwitchArm> { stores.pointee.arms[run] }
  public subscript(id: ID<Call>) -> Call { stores.pointee.calls[id] }
  public subscript(id: ID<Assert>) -> Assert { stores.pointee.asserts[id] }
  public subscript(id: ID<InlineAsm>) -> InlineAsm { stores.pointee.asms[id] }
  public subscript(run: Run<InlineAsm.Piece>) -> UnsafeBufferPointer<InlineAsm.Piece> { stores.pointee.asmPieces[run] }
  public subscript(run: Run<InlineAsm.AsmOperand>) -> UnsafeBufferPointer<InlineAsm.AsmOperand> { stores.pointee.asmOperands[run] }
  public subscript(run: Run<BlockTarget>) -> UnsafeBufferPointer<BlockTarget> { stores.pointee.blockTargets[run] }
  public subscript(run: Run<NameNode>) -> UnsafeBufferPointer<NameNode> { stores.pointee.names[run] }
  public subscript(id: SourceInfoID) -> SourceInfo { stores.pointee.sources[id] }
  public subscript(id: ID<SourceScope>) -> SourceScope { stores.pointee.scopes[id] }
  public subscript(id: ID<InlinedScope>) -> InlinedScope { stores.pointee.inlined[id] }
  /// The span of `source`, or that of the body.
  public func span(of source: SourceInfoID) -> Span { source.isNone ? span : stores.pointee.sources[source].span }
}
