// Built-in operators, with the checks that panic.
import Defs
import HIR
import MIR
import Source
import Support
import Syntax
import Typecheck
import Traits
import Types

extension Builder {
  mutating func unary(_ op: UnaryOp, _ e: HExpr, _ type: TypeID, _ span: Span) -> Rvalue {
    let value = asCallOperand(full(e))
    switch op {
    case .not: return .unary(.not, value)
    case .neg:
      if options.overflowChecks, case .int = type.kind {
        let least = mir.constant(scalar(UInt128(1) << UInt128(bitWidth(of: type) - 1)), type, at: source(span))
        let isLeast = scratch(.bool, span)
        mir.assign(Place(isLeast), .binary(.eq, reread(value), least), in: block, at: source(span))
        assert(.move(Place(isLeast)), false, .overflowNeg(reread(value)), span)
      }
      return .unary(.neg, value)
    case .deref: return .use(value)
    }
  }

  /// `operand`, read but not moved out: for a scalar temporary that is used again.
  func reread(_ operand: Operand) -> Operand {
    if case .move(let p) = operand { return .copy(p) }
    return operand
  }

  func binOp(_ op: BinaryOp) -> BinOp {
    switch op {
    case .add: .add
    case .sub: .sub
    case .mul: .mul
    case .div: .div
    case .rem: .rem
    case .bitXor: .bitXor
    case .bitAnd, .and: .bitAnd
    case .bitOr, .or: .bitOr
    case .shl: .shl
    case .shr: .shr
    case .eq: .eq
    case .lt: .lt
    case .le: .le
    case .ne: .ne
    case .ge: .ge
    case .gt: .gt
    }
  }

  /// - Source: Rust Reference, "Operator expressions", "Overflow".
  mutating func binary(
    _ op: BinaryOp, _ left: Operand, _ right: Operand, _ type: TypeID, rightType: TypeID, _ span: Span
  ) -> Rvalue {
    let kind = binOp(op)
    guard type.isIntegral else { return .binary(kind, left, right) }
    switch op {
    case .add, .sub, .mul:
      guard options.overflowChecks else { return .binary(kind, left, right) }
      let checked: BinOp = op == .add ? .addWithOverflow : op == .sub ? .subWithOverflow : .mulWithOverflow
      let pair = scratch(.tuple([type, .bool]), span)
      mir.assign(Place(pair), .binary(checked, reread(left), reread(right)), in: block, at: source(span))
      let overflowed = makePlace(pair, [.field(1, .bool)])
      assert(.move(overflowed), false, .overflow(kind, reread(left), reread(right)), span)
      return .use(.move(makePlace(pair, [.field(0, type)])))
    case .shl, .shr:
      guard options.overflowChecks else { return .binary(kind, left, right) }
      // The amount, as unsigned, is less than the width.
      let unsigned = unsignedType(of: rightType)
      var amount = reread(right)
      if unsigned != rightType {
        let t = scratch(unsigned, span)
        mir.assign(Place(t), .cast(.intToInt, reread(right), unsigned), in: block, at: source(span))
        amount = .copy(Place(t))
      }
      let inRange = scratch(.bool, span)
      let width = mir.constant(scalar(UInt128(bitWidth(of: type))), unsigned, at: source(span))
      mir.assign(Place(inRange), .binary(.lt, amount, width), in: block, at: source(span))
      assert(.move(Place(inRange)), true, .overflow(kind, reread(left), reread(right)), span)
      return .binary(kind, left, right)
    case .div, .rem:
      let zero = mir.constant(scalar(0), type, at: source(span))
      let isZero = scratch(.bool, span)
      mir.assign(Place(isZero), .binary(.eq, reread(right), zero), in: block, at: source(span))
      assert(.move(Place(isZero)), false, op == .div ? .divisionByZero(reread(left)) : .remainderByZero(reread(left)), span)
      if case .int = type.kind {
        // The least value divided by -1 overflows, checks or not.
        let minusOne = mir.constant(scalar(mask(bitWidth(of: type))), type, at: source(span))
        let least = mir.constant(scalar(UInt128(1) << UInt128(bitWidth(of: type) - 1)), type, at: source(span))
        let isMinusOne = scratch(.bool, span)
        let isLeast = scratch(.bool, span)
        let both = scratch(.bool, span)
        mir.assign(Place(isMinusOne), .binary(.eq, reread(right), minusOne), in: block, at: source(span))
        mir.assign(Place(isLeast), .binary(.eq, reread(left), least), in: block, at: source(span))
        mir.assign(Place(both), .binary(.bitAnd, .move(Place(isMinusOne)), .move(Place(isLeast))), in: block, at: source(span))
        assert(.move(Place(both)), false, .overflow(kind, reread(left), reread(right)), span)
      }
      return .binary(kind, left, right)
    default: return .binary(kind, left, right)
    }
  }

  private func unsignedType(of type: TypeID) -> TypeID {
    guard case .int(let i) = type.kind else { return type }
    switch i {
    case .i8: return .u8
    case .i16: return .u16
    case .i32: return .u32
    case .i64: return .u64
    case .i128: return .u128
    case .isize: return .usize
    }
  }

  // MARK: Casts

  /// `value as type` where no coercion does it.
  ///
  /// - Source: Rust Reference, "Type cast expressions".
  mutating func cast(_ a: Adjusted, _ target: TypeID, _ span: Span) -> Rvalue {
    let from = type(a)
    if case .adt(let d, _) = from.kind, facts.adt(d).kind == .enum {
      if let value = namedDiscriminant(a, of: d, from, span) { return .cast(.intToInt, value, target) }
      // An enum's discriminant, then between integers.
      let p = asPlace(a)
      let discriminantType = infer.discriminantType(of: from) ?? .isize
      let t = scratch(discriminantType, span)
      mir.assign(Place(t), .discriminant(place(p)), in: block, at: source(span))
      return .cast(.intToInt, .copy(Place(t)), target)
    }
    let value = asOperand(a)
    if from == target { return .use(value) }
    return .cast(castKind(from, target), value, target)
  }

  /// The discriminant of a variant that is cast by name: computed from what is written for it, without the enum's layout, so that
  /// discriminants may be written in terms of others.
  private mutating func namedDiscriminant(_ a: Adjusted, of adt: DefID, _ type: TypeID, _ span: Span) -> Operand? {
    guard a.count == 0, case .path(let p) = hir[a.expr].kind, case .def(.variantCtorConst, let c) = results.res(of: p),
      let n = variantIndex(c, of: adt), let discriminantType = infer.discriminantType(of: type)
    else { return nil }
    let base = facts.adt(adt).discriminantBase(of: Int(n))
    let explicit = base.explicit.map { mir.unevaluated($0, .empty, discriminantType, at: source(span)) }
    let offset = mir.constant(.scalar(low: UInt64(base.offset), high: 0), discriminantType, at: source(span))
    guard let explicit else { return offset }
    if base.offset == 0 { return explicit }
    let t = scratch(discriminantType, span)
    mir.assign(Place(t), .binary(.add, explicit, offset), in: block, at: source(span))
    return .move(Place(t))
  }

  private func castKind(_ from: TypeID, _ to: TypeID) -> CastKind {
    switch (from.kind, to.kind) {
    case (.int, .int), (.int, .uint), (.uint, .int), (.uint, .uint), (.bool, .int), (.bool, .uint), (.char, .int), (.char, .uint),
      (.uint, .char):
      .intToInt
    case (.int, .float), (.uint, .float), (.bool, .float): .intToFloat
    case (.float, .int), (.float, .uint): .floatToInt
    case (.float, .float): .floatToFloat
    case (.rawPtr, .rawPtr), (.ref, .rawPtr): .ptrToPtr
    case (.fnPtr, .rawPtr), (.fnDef, .rawPtr): .fnPtrToPtr
    case (.rawPtr, .int), (.rawPtr, .uint), (.fnPtr, .int), (.fnPtr, .uint): .pointerExposeProvenance
    case (.int, .rawPtr), (.uint, .rawPtr): .pointerWithExposedProvenance
    default: .transmute
    }
  }
}
