// The grammar of format strings.
import Parallel
import Source
import Support
import Syntax

/// A format string taken apart; positions are character numbers of its text, to be turned into spans by `FormatText`.
struct FormatStringParser {
  enum Position: Equatable {
    case next(Int)
    case index(Int)
    case named(String)
  }
  enum Count: Equatable {
    case none
    case literal(UInt16)
    case name(String, Range<Int>)
    case parameter(Int)
    case star(Int)
  }
  struct Placeholder {
    var position = Position.next(0)
    /// All of `{…}`.
    var range = 0..<0
    var positionRange = 0..<0
    var options = FormatOptions()
    var fillRange: Range<Int>?
    var width = Count.none
    var widthRange: Range<Int>?
    var precision = Count.none
    var precisionRange: Range<Int>?
    var type = ""
    var typeRange: Range<Int>?
  }
  enum Piece {
    case text(String)
    case placeholder(Placeholder)
  }
  /// What is wrong with the string.
  struct Mistake {
    var message: String
    var label: String
    var range: Range<Int>
    var note: String?
    var secondary: (String, Range<Int>)?
  }

  /// `asm!` templates have `{name:modifier}` only.
  let isAsm: Bool
  private let text: [Unicode.Scalar]
  private var i = 0
  /// The number that the next placeholder without one gets.
  private(set) var nextArgument: Int
  private var openBrace = 0..<0
  private(set) var pieces: [Piece] = []
  /// The first one is the one to tell of.
  private(set) var mistakes: [Mistake] = []

  init(_ text: [Unicode.Scalar], isAsm: Bool = false, firstArgument: Int = 0) {
    self.text = text
    nextArgument = firstArgument
    self.isAsm = isAsm
    run()
  }

  private var peek: Unicode.Scalar? { i < text.count ? text[i] : nil }
  private var peekNext: Unicode.Scalar? { i + 1 < text.count ? text[i + 1] : nil }
  private mutating func eat(_ c: Unicode.Scalar) -> Bool {
    if peek == c {
      i += 1
      return true
    }
    return false
  }

  private mutating func run() {
    var literal = ""
    func flush(_ pieces: inout [Piece]) {
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
    }
    while let c = peek, mistakes.isEmpty {
      switch c {
      case "{":
        i += 1
        if eat("{") {
          literal.unicodeScalars.append("{")
          continue
        }
        flush(&pieces)
        openBrace = i - 1..<i
        var placeholder = argument()
        skipSpace()
        if eat("}") {
          placeholder.range = openBrace.lowerBound..<i
        } else {
          missingBrace(placeholder)
        }
        pieces.append(.placeholder(placeholder))
      case "}":
        i += 1
        if eat("}") {
          literal.unicodeScalars.append("}")
          continue
        }
        mistakes.append(
          Mistake(
            message: "unmatched `}` found", label: "unmatched `}`", range: i - 1..<i, note: "a `}` is printed with `}}`"))
      default:
        literal.unicodeScalars.append(c)
        i += 1
      }
    }
    flush(&pieces)
  }

  private mutating func skipSpace() { while let c = peek, c.properties.isWhitespace { i += 1 } }

  // MARK: Placeholders

  private mutating func argument() -> Placeholder {
    var result = Placeholder()
    let start = i
    let position = self.position()
    skipSpace()
    let end = i
    if isAsm { modifier(&result) } else { format(&result) }
    if let position {
      result.position = position
    } else {
      result.position = .next(nextArgument)
      nextArgument += 1
    }
    result.positionRange = start..<end
    return result
  }

  private mutating func position() -> Position? {
    if let n = integer() { return .index(Int(n)) }
    let start = i
    let word = self.word()
    if word.isEmpty { return nil }
    if word == "r" && peek == "#" {
      let prefix = start..<i + 1
      i += 1
      let name = self.word()
      if name.isEmpty {
        i = start + 1
        return .named("r")
      }
      mistakes.append(
        Mistake(
          message: "raw identifiers are not allowed in format strings", label: "raw identifier used here in format string",
          range: prefix.lowerBound..<i, note: "identifiers in format strings can be keywords and don't need to be prefixed with `r#`"))
      return .named(name)
    }
    return .named(word)
  }

  private mutating func format(_ result: inout Placeholder) {
    guard eat(":") else { return }
    if let fill = peek, let align = peekNext, align == ">" || align == "<" || align == "^" {
      result.options.fill = fill.value
      result.fillRange = i..<i + 1
      i += 1
    }
    if eat("<") {
      result.options.alignment = .left
    } else if eat(">") {
      result.options.alignment = .right
    } else if eat("^") {
      result.options.alignment = .center
    }
    if eat("+") { result.options.sign = .plus } else if eat("-") { result.options.sign = .minus }
    if eat("#") { result.options.isAlternate = true }
    var hasWidth = false
    if peek == "0" {
      let start = i
      i += 1
      if eat("$") {
        result.width = .parameter(0)
        result.widthRange = start..<i
        hasWidth = true
      } else {
        result.options.zeroPad = true
      }
    }
    if !hasWidth {
      let start = i
      result.width = count()
      if result.width != .none { result.widthRange = start..<i }
    }
    if peek == "." {
      let start = i
      i += 1
      if eat("*") {
        result.precision = .star(nextArgument)
        nextArgument += 1
      } else {
        result.precision = count()
      }
      result.precisionRange = start..<i
    }
    let start = i
    if eat("x") {
      if eat("?") {
        result.options.debugHex = .lower
        result.type = "?"
      } else {
        result.type = "x"
      }
    } else if eat("X") {
      if eat("?") {
        result.options.debugHex = .upper
        result.type = "?"
      } else {
        result.type = "X"
      }
    } else if eat("?") {
      result.type = "?"
      if let c = peek, c == "#" || c == "x" || c == "X" {
        mistakes.insert(
          Mistake(
            message: "expected `}`, found `\(c)`", label: "expected `}`", range: i..<i + 1, note: "the order is `\(c)?`"), at: 0)
      }
    } else {
      modifierWord(&result, start)
    }
  }

  private mutating func modifier(_ result: inout Placeholder) {
    guard eat(":") else { return }
    modifierWord(&result, i)
  }

  private mutating func modifierWord(_ result: inout Placeholder, _ start: Int) {
    result.type = word()
    if !result.type.isEmpty { result.typeRange = start..<i }
  }

  private mutating func count() -> Count {
    if let n = integer() { return eat("$") ? .parameter(Int(n)) : .literal(n) }
    let start = i
    let word = self.word()
    if word.isEmpty { return .none }
    let end = i
    if eat("$") { return .name(word, start..<end) }
    i = start
    return .none
  }

  private mutating func word() -> String {
    let start = i
    guard let first = peek, first == "_" || first.properties.isXIDStart else { return "" }
    var result = ""
    while let c = peek, c.properties.isXIDContinue {
      result.unicodeScalars.append(c)
      i += 1
    }
    if result == "_" {
      mistakes.append(
        Mistake(
          message: "invalid argument name `_`", label: "invalid argument name", range: start..<i,
          note: "argument name cannot be a single underscore"))
    }
    return result
  }

  private mutating func integer() -> UInt16? {
    let start = i
    var value = 0
    var overflows = false
    while let c = peek, c.value >= 0x30 && c.value <= 0x39 {
      value = value * 10 + Int(c.value - 0x30)
      if value > Int(UInt16.max) {
        overflows = true
        value = 0
      }
      i += 1
    }
    if i == start { return nil }
    if overflows {
      var digits = ""
      digits.unicodeScalars.append(contentsOf: text[start..<i])
      mistakes.append(
        Mistake(
          message: "integer `\(digits)` does not fit into the type `u16` whose range is `0..=65535`",
          label: "integer out of range for `u16`", range: start..<i))
    }
    return UInt16(truncatingIfNeeded: value)
  }

  // MARK: Mistakes

  private mutating func missingBrace(_ placeholder: Placeholder) {
    let message = peek.map { "expected `}`, found `\($0 == "\n" ? "\\n" : String($0))`" } ?? "expected `}` but string was terminated"
    var mistake = Mistake(
      message: message, label: "expected `}`", range: i..<i, note: "a `{` is printed with `{{`",
      secondary: ("because of this opening brace", openBrace))
    if placeholder.options.fill == UInt32(UInt8(ascii: "}")) {
      mistake.note = "the character `}` is a fill character here because of the `:` before it"
      mistake.secondary = placeholder.fillRange.map { ("this is not a closing brace", $0) }
    }
    mistakes.append(mistake)
    guard let c = peek, let next = peekNext else { return }
    let place = i..<i + 1
    func better(_ message: String, _ label: String, _ note: String? = nil) {
      mistakes.insert(Mistake(message: message, label: label, range: place, note: note), at: 0)
    }
    switch (c, next) {
    case ("?", "}"): better("expected `}`, found `?`", "expected `:` before `?` to format with `Debug`")
    case ("?", ":"): better("expected format parameter to occur after `:`", "expected `?` to occur after `:`")
    case ("<", _), ("^", _), (">", _):
      better(
        "expected alignment specifier after `:` in format string; example: `{:>?}`", "expected `\(c)` to occur after `:`")
    case (",", _): better("python's numeric grouping `,` is not supported in rust format strings", "expected `}`")
    case ("=", "}"): better("python's f-string debug `=` is not supported in rust, use `dbg(x)` instead", "expected `}`")
    default: fieldAccess(placeholder)
    }
  }

  /// `{a.b}`
  private mutating func fieldAccess(_ placeholder: Placeholder) {
    guard case .named = placeholder.position, placeholder.type.isEmpty, placeholder.width == .none, eat(".") else { return }
    let field = argument()
    guard eat("}") else { return }
    let what: String
    switch field.position {
    case .named: what = "field access isn't supported"
    case .index: what = "tuple index access isn't supported"
    case .next: return
    }
    mistakes.insert(
      Mistake(
        message: what, label: "not supported",
        range: placeholder.positionRange.lowerBound..<field.positionRange.upperBound,
        note: "consider moving this expression to a local variable and then using the local here instead"), at: 0)
  }
}

/// A string literal's text as characters, each with its place in the source where that is known. Sharing: none.
struct FormatText {
  var scalars: [Unicode.Scalar] = []
  /// Byte offset of each character from the literal's start, and at the end that of the closing quote; empty if the literal was made by
  /// a macro, so that places in it mean nothing.
  private var offsets: [UInt32] = []
  let span: Span

  init(_ token: Token) {
    span = token.span
    let bytes = token.name.bytes
    let parts = LiteralParts(token.kind, bytes)
    let isSource = bytes.count == Int(span.hi - span.lo)
    let content = UnsafeBufferPointer(rebasing: bytes[parts.contentStart..<parts.contentEnd])
    var i = 0
    while i < content.count {
      let start = i
      if content[i] == UInt8(ascii: "\\") && token.kind == .string {
        i += Self.escapeLength(content, i)
      } else {
        i += 1
        while i < content.count && content[i] & 0xC0 == 0x80 { i += 1 }
      }
      let piece = unescape(token.kind, UnsafeBufferPointer(rebasing: content[start..<i])) { _, _, _ in }
      for scalar in String(decoding: piece, as: UTF8.self).unicodeScalars {
        scalars.append(scalar)
        if isSource { offsets.append(UInt32(parts.contentStart + start)) }
      }
    }
    if isSource { offsets.append(UInt32(parts.contentEnd)) }
  }

  /// Length of the escape at `start`.
  private static func escapeLength(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    func at(_ i: Int) -> UInt8 { i < bytes.count ? bytes[i] : 0 }
    switch at(start + 1) {
    case UInt8(ascii: "x"): return min(4, bytes.count - start)
    case UInt8(ascii: "u"):
      var i = start + 2
      while i < bytes.count && bytes[i] != UInt8(ascii: "}") { i += 1 }
      return min(i + 1, bytes.count) - start
    case 0x0A, 0x0D:
      var i = start + 1
      while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x09 || bytes[i] == 0x0A || bytes[i] == 0x0D { i += 1 }
      return i - start
    default: return min(2, bytes.count - start)
    }
  }

  var isSourceLiteral: Bool { !offsets.isEmpty }

  /// The span of characters; that of the whole literal if their places are not known.
  func span(_ range: Range<Int>) -> Span {
    guard isSourceLiteral else { return span }
    let last = offsets.count - 1
    return Span(
      lo: span.lo + offsets[min(range.lowerBound, last)], hi: span.lo + offsets[min(range.upperBound, last)],
      context: span.context)
  }
}
