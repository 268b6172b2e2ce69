// What constants may compute, and literals that do not fit.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension BodyChecker {
  mutating func checkConst(_ expr: HExpr, _ kind: HIR.ExprKind) {
    let span = tree[expr].span
    switch kind {
    case .call(let callee, _):
      if let m = results.method(of: expr) { return checkConstCall(m.def, isOperator: false, at: span) }
      switch results.adjustedType(of: callee).kind {
      case .fnDef(let d, _): checkConstCall(d, isOperator: false, at: span)
      case .fnPtr:
        messages.constness.add(.error("a function pointer cannot be called in \(constContext!)", at: span))
      default: break
      }
    case .methodCall, .binary, .unary, .assignOp, .index:
      if let m = results.method(of: expr) {
        var isOperator = true
        if case .methodCall = kind { isOperator = false }
        checkConstCall(m.def, isOperator: isOperator, at: span)
      }
    default: break
    }
    for a in results.adjustments(of: expr) {
      if case .overloadedDeref = a.kind, let m = facts.langItem(Name("Deref")), !world.isConstTrait(m) {
        reportConst("the implicit `*`", at: span)
      }
    }
  }

  private mutating func checkConstCall(_ def: DefID, isOperator: Bool, at span: Span) {
    switch Defs[def].kind {
    case .structCtorFn, .variantCtorFn: return
    default: break
    }
    let parent = Defs[def].parent
    if !parent.isNone {
      switch Defs[parent].kind {
      case .trait:
        if !world.isConstTrait(parent) { reportConst(isOperator ? "this operator" : "the method `\(Defs[def].name)` of a trait", at: span) }
        return
      case .traitImpl: return
      default: break
      }
    }
    if !world.isConstFn(def) { reportConst("the function `\(TypePrinter.path(of: def))`", at: span) }
  }

  private mutating func reportConst(_ what: String, at span: Span) {
    messages.constness.add(
      .error("\(what) cannot be used in \(constContext!): it is not `const`", code: "E0015", at: span)
        .note("what \(constContext!) compute is computed by the compiler: only `const` functions, struct and variant constructors can be called"))
  }

  // MARK: Literals

  mutating func checkLiteral(_ l: Literal, _ type: TypeID, isNegated: Bool, at span: Span) {
    let fits: Bool
    switch (l, type.kind) {
    case (.int(let low, let high, _), .int(let t)):
      let width: UInt128 = [8, 16, 32, 64, 128, 64][Int(t.rawValue)]
      let limit = (1 as UInt128) << (width - 1)
      let value = UInt128(high) << 64 | UInt128(low)
      fits = isNegated ? value <= limit : value < limit
    case (.int(let low, let high, _), .uint(let t)):
      let width: UInt128 = [8, 16, 32, 64, 128, 64][Int(t.rawValue)]
      let value = UInt128(high) << 64 | UInt128(low)
      fits = width == 128 || value >> width == 0
    case (.float(let n, _), .float(let t)):
      switch t {
      case .f32: fits = Float(n.text).map { $0.isFinite } ?? true
      case .f64: fits = Double(n.text).map { $0.isFinite } ?? true
      case .f16: fits = Float16(n.text).map { $0.isFinite } ?? true
      case .f128: fits = true
      }
    default: return
    }
    if fits { return }
    let name = TypePrinter.text(of: type)
    messages.lints.add(
      Diagnostic(.error, "literal out of range for `\(name)`", code: "overflowing_literals", at: span)
        .note("`#[deny(overflowing_literals)]` on by default"))
  }
}
