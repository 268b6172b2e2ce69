// Numbers and quoted literals.
import Glibc
import Source
import Syntax

extension Scanner {
  // MARK: Numbers

  /// At a digit.
  @inline(__always) mutating func number() {
    kind = .integer
    let first = p.pointee
    p += 1
    var isDecimal = true
    if first == 0x30 {
      switch p.pointee {
      case UInt8(ascii: "x"), UInt8(ascii: "b"), UInt8(ascii: "o"):
        isDecimal = false
        if !digitsOfBase() { return }
      case 0x30...0x39, UInt8(ascii: "_"): _ = decimalDigits()
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
      default:
        suffix()
        return
      }
    } else {
      _ = decimalDigits()
    }
    let c = p.pointee
    if c == UInt8(ascii: ".") {
      if p[1] != UInt8(ascii: ".") && !startsIdentifier(p + 1) {
        kind = .float
        p += 1
        if p.pointee &- 0x30 < 10 {
          _ = decimalDigits()
          if p.pointee | 0x20 == UInt8(ascii: "e") { exponent() }
        }
      }
    } else if c | 0x20 == UInt8(ascii: "e") {
      kind = .float
      exponent()
    }
    if !isDecimal && kind == .float { trouble = .floatBase }
    suffix()
  }

  /// At the letter of `0x`, `0b` or `0o`. False if the number ends there.
  @inline(never) mutating func digitsOfBase() -> Bool {
    let base = p.pointee
    p += 1
    if base == UInt8(ascii: "x") {
      var hasDigits = false
      while true {
        let c = p.pointee
        if c &- 0x30 < 10 || (c | 0x20) &- 0x61 < 6 {
          hasDigits = true
        } else if c != UInt8(ascii: "_") {
          break
        }
        p += 1
      }
      if hasDigits { return true }
    } else {
      let digits = p
      if decimalDigits() {
        let limit: UInt8 = base == UInt8(ascii: "b") ? 2 : 8
        var q = digits
        while q < p {
          if q.pointee != UInt8(ascii: "_") && q.pointee &- 0x30 >= limit { trouble = .badDigits }
          q += 1
        }
        return true
      }
    }
    trouble = .noDigits
    suffix()
    return false
  }

  @inline(__always) mutating func decimalDigits() -> Bool {
    var hasDigits = false
    while true {
      let c = p.pointee
      if c &- 0x30 < 10 {
        hasDigits = true
      } else if c != UInt8(ascii: "_") {
        return hasDigits
      }
      p += 1
    }
  }

  /// At the `e` of an exponent.
  @inline(never) mutating func exponent() {
    p += 1
    if p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") { p += 1 }
    if !decimalDigits() { trouble = .emptyExponent }
  }

  @inline(__always) mutating func suffix() {
    suffixStart = p
    if startsIdentifier(p) { _ = skipIdentifierRest() }
  }

  // MARK: Quoted text

  /// At `"`.
  @inline(__always) mutating func quotedString(isBytes: Bool) {
    p += 1
    while true {
      let c = p.pointee
      if c == UInt8(ascii: "\"") { break }
      if c == UInt8(ascii: "\\") {
        trouble = .mustUnescape
        p += 1
        if p.pointee == UInt8(ascii: "\\") || p.pointee == UInt8(ascii: "\"") { p += 1 }
        continue
      }
      if c == 0x0D || isBytes && c >= 0x80 { trouble = .mustUnescape }
      if c == 0 && p == end {
        trouble = .unterminated
        return
      }
      p += 1
    }
    p += 1
    suffix()
  }

  /// At the first `#` or the quote of a raw string.
  @inline(never) mutating func rawString() {
    var hashes = 0
    while p.pointee == UInt8(ascii: "#") {
      hashes += 1
      p += 1
    }
    if p.pointee != UInt8(ascii: "\"") || hashes > 255 {
      // What exactly is wrong is found out when the message is given.
      if p < end { p += decodeScalar(p).length }
      trouble = .badRawString
      return
    }
    p += 1
    trouble = .mustUnescape
    while let quote = memchr(p, 0x22, end - p) {
      p = UnsafePointer(quote.assumingMemoryBound(to: UInt8.self)) + 1
      var found = 0
      while found < hashes && p[found] == UInt8(ascii: "#") { found += 1 }
      p += found
      if found == hashes {
        suffix()
        return
      }
    }
    p = end
    trouble = .unterminated
  }

  /// At `'`.
  @inline(__always) mutating func lifetimeOrChar() {
    let first = p[1]
    let c = classes[Int(first)]
    if c & CharacterClass.continuesIdentifier != 0 && p[2] != UInt8(ascii: "'") {
      // A lifetime, or a char literal of more than one character.
      if first == UInt8(ascii: "r") && p[2] == UInt8(ascii: "#") && startsIdentifier(p + 3) { return rawLifetime() }
      kind = .lifetime
      p += 2
      while classes[Int(p.pointee)] & CharacterClass.continuesIdentifier != 0 { p += 1 }
      let next = p.pointee
      if next >= 0x80 || next == UInt8(ascii: "'") || next == UInt8(ascii: "#") || first &- 0x30 < 10 { oddLifetimeEnd(first) }
    } else if first >= 0x80 {
      nonASCIILifetimeOrChar()
    } else {
      kind = .char
      singleQuoted()
    }
  }

  @inline(never) mutating func nonASCIILifetimeOrChar() {
    let (scalar, length) = decodeScalar(p + 1)
    if p[1 + length] != UInt8(ascii: "'") && scalar.startsIdentifier {
      kind = .lifetime
      trouble = .nonASCIIName
      p += 1 + length
      _ = skipIdentifierRest()
      oddLifetimeEnd(0)
    } else {
      kind = .char
      singleQuoted()
    }
  }

  @inline(never) mutating func oddLifetimeEnd(_ first: UInt8) {
    if skipIdentifierRest() { trouble = .nonASCIIName }
    let startsWithNumber = first &- 0x30 < 10
    if p.pointee == UInt8(ascii: "'") {
      p += 1
      kind = .char
      trouble = .mustUnescape
      suffixStart = p
    } else if p.pointee == UInt8(ascii: "#") && !startsWithNumber {
      if hasPrefixes { trouble = .unknownPrefix }
    } else if startsWithNumber {
      trouble = .lifetimeStartsWithNumber
    }
  }

  /// At `'r#`.
  @inline(never) mutating func rawLifetime() {
    if !hasPrefixes {
      kind = .lifetime
      p += 2
      return
    }
    kind = .rawLifetime
    p += 3
    if skipIdentifierRest() { trouble = .nonASCIIName }
    if p.pointee == UInt8(ascii: "'") { trouble = .rawLifetimeThenQuote }
  }

  /// At the `'` of a char or byte literal.
  @inline(never) mutating func singleQuoted() {
    p += 1
    let c = p.pointee
    if c != UInt8(ascii: "\\") && p < end {
      let length = decodeScalar(p).length
      if p[length] == UInt8(ascii: "'") {
        // `'''` and the like must be checked; a plain character needs no more.
        if c < 0x20 || c == UInt8(ascii: "'") || c >= 0x80 && kind == .byte { trouble = .mustUnescape }
        p += length + 1
        suffix()
        return
      }
    }
    trouble = .mustUnescape
    while true {
      switch p.pointee {
      case UInt8(ascii: "'"):
        p += 1
        suffix()
        return
      case UInt8(ascii: "/"):
        trouble = .unterminated
        return
      case 0x0A where p[1] != UInt8(ascii: "'"):
        trouble = .unterminated
        return
      case 0x0D where p[1] == 0x0A && p[2] != UInt8(ascii: "'"):
        trouble = .unterminated
        return
      case UInt8(ascii: "\\"):
        p += 1
        if p < end { p += decodeScalar(p).length }
      case 0 where p == end:
        trouble = .unterminated
        return
      default: p += 1
      }
    }
  }

  /// After a `#`, at `#` or `"`, in an edition that reserves what may follow.
  @inline(never) mutating func guarded() {
    var q = p
    while q.pointee == UInt8(ascii: "#") { q += 1 }
    if q.pointee != UInt8(ascii: "\"") {
      p += 1
      trouble = .multipleHashes
      return
    }
    let hashes = q - start
    p = q
    kind = .string
    quotedString(isBytes: false)
    if trouble == .unterminated {
      suffixStart = q
      trouble = .unterminatedGuardedString
      return
    }
    // `quotedString` has read a suffix; closing hashes stand before it.
    p = suffixStart
    var closing = 0
    while closing < hashes && p.pointee == UInt8(ascii: "#") {
      closing += 1
      p += 1
    }
    suffix()
    trouble = .guardedString
  }
}
