// Evaluating an expression into a place: control flow by construct; everything else is an rvalue.
import Defs
import HIR
import MIR
import Source
import Support
import Syntax
import Typecheck
import Types

extension Builder {
  /// Deepest nesting of expressions that is built.
  static var depthLimit: Int { 20_000 }

  mutating func into(_ destination: Place, _ e: HExpr) { into(destination, full(e)) }

  mutating func into(_ destination: Place, _ a: Adjusted) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      unsupported("an expression nested this deeply", span(a))
      return
    }
    let span = span(a)
    if a.count > 0 {
      let adjustment = results.adjustments(of: a.expr)[a.count - 1]
      if adjustment.kind == .neverToAny {
        _ = asTemporary(inner(a))
        mir.terminate(block, .unreachable, at: source(span))
        block = mir.newBlock()
        return
      }
      let r = asRvalue(a)
      mir.assign(destination, r, in: block, at: source(span))
      return
    }
    switch hir[a.expr].kind {
    case .block(let b, let label): blockExpression(b, label, destination, span)
    case .if(let c, let t, let e): ifExpression(c, t, e, destination, span)
    case .match(let s, let arms, _): matchExpression(s, arms, destination, span)
    case .loop(let b, let info): loop(b, info, destination, span)
    case .let, .binary(.and, _, _), .binary(.or, _, _): condition(a.expr, into: destination, span)
    case .call(let f, let args): call(a.expr, f, Array(hir[args]), destination, span)
    case .methodCall(let m): methodCall(a.expr, hir[m], destination, span)
    case .structure(let s): structure(a.expr, s, destination, span)
    case .dropTemps(let e): inTemporaryScope { b in b.into(destination, e) }
    case .break(let info, let value): breakExpression(info, value, span)
    case .continue(let info): continueExpression(info, span)
    case .return(let value):
      if let v = value.some { into(Place(.returnPlace), v) } else { assignUnit(Place(.returnPlace), span) }
      if returnBlock.isNone {
        returnBlock = mir.newBlock()
        mir.terminate(returnBlock, .return, at: source(mir.span.end))
      }
      leave(to: returnBlock, depth: 0, span)
    case .become(let e):
      // Without a guaranteed tail call this would be another program.
      unsupported("`become`", hir[e].span)
    case .yield: unsupported("`yield`", span)
    case .assign(let l, let r):
      assign(l, r, span)
      assignUnit(destination, span)
    case .assignOp(let op, let l, let r):
      assignOp(a.expr, op, l, r, span)
      assignUnit(destination, span)
    case .inlineAsm(let asm): inlineAsm(asm, destination, span)
    case .typeAscription(let e, _): into(destination, e)
    case .offsetOf(let ty, _): offsetOf(a.expr, ty, destination, span)
    case .builtin: unsupported("this builtin operation", span)
    case .error: mir.isTainted = true
    default:
      if let m = results.method(of: a.expr) {
        operatorCall(a.expr, m, destination, span)
        return
      }
      let r = asRvalue(a)
      mir.assign(destination, r, in: block, at: source(span))
    }
  }

  mutating func assignUnit(_ destination: Place, _ span: Span) {
    mir.assign(destination, mir.aggregate(.tuple, []), in: block, at: source(span))
  }

  // MARK: Blocks

  private mutating func blockExpression(_ b: ID<HIR.Block>, _ label: ID<HIR.LoopInfo>, _ destination: Place, _ span: Span) {
    if let label = label.some {
      let end = mir.newBlock()
      breakables.append(
        Breakable(info: label, continueBlock: .none, breakBlock: end, destination: destination, depth: scopes.count))
      blockBody(b, destination)
      breakables.removeLast()
      mir.terminate(block, .goto(end), at: source(span))
      block = end
    } else {
      blockBody(b, destination)
    }
  }

  mutating func blockBody(_ id: ID<HIR.Block>, _ destination: Place) {
    let node = hir[id]
    pushScope()
    let opened = scopes.count
    for s in hir[node.statements] { statement(s) }
    if let value = node.value.some {
      if node.dropsTailTemporariesFirst {
        inTemporaryScope { b in b.into(destination, value) }
      } else {
        into(destination, value)
      }
    } else if type(ofPlace: destination).isUnit {
      assignUnit(destination, node.span)
    }
    // `let … else` opens scopes of its own? No: variables live in the block's.
    while scopes.count > opened { popScope() }
    popScope()
  }

  /// The type of a place that is a whole local; other places are never asked.
  func type(ofPlace p: Place) -> TypeID {
    if p.isLocal { return mir.locals[p.local].type }
    if case .field(_, let t) = mir.projections[p.projection[p.projection.count - 1]] { return t }
    return .error
  }

  mutating func statement(_ s: HIR.Stmt) {
    switch s.kind {
    case .item: break
    case .expr(let e), .semi(let e): inTemporaryScope { b in b.statement(e) }
    case .let(let l): letStatement(hir[l], s.span)
    }
  }

  /// Evaluates `e` for its effects.
  mutating func statement(_ e: HExpr) {
    let span = hir[e].span
    switch hir[e].kind {
    case .assign(let l, let r) where results.adjustments(of: e).isEmpty: assign(l, r, span)
    case .assignOp(let op, let l, let r) where results.adjustments(of: e).isEmpty: assignOp(e, op, l, r, span)
    default: _ = asTemporary(full(e))
    }
  }

  /// `let _ = e`: a place is not read, it only has to be one; a closure may not even have captured it.
  private mutating func mention(_ e: HExpr, _ span: Span) {
    let a = full(e)
    if !isPlace(a) { return statement(e) }
    if let p = placeIfCaptured(asPlace(a)) { mir.push(.placeMention(p), in: block, at: source(span)) }
  }

  private mutating func letStatement(_ l: HIR.LetStmt, _ span: Span) {
    // The variables of `super let` live as long as temporaries of the block, or as long as what extends them.
    let scope = l.isSuper ? extendedLets[l.pat.rawValue] ?? temporaryScopes.last ?? scopes.count - 1 : scopes.count - 1
    guard let initializer = l.initializer.some else {
      declareBindings(l.pat, scope: scope)
      return
    }
    extendTemporaries(initializer, to: scope)
    if bindsByReference(l.pat) { extendPlace(initializer, to: scope) }
    if let elseBlock = l.elseBlock.some {
      letElse(l.pat, initializer, elseBlock, span)
      return
    }
    // Variables belong to the scope outside, temporaries end here; those of `super let` belong to the expression around.
    if l.isSuper {
      initialize(l.pat, initializer, scope, span)
    } else {
      inTemporaryScope { b in b.initialize(l.pat, initializer, scope, span) }
    }
  }

  private mutating func initialize(_ pat: HPat, _ initializer: HExpr, _ scope: Int, _ span: Span) {
    // A plain variable is initialised in place.
    if case .binding(let id) = hir[pat].kind, hir[id].sub.isNone, !results.bindingMode(of: id).isRef,
      results.adjustments(of: pat).isEmpty
    {
      let local = declare(id, pat, scope: scope)
      mir.push(.storageLive(local), in: block, at: source(span))
      into(Place(local), initializer)
      scheduleDrop(local, span, scope: scope)
      return
    }
    if case .wild = hir[pat].kind {
      mention(initializer, hir[initializer].span)
      return
    }
    let p = asPlace(full(initializer))
    declareBindings(pat, scope: scope)
    bindDeclared(pat, p)
  }

  private mutating func letElse(_ pat: HPat, _ initializer: HExpr, _ elseBlock: ID<HIR.Block>, _ span: Span) {
    let scope = scopes.count - 1
    let otherwise = mir.newBlock()
    inTemporaryScope { b in
      let p = b.asPlace(b.full(initializer))
      b.declareBindings(pat, scope: scope)
      b.matchOne(pat, p, otherwise: otherwise, depth: scope + 1)
    }
    let success = block
    block = otherwise
    let never = scratch(.never, span)
    inTemporaryScope { b in b.blockBody(elseBlock, Place(never)) }
    mir.terminate(block, .unreachable, at: source(span))
    block = success
  }

  // MARK: If

  private mutating func ifExpression(_ c: HExpr, _ t: HExpr, _ e: HExpr, _ destination: Place, _ span: Span) {
    let otherwise = mir.newBlock()
    let end = mir.newBlock()
    let depth = scopes.count
    pushScope()
    // Since 2024, temporaries of the condition end before `else`; before, `if let` kept them for the statement.
    let ownTemporaries = Hygiene.edition(of: span.context) >= .e2024
    if ownTemporaries { temporaryScopes.append(scopes.count - 1) }
    test(c, otherwise: otherwise, depth: depth)
    if ownTemporaries { temporaryScopes.removeLast() }
    inTemporaryScope { b in b.into(destination, t) }
    popScope()
    mir.terminate(block, .goto(end), at: source(span))
    block = otherwise
    if let e = e.some { inTemporaryScope { b in b.into(destination, e) } } else { assignUnit(destination, span) }
    mir.terminate(block, .goto(end), at: source(span))
    block = end
  }

  /// A condition whose value is wanted.
  private mutating func condition(_ e: HExpr, into destination: Place, _ span: Span) {
    let otherwise = mir.newBlock()
    let end = mir.newBlock()
    let depth = scopes.count
    pushScope()
    test(e, otherwise: otherwise, depth: depth)
    popScope()
    mir.assign(destination, .use(mir.constant(.scalar(low: 1, high: 0), .bool, at: source(span))), in: block, at: source(span))
    mir.terminate(block, .goto(end), at: source(span))
    block = otherwise
    mir.assign(destination, .use(mir.constant(.scalar(low: 0, high: 0), .bool, at: source(span))), in: block, at: source(span))
    mir.terminate(block, .goto(end), at: source(span))
    block = end
  }

  /// Goes on where `e` is true, its `let`s bound; where it is false leaves all scopes down to `depth` for `otherwise`.
  mutating func test(_ e: HExpr, otherwise: BasicBlockID, depth: Int) {
    let span = hir[e].span
    if results.adjustments(of: e).isEmpty {
      switch hir[e].kind {
      case .binary(.and, let l, let r):
        test(l, otherwise: otherwise, depth: depth)
        test(r, otherwise: otherwise, depth: depth)
        return
      case .binary(.or, let l, let r):
        let right = mir.newBlock()
        let yes = mir.newBlock()
        let inner = scopes.count
        test(l, otherwise: right, depth: inner)
        mir.terminate(block, .goto(yes), at: source(span))
        block = right
        test(r, otherwise: otherwise, depth: depth)
        mir.terminate(block, .goto(yes), at: source(span))
        block = yes
        return
      case .unary(.not, let inner) where results.method(of: e) == nil && type(full(inner)) == .bool:
        let no = mir.newBlock()
        let here = scopes.count
        test(inner, otherwise: no, depth: here)
        leave(to: otherwise, depth: depth, span)
        block = no
        return
      case .let(let id):
        let l = hir[id]
        let p = asPlace(full(l.initializer))
        declareBindings(l.pat)
        matchOne(l.pat, p, otherwise: otherwise, depth: depth)
        return
      case .dropTemps(let inner):
        inTemporaryBranch(inner, otherwise, depth, span)
        return
      default: break
      }
    }
    inTemporaryBranch(e, otherwise, depth, span)
  }

  private mutating func inTemporaryBranch(_ e: HExpr, _ otherwise: BasicBlockID, _ depth: Int, _ span: Span) {
    let value = scratch(.bool, span)
    inTemporaryScope { b in b.into(Place(value), e) }
    let yes = mir.newBlock()
    let no = mir.newBlock()
    mir.branch(block, on: .move(Place(value)), true: yes, false: no, at: source(span))
    block = no
    leave(to: otherwise, depth: depth, span)
    block = yes
  }

  // MARK: Loops

  private mutating func loop(_ body: ID<HIR.Block>, _ info: ID<HIR.LoopInfo>, _ destination: Place, _ span: Span) {
    let head = mir.newBlock()
    let end = mir.newBlock()
    mir.terminate(block, .goto(head), at: source(span))
    block = head
    breakables.append(
      Breakable(info: info, continueBlock: head, breakBlock: end, destination: destination, depth: scopes.count))
    let unit = scratch(.unit, span)
    inTemporaryScope { b in b.blockBody(body, Place(unit)) }
    breakables.removeLast()
    mir.terminate(block, .goto(head), at: source(span))
    block = end
  }

  private mutating func breakExpression(_ info: ID<HIR.LoopInfo>, _ value: HExpr, _ span: Span) {
    guard let target = breakables.last(where: { $0.info == info }) else {
      mir.isTainted = true
      return
    }
    if let v = value.some { into(target.destination, v) } else { assignUnit(target.destination, span) }
    leave(to: target.breakBlock, depth: target.depth, span)
  }

  private mutating func continueExpression(_ info: ID<HIR.LoopInfo>, _ span: Span) {
    guard let target = breakables.last(where: { $0.info == info }), !target.continueBlock.isNone else {
      mir.isTainted = true
      return
    }
    leave(to: target.continueBlock, depth: target.depth, span)
  }

  // MARK: Assignment

  private mutating func assign(_ l: HExpr, _ r: HExpr, _ span: Span) {
    let left = full(l)
    let leftType = type(left)
    if needsDrop(leftType) {
      // The value first, then the old one is dropped, then it is put in place.
      let value = asCallOperand(full(r))
      let target = place(asPlace(left))
      let next = mir.newBlock()
      mir.terminate(block, .drop(target, target: next, unwind: .continue, replace: true), at: source(span))
      block = next
      mir.assign(target, .use(value), in: block, at: source(span))
    } else {
      let value = asRvalue(full(r))
      let target = place(asPlace(left))
      mir.assign(target, value, in: block, at: source(span))
    }
  }

  private mutating func assignOp(_ e: HExpr, _ op: BinaryOp, _ l: HExpr, _ r: HExpr, _ span: Span) {
    if let m = results.method(of: e) {
      let unit = scratch(.unit, span)
      operatorCall(e, m, Place(unit), span)
      return
    }
    // Built in: the right side first.
    let right = asCallOperand(full(r))
    let target = place(asPlace(full(l)))
    let type = type(full(l))
    let result = binary(op, .copy(target), right, type, rightType: self.type(full(r)), span)
    mir.assign(target, result, in: block, at: source(span))
  }
}
