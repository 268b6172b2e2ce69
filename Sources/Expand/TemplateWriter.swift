// Writing tokens from text that the compiler knows.
import Parallel
import Source
import Support
import Syntax

/// Writes tokens with one span, from texts in this file's neighbours and pieces of other buffers. Sharing: none.
///
/// `$crate` in a text is the crate that defines the macro, when the span has a def-site mark. Texts hold names, integers, lifetimes, plain
/// strings and operators; brackets may be opened in one text and closed in a later one.
struct TemplateWriter: ~Copyable {
  var tokens: TokenWriter
  /// Of the tokens that are written next.
  var span: Span

  init(span: Span, minimumCapacity: Int = 256) {
    tokens = TokenWriter(minimumCapacity: minimumCapacity)
    self.span = span
  }

  mutating func text(_ text: StaticString) {
    write(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  /// A token of the input, as it is.
  mutating func token(_ token: Token) {
    var token = token
    token.flags &= ~Token.jointFlag
    tokens.append(token)
  }
  mutating func splice(_ source: TokenBuffer, _ range: TokenRange) { tokens.append(source, range) }
  mutating func string(_ content: String) { tokens.string(content, span) }
  mutating func name(_ name: Name) { tokens.identifier(name, span) }

  consuming func finish() -> TokenBuffer { tokens.finish(at: span.end) }

  private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    var i = 0
    func at(_ i: Int) -> UInt8 { i < text.count ? text[i] : 0 }
    func isWord(_ c: UInt8) -> Bool {
      c >= 0x61 && c <= 0x7A || c >= 0x41 && c <= 0x5A || c >= 0x30 && c <= 0x39 || c == UInt8(ascii: "_") || c >= 0x80
    }
    while i < text.count {
      let c = text[i]
      if c == 0x20 || c == 0x0A {
        i += 1
        continue
      }
      let start = i
      if c == UInt8(ascii: "'") || c == UInt8(ascii: "$") || isWord(c) {
        i += 1
        while isWord(at(i)) { i += 1 }
        let name = Name(bytes: UnsafeBufferPointer(rebasing: text[start..<i]))
        let isNumber = c >= 0x30 && c <= 0x39
        tokens.append(
          Token(isNumber ? .integer : c == UInt8(ascii: "'") ? .lifetime : .identifier, payload: name.rawValue, span: span))
        continue
      }
      if c == UInt8(ascii: "\"") {
        i += 1
        while at(i) != UInt8(ascii: "\"") { i += 1 }
        i += 1
        tokens.literal(.string, Name(bytes: UnsafeBufferPointer(rebasing: text[start..<i])), span)
        continue
      }
      let (kind, length) = Self.punctuation(c, at(i + 1))
      precondition(kind != .unknown, "a template holds a character that starts no token")
      tokens.append(Token(kind, span: span))
      i += length
    }
  }

  private static func punctuation(_ c: UInt8, _ next: UInt8) -> (TokenKind, Int) {
    switch c {
    case UInt8(ascii: "("): (.openParen, 1)
    case UInt8(ascii: ")"): (.closeParen, 1)
    case UInt8(ascii: "{"): (.openBrace, 1)
    case UInt8(ascii: "}"): (.closeBrace, 1)
    case UInt8(ascii: "["): (.openBracket, 1)
    case UInt8(ascii: "]"): (.closeBracket, 1)
    case UInt8(ascii: "<"): (.lt, 1)
    case UInt8(ascii: ">"): (.gt, 1)
    case UInt8(ascii: ","): (.comma, 1)
    case UInt8(ascii: ";"): (.semi, 1)
    case UInt8(ascii: "#"): (.pound, 1)
    case UInt8(ascii: "*"): (.star, 1)
    case UInt8(ascii: "+"): (.plus, 1)
    case UInt8(ascii: "!"): (.not, 1)
    case UInt8(ascii: "|"): next == c ? (.orOr, 2) : (.or, 1)
    case UInt8(ascii: "."): next == c ? (.dotDot, 2) : (.dot, 1)
    case UInt8(ascii: ":"): next == c ? (.colonColon, 2) : (.colon, 1)
    case UInt8(ascii: "&"): next == c ? (.andAnd, 2) : (.and, 1)
    case UInt8(ascii: "-"): next == UInt8(ascii: ">") ? (.rArrow, 2) : (.minus, 1)
    case UInt8(ascii: "="):
      next == UInt8(ascii: ">") ? (.fatArrow, 2) : next == c ? (.eqEq, 2) : (.eq, 1)
    default: (.unknown, 1)
    }
  }
}
