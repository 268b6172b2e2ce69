// Obligations that could not be met, as messages.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func report(_ errors: [FulfillmentError]) {
    var seen: Set<ClauseID> = []
    // Where a trait does not hold, nothing about its items does.
    let unmet = Set(errors.compactMap { e -> Span? in
      if case .unimplemented = e.kind, case .trait = e.obligation.clause.kind { e.obligation.cause.span } else { nil }
    })
    for e in errors {
      if case .projection = e.obligation.clause.kind, unmet.contains(e.obligation.cause.span) { continue }
      let clause = resolveVars(e.obligation.clause)
      if ClauseID(clause).flags.contains(.hasError) {
        isTainted = true
        continue
      }
      if !seen.insert(ClauseID(clause)).inserted { continue }
      report(e, clause)
    }
  }

  private func report(_ e: FulfillmentError, _ clause: Clause) {
    let at = blamed(e.obligation)
    switch e.kind {
    case .unimplemented: report(closureMismatch(clause, at) ?? unimplemented(clause, e.obligation, at))
    case .projectionMismatch(let expected, let found):
      let wanted = TypePrinter.text(of: infcx.resolve(expected).arg)
      let got = TypePrinter.text(of: infcx.resolve(found).arg)
      report(.error("type mismatch: expected `\(wanted)`, found `\(got)`", code: "E0271", at: at, label: "in `\(display(clause))`"))
    case .ambiguous:
      // One is enough: the others follow.
      if isTainted { return }
      report(ambiguous(clause, at))
    case .overflow: report(.error("too many steps while proving `\(display(clause))`", code: "E0275", at: at))
    }
  }

  private func unimplemented(_ clause: Clause, _ o: Obligation, _ at: Span) -> Diagnostic {
    let text = display(clause)
    guard case .trait(let t, _) = open(ClauseID(clause)) else {
      return .error("`\(text)` does not hold", code: "E0277", at: at)
    }
    let selfText = display(t.selfType)
    var d: Diagnostic
    if t.def == langItem(.sized) {
      d = .error("the size of `\(selfText)` is not known at compile time", code: "E0277", at: at, label: "`\(selfText)` has no fixed size")
    } else {
      d = .error("`\(text)` does not hold", code: "E0277", at: at, label: "`\(TypePrinter.text(of: t))` is not implemented for `\(selfText)`")
    }
    let root = o.rootClause
    if o.depth > 0, ClauseID(resolveVars(root)) != ClauseID(clause) { d = d.note("it is needed for `\(display(resolveVars(root)))`") }
    return d
  }

  private func ambiguous(_ clause: Clause, _ at: Span) -> Diagnostic {
    switch open(ClauseID(clause)) {
    case .trait(let t, _):
      // Nothing known but "it has a size": the plain message says it best.
      if t.def == langItem(.sized) { return .annotationsNeeded(at: at) }
      if isTyVar(t.selfType) || hasInfer(resolveVars(t.selfType)) {
        return .error(
          "type annotations needed", code: "E0283", at: at, label: "the type for which `\(TypePrinter.text(of: t))` should hold is not known")
      }
      return .error("type annotations needed: cannot decide `\(display(clause))`", code: "E0283", at: at)
    case .projection: return .error("type annotations needed: cannot decide `\(display(clause))`", code: "E0284", at: at)
    default: return .annotationsNeeded(at: at)
    }
  }

  // MARK: Places

  /// The operator between two operands.
  func operatorSpan(_ lhs: ID<Expr>, _ rhs: ID<Expr>, _ symbol: String) -> Span {
    let l = span(lhs)
    let r = span(rhs)
    let whole = l.to(r)
    guard l.context == r.context, l.hi <= r.lo else { return whole }
    let between = FileTable.text(of: Span(lo: l.hi, hi: r.lo))
    let wanted = Array(symbol.utf8)
    var i = 0
    while i + wanted.count <= between.count {
      if between[i..<(i + wanted.count)].elementsEqual(wanted) {
        let lo = l.hi + UInt32(i)
        return Span(lo: lo, hi: lo + UInt32(wanted.count), context: l.context)
      }
      i += 1
    }
    return whole
  }

  /// Where an obligation that is not met shows best: the operator, the index, or the argument whose type it is about.
  private func blamed(_ o: Obligation) -> Span {
    let at = o.cause.span
    for e in hir.nodes.exprs.all {
      switch e.kind {
      case .binary(let op, let l, let r) where e.span == at: return operatorSpan(l, r, op.symbol)
      case .assignOp(let op, let l, let r) where e.span == at: return operatorSpan(l, r, op.symbol + "=")
      case .index(_, let index) where e.span == at: return span(index)
      case .call(let f, let args) where span(f) == at: return argument(Array(hir[args]), of: o) ?? at
      case .methodCall(let m) where hir[m].segment.ident.span == at:
        return argument([hir[m].receiver] + Array(hir[hir[m].args]), of: o) ?? at
      default: continue
      }
    }
    return at
  }

  private func argument(_ args: [ID<Expr>], of o: Obligation) -> Span? {
    let type: TypeID
    switch open(ClauseID(o.rootClause)) {
    case .trait(let t, _): type = resolveVars(t.selfType)
    case .projection(_, let a, _): type = resolveVars(typeArg(a, 0))
    default: return nil
    }
    guard !o.cause.source.isNone, [.fn, .assocFn].contains(Defs[o.cause.source].kind) else { return nil }
    for (input, arg) in zip(cx.facts.fnSig(of: o.cause.source).inputs, args) {
      var i = input
      while case .ref(_, let t, _) = i.kind { i = t }
      guard case .param = i.kind else { continue }
      var found = resolveVars(nodeType(arg))
      if found != type, case .ref(_, let t, _) = found.kind { found = resolveVars(t) }
      if found == type { return span(arg) }
    }
    return nil
  }

  /// E0593, E0631: a closure or function of another shape than the `Fn` trait wants.
  private func closureMismatch(_ clause: Clause, _ at: Span) -> Diagnostic? {
    guard case .trait(let t, _) = open(ClauseID(clause)),
      [langItem(.fn), langItem(.fnMut), langItem(.fnOnce)].contains(t.def), let wanted = tupleFields(resolveVars(typeArg(t.args, 1)))
    else { return nil }
    let found: [TypeID]
    switch t.selfType.kind {
    case .closure(_, let args):
      guard case .fnPtr(let s) = resolveVars(ClosureArgs(args).signatureType).kind, let only = s.sig.inputs.first,
        let fields = tupleFields(resolveVars(only))
      else { return nil }
      found = fields
    case .fnDef(let d, _): found = Array(cx.facts.fnSig(of: d).inputs)
    default: return nil
    }
    if found.count != wanted.count { return .closureArgumentCount(expected: wanted.count, found: found.count, at: at) }
    guard case .closure = t.selfType.kind else { return nil }
    return .error("the parameters of this closure have other types than it is called with", code: "E0631", at: at, label: "`\(display(clause))` does not hold")
  }
}
