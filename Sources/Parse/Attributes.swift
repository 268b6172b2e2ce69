// Attributes and doc comments.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  @inline(__always) var atAttribute: Bool { mutating get { token.kind == .pound || token.kind.isDoc } }

  /// `#[…]` and outer doc comments, as many as there are.
  @inline(__always) mutating func outerAttributes() throws(ParseFailure) -> Run<Attribute> {
    if !atAttribute { return .empty }
    return try someOuterAttributes()
  }

  @inline(never) mutating func someOuterAttributes() throws(ParseFailure) -> Run<Attribute> {
    let mark = attributeScratch.count
    defer { attributeScratch.drop(to: mark) }
    while true {
      if token.kind == .pound {
        let attribute = try self.attribute()
        if attribute.isInner {
          let hasOuter = attributeScratch.count > mark
          error(
            hasOuter
              ? "an inner attribute cannot follow outer ones" : "an inner attribute is not allowed here", at: attribute.span)
        } else {
          attributeScratch.push(attribute)
        }
      } else if token.kind.isDoc {
        if token.kind == .innerLineDoc || token.kind == .innerBlockDoc {
          messages.append(
            .error("an inner doc comment is not allowed here", code: "E0753", at: span)
              .note("it documents what it stands in, so it comes before everything else there"))
        }
        attributeScratch.push(docAttribute(isInner: false))
      } else {
        return attributeScratch.finish(mark, into: &tree.attributes)
      }
    }
  }

  /// `#![…]` and inner doc comments, as many as there are.
  @inline(__always) mutating func innerAttributes() throws(ParseFailure) -> Run<Attribute> {
    if !atAttribute { return .empty }
    return try someInnerAttributes()
  }

  @inline(never) mutating func someInnerAttributes() throws(ParseFailure) -> Run<Attribute> {
    let mark = attributeScratch.count
    defer { attributeScratch.drop(to: mark) }
    while true {
      if token.kind == .pound && kindAhead(1) == .not {
        attributeScratch.push(try attribute())
      } else if token.kind == .innerLineDoc || token.kind == .innerBlockDoc {
        attributeScratch.push(docAttribute(isInner: true))
      } else {
        return attributeScratch.finish(mark, into: &tree.attributes)
      }
    }
  }

  /// `first` and `second`, in this order, as one run.
  mutating func joined(_ first: Run<Attribute>, _ second: Run<Attribute>) -> Run<Attribute> {
    if second.isEmpty { return first }
    if first.isEmpty { return second }
    let start = tree.attributes.count
    for id in first { tree.attributes.append(tree.attributes[id]) }
    for id in second { tree.attributes.append(tree.attributes[id]) }
    return Run(start: start, count: first.count + second.count)
  }

  mutating func docAttribute(isInner: Bool) -> Attribute {
    let at = index
    let path = singleSegmentPath(Ident(.doc, span))
    bump()
    return Attribute(
      isInner: isInner, isUnsafe: false, path: path, arguments: .doc(previous.name), span: previousSpan,
      tokens: TokenRange(at, at + 1))
  }

  /// At `#`.
  mutating func attribute() throws(ParseFailure) -> Attribute {
    let start = span
    let first = index
    bump()
    let isInner = eat(.not)
    try expect(.openBracket)
    var result = try attributeItem()
    try expect(.closeBracket)
    result.isInner = isInner
    result.span = span(from: start)
    result.tokens = TokenRange(first, index)
    return result
  }

  /// What stands in an attribute's brackets: `path`, `path(…)`, `path = value`, `unsafe(…)`.
  mutating func attributeItem() throws(ParseFailure) -> Attribute {
    if atInvisible(.meta) {
      bump()
      let result = try attributeItem()
      try closeInvisible()
      return result
    }
    let start = span
    let first = index
    let isUnsafe = eatKeyword(.unsafe)
    if isUnsafe { try expect(.openParen) }
    let path = try self.path(.mod)
    var arguments = Attribute.Arguments.none
    switch token.kind {
    case .openParen, .openBracket, .openBrace: arguments = .delimited(try delimited())
    case .eq:
      bump()
      let valueStart = index
      _ = try expression()
      arguments = .value(TokenRange(valueStart, index))
    default: break
    }
    if isUnsafe { try expect(.closeParen) }
    return Attribute(
      isInner: false, isUnsafe: isUnsafe, path: path, arguments: arguments, span: span(from: start),
      tokens: TokenRange(first, index))
  }

  /// A bracketed group; what is between the brackets.
  @inline(__always) mutating func delimited() throws(ParseFailure) -> TokenRange {
    let kind = token.kind
    guard kind == .openParen || kind == .openBrace || kind == .openBracket, token.payload < limit else {
      throw expected("`(`, `[` or `{`")
    }
    let range = TokenRange(index + 1, token.payload)
    jump(to: token.payload + 1)
    return range
  }

  /// `path!` has been taken: its arguments.
  mutating func macroCall(_ path: ID<Path>, from start: Span) throws(ParseFailure) -> ID<MacroCall> {
    let delimiter = token.kind
    let arguments = try delimited()
    return tree.add(MacroCall(path: path, delimiter: delimiter, arguments: arguments, span: span(from: start)))
  }

  /// Tells of attributes that nothing follows.
  mutating func reportUnused(_ attributes: Run<Attribute>) {
    guard let last = attributes.last else { return }
    let attribute = tree[last]
    if case .doc = attribute.arguments {
      messages.append(.error("this doc comment documents nothing", code: "E0585", at: attribute.span))
    } else {
      error("nothing follows this attribute that it could apply to", at: attribute.span)
    }
  }
}
