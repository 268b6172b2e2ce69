// Expressions.
import Defs
import Diagnostics
import Expand
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerExprs(_ list: IDList<Syntax.Expr>) -> IDList<HIR.Expr> {
    var ids: [ID<HIR.Expr>] = []
    ids.reserveCapacity(list.count)
    for e in ast[list] { if let lowered = lowerIfEnabled(e) { ids.append(lowered) } }
    return hir.lists.append(ids)
  }

  /// Lowers an expression. Long chains of operators and calls (`a + b + …`, `a.b().c()…`) are walked in a loop, since source has
  /// thousands of links of them; everything else recurses.
  mutating func lowerExpr(_ id: ID<Syntax.Expr>) -> ID<HIR.Expr> {
    guard ast[id].kind.isChainLink else { return lowerOne(id) }
    var links: [ID<Syntax.Expr>] = []
    var head = id
    walk: while true {
      let next: ID<Syntax.Expr>
      switch ast[head].kind {
      case .binary(_, let left, _), .field(let left, _), .index(let left, _), .cast(let left, _), .try(let left): next = left
      case .methodCall(let call): next = ast[call].receiver
      default: break walk
      }
      links.append(head)
      head = next
    }
    var value = lowerOne(head)
    for link in links.reversed() { value = lowerLink(link, value) }
    return value
  }

  /// A link of a chain whose left end is lowered already.
  private mutating func lowerLink(_ id: ID<Syntax.Expr>, _ left: ID<HIR.Expr>) -> ID<HIR.Expr> {
    let expr = ast[id]
    let kind: HIR.ExprKind
    switch expr.kind {
    case .binary(let op, _, let right): kind = .binary(op, left, lowerExpr(right))
    case .methodCall(let call):
      let call = ast[call]
      let args: ID<HIR.GenericArgs> =
        call.segment.args.isNone
        ? .none : lowerGenericArgs(call.segment.args, of: call.segment.ident, allowsParens: false)
      let segment = HIR.PathSegment(ident: call.segment.ident, res: .err, args: args)
      kind = .methodCall(
        hir.add(
          HIR.MethodCall(
            segment: segment, receiver: left, args: lowerExprs(call.args), span: call.span, blockModule: blockModule)))
    case .field(_, let field): kind = .field(left, hir.add(HIR.FieldAccess(ident: ast[field].ident)))
    case .index(_, let index): kind = .index(left, lowerExpr(index))
    case .cast(_, let ty): kind = .cast(left, lowerType(ty))
    case .try: return lowerTry(left, expr.span)
    default: preconditionFailure("not a link")
    }
    return hir.add(HIR.Expr(kind, expr.span))
  }

  private mutating func lowerOne(_ id: ID<Syntax.Expr>) -> ID<HIR.Expr> {
    let expr = ast[id]
    guard open(at: expr.span) else {
      close()
      return hir.add(HIR.Expr(.error, expr.span))
    }
    defer { close() }
    let span = expr.span
    let kind: HIR.ExprKind
    switch expr.kind {
    case .paren(let inner):
      let lowered = lowerExpr(inner)
      let innerSpan = hir.exprs[lowered].span
      if span.context == innerSpan.context && span.lo <= innerSpan.lo && innerSpan.hi <= span.hi { hir.exprs[lowered].span = span }
      return lowered
    case .attributed(let attributes, let inner):
      noteLints(attributes, over: span)
      return withAttributes(attributes) { $0.lowerExpr(inner) }
    case .literal(let token, let text): kind = .literal(lowerLiteral(token, text, at: span))
    case .includedBytes(let bytes): kind = .literal(.byteStr(bytes))
    case .path(let path, let qself): kind = .path(lowerPath(path, qself, as: .expr(call: nil)))
    case .unary(let op, let operand): kind = .unary(op, lowerExpr(operand))
    case .assign(let left, let right): return lowerAssign(left, right, span)
    case .assignOp(let op, let left, let right):
      let l = lowerExpr(left)
      kind = .assignOp(op, l, lowerExpr(right))
    case .addrOf(let borrow, let mutability, let operand):
      if borrow == .pin { report(.unsupported("`&pin` borrows", at: span), .lowering) }
      kind = .addrOf(borrow, mutability, lowerExpr(operand))
    case .call(let callee, let args): return lowerCall(callee, args, span)
    case .range(let start, let end, let isInclusive): return lowerRange(start, end, isInclusive, span)
    case .typeAscription(let inner, let ty):
      let lowered = lowerExpr(inner)
      kind = .typeAscription(lowered, lowerType(ty))
    case .tuple(let list): kind = .tuple(lowerExprs(list))
    case .array(let list): kind = .array(lowerExprs(list))
    case .repeat(let element, let count):
      let lowered = lowerExpr(element)
      kind = .repeat(lowered, count: lowerConstArg(count, .repeatCount))
    case .structure(let node): kind = lowerStruct(ast[node])
    case .if: return lowerIf(id)
    case .let(let pat, let scrutinee):
      let initializer = lowerExpr(scrutinee)
      kind = .let(hir.add(LetExpr(pat: lowerTopPat(pat), ty: .none, initializer: initializer)))
    case .match(let scrutinee, let arms): return lowerMatch(scrutinee, arms, span)
    case .loop(let block, let label): return lowerLoop(block, label, span)
    case .while(let condition, let block, let label): return lowerWhile(condition, block, label, span)
    case .forLoop(let node): return lowerFor(ast[node], span)
    case .block(let block, let label): return lowerLabeledBlock(block, label, span)
    case .unsafeBlock(let block): kind = .block(lowerBlock(block, safety: .unsafe), label: .none)
    case .constBlock(let block):
      let (def, value) = lowerInlineConst(block, id)
      kind = .constBlock(def, value)
    case .coroutineBlock(.async, let isMove, let block): return lowerAsyncBlock(block, isMove: isMove, node: .expr(id), span: span)
    case .coroutineBlock:
      report(.unsupported("`gen` blocks", at: span), .lowering)
      kind = .error
    case .tryBlock(let block, let ty):
      gate(ty.isNone ? Known.try_blocks : Known.try_blocks_heterogeneous, "`try` blocks are", span)
      return lowerTryBlock(block, ty, span)
    case .closure(let node): return lowerClosure(id, ast[node], span)
    case .break(let label, let value): return lowerBreak(label, value, span)
    case .continue(let label): return lowerContinue(label, span)
    case .return(let value): kind = .return(value.isNone ? .none : lowerExpr(value))
    case .become(let value):
      gate(Known.explicit_tail_calls, "`become` is", span)
      kind = .become(lowerExpr(value))
    case .yield(let value):
      gate(Known.coroutines, "`yield` is", span)
      report(hasFeature(Known.coroutines) ? .unsupported("`yield`", at: span) : .yieldOutsideCoroutine(at: span), .lowering)
      if !value.isNone { _ = lowerExpr(value) }
      kind = .error
    case .yeet(let value):
      gate(Known.yeet_expr, "`do yeet` is", span)
      return lowerYeet(value, span)
    case .await(let value):
      if isInAsync {
        report(.unsupported("`.await`", at: span), .lowering)
      } else {
        report(.awaitOutsideAsync(at: Span(lo: span.hi - 5, hi: span.hi, context: span.context)), .lowering)
      }
      _ = lowerExpr(value)
      kind = .error
    case .use(let value): kind = .builtin(.useClone, lowerExpr(value))
    case .underscore:
      report(.underscoreExpression(at: span), .lowering)
      kind = .error
    case .macroCall(let call): return lowerMacroExpr(call)
    case .formatArgs(let node): return lowerFormatArgs(node, span)
    case .inlineAsm(let asm): return lowerInlineAsm(ast[asm], span)
    case .offsetOf(let container, let fields):
      let ty = disallowingImplTrait { $0.lowerType(container) }
      kind = .offsetOf(ty, hir.fieldAccesses.append(contentsOf: ast[fields].map { HIR.FieldAccess(ident: $0.ident) }))
    case .builtin(let name, _):
      report(.unsupported("`builtin # \(name)`", at: span), .lowering)
      kind = .error
    case .error: kind = .error
    case .binary, .methodCall, .field, .index, .cast, .try: preconditionFailure("a link of a chain")
    }
    return hir.add(HIR.Expr(kind, span))
  }

  /// Lowers what the attributes stand on; they matter to closures only.
  private mutating func withAttributes(_ attributes: Run<Attribute>, _ body: (inout Lowerer) -> ID<HIR.Expr>) -> ID<HIR.Expr> {
    let saved = pendingAttributes
    pendingAttributes = (treeID, attributes)
    let result = body(&self)
    pendingAttributes = saved
    return result
  }

  // MARK: Calls

  private mutating func lowerCall(_ callee: ID<Syntax.Expr>, _ args: IDList<Syntax.Expr>, _ span: Span) -> ID<HIR.Expr> {
    var f = callee
    while case .paren(let inner) = ast[f].kind { f = inner }
    let function: ID<HIR.Expr>
    if case .path(let path, let qself) = ast[f].kind {
      let calleeSpan = ast[callee].span
      let resolution = resolve(path, qself, as: .expr(call: f == callee ? span : nil))
      if let last = ast[ast[path].segments].last, last.args.isNone, let legacy = legacyConstGenerics(resolution) {
        return lowerLegacyCall(f, path, resolution, args, legacy, span)
      }
      let qpath = lowerResolved(path, qself, resolution)
      function = hir.add(HIR.Expr(.path(qpath), calleeSpan))
    } else {
      function = lowerExpr(callee)
    }
    return hir.add(HIR.Expr(.call(function, lowerExprs(args)), span))
  }

  /// Indices of the arguments that `#[rustc_legacy_const_generics]` turns into const generic arguments.
  private func legacyConstGenerics(_ resolution: PathResolution) -> [Int]? {
    guard resolution.unresolved == 0, case .def(.fn, let def) = resolution.res else { return nil }
    guard let attribute = world.attribute(Known.rustc_legacy_const_generics, of: def) else { return nil }
    guard case .delimited(let range) = attribute.node.arguments else { return nil }
    let buffer = Trees[Defs[def].tree].buffer
    var result: [Int] = []
    var i = range.start
    while i < range.end {
      if buffer[i].kind == .integer { result.append(Int(truncatingIfNeeded: decodeInteger(buffer[i].name).value)) }
      i = buffer.afterTree(at: i)
    }
    return result
  }

  private mutating func lowerLegacyCall(
    _ callee: ID<Syntax.Expr>, _ path: ID<Syntax.Path>, _ resolution: PathResolution, _ args: IDList<Syntax.Expr>,
    _ legacy: [Int], _ span: Span
  ) -> ID<HIR.Expr> {
    var consts: [HIR.GenericArg] = []
    var rest: [ID<Syntax.Expr>] = []
    for (i, arg) in ast[args].enumerated() {
      if legacy.contains(i) { consts.append(.const(lowerConstArg(arg, .genericArg))) } else { rest.append(arg) }
    }
    let qpath = lowerResolved(path, .none, resolution)
    let run = hir.genericArgs.append(contentsOf: consts)
    let list = hir.add(HIR.GenericArgs(args: run, constraints: .empty, isParenthesized: false, span: .none))
    let segments = hir.qpaths[qpath].segments
    if segments.count > 0 { hir.segments[segments[segments.count - 1]].args = list }
    let function = hir.add(HIR.Expr(.path(qpath), ast[callee].span))
    let lowered = rest.map { lowerExpr($0) }
    return hir.add(HIR.Expr(.call(function, hir.lists.append(lowered)), span))
  }

  private mutating func lowerStruct(_ node: Syntax.StructExpr) -> HIR.ExprKind {
    let path = lowerPath(node.path, node.qself, as: .structure)
    var fields: [HIR.ExprField] = []
    for f in ast[node.fields] where isEnabled(f.attributes) {
      noteLints(f.attributes, over: f.span)
      fields.append(HIR.ExprField(ident: f.ident, value: lowerExpr(f.value), isShorthand: f.isShorthand, span: f.span))
    }
    let rest: HIR.StructExpr.Rest
    switch node.rest {
    case .none: rest = .none
    case .base(let base): rest = .base(lowerExpr(base))
    case .dotDot(let span): rest = .defaults(span)
    }
    return .structure(
      hir.add(HIR.StructExpr(path: path, fields: hir.exprFields.append(contentsOf: fields), rest: rest)))
  }

  // MARK: Conditions

  /// `if … else if … else …`, as long as it is, in a loop.
  private mutating func lowerIf(_ id: ID<Syntax.Expr>) -> ID<HIR.Expr> {
    var links: [(condition: ID<HIR.Expr>, then: ID<HIR.Expr>, span: Span)] = []
    var next = id
    var last: ID<HIR.Expr> = .none
    while !next.isNone {
      guard case .if(let condition, let then, let otherwise) = ast[next].kind else {
        last = lowerExpr(next)
        break
      }
      let counts = ribCounts
      let lowered = lowerExpr(condition)
      let block = lowerBlockExpr(then)
      ribCounts = counts
      links.append((lowered, block, ast[next].span))
      next = otherwise
    }
    for link in links.reversed() {
      last = hir.add(HIR.Expr(.if(link.condition, then: link.then, else: last), link.span))
    }
    return last
  }

  private mutating func lowerMatch(_ scrutinee: ID<Syntax.Expr>, _ arms: Run<Syntax.Arm>, _ span: Span) -> ID<HIR.Expr> {
    let lowered = lowerExpr(scrutinee)
    var result: [HIR.Arm] = []
    for arm in ast[arms] where isEnabled(arm.attributes) {
      noteLints(arm.attributes, over: arm.span)
      let counts = ribCounts
      let pat = lowerTopPat(arm.pat)
      let guardExpr: ID<HIR.Expr> = arm.guardExpr.isNone ? .none : lowerExpr(arm.guardExpr)
      let body: ID<HIR.Expr>
      if arm.body.isNone {
        // A never pattern: unreachable, of type `!`.
        let block = hir.add(
          HIR.Block(
            statements: .empty, value: .none, safety: .default, isBreakTarget: false, dropsTailTemporariesFirst: false,
            span: arm.span))
        let info = hir.add(LoopInfo(label: .none, source: .loop))
        body = hir.add(HIR.Expr(.loop(block, info), arm.span))
      } else {
        body = lowerExpr(arm.body)
      }
      ribCounts = counts
      result.append(HIR.Arm(pat: pat, guardExpr: guardExpr, body: body, span: arm.span))
    }
    let run = hir.arms.append(contentsOf: result)
    return hir.add(HIR.Expr(.match(lowered, run, .normal), span))
  }
}

extension Syntax.ExprKind {
  /// Whether it goes on from an expression on its left.
  var isChainLink: Bool {
    switch self {
    case .binary, .methodCall, .field, .index, .cast, .try: true
    default: false
    }
  }
}
