// Assignments whose left side is a pattern of places: `(a, b) = (b, a)`.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerAssign(_ left: ID<Syntax.Expr>, _ right: ID<Syntax.Expr>, _ span: Span) -> ID<HIR.Expr> {
    if isPlace(left) {
      let l = lowerExpr(left)
      return expr(.assign(l, lowerExpr(right)), span)
    }
    // { let pat = right; place = lhs; … }
    var assignments: [HIR.Stmt] = []
    let pat = lowerAssignee(left, &assignments)
    let value = lowerExpr(right)
    let binding = hir.add(HIR.LetStmt(isSuper: false, pat: pat, ty: .none, initializer: value, elseBlock: .none))
    return blockExpr(block([HIR.Stmt(.let(binding), span)] + assignments, .none, span), span)
  }

  /// Whether the left side of an assignment is one place, as most are.
  private mutating func isPlace(_ id: ID<Syntax.Expr>) -> Bool {
    switch ast[id].kind {
    case .array, .structure, .tuple, .underscore: return false
    case .path(let path, let qself): return !isConstructor(path, qself, isTuple: false)
    case .call(let callee, _):
      guard case .path(let path, let qself) = ast[callee].kind else { return true }
      return !isConstructor(path, qself, isTuple: true)
    case .paren(let inner):
      if case .range(let a, let b, false) = ast[inner].kind, a.isNone, b.isNone { return false }
      return isPlace(inner)
    default: return true
    }
  }

  /// Whether the path may be a unit struct (or tuple struct) as far as names tell.
  private mutating func isConstructor(_ path: ID<Syntax.Path>, _ qself: ID<QSelf>, isTuple: Bool) -> Bool {
    let saved = messages
    let resolution = resolve(path, qself, as: .expr(call: isTuple ? ast[path].span : nil))
    messages = saved
    if resolution.unresolved > 0 { return true }
    switch resolution.res {
    case .def(.structCtorConst, _), .def(.variantCtorConst, _): return !isTuple
    case .def(.structCtorFn, _), .def(.variantCtorFn, _): return isTuple
    case .selfCtor: return true
    default: return false
    }
  }

  private mutating func lowerAssignee(_ id: ID<Syntax.Expr>, _ assignments: inout [HIR.Stmt]) -> ID<HIR.Pat> {
    let node = ast[id]
    let span = node.span
    guard open(at: span) else {
      close()
      return hir.add(HIR.Pat(.error, span))
    }
    defer { close() }
    switch node.kind {
    case .underscore: return hir.add(HIR.Pat(.wild, span))
    case .array(let list):
      let (pats, rest) = lowerAssignees(Array(ast[list]), &assignments)
      let split = rest?.index ?? pats.count
      let middle: ID<HIR.Pat> = rest.map { hir.add(HIR.Pat(.wild, $0.span)) } ?? .none
      let slice = hir.add(
        SlicePat(before: hir.lists.append(Array(pats[..<split])), middle: middle, after: hir.lists.append(Array(pats[split...]))))
      return hir.add(HIR.Pat(.slice(slice), span))
    case .call(let callee, let args):
      if case .path(let path, let qself) = ast[callee].kind, isConstructor(path, qself, isTuple: true) {
        let (pats, rest) = lowerAssignees(Array(ast[args]), &assignments)
        let qpath = lowerPath(path, qself, as: .tupleStruct(span))
        let tuple = hir.add(
          HIR.TupleStructPat(path: qpath, fields: hir.lists.append(pats), dotDot: rest.map { UInt32($0.index) } ?? .max))
        return hir.add(HIR.Pat(.tupleStruct(tuple), span))
      }
    case .path(let path, let qself):
      if isConstructor(path, qself, isTuple: false) { return hir.add(HIR.Pat(.path(lowerPath(path, qself, as: .pat)), span)) }
    case .structure(let s):
      let s = ast[s]
      var fields: [HIR.PatField] = []
      for f in ast[s.fields] where isEnabled(f.attributes) {
        let pat = lowerAssignee(f.value, &assignments)
        fields.append(HIR.PatField(ident: f.ident, pat: pat, isShorthand: f.isShorthand, span: f.span))
      }
      let path = lowerPath(s.path, s.qself, as: .structure)
      var hasRest = false
      switch s.rest {
      case .none: break
      case .base(let base):
        report(.baseInDestructuringAssignment(at: ast[base].span), .lowering)
        hasRest = true
      case .dotDot: hasRest = true
      }
      let pat = hir.add(HIR.StructPat(path: path, fields: hir.patFields.append(contentsOf: fields), hasRest: hasRest))
      return hir.add(HIR.Pat(.structure(pat), span))
    case .tuple(let list):
      let (pats, rest) = lowerAssignees(Array(ast[list]), &assignments)
      return hir.add(HIR.Pat(.tuple(hir.lists.append(pats), dotDot: rest.map { UInt32($0.index) } ?? .max), span))
    case .paren(let inner):
      if case .range(let a, let b, false) = ast[inner].kind, a.isNone, b.isNone {
        return hir.add(HIR.Pat(.tuple(.empty, dotDot: 0), span))
      }
      return lowerAssignee(inner, &assignments)
    default: break
    }
    let (pat, local) = localPat(Known.lhs, span)
    let target = lowerExpr(id)
    let assign = expr(.assign(target, localExpr(local, Known.lhs, span)), span)
    assignments.append(HIR.Stmt(.expr(assign), span))
    return pat
  }

  /// The elements of a sequence; one `..` stands for the rest.
  private mutating func lowerAssignees(
    _ list: [ID<Syntax.Expr>], _ assignments: inout [HIR.Stmt]
  ) -> ([ID<HIR.Pat>], rest: (index: Int, span: Span)?) {
    var rest: (index: Int, span: Span)?
    var pats: [ID<HIR.Pat>] = []
    for id in list {
      if case .range(let a, let b, false) = ast[id].kind, a.isNone, b.isNone {
        if rest == nil { rest = (pats.count, ast[id].span) } else { report(.secondRestPattern(at: ast[id].span), .lowering) }
        continue
      }
      pats.append(lowerAssignee(id, &assignments))
    }
    return (pats, rest)
  }
}
