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
  ///
  /// - Parameter isTold: there is another message that explains it if the types do not agree.
  @discardableResult
  func demandCoerce(
    _ expr: ID<Expr>, _ type: TypeID, _ expected: TypeID, allowsTwoPhase: Bool = false, isTold: Bool = false
  ) -> TypeID {
    let expected = resolveVarsWithObligations(expected)
    if let t = coerce(expr, type, to: expected, allowsTwoPhase: allowsTwoPhase) { return t }
    if isTold { isTainted = true } else { reportMismatch(expected: expected, found: type, at: assertedSpan(expr) ?? mismatchSpan(expr)) }
    return expected
  }

  /// What was given to `assert_eq!` as its right side, of which its `*right_val` comes.
  private func assertedSpan(_ expr: ID<Expr>) -> Span? {
    let context = span(expr).context
    guard !context.isRoot, case .unary(.deref, _) = hir[expr].kind else { return nil }
    let macro = Hygiene[Hygiene.data(context).outerExpansion]
    guard macro.macroName == Name("assert_eq"), macro.macroCrate != UInt32(CrateID.local.rawValue) else { return nil }
    for e in hir.nodes.exprs.all where e.span.context == context {
      guard case .match(let scrutinee, _, _) = e.kind, case .tuple(let list) = hir[scrutinee].kind,
        case let sides = Array(hir[list]), sides.count == 2, case .addrOf(_, _, let right) = hir[sides[1]].kind
      else { continue }
      return mismatchSpan(right)
    }
    return nil
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

  /// Whether the type is the body's output and is known to have no size.
  func isUnsizedOutput(_ type: TypeID) -> Bool {
    guard type == bodyOutput, let sized = langItem(.sized) else { return false }
    return !mayHold(sized, [type])
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
