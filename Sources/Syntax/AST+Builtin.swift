// Expressions that builtin macros make and no token can express.
import Parallel
import Source
import Support

/// `format_args!(…)`: the format string in pieces, and the arguments. Literals are not yet put into the string, nor nested
/// `format_args!` flattened: that is done when it is lowered.
public struct FormatArgs: Sendable, BitwiseCopyable {
  /// The format string, in the context of the macro call.
  public var span: Span
  public var template: Run<FormatPiece>
  /// Positional ones first, then named, then those captured from the string, each once.
  public var arguments: Run<FormatArgument>
  public init(span: Span, template: Run<FormatPiece>, arguments: Run<FormatArgument>) {
    self.span = span
    self.template = template
    self.arguments = arguments
  }
}

public enum FormatPiece: Sendable, BitwiseCopyable {
  /// Text with its escapes decoded.
  case literal(Name)
  case placeholder(FormatPlaceholder)
}

/// `{argument:options trait}`
public struct FormatPlaceholder: Sendable, BitwiseCopyable {
  public var argument: FormatPosition
  public var span: Span
  public var trait: FormatTrait
  public var options: FormatOptions
  public init(argument: FormatPosition, span: Span, trait: FormatTrait, options: FormatOptions) {
    self.argument = argument
    self.span = span
    self.trait = trait
    self.options = options
  }
}

/// Which argument a placeholder (or a count) takes.
public struct FormatPosition: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case implicit, number, named }
  /// Index in `FormatArgs.arguments`; `invalid` after an error.
  public var index: UInt32
  public var kind: Kind
  /// The number or name in the string; `.none` for implicit ones.
  public var span: Span
  public init(index: UInt32, kind: Kind, span: Span) {
    self.index = index
    self.kind = kind
    self.span = span
  }
  @inlinable public static var invalid: UInt32 { .max }
}

public enum FormatTrait: UInt8, Sendable, BitwiseCopyable {
  case display, debug, lowerExp, upperExp, octal, pointer, binary, lowerHex, upperHex
}

public struct FormatOptions: Sendable, BitwiseCopyable {
  public enum Alignment: UInt8, Sendable, BitwiseCopyable { case none, left, right, center }
  public enum Sign: UInt8, Sendable, BitwiseCopyable { case none, plus, minus }
  public enum DebugHex: UInt8, Sendable, BitwiseCopyable { case none, lower, upper }
  public var width: FormatCount = .none
  public var precision: FormatCount = .none
  /// A Unicode scalar; 0 without.
  public var fill: UInt32 = 0
  public var alignment: Alignment = .none
  public var sign: Sign = .none
  public var isAlternate = false
  public var zeroPad = false
  public var debugHex: DebugHex = .none
  public init() {}
}

public enum FormatCount: Sendable, BitwiseCopyable {
  case none
  case literal(UInt16)
  case argument(FormatPosition)
}

public struct FormatArgument: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case normal, named, captured }
  public var kind: Kind
  /// The name of named and captured ones.
  public var ident: Ident
  public var expr: ID<Expr>
  public init(kind: Kind, ident: Ident, expr: ID<Expr>) { self.kind = kind; self.ident = ident; self.expr = expr }
}

/// `asm!`, `global_asm!`, `naked_asm!`.
public struct InlineAsm: Sendable, BitwiseCopyable {
  public enum Macro: UInt8, Sendable, BitwiseCopyable { case asm, globalAsm, nakedAsm }
  public struct Options: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let pure = Options(rawValue: 1)
    public static let nomem = Options(rawValue: 2)
    public static let readonly = Options(rawValue: 4)
    public static let preservesFlags = Options(rawValue: 8)
    public static let noreturn = Options(rawValue: 16)
    public static let nostack = Options(rawValue: 32)
    public static let attSyntax = Options(rawValue: 64)
    public static let raw = Options(rawValue: 128)
    public static let mayUnwind = Options(rawValue: 256)
  }
  public var macro: Macro
  public var template: Run<AsmPiece>
  public var operands: Run<AsmOperand>
  /// The ABIs of `clobber_abi(…)`.
  public var clobberABIs: Run<AsmClobberABI>
  public var options: Options
  public var span: Span
  public init(
    macro: Macro, template: Run<AsmPiece>, operands: Run<AsmOperand>, clobberABIs: Run<AsmClobberABI>, options: Options,
    span: Span
  ) {
    self.macro = macro
    self.template = template
    self.operands = operands
    self.clobberABIs = clobberABIs
    self.options = options
    self.span = span
  }
}

public enum AsmPiece: Sendable, BitwiseCopyable {
  case text(Name)
  /// Modifier: one ASCII letter, 0 without.
  case operand(UInt32, modifier: UInt8, Span)
}

public struct AsmClobberABI: Sendable, BitwiseCopyable {
  public var name: Name
  public var span: Span
  public init(name: Name, span: Span) { self.name = name; self.span = span }
}

public struct AsmOperand: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case input(ID<Expr>)
    /// `.none` for `_`.
    case output(late: Bool, ID<Expr>)
    case inOut(late: Bool, ID<Expr>)
    /// Output `.none` for `_`.
    case splitInOut(late: Bool, ID<Expr>, ID<Expr>)
    /// `const` block or expression.
    case const(ID<Expr>)
    case symbol(ID<Path>, qself: ID<QSelf>)
    case label(ID<Block>)
  }
  public enum Register: Sendable, BitwiseCopyable {
    /// Operands without a register: `const`, `sym`, `label`.
    case none
    case `class`(Name)
    case explicit(Name)
  }
  public var kind: Kind
  public var register: Register
  public var span: Span
  public init(kind: Kind, register: Register, span: Span) { self.kind = kind; self.register = register; self.span = span }
}
