// Builtin macros that make literals: concat!, env!, include_str! and the like.
import Diagnostics
import Lex
import Parallel
import Parse
import Source
import Support
import Syntax

extension BuiltinCall {
  // MARK: concat

  mutating func concat() -> Expanded {
    var outcome = Expanded.failed
    guard let values = values(outcome: &outcome) else { return outcome }
    var text = ""
    var missing: [Span] = []
    var isFailed = false
    for value in values {
      guard case .literal(let token, let isNegative, let span, _) = value else {
        if case .other(_, _, let span) = value { missing.append(span) }
        continue
      }
      if isNegative { text += "-" }
      switch token.kind {
      case .string, .rawString: text += String(decoding: decodeString(token.kind, token.name), as: UTF8.self)
      case .char: text.unicodeScalars.append(decodeChar(token.name))
      case .identifier: text += token.name.text
      case .integer:
        let integer = decodeInteger(token.name)
        // `1f32` is a float.
        let suffix = integer.suffix.text
        text += suffix.hasPrefix("f") && integer.base == 10 ? decodeFloat(.integer, token.name).digits : String(integer.value)
      case .float: text += decodeFloat(.float, token.name).digits
      case .cString, .rawCString:
        diagnostics.add(.error("cannot concatenate a C string literal", at: span))
        isFailed = true
      default:
        diagnostics.add(.error("cannot concatenate a byte string literal", at: span))
        isFailed = true
      }
    }
    if let first = missing.first {
      var d = Diagnostic.error("expected a literal", at: first)
      for span in missing.dropFirst() { d = d.label(span, "") }
      diagnostics.add(d.note("only literals can be passed to `concat!()`: \"…\", -123, 1.5, 'c', true"))
      return .failed
    }
    return isFailed ? .failed : string(text, defSite)
  }

  mutating func concatBytes() -> Expanded {
    var outcome = Expanded.failed
    guard let values = values(outcome: &outcome) else { return outcome }
    var bytes: [UInt8] = []
    for value in values {
      switch value {
      case .literal(let token, false, let span, _):
        switch token.kind {
        case .byte: bytes.append(decodeByte(token.name))
        case .byteString, .rawByteString: bytes += decodeString(token.kind, token.name)
        default: return fail("cannot concatenate \(literalKind(token)) literals as bytes", at: span)
        }
      case .other(let tokens, let range, let span):
        guard range.count > 2, tokens[range.start].kind == .openBracket, tokens[range.start].payload + 1 == range.end,
          appendArray(tokens, TokenRange(range.start + 1, range.end - 1), &bytes)
        else {
          if !diagnostics.hasErrors { diagnostics.add(.error("expected a byte literal", at: span)) }
          return .failed
        }
      case .literal(_, true, let span, _): return fail("expected a byte literal", at: span)
      case .undetermined: return .undetermined
      case .failed: return .failed
      }
    }
    var text = "b\""
    for byte in bytes { text += escapedByte(byte) }
    return literal(.byteString, text + "\"", defSite)
  }

  private func escapedByte(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case 0x20...0x7E: String(UnicodeScalar(byte))
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

  private func literalKind(_ token: Token) -> String {
    switch token.kind {
    case .char: "character"
    case .string, .rawString: "string"
    case .float: "float"
    case .identifier: "boolean"
    case .cString, .rawCString: "C string"
    default: "numeric"
    }
  }

  /// `1, b'a', …` or `1; 3`.
  private mutating func appendArray(_ tokens: TokenBuffer, _ range: TokenRange, _ bytes: inout [UInt8]) -> Bool {
    func element(_ token: Token) -> UInt8? {
      switch token.kind {
      case .byte: return decodeByte(token.name)
      case .integer:
        let value = decodeInteger(token.name)
        guard value.suffix.isEmpty || value.suffix == .u8, !value.overflows else { return nil }
        return UInt8(exactly: value.value)
      default: return nil
      }
    }
    if range.count == 3, tokens[range.start + 1].kind == .semi {
      guard let byte = element(tokens[range.start]), tokens[range.start + 2].kind == .integer else { return false }
      let count = decodeInteger(tokens[range.start + 2].name)
      guard !count.overflows, count.value <= 1 << 24 else { return false }
      bytes += [UInt8](repeating: byte, count: Int(count.value))
      return true
    }
    var i = range.start
    while i < range.end {
      guard let byte = element(tokens[i]) else {
        diagnostics.add(.error("expected a byte literal or an integer from 0 to 255", at: tokens[i].span))
        return false
      }
      bytes.append(byte)
      i += 1
      if i < range.end {
        guard tokens[i].kind == .comma else { return false }
        i += 1
      }
    }
    return true
  }

  // MARK: Environment

  mutating func environment() -> Expanded {
    var outcome = Expanded.failed
    guard let values = values(outcome: &outcome) else { return outcome }
    guard values.count == 1 || values.count == 2 else { return fail("`env!()` takes 1 or 2 arguments", at: input.span) }
    guard let (content, _, _) = values[0].string else { return fail("expected string literal", at: argumentSpan(split(input.arguments)[0])) }
    var custom: String?
    if values.count == 2 {
      guard let (text, _, _) = values[1].string else {
        return fail("expected string literal", at: argumentSpan(split(input.arguments)[1]))
      }
      custom = String(decoding: text, as: UTF8.self)
    }
    let name = String(decoding: content, as: UTF8.self)
    if let value = host.environment(name) { return string(value, defSite) }
    if let custom { return fail(custom, at: input.span) }
    var d = Diagnostic.error("environment variable `\(name)` not defined at compile time", at: input.span)
    if name.hasPrefix("CARGO_") || name.hasPrefix("DEP_") || ["OUT_DIR", "OPT_LEVEL", "PROFILE", "HOST", "TARGET"].contains(name) {
      d = d.help("cargo sets it: compile with cargo, or set it yourself")
    } else {
      d = d.help("use `std::env::var(\"\(name)\")` to read it when the program runs")
    }
    diagnostics.add(d)
    return .failed
  }

  mutating func optionalEnvironment() -> Expanded {
    var outcome = Expanded.failed
    guard let (name, _) = singleString("option_env!", outcome: &outcome) else { return outcome }
    var w = TemplateWriter(span: defSite, minimumCapacity: 24)
    if let value = host.environment(name) {
      w.text("$crate::option::Option::Some(")
      w.string(value)
      w.text(")")
    } else {
      w.text("$crate::option::Option::None::<&'static str>")
    }
    return .tokens(w.finish())
  }

  // MARK: Files

  mutating func include() -> Expanded {
    var outcome = Expanded.failed
    guard let (path, _) = singleString("include!", outcome: &outcome) else { return outcome }
    guard let tokens = host.lexIncluded(path, at: input.span, into: &diagnostics) else { return .failed }
    return .tokens(tokens)
  }

  private mutating func load(_ name: String, outcome: inout Expanded) -> (UnsafeBufferPointer<UInt8>, String)? {
    guard let (path, _) = singleString(name, outcome: &outcome) else { return nil }
    switch host.load(path, relativeTo: input.span) {
    case .bytes(let box, _): return (box.bytes, path)
    case .unreadable(let path, let reason):
      outcome = fail("couldn't read `\(path)`: \(reason)", at: input.span)
      return nil
    }
  }

  mutating func includeText() -> Expanded {
    var outcome = Expanded.failed
    guard let (bytes, path) = load("include_str!", outcome: &outcome) else { return outcome }
    guard let text = String(validating: bytes, as: UTF8.self) else { return fail("`\(path)` wasn't a utf-8 file", at: input.span) }
    return string(text, defSite)
  }

  mutating func includeBytes() -> Expanded {
    var outcome = Expanded.failed
    guard let (bytes, _) = load("include_bytes!", outcome: &outcome) else { return outcome }
    var tree = SyntaxTreeBuilder()
    let id = tree.add(Expr(.includedBytes(Name(bytes: bytes)), defSite))
    return .expr(Tree(tree.freeze()), id, tokens: tokens)
  }
}
