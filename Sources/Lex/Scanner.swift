// From bytes to raw tokens: kind, extent, and what is unusual about it. No names are made and no messages given here.
import Glibc
import Source
import Syntax

/// What is unusual about a raw token. Everything but `none` takes the lexer off its fast path.
enum Trouble: UInt8 {
  case none
  /// Not an error: the quoted text has escapes, CR, or non-ASCII characters in a literal of bytes.
  case mustUnescape
  /// Not an error: a non-ASCII identifier or lifetime, to be normalised.
  case nonASCIIName
  case unterminated
  case badRawString
  case noDigits
  case badDigits
  case emptyExponent
  case floatBase
  case unknownPrefix
  case lifetimeStartsWithNumber
  case rawLifetimeThenQuote
  case emojiIdentifier
  case unknownCharacter
  case guardedString
  case unterminatedGuardedString
  case multipleHashes
}

/// Reads one file's (or text's) raw tokens in order. Sharing: none.
///
/// Comments that document nothing, and white space, are skipped. The text ends with a NUL that is not part of it, so that the
/// byte at `end` can be looked at.
struct Scanner {
  /// The next byte.
  var p: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  let classes: UnsafePointer<UInt8>
  /// Since 2021, unknown prefixes of literals are errors, and `c"…"` and `'r#a` exist.
  let hasPrefixes: Bool
  /// Since 2024, `#"…"#` and `##` are errors.
  let hasGuards: Bool

  // The token that `next` found ends at `p`.
  var kind = TokenKind.endOfInput
  var trouble = Trouble.none
  var start: UnsafePointer<UInt8>
  /// End of a literal before its suffix.
  var suffixStart: UnsafePointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, edition: Edition) {
    let base = bytes.baseAddress!
    p = base + offset
    end = base + bytes.count
    classes = CharacterClass.table
    hasPrefixes = edition >= .e2021
    hasGuards = edition >= .e2024
    start = p
    suffixStart = p
  }

  /// Moves to the next token: `kind`, `trouble`, `start`, and `p` as its end. White space that was skipped shows in `start`.
  @inline(__always) mutating func next() {
    trouble = .none
    while true {
      start = p
      let c = p.pointee
      switch classes[Int(c)] & CharacterClass.mask {
      case CharacterClass.space:
        p += 1
        while classes[Int(p.pointee)] == CharacterClass.space { p += 1 }
        continue
      case CharacterClass.identifier: identifier()
      case CharacterClass.literalPrefix: identifierOrLiteral(c)
      case CharacterClass.single:
        p += 1
        kind = TokenKind(rawValue: classes[256 + Int(c)]).unsafelyUnwrapped
      case CharacterClass.operator_: scanOperator(c)
      case CharacterClass.digit: number()
      case CharacterClass.doubleQuote:
        kind = .string
        quotedString(isBytes: false)
      case CharacterClass.quote: lifetimeOrChar()
      case CharacterClass.slash:
        switch p[1] {
        case UInt8(ascii: "/"): if !lineComment() { continue }
        case UInt8(ascii: "*"): if !blockComment() { continue }
        case UInt8(ascii: "="): take(.slashEq, 2)
        default: take(.slash, 1)
        }
      case CharacterClass.pound: pound()
      case CharacterClass.nonASCII: if !nonASCII() { continue }
      default:
        if p == end {
          kind = .endOfInput
        } else {
          p += 1
          kind = .unknown
          trouble = .unknownCharacter
        }
      }
      return
    }
  }

  @inline(__always) mutating func take(_ kind: TokenKind, _ length: Int) {
    self.kind = kind
    p += length
  }

  // MARK: Names

  @inline(__always) mutating func identifier() {
    p += 1
    while classes[Int(p.pointee)] & CharacterClass.continuesIdentifier != 0 { p += 1 }
    kind = .identifier
    let c = p.pointee
    if c >= 0x80 || c == UInt8(ascii: "\"") || c == UInt8(ascii: "'") || c == UInt8(ascii: "#") { oddIdentifierEnd() }
  }

  /// An identifier that goes on with non-ASCII characters, or touches a quote or `#`.
  @inline(never) mutating func oddIdentifierEnd() {
    if p.pointee >= 0x80 {
      if skipIdentifierRest() { trouble = .nonASCIIName }
      if p.pointee >= 0x80 && decodeScalar(p).scalar.isNonASCIIEmoji {
        emojiIdentifier()
        return
      }
    }
    switch p.pointee {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "#"): if hasPrefixes { trouble = .unknownPrefix }
    default: break
    }
  }

  /// Skips characters that continue an identifier; whether any of them was not ASCII.
  mutating func skipIdentifierRest() -> Bool {
    var isNonASCII = false
    while true {
      while classes[Int(p.pointee)] & CharacterClass.continuesIdentifier != 0 { p += 1 }
      if p.pointee < 0x80 { return isNonASCII }
      let (scalar, length) = decodeScalar(p)
      if !scalar.continuesIdentifier { return isNonASCII }
      isNonASCII = true
      p += length
    }
  }

  mutating func emojiIdentifier() {
    while p < end {
      let (scalar, length) = decodeScalar(p)
      if !(scalar.continuesIdentifier || scalar.isNonASCIIEmoji || scalar.value == 0x200D) { break }
      p += length
    }
    kind = .identifier
    trouble = .emojiIdentifier
  }

  /// At a character that is not ASCII. False for white space.
  @inline(never) mutating func nonASCII() -> Bool {
    let (scalar, length) = decodeScalar(p)
    p += length
    if scalar.isRustWhitespace { return false }
    if scalar.startsIdentifier {
      kind = .identifier
      trouble = .nonASCIIName
      _ = skipIdentifierRest()
      oddIdentifierEnd()
    } else if scalar.isNonASCIIEmoji {
      emojiIdentifier()
    } else {
      kind = .unknown
      trouble = .unknownCharacter
    }
    return true
  }

  /// Whether an identifier may start at `p`.
  @inline(__always) func startsIdentifier(_ p: UnsafePointer<UInt8>) -> Bool {
    let c = classes[Int(p.pointee)] & CharacterClass.mask
    if c == CharacterClass.identifier || c == CharacterClass.literalPrefix { return true }
    return c == CharacterClass.nonASCII && decodeScalar(p).scalar.startsIdentifier
  }

  /// At `r`, `b` or `c`.
  @inline(__always) mutating func identifierOrLiteral(_ c: UInt8) {
    let next = p[1]
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "#") || next == UInt8(ascii: "'") || next == UInt8(ascii: "r") {
      if prefixedLiteral(c, next) { return }
    }
    identifier()
  }

  /// At `r`, `b` or `c` and what may follow it in a literal; false if it is an identifier.
  @inline(never) mutating func prefixedLiteral(_ c: UInt8, _ next: UInt8) -> Bool {
    switch (c, next) {
    case (UInt8(ascii: "r"), UInt8(ascii: "#")) where startsIdentifier(p + 2):
      p += 2
      kind = .rawIdentifier
      if skipIdentifierRest() { trouble = .nonASCIIName }
    case (UInt8(ascii: "r"), UInt8(ascii: "#")), (UInt8(ascii: "r"), UInt8(ascii: "\"")):
      kind = .rawString
      p += 1
      rawString()
    case (UInt8(ascii: "b"), UInt8(ascii: "\"")):
      kind = .byteString
      p += 1
      quotedString(isBytes: true)
    case (UInt8(ascii: "b"), UInt8(ascii: "'")):
      kind = .byte
      p += 1
      singleQuoted()
    case (UInt8(ascii: "c"), UInt8(ascii: "\"")) where hasPrefixes:
      kind = .cString
      p += 1
      quotedString(isBytes: false)
      if trouble == .none { trouble = .mustUnescape }
    case (UInt8(ascii: "b"), UInt8(ascii: "r")), (UInt8(ascii: "c"), UInt8(ascii: "r")):
      if p[2] != UInt8(ascii: "\"") && p[2] != UInt8(ascii: "#") { return false }
      if c == UInt8(ascii: "c") && !hasPrefixes { return false }
      kind = c == UInt8(ascii: "b") ? .rawByteString : .rawCString
      p += 2
      rawString()
    default: return false
    }
    return true
  }

  // MARK: Comments

  /// At `//`. False if it documents nothing.
  @inline(__always) mutating func lineComment() -> Bool {
    let c = p[2]
    let isDoc = c == UInt8(ascii: "!") || c == UInt8(ascii: "/") && p[3] != UInt8(ascii: "/")
    if let newline = memchr(p, 0x0A, end - p) {
      p = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self))
    } else {
      p = end
    }
    if isDoc { kind = c == UInt8(ascii: "!") ? .innerLineDoc : .outerLineDoc }
    return isDoc
  }

  /// At `/*`. False if it documents nothing.
  @inline(never) mutating func blockComment() -> Bool {
    let c = p[2]
    let isInner = c == UInt8(ascii: "!")
    let isDoc = isInner || c == UInt8(ascii: "*") && p[3] != UInt8(ascii: "*") && p[3] != UInt8(ascii: "/")
    p += 2
    var depth = 1
    while depth > 0 {
      let c = p.pointee
      if c == UInt8(ascii: "*") && p[1] == UInt8(ascii: "/") {
        p += 2
        depth -= 1
      } else if c == UInt8(ascii: "/") && p[1] == UInt8(ascii: "*") {
        p += 2
        depth += 1
      } else if c == 0 && p == end {
        trouble = .unterminated
        break
      } else {
        p += 1
      }
    }
    kind = isInner ? .innerBlockDoc : .outerBlockDoc
    if trouble == .unterminated && !isDoc {
      // Told apart from a doc comment by its start when the message is given.
      return true
    }
    return isDoc
  }

  // MARK: Operators

  @inline(__always) mutating func scanOperator(_ c: UInt8) {
    let next = p[1]
    switch c {
    case UInt8(ascii: "."):
      if next != UInt8(ascii: ".") { return take(.dot, 1) }
      if p[2] == UInt8(ascii: ".") { return take(.dotDotDot, 3) }
      if p[2] == UInt8(ascii: "=") { return take(.dotDotEq, 3) }
      take(.dotDot, 2)
    case UInt8(ascii: ":"): next == UInt8(ascii: ":") ? take(.colonColon, 2) : take(.colon, 1)
    case UInt8(ascii: "="):
      if next == UInt8(ascii: "=") { return take(.eqEq, 2) }
      if next == UInt8(ascii: ">") { return take(.fatArrow, 2) }
      take(.eq, 1)
    case UInt8(ascii: "!"): next == UInt8(ascii: "=") ? take(.ne, 2) : take(.not, 1)
    case UInt8(ascii: "<"):
      if next == UInt8(ascii: "=") { return take(.le, 2) }
      if next == UInt8(ascii: "-") { return take(.lArrow, 2) }
      if next != UInt8(ascii: "<") { return take(.lt, 1) }
      p[2] == UInt8(ascii: "=") ? take(.shlEq, 3) : take(.shl, 2)
    case UInt8(ascii: ">"):
      if next == UInt8(ascii: "=") { return take(.ge, 2) }
      if next != UInt8(ascii: ">") { return take(.gt, 1) }
      p[2] == UInt8(ascii: "=") ? take(.shrEq, 3) : take(.shr, 2)
    case UInt8(ascii: "-"):
      if next == UInt8(ascii: "=") { return take(.minusEq, 2) }
      if next == UInt8(ascii: ">") { return take(.rArrow, 2) }
      take(.minus, 1)
    case UInt8(ascii: "&"):
      if next == UInt8(ascii: "&") { return take(.andAnd, 2) }
      next == UInt8(ascii: "=") ? take(.andEq, 2) : take(.and, 1)
    case UInt8(ascii: "|"):
      if next == UInt8(ascii: "|") { return take(.orOr, 2) }
      next == UInt8(ascii: "=") ? take(.orEq, 2) : take(.or, 1)
    case UInt8(ascii: "+"): next == UInt8(ascii: "=") ? take(.plusEq, 2) : take(.plus, 1)
    case UInt8(ascii: "*"): next == UInt8(ascii: "=") ? take(.starEq, 2) : take(.star, 1)
    case UInt8(ascii: "^"): next == UInt8(ascii: "=") ? take(.caretEq, 2) : take(.caret, 1)
    default: next == UInt8(ascii: "=") ? take(.percentEq, 2) : take(.percent, 1)
    }
  }

  /// At `#`.
  @inline(__always) mutating func pound() {
    kind = .pound
    p += 1
    if hasGuards && (p.pointee == UInt8(ascii: "#") || p.pointee == UInt8(ascii: "\"")) { guarded() }
  }
}
