// What a byte can start, and the Unicode properties that tokens depend on.
import Syntax

/// Classes of bytes; bit 7 of a table entry is set for the bytes that may continue an identifier.
enum CharacterClass {
  static let other: UInt8 = 0
  static let space: UInt8 = 1
  static let identifier: UInt8 = 2
  /// `r`, `b`, `c`: may start a literal.
  static let literalPrefix: UInt8 = 3
  static let digit: UInt8 = 4
  static let doubleQuote: UInt8 = 5
  static let quote: UInt8 = 6
  static let slash: UInt8 = 7
  static let nonASCII: UInt8 = 8
  /// A byte that is a token by itself, whatever follows.
  static let single: UInt8 = 9
  static let pound: UInt8 = 10
  /// A byte that may be glued with those after it.
  static let operator_: UInt8 = 11
  static let continuesIdentifier: UInt8 = 0x80
  static let mask: UInt8 = 0x1F

  /// Entries 0-255: the class of each byte. Entries 256-511: the `TokenKind` of each `single` byte.
  // SAFETY: written once by its initialiser, read-only after.
  nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
    table.initialize(repeating: 0, count: 512)
    func set(_ text: String, _ value: UInt8) { for c in text.utf8 { table[Int(c)] = value } }
    set(" \t\n\r\u{0B}\u{0C}", space)
    set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", identifier | continuesIdentifier)
    set("rbc", literalPrefix | continuesIdentifier)
    set("0123456789", digit | continuesIdentifier)
    set("\"", doubleQuote)
    set("'", quote)
    set("/", slash)
    set("#", pound)
    set(".:=!<>-&|+*^%", operator_)
    for i in 0x80...0xFF { table[i] = nonASCII }
    let singles: [(UInt8, TokenKind)] = [
      (UInt8(ascii: "("), .openParen), (UInt8(ascii: ")"), .closeParen), (UInt8(ascii: "{"), .openBrace),
      (UInt8(ascii: "}"), .closeBrace), (UInt8(ascii: "["), .openBracket), (UInt8(ascii: "]"), .closeBracket),
      (UInt8(ascii: ";"), .semi), (UInt8(ascii: ","), .comma), (UInt8(ascii: "@"), .at), (UInt8(ascii: "~"), .tilde),
      (UInt8(ascii: "?"), .question), (UInt8(ascii: "$"), .dollar),
    ]
    for (byte, kind) in singles {
      table[Int(byte)] = single
      table[256 + Int(byte)] = kind.rawValue
    }
    return UnsafePointer(table)
  }()
}

/// The UTF-8 character at `p` and its length.
///
/// - Requires: valid UTF-8 from `p` on (the lexer checks the whole file first).
func decodeScalar(_ p: UnsafePointer<UInt8>) -> (scalar: Unicode.Scalar, length: Int) {
  let first = UInt32(p[0])
  var value: UInt32
  let length: Int
  if first < 0x80 {
    return (Unicode.Scalar(p[0]), 1)
  } else if first < 0xE0 {
    value = (first & 0x1F) << 6 | UInt32(p[1]) & 0x3F
    length = 2
  } else if first < 0xF0 {
    value = (first & 0x0F) << 12 | (UInt32(p[1]) & 0x3F) << 6 | UInt32(p[2]) & 0x3F
    length = 3
  } else {
    value = (first & 0x07) << 18 | (UInt32(p[1]) & 0x3F) << 12 | (UInt32(p[2]) & 0x3F) << 6 | UInt32(p[3]) & 0x3F
    length = 4
  }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}

extension Unicode.Scalar {
  /// `Pattern_White_Space`.
  var isRustWhitespace: Bool {
    switch value {
    case 0x09...0x0D, 0x20, 0x85, 0x200E, 0x200F, 0x2028, 0x2029: true
    default: false
    }
  }
  var startsIdentifier: Bool { self == "_" || properties.isXIDStart }
  var continuesIdentifier: Bool { properties.isXIDContinue }
  /// An emoji that is not ASCII: such names are read as one (bad) identifier.
  var isNonASCIIEmoji: Bool { value >= 0x80 && properties.isEmoji }
}

/// The offset of the first byte that is not valid UTF-8; nil if there is none.
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let base = bytes.baseAddress else { return nil }
  let count = bytes.count
  let raw = UnsafeRawPointer(base)
  var i = 0
  func continues(_ offset: Int) -> Bool { offset < count && base[offset] & 0xC0 == 0x80 }
  while i < count {
    if i + 8 <= count && raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
      i += 8
      continue
    }
    let b = base[i]
    if b < 0x80 {
      i += 1
    } else if b >= 0xC2 && b < 0xE0 && continues(i + 1) {
      i += 2
    } else if b >= 0xE0 && b < 0xF0 && continues(i + 1) && continues(i + 2) && (b != 0xE0 || base[i + 1] >= 0xA0)
      && (b != 0xED || base[i + 1] < 0xA0)
    {
      i += 3
    } else if b >= 0xF0 && b < 0xF5 && continues(i + 1) && continues(i + 2) && continues(i + 3)
      && (b != 0xF0 || base[i + 1] >= 0x90) && (b != 0xF4 || base[i + 1] < 0x90)
    {
      i += 4
    } else {
      return i
    }
  }
  return nil
}
