// Constants whose value can be read off their expression: array lengths, discriminants, limits of integers.
import Defs
import HIR
import LowerAST
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

/// An integer, `bool` or `char` with its type.
struct SimpleValue: BitwiseCopyable, Sendable {
  var bits: UInt128
  /// The error type stands for "not known".
  var type: TypeID

  static var unknown: SimpleValue { SimpleValue(bits: 0, type: .error) }
  var byteSize: Int { type.integerByteSize }
  var mask: UInt128 { UInt128.max >> UInt128(128 - byteSize * 8) }
  var isSigned: Bool { if case .int = type.kind { true } else { false } }
  /// Sign-extended if the type is signed.
  var extended: Int128 {
    let shift = 128 - byteSize * 8
    return isSigned ? Int128(truncatingIfNeeded: bits << UInt128(shift)) >> Int128(shift) : Int128(truncatingIfNeeded: bits)
  }
  var const: ConstID { ConstID(bits: bits, byteSize: byteSize, type: type) }
}

/// Evaluates arithmetic on literals and on constants of the same kind. Anything else, and anything that overflows, is for the real
/// evaluator: nil.
struct SimpleConstEvaluator {
  let headers: CollectedHeaders
  let hir: HIRTree
  private var depth = 0

  init(_ headers: CollectedHeaders, _ hir: HIRTree) {
    self.headers = headers
    self.hir = hir
  }

  /// - Parameter expected: the type of literals without suffix, if it is known from outside.
  mutating func evaluate(_ id: ID<HIR.Expr>, _ expected: TypeID?) -> SimpleValue? {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { return nil }
    switch hir[id].kind {
    case .literal(let literal): return value(of: literal, expected)
    case .dropTemps(let inner): return evaluate(inner, expected)
    case .block(let block, let label):
      let b = hir[block]
      return label.isNone && b.statements.isEmpty && !b.value.isNone ? evaluate(b.value, expected) : nil
    case .path(let path): return value(of: path)
    case .cast(let inner, let ty): return cast(inner, ty)
    case .unary(.neg, let inner):
      guard let v = evaluate(inner, expected), v.isSigned else { return nil }
      return SimpleValue(bits: (0 &- v.bits) & v.mask, type: v.type)
    case .unary(.not, let inner):
      guard let v = evaluate(inner, expected), v.type != .char else { return nil }
      return SimpleValue(bits: v.type == .bool ? v.bits ^ 1 : ~v.bits & v.mask, type: v.type)
    case .binary(let op, let a, let b): return binary(op, a, b, expected)
    default: return nil
    }
  }

  private func value(of literal: HIR.Literal, _ expected: TypeID?) -> SimpleValue? {
    switch literal {
    case .bool(let b): return SimpleValue(bits: b ? 1 : 0, type: .bool)
    case .char(let c): return SimpleValue(bits: UInt128(c), type: .char)
    case .byte(let b): return SimpleValue(bits: UInt128(b), type: .u8)
    case .int(let low, let high, let suffix):
      guard let type = suffix.map({ TypeID.primitive($0) }) ?? expected else { return nil }
      switch type.kind {
      case .int, .uint: break
      default: return nil
      }
      let v = SimpleValue(bits: UInt128(high) << 64 | UInt128(low), type: type)
      return v.bits <= v.mask ? v : nil
    default: return nil
    }
  }

  private func value(of id: ID<QPath>) -> SimpleValue? {
    let path = hir[id]
    switch path.kind {
    case .resolved(let qself, .def(.const, let def)) where qself.isNone: return headers.simpleValue(of: def)
    case .typeRelative(let base):
      guard case .path(let p) = hir[base].kind, case .resolved(_, let res) = hir[p].kind else { return nil }
      let type: TypeID
      switch res {
      case .primTy(let p): type = .primitive(p)
      case .selfTyAlias(let impl): type = headers.type(of: impl)
      default: return nil
      }
      let name = hir[path.segments[path.segments.count - 1]].ident.name
      guard let def = headers.inherentAssocConst(type, name) else { return nil }
      return headers.simpleValue(of: def)
    default: return nil
    }
  }

  private mutating func cast(_ inner: ID<HIR.Expr>, _ ty: ID<HIR.Ty>) -> SimpleValue? {
    guard case .path(let p) = hir[ty].kind, case .resolved(_, .primTy(let prim)) = hir[p].kind else { return nil }
    let target = TypeID.primitive(prim)
    switch target.kind {
    case .int, .uint: break
    default: return nil
    }
    if let v = evaluate(inner, nil) {
      let result = SimpleValue(bits: 0, type: target)
      return SimpleValue(bits: UInt128(truncatingIfNeeded: v.extended) & result.mask, type: target)
    }
    return evaluate(inner, target)
  }

  private mutating func binary(_ op: BinaryOp, _ a: ID<HIR.Expr>, _ b: ID<HIR.Expr>, _ expected: TypeID?) -> SimpleValue? {
    if op == .shl || op == .shr {
      // The amount may be of another type; its value is all that counts.
      guard let x = evaluate(a, expected), x.type != .bool, x.type != .char, let amount = evaluate(b, .i32)?.extended, amount >= 0,
        amount < Int128(x.byteSize * 8)
      else { return nil }
      if op == .shl { return SimpleValue(bits: x.bits << UInt128(amount) & x.mask, type: x.type) }
      return SimpleValue(bits: UInt128(truncatingIfNeeded: x.extended >> amount) & x.mask, type: x.type)
    }
    let left = evaluate(a, expected)
    guard let y = evaluate(b, left?.type ?? expected), let x = left ?? evaluate(a, y.type), x.type == y.type else { return nil }
    if x.type == .char { return nil }
    switch op {
    case .bitAnd: return SimpleValue(bits: x.bits & y.bits, type: x.type)
    case .bitOr: return SimpleValue(bits: x.bits | y.bits, type: x.type)
    case .bitXor: return SimpleValue(bits: x.bits ^ y.bits, type: x.type)
    default: break
    }
    if x.type == .bool { return nil }
    if x.isSigned {
      let result: (partialValue: Int128, overflow: Bool)
      switch op {
      case .add: result = x.extended.addingReportingOverflow(y.extended)
      case .sub: result = x.extended.subtractingReportingOverflow(y.extended)
      case .mul: result = x.extended.multipliedReportingOverflow(by: y.extended)
      case .div: result = x.extended.dividedReportingOverflow(by: y.extended)
      case .rem: result = x.extended.remainderReportingOverflow(dividingBy: y.extended)
      default: return nil
      }
      let value = SimpleValue(bits: UInt128(truncatingIfNeeded: result.partialValue) & x.mask, type: x.type)
      return result.overflow || value.extended != result.partialValue ? nil : value
    }
    let result: (partialValue: UInt128, overflow: Bool)
    switch op {
    case .add: result = x.bits.addingReportingOverflow(y.bits)
    case .sub: result = x.bits.subtractingReportingOverflow(y.bits)
    case .mul: result = x.bits.multipliedReportingOverflow(by: y.bits)
    case .div: result = x.bits.dividedReportingOverflow(by: y.bits)
    case .rem: result = x.bits.remainderReportingOverflow(dividingBy: y.bits)
    default: return nil
    }
    return result.overflow || result.partialValue > x.mask ? nil : SimpleValue(bits: result.partialValue, type: x.type)
  }
}

extension CollectedHeaders {
  /// The value of a constant that needs no more than arithmetic; nil if it is not one (or refers to itself).
  func simpleValue(of def: DefID) -> SimpleValue? {
    let value = demand(.constValue, def, in: tables(of: def).simpleValues, cyclic: .unknown, isCycleError: false) { _ in
      computeSimpleValue(def) ?? .unknown
    }
    return value.type == .error ? nil : value
  }

  private func computeSimpleValue(_ def: DefID) -> SimpleValue? {
    let data = Defs[def]
    switch data.kind {
    case .anonConst: return Headers.anonBody(of: def).flatMap { evaluate($0, type(of: def)) }
    case .const: return itemValue(def)
    case .assocConst: return Defs[data.parent].kind == .inherentImpl ? itemValue(def) : nil
    default: return nil
    }
  }

  private func itemValue(_ def: DefID) -> SimpleValue? {
    guard let world = (source as? WorldHeaders)?.world, generics(of: def).count == 0 else { return nil }
    let type = type(of: def)
    switch type.kind {
    case .int, .uint, .bool, .char: break
    default: return nil
    }
    guard let lowered = lowerBody(of: def, world: world) else { return nil }
    Headers.publish(lowered.anonBodies)
    return evaluate(lowered.body, type)
  }

  private func evaluate(_ body: Body, _ type: TypeID) -> SimpleValue? {
    var evaluator = SimpleConstEvaluator(self, body.tree)
    guard let value = evaluator.evaluate(body.value, type), value.type == type else { return nil }
    return value
  }

  /// The type that the value of a constant's body must have; nil for functions.
  public func bodyType(of owner: DefID) -> TypeID? {
    switch Defs[owner].kind {
    case .const, .static, .assocConst, .anonConst, .globalAsm: type(of: owner)
    default: nil
    }
  }

  /// Says what type the value of an anonymous constant must have: whoever lowers the place it stands in knows. A header is lowered part
  /// by part, so a place may be met again.
  public func noteAnonConst(_ def: DefID, type: TypeID) {
    _ = tables(of: def).anonConstTypes.get(def.index) { type }
  }

  public func inherentAssocConst(_ type: TypeID, _ name: Name) -> DefID? {
    // While the impls are being sorted nobody knows them yet.
    guard t.pointee.impls.value != nil, let simplified = SimplifiedType(type) else { return nil }
    for impl in inherentImpls(for: simplified) {
      for item in assocItemNames(of: impl) where item.name == name && item.kind == .const { return item.def }
    }
    return nil
  }
}
