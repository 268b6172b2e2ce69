// format_args!
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// The arguments of one `format_args!` while placeholders are matched with them.
private struct FormatArgumentList {
  var arguments: [FormatArgument] = []
  var spans: [Span] = []
  var explicitCount = 0
  var isUsed: [Bool] = []

  func index(named name: Name) -> Int? {
    arguments.firstIndex { $0.kind != .normal && $0.ident.name == name }
  }
}

extension BuiltinCall {
  mutating func formatArgs(appendsNewline: Bool) -> Expanded {
    if input.arguments.isEmpty { return fail("requires at least a format string argument", at: input.span) }
    var parser = ArgumentParser(tokens, input.arguments)

    // The format string: its range is needed, since it may be a macro call.
    let first = parser.token
    if first.kind == .string || first.kind == .rawString { parser.advance() } else if parser.expr().isNone {
      _ = parser.finish(into: &diagnostics)
      return .failed
    }
    let template = TokenRange(input.arguments.start, parser.index)
    var list = FormatArgumentList()
    guard readArguments(&parser, &list) else {
      _ = parser.finish(into: &diagnostics)
      return .failed
    }

    let value = self.value(tokens, template)
    switch value {
    case .undetermined: return .undetermined
    case .failed:
      _ = parser.finish(into: &diagnostics)
      return .failed
    default: break
    }
    guard let (_, token, isDirect) = value.string else {
      parser.report(.error("format argument must be a string literal", at: argumentSpan(template)))
      _ = parser.finish(into: &diagnostics)
      return .failed
    }
    var text = FormatText(token)
    if appendsNewline { text.scalars.append("\n") }
    let string = FormatStringParser(text.scalars)
    if let mistake = string.mistakes.first {
      var d = Diagnostic.error("invalid format string: \(mistake.message)", at: text.span(mistake.range), label: mistake.label)
      if let (label, range) = mistake.secondary, text.isSourceLiteral { d = d.label(text.span(range), label) }
      if let note = mistake.note { d = d.note(note) }
      parser.report(d)
      _ = parser.finish(into: &diagnostics)
      return .failed
    }

    var matcher = PlaceholderMatcher(text: text, isDirect: isDirect, list: list)
    for piece in string.pieces { matcher.add(piece, &parser) }
    matcher.checkUse(&parser)
    let pieces = matcher.template
    let arguments = matcher.list.arguments
    let span = token.span
    let exprSpan = callSite
    // Arguments too many, too few or unknown do not keep the others from being looked at.
    let id = parser.withTree { tree -> ID<Expr> in
      let node = FormatArgs(span: span, template: tree.add(pieces), arguments: tree.add(arguments))
      return tree.add(Expr(.formatArgs(tree.add(node)), exprSpan))
    }
    return .expr(parser.finish(into: &diagnostics), id, tokens: tokens)
  }

  /// `, a, name = b, …`; false after a message.
  private func readArguments(_ parser: inout ArgumentParser, _ list: inout FormatArgumentList) -> Bool {
    while !parser.isAtEnd {
      if !parser.eat(.comma) {
        parser.expected("`,`")
        return false
      }
      if parser.isAtEnd { break }
      let start = parser.token
      if start.kind.isAnyIdentifier && parser.ahead(1).kind == .eq {
        parser.advance()
        parser.advance()
        let expr = parser.expr()
        if expr.isNone { return false }
        if let previous = list.index(named: start.name) {
          parser.report(
            .error("duplicate argument named `\(start.name)`", at: start.span, label: "duplicate argument")
              .label(list.arguments[previous].ident.span, "previously here"))
          continue
        }
        list.arguments.append(FormatArgument(kind: .named, ident: Ident(start.name, start.span), expr: expr))
        list.spans.append(parser.span(expr))
      } else {
        let expr = parser.expr()
        if expr.isNone { return false }
        if list.arguments.contains(where: { $0.kind == .named }) {
          var d = Diagnostic.error(
            "positional arguments cannot follow named arguments", at: parser.span(expr),
            label: "positional arguments must be before named arguments")
          for (i, argument) in list.arguments.enumerated() where argument.kind == .named {
            d = d.label(argument.ident.span.to(list.spans[i]), "named argument")
          }
          parser.report(d)
          return false
        }
        list.arguments.append(FormatArgument(kind: .normal, ident: .none, expr: expr))
        list.spans.append(parser.span(expr))
      }
    }
    list.explicitCount = list.arguments.count
    list.isUsed = [Bool](repeating: false, count: list.explicitCount)
    return true
  }
}

/// Turns the pieces of a format string into those of the node. Sharing: none.
private struct PlaceholderMatcher {
  let text: FormatText
  /// Names may be captured only if the string stands in the call itself.
  let isDirect: Bool
  var list: FormatArgumentList
  var template: [FormatPiece] = []
  /// References to arguments that are not there.
  private var invalid: [(index: Int, span: Span)] = []

  init(text: FormatText, isDirect: Bool, list: FormatArgumentList) {
    self.text = text
    self.isDirect = isDirect
    self.list = list
  }

  mutating func add(_ piece: FormatStringParser.Piece, _ parser: inout ArgumentParser) {
    switch piece {
    case .text(let text): template.append(.literal(Name(text)))
    case .placeholder(let p):
      let positionSpan = text.span(p.positionRange)
      let argument: FormatPosition
      switch p.position {
      case .next(let n): argument = position(n, .implicit, positionSpan)
      case .index(let n): argument = position(n, .number, positionSpan)
      case .named(let name): argument = named(name, positionSpan, &parser)
      }
      var options = p.options
      // As in rustc, the precision is looked up before the width.
      options.precision = count(p.precision, p.precisionRange, &parser)
      options.width = count(p.width, p.widthRange, &parser)
      template.append(
        .placeholder(
          FormatPlaceholder(argument: argument, span: text.span(p.range), trait: trait(p, &parser), options: options)))
    }
  }

  private mutating func position(_ n: Int, _ kind: FormatPosition.Kind, _ span: Span) -> FormatPosition {
    if n < list.explicitCount {
      list.isUsed[n] = true
      return FormatPosition(index: UInt32(n), kind: kind, span: span)
    }
    invalid.append((n, span))
    return FormatPosition(index: FormatPosition.invalid, kind: kind, span: span)
  }

  private mutating func named(_ text: String, _ span: Span, _ parser: inout ArgumentParser) -> FormatPosition {
    let name = Name(text)
    if let found = list.index(named: name) {
      if found < list.explicitCount { list.isUsed[found] = true }
      return FormatPosition(index: UInt32(found), kind: .named, span: span)
    }
    let ident = Ident(name, span)
    var value = ID<Expr>.none
    if isDirect { value = parser.path(ident) } else {
      parser.report(
        .error("there is no argument named `\(name)`", at: span)
          .note("did you intend to capture a variable from the surrounding scope?")
          .note("to avoid ambiguity, `format_args!` cannot capture variables when the format string is expanded from a macro"))
      value = parser.withTree { $0.add(Expr(.error, span)) }
    }
    list.arguments.append(FormatArgument(kind: .captured, ident: ident, expr: value))
    return FormatPosition(index: UInt32(list.arguments.count - 1), kind: .named, span: span)
  }

  private mutating func count(
    _ count: FormatStringParser.Count, _ range: Range<Int>?, _ parser: inout ArgumentParser
  ) -> FormatCount {
    let span = range.map { text.span($0) } ?? text.span
    switch count {
    case .none: return .none
    case .literal(let n): return .literal(n)
    case .name(let name, let nameRange): return .argument(named(name, text.span(nameRange), &parser))
    case .parameter(let n): return .argument(position(n, .number, span))
    case .star(let n): return .argument(position(n, .implicit, span))
    }
  }

  private func trait(_ p: FormatStringParser.Placeholder, _ parser: inout ArgumentParser) -> FormatTrait {
    switch p.type {
    case "": return .display
    case "?": return .debug
    case "e": return .lowerExp
    case "E": return .upperExp
    case "o": return .octal
    case "p": return .pointer
    case "b": return .binary
    case "x": return .lowerHex
    case "X": return .upperHex
    default:
      parser.report(
        .error("unknown format trait `\(p.type)`", at: p.typeRange.map { text.span($0) } ?? text.span)
          .note("there are: nothing (`Display`), `?` (`Debug`), `e`, `E`, `o`, `p`, `b`, `x` and `X`"))
      return .display
    }
  }

  // MARK: Arguments too many or too few

  func checkUse(_ parser: inout ArgumentParser) {
    if !invalid.isEmpty { reportInvalid(&parser) }
    let unused = list.isUsed.indices.filter { !list.isUsed[$0] }
    guard let first = unused.first else { return }
    func label(_ i: Int) -> String { list.arguments[i].kind == .named ? "named argument never used" : "argument never used" }
    if unused.count == 1 {
      parser.report(
        .error(label(first), at: list.spans[first], label: label(first)).label(text.span, "formatting specifier missing"))
      return
    }
    var d = Diagnostic.error("multiple unused formatting arguments", at: list.spans[first], label: label(first))
    for i in unused.dropFirst() { d = d.also(list.spans[i], label(i)) }
    parser.report(d.label(text.span, "multiple missing formatting specifiers"))
  }

  private func reportInvalid(_ parser: inout ArgumentParser) {
    let count = list.explicitCount
    let given = count == 0 ? "no arguments were given" : count == 1 ? "there is 1 argument" : "there are \(count) arguments"
    var usesNumbers = false
    var implicitSpans: [Span] = []
    var placeholders = 0
    for case .placeholder(let p) in template {
      func isNumber(_ c: FormatCount) -> Bool { if case .argument(let a) = c { a.kind == .number } else { false } }
      if p.argument.kind == .number || isNumber(p.options.width) || isNumber(p.options.precision) { usesNumbers = true }
      var place: Span?
      if case .argument(let a) = p.options.precision, a.kind == .implicit {
        place = a.span
        placeholders += 1
      }
      if p.argument.kind == .implicit {
        place = p.span
        placeholders += 1
      }
      if let place { implicitSpans.append(place) }
    }
    var d: Diagnostic
    if !usesNumbers {
      d = .error(
        "\(placeholders) positional argument\(placeholders == 1 ? "" : "s") in format string, but \(given)",
        at: implicitSpans.first ?? text.span
      ).also(implicitSpans.dropFirst())
      for span in list.spans { d = d.label(span, "") }
    } else {
      let indices = Set(invalid.map(\.index)).sorted()
      let words = indices.map(String.init)
      let listed = words.count == 1 ? words[0] : words.dropLast().joined(separator: ", ") + " and " + words.last!
      d = .error(
        "invalid reference to positional argument\(indices.count == 1 ? "" : "s") \(listed) (\(given))",
        at: text.isSourceLiteral ? invalid[0].span : text.span)
      if text.isSourceLiteral { d = d.also(invalid.dropFirst().map(\.span)) }
      d = d.note("positional arguments are zero-based")
    }
    parser.report(d)
  }
}
