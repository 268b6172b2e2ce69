// The usual form of attribute arguments: nested lists of paths, values and literals.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// `path`, `path = literal`, `path(…)`, or a literal, within an attribute's parentheses. Sharing: frozen.
public struct MetaItem: Sendable {
  public indirect enum Kind: Sendable {
    case word
    case value(MetaLiteral)
    case list([MetaItem])
    /// A literal by itself; `path` is empty.
    case literal(MetaLiteral)
  }
  /// A leading `::` is `Name.pathRoot`.
  public var path: [Ident]
  public var kind: Kind
  public var span: Span

  /// The path if it is one name, else the empty name.
  public var name: Name { path.count == 1 ? path[0].name : .empty }
}

/// A literal token: its kind (`identifier` for `true` and `false`) and whole text.
public struct MetaLiteral: Sendable {
  public var kind: TokenKind
  public var text: Name
  public var span: Span

  /// The text that a string literal stands for; nil for other literals.
  public var string: String? {
    guard kind == .string || kind == .rawString else { return nil }
    return String(decoding: decodeString(kind, text), as: UTF8.self)
  }
}

/// The comma-separated meta items of `range`: what stands between an attribute's parentheses, as in `cfg(all(a, b = "c"))`.
///
/// - Returns: nil, with a message, if it is something else.
public func parseMetaItems(_ buffer: TokenBuffer, _ range: TokenRange, diagnostics: inout DiagnosticList) -> [MetaItem]? {
  var parser = Parser(buffer)
  parser.start(range)
  var items: [MetaItem]?
  do throws(ParseFailure) { items = try parser.metaItems(.endOfInput) } catch {}
  return parser.finish(&diagnostics) { _ in items }
}

/// The literal that an attribute's value `range` consists of (`#[path = "x"]`); nil without a message if it is something else.
public func parseMetaValue(_ buffer: TokenBuffer, _ range: TokenRange) -> MetaLiteral? {
  var parser = Parser(buffer)
  parser.start(range)
  let literal = try? parser.metaLiteral()
  return parser.token.kind == .endOfInput ? literal : nil
}

/// The arguments of `cfg_attr(predicate, attribute, …)`: the predicate, and the attributes as nodes of a tree of their own.
///
/// - Returns: nil, with a message, if it is something else.
public func parseCfgAttr(
  _ buffer: TokenBuffer, _ range: TokenRange, diagnostics: inout DiagnosticList
) -> (predicate: MetaItem, attributes: Parsed<Run<Attribute>>)? {
  var parser = Parser(buffer)
  parser.start(range)
  var result: (MetaItem, Run<Attribute>)?
  do throws(ParseFailure) { result = try parser.cfgAttr() } catch {}
  return parser.finish(&diagnostics) { tree in
    result.map { (predicate: $0.0, attributes: Parsed(tree: tree, node: $0.1)) }
  }
}

extension Parser {
  mutating func metaItems(_ end: TokenKind) throws(ParseFailure) -> [MetaItem] {
    try enter()
    defer { leave() }
    var items: [MetaItem] = []
    while token.kind != end {
      items.append(try metaItem())
      if !eat(.comma) { break }
    }
    if token.kind != end { throw expected("`,` or the end of the list") }
    if end != .endOfInput { bump() }
    return items
  }

  mutating func metaItem() throws(ParseFailure) -> MetaItem {
    let start = span
    if atInvisible(.meta) {
      bump()
      let item = try metaItem()
      try closeInvisible()
      return item
    }
    if let literal = try metaLiteral() { return MetaItem(path: [], kind: .literal(literal), span: literal.span) }
    let path = try self.path(.mod)
    let names = tree[path].segments.map { tree[$0].ident }
    var kind = MetaItem.Kind.word
    if eat(.eq) {
      guard let literal = try metaLiteral() else { throw expected("a literal") }
      kind = .value(literal)
    } else if eat(.openParen) {
      kind = .list(try metaItems(.closeParen))
    }
    return MetaItem(path: names, kind: kind, span: span(from: start))
  }

  /// A literal if one is at hand.
  mutating func metaLiteral() throws(ParseFailure) -> MetaLiteral? {
    if atInvisible(.literal) || (atInvisible(.expr) || atInvisible(.expr2021)) && canBeginLiteral {
      bump()
      let literal = try metaLiteral()
      try closeInvisible()
      return literal
    }
    guard token.kind.isLiteral || atBool else { return nil }
    let literal = MetaLiteral(kind: token.kind, text: token.name, span: span)
    if token.kind.isLiteral && literalSuffix(token.kind, token.name) != .empty {
      error("a literal in an attribute has no suffix", at: span)
    }
    bump()
    return literal
  }

  mutating func cfgAttr() throws(ParseFailure) -> (MetaItem, Run<Attribute>) {
    let predicate = try metaItem()
    try expect(.comma)
    let mark = attributeScratch.count
    defer { attributeScratch.drop(to: mark) }
    while token.kind != .endOfInput {
      attributeScratch.push(try attributeItem())
      if !eat(.comma) { break }
    }
    if token.kind != .endOfInput { throw expected("`,` or the end of `cfg_attr`") }
    return (predicate, attributeScratch.finish(mark, into: &tree.attributes))
  }
}
