// Tokens as text: what `stringify!` gives.
import Parallel
import Source
import Support
import Syntax

/// The text of `range` as `stringify!` gives it: spaces where the source had them, or where tokens from macros want them.
public func stringify(_ tokens: TokenBuffer, _ range: TokenRange) -> String {
  var printer = PrettyPrinter()
  printer.tokens(tokens, range)
  return printer.finish()
}

extension PrettyPrinter {
  /// - Complexity: recursion is as deep as brackets are nested, up to 1,000 levels; deeper ones are printed flat.
  mutating func tokens(_ tokens: TokenBuffer, _ range: TokenRange, depth: Int = 0) {
    var i = range.start
    while i < range.end {
      let token = tokens[i]
      let next = tokens.afterTree(at: i)
      /// Whether the token (or its close bracket) is followed by the next one with no space between.
      var isJoint: Bool
      if token.kind.isOpen && depth < 1000 {
        let close = tokens[token.payload]
        group(tokens, i, token.payload, depth)
        isJoint = close.isJoint && token.kind != .openInvisible
      } else {
        word(text(of: token))
        if token.kind.isDoc { hardBreak() }
        isJoint = token.isJoint
      }
      if next < range.end {
        let following = tokens[next]
        if isJoint ? token.kind.isAnyIdentifier && following.kind.isAnyIdentifier : spaceBetween(token, following) { space() }
      }
      i = token.kind.isOpen && depth >= 1000 ? i + 1 : next
    }
  }

  private mutating func group(_ tokens: TokenBuffer, _ open: TokenIndex, _ close: TokenIndex, _ depth: Int) {
    let kind = tokens[open].kind
    let inside = TokenRange(open + 1, close)
    guard kind == .openBrace else {
      word(kind == .openInvisible ? "" : kind.operatorText)
      beginInconsistent(0)
      self.tokens(tokens, inside, depth: depth + 1)
      end()
      word(kind == .openInvisible ? "" : tokens[close].kind.operatorText)
      return
    }
    beginConsistent(4)
    word("{")
    let hasSpace = !tokens[open].isJoint && !inside.isEmpty
    if hasSpace { space() }
    beginInconsistent(0)
    self.tokens(tokens, inside, depth: depth + 1)
    end()
    if hasSpace { breakIfNotAtLineStart(1, -4) }
    word("}")
    end()
  }

  /// Whether a space stands between two trees that begin with these tokens, if the source does not say.
  private func spaceBetween(_ a: Token, _ b: Token) -> Bool {
    if a.kind == .outerLineDoc || a.kind == .innerLineDoc { return false }
    if a.kind == .dot && !b.isPunctuation { return false }
    if a.kind == .dollar && b.kind.isAnyIdentifier { return false }
    if (b.kind == .comma || b.kind == .semi || b.kind == .dot) && !a.isPunctuation { return false }
    if a.kind.isAnyIdentifier && b.kind == .not { return a.isReservedIdentifier }
    if a.kind.isAnyIdentifier && b.kind == .openParen {
      return a.isReservedIdentifier && !a.isWord(.fn) && !a.isWord(.selfType) && !a.isWord(.pub)
    }
    return !(a.kind == .pound && b.kind == .openBracket)
  }
}

extension Token {
  /// An operator: not a name, literal, doc comment or bracket.
  var isPunctuation: Bool { kind.rawValue >= TokenKind.semi.rawValue && kind != .unknown }
}
