// `if`, `match`, loops, `let` conditions.
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

extension FnCtxt {
  func checkIf(_ expr: ID<Expr>, _ condition: ID<Expr>, _ then: ID<Expr>, _ other: ID<Expr>, _ expected: Expectation) -> TypeID {
    let conditionType = check(condition, hasType: .bool)
    let conditionDiverges = diverges
    diverges = false
    let branchExpected = adjustForBranches(expected, span(expr))
    let thenType = check(then, branchExpected)
    let thenDiverges = diverges
    diverges = false
    var coerce = CoerceMany(coercionTarget(branchExpected, span(expr)))
    coerce.coerce(self, then, thenType, at: span(expr))
    if let other = other.some {
      let otherType = check(other, branchExpected)
      let otherDiverges = diverges
      coerce.coerce(self, other, otherType, at: mismatchSpan(other))
      diverges = conditionDiverges || (thenDiverges && otherDiverges)
    } else {
      coerce.coerceUnit(self, at: span(expr), .ifNoElse)
      diverges = conditionDiverges
    }
    let result = coerce.complete(self)
    return isError(conditionType) ? .error : result
  }

  func checkMatch(
    _ expr: ID<Expr>, _ scrutinee: ID<Expr>, _ arms: Run<Arm>, _ source: MatchSource, _ expected: Expectation
  ) -> TypeID {
    let list = hir[arms]
    if isPlace(scrutinee), list.allSatisfy({ !readsValue($0.pat) }) { unreadPlaces.insert(scrutinee) }
    let type: TypeID
    var refBinding: Mutability?
    for arm in list { if let m = refBindings(in: arm.pat), refBinding != .mut { refBinding = m } }
    if let m = refBinding {
      // The place itself is borrowed: no coercion of it.
      type = check(scrutinee, .none, needs: m)
    } else if list.isEmpty {
      type = check(scrutinee)
    } else {
      type = nextTyVar(span(scrutinee))
      check(scrutinee, hasType: type)
    }
    if list.isEmpty {
      diverges = true
      return .never
    }
    let scrutineeDiverges = diverges
    diverges = false
    for arm in list {
      declareLocals(in: arm.pat)
      checkTop(arm.pat, type, origin: scrutinee)
    }
    var allDiverge = true
    let branchExpected = adjustForBranches(expected, span(expr))
    var first: TypeID?
    if case .hasType(let t) = branchExpected, t != .unit { first = t }
    var coerce = CoerceMany(first ?? nextTyVar(span(expr)))
    for arm in list {
      diverges = false
      if let g = arm.guardExpr.some { check(g, hasType: .bool) }
      let armType = check(arm.body, branchExpected)
      allDiverge = allDiverge && diverges
      coerce.coerce(self, arm.body, armType, at: mismatchSpan(arm.body))
    }
    diverges = scrutineeDiverges || allDiverge
    return coerce.complete(self)
  }

  func checkLoop(_ expr: ID<Expr>, _ block: ID<Block>, _ info: ID<LoopInfo>, _ expected: Expectation) -> TypeID {
    var ctxt = BreakableCtxt(target: info, coerce: nil)
    let source = hir[info].source
    if source == .loop { ctxt.coerce = CoerceMany(coercionTarget(expected, hir[block].span)) }
    ctxt = withBreakable(ctxt) { checkBlockNoValue(block) }
    diverges = ctxt.mayBreak ? false : true
    return ctxt.coerce?.complete(self) ?? .unit
  }

  /// `let pattern = value` as a condition.
  func checkLet(_ expr: ID<Expr>, _ l: LetExpr) -> TypeID {
    declareLocals(in: l.pat)
    checkDecl(pat: l.pat, ty: l.ty, initializer: l.initializer, isIrrefutable: false)
    return .bool
  }

  /// The strongest explicit `ref` in a pattern.
  func refBindings(in pat: ID<Pat>) -> Mutability? {
    var found: Mutability?
    forEachPat(in: pat) { p in
      if case .binding(let b) = self.hir[p].kind, self.hir[b].isRef, found != .mut { found = self.hir[b].refMutability }
    }
    return found
  }

  /// Whether matching against `pat` reads the value: everything but `_` and or-patterns of nothing else.
  func readsValue(_ pat: ID<Pat>) -> Bool {
    switch hir[pat].kind {
    case .wild, .error: false
    case .or(let pats): hir[pats].contains { readsValue($0) }
    case .guard(let p, _): readsValue(p)
    case .never: true
    default: true
    }
  }

  /// Visits `pat` and all patterns in it, outermost first.
  func forEachPat(in pat: ID<Pat>, _ visit: (ID<Pat>) -> Void) {
    visit(pat)
    switch hir[pat].kind {
    case .wild, .never, .path, .expr, .range, .error: break
    case .binding(let b): if let s = hir[b].sub.some { forEachPat(in: s, visit) }
    case .structure(let s): for f in hir[hir[s].fields] { forEachPat(in: f.pat, visit) }
    case .tupleStruct(let s): for p in hir[hir[s].fields] { forEachPat(in: p, visit) }
    case .or(let pats): for p in hir[pats] { forEachPat(in: p, visit) }
    case .tuple(let pats, _): for p in hir[pats] { forEachPat(in: p, visit) }
    case .box(let p), .deref(let p), .ref(let p, _), .guard(let p, _): forEachPat(in: p, visit)
    case .slice(let s):
      for p in hir[hir[s].before] { forEachPat(in: p, visit) }
      if let m = hir[s].middle.some { forEachPat(in: m, visit) }
      for p in hir[hir[s].after] { forEachPat(in: p, visit) }
    }
  }
}
