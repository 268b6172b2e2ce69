// From bytes to a token buffer: names interned, brackets matched, messages given.
import Diagnostics
import Glibc
import Parallel
import Source
import Support
import Syntax

/// What may stand at the head of a text and is no part of the program.
public enum LexPrologue: Sendable {
  /// A source file: byte order mark, `#!` line, frontmatter.
  case file
  /// A text that is included, or given by a procedural macro: everything counts.
  case nothing
}

/// The tokens of `bytes`.
///
/// - Requires: a NUL follows the last byte (and is not counted).
/// - Parameter base: position of the first byte.
/// - Parameter context: root of the crate that the text belongs to; its edition decides which prefixes of literals are known.
/// - Complexity: linear. Any bytes are accepted; `isBroken` is set if the rest of the text made no sense.
public func lex(
  _ bytes: UnsafeBufferPointer<UInt8>, base: BytePos, context: SyntaxContext, prologue: LexPrologue = .file,
  into diagnostics: inout DiagnosticList
) -> TokenBuffer {
  var lexer = Lexer(bytes, base: base, context: context)
  if let bad = firstInvalidUTF8(bytes) {
    lexer.diagnostics.add(.invalidUTF8(at: lexer.span(bad, bad + 1)))
    lexer.isBroken = true
  } else {
    if prologue == .file { lexer.skipPrologue() }
    lexer.run()
  }
  diagnostics.add(contentsOf: lexer.diagnostics)
  return lexer.finish()
}

/// The tokens of `text`, which is kept for the life of the process. For tests, and for text that the compiler makes.
public func lex(
  text: String, base: BytePos = 1, context: SyntaxContext = .root, prologue: LexPrologue = .nothing,
  into diagnostics: inout DiagnosticList
) -> TokenBuffer {
  var text = text
  return text.withUTF8 { utf8 in
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: utf8.count + 4)
    _ = copy.initialize(from: utf8)
    for i in utf8.count..<utf8.count + 4 { copy[i] = 0 }
    return lex(
      UnsafeBufferPointer(start: copy.baseAddress!, count: utf8.count), base: base, context: context, prologue: prologue,
      into: &diagnostics)
  }
}

/// Number of tokens in `bytes`, found without making names or messages: the cost of scanning alone. For benchmarks.
public func countRawTokens(_ bytes: UnsafeBufferPointer<UInt8>, edition: Edition) -> Int {
  var scanner = Scanner(bytes, from: 0, edition: edition)
  var count = 0
  while true {
    scanner.next()
    if scanner.kind == .endOfInput { return count }
    count += 1
  }
}

/// The state of lexing one text. Sharing: none.
struct Lexer: ~Copyable {
  let bytes: UnsafeBufferPointer<UInt8>
  let base: BytePos
  let context: SyntaxContext
  let edition: Edition
  var scanner: Scanner
  var tokens: Store<Token>
  var diagnostics = DiagnosticList()
  var isBroken = false
  let hasCR: Bool
  /// Index of the innermost open bracket, whose payload is the index of the next outer one, and so on to `noBracket`.
  var openBracket = Lexer.noBracket
  var brackets = BracketTrouble()
  /// End of the last token if nothing stood after it yet; for the joint flag.
  var lastEnd: UnsafePointer<UInt8>
  /// Bytes of unknown characters equal to the last one told of, to be passed over in silence.
  var silentUntil: UnsafePointer<UInt8>
  var noBreakSpaceIsSpace = false

  static let noBracket = UInt32.max

  init(_ bytes: UnsafeBufferPointer<UInt8>, base: BytePos, context: SyntaxContext) {
    self.bytes = bytes
    self.base = base
    self.context = context
    edition = Hygiene.edition(of: context)
    scanner = Scanner(bytes, from: 0, edition: edition)
    // Rust code has a token per 5 to 6 bytes; pages that are not used cost nothing.
    tokens = Store(minimumCapacity: bytes.count / 4 + 16)
    hasCR = memchr(bytes.baseAddress!, 0x0D, bytes.count) != nil
    // Nothing is joint with the first token.
    lastEnd = bytes.baseAddress! - 1
    silentUntil = bytes.baseAddress!
  }

  func offset(_ p: UnsafePointer<UInt8>) -> Int { p - bytes.baseAddress! }
  func span(_ start: Int, _ end: Int) -> Span {
    Span(lo: base &+ UInt32(truncatingIfNeeded: start), hi: base &+ UInt32(truncatingIfNeeded: end), context: context)
  }
  func span(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Span { span(offset(start), offset(end)) }
  /// The span of the scanner's token.
  var tokenSpan: Span { span(scanner.start, scanner.p) }

  @inline(__always) func name(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UInt32 {
    Name(bytes: UnsafeBufferPointer(start: start, count: end - start)).rawValue
  }

  mutating func run() {
    while true {
      scanner.next()
      let start = scanner.start
      var payload: UInt32 = 0
      if scanner.trouble != .none {
        guard let handled = handleTrouble() else {
          if isBroken { return closeAll() }
          continue
        }
        payload = handled
      } else {
        let kind = scanner.kind
        switch kind {
        case .identifier, .lifetime: payload = name(start, scanner.p)
        case .openParen, .openBrace, .openBracket:
          payload = openBracket
          openBracket = UInt32(truncatingIfNeeded: tokens.count)
        case .closeParen, .closeBrace, .closeBracket:
          guard closeBracket(kind) else {
            if isBroken { return closeAll() }
            continue
          }
          payload = openBracket
          let open = ID<Token>(rawValue: openBracket)
          openBracket = tokens[open].payload
          tokens[open].payload = UInt32(truncatingIfNeeded: tokens.count)
        case .integer, .float, .char, .byte, .string, .rawString, .byteString, .rawByteString, .cString, .rawCString:
          payload = literal()
        case .rawIdentifier: payload = rawIdentifier()
        case .rawLifetime: payload = rawLifetime()
        case .outerLineDoc, .innerLineDoc, .outerBlockDoc, .innerBlockDoc: payload = docComment()
        case .endOfInput: return atEnd()
        default: break
        }
      }
      append(scanner.kind, payload)
    }
  }

  @inline(__always) mutating func append(_ kind: TokenKind, _ payload: UInt32) {
    if scanner.start == lastEnd {
      let last = ID<Token>(tokens.count - 1)
      tokens[last].flags |= Token.jointFlag
    }
    lastEnd = scanner.p
    tokens.append(Token(kind, payload: payload, span: tokenSpan))
  }

  /// Ends the buffer; nothing more is read.
  consuming func finish() -> TokenBuffer {
    let end = span(bytes.count, bytes.count)
    tokens.append(Token(.endOfInput, span: end))
    return TokenBuffer(tokens.freeze(), isBroken: isBroken)
  }

  // MARK: Payloads

  @inline(__always) mutating func literal() -> UInt32 {
    if scanner.suffixStart + 1 == scanner.p && scanner.suffixStart.pointee == UInt8(ascii: "_") {
      diagnostics.add(.underscoreSuffix(at: span(scanner.suffixStart, scanner.p)))
    }
    return name(scanner.start, scanner.p)
  }

  mutating func rawIdentifier() -> UInt32 {
    let payload = name(scanner.start + 2, scanner.p)
    checkRaw(Name(rawValue: payload), isLifetime: false)
    return payload
  }

  mutating func rawLifetime() -> UInt32 {
    checkRaw(Name(rawValue: name(scanner.start + 3, scanner.p)), isLifetime: true)
    var text: [UInt8] = [UInt8(ascii: "'")]
    text.append(contentsOf: UnsafeBufferPointer(start: scanner.start + 3, count: scanner.p - scanner.start - 3))
    return normalized(text).rawValue
  }

  /// `_`, `self`, `Self`, `super` and `crate` stay what they are.
  mutating func checkRaw(_ name: Name, isLifetime: Bool) {
    switch name {
    case .underscore, .selfValue, .selfType, .super, .crate:
      diagnostics.add(.cannotBeRaw(name.text, isLifetime: isLifetime, at: tokenSpan))
    default: break
    }
  }

  mutating func docComment() -> UInt32 {
    let isBlock = scanner.kind == .outerBlockDoc || scanner.kind == .innerBlockDoc
    let start = scanner.start + 3
    let end = isBlock ? max(start, scanner.p - 2) : scanner.p
    if !hasCR { return name(start, end) }
    return withoutCR(start, end, isDoc: true)
  }

  /// The text from `start` to `end` with LF for each CR LF, and a message for each other CR if it is a doc comment.
  mutating func withoutCR(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, isDoc: Bool) -> UInt32 {
    guard memchr(start, 0x0D, end - start) != nil else { return name(start, end) }
    var text: [UInt8] = []
    var p = start
    while p < end {
      if p.pointee == 0x0D && p[1] == 0x0A {
        p += 1
        continue
      }
      if p.pointee == 0x0D && isDoc { diagnostics.add(.bareCarriageReturnInDoc(at: span(p, p + 1))) }
      text.append(p.pointee)
      p += 1
    }
    return text.withUnsafeBufferPointer { Name(bytes: $0).rawValue }
  }
}

/// The name of `text` in normalization form C.
func normalized(_ text: some Collection<UInt8>) -> Name {
  if text.allSatisfy({ $0 < 0x80 }) { return Name(String(decoding: text, as: UTF8.self)) }
  return Name(normalizationFormC(String(decoding: text, as: UTF8.self)))
}
