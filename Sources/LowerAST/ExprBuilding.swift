// Small pieces of desugared code.
import Defs
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func expr(_ kind: HIR.ExprKind, _ span: Span) -> ID<HIR.Expr> { hir.add(HIR.Expr(kind, span)) }

  mutating func unit(_ span: Span) -> ID<HIR.Expr> { expr(.tuple(.empty), span) }

  /// A name that no source can mean: a local made by a desugaring.
  mutating func localPat(_ name: Name, _ span: Span, mutability: Mutability = .not) -> (ID<HIR.Pat>, LocalBindingID) {
    let local = makeLocal()
    let binding = hir.add(
      BindingPat(
        isRef: false, refMutability: .not, mutability: mutability, local: local, ident: Ident(name, span), sub: .none))
    return (hir.add(HIR.Pat(.binding(binding), span)), local)
  }

  mutating func localExpr(_ local: LocalBindingID, _ name: Name, _ span: Span) -> ID<HIR.Expr> {
    expr(.path(resolvedPath(.local(local), Ident(name, span), span)), span)
  }

  /// `item(args…)`
  mutating func callLang(_ item: LangItem, _ args: [ID<HIR.Expr>], _ span: Span) -> ID<HIR.Expr> {
    callLang(item, args, pathSpan: span, span)
  }
  mutating func callLang(_ item: LangItem, _ args: [ID<HIR.Expr>], pathSpan: Span, _ span: Span) -> ID<HIR.Expr> {
    let function = expr(.path(langPath(item, pathSpan)), pathSpan)
    return expr(.call(function, hir.lists.append(args)), span)
  }

  /// `<item>::name(args…)`
  mutating func callLangMethod(_ item: LangItem, _ name: Name, _ args: [ID<HIR.Expr>], _ span: Span) -> ID<HIR.Expr> {
    let ty = hir.add(HIR.Ty(.path(langPath(item, span)), span))
    let run = hir.segments.append(contentsOf: [HIR.PathSegment(ident: Ident(name, span), res: .err, args: .none)])
    let path = hir.add(QPath(kind: .typeRelative(ty), segments: run, span: span))
    let function = expr(.path(path), span)
    return expr(.call(function, hir.lists.append(args)), span)
  }

  /// `item(pat)`, a variant of one field.
  mutating func variantPat(_ item: LangItem, _ fields: [ID<HIR.Pat>], _ span: Span) -> ID<HIR.Pat> {
    let path = variantPath(item, span, isTuple: !fields.isEmpty)
    if fields.isEmpty { return hir.add(HIR.Pat(.path(path), span)) }
    let node = hir.add(HIR.TupleStructPat(path: path, fields: hir.lists.append(fields), dotDot: .max))
    return hir.add(HIR.Pat(.tupleStruct(node), span))
  }

  /// Lang items of variants name the variant; patterns mean its constructor.
  private mutating func variantPath(_ item: LangItem, _ span: Span, isTuple: Bool) -> ID<QPath> {
    let path = langPath(item, span)
    guard case .resolved(_, .def(.variant, let def)) = hir.qpaths[path].kind, let ctor = world.ctor(of: def) else { return path }
    let res = Res.def(Defs[ctor].kind, ctor)
    hir.qpaths[path].kind = .resolved(qself: .none, res)
    hir.segments[hir.qpaths[path].segments[0]].res = res
    return path
  }

  mutating func arm(_ pat: ID<HIR.Pat>, _ body: ID<HIR.Expr>, _ span: Span) -> HIR.Arm {
    HIR.Arm(pat: pat, guardExpr: .none, body: body, span: span)
  }

  mutating func block(_ statements: [HIR.Stmt], _ value: ID<HIR.Expr>, _ span: Span, safety: HIR.Block.Safety = .default) -> ID<HIR.Block> {
    hir.add(
      HIR.Block(
        statements: hir.stmts.append(contentsOf: statements), value: value, safety: safety, isBreakTarget: false,
        dropsTailTemporariesFirst: edition(span) >= .e2024, span: span))
  }

  mutating func blockExpr(_ block: ID<HIR.Block>, _ span: Span) -> ID<HIR.Expr> { expr(.block(block, label: .none), span) }

  mutating func matchExpr(_ scrutinee: ID<HIR.Expr>, _ arms: [HIR.Arm], _ source: MatchSource, _ span: Span) -> ID<HIR.Expr> {
    expr(.match(scrutinee, hir.arms.append(contentsOf: arms), source), span)
  }
}
