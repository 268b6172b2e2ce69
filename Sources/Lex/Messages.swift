// The messages of the lexer.
import Diagnostics
import Source
import Syntax

extension Diagnostic {
  static func invalidUTF8(at span: Span) -> Diagnostic {
    .error("the file is not valid UTF-8", at: span, label: "this byte does not belong here")
  }

  static func cannotBeRaw(_ text: String, isLifetime: Bool, at span: Span) -> Diagnostic {
    isLifetime
      ? .error("`\(text)` has no raw lifetime", at: span) : .error("`\(text)` has no raw identifier", at: span)
  }

  static func bareCarriageReturnInDoc(at span: Span) -> Diagnostic {
    .error("a CR without LF is not allowed in a doc comment", at: span)
  }

  /// E0758 comments, E0762 char, E0763 byte, E0765 string, E0766 byte string, E0767 C string.
  static func unterminated(_ kind: TokenKind, isDoc: Bool, at span: Span) -> Diagnostic {
    switch kind {
    case .char: .error("this character literal has no end", code: "E0762", at: span)
    case .byte: .error("this byte literal has no end", code: "E0763", at: span)
    case .byteString: .error("this byte string has no end", code: "E0766", at: span)
    case .cString: .error("this C string has no end", code: "E0767", at: span)
    case .outerBlockDoc, .innerBlockDoc:
      .error(isDoc ? "this block doc comment has no end" : "this block comment has no end", code: "E0758", at: span)
    default: .error("this string has no end", code: "E0765", at: span)
    }
  }

  /// E0748.
  static func unterminatedRawString(hashes: Int, at span: Span) -> Diagnostic {
    let d = Diagnostic.error("this raw string has no end", code: "E0748", at: span, label: "it starts here")
    return hashes == 0 ? d : d.note("it would end at `\"\(String(repeating: "#", count: hashes))`")
  }

  static func tooManyHashes(_ count: Int, at span: Span) -> Diagnostic {
    .error("a raw string may have at most 255 `#` on each side, but this has \(count)", at: span)
  }

  static func badRawStringStart(_ found: Unicode.Scalar, at span: Span) -> Diagnostic {
    .error("only `#` may stand before the quote of a raw string, not `\(found.escaped(asASCII: false))`", at: span)
  }

  /// E0768.
  static func noDigits(at span: Span) -> Diagnostic {
    .error("this number has no digits", code: "E0768", at: span)
  }

  static func badDigit(base: Int, at span: Span) -> Diagnostic { .error("this is no digit of base \(base)", at: span) }

  static func emptyExponent(at span: Span) -> Diagnostic { .error("the exponent of this number has no digits", at: span) }

  static func floatBase(_ letter: UInt8, at span: Span) -> Diagnostic {
    let base = letter == UInt8(ascii: "x") ? "hexadecimal" : letter == UInt8(ascii: "o") ? "octal" : "binary"
    return .error("\(base) float literals do not exist", at: span)
  }

  static func underscoreSuffix(at span: Span) -> Diagnostic { .error("`_` is no suffix of a literal", at: span) }

  static func unknownPrefix(_ prefix: String, at span: Span) -> Diagnostic {
    var d = Diagnostic.error("`\(prefix)` is not a known prefix", at: span, label: "unknown prefix")
      .note("since the 2021 edition, words directly before `#`, `\"` and `'` are reserved")
    let (message, text) =
      prefix == "rb"
      ? ("write `br` for a raw byte string", "br")
      : prefix == "rc" ? ("write `cr` for a raw C string", "cr") : ("separate the two by a space", prefix + " ")
    d.suggestions.append(Suggestion(message, [(span, text)], .maybeIncorrect))
    return d
  }

  static func lifetimeStartsWithNumber(at span: Span) -> Diagnostic {
    .error("a lifetime does not start with a digit", at: span)
  }

  static func emojiIdentifier(_ text: String, at span: Span) -> Diagnostic {
    .error("an identifier cannot hold emoji: `\(text)`", at: span)
  }

  static func unknownCharacter(
    _ scalar: Unicode.Scalar, repeats: Int, substitute: Confusable?, at span: Span
  ) -> Diagnostic {
    let printable = scalar.value > 0x20 && scalar.value < 0x7F ? String(Character(scalar)) : scalar.escaped(asASCII: true)
    var d = Diagnostic.error("no token starts with `\(printable)`", at: span)
    if repeats > 0 { d = d.note("the character is repeated \(repeats) more time\(repeats == 1 ? "" : "s")") }
    if let substitute {
      d.suggestions.append(
        Suggestion(
          "it looks like `\(substitute.ascii)`, but is another character",
          [(span, String(repeating: substitute.ascii, count: repeats + 1))], .maybeIncorrect))
    } else if scalar.value == 0 {
      d = d.help("source files are UTF-8: NUL bytes often come from a file in UTF-16")
    }
    return d
  }

  static func guardedString(at span: Span) -> Diagnostic {
    .error("since the 2024 edition, `#` directly before a string is reserved", at: span)
      .note("separate the two by a space")
  }

  static func multipleHashes(at span: Span) -> Diagnostic {
    .error("since the 2024 edition, `##` is reserved", at: span).note("separate the two by a space")
  }

  static func frontmatter(_ message: String, at span: Span) -> Diagnostic { .error(message, at: span) }

  static func mismatchedBracket(_ text: String, at span: Span, unclosed: Span, candidate: Span?) -> Diagnostic {
    // Both are primary; the first in the source is where the message stands.
    let d = Diagnostic.error("`\(text)` closes the wrong bracket", at: unclosed, label: "this bracket is not closed")
      .also(span, "this does not match")
    guard let candidate else { return d }
    return d.label(candidate, "this one may be meant")
  }

  static func unexpectedCloseBracket(_ text: String, at span: Span) -> Diagnostic {
    .error("`\(text)` closes no bracket", at: span, label: "nothing is open here")
  }

  /// At most six places are shown.
  static func unclosedBrackets(_ open: [Span], at span: Span) -> Diagnostic {
    var d = Diagnostic.error("the file ends before all brackets are closed", at: span)
    for place in open.prefix(5) { d = d.label(place, "this bracket is not closed") }
    if open.count > 6 { d = d.label(open[5], "\(open.count - 5) more begin here") }
    return d
  }

  /// What is wrong in the text between the quotes of a literal of kind `kind`.
  static func escape(_ error: EscapeError, _ kind: TokenKind, at span: Span) -> Diagnostic {
    let isByte = kind == .byte || kind == .byteString || kind == .rawByteString
    let what = kind == .byte ? "byte literal" : isByte ? "byte string" : "literal"
    let message =
      switch error {
      case .zeroChars: "a character literal needs a character"
      case .moreThanOneChar: "a character literal holds one character only; strings stand in double quotes"
      case .loneSlash: "nothing follows the `\\`"
      case .invalidEscape: isByte ? "there is no such byte escape" : "there is no such character escape"
      case .bareCarriageReturn: "a bare CR in a \(what) is written `\\r`"
      case .bareCarriageReturnInRawString: "a CR without LF is not allowed in a raw string"
      case .escapeOnlyChar: "this character is written as an escape in a \(what)"
      case .tooShortHexEscape: "`\\x` takes two hexadecimal digits"
      case .invalidCharInHexEscape: "this is no hexadecimal digit of `\\x`"
      case .outOfRangeHexEscape: "`\\x` goes from 00 to 7f in text"
      case .noBraceInUnicodeEscape: "the digits of `\\u` stand in braces"
      case .invalidCharInUnicodeEscape: "this is no hexadecimal digit of `\\u{…}`"
      case .emptyUnicodeEscape: "`\\u{}` takes at least one hexadecimal digit"
      case .unclosedUnicodeEscape: "the `}` of `\\u{…}` is missing"
      case .leadingUnderscoreUnicodeEscape: "`\\u{…}` starts with a hexadecimal digit"
      case .overlongUnicodeEscape: "`\\u{…}` takes at most six digits"
      case .loneSurrogateUnicodeEscape: "a surrogate is no character"
      case .outOfRangeUnicodeEscape: "the largest character is `\\u{10FFFF}`"
      case .unicodeEscapeInByte: "a \(what) has no `\\u{…}`"
      case .nonASCIICharInByte: "a \(what) holds ASCII only"
      case .nulInCStr: "a C string cannot hold NUL"
      case .unskippedWhitespace: "this white space is not skipped"
      case .multipleSkippedLines: "the `\\` at the end of the line skips several lines"
      }
    return Diagnostic(error.isWarning ? .warning : .error, message, at: span)
  }
}
