// Bodies after lowering: desugared, every path resolved as far as names alone can.
import Defs
import Parallel
import Source
import Support
import Syntax

public struct Expr: Sendable, BitwiseCopyable {
  public var kind: ExprKind
  public var span: Span
  public init(_ kind: ExprKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum ExprKind: Sendable, BitwiseCopyable {
  case literal(Literal)
  case path(ID<QPath>)
  case unary(UnaryOp, ID<Expr>)
  case binary(BinaryOp, ID<Expr>, ID<Expr>)
  /// `&&`/`||` stay binary: their right side is evaluated on demand.
  case assign(ID<Expr>, ID<Expr>)
  case assignOp(BinaryOp, ID<Expr>, ID<Expr>)
  case addrOf(BorrowKind, Mutability, ID<Expr>)
  case call(ID<Expr>, IDList<Expr>)
  case methodCall(ID<MethodCall>)
  case field(ID<Expr>, ID<FieldAccess>)
  case index(ID<Expr>, ID<Expr>)
  case cast(ID<Expr>, ID<Ty>)
  case typeAscription(ID<Expr>, ID<Ty>)
  case tuple(IDList<Expr>)
  case array(IDList<Expr>)
  case `repeat`(ID<Expr>, count: ID<ConstArg>)
  case structure(ID<StructExpr>)
  /// Condition may hold `let` in a chain of `&&`; else `.none` without. Both arms are expressions (blocks).
  case `if`(ID<Expr>, then: ID<Expr>, else: ID<Expr>)
  case `let`(ID<LetExpr>)
  case match(ID<Expr>, Run<Arm>, MatchSource)
  case loop(ID<Block>, ID<LoopInfo>)
  case block(ID<Block>, label: ID<LoopInfo>)
  /// `const { … }`: a definition of its own whose types are inferred with the body it stands in.
  case constBlock(DefID, ID<Expr>)
  case closure(ID<Closure>)
  /// Target `.none` if the label or loop is missing (a message has been given).
  case `break`(ID<LoopInfo>, ID<Expr>)
  case `continue`(ID<LoopInfo>)
  case `return`(ID<Expr>)
  case become(ID<Expr>)
  case yield(ID<Expr>)
  /// The value of the expression, its temporaries dropped first (conditions of `while`, `if` before 2024…).
  case dropTemps(ID<Expr>)
  case offsetOf(ID<Ty>, Run<FieldAccess>)
  case inlineAsm(ID<InlineAsm>)
  /// `unsafe<…>` binder casts, `deref!`, and other library-only builtins.
  case builtin(BuiltinKind, ID<Expr>)
  case error
}

public enum BuiltinKind: UInt8, Sendable, BitwiseCopyable { case useClone, unsafeBinderWrap, unsafeBinderUnwrap }

public enum MatchSource: UInt8, Sendable, BitwiseCopyable { case normal, postfix, forLoop, tryOperator, await, formatArgs }

/// A decoded literal. Strings keep their bytes as a `Name`.
public enum Literal: Hashable, Sendable, BitwiseCopyable {
  case bool(Bool)
  case char(UInt32)
  case byte(UInt8)
  /// Value in two halves (a payload of 16-byte alignment would double the node), suffix if any.
  case int(low: UInt64, high: UInt64, suffix: PrimTy?)
  /// Text without suffix and underscores.
  case float(Name, suffix: PrimTy?)
  case str(Name)
  case byteStr(Name)
  /// With the closing NUL.
  case cStr(Name)
  case error
}

public struct MethodCall: Sendable, BitwiseCopyable {
  public var segment: PathSegment
  public var receiver: ID<Expr>
  public var args: IDList<Expr>
  public var span: Span
  /// The block with items or imports that the call stands in, as a raw `ModuleID` of `Resolve`: traits imported there are in scope.
  /// `UInt32.max`: those of the owner only.
  public var blockModule: UInt32
  public init(segment: PathSegment, receiver: ID<Expr>, args: IDList<Expr>, span: Span, blockModule: UInt32 = .max) {
    self.blockModule = blockModule
    self.segment = segment
    self.receiver = receiver
    self.args = args
    self.span = span
  }
}

public struct FieldAccess: Sendable, BitwiseCopyable {
  public var ident: Ident
  public init(ident: Ident) { self.ident = ident }
}

public struct StructExpr: Sendable, BitwiseCopyable {
  public enum Rest: Sendable, BitwiseCopyable {
    case none
    case base(ID<Expr>)
    case defaults(Span)
  }
  public var path: ID<QPath>
  public var fields: Run<ExprField>
  public var rest: Rest
  public init(path: ID<QPath>, fields: Run<ExprField>, rest: Rest) { self.path = path; self.fields = fields; self.rest = rest }
}

public struct ExprField: Sendable, BitwiseCopyable {
  public var ident: Ident
  public var value: ID<Expr>
  public var isShorthand: Bool
  public var span: Span
  public init(ident: Ident, value: ID<Expr>, isShorthand: Bool, span: Span) {
    self.ident = ident
    self.value = value
    self.isShorthand = isShorthand
    self.span = span
  }
}

public struct LetExpr: Sendable, BitwiseCopyable {
  public var pat: ID<Pat>
  public var ty: ID<Ty>
  public var initializer: ID<Expr>
  public init(pat: ID<Pat>, ty: ID<Ty>, initializer: ID<Expr>) { self.pat = pat; self.ty = ty; self.initializer = initializer }
}

public struct Arm: Sendable, BitwiseCopyable {
  public var pat: ID<Pat>
  /// `.none` without.
  public var guardExpr: ID<Expr>
  public var body: ID<Expr>
  public var span: Span
  public init(pat: ID<Pat>, guardExpr: ID<Expr>, body: ID<Expr>, span: Span) {
    self.pat = pat
    self.guardExpr = guardExpr
    self.body = body
    self.span = span
  }
}

/// A loop or labelled block: what `break` and `continue` aim at.
public struct LoopInfo: Sendable, BitwiseCopyable {
  public enum Source: UInt8, Sendable, BitwiseCopyable { case loop, `while`, forLoop, block, tryBlock }
  public var label: Ident
  public var source: Source
  public init(label: Ident, source: Source) { self.label = label; self.source = source }
}

public struct Closure: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case closure, coroutine, async, gen, asyncGen }
  public var def: DefID
  public var kind: Kind
  public var isMove: Bool
  public var constness: Constness
  public var isStatic: Bool
  /// Late-bound lifetimes of `for<…>`.
  public var binder: Run<GenericParam>
  /// One pattern per param; `paramTypes[i]` may be `TyKind.infer`.
  public var params: IDList<Pat>
  public var paramTypes: IDList<Ty>
  /// `.none` without `->`.
  public var output: ID<Ty>
  public var body: ID<Expr>
  /// Of `|…|`.
  public var headSpan: Span
  public var isTrackCaller: Bool
  /// Whether its arithmetic is checked as the crate that uses it wants: `#[rustc_inherit_overflow_checks]`.
  public var inheritsOverflowChecks: Bool
  public init(
    def: DefID, kind: Kind, isMove: Bool, constness: Constness, isStatic: Bool, binder: Run<GenericParam>, params: IDList<Pat>,
    paramTypes: IDList<Ty>, output: ID<Ty>, body: ID<Expr>, headSpan: Span, isTrackCaller: Bool = false,
    inheritsOverflowChecks: Bool = false
  ) {
    self.def = def
    self.kind = kind
    self.isMove = isMove
    self.constness = constness
    self.isStatic = isStatic
    self.binder = binder
    self.params = params
    self.paramTypes = paramTypes
    self.output = output
    self.body = body
    self.headSpan = headSpan
    self.isTrackCaller = isTrackCaller
    self.inheritsOverflowChecks = inheritsOverflowChecks
  }
}

public struct Block: Sendable, BitwiseCopyable {
  public enum Safety: UInt8, Sendable, BitwiseCopyable { case `default`, unsafe, compilerUnsafe }
  public var statements: Run<Stmt>
  /// The value; `.none` without.
  public var value: ID<Expr>
  public var safety: Safety
  /// May be left with `break` (labelled block, `try`).
  public var isBreakTarget: Bool
  /// Since edition 2024 temporaries of the tail are dropped before the block's locals.
  public var dropsTailTemporariesFirst: Bool
  public var span: Span
  public init(
    statements: Run<Stmt>, value: ID<Expr>, safety: Safety, isBreakTarget: Bool, dropsTailTemporariesFirst: Bool, span: Span
  ) {
    self.statements = statements
    self.value = value
    self.safety = safety
    self.isBreakTarget = isBreakTarget
    self.dropsTailTemporariesFirst = dropsTailTemporariesFirst
    self.span = span
  }
}

public struct Stmt: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case `let`(ID<LetStmt>)
    /// A nested item: nothing to do when the body runs.
    case item(DefID)
    case expr(ID<Expr>)
    case semi(ID<Expr>)
  }
  public var kind: Kind
  public var span: Span
  public init(_ kind: Kind, _ span: Span) { self.kind = kind; self.span = span }
}

public struct LetStmt: Sendable, BitwiseCopyable {
  public var isSuper: Bool
  public var pat: ID<Pat>
  public var ty: ID<Ty>
  public var initializer: ID<Expr>
  public var elseBlock: ID<Block>
  public init(isSuper: Bool, pat: ID<Pat>, ty: ID<Ty>, initializer: ID<Expr>, elseBlock: ID<Block>) {
    self.isSuper = isSuper
    self.pat = pat
    self.ty = ty
    self.initializer = initializer
    self.elseBlock = elseBlock
  }
}

/// One `asm!`: template pieces and operands as plain lists.
public struct InlineAsm: Sendable, BitwiseCopyable {
  public enum Piece: Sendable, BitwiseCopyable {
    case text(Name)
    case operand(index: UInt32, modifier: UInt8)
  }
  public enum Operand: Sendable, BitwiseCopyable {
    case input(register: Name, ID<Expr>)
    case output(register: Name, late: Bool, ID<Expr>)
    case inOut(register: Name, late: Bool, ID<Expr>)
    case splitInOut(register: Name, late: Bool, input: ID<Expr>, output: ID<Expr>)
    /// A `const` block.
    case const(ID<Expr>)
    case symFn(ID<Expr>)
    case symStatic(DefID)
    case label(ID<Block>)
  }
  public var pieces: Run<Piece>
  public var operands: Run<Operand>
  /// Clobbered ABIs and registers as written.
  public var clobbers: Run<NameNode>
  /// rustc's `InlineAsmOptions` bits: pure 1, nomem 2, readonly 4, preserves_flags 8, noreturn 16, nostack 32, att_syntax 64, raw 128,
  /// may_unwind 256; and 512 for `naked_asm!` and `global_asm!`, which are the whole of their bodies and never go on.
  public var options: UInt16
  public var isWholeBody: Bool { options & 512 != 0 }
  public var isNoreturn: Bool { options & (16 | 512) != 0 }
  public init(pieces: Run<Piece>, operands: Run<Operand>, clobbers: Run<NameNode>, options: UInt16) {
    self.pieces = pieces
    self.operands = operands
    self.clobbers = clobbers
    self.options = options
  }
}

/// A name as an element of a list.
public struct NameNode: Sendable, BitwiseCopyable {
  public var name: Name
  public init(_ name: Name) { self.name = name }
}
