// What the context knows about an expression's type before it is checked.
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

/// A hint that flows down. Only `hasType` is ever demanded, and that by the one who gave it. rustc's `Expectation`.
enum Expectation {
  case none
  case hasType(TypeID)
  /// Operand of `as`: the literal `1` in `1 as u8` becomes `u8`.
  case castable(TypeID)
  /// The expression may be coerced by unsizing: only its shape is expected.
  case rvalueLikeUnsized(TypeID)
}

extension FnCtxt {
  /// An expectation for a value of type `type` in a place where unsizing may happen: `[T]`, `str` and `dyn` say nothing about it.
  func rvalueHint(_ type: TypeID) -> Expectation {
    switch kind(structTailWithoutNormalizing(type)) {
    case .slice, .str, .dynamic: .rvalueLikeUnsized(type)
    default: .hasType(type)
    }
  }

  /// The type expected in any sense, resolved as far as known.
  func toOption(_ e: Expectation) -> TypeID? {
    switch e {
    case .none: nil
    case .hasType(let t), .castable(let t), .rvalueLikeUnsized(let t): resolveVars(t)
    }
  }

  /// The type that the expression must have or be coerced to.
  func onlyHasType(_ e: Expectation) -> TypeID? {
    if case .hasType(let t) = e { return resolveVars(t) }
    return nil
  }

  func coercionTarget(_ e: Expectation, _ span: Span) -> TypeID { onlyHasType(e) ?? nextTyVar(span) }

  /// For branches of `if` and `match`: an unresolved variable says nothing, so that the first branch does not fix it.
  func adjustForBranches(_ e: Expectation, _ span: Span) -> Expectation {
    if case .rvalueLikeUnsized = e { return e }
    guard case .hasType(let t) = e else { return .none }
    let resolved = tryStructurallyResolve(t, span)
    return isTyVar(resolved) ? .none : .hasType(resolved)
  }
}
