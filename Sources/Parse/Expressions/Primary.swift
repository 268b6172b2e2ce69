// Expressions that are not made of operators and suffixes.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// An expression without operators around it.
  mutating func primaryExpr() throws(ParseFailure) -> ID<Expr> {
    switch token.kind {
    case .identifier: return try wordExpr()
    case .rawIdentifier, .colonColon, .lt, .shl: return try pathExpr()
    case .openParen: return try parenExpr()
    case .openBrace: return try blockExpr(label: .none, from: span)
    case .openBracket: return try arrayExpr()
    case .or, .orOr: return try closureExpr()
    case .lifetime, .rawLifetime: return try labeledExpr()
    case .openInvisible: return try invisibleExpr()
    default:
      if token.kind.isLiteral {
        let literal = tree.add(Expr(.literal(token.kind, token.name), span))
        bump()
        return literal
      }
      throw expected("an expression")
    }
  }

  /// An expression, block, literal, path or statement that a macro was given.
  mutating func invisibleExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    switch token.fragment {
    case .expr, .expr2021:
      bump()
      let expr = try expression()
      try closeInvisible()
      return expr
    case .literal:
      bump()
      guard let expr = try literalMaybeMinus() else { throw expected("a literal") }
      try closeInvisible()
      return expr
    case .block:
      bump()
      let block = try self.block()
      try closeInvisible()
      return tree.add(Expr(.block(block, label: .none), tree[block].span))
    case .path: return try pathExpr()
    case .ty:
      let ty = try type()
      throw failure("a type is not an expression", at: tree[ty].isError ? start : tree[ty].span)
    default: throw expected("an expression")
    }
  }

  /// An expression that begins with a word.
  @inline(__always) mutating func wordExpr() throws(ParseFailure) -> ID<Expr> {
    if word > Name.dollarCrate.rawValue { return try pathExpr() }
    return try keywordExpr()
  }

  @inline(never) mutating func keywordExpr() throws(ParseFailure) -> ID<Expr> {
    if atBuiltin { return try builtinExpr() }
    if atPathStart() { return try pathExpr() }
    let start = span
    switch token.name {
    case .true, .false:
      let literal = tree.add(Expr(.literal(.identifier, token.name), span))
      bump()
      return literal
    case .if:
      bump()
      return try ifExpr(start)
    case .match:
      bump()
      let attributes = try outerAttributes()
      let scrutinee = try expression(.noStructLiteral, attributes)
      return try matchBlock(scrutinee, start)
    case .unsafe:
      bump()
      let block = try blockWithAttributes()
      return tree.add(Expr(.unsafeBlock(block), span(from: start)))
    case .loop, .while: return try loopExpr(label: .none, start)
    case .for: return try choosesGenericsOverQualifiedPath(1) ? closureExpr() : loopExpr(label: .none, start)
    case .move, .use, .static: return try closureExpr()
    case .return:
      bump()
      let value = try optionalExpr()
      return tree.add(Expr(.return(value), span(from: start)))
    case .break: return try breakExpr()
    case .continue: return try continueExpr()
    case .let: return try letExpr()
    case .const:
      if atConstClosure { return try closureExpr() }
      if isInlineConst(0) {
        bump()
        let block = try blockWithAttributes()
        return tree.add(Expr(.constBlock(block), span(from: start)))
      }
    case .underscore:
      bump()
      return tree.add(Expr(.underscore, start))
    case .yield:
      bump()
      let value = try optionalExpr()
      return tree.add(Expr(.yield(value), span(from: start)))
    case .become:
      bump()
      let value = try expression()
      return tree.add(Expr(.become(value), span(from: start)))
    case .do where isAhead(1, .yeet):
      bump()
      bump()
      let value = try optionalExpr()
      return tree.add(Expr(.yeet(value), span(from: start)))
    case .try where isTryBlock(): return try tryBlock()
    case .await where edition() >= .e2018:
      bump()
      if !eat(.not) { _ = eat(.question) }
      _ = try prefixExpr(.empty)
      error("`await` stands behind its operand: `….await`", at: span(from: start))
      return tree.add(Expr(.error, span(from: start)))
    case .async, .gen: return try coroutineExpr()
    default: break
    }
    throw expected("an expression")
  }

  /// An expression if one begins here, else `.none`.
  mutating func optionalExpr() throws(ParseFailure) -> ID<Expr> {
    try canBeginExpr(token) ? expression() : .none
  }

  // MARK: Literals

  /// A literal, maybe with `-`; nil if there is none.
  mutating func literalMaybeMinus() throws(ParseFailure) -> ID<Expr>? {
    let start = span
    if token.kind == .openInvisible {
      switch token.fragment {
      case .expr, .expr2021:
        bump()
        let expr = try expression()
        try closeInvisible()
        return expr
      case .literal:
        bump()
        let literal = try literalMaybeMinus()
        try closeInvisible()
        return literal
      default: return nil
      }
    }
    let isNegative = token.kind == .minus
    if isNegative { bump() }
    if !token.kind.isLiteral && !atBool {
      if isNegative {
        if token.kind == .openInvisible, let inner = try literalMaybeMinus() {
          return tree.add(Expr(.unary(.neg, inner), span(from: start)))
        }
        throw expected("a literal")
      }
      return nil
    }
    let literal = tree.add(Expr(.literal(token.kind, token.name), span))
    bump()
    return isNegative ? tree.add(Expr(.unary(.neg, literal), span(from: start))) : literal
  }

  // MARK: Paths, structs, macro calls

  /// A path, and what it is the head of: `path!(…)`, `path { … }`.
  @inline(__always) mutating func pathExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    if token.kind == .lt || token.kind == .shl { return try qualifiedPathExpr(start) }
    let path = try self.path(.expr)
    switch token.kind {
    case .not:
      bump()
      let call = try macroCall(path, from: start)
      return tree.add(Expr(.macroCall(call), span(from: start)))
    case .openBrace:
      if !restrictions.contains(.noStructLiteral) {
        bump()
        return try structExpr(path, .none, start)
      }
      if isLikelyStructLiteral, let literal = misplacedStructLiteral(path, start) { return literal }
    default: break
    }
    return tree.add(Expr(.path(path, qself: .none), span(from: start)))
  }

  mutating func qualifiedPathExpr(_ start: Span) throws(ParseFailure) -> ID<Expr> {
    _ = eatSplitting(.lt)
    let (qself, path) = try qualifiedPath(.expr, from: start)
    if token.kind == .not && kindAhead(1) != .eq {
      throw failure("a macro's path does not begin with `<`", at: tree[path].span)
    }
    if token.kind == .openBrace && !restrictions.contains(.noStructLiteral) {
      bump()
      return try structExpr(path, qself, start)
    }
    return tree.add(Expr(.path(path, qself: qself), span(from: start)))
  }

  /// `{ name:` or `{ name,`
  var isLikelyStructLiteral: Bool {
    mutating get {
      kindAhead(1).isAnyIdentifier && (kindAhead(2) == .comma || kindAhead(2) == .colon)
    }
  }

  /// `path {` in a condition, where a block is expected; told of if it reads as a struct literal, which is then the result.
  @inline(never) mutating func misplacedStructLiteral(_ path: ID<Path>, _ start: Span) -> ID<Expr>? {
    let before = snapshot()
    bump()
    let marks = (exprFieldScratch.count, ids.count)
    do throws(ParseFailure) {
      let expr = try structExpr(path, .none, start)
      if messages.count > before.messages { throw ParseFailure() }
      error("a struct literal stands in parentheses here", at: span(expr))
      return expr
    } catch {
      exprFieldScratch.drop(to: marks.0)
      ids.drop(to: marks.1)
      restore(before)
      return nil
    }
  }

  /// After `path {`.
  mutating func structExpr(_ path: ID<Path>, _ qself: ID<QSelf>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    let mark = exprFieldScratch.count
    defer { exprFieldScratch.drop(to: mark) }
    let close = previous.payload
    var rest = StructExpr.Rest.none
    while token.kind != .closeBrace {
      if token.kind == .dotDot {
        bump()
        if token.kind == .closeBrace {
          rest = .dotDot(previousSpan)
        } else {
          let dots = previousSpan
          rest = .base(try expression())
          if token.kind == .comma {
            error("no `,` follows the base of a struct", at: span(from: dots))
            recover(to: close)
          }
        }
        break
      }
      let before = exprFieldScratch.count
      do throws(ParseFailure) {
        exprFieldScratch.push(try exprField())
        if !eat(.comma) && token.kind != .closeBrace { throw expected("`,` or `}`") }
      } catch {
        // Other fields may be meant: the struct is taken to be whole.
        if token.kind == .endOfInput { throw error }
        exprFieldScratch.drop(to: before)
        skipTrees(to: .comma, or: .closeBrace)
        if token.kind != .comma && token.kind != .closeBrace { throw error }
        _ = eat(.comma)
        rest = .base(tree.add(Expr(.error, previousSpan)))
      }
    }
    try expect(.closeBrace)
    let fields = exprFieldScratch.finish(mark, into: &tree.exprFields)
    let node = tree.add(StructExpr(path: path, qself: qself, fields: fields, rest: rest))
    return tree.add(Expr(.structure(node), span(from: start)))
  }

  mutating func exprField() throws(ParseFailure) -> ExprField {
    let attributes = try outerAttributes()
    let start = span
    let next = kindAhead(1)
    if next == .colon || next == .eq {
      let ident = try fieldName()
      if token.kind == .eq { error("a field's value follows `:`, not `=`", at: span) }
      bump()
      let value = try expression()
      return ExprField(
        attributes: attributes, ident: ident, value: value, isShorthand: false, span: span(from: start))
    }
    let ident = try identifier()
    let path = singleSegmentPath(ident)
    let value = tree.add(Expr(.path(path, qself: .none), ident.span))
    return ExprField(attributes: attributes, ident: ident, value: value, isShorthand: true, span: span(from: start))
  }

  // MARK: Brackets

  mutating func parenExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    let inner = restrictions.intersection(.allowLet)
    let close = token.payload
    bump()
    let mark = ids.count
    defer { ids.drop(to: mark) }
    let hasTrailingComma: Bool
    do throws(ParseFailure) {
      hasTrailingComma = try commaSeparated(.closeParen) { parser throws(ParseFailure) in
        let attributes = try parser.outerAttributes()
        parser.ids.push(try parser.expression(inner, attributes).rawValue)
      }
      try expect(.closeParen)
    } catch {
      return try errorExpr(closing: close, start, error)
    }
    if ids.count - mark == 1 && !hasTrailingComma {
      return tree.add(Expr(.paren(ID(rawValue: ids[mark])), span(from: start)))
    }
    return tree.add(Expr(.tuple(ids.finish(mark, into: &tree.lists)), span(from: start)))
  }

  mutating func arrayExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    if eat(.closeBracket) { return tree.add(Expr(.array(.empty), span(from: start))) }
    let first = try expression()
    if eat(.semi) {
      let count = try expression()
      try expect(.closeBracket)
      return tree.add(Expr(.repeat(first, count: count), span(from: start)))
    }
    let mark = ids.count
    defer { ids.drop(to: mark) }
    ids.push(first.rawValue)
    if eat(.comma) {
      _ = try commaSeparated(.closeBracket) { parser throws(ParseFailure) in parser.ids.push(try parser.expression().rawValue) }
    }
    try expect(.closeBracket)
    return tree.add(Expr(.array(ids.finish(mark, into: &tree.lists)), span(from: start)))
  }

  /// In place of `( … )` at whose end `close` stands, which is taken, after an error in it.
  @inline(never) mutating func errorExpr(closing close: TokenIndex, _ start: Span, _ failure: ParseFailure) throws(ParseFailure) -> ID<Expr> {
    recover(to: close)
    if token.kind == .endOfInput { throw failure }
    bump()
    return tree.add(Expr(.error, span(from: start)))
  }

  // MARK: builtin

  /// `builtin # name(…)`
  mutating func builtinExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    bump()
    let ident = try identifier()
    let open = token
    try expect(.openParen)
    let arguments = TokenRange(index, open.payload)
    let kind: ExprKind
    switch ident.name.text {
    case "offset_of":
      let container = try type()
      try expect(.comma)
      let fields = try fieldAccesses()
      _ = eat(.comma)
      kind = .offsetOf(container, fields)
    case "type_ascribe":
      let expr = try expression()
      try expect(.comma)
      kind = .typeAscription(expr, try type())
    case "wrap_binder", "unwrap_binder":
      _ = try expression()
      if eat(.comma) { _ = try type() }
      kind = .builtin(ident.name, arguments)
    default: throw failure("there is no such builtin construct", at: span(from: start))
    }
    try expect(.closeParen)
    return tree.add(Expr(kind, span(from: start)))
  }
}

extension Ty {
  var isError: Bool {
    if case .error = kind { return true }
    return false
  }
}
