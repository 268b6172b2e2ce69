// Raw tokens that are wrong, or need more work than their bytes show.
import Diagnostics
import Glibc
import Parallel
import Source
import Support
import Syntax

extension Lexer {
  /// Deals with the scanner's troubled token. Returns the payload of the token to add; nil to add none, with `isBroken` set if
  /// the text cannot be read on.
  @inline(never) mutating func handleTrouble() -> UInt32? {
    let kind = scanner.kind
    switch scanner.trouble {
    case .none, .mustUnescape:
      checkEscapes()
      if hasCR { _ = literal() }
      return hasCR ? withoutCR(scanner.start, scanner.p, isDoc: false) : literal()
    case .nonASCIIName:
      switch kind {
      case .rawIdentifier: return normalizedName(from: scanner.start + 2).rawValue
      case .rawLifetime: return rawLifetime()
      default: return normalizedName(from: scanner.start).rawValue
      }
    case .unterminated:
      reportUnterminated()
      isBroken = true
      return nil
    case .badRawString:
      reportBadRawString()
      isBroken = true
      return nil
    case .noDigits:
      diagnostics.add(.noDigits(at: span(scanner.start, scanner.suffixStart)))
    case .badDigits:
      let limit: UInt8 = scanner.start[1] == UInt8(ascii: "b") ? 2 : 8
      for p in scanner.start + 2..<scanner.suffixStart where p.pointee != UInt8(ascii: "_") && p.pointee &- 0x30 >= limit {
        diagnostics.add(.badDigit(base: Int(limit), at: span(p, p + 1)))
      }
    case .emptyExponent:
      diagnostics.add(.emptyExponent(at: tokenSpan))
    case .floatBase:
      if scanner.suffixStart[-1] | 0x20 == UInt8(ascii: "e") { diagnostics.add(.emptyExponent(at: tokenSpan)) }
      diagnostics.add(.floatBase(scanner.start[1], at: span(scanner.start, scanner.suffixStart)))
    case .unknownPrefix:
      diagnostics.add(.unknownPrefix(text(scanner.start, scanner.p), at: tokenSpan))
      return normalizedName(from: scanner.start).rawValue
    case .lifetimeStartsWithNumber:
      diagnostics.add(.lifetimeStartsWithNumber(at: tokenSpan))
    case .rawLifetimeThenQuote:
      diagnostics.add(.escape(.moreThanOneChar, .char, at: span(scanner.start, scanner.p + 1)))
      return rawLifetime()
    case .emojiIdentifier:
      diagnostics.add(.emojiIdentifier(text(scanner.start, scanner.p), at: tokenSpan))
      return normalizedName(from: scanner.start).rawValue
    case .unknownCharacter:
      return unknownCharacter()
    case .guardedString:
      diagnostics.add(.guardedString(at: tokenSpan))
    case .unterminatedGuardedString:
      diagnostics.add(.unterminated(.string, isDoc: false, at: span(scanner.suffixStart, scanner.p)))
      isBroken = true
      return nil
    case .multipleHashes:
      diagnostics.add(.multipleHashes(at: tokenSpan))
      scanner.kind = .string
    }
    return name(scanner.start, scanner.p)
  }

  func text(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
  }

  func normalizedName(from start: UnsafePointer<UInt8>) -> Name {
    normalized(UnsafeBufferPointer(start: start, count: scanner.p - start))
  }

  /// Gives the messages about what stands between the quotes of the token at hand.
  mutating func checkEscapes() {
    let kind = scanner.kind
    let whole = UnsafeBufferPointer(start: scanner.start, count: scanner.suffixStart - scanner.start)
    let parts = LiteralParts(kind, whole)
    let content = UnsafeBufferPointer(rebasing: whole[parts.contentStart..<parts.contentEnd])
    var found: [(EscapeError, Int, Int)] = []
    _ = unescape(kind, content) { found.append(($0, $1, $2)) }
    for (error, start, end) in found {
      diagnostics.add(escapeDiagnostic(error, kind, content, start, end))
    }
  }

  /// The message about bytes `start..<end` of a literal's content.
  func escapeDiagnostic(
    _ error: EscapeError, _ kind: TokenKind, _ content: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Diagnostic {
    let first = content.baseAddress.map { offset($0) } ?? offset(scanner.start) + 1
    var place = span(first + start, first + end)
    switch error {
    case .moreThanOneChar: place = span(scanner.start, scanner.suffixStart)
    case .invalidEscape, .invalidCharInHexEscape, .invalidCharInUnicodeEscape, .nonASCIICharInByte,
      .leadingUnderscoreUnicodeEscape:
      // The last character is the one to blame.
      var last = end
      while last > start + 1 && content[last - 1] & 0xC0 == 0x80 { last -= 1 }
      place = span(first + max(start, last - 1), first + end)
    default: break
    }
    return .escape(error, kind, at: place)
  }

  mutating func reportUnterminated() {
    let kind = scanner.kind
    switch kind {
    case .outerBlockDoc, .innerBlockDoc:
      let c = scanner.start[2]
      let isDoc = c == UInt8(ascii: "!") || c == UInt8(ascii: "*") && scanner.start[3] != UInt8(ascii: "*")
      diagnostics.add(.unterminated(kind, isDoc: isDoc, at: tokenSpan))
    case .rawString, .rawByteString, .rawCString:
      var hashes = 0
      var p = scanner.start + (kind == .rawString ? 1 : 2)
      while p.pointee == UInt8(ascii: "#") {
        hashes += 1
        p += 1
      }
      diagnostics.add(.unterminatedRawString(hashes: hashes, at: span(scanner.start, scanner.start)))
    case .byte, .byteString, .cString:
      diagnostics.add(.unterminated(kind, isDoc: false, at: span(scanner.start + 1, scanner.p)))
    default:
      diagnostics.add(.unterminated(kind, isDoc: false, at: tokenSpan))
    }
  }

  mutating func reportBadRawString() {
    var p = scanner.start + (scanner.kind == .rawString ? 1 : 2)
    var hashes = 0
    while p.pointee == UInt8(ascii: "#") {
      hashes += 1
      p += 1
    }
    if p.pointee == UInt8(ascii: "\"") {
      diagnostics.add(.tooManyHashes(hashes, at: tokenSpan))
    } else {
      let found = p < bytes.baseAddress! + bytes.count ? decodeScalar(p).scalar : "\0"
      diagnostics.add(.badRawStringStart(found, at: tokenSpan))
    }
  }

  /// Tells of a character that starts no token. Rows of the same character are told of once.
  mutating func unknownCharacter() -> UInt32? {
    lastEnd = bytes.baseAddress! - 1
    if scanner.start < silentUntil { return nil }
    let (scalar, length) = decodeScalar(scanner.start)
    if scalar.value == 0xA0 {
      if noBreakSpaceIsSpace { return nil }
      noBreakSpaceIsSpace = true
    }
    var p = scanner.start + length
    let end = bytes.baseAddress! + bytes.count
    var repeats = 0
    while p + length <= end && memcmp(p, scanner.start, length) == 0 {
      p += length
      repeats += 1
    }
    silentUntil = p
    let substitute = Confusable.find(scalar)
    diagnostics.add(.unknownCharacter(scalar, repeats: repeats, substitute: substitute, at: span(scanner.start, p)))
    guard let kind = substitute?.kind else { return nil }
    // Brackets would have to be matched: only what stands alone is put in.
    scanner.kind = kind
    return kind == .identifier ? Name.underscore.rawValue : 0
  }
}
