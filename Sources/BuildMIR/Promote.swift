// Constants out of borrowed temporaries: `&[1, 2]` lives for ever.
import Defs
import Diagnostics
import HIR
import MIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Traits
import Types

extension Builder {
  /// `&e` as a reference to a constant, if `e` can be evaluated now and its value may live for ever.
  ///
  /// - Source: Rust Reference, "Constant promotion".
  mutating func promote(_ a: Adjusted, isMutable: Bool, reference: TypeID, _ span: Span) -> Rvalue? {
    // What a promoted constant borrows is part of it.
    if case .promoted = mir.source { return nil }
    if isMutable {
      // Only an empty array, of which nothing can be written.
      guard case .array(let l) = hir[a.expr].kind, hir[l].isEmpty, a.count == 0 else { return nil }
    }
    let type = type(a)
    if !isPromotablePlace(a) || !canPromote(a) || !isInert(a) { return nil }
    let index = promotedCount
    promotedCount += 1
    // What may overflow is checked where it stands, before the constant, which then only wraps, is used.
    var b = Builder(
      source: .promoted(def, index: UInt32(index)), span: span, hir: hir, results: results, facts: facts, env: env,
      options: options.nested(overflowChecks: false))
    b.mir.newLocal(reference, kind: .returnPlace, at: b.source(span))
    b.pushScope()
    b.temporaryScopes.append(0)
    let value = b.scratch(type, span)
    b.into(Place(value), a)
    b.mir.assign(Place(.returnPlace), .ref(isMutable ? .mut : .shared, Place(value)), in: b.block, at: b.source(span))
    b.mir.terminate(b.block, .return, at: b.source(span))
    if b.diagnostics.hasErrors { return nil }
    promoted.append((index, simplify(b.finishBody())))
    if options.overflowChecks && mayOverflow(a.expr) {
      let before = pending.count
      into(Place(scratch(type, span)), a)
      pending.removeSubrange(before...)
    }
    pending += b.pending
    return .use(mir.unevaluated(def, identityArgs(of: def), promoted: Int32(index), reference, at: source(span)))
  }

  private mutating func isFreeze(_ type: TypeID) -> Bool {
    guard let freeze = facts.langItem(Name("freeze")) else { return false }
    return infer.implements(type, freeze, env: env) == .holds
  }

  /// Whether `a` is a value, or part of one: `(1, 2).0`, `[1, 2][0]`.
  private func isPromotablePlace(_ a: Adjusted) -> Bool {
    if !isPlace(a) { return true }
    if a.count > 0 { return false }
    switch hir[a.expr].kind {
    case .field(let base, _): return isPromotablePlace(full(base))
    case .index(let base, let index):
      guard results.method(of: a.expr) == nil, case .literal(.int(let at, 0, _)) = hir[index].kind,
        case .array(_, let length) = type(full(base)).kind, let count = length.bits, UInt128(at) < count
      else { return false }
      return isPromotablePlace(full(base))
    default: return false
    }
  }

  /// Whether evaluating `e`, which can be promoted, may overflow.
  private func mayOverflow(_ e: HExpr) -> Bool {
    switch hir[e].kind {
    case .unary(let op, let x): return op == .neg && !isLiteral(x) || mayOverflow(x)
    case .binary(let op, let l, let r):
      switch op {
      case .add, .sub, .mul, .shl, .shr: return true
      default: return mayOverflow(l) || mayOverflow(r)
      }
    case .addrOf(_, _, let x), .field(let x, _), .index(let x, _), .repeat(let x, _), .cast(let x, _), .dropTemps(let x): return mayOverflow(x)
    case .tuple(let l), .array(let l), .call(_, let l): return hir[l].contains { mayOverflow($0) }
    case .structure(let s): return hir[hir[s].fields].contains { mayOverflow($0.value) }
    case .block(let b, _): return hir[b].value.some.map { mayOverflow($0) } ?? false
    default: return false
    }
  }

  private mutating func canPromote(_ a: Adjusted) -> Bool {
    if a.count > 0 {
      switch results.adjustments(of: a.expr)[a.count - 1].kind {
      case .neverToAny, .deref, .overloadedDeref, .borrowRaw: return false
      case .borrow(let m, _): return m == .not && canPromoteBorrow(of: inner(a))
      case .pointer: return canPromote(inner(a))
      }
    }
    return canPromote(a.expr)
  }

  private func isReference(_ type: TypeID) -> Bool { if case .ref = type.kind { true } else { false } }

  private mutating func canPromoteBorrow(of a: Adjusted) -> Bool {
    // `&*r` is `r` again.
    if a.count > 0, case .deref = results.adjustments(of: a.expr)[a.count - 1].kind {
      return isReference(type(inner(a))) && canPromote(inner(a))
    }
    if a.count == 0, case .unary(.deref, let x) = hir[a.expr].kind, results.method(of: a.expr) == nil {
      return isReference(type(full(x))) && canPromote(full(x))
    }
    return isPromotablePlace(a) && canPromote(a) && isInert(a)
  }

  /// Whether evaluating `e` cannot fail and has no effect.
  private mutating func canPromote(_ e: HExpr) -> Bool {
    func all(_ l: IDList<HIR.Expr>) -> Bool {
      for x in hir[l] where !canPromote(full(x)) { return false }
      return true
    }
    if results.method(of: e) != nil { return false }
    switch hir[e].kind {
    case .literal: return true
    case .path(let p):
      switch results.res(of: p) {
      case .def(let k, _):
        switch k {
        case .fn, .assocFn, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst, .constParam: return true
        // A constant's own evaluation may fail: only promoted where it is evaluated anyway.
        case .const, .assocConst: return isPromotableConstant(results.type(of: e))
        default: return false
        }
      case .selfCtor: return true
      default: return false
      }
    case .unary(let op, let x): return op != .deref && canPromote(full(x))
    case .binary(let op, let l, let r):
      switch op {
      // A literal is never -1.
      case .div, .rem: return canPromote(full(l)) && isNonzeroLiteral(r)
      default: return canPromote(full(l)) && canPromote(full(r))
      }
    case .field(let x, _): return isPromotablePlace(full(x)) && canPromote(full(x))
    case .index(let x, _): return isPromotablePlace(full(e)) && canPromote(full(x))
    case .addrOf(let k, let m, let x): return k == .ref && m == .not && canPromoteBorrow(of: full(x))
    case .tuple(let l), .array(let l): return all(l)
    case .repeat(let x, _): return canPromote(full(x))
    case .call(let f, let args):
      guard case .path(let p) = hir[f].kind, results.adjustments(of: f).isEmpty else { return false }
      switch results.res(of: p) {
      case .def(.structCtorFn, _), .def(.variantCtorFn, _), .selfCtor: return all(args)
      default: return false
      }
    case .structure(let s):
      if case .none = hir[s].rest {} else { return false }
      for f in hir[hir[s].fields] where !canPromote(full(f.value)) { return false }
      return true
    case .cast(let x, _):
      if results.isCoercionCast(e) { return canPromote(full(x)) }
      return type(full(x)).isNumeric && results.type(of: e).isNumeric && canPromote(full(x))
    case .closure(let c): return results.captures(of: c).isEmpty
    case .dropTemps(let x): return canPromote(full(x))
    case .block(let b, let label): return label.isNone && hir[b].statements.isEmpty && (hir[b].value.some.map { canPromote(full($0)) } ?? false)
    case .constBlock: return true
    default: return false
    }
  }

  /// Whether no drop of the value of `a`, or of what it is part of, does anything, and nothing in it can change: asked of the type,
  /// and if that may, of the value: `None`, `[]`.
  private mutating func isInert(_ a: Adjusted) -> Bool {
    func all(_ l: IDList<HIR.Expr>) -> Bool {
      for x in hir[l] where !isInert(full(x)) { return false }
      return true
    }
    if a.count == 0 {
      switch hir[a.expr].kind {
      case .field(let base, _): return isInert(full(base))
      case .index(let base, _) where results.method(of: a.expr) == nil: return isInert(full(base))
      default: break
      }
    }
    let type = type(a)
    if !needsDrop(type) && isFreeze(type) { return true }
    if a.count > 0 { return false }
    if case .adt(let d, _) = type.kind {
      if hasDropImpl(d) || facts.adt(d).kind == .union || facts.langItem(Name("unsafe_cell")) == d { return false }
    }
    switch hir[a.expr].kind {
    case .tuple(let l), .array(let l), .call(_, let l): return all(l)
    case .structure(let s):
      for f in hir[hir[s].fields] where !isInert(full(f.value)) { return false }
      return true
    case .path(let p):
      if case .def(let k, _) = results.res(of: p) { return k == .structCtorConst || k == .variantCtorConst }
      return false
    default: return false
    }
  }

  private func isLiteral(_ e: HExpr) -> Bool { if case .literal = hir[e].kind { true } else { false } }

  private func isNonzeroLiteral(_ e: HExpr) -> Bool {
    switch hir[e].kind {
    case .literal(.int(let low, let high, _)): low != 0 || high != 0
    case .literal(.float): true
    default: false
    }
  }

  private mutating func isPromotableConstant(_ t: TypeID) -> Bool { isFreeze(t) && !needsDrop(t) }
}
