// Expressions as operands and temporaries.
import Defs
import HIR
import MIR
import Source
import Support
import Syntax
import Typecheck
import Types

extension Builder {
  /// The value of `a`, read where it stands: moved out of its place unless it can be copied.
  mutating func asOperand(_ a: Adjusted) -> Operand {
    if let c = asConstant(a) { return c }
    let type = type(a)
    if isPlace(a) {
      let p = asPlace(a)
      return use(place(p), type)
    }
    return .move(Place(asTemporary(a)))
  }

  /// A copy or move of `place`.
  mutating func use(_ place: Place, _ type: TypeID) -> Operand { isCopy(type) ? .copy(place) : .move(place) }

  /// As `asOperand`, but a copied place is read now: later arguments may change it.
  mutating func asCallOperand(_ a: Adjusted) -> Operand {
    if let c = asConstant(a) { return c }
    if isPlace(a) {
      let type = type(a)
      let p = asPlace(a)
      let operand = use(place(p), type)
      if case .copy = operand {
        let t = scratch(type, span(a))
        mir.assign(Place(t), .use(operand), in: block, at: source(span(a)))
        return .move(Place(t))
      }
      // A move out of a variable happens here, before the other operands are evaluated.
      let t = newTemporary(type, span(a))
      mir.assign(Place(t), .use(operand), in: block, at: source(span(a)))
      return .move(Place(t))
    }
    return .move(Place(asTemporary(a)))
  }

  /// A temporary that holds the value of `a` and dies with the scope that temporaries belong to.
  mutating func asTemporary(_ a: Adjusted) -> LocalID {
    let (temp, scope) = liveTemporary(type(a), span(a), for: a.expr)
    into(Place(temp), a)
    // Dropped before what its value was made of.
    scheduleDrop(temp, span(a), scope: scope)
    return temp
  }

  /// The constant that `a` is, if it is a literal, a function item or a constant.
  mutating func asConstant(_ a: Adjusted) -> Operand? {
    if a.count > 0 { return nil }
    let span = span(a)
    let type = type(a)
    switch hir[a.expr].kind {
    case .literal(let l): return literal(l, type, isNegated: false, span)
    case .unary(.neg, let e):
      if case .literal(let l) = hir[e].kind, results.method(of: a.expr) == nil, results.adjustments(of: e).isEmpty {
        return literal(l, type, isNegated: true, span)
      }
      return nil
    case .path(let p): return pathConstant(p, type, span)
    case .constBlock(let d, let e):
      if !pending.contains(where: { if case .inlineConst(let x, _) = $0 { x == d } else { false } }) {
        pending.append(.inlineConst(d, e))
      }
      return mir.unevaluated(d, identityArgs(of: def), type, at: source(span))
    default: return nil
    }
  }

  private mutating func pathConstant(_ p: ID<HIR.QPath>, _ type: TypeID, _ span: Span) -> Operand? {
    switch results.res(of: p) {
    case .def(let kind, let d):
      switch kind {
      case .fn, .assocFn, .structCtorFn, .variantCtorFn: return mir.constant(.zeroSized, type, at: source(span))
      case .const, .assocConst:
        return mir.unevaluated(d, results.args(of: p), type, at: source(span))
      case .constParam:
        if let c = constParameter(d, type) { return mir.constant(.typeSystem(c), type, at: source(span)) }
        return nil
      default: return nil
      }
    case .selfCtor:
      if case .fnDef = type.kind { return mir.constant(.zeroSized, type, at: source(span)) }
      return nil
    default: return nil
    }
  }

  /// The const of the type system that a const parameter is.
  func constParameter(_ param: DefID, _ type: TypeID) -> ConstID? {
    for (i, g) in facts.generics(of: def).all.enumerated() where g.def == param {
      return ConstID(.param(index: UInt32(i), g.name))
    }
    return nil
  }

  /// The parameters of `def` as its own arguments.
  func identityArgs(of def: DefID) -> GenericArgsID {
    GenericArgsID(
      facts.generics(of: def).all.enumerated().map { i, g in
        switch g.kind {
        case .lifetime: GenericArg(RegionID.erased)
        case .type: GenericArg(TypeID.param(UInt32(i), g.name))
        case .const: GenericArg(ConstID(.param(index: UInt32(i), g.name)))
        }
      })
  }
}
