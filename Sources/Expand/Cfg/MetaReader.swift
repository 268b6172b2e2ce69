// Reading what stands in the brackets of attributes.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Walks over tokens and passes over the brackets of macro fragments: `#[$m]` and `cfg($p)` read as if written out. Sharing: none.
struct MetaReader {
  let tokens: TokenBuffer
  private(set) var index: TokenIndex
  let end: TokenIndex

  init(_ tokens: TokenBuffer, _ range: TokenRange) {
    self.tokens = tokens
    index = range.start
    end = range.end
    skipInvisible()
  }

  private mutating func skipInvisible() {
    while index < end, tokens[index].kind == .openInvisible || tokens[index].kind == .closeInvisible { index += 1 }
  }

  var isAtEnd: Bool { index >= end }
  /// The token at hand; `endOfInput` at the end, with a span after the last token.
  var token: Token {
    if index < end { return tokens[index] }
    return Token(.endOfInput, span: end > 0 ? tokens[end - 1].span.end : tokens[end].span)
  }

  mutating func advance() {
    index += 1
    skipInvisible()
  }
  /// Over the token tree at hand.
  mutating func skipTree() {
    index = tokens.afterTree(at: index)
    skipInvisible()
  }
  mutating func eat(_ kind: TokenKind) -> Bool {
    if isAtEnd || token.kind != kind { return false }
    advance()
    return true
  }
  /// What stands in the bracket at hand.
  var inside: TokenRange { TokenRange(index + 1, tokens[index].payload) }

  /// A path of plain names, with a first segment `pathRoot` for a leading `::`; empty if there is none.
  mutating func path() -> [Ident] {
    var result: [Ident] = []
    if token.kind == .colonColon {
      result.append(Ident(.pathRoot, token.span))
      advance()
    }
    while token.kind.isAnyIdentifier {
      result.append(Ident(token.name, token.span))
      advance()
      guard token.kind == .colonColon else { break }
      advance()
    }
    return result
  }
}

extension TokenBuffer {
  /// From the first to the last token of a range that is not empty.
  func span(of range: TokenRange) -> Span { self[range.start].span.to(self[range.end - 1].span) }
}
