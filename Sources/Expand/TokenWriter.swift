// Building the tokens of an expansion.
import Parallel
import Source
import Support
import Syntax

/// A token buffer while it is written; brackets find their partners. Sharing: none.
struct TokenWriter: ~Copyable {
  private var tokens: Store<Token>
  private var openBrackets: [UInt32] = []

  init(minimumCapacity: Int = 64) { tokens = Store(minimumCapacity: minimumCapacity) }

  var count: Int { tokens.count }

  /// A token of another buffer; brackets must come in pairs.
  mutating func append(_ token: Token) {
    if token.kind.isOpen {
      openBrackets.append(UInt32(tokens.count))
      tokens.append(token)
    } else if token.kind.isClose {
      var token = token
      let open = openBrackets.removeLast()
      token.payload = open
      tokens[ID(rawValue: open)].payload = UInt32(tokens.count)
      tokens.append(token)
    } else {
      tokens.append(token)
    }
  }

  /// The tokens of `range`.
  mutating func append(_ source: TokenBuffer, _ range: TokenRange) {
    let delta = UInt32(tokens.count) &- range.start
    var i = range.start
    while i < range.end {
      var token = source[i]
      if token.kind.isBracket { token.payload = token.payload &+ delta }
      tokens.append(token)
      i += 1
    }
  }

  /// The tokens of `range` as one fragment.
  mutating func group(_ kind: FragmentKind, _ source: TokenBuffer, _ range: TokenRange, _ span: Span) {
    append(Token(.openInvisible, span: span, flags: kind.rawValue))
    append(source, range)
    append(Token(.closeInvisible, span: span, flags: kind.rawValue))
  }

  mutating func open(_ kind: TokenKind, _ span: Span) { append(Token(kind, span: span)) }
  mutating func close(_ kind: TokenKind, _ span: Span) { append(Token(kind, span: span)) }
  mutating func punctuation(_ kind: TokenKind, _ span: Span) { tokens.append(Token(kind, span: span)) }
  mutating func identifier(_ name: Name, _ span: Span) { tokens.append(Token(.identifier, payload: name.rawValue, span: span)) }
  mutating func literal(_ kind: TokenKind, _ text: Name, _ span: Span) {
    tokens.append(Token(kind, payload: text.rawValue, span: span))
  }
  /// A string literal with that content.
  mutating func string(_ content: String, _ span: Span) { literal(.string, Name(quoted(content)), span) }

  consuming func finish(at end: Span) -> TokenBuffer {
    precondition(openBrackets.isEmpty, "unclosed bracket in an expansion")
    tokens.append(Token(.endOfInput, span: end))
    return TokenBuffer(tokens.freeze())
  }
}

/// The tokens of `range` without those of `removed`, which holds whole trees: an item as its attribute macro sees it.
public func tokens(of buffer: TokenBuffer, _ range: TokenRange, without removed: TokenRange) -> TokenBuffer {
  var writer = TokenWriter(minimumCapacity: range.count + 1)
  for i in range.start..<range.end where i < removed.start || i >= removed.end { writer.append(buffer[i]) }
  return writer.finish(at: range.isEmpty ? .none : buffer[range.end - 1].span.end)
}

/// `content` as a string literal, escaped where it must be.
func quoted(_ content: String) -> String {
  var result = "\""
  for scalar in content.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\0": result += "\\0"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Whether `text` is one identifier.
func isIdentifier(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first else { return false }
  if !(first.properties.isXIDStart || first == "_") || text == "_" { return text == "_" }
  return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
}
