// Operators that stand for calls: `?`, `try`, ranges, `do yeet`.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  /// ```
  /// match Try::branch(operand) {
  ///   ControlFlow::Break(residual) => return FromResidual::from_residual(residual),
  ///   ControlFlow::Continue(val) => val,
  /// }
  /// ```
  mutating func lowerTry(_ operand: ID<HIR.Expr>, _ span: Span) -> ID<HIR.Expr> {
    let mark = Span(lo: max(span.lo, span.hi &- 1), hi: span.hi, context: span.context)
    let scrutinee = callLang(.branch, [operand], span)

    let (valPat, val) = localPat(Known.val, span)
    let value = localExpr(val, Known.val, span)
    let continueArm = arm(variantPat(.continue, [valPat], span), value, mark)

    let (residualPat, residual) = localPat(Known.residual, mark)
    let residualExpr = localExpr(residual, Known.residual, mark)
    let exit: ID<HIR.Expr>
    switch tryScope {
    case .function:
      let converted = callLang(.fromResidual, [residualExpr], pathSpan: mark, span)
      exit = expr(.return(converted), mark)
    case .homogeneous(let target):
      let converted = callLang(.intoTryType, [residualExpr], pathSpan: mark, span)
      exit = expr(.break(target, converted), mark)
    case .heterogeneous(let target):
      let converted = callLang(.fromResidual, [residualExpr], pathSpan: mark, span)
      exit = expr(.break(target, converted), mark)
    }
    let breakArm = arm(variantPat(.break, [residualPat], mark), exit, mark)
    return matchExpr(scrutinee, [breakArm, continueArm], .tryOperator, span)
  }

  /// `try { s; e }` is `'try: { s; Try::from_output(e) }`.
  mutating func lowerTryBlock(_ block: ID<Syntax.Block>, _ ty: ID<Syntax.Ty>, _ span: Span) -> ID<HIR.Expr> {
    let info = hir.add(LoopInfo(label: .none, source: .tryBlock))
    let saved = tryScope
    tryScope = ty.isNone ? .homogeneous(info) : .heterogeneous(info)
    var node = lowerBlockNode(block, isBreakTarget: true)
    tryScope = saved
    let blockSpan = ast[block].span
    let end = Span(lo: max(blockSpan.lo, blockSpan.hi &- 1), hi: blockSpan.hi, context: blockSpan.context)
    let tail = node.value.isNone ? unit(end) : node.value
    let tailSpan = hir.exprs[tail].span
    node.value = callLang(.fromOutput, [tail], tailSpan)
    let whole = expr(.block(hir.add(node), label: info), span)
    if ty.isNone { return whole }
    return expr(.typeAscription(whole, disallowingImplTrait { $0.lowerType(ty) }), span)
  }

  mutating func lowerYeet(_ value: ID<Syntax.Expr>, _ span: Span) -> ID<HIR.Expr> {
    let operand = value.isNone ? unit(span) : lowerExpr(value)
    let converted = callLang(.fromYeet, [operand], pathSpan: span, hir.exprs[operand].span)
    switch tryScope {
    case .function: return expr(.return(converted), span)
    case .homogeneous(let target), .heterogeneous(let target): return expr(.break(target, converted), span)
    }
  }

  /// Ranges are structs; `a..=b` is a call of `RangeInclusive::new`.
  mutating func lowerRange(
    _ start: ID<Syntax.Expr>, _ end: ID<Syntax.Expr>, _ isInclusive: Bool, _ span: Span
  ) -> ID<HIR.Expr> {
    let isNew = hasFeature(Known.new_range)
    let item: LangItem
    // The parser has given a message.
    if isInclusive && end.isNone { return expr(.error, span) }
    switch (start.isNone, end.isNone, isInclusive) {
    case (true, true, _): item = .rangeFull
    case (false, true, _): item = isNew ? .newRangeFrom : .rangeFrom
    case (true, false, false): item = .rangeTo
    case (false, false, false): item = isNew ? .newRange : .range
    case (true, false, true): item = isNew ? .newRangeToInclusive : .rangeToInclusive
    case (false, false, true):
      if !isNew {
        let low = lowerExpr(start)
        let high = lowerExpr(end)
        return callLang(.rangeInclusiveNew, [low, high], span)
      }
      item = .newRangeInclusive
    }
    var fields: [HIR.ExprField] = []
    if !start.isNone {
      let s = ast[start].span
      fields.append(HIR.ExprField(ident: Ident(Known.start, s), value: lowerExpr(start), isShorthand: false, span: s))
    }
    if !end.isNone {
      let s = ast[end].span
      let name = isNew && isInclusive ? Known.last : Known.end
      fields.append(HIR.ExprField(ident: Ident(name, s), value: lowerExpr(end), isShorthand: false, span: s))
    }
    let path = langPath(item, span)
    return expr(
      .structure(hir.add(HIR.StructExpr(path: path, fields: hir.exprFields.append(contentsOf: fields), rest: .none))), span)
  }
}
