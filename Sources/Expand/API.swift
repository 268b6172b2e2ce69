// What goes in and out of an expansion.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// One call of a bang macro: the tokens between its brackets and where it stands.
public struct MacroInput: Sendable, BitwiseCopyable {
  public var tokens: TokenBuffer
  /// Between the brackets, exclusive.
  public var arguments: TokenRange
  /// `openParen`, `openBracket` or `openBrace`.
  public var delimiter: TokenKind
  /// The whole call, from its path to the closing bracket, in the context it stands in.
  public var span: Span
  /// The expansion to mark new tokens with; its `callSite` is `span`.
  public var expansion: ExpansionID
  public init(
    tokens: TokenBuffer, arguments: TokenRange, delimiter: TokenKind = .openParen, span: Span, expansion: ExpansionID
  ) {
    self.tokens = tokens
    self.arguments = arguments
    self.delimiter = delimiter
    self.span = span
    self.expansion = expansion
  }
}

/// What a builtin bang macro turned into.
public enum Expanded: Sendable {
  /// To be parsed as what the place wants.
  case tokens(TokenBuffer)
  /// A tree whose token ranges are of `tokens`.
  case expr(Tree, ID<Expr>, tokens: TokenBuffer)
  case ty(Tree, ID<Ty>, tokens: TokenBuffer)
  case item(Tree, ID<Item>, tokens: TokenBuffer)
  /// A macro in the arguments cannot be resolved yet: call again in a later round. No message was given.
  case undetermined
  /// A message has been given; the place gets an error node.
  case failed
}

/// One step of a macro in the arguments of another.
public enum EagerStep: Sendable {
  /// What the macro expanded to, to be read as an expression.
  case tokens(TokenBuffer)
  case undetermined
  /// A message has been given.
  case failed
}

/// A macro call found in the arguments of a builtin macro that needs its value.
public struct EagerCall: Sendable {
  /// Path segments; a leading `::` is `Name.pathRoot`.
  public var path: [Ident]
  public var tokens: TokenBuffer
  public var arguments: TokenRange
  public var delimiter: TokenKind
  public var span: Span
  /// The expansion of the macro whose arguments these are.
  public var parent: ExpansionID
}

/// Text of a file that `include!` and its kind asked for.
public enum HostFile: Sendable {
  case bytes(UnsafeBufferPointerBox, path: String)
  /// The reason in the system's words.
  case unreadable(path: String, reason: String)
}

/// Bytes that live as long as the process.
public struct UnsafeBufferPointerBox: @unchecked Sendable {
  // SAFETY: written before it is made, never after, never freed.
  public let bytes: UnsafeBufferPointer<UInt8>
  public init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }
}

/// What builtin macros must ask their caller.
public protocol ExpansionHost {
  var cfg: CfgSet { get }
  /// Path of the file, line from 1, column from 1 (in characters), of a position in code as written.
  func location(of position: BytePos) -> (path: String, line: Int, column: Int)
  /// `crate::a::b` as `module_path!()` spells it, for the module that the macro is called in.
  func modulePath(of expansion: ExpansionID) -> String
  /// An environment variable; nil if not set. The host records the question for the dep-info file.
  func environment(_ name: String) -> String?
  /// A file named relative to the file that holds `span` as written. The host records it for the dep-info file.
  func load(_ path: String, relativeTo span: Span) -> HostFile
  /// The tokens of a file for `include!`; nil after a message.
  mutating func lexIncluded(_ path: String, at span: Span, into diagnostics: inout DiagnosticList) -> TokenBuffer?
  /// Performs one step of a macro call in the arguments.
  mutating func expandEagerly(_ call: EagerCall, into diagnostics: inout DiagnosticList) -> EagerStep
}

extension Diagnostic {
  /// Too many expansions within expansions.
  public static func recursionLimit(_ limit: Int, macro name: Name, crate: Name, at span: Span) -> Diagnostic {
    var d = error("macro expansions are nested more than \(limit) deep: recursion limit reached while expanding `\(name)!`", at: span)
      .help("a larger limit can be set: `#![recursion_limit = \"\(limit * 2)\"]` on crate `\(crate)`")
    d.part = .failedExpansion
    return d
  }
}
