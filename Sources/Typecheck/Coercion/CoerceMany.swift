// Many expressions, one type: arms, branches, breaks, array elements, returns.
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

/// Collects expressions that must get one type in common. rustc's `CoerceMany`.
struct CoerceMany {
  let expected: TypeID
  private(set) var final: TypeID?
  private var expressions: [ID<Expr>] = []

  /// Why expressions meet here, for messages.
  enum Reason { case misc, returnNoValue, ifNoElse, breakNoValue }

  init(_ expected: TypeID) { self.expected = expected }

  var merged: TypeID { final ?? expected }

  mutating func coerce(_ fcx: FnCtxt, _ expr: ID<Expr>, _ type: TypeID, at span: Span) {
    let type = fcx.shallowResolve(type)
    if fcx.isError(type) || fcx.isError(fcx.shallowResolve(merged)) {
      final = .error
      return
    }
    let result: TypeID?
    if expressions.isEmpty {
      result = fcx.coerce(expr, type, to: expected)
    } else {
      result = fcx.coercionLUB(span, expressions, merged, expr, type)
    }
    if let result {
      final = result
      expressions.append(expr)
    } else {
      // That a function's output has no size was told of at the function.
      if fcx.isUnsizedOutput(merged) { fcx.isTainted = true } else { fcx.reportMismatch(expected: merged, found: type, at: fcx.mismatchSpan(expr)) }
      final = .error
    }
  }

  /// The value `()` from nowhere: `return;`, `break;`, a missing `else`.
  mutating func coerceUnit(_ fcx: FnCtxt, at span: Span, _ reason: Reason) {
    if fcx.isError(fcx.shallowResolve(merged)) {
      final = .error
      return
    }
    if fcx.eq(merged, .unit, span) {
      final = .unit
      return
    }
    switch reason {
    case .returnNoValue: fcx.report(.returnWithoutValue(at: span))
    case .ifNoElse: fcx.report(.ifWithoutElse(expected: fcx.display(merged), at: span))
    default: fcx.reportMismatch(expected: merged, found: .unit, at: span)
    }
    final = .error
  }

  /// The common type; `!` if there was no expression.
  func complete(_ fcx: FnCtxt) -> TypeID { final ?? .never }
}
