// Expressions with blocks: if, match, loops, try, async, closures; and jumps.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  // MARK: Conditions

  /// After `if`. A chain of `else if` is read in a loop, and put together from its end.
  mutating func ifExpr(_ start: Span) throws(ParseFailure) -> ID<Expr> {
    let mark = ids.count
    defer { ids.drop(to: mark) }
    var starts = start
    var last = ID<Expr>.none
    // The condition after an `else` that lacks its `if`.
    var known = ID<Expr>.none
    while true {
      let keyword = previousSpan
      var condition = try known.isNone ? self.condition() : known
      known = .none
      let attributes = try outerAttributes()
      if let first = attributes.first { error("attributes are not allowed on the block of `if`", at: tree[first].span) }
      let then: ID<Block>
      if atKeyword(.else), !isBlock(condition) {
        error("the block after the condition of `if` is missing", at: keyword)
        let place = keyword.end
        let mark = stmtScratch.count
        stmtScratch.push(Stmt(.expr(tree.add(Expr(.error, place))), place))
        then = tree.add(Block(statements: stmtScratch.finish(mark, into: &tree.stmts), attributes: .empty, span: place))
      } else if token.kind != .openBrace && !atInvisible(.block) {
        guard case .block(let block, let label) = tree[condition].kind, label.isNone else {
          throw expected("`{` after the condition of `if`")
        }
        error("the condition of `if` is missing", at: keyword.end)
        condition = tree.add(Expr(.error, keyword.end))
        then = block
      } else {
        then = try block()
      }
      ids.push(condition.rawValue)
      ids.push(then.rawValue)
      ids.push(starts.lo)
      if !eatKeyword(.else) { break }
      let elseAttributes = try outerAttributes()
      if let first = elseAttributes.first { error("attributes are not allowed on `else`", at: tree[first].span) }
      if atKeyword(.if) {
        if ids.count - mark > 3 * Parser.maxChain { throw tooDeep() }
        starts = span
        bump()
        continue
      }
      if token.kind != .openBrace && !atInvisible(.block) {
        let failure = expected("`{` or `if` after `else`")
        if !canBeginExpr(token) { throw failure }
        starts = span
        known = try expression(.noStructLiteral, .empty)
        if token.kind != .openBrace || !requiresSemi(known) { throw failure }
        continue
      }
      let block = try self.block()
      last = tree.add(Expr(.block(block, label: .none), tree[block].span))
      break
    }
    let end = previousSpan
    while ids.count > mark {
      let lo = ids[ids.count - 1]
      let then = ID<Block>(rawValue: ids[ids.count - 2])
      let condition = ID<Expr>(rawValue: ids[ids.count - 3])
      ids.drop(to: ids.count - 3)
      let whole = join(Span(lo: lo, hi: lo, context: start.context), end)
      last = tree.add(Expr(.if(condition, then: then, else: last), whole))
    }
    return last
  }

  private mutating func isBlock(_ expr: ID<Expr>) -> Bool { if case .block = tree[expr].kind { true } else { false } }

  /// The condition of `if` or `while`.
  mutating func condition() throws(ParseFailure) -> ID<Expr> {
    let context = previous.context
    let attributes = try outerAttributes()
    let lets = letCount
    let condition = try expression([.noStructLiteral, .allowLet], attributes)
    if letCount != lets { checkLets(condition, chainsNeed2024: true, context) }
    return condition
  }

  /// Tells of `let` in a condition where it is not a link of a chain of `&&`.
  mutating func checkLets(_ condition: ID<Expr>, chainsNeed2024: Bool, _ context: SyntaxContext) {
    // The `||` above, if nothing but such operators is.
    typealias Entry = (expr: ID<Expr>, isTop: Bool, isForbidden: Bool, or: Span)
    var work: [Entry] = [(condition, true, false, .none)]
    func push(_ exprs: [ID<Expr>], forbid: Bool, or: Span = .none, _ work: inout [Entry]) {
      for e in exprs.reversed() where !e.isNone { work.append((e, false, forbid, or)) }
    }
    while let (expr, isTop, isForbidden, or) = work.popLast() {
      switch tree[expr].kind {
      case .let:
        let letSpan = tree[expr].span
        if !or.isNone {
          error("conditions with `let` are not joined by `||`", at: or)
        } else if isForbidden {
          error("`let` is allowed only as the condition of `if`, `while` and guards, or joined to others by `&&`", at: letSpan)
        } else if !isTop && chainsNeed2024
          && (edition(of: context) < .e2024 || edition(of: letSpan.context) < .e2024)
        {
          error("`let` chains exist since the 2024 edition", at: letSpan)
        }
      case .binary(.and, let a, let b): push([a, b], forbid: isForbidden, or: or, &work)
      case .binary(.or, let a, let b) where !isForbidden || !or.isNone:
        push([a, b], forbid: true, or: operatorSpan(.orOr, between: a, b), &work)
      case .binary(_, let a, let b), .assign(let a, let b), .assignOp(_, let a, let b), .index(let a, let b),
        .range(let a, let b, _):
        push([a, b], forbid: true, &work)
      case .unary(_, let e), .await(let e), .use(let e), .try(let e), .addrOf(_, _, let e), .field(let e, _), .paren(let e),
        .cast(let e, _), .typeAscription(let e, _):
        push([e], forbid: true, &work)
      case .call(let e, let list): push([e] + elements(of: list), forbid: true, &work)
      case .methodCall(let id): push([tree[id].receiver] + elements(of: tree[id].args), forbid: true, &work)
      case .tuple(let list): push(elements(of: list), forbid: true, &work)
      case .attributed(_, let e): work.append((e, isTop, isForbidden, or))
      default: break
      }
    }
  }

  /// The token of an operator that was taken between two operands; where they were, if a macro made one of them.
  private mutating func operatorSpan(_ kind: TokenKind, between left: ID<Expr>, _ right: ID<Expr>) -> Span {
    let (start, end) = (tree[left].span.hi, tree[right].span.lo)
    var i = index
    while i > 0 {
      i -= 1
      let t = tokens[Int(i)]
      if t.kind == kind && t.lo >= start && t.span.hi <= end { return t.span }
      if t.span.hi < start { break }
    }
    return join(tree[left].span, tree[right].span)
  }

  mutating func elements(of list: IDList<Expr>) -> [ID<Expr>] {
    (0..<list.count).map { ID<Expr>(rawValue: tree.lists.store[ID<UInt32>(rawValue: list.start + UInt32($0))]) }
  }

  /// `let pat = expr` in a condition.
  mutating func letExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    if !restrictions.contains(.allowLet) {
      error("`let` is not allowed in an expression here", at: span)
    }
    bump()
    let pat = try pattern(isTop: true)
    if token.kind == .eqEq {
      error("a pattern and its value are separated by `=`, not `==`", at: span)
      bump()
    } else {
      try expect(.eq)
    }
    let outer = restrictions
    restrictions.subtract(.allowLet)
    defer { restrictions = outer }
    let attributes = try outerAttributes()
    let value = try operatorExpr(Precedence.and + 1, attributes)
    letCount += 1
    return tree.add(Expr(.let(pat, value), span(from: start)))
  }

  // MARK: Match

  /// After the scrutinee.
  mutating func matchBlock(_ scrutinee: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    try enter()
    defer { leave() }
    let close = token.payload
    try expect(.openBrace)
    let attributes = try innerAttributes()
    let mark = armScratch.count
    defer { armScratch.drop(to: mark) }
    while token.kind != .closeBrace {
      let idMark = ids.count
      do throws(ParseFailure) {
        armScratch.push(try arm())
      } catch {
        // The rest of the match is left out.
        ids.drop(to: idMark)
        recover(to: close)
        if token.kind == .endOfInput { throw error }
        bump()
        return tree.add(Expr(.error, span(from: start)))
      }
    }
    bump()
    let arms = armScratch.finish(mark, into: &tree.arms)
    return attributed(attributes, tree.add(Expr(.match(scrutinee, arms), span(from: start))))
  }

  mutating func arm() throws(ParseFailure) -> Arm {
    let attributes = try outerAttributes()
    let start = span
    let pat = try pattern(isTop: true)
    if case .paren(let inner) = tree[pat].kind, case .guard = tree[inner].kind {
      error("an arm's pattern and its `if` stand without parentheses", at: tree[pat].span)
    }
    let guardExpr = try armGuard()
    var body = ID<Expr>.none
    if token.kind == .comma || token.kind == .closeBrace || token.kind != .fatArrow && couldBeNever(pat) {
      if !eat(.comma) && token.kind != .closeBrace { throw expected("`=>`, `,` or `}`") }
      return Arm(attributes: attributes, pat: pat, guardExpr: guardExpr, body: body, span: join(start, tree[pat].span))
    }
    if token.kind == .eq || token.kind == .rArrow || token.kind == .ge {
      error("expected `=>`, found \(description(of: token))", at: span)
      bump()
    } else {
      try expect(.fatArrow)
    }
    let bodyAttributes = try outerAttributes()
    body = try expression(.statement, bodyAttributes)
    let end = tree[body].span
    if !eat(.comma) && !isComplete(body) && token.kind != .closeBrace {
      if token.kind == .semi {
        error("several statements as the body of an arm stand in braces", at: end)
        try skipArmStatements()
        body = tree.add(Expr(.error, end))
      } else if isArmAhead() {
        error("a `,` is missing after this arm", at: previousSpan.end)
      } else {
        throw expected("`,` or `}`")
      }
    }
    return Arm(attributes: attributes, pat: pat, guardExpr: guardExpr, body: body, span: join(start, end))
  }

  /// Whether a pattern and `=>` follow.
  @inline(never) mutating func isArmAhead() -> Bool {
    let before = snapshot()
    let mark = ids.count
    defer {
      ids.drop(to: mark)
      restore(before)
    }
    guard (try? pattern()) != nil else { return false }
    return token.kind == .fatArrow
  }

  /// At the `;` after the body of an arm: passes over it and the statements that follow, up to the next arm.
  @inline(never) mutating func skipArmStatements() throws(ParseFailure) {
    bump()
    while token.kind != .closeBrace {
      if eat(.comma) || isArmAhead() { return }
      _ = try fullStmt()
    }
  }

  /// `if cond` after an arm's pattern; `.none` without.
  mutating func armGuard() throws(ParseFailure) -> ID<Expr> {
    if atInvisible(.guard) {
      bump()
      let condition = try armGuard()
      try closeInvisible()
      return condition
    }
    if !eatKeyword(.if) { return .none }
    let context = previous.context
    let attributes = try outerAttributes()
    let lets = letCount
    let condition = try expression(.allowLet, attributes)
    if letCount != lets { checkLets(condition, chainsNeed2024: false, context) }
    return condition
  }

  // MARK: Loops and labels

  /// At a label.
  mutating func labeledExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    let label = try self.label()
    if !eat(.colon) {
      guard atKeyword(.loop) || atKeyword(.while) || atKeyword(.for) || token.kind == .openBrace else {
        throw expected("`while`, `for`, `loop` or `{` after a label")
      }
      error("a label ends with `:`", at: start)
    }
    switch token.kind {
    case .identifier where atKeyword(.loop) || atKeyword(.while) || atKeyword(.for): return try loopExpr(label: label, start)
    case .openBrace: return try blockExpr(label: label, from: start)
    case .openInvisible where atInvisible(.block):
      throw failure("a block that a macro was given takes no label", at: span)
    default: throw expected("`while`, `for`, `loop` or `{` after a label")
    }
  }

  /// A label without its colon.
  mutating func label() throws(ParseFailure) -> ID<Syntax.Label> {
    if token.kind == .lifetime { checkLifetime(asLabel: true) }
    let name = token.kind.isAnyIdentifier ? Name("'" + token.name.text) : token.name
    let label = tree.add(Label(ident: Ident(name, nameSpan)))
    bump()
    return label
  }

  /// At `loop`, `while` or `for`.
  mutating func loopExpr(label: ID<Syntax.Label>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    let keyword = token.name
    bump()
    let kind: ExprKind
    switch keyword {
    case .loop: kind = .loop(try blockWithAttributes(), label: label)
    case .while:
      let condition = try self.condition()
      kind = .while(condition, try blockWithAttributes(), label: label)
    default:
      let isAwait = atKeyword(.await) && edition() >= .e2018
      if isAwait { bump() }
      var (pat, iterator) = try forHead()
      let body: ID<Block>
      if token.kind != .openBrace, case .block(let block, let label) = tree[iterator].kind, label.isNone {
        error("what to iterate over is missing", at: tree[iterator].span.start)
        iterator = tree.add(Expr(.error, tree[iterator].span.start))
        body = block
      } else {
        body = try blockWithAttributes()
      }
      kind = .forLoop(tree.add(ForLoop(pat: pat, iterator: iterator, body: body, label: label, isAwait: isAwait)))
    }
    if atKeyword(.else) { throw failure("a loop has no `else`", at: span) }
    return tree.add(Expr(kind, span(from: start)))
  }

  /// `pattern in iterator`; in parentheses it is told of, and names nothing.
  private mutating func forHead() throws(ParseFailure) -> (ID<Pat>, ID<Expr>) {
    let before = snapshot()
    let mark = ids.count
    let pat: ID<Pat>
    do throws(ParseFailure) { pat = try forPattern() } catch {
      guard before.token.kind == .openParen, atKeyword(.in) else { throw error }
      let close = before.token.payload
      let told = (Array(messages[before.messages...]), lastUnexpected)
      ids.drop(to: mark)
      bump()
      guard let iterator = try? expression(), index == close else {
        messages.removeSubrange(before.messages...)
        messages += told.0
        lastUnexpected = told.1
        throw error
      }
      let first = before.token.span
      messages.removeSubrange(before.messages...)
      messages.append(.error("`for` has no parentheses around what comes before its block", at: [first, span]))
      bump()
      return (tree.add(Pat(.wild, span(from: first))), iterator)
    }
    if !eatKeyword(.in) {
      let isOther = token.kind == .eq || token.kind == .identifier && token.name.text == "of"
      error("`in` is missing after the pattern of `for`", at: isOther ? span : gap)
      if isOther { bump() }
    }
    if atKeyword(.in) { throw expected("an expression") }
    let attributes = try outerAttributes()
    return (pat, try expression(.noStructLiteral, attributes))
  }

  /// Between the last token and the one at hand.
  var gap: Span { mutating get { previousSpan.end.to(span.start) } }

  /// The pattern of a `for` loop.
  mutating func forPattern() throws(ParseFailure) -> ID<Pat> {
    let pat = try pattern(isTop: true)
    if !atKeyword(.if) { return pat }
    bump()
    let condition = try expression()
    return tree.add(Pat(.guard(pat, condition), span(from: tree[pat].span)))
  }

  mutating func breakExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    let label = try atLifetime ? self.label() : ID<Syntax.Label>.none
    if !label.isNone && token.kind == .colon {
      throw failure("a labeled loop as the value of `break` stands in parentheses", at: tree[label].ident.span)
    }
    var value = ID<Expr>.none
    if token.kind != .openBrace || !restrictions.contains(.noStructLiteral) { value = try optionalExpr() }
    return tree.add(Expr(.break(label: label, value), span(from: start)))
  }

  mutating func continueExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    var label = try atLifetime ? self.label() : ID<Syntax.Label>.none
    if label.isNone && isName(token) {
      error("a label begins with `'`", at: span)
      label = try self.label()
    }
    return tree.add(Expr(.continue(label: label), span(from: start)))
  }

  // MARK: Blocks

  mutating func blockExpr(label: ID<Syntax.Label>, from start: Span) throws(ParseFailure) -> ID<Expr> {
    let block = try blockWithAttributes()
    return tree.add(Expr(.block(block, label: label), span(from: start)))
  }

  mutating func isTryBlock() -> Bool {
    let next = ahead(1)
    return
      (next.kind == .openBrace || atInvisibleBlock(1) || next.kind == .identifier && next.name.text == "bikeshed")
      && edition() >= .e2018
  }

  /// `try { … }`, `try bikeshed T { … }`
  mutating func tryBlock() throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    var ty = ID<Ty>.none
    if token.kind == .identifier && token.name.text == "bikeshed" {
      bump()
      ty = try type()
    }
    let block = try blockWithAttributes()
    if atKeyword(.catch) { throw failure("no `catch` follows `try { … }`", at: span) }
    return tree.add(Expr(.tryBlock(block, ty: ty), span(from: start)))
  }

  /// `async` or `gen` where they are keywords: a block or a closure.
  mutating func coroutineExpr() throws(ParseFailure) -> ID<Expr> {
    if edition() >= .e2024 && isCoroutineBlock(.gen, atKeyword(.async) ? 1 : 0) || isCoroutineBlock(.async, 0) {
      return try coroutineBlock()
    }
    if atKeyword(.async) { return try closureExpr() }
    throw expected("an expression")
  }

  mutating func isCoroutineBlock(_ keyword: Name, _ distance: UInt32) -> Bool {
    func isBlock(_ d: UInt32) -> Bool { kindAhead(d) == .openBrace || atInvisibleBlock(d) }
    guard isAhead(distance, keyword) else { return false }
    return isBlock(distance + 1)
      || (isAhead(distance + 1, .move) || isAhead(distance + 1, .use)) && isBlock(distance + 2)
  }

  mutating func coroutineBlock() throws(ParseFailure) -> ID<Expr> {
    let start = span
    var kind = FnHeader.Coroutine.gen
    if eatKeyword(.async) {
      kind = eatKeyword(.gen) ? .asyncGen : .async
    } else {
      bump()
    }
    let isMove = eatKeyword(.move)
    if !isMove { _ = eatKeyword(.use) }
    let block = try blockWithAttributes()
    return tree.add(Expr(.coroutineBlock(kind, isMove: isMove, block), span(from: start)))
  }

  // MARK: Closures

  mutating func closureExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    let binder = try self.binder()
    var constness = Constness.never
    if atConstClosure {
      bump()
      constness = .always
    }
    let isStatic = eatKeyword(.static)
    let coroutine = edition() >= .e2018 ? coroutineKind() : .none
    var capture = Closure.Capture.byRef
    if eatKeyword(.move) {
      capture = .move
    } else if eatKeyword(.use) {
      capture = .use
    }
    if capture != .byRef && atKeyword(.async) { throw failure("`async` stands before `move` and `use`", at: span) }

    let signatureStart = span
    var signature = FnSignature(params: .empty, output: .none, isVariadic: false, hasSelf: false, span: signatureStart)
    if !eat(.orOr) {
      try expect(.or)
      let mark = paramScratch.count
      defer { paramScratch.drop(to: mark) }
      while token.kind != .or && token.kind != .orOr {
        let attributes = try outerAttributes()
        let paramStart = span
        let pat = try patternNoTopAlt()
        let ty = try eat(.colon) ? type() : ID<Ty>.none
        paramScratch.push(Param(attributes: attributes, pat: pat, ty: ty, span: span(from: paramStart)))
        if eat(.comma) { continue }
        if token.kind == .or || token.kind == .orOr || !isName(token) { break }
        _ = expected("`,` or `|`")
      }
      try expectSplitting(.or)
      signature.params = paramScratch.finish(mark, into: &tree.params)
    }
    let body: ID<Expr>
    if eat(.rArrow) {
      signature.output = try type()
      signature.span = span(from: signatureStart)
      if token.kind != .openBrace && !atInvisible(.block) {
        let failure = expected("`{`, as the closure has a return type")
        if !canBeginExpr(token) { throw failure }
        body = try expression(restrictions.subtracting([.statement, .allowLet]), .empty)
      } else {
        body = try blockExpr(label: .none, from: span)
      }
    } else {
      signature.span = span(from: signatureStart)
      let inner = restrictions.subtracting([.statement, .allowLet])
      let attributes = try outerAttributes()
      body = try expression(inner, attributes)
    }
    let node = tree.add(
      Closure(
        binder: binder ?? .empty, hasBinder: binder != nil, capture: capture, constness: constness, coroutine: coroutine,
        isStatic: isStatic, signature: signature, body: body))
    return tree.add(Expr(.closure(node), join(start, tree[body].span)))
  }

  /// `async`, `gen`, `async gen` if it is there.
  mutating func coroutineKind() -> FnHeader.Coroutine {
    if atKeyword(.async) {
      bump()
      if atKeyword(.gen) && edition() >= .e2024 {
        bump()
        return .asyncGen
      }
      return .async
    }
    if atKeyword(.gen) && edition() >= .e2024 {
      bump()
      return .gen
    }
    return .none
  }
}
