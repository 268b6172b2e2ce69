// What follows an expression directly: fields, methods, calls, indexing, `?`.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// The suffixes after `base`, which begins at `start`.
  mutating func postfixRest(_ base: ID<Expr>, _ start: Span, _ attributes: Run<Attribute>) throws(ParseFailure) -> ID<Expr> {
    var expr = base
    var links = 0
    while true {
      switch token.kind {
      case .question:
        bump()
        expr = tree.add(Expr(.try(expr), span(from: start)))
      case .dot:
        bump()
        expr = try dotSuffix(expr, start)
      case .openParen:
        if restrictions.contains(.statement) && isComplete(expr) { return attributed(attributes, expr) }
        let close = token.payload
        bump()
        do throws(ParseFailure) {
          let args = try exprList(.closeParen)
          expr = tree.add(Expr(.call(expr, args), span(from: start)))
        } catch {
          expr = try errorExpr(closing: close, start, error)
        }
      case .openBracket:
        if restrictions.contains(.statement) && isComplete(expr) { return attributed(attributes, expr) }
        bump()
        let index = try expression()
        try expect(.closeBracket)
        expr = tree.add(Expr(.index(expr, index), span(from: start)))
      case .rArrow where !(restrictions.contains(.statement) && isComplete(expr)):
        error("a field or method follows `.`, not `->`", at: span)
        bump()
        expr = try dotSuffix(expr, start)
      default: return attributed(attributes, expr)
      }
      links += 1
      if links > Parser.maxChain { throw tooDeep() }
    }
  }

  /// Expressions separated by commas, and `close`, which is taken.
  mutating func exprList(_ close: TokenKind) throws(ParseFailure) -> IDList<Expr> {
    let mark = ids.count
    defer { ids.drop(to: mark) }
    _ = try commaSeparated(close) { parser throws(ParseFailure) in parser.ids.push(try parser.expression().rawValue) }
    try expect(close)
    return ids.finish(mark, into: &tree.lists)
  }

  /// After `.`.
  mutating func dotSuffix(_ base: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    switch token.kind {
    case .identifier, .rawIdentifier: return try namedSuffix(base, start)
    case .integer:
      let ident = try fieldName()
      return field(base, ident, span(from: start))
    case .float: return try floatSuffix(base, start)
    default:
      // The dot is passed over.
      let place = token.kind == .endOfInput ? previousSpan : span
      error("expected a field, method or `await` after `.`, found \(description(of: token))", at: place)
      return base
    }
  }

  @inline(__always) mutating func field(_ base: ID<Expr>, _ ident: Ident, _ span: Span) -> ID<Expr> {
    tree.add(Expr(.field(base, tree.add(FieldAccess(ident: ident))), span))
  }

  @inline(__always) mutating func namedSuffix(_ base: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    if word <= Name.await.rawValue, let expr = try keywordSuffix(base, start) { return expr }
    let nameSpan = span
    let segment = try pathSegment(.expr)
    if token.kind == .openParen {
      bump()
      let args = try exprList(.closeParen)
      let call = tree.add(MethodCall(receiver: base, segment: segment, args: args, span: span(from: nameSpan)))
      return tree.add(Expr(.methodCall(call), span(from: start)))
    }
    if !segment.args.isNone {
      error("a field has no generic arguments", at: tree[segment.args].span)
    }
    return field(base, segment.ident, span(from: start))
  }

  /// `.await`, `.use`, `.match { … }`, `.yield`
  @inline(never) mutating func keywordSuffix(_ base: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr>? {
    switch token.name {
    case .await where edition() >= .e2018:
      bump()
      if token.kind == .openParen && kindAhead(1) == .closeParen {
        error("`.await` is not called", at: span.to(ahead(1).span))
        let whole = tree.add(Expr(.await(base), span(from: start)))
        bump()
        bump()
        return whole
      }
      return tree.add(Expr(.await(base), span(from: start)))
    case .use:
      bump()
      return tree.add(Expr(.use(base), span(from: start)))
    case .match:
      bump()
      return try matchBlock(base, start)
    case .yield:
      bump()
      return tree.add(Expr(.yield(base), span(from: start)))
    default: return nil
    }
  }

  /// A float after `.` is one or two tuple indices: `x.0.1`.
  mutating func floatSuffix(_ base: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    let whole = token
    let bytes = whole.name.bytes
    let parts = LiteralParts(.float, bytes)
    let text = UnsafeBufferPointer(rebasing: bytes[..<parts.contentEnd])
    if text.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
      throw expected("a field, method or `await` after `.`")
    }
    guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else {
      // `1e3`: one index, of no tuple.
      bump()
      if parts.suffixStart < bytes.count { error("the index of a field has no suffix", at: whole.span) }
      return field(base, Ident(Name(bytes: text), whole.span), span(from: start))
    }
    // Spans of the parts are known only if the token has not been joined by a macro.
    let s = whole.span
    let middle = s.lo &+ UInt32(dot)
    let first = Ident(
      Name(bytes: UnsafeBufferPointer(rebasing: text[..<dot])), Span(lo: s.lo, hi: middle, context: s.context))
    let inner = field(base, first, start.to(first.span))
    if dot + 1 == text.count {
      // `1.`: the index, and a dot that belongs to what follows.
      previous = Token(.integer, payload: first.name.rawValue, span: first.span)
      token = Token(.dot, span: Span(lo: middle, hi: s.hi, context: s.context), flags: whole.flags)
      word = .max
      return inner
    }
    let second = Ident(
      Name(bytes: UnsafeBufferPointer(rebasing: text[(dot + 1)...])), Span(lo: middle &+ 1, hi: s.hi, context: s.context))
    bump()
    if parts.suffixStart < bytes.count { error("the index of a field has no suffix", at: whole.span) }
    return field(inner, second, span(from: start))
  }

  /// `a.b.0.1` after `offset_of!(T, `: names of fields.
  mutating func fieldAccesses() throws(ParseFailure) -> Run<FieldAccess> {
    let mark = fieldAccessScratch.count
    defer { fieldAccessScratch.drop(to: mark) }
    while true {
      if token.kind == .float {
        let text = token.name.text
        let parts = text.split(separator: ".", omittingEmptySubsequences: true)
        for part in parts { fieldAccessScratch.push(FieldAccess(ident: Ident(Name(String(part)), span))) }
        bump()
        if text.hasSuffix(".") { continue }
      } else if token.kind == .openInvisible {
        bump()
        continue
      } else {
        fieldAccessScratch.push(FieldAccess(ident: try fieldName()))
      }
      if token.kind == .closeInvisible { bump() }
      if !eat(.dot) { break }
    }
    return fieldAccessScratch.finish(mark, into: &tree.fieldAccesses)
  }
}
