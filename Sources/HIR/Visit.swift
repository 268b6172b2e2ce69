// Walking a body: each expression, pattern, statement and block once, parents before children, in source order.
import Defs
import Support

/// Looks at the nodes of one body. A conformance handles what it cares about and calls `walk` to go on to the children.
public protocol BodyVisitor {
  var tree: HIRTree { get }
  mutating func visit(_ expr: ID<Expr>)
  mutating func visit(_ pat: ID<Pat>)
  mutating func visit(_ block: ID<Block>)
  mutating func visit(_ stmt: Stmt)
  mutating func visit(_ arm: Arm)
}

extension BodyVisitor {
  public mutating func visit(_ expr: ID<Expr>) { walk(expr) }
  public mutating func visit(_ pat: ID<Pat>) { walk(pat) }
  public mutating func visit(_ block: ID<Block>) { walk(block) }
  public mutating func visit(_ stmt: Stmt) { walk(stmt) }
  public mutating func visit(_ arm: Arm) { walk(arm) }

  public mutating func walk(_ block: ID<Block>) {
    for s in tree[tree[block].statements] { visit(s) }
    if let v = tree[block].value.some { visit(v) }
  }

  public mutating func walk(_ stmt: Stmt) {
    switch stmt.kind {
    case .let(let id):
      let l = tree[id]
      if let e = l.initializer.some { visit(e) }
      visit(l.pat)
      if let b = l.elseBlock.some { visit(b) }
    case .item: break
    case .expr(let e), .semi(let e): visit(e)
    }
  }

  public mutating func walk(_ arm: Arm) {
    visit(arm.pat)
    if let g = arm.guardExpr.some { visit(g) }
    visit(arm.body)
  }

  public mutating func walk(_ pat: ID<Pat>) {
    switch tree[pat].kind {
    case .wild, .never, .path, .error: break
    case .binding(let b): if let sub = tree[b].sub.some { visit(sub) }
    case .structure(let s): for f in tree[tree[s].fields] { visit(f.pat) }
    case .tupleStruct(let s): for p in tree[tree[s].fields] { visit(p) }
    case .or(let l), .tuple(let l, _): for p in tree[l] { visit(p) }
    case .box(let p), .deref(let p), .ref(let p, _): visit(p)
    case .expr(let e): walk(e)
    case .range(let a, let b, _):
      if let a = a.some { walk(a) }
      if let b = b.some { walk(b) }
    case .slice(let id):
      let s = tree[id]
      for p in tree[s.before] { visit(p) }
      if let m = s.middle.some { visit(m) }
      for p in tree[s.after] { visit(p) }
    case .guard(let p, let e):
      visit(p)
      visit(e)
    }
  }

  private mutating func walk(_ e: ID<PatExpr>) {
    if case .constBlock(_, let inner) = tree[e].kind { visit(inner) }
  }

  public mutating func walk(_ expr: ID<Expr>) {
    switch tree[expr].kind {
    case .literal, .path, .continue, .offsetOf, .error: break
    case .unary(_, let e), .addrOf(_, _, let e), .field(let e, _), .cast(let e, _), .typeAscription(let e, _), .repeat(let e, _),
      .constBlock(_, let e), .become(let e), .dropTemps(let e), .builtin(_, let e):
      visit(e)
    case .binary(_, let a, let b), .index(let a, let b):
      visit(a)
      visit(b)
    case .assign(let a, let b), .assignOp(_, let a, let b):
      visit(a)
      visit(b)
    case .call(let f, let args):
      visit(f)
      for a in tree[args] { visit(a) }
    case .methodCall(let id):
      visit(tree[id].receiver)
      for a in tree[tree[id].args] { visit(a) }
    case .tuple(let l), .array(let l): for e in tree[l] { visit(e) }
    case .structure(let id):
      let s = tree[id]
      for f in tree[s.fields] { visit(f.value) }
      if case .base(let b) = s.rest { visit(b) }
    case .if(let c, let then, let otherwise):
      visit(c)
      visit(then)
      if let o = otherwise.some { visit(o) }
    case .let(let id):
      visit(tree[id].initializer)
      visit(tree[id].pat)
    case .match(let scrutinee, let arms, _):
      visit(scrutinee)
      for a in tree[arms] { visit(a) }
    case .loop(let b, _), .block(let b, _): visit(b)
    case .closure(let id):
      for p in tree[tree[id].params] { visit(p) }
      visit(tree[id].body)
    case .break(_, let e), .return(let e), .yield(let e): if let e = e.some { visit(e) }
    case .inlineAsm(let id): walk(tree[id])
    }
  }

  private mutating func walk(_ asm: InlineAsm) {
    for o in tree[asm.operands] {
      switch o {
      case .input(_, let e), .inOut(_, _, let e), .symFn(let e), .const(let e): visit(e)
      case .output(_, _, let e): if let e = e.some { visit(e) }
      case .splitInOut(_, _, let a, let b):
        visit(a)
        if let b = b.some { visit(b) }
      case .symStatic: break
      case .label(let b): visit(b)
      }
    }
  }
}
