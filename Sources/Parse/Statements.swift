// Blocks and statements.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// A block that may not have inner attributes.
  mutating func block() throws(ParseFailure) -> ID<Block> {
    let block = try blockWithAttributes()
    if let last = tree[block].attributes.last {
      error("an inner attribute is not allowed in this block", at: tree[last].span)
    }
    return block
  }

  mutating func blockWithAttributes() throws(ParseFailure) -> ID<Block> {
    if atInvisible(.block) {
      bump()
      let block = try self.block()
      try closeInvisible()
      return block
    }
    let start = span
    if token.kind != .openBrace {
      if atLifetime && kindAhead(1) == .colon && kindAhead(2) == .openBrace {
        throw failure("a label is not allowed on this block", at: span)
      }
      throw expected("`{`")
    }
    try enter()
    defer { leave() }
    let close = token.payload
    bump()
    let attributes = try innerAttributes()
    let statements = try blockTail(close)
    return tree.add(Block(statements: statements, attributes: attributes, span: span(from: start)))
  }

  /// Statements up to the `}` at `close`, which is taken. After one that cannot be parsed, the rest is left out.
  mutating func blockTail(_ close: TokenIndex) throws(ParseFailure) -> Run<Stmt> {
    let mark = stmtScratch.count
    defer { stmtScratch.drop(to: mark) }
    let outer = restrictions
    defer { restrictions = outer }
    while token.kind != .closeBrace {
      if token.kind == .endOfInput { throw expected("`}`") }
      let idMark = ids.count
      do throws(ParseFailure) {
        if let stmt = try fullStmt() { stmtScratch.push(stmt) }
      } catch {
        ids.drop(to: idMark)
        restrictions = outer
        let place = previousSpan.end
        recover(to: close)
        stmtScratch.push(Stmt(.expr(tree.add(Expr(.error, place))), place))
        if token.kind == .endOfInput { throw error }
      }
    }
    bump()
    return stmtScratch.finish(mark, into: &tree.stmts)
  }

  /// A statement with its semicolon, if it has one. Nil at the end of the block.
  mutating func fullStmt() throws(ParseFailure) -> Stmt? {
    if atInvisible(.stmt) {
      bump()
      let stmt = try self.stmt(fullExpr: true)
      try closeInvisible()
      guard var stmt else { return nil }
      // A `let` without semicolon takes the one that follows.
      if token.kind == .semi {
        bump()
        stmt = withSemi(stmt)
      }
      return stmt
    }
    guard var stmt = try stmt(fullExpr: false) else { return nil }
    switch stmt.kind {
    case .expr(let expr):
      if token.kind != .semi && token.kind != .closeBrace && token.kind != .endOfInput && requiresSemi(expr) {
        if case .attributed(_, let inner) = tree[expr].kind, requiresSemi(inner), token.kind != .closeInvisible {
          throw expected("`;`, as the statement has attributes")
        }
        try missingSemiAfterExpr()
      }
      if eat(.semi) { stmt = withSemi(stmt) }
    case .macroCall: if eat(.semi) { stmt = withSemi(stmt) }
    case .let: try expectSemi()
    case .item, .empty, .semi: break
    }
    stmt.span = span(from: stmt.span)
    return stmt
  }

  mutating func withSemi(_ stmt: Stmt) -> Stmt {
    var stmt = stmt
    switch stmt.kind {
    case .expr(let expr): stmt.kind = .semi(expr)
    case .macroCall(let call): tree[call].style = .semicolon
    default: break
    }
    return stmt
  }

  /// After an expression statement that needs a `;`, where none is.
  @inline(never) mutating func missingSemiAfterExpr() throws(ParseFailure) {
    if token.kind == .colon && isOnNewLine(ahead(1), after: token) {
      error("a `;` is needed here, not `:`", at: span)
      bump()
      return
    }
    if isOnNewLine(token, after: previous), token.kind != .comma, token.kind != .colon,
      canBeginExpr(token) || Parser.canBeginItem(token), token.kind != .pound
    {
      messages.append(
        .error("a `;` is missing", at: previousSpan.end).label(span, "\(description(of: token)) was not expected"))
      return
    }
    throw ternary() ?? expected("`;`, `}` or an operator")
  }

  /// A statement without its semicolon (but for those of items and macros); nil at `}`.
  ///
  /// - Parameter fullExpr: an expression goes on after `{ … }` (for fragments, which end where they end).
  mutating func stmt(fullExpr: Bool) throws(ParseFailure) -> Stmt? {
    let first = index
    let attributes = try outerAttributes()
    let start = span
    if atInvisible(.stmt) {
      bump()
      let stmt = try self.stmt(fullExpr: false)
      try closeInvisible()
      guard var stmt else { return nil }
      if !attributes.isEmpty { attach(attributes, to: &stmt) }
      return stmt
    }
    switch token.kind {
    case .identifier:
      if word <= Name.dollarCrate.rawValue {
        if atKeyword(.let) {
          bump()
          return try letStmt(attributes, isSuper: false, start)
        }
        if atKeyword(.super) && isAhead(1, .let) {
          bump()
          bump()
          return try letStmt(attributes, isSuper: true, start)
        }
        if atKeyword(.mut) && isAhead(1, .let) {
          error("`let mut` is the order", at: span.to(ahead(1).span))
          bump()
          bump()
          return try letStmt(attributes, isSuper: false, start)
        }
        if atKeyword(.mut) && isNameAhead(1) || atKeyword(.auto) && isNameAhead(1) && !isAhead(1, .trait) {
          return try letStmtWithoutLet(attributes, start)
        }
        if atPathStart() && !isPathStartItem() && !atBuiltin { return try pathStmt(attributes, start) }
        if let item = try item(attributes, first, .statement, allowsMacros: false) {
          return Stmt(.item(item), join(start, tree[item].span))
        }
        if index != first && token.kind == .closeBrace {
          // A visibility alone, which has been told of.
          reportUnused(attributes)
          return nil
        }
      } else {
        if isNameAhead(1) && token.name.text == "var" { return try letStmtWithoutLet(attributes, start) }
        if kindAhead(1) == .colon && (kindAhead(2) == .openBrace || isAhead(2, .loop) || isAhead(2, .while) || isAhead(2, .for)) {
          let expr = attributed(attributes, try labeledExpr())
          error("a label begins with `'`", at: start)
          return Stmt(.expr(expr), span(from: start))
        }
        return try pathStmt(attributes, start)
      }
    case .rawIdentifier, .colonColon: return try pathStmt(attributes, start)
    case .semi:
      bump()
      reportUnused(attributes)
      return Stmt(.empty, start)
    case .closeBrace:
      reportUnused(attributes)
      return nil
    case .openInvisible:
      if atInvisible(.path) { return try pathStmt(attributes, start) }
      if atInvisible(.item) || atInvisible(.vis), let item = try item(attributes, first, .statement, allowsMacros: false) {
        return Stmt(.item(item), join(start, tree[item].span))
      }
    default: break
    }
    let expr = try expression(fullExpr ? [] : .statement, attributes)
    if atKeyword(.else), case .assign = tree[expr].kind { throw failure("an assignment has no `else`", at: span) }
    return Stmt(.expr(expr), join(start, tree[expr].span))
  }

  /// Puts attributes on a statement that a macro was given.
  mutating func attach(_ attributes: Run<Attribute>, to stmt: inout Stmt) {
    switch stmt.kind {
    case .expr(let e): stmt.kind = .expr(attributed(attributes, e))
    case .semi(let e): stmt.kind = .semi(attributed(attributes, e))
    case .let(let id): tree[id].attributes = joined(attributes, tree[id].attributes)
    case .item(let id): tree[id].attributes = joined(attributes, tree[id].attributes)
    case .macroCall(let id): tree[id].attributes = joined(attributes, tree[id].attributes)
    case .empty: break
    }
  }

  /// Words that may be names, but begin an item here.
  mutating func isPathStartItem() -> Bool {
    switch token.name {
    case .union: isNameAhead(1)
    case .reuse: isReuseItem()
    case .auto: isTraitAhead(1)
    case .async: isAhead(1, .fn)
    case .macro_rules: kindAhead(1) == .not && kindAhead(2).isAnyIdentifier || kindAhead(1).isAnyIdentifier
    default: false
    }
  }

  /// A statement that begins with a path: a macro call or an expression.
  mutating func pathStmt(_ attributes: Run<Attribute>, _ start: Span) throws(ParseFailure) -> Stmt {
    let path = try self.path(.expr)
    var expr: ID<Expr>
    if token.kind == .not && kindAhead(1).isOpen {
      bump()
      return try macroStmt(path, attributes, start)
    }
    let outer = restrictions
    restrictions = .statement
    defer { restrictions = outer }
    if token.kind == .not {
      bump()
      throw expected("`(`, `[` or `{`")
    }
    if eat(.openBrace) {
      expr = try structExpr(path, .none, start)
    } else {
      expr = tree.add(Expr(.path(path, qself: .none), span(from: start)))
    }
    expr = try postfixRest(expr, start, attributes)
    expr = try operatorRest(Precedence.any, expr)
    return Stmt(.expr(expr), span(from: start))
  }

  /// `path!` has been taken.
  mutating func macroStmt(_ path: ID<Path>, _ attributes: Run<Attribute>, _ start: Span) throws(ParseFailure) -> Stmt {
    let call = try macroCall(path, from: start)
    let hasBraces = tree[call].delimiter == .openBrace
    let end = previousSpan
    let isStatement: Bool
    switch token.kind {
    case .semi, .endOfInput: isStatement = true
    case .closeInvisible: isStatement = token.fragment == .stmt || hasBraces
    case .dot, .question: isStatement = false
    default: isStatement = hasBraces
    }
    if isStatement {
      let style: StmtMacro.Style = token.kind == .semi ? .semicolon : hasBraces ? .braces : .noBraces
      let node = tree.add(StmtMacro(attributes: attributes, call: call, style: style))
      return Stmt(.macroCall(node), join(start, end))
    }
    if token.kind == .closeBrace {
      // Last in its block: an expression, which may still expand to statements.
      let node = tree.add(StmtMacro(attributes: attributes, call: call, style: .noBraces))
      return Stmt(.macroCall(node), join(start, end))
    }
    let outer = restrictions
    restrictions = []
    defer { restrictions = outer }
    var expr = tree.add(Expr(.macroCall(call), join(start, end)))
    expr = try postfixRest(expr, start, attributes)
    expr = try operatorRest(Precedence.any, expr)
    return Stmt(.expr(expr), span(from: start))
  }

  /// `var x …`, `auto x …`, `mut x …`: told of, and read as if it began with `let`.
  @inline(never) mutating func letStmtWithoutLet(_ attributes: Run<Attribute>, _ start: Span) throws(ParseFailure) -> Stmt {
    error("a new variable begins with `let`", at: span)
    if !atKeyword(.mut) { bump() }
    return try letStmt(attributes, isSuper: false, start)
  }

  /// After `let`.
  mutating func letStmt(_ attributes: Run<Attribute>, isSuper: Bool, _ start: Span) throws(ParseFailure) -> Stmt {
    if atKeyword(.const) && kindAhead(1).isAnyIdentifier { throw failure("`const` and `let` exclude each other", at: span) }
    let pat = try patternBeforeType("`let`")
    let ty = try eat(.colon) ? type() : ID<Ty>.none
    var value = ID<Expr>.none
    var elseBlock = ID<Block>.none
    switch token.kind {
    case .plusEq, .minusEq, .starEq, .slashEq, .percentEq, .caretEq, .andEq, .orEq, .shlEq, .shrEq:
      error("a variable is initialised with `=`", at: span)
      bump()
      value = try expression()
    case .eq:
      bump()
      value = try expression()
    default: break
    }
    let end = previousSpan
    if !value.isNone && eatKeyword(.else) {
      if atKeyword(.if) { throw failure("`let … else` has no condition", at: span) }
      elseBlock = try block()
      if case .binary(let op, _, _) = tree[value].kind, op == .and || op == .or {
        error("this value stands in parentheses before `else`", at: tree[value].span)
      }
      if endsInBrace(value) { error("what ends in `}` stands in parentheses before `else`", at: end) }
    }
    let node = tree.add(
      LetStmt(attributes: attributes, isSuper: isSuper, pat: pat, ty: ty, initializer: value, elseBlock: elseBlock))
    return Stmt(.let(node), span(from: start))
  }

  /// Whether an expression's last token is the `}` of a block, struct or macro call.
  mutating func endsInBrace(_ expr: ID<Expr>) -> Bool {
    var expr = expr
    while true {
      switch tree[expr].kind {
      case .addrOf(_, _, let e), .assign(_, let e), .assignOp(_, _, let e), .binary(_, _, let e), .let(_, let e),
        .unary(_, let e), .become(let e), .attributed(_, let e):
        expr = e
      case .break(_, let e), .range(_, let e, _), .return(let e), .yeet(let e):
        if e.isNone { return false }
        expr = e
      case .yield(let e):
        // A postfix `yield` ends in no brace, but its operand ends before it.
        if e.isNone || tree[e].span.hi != tree[expr].span.hi { return false }
        expr = e
      case .closure(let id): expr = tree[id].body
      case .block, .unsafeBlock, .constBlock, .coroutineBlock, .tryBlock, .forLoop, .if, .loop, .while, .match, .structure:
        return true
      case .macroCall(let id): return tree[id].delimiter == .openBrace
      case .cast(_, let ty): return endsInBracedMacro(ty)
      default: return false
      }
    }
  }

  mutating func endsInBracedMacro(_ ty: ID<Ty>) -> Bool {
    var ty = ty
    func output(_ path: ID<Path>) -> ID<Ty> {
      guard let last = tree[path].segments.last, !tree[last].args.isNone,
        case .parenthesized(_, let output) = tree[tree[last].args].kind
      else { return .none }
      return output
    }
    while !ty.isNone {
      switch tree[ty].kind {
      case .macroCall(let id): return tree[id].delimiter == .openBrace
      case .ptr(_, let t), .unsafeBinder(_, let t): ty = t
      case .ref(let id): ty = tree[id].ty
      case .fnPtr(let id): ty = tree[id].signature.output
      case .path(let path, _): ty = output(path)
      case .traitObject(let bounds, _), .implTrait(let bounds):
        guard let last = bounds.last, case .trait(let id) = tree[last] else { return false }
        ty = output(tree[id].path)
      default: return false
      }
    }
    return false
  }
}
