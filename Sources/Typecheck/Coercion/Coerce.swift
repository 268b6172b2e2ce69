// Coercions: implicit conversions at the places where Rust allows them.
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

/// What a coercion did: adjustments and the type they lead to, with what is still to be proved.
struct CoerceResult {
  var adjustments: [Adjustment]
  var target: TypeID
  var obligations: [Obligation] = []
}

/// One attempt to coerce. Variables: only inside a snapshot of the caller. rustc's `Coerce`.
struct Coerce {
  let fcx: FnCtxt
  let span: Span
  /// Find a common type instead of reaching the target.
  var usesLUB = false
  var allowsTwoPhase = false
  /// Whether `!` may become anything (not for a place that is not read).
  var coercesNever = true

  func coerce(_ a: TypeID, to b: TypeID) -> CoerceResult? {
    let a = fcx.shallowResolve(a)
    let b = fcx.shallowResolve(b)
    if a == .never {
      if coercesNever { return CoerceResult(adjustments: [Adjustment(.neverToAny, b)], target: b) }
      return unify(a, b)
    }
    if fcx.isTyVar(a) { return fromVariable(a, b) }
    if let unsized = fcx.commitIfOk({ unsize(a, to: b) }) { return unsized }
    switch fcx.kind(b) {
    case .rawPtr(_, let m): return toRawPointer(a, b, m)
    case .ref(_, _, let m): return toReference(a, b, m)
    default: break
    }
    switch fcx.kind(a) {
    case .fnDef: return fromFnItem(a, b)
    case .fnPtr: return fromFnPointer(a, b)
    case .closure: return fromClosure(a, b)
    default: return unify(a, b)
    }
  }

  private func unifyRaw(_ a: TypeID, _ b: TypeID) -> (type: TypeID, obligations: [Obligation])? {
    fcx.commitIfOk {
      if usesLUB {
        guard let ok = fcx.relateLUB(b, a) else { return nil }
        return (ok.type, ok.obligations)
      }
      guard let obligations = fcx.relateSup(b, a) else { return nil }
      return (b, obligations)
    }
  }

  private func unify(_ a: TypeID, _ b: TypeID, _ adjustments: [Adjustment] = [], last: Adjustment.Kind? = nil) -> CoerceResult? {
    guard let ok = unifyRaw(a, b) else { return nil }
    var all = adjustments
    if let last { all.append(Adjustment(last, ok.type)) }
    return CoerceResult(adjustments: all, target: ok.type, obligations: ok.obligations)
  }

  /// Nothing is known about `a` yet: it becomes `b`. (Both unknown: they are one from now on; the reference compiler waits,
  /// but can do nothing but unify later either.)
  private func fromVariable(_ a: TypeID, _ b: TypeID) -> CoerceResult? { unify(a, b) }

  private func mayBecome(_ from: Mutability, _ to: Mutability) -> Bool { from == .mut || to == .not }

  /// `&T` to `&U` by dereferencing any number of times and borrowing again.
  private func toReference(_ a: TypeID, _ b: TypeID, _ mutB: Mutability) -> CoerceResult? {
    guard case .ref(_, _, let mutA) = fcx.kind(a) else { return unify(a, b) }
    guard mayBecome(mutA, mutB) else { return nil }
    var autoderef = Autoderef(fcx, a, span)
    var found: (type: TypeID, obligations: [Obligation])?
    while let (type, steps) = autoderef.next() {
      if steps == 0 { continue }
      if let ok = unifyRaw(fcx.mkRef(type, mutB), b) {
        found = ok
        break
      }
    }
    guard let found else { return nil }
    if fcx.resolveVars(found.type) == fcx.resolveVars(a), mutA == .not, autoderef.stepCount == 1 {
      // `&T` is copied as it is: borrowing again would only shorten its life.
      return CoerceResult(adjustments: [], target: found.type, obligations: found.obligations)
    }
    var obligations = found.obligations
    var adjustments = fcx.adjustSteps(autoderef, &obligations)
    obligations += autoderef.obligations
    adjustments.append(Adjustment(.borrow(mutB, allowsTwoPhase: mutB == .mut && allowsTwoPhase), found.type))
    return CoerceResult(adjustments: adjustments, target: found.type, obligations: obligations)
  }

  private func toRawPointer(_ a: TypeID, _ b: TypeID, _ mutB: Mutability) -> CoerceResult? {
    switch fcx.kind(a) {
    case .ref(_, let inner, let mutA):
      guard mayBecome(mutA, mutB) else { return nil }
      return unify(fcx.mkPtr(inner, mutB), b, [Adjustment(.deref, inner)], last: .borrowRaw(mutB))
    case .rawPtr(let inner, let mutA):
      guard mayBecome(mutA, mutB) else { return nil }
      let raw = fcx.mkPtr(inner, mutB)
      return mutA != mutB ? unify(raw, b, last: .pointer(.mutToConst)) : unify(raw, b)
    default:
      return unify(a, b)
    }
  }

  private func fromFnPointer(_ a: TypeID, _ b: TypeID) -> CoerceResult? {
    if case .fnPtr = fcx.kind(b), !fcx.isUnsafeFn(a), fcx.isUnsafeFn(b) {
      return unify(fcx.asUnsafeFnPtr(a), b, last: .pointer(.unsafeFnPointer))
    }
    return unify(a, b)
  }

  private func fromFnItem(_ a: TypeID, _ b: TypeID) -> CoerceResult? {
    guard case .fnPtr = fcx.kind(b) else { return unify(a, b) }
    guard var pointer = fcx.fnPtrOfItem(a) else { return nil }
    var obligations: [Obligation] = []
    pointer = fcx.normalize(pointer, span, &obligations)
    // Reify, then drop safety: one adjustment, as the pointer is the same.
    if !fcx.isUnsafeFn(pointer), fcx.isUnsafeFn(b) { pointer = fcx.asUnsafeFnPtr(pointer) }
    guard var result = unify(pointer, b, last: .pointer(.reifyFnPointer)) else { return nil }
    result.obligations += obligations
    return result
  }

  private func fromClosure(_ a: TypeID, _ b: TypeID) -> CoerceResult? {
    guard case .fnPtr = fcx.kind(b) else { return unify(a, b) }
    guard !fcx.closureMentionsUpvars(a), let pointer = fcx.fnPtrOfClosure(a, isUnsafe: fcx.isUnsafeFn(b)) else { return nil }
    return unify(pointer, b, last: .pointer(.closureFnPointer))
  }

  /// `&[T; N]` to `&[T]`, `&T` to `&dyn Trait`, and smart pointers alike: by `CoerceUnsized`.
  private func unsize(_ source: TypeID, to target: TypeID) -> CoerceResult? {
    if fcx.isTyVar(source) || fcx.isTyVar(target) { return nil }
    switch fcx.kind(target) {
    case .ref, .rawPtr, .adt, .alias, .param, .foreign, .error: break
    default: return nil
    }
    if case .ref(_, let s, .not) = fcx.kind(source), case .ref(_, let t, .not) = fcx.kind(target), s == .str, t == .str { return nil }
    guard let unsizeTrait = fcx.langItem(.unsize), let coerceUnsized = fcx.langItem(.coerceUnsized) else { return nil }
    // A reference is borrowed again first, so that `&mut` is not moved out of.
    var adjustments: [Adjustment] = []
    var coerceSource = source
    switch (fcx.kind(source), fcx.kind(target)) {
    case (.ref(_, let inner, let mutA), .ref(_, _, let mutB)):
      guard mayBecome(mutA, mutB) else { return nil }
      coerceSource = fcx.mkRef(inner, mutB)
      adjustments = [Adjustment(.deref, inner), Adjustment(.borrow(mutB, allowsTwoPhase: false), coerceSource)]
    case (.ref(_, let inner, let mutA), .rawPtr(_, let mutB)):
      guard mayBecome(mutA, mutB) else { return nil }
      coerceSource = fcx.mkPtr(inner, mutB)
      adjustments = [Adjustment(.deref, inner), Adjustment(.borrowRaw(mutB), coerceSource)]
    default: break
    }
    let coerceTarget = fcx.nextTyVar(span)
    guard var result = unify(coerceTarget, target, adjustments, last: .pointer(.unsize)) else { return nil }
    // Only these two traits are decided now; what else is needed is proved later.
    var queue = [fcx.traitObligation(coerceUnsized, [coerceSource, coerceTarget], span, .coercion)]
    var steps = 0
    while !queue.isEmpty {
      steps += 1
      if steps > 256 { return nil }
      let obligation = queue.removeFirst()
      guard let (trait, selfType, args) = fcx.asTraitPredicate(obligation), trait == coerceUnsized || trait == unsizeTrait else {
        result.obligations.append(obligation)
        continue
      }
      switch fcx.select(obligation) {
      case .ambiguous:
        guard trait == unsizeTrait, isSizedVariable(selfType), case .dynamic = fcx.kind(fcx.shallowResolve(args[1])) else { return nil }
        result.obligations.append(obligation)
      case .error: return nil
      case .selected(let nested): queue += nested
      }
    }
    return result
  }

  private func isSizedVariable(_ type: TypeID) -> Bool {
    let t = fcx.shallowResolve(type)
    guard fcx.isTyVar(t), let sized = fcx.langItem(.sized) else { return false }
    return fcx.pendingObligations(forSelf: t).contains { fcx.asTraitPredicate($0)?.trait == sized }
  }
}

extension FnCtxt {
  /// Coerces the value of `expr` to `target`; on success its adjustments are recorded. Returns the type it has then.
  func coerce(_ expr: ID<Expr>, _ type: TypeID, to target: TypeID, allowsTwoPhase: Bool = false) -> TypeID? {
    let source = tryStructurallyResolve(type, span(expr))
    let target = resolveVars(target)
    var c = Coerce(fcx: self, span: span(expr))
    c.allowsTwoPhase = allowsTwoPhase
    c.coercesNever = isRead(expr)
    guard let ok = commitIfOk({ c.coerce(source, to: target) }) else { return nil }
    register(ok.obligations)
    apply(ok.adjustments, to: expr)
    return isError(source) ? .error : target
  }

  /// Whether a value of type `from` could be coerced to `to`.
  func mayCoerce(_ from: TypeID, to target: TypeID) -> Bool {
    probe {
      guard let ok = Coerce(fcx: self, span: .none).coerce(shallowResolve(from), to: shallowResolve(target)) else { return false }
      return allMayHold(ok.obligations)
    }
  }

  /// A type that all of `earlier` (of type `previous`) and `new` can be coerced to.
  func coercionLUB(_ span: Span, _ earlier: [ID<Expr>], _ previous: TypeID, _ new: ID<Expr>, _ newType: TypeID) -> TypeID? {
    let previous = tryStructurallyResolve(previous, span)
    let newType = tryStructurallyResolve(newType, self.span(new))
    if previous == newType { return previous }
    if isFnLike(previous), isFnLike(newType) {
      if isClosure(previous) == isClosure(newType) {
        if let ok = commitIfOk({ relateLUB(previous, newType) }) {
          register(ok.obligations)
          return ok.type
        }
      }
      guard var a = fnPtrForLUB(previous), var b = fnPtrForLUB(newType) else { return nil }
      if isUnsafeFn(a) != isUnsafeFn(b) {
        a = isUnsafeFn(a) ? a : asUnsafeFnPtr(a)
        b = isUnsafeFn(b) ? b : asUnsafeFnPtr(b)
      }
      a = normalize(a, span)
      b = normalize(b, span)
      guard let ok = commitIfOk({ relateLUB(a, b) }) else { return nil }
      register(ok.obligations)
      for e in earlier { apply([Adjustment(fnCoercion(of: previous), ok.type)], to: e) }
      apply([Adjustment(fnCoercion(of: newType), ok.type)], to: new)
      return ok.type
    }
    var c = Coerce(fcx: self, span: span)
    c.usesLUB = true
    if adjustments[new] == nil, let ok = commitIfOk({ c.coerce(newType, to: previous) }) {
      register(ok.obligations)
      apply(ok.adjustments, to: new)
      return ok.target
    }
    guard let ok = commitIfOk({ c.coerce(previous, to: newType) }) else { return nil }
    register(ok.obligations)
    for e in earlier { apply(ok.adjustments, to: e) }
    return ok.target
  }

  private func isFnLike(_ t: TypeID) -> Bool {
    switch kind(t) {
    case .fnDef, .closure: true
    default: false
    }
  }
  private func isClosure(_ t: TypeID) -> Bool { if case .closure = kind(t) { true } else { false } }
  private func fnPtrForLUB(_ t: TypeID) -> TypeID? {
    if isClosure(t) { return closureMentionsUpvars(t) ? nil : fnPtrOfClosure(t, isUnsafe: false) }
    return fnPtrOfItem(t)
  }
  private func fnCoercion(of t: TypeID) -> Adjustment.Kind { .pointer(isClosure(t) ? .closureFnPointer : .reifyFnPointer) }
}
