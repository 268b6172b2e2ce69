// Escapes in quoted literals: what they stand for and what can be wrong with them.
import Support

/// What can be wrong inside a quoted literal. The words are those of rustc's literal escaper.
public enum EscapeError: UInt8, Sendable, BitwiseCopyable {
  case zeroChars, moreThanOneChar
  case loneSlash, invalidEscape
  case bareCarriageReturn, bareCarriageReturnInRawString
  /// A character that must be written as an escape, as a tab in a char literal.
  case escapeOnlyChar
  case tooShortHexEscape, invalidCharInHexEscape, outOfRangeHexEscape
  case noBraceInUnicodeEscape, invalidCharInUnicodeEscape, emptyUnicodeEscape, unclosedUnicodeEscape
  case leadingUnderscoreUnicodeEscape, overlongUnicodeEscape, loneSurrogateUnicodeEscape, outOfRangeUnicodeEscape
  case unicodeEscapeInByte, nonASCIICharInByte, nulInCStr
  // Warnings.
  case unskippedWhitespace, multipleSkippedLines

  public var isWarning: Bool { self == .unskippedWhitespace || self == .multipleSkippedLines }
}

/// What the content of a quoted literal (the bytes between its quotes) stands for. `report` is called with each error and the
/// byte range of the content that it concerns, in order. CR LF counts as LF.
public func unescape(
  _ kind: TokenKind, _ content: UnsafeBufferPointer<UInt8>, report: (EscapeError, _ start: Int, _ end: Int) -> Void
) -> [UInt8] {
  var unescaper = Unescaper(kind: kind, content: content)
  switch kind {
  case .char, .byte:
    if let (error, start, end) = unescaper.single() { report(error, start, end) }
  case .rawString, .rawByteString, .rawCString: unescaper.raw(report)
  default: unescaper.string(report)
  }
  return unescaper.output
}

private struct Unescaper {
  let kind: TokenKind
  let content: UnsafeBufferPointer<UInt8>
  var i = 0
  var output: [UInt8] = []

  init(kind: TokenKind, content: UnsafeBufferPointer<UInt8>) {
    self.kind = kind
    self.content = content
    output.reserveCapacity(content.count)
  }

  var isBytes: Bool { kind == .byte || kind == .byteString || kind == .rawByteString }
  var isC: Bool { kind == .cString || kind == .rawCString }

  func peek(_ offset: Int = 0) -> UInt8? { i + offset < content.count ? content[i + offset] : nil }

  /// Length in bytes of the UTF-8 character at `i`.
  var charLength: Int {
    guard let first = peek() else { return 0 }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return min(length, content.count - i)
  }

  /// Takes the plain character at `i`.
  mutating func plain() -> EscapeError? {
    let length = charLength
    if length > 1 && isBytes {
      i += length
      return .nonASCIICharInByte
    }
    if isC && content[i] == 0 {
      i += 1
      return .nulInCStr
    }
    for _ in 0..<length {
      output.append(content[i])
      i += 1
    }
    return nil
  }

  mutating func single() -> (EscapeError, Int, Int)? {
    let whole = content.count
    switch peek() {
    case nil: return (.zeroChars, 0, whole)
    case UInt8(ascii: "\\"):
      i += 1
      if let error = escape() { return (error, 0, whole) }
    case 0x0A, 0x09, UInt8(ascii: "'"): return (.escapeOnlyChar, 0, whole)
    case 0x0D: return (peek(1) == 0x0A ? .escapeOnlyChar : .bareCarriageReturn, 0, whole)
    default: if let error = plain() { return (error, 0, whole) }
    }
    return i < whole ? (.moreThanOneChar, 0, whole) : nil
  }

  mutating func raw(_ report: (EscapeError, Int, Int) -> Void) {
    while let c = peek() {
      let start = i
      if c == 0x0D {
        i += 1
        if peek() != 0x0A { report(.bareCarriageReturnInRawString, start, i) }
      } else if let error = plain() {
        report(error, start, i)
      }
    }
  }

  mutating func string(_ report: (EscapeError, Int, Int) -> Void) {
    while let c = peek() {
      let start = i
      switch c {
      case UInt8(ascii: "\\"):
        i += 1
        if peek() == 0x0A || peek() == 0x0D && peek(1) == 0x0A {
          i += peek() == 0x0A ? 1 : 2
          skipWhitespace(from: start, report)
        } else if let error = escape() {
          report(error, start, i)
        }
      case UInt8(ascii: "\""):
        i += 1
        report(.escapeOnlyChar, start, i)
      case 0x0D:
        i += 1
        if peek() != 0x0A { report(.bareCarriageReturn, start, i) }
      default: if let error = plain() { report(error, start, i) }
      }
    }
  }

  /// After a backslash at the end of a line.
  mutating func skipWhitespace(from start: Int, _ report: (EscapeError, Int, Int) -> Void) {
    var lines = 0
    while let c = peek(), c == 0x20 || c == 0x09 || c == 0x0A || c == 0x0D {
      if c == 0x0A { lines += 1 }
      i += 1
    }
    if lines > 0 { report(.multipleSkippedLines, start, i) }
    let length = charLength
    if length > 0 {
      let text = String(decoding: content[i..<i + length], as: UTF8.self)
      if text.unicodeScalars.first!.properties.isWhitespace { report(.unskippedWhitespace, start, i + length) }
    }
  }

  /// After a backslash.
  mutating func escape() -> EscapeError? {
    guard let c = peek() else { return .loneSlash }
    i += charLength
    switch c {
    case UInt8(ascii: "0"):
      if isC { return .nulInCStr }
      output.append(0)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): output.append(c)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "x"): return hexEscape()
    case UInt8(ascii: "u"): return unicodeEscape()
    default: return .invalidEscape
    }
    return nil
  }

  mutating func hexEscape() -> EscapeError? {
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard let c = peek() else { return .tooShortHexEscape }
      i += charLength
      guard let digit = hexDigit(c) else { return .invalidCharInHexEscape }
      value = value << 4 | digit
    }
    if !isBytes && !isC && value >= 0x80 { return .outOfRangeHexEscape }
    if isC && value == 0 { return .nulInCStr }
    output.append(value)
    return nil
  }

  mutating func unicodeEscape() -> EscapeError? {
    guard peek() == UInt8(ascii: "{") else {
      i += charLength
      return .noBraceInUnicodeEscape
    }
    i += 1
    guard let first = peek() else { return .unclosedUnicodeEscape }
    i += charLength
    if first == UInt8(ascii: "_") { return .leadingUnderscoreUnicodeEscape }
    if first == UInt8(ascii: "}") { return .emptyUnicodeEscape }
    guard let firstDigit = hexDigit(first) else { return .invalidCharInUnicodeEscape }
    var value = UInt32(firstDigit)
    var digits = 1
    while true {
      guard let c = peek() else { return .unclosedUnicodeEscape }
      i += charLength
      if c == UInt8(ascii: "_") { continue }
      if c == UInt8(ascii: "}") { break }
      guard let digit = hexDigit(c) else { return .invalidCharInUnicodeEscape }
      digits += 1
      if digits <= 6 { value = value << 4 | UInt32(digit) }
    }
    if digits > 6 { return .overlongUnicodeEscape }
    if value > 0x10FFFF { return isBytes ? .unicodeEscapeInByte : .outOfRangeUnicodeEscape }
    guard let scalar = Unicode.Scalar(value) else { return isBytes ? .unicodeEscapeInByte : .loneSurrogateUnicodeEscape }
    if isBytes { return .unicodeEscapeInByte }
    if isC && value == 0 { return .nulInCStr }
    output.append(contentsOf: UTF8.encode(scalar)!)
    return nil
  }
}
