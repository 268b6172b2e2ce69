// Operators: looked up as trait methods, then enforced as built in where both sides are primitive.
import Defs
import Diagnostics
import HIR
import Infer
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

private enum Category { case shift, math, bitwise, comparison }

extension BinaryOp {
  fileprivate var category: Category {
    switch self {
    case .shl, .shr: .shift
    case .add, .sub, .mul, .div, .rem: .math
    case .bitXor, .bitAnd, .bitOr: .bitwise
    case .eq, .lt, .le, .ne, .ge, .gt, .and, .or: .comparison
    }
  }
  /// Comparisons take their operands by reference.
  var takesReferences: Bool {
    switch self {
    case .eq, .lt, .le, .ne, .ge, .gt: true
    default: false
    }
  }
  var symbol: String {
    switch self {
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .rem: "%"
    case .bitXor: "^"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .shl: "<<"
    case .shr: ">>"
    case .eq: "=="
    case .lt: "<"
    case .le: "<="
    case .ne: "!="
    case .ge: ">="
    case .gt: ">"
    case .and: "&&"
    case .or: "||"
    }
  }
}

extension FnCtxt {
  func checkBinary(_ expr: ID<Expr>, _ op: BinaryOp, _ lhs: ID<Expr>, _ rhs: ID<Expr>, _ expected: Expectation) -> TypeID {
    if op == .and || op == .or {
      check(lhs, coercibleTo: .bool)
      let lhsDiverges = diverges
      check(rhs, coercibleTo: .bool)
      diverges = lhsDiverges
      return .bool
    }
    let (l, r, result) = checkOverloaded(expr, op, lhs, rhs, isAssign: false, expected)
    if !isTyVar(l), !isTyVar(r), isBuiltin(l, r, op.category) {
      let builtin = enforceBuiltin(span(lhs), l, span(rhs), r, op.category)
      demandEq(builtin, result, span(expr))
      return builtin
    }
    return result
  }

  func checkAssignOp(_ expr: ID<Expr>, _ op: BinaryOp, _ lhs: ID<Expr>, _ rhs: ID<Expr>, _ expected: Expectation) -> TypeID {
    let (l, r, result) = checkOverloaded(expr, op, lhs, rhs, isAssign: true, expected)
    var type = result
    if !isTyVar(l), !isTyVar(r), isBuiltin(l, r, op.category) {
      _ = enforceBuiltin(span(lhs), l, span(rhs), r, op.category)
      type = .unit
    }
    if !isPlace(lhs) { checkAssignable(lhs, code: "E0067", at: operatorSpan(expr, lhs, rhs, op.symbol + "=")) }
    return type
  }

  /// Types of the operands and of the result by the operator's trait.
  private func checkOverloaded(
    _ expr: ID<Expr>, _ op: BinaryOp, _ lhs: ID<Expr>, _ rhs: ID<Expr>, isAssign: Bool, _ expected: Expectation
  ) -> (TypeID, TypeID, TypeID) {
    var lhsType: TypeID
    if isAssign {
      lhsType = check(lhs)
    } else {
      // Coerced to a fresh variable, so that a `&mut T` operand is borrowed again and not moved.
      let type = check(lhs)
      lhsType = demandCoerce(lhs, type, nextTyVar(span(lhs)))
    }
    lhsType = resolveVarsWithObligations(lhsType)
    let rhsVar = nextTyVar(span(rhs))
    let (trait, name) = binaryTrait(op, isAssign)
    let method = lookupOp(trait, name, lhsType, rhsVar, span(expr))
    check(rhs, coercibleTo: rhsVar)
    let rhsType = resolveVarsWithObligations(rhsVar)
    guard let method else {
      if referencesError(lhsType) || referencesError(rhsType) { return (lhsType, rhsType, .error) }
      let l = resolveVars(lhsType)
      if isTyVar(l) { return (lhsType, rhsType, typeMustBeKnown(l, span(lhs))) }
      if isAssign {
        report(.assignOpNotImplemented(op.symbol, display(l), at: span(expr), lhs: span(lhs)))
      } else {
        report(
          .binaryOpNotImplemented(
            op.symbol, display(l), display(rhsType), at: operatorSpan(expr, lhs, rhs, op.symbol), lhs: span(lhs), rhs: span(rhs)))
      }
      return (lhsType, rhsType, .error)
    }
    if isAssign || op.takesReferences {
      if case .ref(_, _, let m) = kind(method.sig.inputs[0]) {
        apply([Adjustment(.borrow(m, allowsTwoPhase: m == .mut), method.sig.inputs[0])], to: lhs)
      }
      if op.takesReferences, case .ref(_, _, let m) = kind(method.sig.inputs[1]) {
        // After whatever coercions the operand has.
        adjustments[rhs, default: []].append(Adjustment(.borrow(m, allowsTwoPhase: m == .mut), method.sig.inputs[1]))
      }
    }
    writeMethod(method, for: expr)
    return (lhsType, rhsType, method.sig.output)
  }

  func checkOverloadedUnary(_ expr: ID<Expr>, _ type: TypeID, _ op: UnaryOp) -> TypeID {
    let method = op == .not ? lookupOp(langItem(.not), OperatorMethod.not, type, nil, span(expr)) : lookupOp(langItem(.neg), OperatorMethod.neg, type, nil, span(expr))
    if let method {
      writeMethod(method, for: expr)
      return method.sig.output
    }
    let t = resolveVars(type)
    if referencesError(t) { return .error }
    return errorType(.unaryOpNotImplemented(op == .not ? "!" : "-", display(t), at: span(expr)))
  }

  private func lookupOp(_ trait: DefID?, _ name: Name, _ lhs: TypeID, _ rhs: TypeID?, _ span: Span) -> MethodCallee? {
    guard let trait, let (method, obligations) = lookupOperatorMethod(name, trait, lhs, rhs, span) else { return nil }
    register(obligations)
    selectWherePossible()
    return method
  }

  /// The operator's trait and method.
  private func binaryTrait(_ op: BinaryOp, _ isAssign: Bool) -> (DefID?, Name) {
    let item: LangItem
    switch op {
    case .add: item = isAssign ? .addAssign : .add
    case .sub: item = isAssign ? .subAssign : .sub
    case .mul: item = isAssign ? .mulAssign : .mul
    case .div: item = isAssign ? .divAssign : .div
    case .rem: item = isAssign ? .remAssign : .rem
    case .bitXor: item = isAssign ? .bitXorAssign : .bitXor
    case .bitAnd: item = isAssign ? .bitAndAssign : .bitAnd
    case .bitOr: item = isAssign ? .bitOrAssign : .bitOr
    case .shl: item = isAssign ? .shlAssign : .shl
    case .shr: item = isAssign ? .shrAssign : .shr
    case .eq, .and, .or: return (langItem(.eq), Comparison.eq)
    case .ne: return (langItem(.eq), Comparison.ne)
    case .lt: return (langItem(.partialOrd), Comparison.lt)
    case .le: return (langItem(.partialOrd), Comparison.le)
    case .ge: return (langItem(.partialOrd), Comparison.ge)
    case .gt: return (langItem(.partialOrd), Comparison.gt)
    }
    // The method is called as the lang item is.
    return (langItem(item), item.name)
  }

  private enum Comparison {
    static let eq = Name("eq")
    static let ne = Name("ne")
    static let lt = Name("lt")
    static let le = Name("le")
    static let ge = Name("ge")
    static let gt = Name("gt")
  }

  private func derefShared(_ type: TypeID) -> TypeID { if case .ref(_, let t, .not) = kind(type) { shallowResolve(t) } else { type } }

  private func isBuiltin(_ l: TypeID, _ r: TypeID, _ category: Category) -> Bool {
    let l = derefShared(l)
    let r = derefShared(r)
    if referencesError(l) || referencesError(r) { return true }
    let ints = isIntegral(l) && isIntegral(r)
    let floats = isFloat(l) && isFloat(r)
    switch category {
    case .shift: return ints
    case .math: return ints || floats
    case .bitwise: return ints || floats || (l == .bool && r == .bool)
    case .comparison: return isScalar(l) && isScalar(r)
    }
  }

  private func enforceBuiltin(_ lhsSpan: Span, _ l: TypeID, _ rhsSpan: Span, _ r: TypeID, _ category: Category) -> TypeID {
    let l = derefShared(l)
    let r = derefShared(r)
    switch category {
    case .shift: return l
    case .math, .bitwise:
      demandSub(l, r, rhsSpan)
      return l
    case .comparison:
      demandSub(l, r, rhsSpan)
      return .bool
    }
  }

  func isScalar(_ type: TypeID) -> Bool {
    switch kind(type) {
    case .bool, .char, .int, .uint, .float, .rawPtr, .fnDef, .fnPtr, .infer(.int), .infer(.float): true
    default: false
    }
  }
}
