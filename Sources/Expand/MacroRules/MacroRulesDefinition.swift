// A compiled `macro_rules!` or `macro` definition.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// A definition as written.
public struct MacroSource: Sendable {
  public var name: Ident
  /// `macro_rules!`, as opposed to `macro`.
  public var isMacroRules: Bool
  public var tokens: TokenBuffer
  /// `MacroDef.body`.
  public var body: TokenRange
  /// The whole item.
  public var span: Span
  /// Edition of the crate that defines it.
  public var edition: Edition
  /// From `#[rustc_macro_transparency]`; nil for the default: semi-opaque for `macro_rules!`, opaque for `macro`.
  public var transparency: Transparency?
  public init(
    name: Ident, isMacroRules: Bool, tokens: TokenBuffer, body: TokenRange, span: Span, edition: Edition,
    transparency: Transparency? = nil
  ) {
    self.name = name
    self.isMacroRules = isMacroRules
    self.tokens = tokens
    self.body = body
    self.span = span
    self.edition = edition
    self.transparency = transparency
  }
}

/// The rules of a macro, ready to be matched and transcribed. Sharing: frozen.
public struct MacroRulesDefinition: Sendable, BitwiseCopyable {
  public let name: Ident
  /// False if the definition has an error: calls then fail without a further message.
  public let isValid: Bool
  public let hasBangRules: Bool
  public let hasAttributeRules: Bool
  public let hasDeriveRules: Bool
  /// How much tokens of the definition hide.
  public let transparency: Transparency
  let rules: FrozenStore<MacroRule>
  let steps: FrozenStore<MatcherStep>
  let ops: FrozenStore<TranscribeOp>
  /// Variable lists of sequences, elements of `concat`.
  let lists: FrozenStore<UInt32>
  let variables: FrozenStore<MacroVariable>
}

struct MacroRule: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable, BitwiseCopyable { case bang, attribute, derive }
  var kind: Kind
  var isUnsafe: Bool
  var span: Span
  var bodySpan = Span.none
  /// Of `attr` rules.
  var arguments = Run<MatcherStep>.empty
  var matcher = Run<MatcherStep>.empty
  var ops = Run<TranscribeOp>.empty
  /// Those of `arguments` first.
  var variables = Run<MacroVariable>.empty
  var argumentVariableCount: UInt32 = 0

  init(kind: Kind, isUnsafe: Bool, span: Span) {
    self.kind = kind
    self.isUnsafe = isUnsafe
    self.span = span
  }
}

struct MacroVariable: Sendable, BitwiseCopyable {
  var name: Name
  var fragment: MacroFragment
  /// In how many repetitions it is declared.
  var depth: UInt8
}

/// One step of a matcher. Places (`target`) count from the matcher's first step.
struct MatcherStep: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable, BitwiseCopyable {
    case token
    /// Start of a repetition; `target` is the step after it.
    case sequence
    /// End of one without separator; `target` is its first step.
    case repetitionEnd
    case separator
    /// After a separator was matched; `target` is the first step of the repetition.
    case afterSeparator
    case variable
    case end
  }
  var kind: Kind
  var repetition = Repetition.zeroOrMore
  var fragment = MacroFragment.tt
  var isInferred = false
  /// Number of repetitions around it.
  var depth: UInt8 = 0
  var target: UInt32 = 0
  /// The variable; for `sequence` the first one within.
  var variable: UInt32 = 0
  var variableCount: UInt32 = 0
  /// The token or separator, or the variable's name.
  var token: Token
  /// Where `$name` starts.
  var spanLow: BytePos = 0

  init(_ kind: Kind, _ token: Token) {
    self.kind = kind
    self.token = token
  }

  /// As messages show it.
  var text: String {
    switch kind {
    case .token, .separator: describe(token)
    case .variable: "meta-variable `$\(token.name):\(fragment.text(isInferred: isInferred))`"
    case .end: "the end of the macro's arguments"
    case .sequence: "the start of a repetition"
    case .repetitionEnd, .afterSeparator: "the end of a repetition"
    }
  }
}

/// One step of a transcriber.
struct TranscribeOp: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable, BitwiseCopyable {
    case token, open, close
    /// a: the variable.
    case variable
    /// a: its `sequenceEnd`; b, c: start and count of the variables within, in `lists`. Flag: must repeat at least once.
    case sequence
    /// a: its `sequence`. Flag: `token` is the separator.
    case sequenceEnd
    /// a: the variable, b: depth, c: name.
    case count
    case ignore
    /// b: depth.
    case index, length
    /// b, c: start and count of elements, in `lists`, two numbers each.
    case concat
  }
  var kind: Kind
  var isFlagged = false
  var a: UInt32 = 0
  var b: UInt32 = 0
  var c: UInt32 = 0
  var token: Token
  init(_ kind: Kind, _ token: Token) {
    self.kind = kind
    self.token = token
  }
}

extension Token {
  static var none: Token { Token(.endOfInput, span: .none) }
}

