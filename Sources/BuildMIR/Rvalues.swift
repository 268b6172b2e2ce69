// Expressions whose value is one computation.
import Defs
import HIR
import MIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension Builder {
  /// The computation that `a` is, its operands evaluated.
  mutating func asRvalue(_ a: Adjusted) -> Rvalue {
    if let c = asConstant(a) { return .use(c) }
    let span = span(a)
    if a.count > 0 { return adjustment(a, span) }
    switch hir[a.expr].kind {
    case .unary(let op, let e) where results.method(of: a.expr) == nil && op != .deref: return unary(op, e, type(a), span)
    case .binary(let op, let l, let r) where results.method(of: a.expr) == nil && op != .and && op != .or:
      let left = asCallOperand(full(l))
      let right = asCallOperand(full(r))
      return binary(op, left, right, type(full(l)), rightType: type(full(r)), span)
    case .addrOf(let kind, let m, let e): return borrow(kind, m, e, type(a), span)
    case .cast(let e, _):
      if results.isCoercionCast(a.expr) { return .use(asOperand(full(e))) }
      return cast(full(e), type(a), span)
    case .tuple(let l):
      let fields = hir[l].map { asCallOperand(full($0)) }
      return mir.aggregate(.tuple, fields)
    case .array(let l):
      guard case .array(let element, _) = type(a).kind else { return .use(mir.constant(.undef, type(a))) }
      let fields = hir[l].map { asCallOperand(full($0)) }
      return mir.aggregate(.array(element), fields)
    case .repeat(let e, let count):
      let value = asCallOperand(full(e))
      return .repeat(value, results.value(of: count))
    case .closure(let c): return closureValue(c, span)
    case .path(let p) where !isPlace(a): return unitValue(p, type(a), span)
    case .offsetOf: return .use(.move(Place(asTemporary(a))))
    default:
      if isPlace(a) {
        let type = type(a)
        let p = asPlace(a)
        return .use(use(place(p), type))
      }
      return .use(.move(Place(asTemporary(a))))
    }
  }

  /// A unit struct or variant, or `Self` of one.
  private mutating func unitValue(_ p: ID<HIR.QPath>, _ type: TypeID, _ span: Span) -> Rvalue {
    guard case .adt(let d, let args) = type.kind else { return .use(mir.constant(.zeroSized, type, at: source(span))) }
    var variant: UInt32 = 0
    if case .def(_, let c) = results.res(of: p), let v = variantIndex(c, of: d) { variant = v }
    return mir.aggregate(.adt(d, variant: variant, args, activeField: -1), [])
  }

  /// Number of the variant with this definition or constructor.
  func variantIndex(_ def: DefID, of adt: DefID) -> UInt32? {
    for (i, v) in facts.adt(adt).variants.enumerated() where v.def == def || v.ctor == def { return UInt32(i) }
    return nil
  }

  // MARK: Adjustments

  private mutating func adjustment(_ a: Adjusted, _ span: Span) -> Rvalue {
    let adjustment = results.adjustments(of: a.expr)[a.count - 1]
    switch adjustment.kind {
    case .neverToAny: return .use(.move(Place(asTemporary(a))))
    case .deref, .overloadedDeref:
      let p = asPlace(a)
      return .use(use(place(p), adjustment.target))
    case .borrow(let m, let twoPhase):
      if let promoted = promote(inner(a), isMutable: m == .mut, reference: adjustment.target, span) { return promoted }
      let p = asPlace(inner(a))
      return .ref(m == .mut ? (twoPhase ? .twoPhase : .mut) : .shared, place(p))
    case .borrowRaw(let m):
      let p = asPlace(inner(a))
      return .rawPtr(isMutable: m == .mut, place(p))
    case .pointer(let coercion):
      let value = asOperand(inner(a))
      let kind: CastKind =
        switch coercion {
        case .reifyFnPointer: .reifyFnPointer
        case .unsafeFnPointer: .unsafeFnPointer
        case .closureFnPointer: .closureFnPointer
        case .mutToConst: .mutToConstPointer
        case .arrayToPointer: .arrayToPointer
        case .unsize: .unsize
        }
      return .cast(kind, value, adjustment.target)
    }
  }

  // MARK: Borrows

  private mutating func borrow(_ kind: Syntax.BorrowKind, _ m: Mutability, _ e: HExpr, _ type: TypeID, _ span: Span) -> Rvalue {
    if kind == .raw {
      let p = asPlace(full(e))
      return .rawPtr(isMutable: m == .mut, place(p))
    }
    if let promoted = promote(full(e), isMutable: m == .mut, reference: type, span) { return promoted }
    let p = asPlace(full(e))
    return .ref(m == .mut ? .mut : .shared, place(p))
  }

  // MARK: Closures

  private mutating func closureValue(_ c: ID<HIR.Closure>, _ span: Span) -> Rvalue {
    let node = hir[c]
    if node.kind != .closure { unsupported("coroutines", span) }
    pending.append(.closure(c))
    var fields: [Operand] = []
    for capture in results.captures(of: c) {
      var p = variable(capture.local)
      for step in results.projections(of: capture) {
        switch step.kind {
        case .deref: p.elements.append(.deref)
        case .field(let n, let variant):
          if case .adt(let d, _) = typeBefore(step, in: capture).kind, facts.adt(d).kind == .enum { p.elements.append(.downcast(variant)) }
          p.elements.append(.field(n, step.ty))
        case .index, .subslice: unsupported("a closure that captures an element", span)
        }
      }
      let target = place(p)
      let finalType = results.projections(of: capture).last?.ty ?? capture.baseType
      switch capture.kind {
      case .byValue: fields.append(use(target, finalType))
      case .byRef, .byUniqueRef, .byMutRef:
        let t = newTemporary(capture.upvarType, span)
        let kind: MIR.BorrowKind = capture.kind == .byRef ? .shared : capture.kind == .byMutRef ? .mut : .closureCapture
        mir.assign(Place(t), .ref(kind, target), in: block, at: source(span))
        fields.append(.move(Place(t)))
      }
    }
    guard case .closure(let d, let args) = results.closure(c).type.kind else { return .use(mir.constant(.undef, .error)) }
    return mir.aggregate(.closure(d, args), fields)
  }

  /// The type that `step` is taken of.
  private func typeBefore(_ step: PlaceProjection, in capture: CapturedPlace) -> TypeID {
    var before = capture.baseType
    for s in results.projections(of: capture) {
      if s == step { return before }
      before = s.ty
    }
    return before
  }
}
