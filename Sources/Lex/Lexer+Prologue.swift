// What may stand before the program: byte order mark, `#!` line, frontmatter.
import Diagnostics
import Glibc
import Source
import Syntax

extension Lexer {
  mutating func skipPrologue() {
    let end = bytes.baseAddress! + bytes.count
    var p = bytes.baseAddress!
    if p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF { p += 3 }
    if p[0] == UInt8(ascii: "#") && p[1] == UInt8(ascii: "!") && !bracketFollows(offset(p) + 2) {
      while p < end && p.pointee != 0x0A { p += 1 }
    }
    scanner.p = p
    skipFrontmatter()
  }

  /// Whether the next token is `[`: then `#!` begins an inner attribute.
  func bracketFollows(_ offset: Int) -> Bool {
    var scanner = Scanner(bytes, from: offset, edition: edition)
    scanner.next()
    return scanner.kind == .openBracket
  }

  /// Skips `---` lines and what is between them, if the text begins with such.
  mutating func skipFrontmatter() {
    let end = bytes.baseAddress! + bytes.count
    var p = scanner.p
    var lineStart = p
    while p < end {
      let (scalar, length) = decodeScalar(p)
      if !scalar.isRustWhitespace { break }
      p += length
      if scalar == "\n" { lineStart = p }
    }
    guard p + 3 <= end, memcmp(p, "---", 3) == 0 else { return }
    let fence = p
    while p.pointee == UInt8(ascii: "-") { p += 1 }
    let fenceLength = p - fence
    let fenceSpan = span(fence, p)
    if fence != lineStart {
      diagnostics.add(.frontmatter("the opening of frontmatter stands at the start of its line", at: span(lineStart, p)))
    }
    // The rest of the line may be one word.
    let info = p
    func skipBlanks() { while p.pointee == 0x20 || p.pointee == 0x09 { p += 1 } }
    skipBlanks()
    if p < end && decodeScalar(p).scalar.startsIdentifier {
      while p < end {
        let (scalar, length) = decodeScalar(p)
        if !(scalar.continuesIdentifier || scalar == "-" || scalar == ".") { break }
        p += length
      }
    }
    skipBlanks()
    if p.pointee == 0x0D && p[1] == 0x0A { p += 1 }
    if p.pointee != 0x0A {
      while p < end && p.pointee != 0x0A { p += 1 }
      diagnostics.add(.frontmatter("frontmatter may be named by one identifier only", at: span(info, p)))
    }

    // The end is a line that begins with as many dashes; failing that, one of `---`.
    let content = p
    guard let close = line(beginningWithDashes: fenceLength, from: content) ?? line(beginningWithDashes: 3, from: content) else {
      diagnostics.add(
        .frontmatter("frontmatter is not closed", at: span(fence, end)).label(fenceSpan, "it is opened here"))
      scanner.p = end
      return
    }
    if let cr = bareCarriageReturn(content, close) {
      diagnostics.add(.frontmatter("a bare CR is not allowed in frontmatter", at: span(cr, cr + 1)))
    }
    p = close
    while p.pointee == UInt8(ascii: "-") { p += 1 }
    let closeLength = p - close
    if closeLength != fenceLength {
      diagnostics.add(
        .frontmatter("frontmatter is closed by another number of dashes than opened", at: span(fence, p))
          .label(fenceSpan, "\(fenceLength) dashes here").label(span(close, p), "\(closeLength) dashes here"))
    }
    if fenceLength > 255 { diagnostics.add(.frontmatter("frontmatter is opened by at most 255 dashes", at: fenceSpan)) }
    skipBlanks()
    if p < end && p.pointee != 0x0A && !(p.pointee == 0x0D && p[1] == 0x0A) {
      diagnostics.add(.frontmatter("nothing may follow the close of frontmatter", at: span(close, p)))
    }
    while p < end && p.pointee != 0x0A { p += 1 }
    scanner.p = p
  }

  func line(beginningWithDashes count: Int, from start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    let end = bytes.baseAddress! + bytes.count
    var p = start
    while p < end {
      guard let newline = memchr(p, 0x0A, end - p) else { return nil }
      p = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) + 1
      var dashes = 0
      while dashes < count && p[dashes] == UInt8(ascii: "-") { dashes += 1 }
      if dashes == count { return p }
    }
    return nil
  }

  func bareCarriageReturn(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var p = start
    while p < end {
      if p.pointee == 0x0D && p[1] != 0x0A { return p }
      p += 1
    }
    return nil
  }
}
