// Expressions, patterns, statements.
import Parallel
import Source
import Support

public struct Expr: Sendable, BitwiseCopyable {
  public var kind: ExprKind
  public var span: Span
  public init(_ kind: ExprKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum ExprKind: Sendable, BitwiseCopyable {
  /// The token as written: kind and whole text. `Literal` decodes it. `true` and `false` are of kind `identifier`.
  case literal(TokenKind, Name)
  case path(ID<Path>, qself: ID<QSelf>)
  case unary(UnaryOp, ID<Expr>)
  case binary(BinaryOp, ID<Expr>, ID<Expr>)
  case assign(ID<Expr>, ID<Expr>)
  case assignOp(BinaryOp, ID<Expr>, ID<Expr>)
  /// `&e`, `&mut e`, `&raw const e`, `&raw mut e`, `&pin …`
  case addrOf(BorrowKind, Mutability, ID<Expr>)
  case call(ID<Expr>, IDList<Expr>)
  case methodCall(ID<MethodCall>)
  case field(ID<Expr>, ID<FieldAccess>)
  case index(ID<Expr>, ID<Expr>)
  /// Ends `.none` where left out.
  case range(ID<Expr>, ID<Expr>, isInclusive: Bool)
  case cast(ID<Expr>, ID<Ty>)
  /// `expr: T` from `type_ascribe!`.
  case typeAscription(ID<Expr>, ID<Ty>)
  case tuple(IDList<Expr>)
  case array(IDList<Expr>)
  case `repeat`(ID<Expr>, count: ID<Expr>)
  case structure(ID<StructExpr>)
  case paren(ID<Expr>)
  /// Condition may be `let` chains; else `.none` without.
  case `if`(ID<Expr>, then: ID<Block>, else: ID<Expr>)
  /// `let pat = expr` in a condition.
  case `let`(ID<Pat>, ID<Expr>)
  case match(ID<Expr>, Run<Arm>)
  case loop(ID<Block>, label: ID<Label>)
  case `while`(ID<Expr>, ID<Block>, label: ID<Label>)
  case forLoop(ID<ForLoop>)
  case block(ID<Block>, label: ID<Label>)
  case unsafeBlock(ID<Block>)
  case constBlock(ID<Block>)
  /// `async`/`gen` blocks.
  case coroutineBlock(FnHeader.Coroutine, isMove: Bool, ID<Block>)
  case tryBlock(ID<Block>, ty: ID<Ty>)
  case closure(ID<Closure>)
  case `break`(label: ID<Label>, ID<Expr>)
  case `continue`(label: ID<Label>)
  case `return`(ID<Expr>)
  case yield(ID<Expr>)
  case become(ID<Expr>)
  /// `do yeet e`
  case yeet(ID<Expr>)
  case await(ID<Expr>)
  case use(ID<Expr>)
  case `try`(ID<Expr>)
  /// `_` on the left of an assignment.
  case underscore
  case macroCall(ID<MacroCall>)
  /// Attributes on an expression.
  case attributed(Run<Attribute>, ID<Expr>)
  /// `builtin # offset_of(T, field.field)`
  case offsetOf(ID<Ty>, Run<FieldAccess>)
  /// Any other `builtin # name(…)`: token range of the arguments.
  case builtin(Name, TokenRange)
  // Made by builtin macros only: see `AST+Builtin.swift`.
  case formatArgs(ID<FormatArgs>)
  case inlineAsm(ID<InlineAsm>)
  /// The content of a file: a byte array behind a reference, as a byte string literal.
  case includedBytes(Name)
  case error
}

public enum UnaryOp: UInt8, Sendable, BitwiseCopyable { case deref, not, neg }
public enum BorrowKind: UInt8, Sendable, BitwiseCopyable { case ref, raw, pin }
public enum BinaryOp: UInt8, Sendable, BitwiseCopyable {
  case add, sub, mul, div, rem, bitXor, bitAnd, bitOr, shl, shr
  case eq, lt, le, ne, ge, gt
  case and, or
}

public struct MethodCall: Sendable, BitwiseCopyable {
  public var receiver: ID<Expr>
  public var segment: PathSegment
  public var args: IDList<Expr>
  /// From the method's name to the closing parenthesis.
  public var span: Span
  public init(receiver: ID<Expr>, segment: PathSegment, args: IDList<Expr>, span: Span) {
    self.receiver = receiver
    self.segment = segment
    self.args = args
    self.span = span
  }
}

/// The name (or tuple index, as text) after a dot.
public struct FieldAccess: Sendable, BitwiseCopyable {
  public var ident: Ident
  public init(ident: Ident) { self.ident = ident }
}

/// `'name:` of a loop or block, or the target of `break`/`continue`.
public struct Label: Sendable, BitwiseCopyable {
  public var ident: Ident
  public init(ident: Ident) { self.ident = ident }
}

public struct StructExpr: Sendable, BitwiseCopyable {
  public enum Rest: Sendable, BitwiseCopyable {
    case none
    case base(ID<Expr>)
    /// `..` alone (destructuring assignment, default field values).
    case dotDot(Span)
  }
  public var path: ID<Path>
  public var qself: ID<QSelf>
  public var fields: Run<ExprField>
  public var rest: Rest
  public init(path: ID<Path>, qself: ID<QSelf>, fields: Run<ExprField>, rest: Rest) {
    self.path = path
    self.qself = qself
    self.fields = fields
    self.rest = rest
  }
}

public struct ExprField: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var ident: Ident
  public var value: ID<Expr>
  public var isShorthand: Bool
  public var span: Span
  public init(attributes: Run<Attribute>, ident: Ident, value: ID<Expr>, isShorthand: Bool, span: Span) {
    self.attributes = attributes
    self.ident = ident
    self.value = value
    self.isShorthand = isShorthand
    self.span = span
  }
}

public struct Arm: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var pat: ID<Pat>
  /// `.none` without; may be a `let` chain.
  public var guardExpr: ID<Expr>
  /// `.none` when left out (allowed before types are checked: never patterns).
  public var body: ID<Expr>
  public var span: Span
  public init(attributes: Run<Attribute>, pat: ID<Pat>, guardExpr: ID<Expr>, body: ID<Expr>, span: Span) {
    self.attributes = attributes
    self.pat = pat
    self.guardExpr = guardExpr
    self.body = body
    self.span = span
  }
}

public struct ForLoop: Sendable, BitwiseCopyable {
  public var pat: ID<Pat>
  public var iterator: ID<Expr>
  public var body: ID<Block>
  public var label: ID<Label>
  /// `for await`
  public var isAwait: Bool
  public init(pat: ID<Pat>, iterator: ID<Expr>, body: ID<Block>, label: ID<Label>, isAwait: Bool) {
    self.pat = pat
    self.iterator = iterator
    self.body = body
    self.label = label
    self.isAwait = isAwait
  }
}

public struct Closure: Sendable, BitwiseCopyable {
  public enum Capture: UInt8, Sendable, BitwiseCopyable { case byRef, move, use }
  /// `for<'a> |x| …`; `hasBinder` since the list may be empty.
  public var binder: Run<GenericParam>
  public var hasBinder: Bool
  public var capture: Capture
  public var constness: Constness
  public var coroutine: FnHeader.Coroutine
  /// `static ||` (immovable coroutine)
  public var isStatic: Bool
  public var signature: FnSignature
  public var body: ID<Expr>
  public init(
    binder: Run<GenericParam>, hasBinder: Bool, capture: Capture, constness: Constness, coroutine: FnHeader.Coroutine,
    isStatic: Bool, signature: FnSignature, body: ID<Expr>
  ) {
    self.binder = binder
    self.hasBinder = hasBinder
    self.capture = capture
    self.constness = constness
    self.coroutine = coroutine
    self.isStatic = isStatic
    self.signature = signature
    self.body = body
  }
}

/// `{ … }`. The last statement without semicolon is the block's value if it is an expression.
public struct Block: Sendable, BitwiseCopyable {
  public var statements: Run<Stmt>
  /// Inner attributes.
  public var attributes: Run<Attribute>
  public var span: Span
  public init(statements: Run<Stmt>, attributes: Run<Attribute>, span: Span) {
    self.statements = statements
    self.attributes = attributes
    self.span = span
  }
}

public struct Stmt: Sendable, BitwiseCopyable {
  public var kind: StmtKind
  public var span: Span
  public init(_ kind: StmtKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum StmtKind: Sendable, BitwiseCopyable {
  case `let`(ID<LetStmt>)
  case item(ID<Item>)
  /// Without semicolon.
  case expr(ID<Expr>)
  /// With semicolon.
  case semi(ID<Expr>)
  /// A macro call in statement position: what it expands to may be statements.
  case macroCall(ID<StmtMacro>)
  case empty
}

public struct StmtMacro: Sendable, BitwiseCopyable {
  public enum Style: UInt8, Sendable, BitwiseCopyable {
    case semicolon
    /// `m! { … }`: a statement by itself.
    case braces
    /// `m!(…)` last in its block, without semicolon: an expression.
    case noBraces
  }
  public var attributes: Run<Attribute>
  public var call: ID<MacroCall>
  public var style: Style
  public init(attributes: Run<Attribute>, call: ID<MacroCall>, style: Style) {
    self.attributes = attributes
    self.call = call
    self.style = style
  }
}

public struct LetStmt: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  /// `super let`
  public var isSuper: Bool
  public var pat: ID<Pat>
  public var ty: ID<Ty>
  public var initializer: ID<Expr>
  public var elseBlock: ID<Block>
  public init(
    attributes: Run<Attribute>, isSuper: Bool, pat: ID<Pat>, ty: ID<Ty>, initializer: ID<Expr>, elseBlock: ID<Block>
  ) {
    self.attributes = attributes
    self.isSuper = isSuper
    self.pat = pat
    self.ty = ty
    self.initializer = initializer
    self.elseBlock = elseBlock
  }
}

public struct Pat: Sendable, BitwiseCopyable {
  public var kind: PatKind
  public var span: Span
  public init(_ kind: PatKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum PatKind: Sendable, BitwiseCopyable {
  case wild
  case never
  /// `..` inside tuple, tuple-struct and slice patterns.
  case rest
  /// `ref mut name @ sub`. Whether a plain name binds or is a constant is decided by name resolution.
  case ident(ID<IdentPat>)
  /// A literal, `-` literal, const block or macro-made expression.
  case expr(ID<Expr>)
  /// Ends `.none` where open.
  case range(ID<Expr>, ID<Expr>, RangeEnd)
  case ref(Mutability, ID<Pat>)
  /// `&pin mut p`, `&pin const p` (unstable)
  case pinRef(Mutability, ID<Pat>)
  case tuple(IDList<Pat>)
  case slice(IDList<Pat>)
  case path(ID<Path>, qself: ID<QSelf>)
  case tupleStruct(ID<TupleStructPat>)
  case structure(ID<StructPat>)
  case or(IDList<Pat>)
  case paren(ID<Pat>)
  case box(ID<Pat>)
  case deref(ID<Pat>)
  case `guard`(ID<Pat>, ID<Expr>)
  case macroCall(ID<MacroCall>)
  case error
}

public enum RangeEnd: UInt8, Sendable, BitwiseCopyable { case excluded, included, includedDotDotDot }

public struct IdentPat: Sendable, BitwiseCopyable {
  public var isRef: Bool
  public var refMutability: Mutability
  public var mutability: Mutability
  public var ident: Ident
  public var sub: ID<Pat>
  public init(isRef: Bool, refMutability: Mutability, mutability: Mutability, ident: Ident, sub: ID<Pat>) {
    self.isRef = isRef
    self.refMutability = refMutability
    self.mutability = mutability
    self.ident = ident
    self.sub = sub
  }
}

public struct TupleStructPat: Sendable, BitwiseCopyable {
  public var path: ID<Path>
  public var qself: ID<QSelf>
  public var fields: IDList<Pat>
  public init(path: ID<Path>, qself: ID<QSelf>, fields: IDList<Pat>) {
    self.path = path
    self.qself = qself
    self.fields = fields
  }
}

public struct StructPat: Sendable, BitwiseCopyable {
  public var path: ID<Path>
  public var qself: ID<QSelf>
  public var fields: Run<PatField>
  public var hasRest: Bool
  public init(path: ID<Path>, qself: ID<QSelf>, fields: Run<PatField>, hasRest: Bool) {
    self.path = path
    self.qself = qself
    self.fields = fields
    self.hasRest = hasRest
  }
}

public struct PatField: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var ident: Ident
  public var pat: ID<Pat>
  public var isShorthand: Bool
  public var span: Span
  public init(attributes: Run<Attribute>, ident: Ident, pat: ID<Pat>, isShorthand: Bool, span: Span) {
    self.attributes = attributes
    self.ident = ident
    self.pat = pat
    self.isShorthand = isShorthand
    self.span = span
  }
}
