// Arguments of builtin macros that must be literals, perhaps by way of other macros.
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// What an argument came to.
enum ArgumentValue {
  /// A literal, `true` or `false`, with or without a minus.
  case literal(Token, isNegative: Bool, span: Span, isDirect: Bool)
  /// Something else: an array, or no literal at all.
  case other(TokenBuffer, TokenRange, Span)
  case undetermined
  /// A message has been given.
  case failed

  /// A string literal's content.
  var string: (content: [UInt8], token: Token, isDirect: Bool)? {
    guard case .literal(let token, false, _, let isDirect) = self, token.kind == .string || token.kind == .rawString else {
      return nil
    }
    return (decodeString(token.kind, token.name), token, isDirect)
  }
}

/// One call of a builtin macro at work. Sharing: none.
struct BuiltinCall<Host: ExpansionHost>: ~Copyable {
  let input: MacroInput
  var host: Host
  var diagnostics = DiagnosticList()
  /// Macros within macros in the arguments.
  private var depth = 0
  static var maxDepth: Int { 128 }

  init(_ input: MacroInput, _ host: Host) {
    self.input = input
    self.host = host
  }

  var tokens: TokenBuffer { input.tokens }

  /// The call's span with a mark of this expansion, of the given transparency.
  func span(_ transparency: Transparency) -> Span {
    var marker = Marker(input.expansion)
    return input.span.with(marker.mark(rootContext(of: input.span.context), transparency))
  }
  var defSite: Span { span(.opaque) }
  var callSite: Span { span(.transparent) }

  // MARK: Lists

  /// `range` at its commas that are not in brackets. A trailing comma adds nothing.
  func split(_ range: TokenRange) -> [TokenRange] {
    var result: [TokenRange] = []
    var start = range.start
    var i = range.start
    while i < range.end {
      if tokens[i].kind == .comma {
        result.append(TokenRange(start, i))
        start = i + 1
        i += 1
      } else {
        i = tokens.afterTree(at: i)
      }
    }
    if start < range.end { result.append(TokenRange(start, range.end)) }
    return result
  }

  func argumentSpan(_ range: TokenRange) -> Span { range.isEmpty ? input.span : tokens.span(of: range) }

  /// The values of the call's arguments; nil if one failed or is undetermined (then in `outcome`).
  mutating func values(outcome: inout Expanded) -> [ArgumentValue]? {
    var result: [ArgumentValue] = []
    for range in split(input.arguments) {
      if range.isEmpty {
        diagnostics.add(.error("expected an expression, found `,`", at: tokens[range.start].span))
        outcome = .failed
        return nil
      }
      let value = self.value(tokens, range)
      switch value {
      case .undetermined:
        outcome = .undetermined
        return nil
      case .failed:
        outcome = .failed
        return nil
      default: result.append(value)
      }
    }
    return result
  }

  /// The one argument, a string.
  mutating func singleString(_ name: String, outcome: inout Expanded) -> (text: String, token: Token)? {
    outcome = .failed
    let parts = split(input.arguments)
    guard let first = parts.first, !first.isEmpty else {
      diagnostics.add(.error("\(name) takes 1 argument", at: input.span))
      return nil
    }
    if parts.count > 1 { diagnostics.add(.error("\(name) takes 1 argument", at: input.span)) }
    let value = self.value(tokens, first)
    switch value {
    case .undetermined:
      outcome = .undetermined
      return nil
    case .failed: return nil
    default: break
    }
    if let (content, token, _) = value.string { return (String(decoding: content, as: UTF8.self), token) }
    diagnostics.add(.error("argument must be a string literal", at: argumentSpan(first)))
    return nil
  }

  // MARK: Values

  /// What the expression in `range` comes to after macros.
  mutating func value(_ tokens: TokenBuffer, _ range: TokenRange, isDirect: Bool = true) -> ArgumentValue {
    var range = range
    while range.count >= 2, tokens[range.start].kind == .openInvisible, tokens[range.start].payload + 1 == range.end {
      range = TokenRange(range.start + 1, range.end - 1)
    }
    // A macro's expansion may end with `;`.
    if !isDirect && range.count > 1 && tokens[range.end - 1].kind == .semi { range = TokenRange(range.start, range.end - 1) }
    guard !range.isEmpty else { return .other(tokens, range, input.span) }
    let first = tokens[range.start]
    let span = tokens.span(of: range)
    if range.count == 1 && isLiteral(first) { return .literal(first, isNegative: false, span: span, isDirect: isDirect) }
    if first.kind == .minus && range.count >= 2 {
      let rest = TokenRange(range.start + 1, range.end)
      if tokens[rest.start].kind != .minus, case .literal(let token, false, _, let isDirect) = value(tokens, rest, isDirect: isDirect),
        token.kind == .integer || token.kind == .float
      {
        return .literal(token, isNegative: true, span: span, isDirect: isDirect)
      }
      return .other(tokens, range, span)
    }
    guard let call = macroCall(tokens, range, span) else { return .other(tokens, range, span) }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maxDepth {
      diagnostics.add(.error("macros in arguments are nested too deeply", at: span))
      return .failed
    }
    switch host.expandEagerly(call, into: &diagnostics) {
    case .undetermined: return .undetermined
    case .failed: return .failed
    case .tokens(let made): return value(made, made.wholeRange, isDirect: false)
    }
  }

  private func isLiteral(_ token: Token) -> Bool {
    token.kind.isLiteral || token.isWord(.true) || token.isWord(.false)
  }

  /// `path!(…)` as a whole.
  private func macroCall(_ tokens: TokenBuffer, _ range: TokenRange, _ span: Span) -> EagerCall? {
    var reader = MetaReader(tokens, range)
    let path = reader.path()
    guard !path.isEmpty, reader.eat(.not), !reader.isAtEnd, reader.token.kind.isOpen else { return nil }
    let open = reader.token
    let arguments = reader.inside
    reader.skipTree()
    guard reader.isAtEnd else { return nil }
    return EagerCall(
      path: path, tokens: tokens, arguments: arguments, delimiter: open.kind, span: span, parent: input.expansion)
  }

  // MARK: Results

  func literal(_ kind: TokenKind, _ text: String, _ span: Span) -> Expanded {
    var w = TokenWriter(minimumCapacity: 2)
    w.literal(kind, Name(text), span)
    return .tokens(w.finish(at: span.end))
  }
  func string(_ content: String, _ span: Span) -> Expanded { literal(.string, quoted(content), span) }

  mutating func fail(_ message: String, at span: Span) -> Expanded {
    diagnostics.add(.error(message, at: span))
    return .failed
  }

  /// For macros without arguments.
  mutating func checkNoArguments(_ name: String) {
    if !input.arguments.isEmpty { diagnostics.add(.error("\(name) takes no arguments", at: input.span)) }
  }
}
