// What a literal token's text means: pure functions from the token's kind and text to a value.
import Parallel
import Support

/// Where the parts of a literal's text are: `prefix + opening quote`, content, closing quote, suffix.
public struct LiteralParts: Sendable, BitwiseCopyable {
  /// Byte range between the quotes; for numbers all but the suffix.
  public var contentStart: Int
  public var contentEnd: Int
  /// Byte offset of the suffix; the text's length without.
  public var suffixStart: Int

  /// - Requires: `text` is a complete literal token of that kind, as the lexer made it.
  public init(_ kind: TokenKind, _ text: UnsafeBufferPointer<UInt8>) {
    let count = text.count
    switch kind {
    case .integer, .float:
      suffixStart = numberLength(kind, text)
      contentStart = 0
      contentEnd = suffixStart
    case .rawString, .rawByteString, .rawCString:
      var i = kind == .rawString ? 1 : 2
      let firstHash = i
      while i < count && text[i] == UInt8(ascii: "#") { i += 1 }
      let hashes = i - firstHash
      contentStart = min(i + 1, count)
      var quote = count
      while quote > contentStart && text[quote - 1] != UInt8(ascii: "\"") { quote -= 1 }
      contentEnd = max(contentStart, quote - 1)
      suffixStart = min(quote + hashes, count)
    default:
      let quote: UInt8 = kind == .char || kind == .byte ? UInt8(ascii: "'") : UInt8(ascii: "\"")
      contentStart = min(kind == .char || kind == .string ? 1 : 2, count)
      var end = count
      while end > contentStart && text[end - 1] != quote { end -= 1 }
      contentEnd = max(contentStart, end - 1)
      suffixStart = end > contentStart ? end : count
    }
  }
}

/// Length of the number at the start of `text`, without its suffix.
private func numberLength(_ kind: TokenKind, _ text: UnsafeBufferPointer<UInt8>) -> Int {
  func at(_ i: Int) -> UInt8 { i < text.count ? text[i] : 0 }
  func skipDigits(_ i: inout Int, hex: Bool = false) {
    while true {
      switch at(i) {
      case 0x30...0x39, UInt8(ascii: "_"): i += 1
      case 0x61...0x66, 0x41...0x46:
        if !hex { return }
        i += 1
      default: return
      }
    }
  }
  var i = 0
  if at(0) == 0x30 {
    switch at(1) {
    case UInt8(ascii: "x"):
      i = 2
      skipDigits(&i, hex: true)
    case UInt8(ascii: "b"), UInt8(ascii: "o"):
      i = 2
      skipDigits(&i)
    default: skipDigits(&i)
    }
  } else {
    skipDigits(&i)
  }
  if kind == .integer { return i }
  if at(i) == UInt8(ascii: ".") {
    i += 1
    skipDigits(&i)
  }
  if at(i) | 0x20 == UInt8(ascii: "e") {
    i += 1
    if at(i) == UInt8(ascii: "+") || at(i) == UInt8(ascii: "-") { i += 1 }
    skipDigits(&i)
  }
  return i
}

/// The suffix of a literal; `Name.empty` without.
public func literalSuffix(_ kind: TokenKind, _ text: Name) -> Name {
  let bytes = text.bytes
  let start = LiteralParts(kind, bytes).suffixStart
  return start == bytes.count ? .empty : Name(bytes: UnsafeBufferPointer(rebasing: bytes[start...]))
}

/// An integer literal's value.
public struct IntegerLiteral: Sendable {
  /// The low 128 bits if it overflows.
  public var value: UInt128
  public var overflows: Bool
  /// False for `0x` and the like, of which the lexer tells.
  public var hasDigits: Bool
  public var base: Int
  /// `u8`, `f32`, …, or any other word: which ones are allowed is checked by the user. `Name.empty` without.
  public var suffix: Name
}

/// The value of an `.integer` token's text.
public func decodeInteger(_ text: Name) -> IntegerLiteral {
  let bytes = text.bytes
  let end = LiteralParts(.integer, bytes).suffixStart
  var base: UInt128 = 10
  var i = 0
  if bytes.count > 1 && bytes[0] == 0x30 {
    switch bytes[1] {
    case UInt8(ascii: "x"): base = 16
    case UInt8(ascii: "o"): base = 8
    case UInt8(ascii: "b"): base = 2
    default: break
    }
    if base != 10 { i = 2 }
  }
  var value: UInt128 = 0
  var overflows = false
  var hasDigits = false
  while i < end {
    if let digit = hexDigit(bytes[i]), digit < base {
      hasDigits = true
      let (product, o1) = value.multipliedReportingOverflow(by: base)
      let (sum, o2) = product.addingReportingOverflow(UInt128(digit))
      value = sum
      overflows = overflows || o1 || o2
    }
    i += 1
  }
  return IntegerLiteral(
    value: value, overflows: overflows, hasDigits: hasDigits, base: Int(base), suffix: literalSuffix(.integer, text))
}

/// The text of a float literal (or of an integer literal with a float suffix), ready for a decimal parser: no underscores and
/// no suffix.
public func decodeFloat(_ kind: TokenKind, _ text: Name) -> (digits: String, suffix: Name) {
  let bytes = text.bytes
  let end = LiteralParts(kind, bytes).suffixStart
  let digits = String(decoding: bytes[..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  return (digits, literalSuffix(kind, text))
}

/// The value of a `.char` token's text; U+FFFD if it is malformed (the lexer has said so).
public func decodeChar(_ text: Name) -> Unicode.Scalar {
  let decoded = unescapeText(.char, text)
  var scalars = String(decoding: decoded, as: UTF8.self).unicodeScalars.makeIterator()
  return scalars.next() ?? "\u{FFFD}"
}

/// The value of a `.byte` token's text; 0 if it is malformed (the lexer has said so).
public func decodeByte(_ text: Name) -> UInt8 { unescapeText(.byte, text).first ?? 0 }

/// The bytes that a string literal of any kind stands for: UTF-8 for `string` and `rawString`; C strings without their NUL.
/// Malformed escapes (the lexer has told of them) are left out.
public func decodeString(_ kind: TokenKind, _ text: Name) -> [UInt8] { unescapeText(kind, text) }

private func unescapeText(_ kind: TokenKind, _ text: Name) -> [UInt8] {
  let bytes = text.bytes
  let parts = LiteralParts(kind, bytes)
  return unescape(kind, UnsafeBufferPointer(rebasing: bytes[parts.contentStart..<parts.contentEnd])) { _, _, _ in }
}

@usableFromInline func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x61...0x66: byte - 0x61 + 10
  case 0x41...0x46: byte - 0x41 + 10
  default: nil
  }
}
