// Matching of brackets, and what is done when they do not match.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What was found wrong with brackets so far.
struct BracketTrouble {
  /// A close bracket of the wrong kind.
  struct Mismatch {
    var kind: TokenKind
    var at: Span
    var unclosed: Span
    var candidate: Span?
  }
  /// Close brackets of the wrong kind; told before the one about the end of the file.
  var mismatches: [Mismatch] = []
  /// Where the line starts that was looked at last, a place in it, and its margin.
  var line = (start: 0, end: -1, margin: 0)
  /// After this many the text is given up: finding the candidates takes time in proportion to the depth.
  static let limit = 50
}

extension TokenKind {
  /// The close bracket for an open one.
  var closing: TokenKind {
    switch self {
    case .openParen: .closeParen
    case .openBrace: .closeBrace
    default: .closeBracket
    }
  }
}

extension Lexer {
  /// At a close bracket of kind `kind`: makes sure that the innermost open bracket is one that it closes. False if the bracket
  /// has been dealt with, or closes nothing (then the text is broken).
  @inline(__always) mutating func closeBracket(_ kind: TokenKind) -> Bool {
    if openBracket != Lexer.noBracket && tokens[ID(rawValue: openBracket)].kind.rawValue == kind.rawValue - 1 { return true }
    return repairBracket(kind)
  }

  /// The close bracket at hand does not close the innermost open one.
  @inline(never) mutating func repairBracket(_ kind: TokenKind) -> Bool {
    guard openBracket != Lexer.noBracket else {
      // A bracket too many, where a `)` or `]` closed another kind before: that one is likely the one without an open bracket.
      let extra = brackets.mismatches.filter { $0.kind != .closeBrace }
      brackets.mismatches.removeAll { $0.kind != .closeBrace }
      flushMismatches()
      var message = Diagnostic.unexpectedCloseBracket(text(of: kind), at: tokenSpan)
      for m in extra {
        message = message.label(m.unclosed, "the nearest open bracket")
          .label(Span(lo: m.at.lo, hi: m.at.lo, context: m.at.context), "the open bracket for this one is missing")
      }
      diagnostics.add(message)
      isBroken = true
      return false
    }
    brackets.mismatches.append(
      BracketTrouble.Mismatch(
        kind: kind, at: tokenSpan, unclosed: tokens[ID(rawValue: openBracket)].span, candidate: candidate(for: kind)))
    if brackets.mismatches.count == BracketTrouble.limit {
      flushMismatches()
      return false
    }
    // If some outer bracket is of this kind, the one at hand is taken for the close of that, and the inner ones end here.
    // Else it is taken for a misspelt close of the innermost.
    var outer = openBracket
    while outer != Lexer.noBracket && tokens[ID(rawValue: outer)].kind.closing != kind {
      outer = tokens[ID(rawValue: outer)].payload
    }
    if outer == Lexer.noBracket {
      closeInnermost()
      return false
    }
    while openBracket != outer { closeInnermost() }
    return true
  }

  /// Adds the close bracket that the innermost open bracket lacks.
  mutating func closeInnermost() {
    let open = ID<Token>(rawValue: openBracket)
    let payload = openBracket
    openBracket = tokens[open].payload
    tokens[open].payload = UInt32(truncatingIfNeeded: tokens.count)
    lastEnd = bytes.baseAddress! - 1
    tokens.append(Token(tokens[open].kind.closing, payload: payload, span: span(scanner.start, scanner.start)))
  }

  mutating func closeAll() {
    while openBracket != Lexer.noBracket { closeInnermost() }
  }

  mutating func atEnd() {
    flushMismatches()
    guard openBracket != Lexer.noBracket else { return }
    var open: [Span] = []
    var i = openBracket
    while i != Lexer.noBracket {
      let token = tokens[ID(rawValue: i)]
      open.append(token.span)
      i = token.payload
    }
    diagnostics.add(.unclosedBrackets(open.reversed(), at: span(bytes.count, bytes.count)))
    isBroken = true
    closeAll()
  }

  mutating func flushMismatches() {
    if brackets.mismatches.isEmpty { return }
    for m in brackets.mismatches {
      diagnostics.add(.mismatchedBracket(text(of: m.kind), at: m.at, unclosed: m.unclosed, candidate: m.candidate))
    }
    brackets.mismatches = []
    isBroken = true
  }

  func text(of close: TokenKind) -> String { close == .closeParen ? ")" : close == .closeBrace ? "}" : "]" }

  /// The outermost-to-innermost last open bracket of the right kind that stands on a line with the same margin.
  mutating func candidate(for close: TokenKind) -> Span? {
    let margin = self.margin(at: offset(scanner.start))
    var i = openBracket
    while i != Lexer.noBracket {
      let token = tokens[ID(rawValue: i)]
      if token.kind.closing == close && self.margin(at: Int(token.lo &- base)) == margin { return token.span }
      i = token.payload
    }
    return nil
  }

  /// Width of the white space at the start of the line with this byte.
  ///
  /// Complexity: a line is looked at once for the brackets in it, which are asked about from right to left.
  mutating func margin(at offset: Int) -> Int {
    if brackets.line.start <= offset && offset <= brackets.line.end { return brackets.line.margin }
    var lineStart = offset
    while lineStart > 0 && bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    var i = lineStart
    while i < bytes.count && (bytes[i] == 0x20 || bytes[i] == 0x09) { i += 1 }
    brackets.line = (lineStart, offset, i - lineStart)
    return i - lineStart
  }
}
