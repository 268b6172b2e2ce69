// `${count($x)}` and the like.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// A part of a rule that needs a feature. Which ones its crate has is not known yet when a definition is compiled.
public struct MacroGate: Sendable {
  public enum Kind: Sendable { case metaVariables, concat }
  var kind: Kind
  var span: Span
  init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  public var feature: Name {
    switch kind {
    case .metaVariables: MacroGate.metaVariables
    case .concat: MacroGate.concat
    }
  }
  private static let metaVariables = Name("macro_metavar_expr")
  private static let concat = Name("macro_metavar_expr_concat")

  /// E0658.
  public var message: Diagnostic {
    .unstable(kind == .concat ? "`${concat(…)}` is" : "expressions of macro variables are", feature: feature.text, at: span)
  }
}

/// What stands in `${…}`.
enum MetaVarExpression {
  case concat([ConcatElement])
  /// Number of repetitions of the variable, `depth` levels down.
  case count(Token, depth: Int)
  /// Nothing: lets a repetition go with the variable.
  case ignore(Token)
  /// Index, or number, of the repetition `depth` levels out.
  case index(Int)
  case length(Int)

  /// The variables that it names.
  var variables: [Token] {
    switch self {
    case .concat(let elements):
      elements.compactMap { if case .variable(let t) = $0 { t } else { nil } }
    case .count(let t, _), .ignore(let t): [t]
    case .index, .length: []
    }
  }
}

enum ConcatElement {
  case text(Name)
  case variable(Token)
}

extension QuotedParser {
  /// The expression in `range`; nil after a message.
  mutating func parseMetaVarExpression(_ range: TokenRange, outer: Span) -> MetaVarExpression? {
    var i = range.start
    guard let name = ident(&i, range.end, fallback: outer) else { return nil }
    guard i < range.end, tokens[i].kind == .openParen else {
      diagnostics.add(.metaVarExpression("the arguments of `\(name.name)` stand in parentheses", at: name.span))
      return nil
    }
    let inner = TokenRange(i + 1, tokens[i].payload)
    i = tokens[i].payload + 1
    if i < range.end {
      diagnostics.add(.metaVarExpression("nothing may follow in a meta-variable expression", at: tokens[i].span))
      return nil
    }
    i = inner.start
    let result: MetaVarExpression?
    switch name.name.text {
    case "concat": result = concat(&i, inner.end, outer: outer, name: name)
    case "count": result = count(&i, inner.end, name: name)
    case "ignore": result = variable(&i, inner.end, name: name).map { .ignore($0) }
    case "index": result = metaDepth(&i, inner.end, name: name).map { .index($0) }
    case "len": result = metaDepth(&i, inner.end, name: name).map { .length($0) }
    default:
      diagnostics.add(
        .metaVarExpression("unknown meta-variable expression `\(name.name)`", at: name.span)
          .help("there are `count`, `ignore`, `index`, `len` and `concat`"))
      return nil
    }
    if result != nil && i < inner.end {
      diagnostics.add(.metaVarExpression("too many arguments for `\(name.name)`", at: tokens[i].span))
      return nil
    }
    return result
  }

  private mutating func fail<T>(_ message: String, _ span: Span) -> T? {
    diagnostics.add(.metaVarExpression(message, at: span))
    return nil
  }

  private mutating func ident(_ i: inout TokenIndex, _ end: TokenIndex, fallback: Span) -> Token? {
    guard i < end else { return fail("an identifier or string literal is expected here", fallback) }
    let token = tokens[i]
    if token.kind.isOpen { return fail("an identifier or string literal is expected here", token.span) }
    i += 1
    if token.kind == .rawIdentifier { return fail("raw identifiers are not supported in meta-variable expressions", token.span) }
    if token.kind != .identifier { return fail("expected identifier, found \(describe(token))", token.span) }
    return token
  }

  private mutating func variable(_ i: inout TokenIndex, _ end: TokenIndex, name: Token) -> Token? {
    guard i < end, tokens[i].kind == .dollar else {
      return fail("meta-variables in a meta-variable expression are written with their `$`", name.span)
    }
    i += 1
    return ident(&i, end, fallback: name.span)
  }

  private mutating func count(_ i: inout TokenIndex, _ end: TokenIndex, name: Token) -> MetaVarExpression? {
    guard let variable = variable(&i, end, name: name) else { return nil }
    guard i < end, tokens[i].kind == .comma else { return .count(variable, depth: 0) }
    i += 1
    if i == end { return fail("a depth is expected after the comma", name.span) }
    return metaDepth(&i, end, name: name).map { .count(variable, depth: $0) }
  }

  private mutating func metaDepth(_ i: inout TokenIndex, _ end: TokenIndex, name: Token) -> Int? {
    if i == end { return 0 }
    let token = tokens[i]
    guard token.kind.isLiteral else { return fail("the depth of a meta-variable expression is a literal", name.span) }
    i += 1
    if token.kind == .integer {
      let value = decodeInteger(token.name)
      if value.suffix.isEmpty && !value.overflows, let depth = Int(exactly: value.value) { return depth }
    }
    return fail("the depth of a meta-variable expression is an integer without suffix", name.span)
  }

  private mutating func concat(_ i: inout TokenIndex, _ end: TokenIndex, outer: Span, name: Token) -> MetaVarExpression? {
    var elements: [ConcatElement] = []
    repeat {
      if i < end && tokens[i].kind == .dollar {
        i += 1
        guard let variable = ident(&i, end, fallback: outer) else { return nil }
        elements.append(.variable(variable))
      } else if i < end && tokens[i].kind == .string && literalSuffix(.string, tokens[i].name).isEmpty {
        elements.append(.text(contentOfString(tokens[i])))
        i += 1
      } else {
        guard let word = ident(&i, end, fallback: outer) else { return nil }
        elements.append(.text(word.name))
      }
      if i == end { break }
      if tokens[i].kind != .comma { return fail("expected comma", outer) }
      i += 1
    } while true
    if elements.count < 2 { return fail("`concat` takes at least two elements", name.span) }
    return .concat(elements)
  }
}

/// The text between the quotes of a string literal, as written.
func contentOfString(_ token: Token) -> Name {
  let bytes = token.name.bytes
  let parts = LiteralParts(token.kind, bytes)
  return Name(bytes: UnsafeBufferPointer(rebasing: bytes[parts.contentStart..<parts.contentEnd]))
}
