// Constants whose value can be read off their expression: array lengths, discriminants.
import Defs
import HIR
import LowerAST
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

/// Evaluates arithmetic on literals of one integer type (or `bool`, `char`). Anything else, and anything that overflows, is for the
/// real evaluator: nil.
struct SimpleConstEvaluator {
  let hir: HIRTree
  let type: TypeID
  let byteSize: Int
  let isSigned: Bool
  private var depth = 0

  init?(_ hir: HIRTree, _ type: TypeID) {
    switch type.kind {
    case .int: isSigned = true
    case .uint, .bool, .char: isSigned = false
    default: return nil
    }
    self.hir = hir
    self.type = type
    byteSize = type.integerByteSize
  }

  var mask: UInt128 { UInt128.max >> UInt128(128 - byteSize * 8) }

  mutating func evaluate(_ id: ID<HIR.Expr>) -> UInt128? {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { return nil }
    switch hir[id].kind {
    case .literal(let literal): return value(of: literal)
    case .dropTemps(let inner): return evaluate(inner)
    case .block(let block, let label):
      let b = hir[block]
      return label.isNone && b.statements.isEmpty && !b.value.isNone ? evaluate(b.value) : nil
    case .unary(.neg, let inner):
      if !isSigned { return nil }
      // The literal's magnitude may be one more than the type's maximum.
      guard let v = evaluate(inner) else { return nil }
      return (0 &- v) & mask
    case .unary(.not, let inner):
      guard let v = evaluate(inner) else { return nil }
      return type == .bool ? v ^ 1 : ~v & mask
    case .binary(let op, let a, let b): return binary(op, a, b)
    default: return nil
    }
  }

  private func value(of literal: HIR.Literal) -> UInt128? {
    switch (literal, type.kind) {
    case (.bool(let b), .bool): return b ? 1 : 0
    case (.char(let c), .char): return UInt128(c)
    case (.byte(let b), .uint(.u8)): return UInt128(b)
    case (.int(let low, let high, let suffix), .int), (.int(let low, let high, let suffix), .uint):
      if let suffix, TypeID.primitive(suffix) != type { return nil }
      let v = UInt128(high) << 64 | UInt128(low)
      return v <= mask ? v : nil
    default: return nil
    }
  }

  private mutating func binary(_ op: BinaryOp, _ a: ID<HIR.Expr>, _ b: ID<HIR.Expr>) -> UInt128? {
    if type == .bool || type == .char { return nil }
    if op == .shl || op == .shr {
      // The amount may be of another type; its value is all that counts.
      guard let x = evaluate(a), case .literal(.int(let low, 0, _)) = hir[b].kind, low < UInt64(byteSize * 8) else { return nil }
      if op == .shl { return x << UInt128(low) & mask }
      return isSigned ? wrap(extended(x) >> Int128(low)) : x >> UInt128(low)
    }
    guard let x = evaluate(a), let y = evaluate(b) else { return nil }
    switch op {
    case .bitAnd: return x & y
    case .bitOr: return x | y
    case .bitXor: return x ^ y
    default: break
    }
    if isSigned {
      let (p, q) = (extended(x), extended(y))
      let result: (partialValue: Int128, overflow: Bool)
      switch op {
      case .add: result = p.addingReportingOverflow(q)
      case .sub: result = p.subtractingReportingOverflow(q)
      case .mul: result = p.multipliedReportingOverflow(by: q)
      case .div: result = p.dividedReportingOverflow(by: q)
      case .rem: result = p.remainderReportingOverflow(dividingBy: q)
      default: return nil
      }
      if result.overflow || extended(wrap(result.partialValue)) != result.partialValue { return nil }
      return wrap(result.partialValue)
    }
    let result: (partialValue: UInt128, overflow: Bool)
    switch op {
    case .add: result = x.addingReportingOverflow(y)
    case .sub: result = x.subtractingReportingOverflow(y)
    case .mul: result = x.multipliedReportingOverflow(by: y)
    case .div: result = x.dividedReportingOverflow(by: y)
    case .rem: result = x.remainderReportingOverflow(dividingBy: y)
    default: return nil
    }
    return result.overflow || result.partialValue > mask ? nil : result.partialValue
  }

  private func wrap(_ v: Int128) -> UInt128 { UInt128(truncatingIfNeeded: v) & mask }
  private func extended(_ v: UInt128) -> Int128 {
    let shift = 128 - byteSize * 8
    return Int128(truncatingIfNeeded: v << UInt128(shift)) >> Int128(shift)
  }
}

extension CollectedHeaders {
  /// The value of an anonymous const that is arithmetic on literals.
  func evaluateSimply(_ def: DefID) -> ConstID? {
    guard Defs[def].kind == .anonConst, let body = Headers.anonBody(of: def) else { return nil }
    let type = type(of: def)
    guard var evaluator = SimpleConstEvaluator(body.tree, type), let bits = evaluator.evaluate(body.value) else { return nil }
    return ConstID(bits: bits, byteSize: evaluator.byteSize, type: type)
  }

  /// The type that the value of a constant's body must have; nil for functions.
  public func bodyType(of owner: DefID) -> TypeID? {
    switch Defs[owner].kind {
    case .const, .static, .assocConst, .anonConst: type(of: owner)
    default: nil
    }
  }

  /// Says what type the value of an anonymous constant must have: of those in bodies, whoever checks the body knows.
  public func noteAnonConst(_ def: DefID, type: TypeID) { tables(of: def).anonConstTypes.publish(type, at: def.index) }
}
