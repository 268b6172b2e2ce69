// Demands: two types must agree, or there is a message.
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
  /// Both types must be equal. Returns false after a message.
  @discardableResult func demandEq(_ expected: TypeID, _ found: TypeID, _ span: Span) -> Bool {
    if eq(expected, found, span) { return true }
    reportMismatch(expected: expected, found: found, at: span)
    return false
  }

  /// `found` must be a subtype of `expected`.
  @discardableResult func demandSub(_ expected: TypeID, _ found: TypeID, _ span: Span) -> Bool {
    if let obligations = commitIfOk({ relateSup(expected, found) }) {
      register(obligations)
      return true
    }
    reportMismatch(expected: expected, found: found, at: span)
    return false
  }

  /// `expr` must have a type that can be coerced to `expected`. Returns the type it has then.
  @discardableResult
  func demandCoerce(_ expr: ID<Expr>, _ type: TypeID, _ expected: TypeID, allowsTwoPhase: Bool = false) -> TypeID {
    let expected = resolveVarsWithObligations(expected)
    if let t = coerce(expr, type, to: expected, allowsTwoPhase: allowsTwoPhase) { return t }
    reportMismatch(expected: expected, found: type, at: mismatchSpan(expr))
    return expected
  }

  /// Whether the types could be made equal.
  func canEq(_ a: TypeID, _ b: TypeID) -> Bool { probe { relateEq(a, b) != nil } }

  /// Where a wrong type of `expr` shows: the value of a block, not the whole block.
  func mismatchSpan(_ expr: ID<Expr>) -> Span {
    var e = expr
    while true {
      switch hir[e].kind {
      case .block(let b, _):
        let block = hir[b]
        guard let value = block.value.some else { return span(e) }
        e = value
      case .dropTemps(let inner): e = inner
      default: return span(e)
      }
    }
  }

  func reportMismatch(expected: TypeID, found: TypeID, at span: Span) {
    let expected = resolveVars(expected)
    let found = resolveVars(found)
    isTainted = true
    if referencesError(expected) || referencesError(found) { return }
    // That the result is a trait object was told of already.
    if expected == bodyOutput, case .dynamic = expected.kind { return }
    report(.mismatchedTypes(expected: display(expected), found: display(found), at: span))
  }

  /// The type, resolved far enough to look at its outermost constructor. Unknown: the variable itself.
  func tryStructurallyResolve(_ type: TypeID, _ span: Span) -> TypeID { resolveVarsWithObligations(type) }

  /// The same, with a message (and the error type) if nothing is known about it.
  func structurallyResolve(_ type: TypeID, _ span: Span) -> TypeID {
    let t = tryStructurallyResolve(type, span)
    return isTyVar(t) ? typeMustBeKnown(t, span) : t
  }

  func typeMustBeKnown(_ type: TypeID, _ span: Span) -> TypeID {
    if !isTainted { report(.annotationsNeeded(at: placeToAnnotate(type, missedAt: span))) }
    _ = eq(type, .error, span)
    return .error
  }

  /// Resolved as far as is known, pending obligations worked off if that may help.
  func resolveVarsWithObligations(_ type: TypeID) -> TypeID {
    if !hasInfer(type) { return type }
    let t = resolveVars(type)
    if !hasInfer(t) { return t }
    selectWherePossible()
    return resolveVars(t)
  }
}
