// `match`, `let`, and the variables that patterns bind.
import Defs
import HIR
import MIR
import Source
import Support
import Syntax
import Typecheck
import Types

extension Builder {
  mutating func matchExpression(_ scrutinee: HExpr, _ arms: Run<HIR.Arm>, _ destination: Place, _ span: Span) {
    let p = asPlace(full(scrutinee))
    let list = Array(hir[arms])
    var candidates: [MatchCandidate] = []
    for (i, arm) in list.enumerated() { candidates += alternatives(arm.pat, p, arm: i) }
    let noMatch = mir.newBlock()
    // Exhaustive, or checking has complained.
    mir.terminate(noMatch, .unreachable, at: source(span))
    var leaves: [Leaf] = []
    decide(candidates, from: block, otherwise: noMatch, hasGuard: { !list[$0].guardExpr.isNone }, span, &leaves)
    let end = mir.newBlock()
    for (i, arm) in list.enumerated() {
      let own = leaves.filter { $0.candidate.arm == i }
      if own.isEmpty { continue }
      pushScope()
      let variables = declareLocals(arm.pat, scope: scopes.count - 1)
      // Several ways into one arm bind apart and meet before the body.
      let body = mir.newBlock()
      var guardDrops: [Scope.Drop] = []
      // Several ways in declare the variables of an `if let` once; each has temporaries of its own.
      let outerLocals = guardLocals
      if !arm.guardExpr.isNone && own.count > 1 && outerLocals == nil { guardLocals = [:] }
      for leaf in own {
        block = leaf.block
        if let guardExpr = arm.guardExpr.some {
          for d in testGuard(guardExpr, leaf, depth: scopes.count - 1, span) where !guardDrops.contains(where: { $0.local == d.local }) {
            guardDrops.append(d)
          }
        }
        for (l, s) in variables { mir.push(.storageLive(l), in: block, at: source(s)) }
        bind(leaf.candidate.bindings)
        mir.terminate(block, .goto(body), at: source(arm.span))
      }
      guardLocals = outerLocals
      scopes[scopes.count - 1].drops = guardDrops
      for (l, s) in variables { scheduleDrop(l, s) }
      block = body
      inTemporaryScope { b in b.into(destination, arm.body) }
      popScope()
      mir.terminate(block, .goto(end), at: source(span))
    }
    block = end
  }

  /// Evaluates a guard: its variables are seen through references to what they will be bound to. Where it is false, leaves all scopes
  /// down to `depth`. Returns what an `if let` in it leaves to drop after the arm; the same variables for each leaf of an arm.
  private mutating func testGuard(_ guardExpr: HExpr, _ leaf: Leaf, depth: Int, _ span: Span) -> [Scope.Drop] {
    var saved: [(LocalBindingID, VariablePlace)] = []
    for b in leaf.candidate.bindings {
      let id = hir[b.id].local
      let mode = results.bindingMode(of: b.id)
      let before = id.index < variables.count ? variables[id.index] : .none
      saved.append((id, before))
      let target = place(b.place)
      if mode.isRef {
        // A binding by reference is that reference already.
        let t = scratch(b.type, b.span)
        mir.assign(Place(t), .ref(mode.refMutability == .mut ? .mut : .shared, target), in: block, at: source(b.span))
        setVariable(id, .local(t))
      } else {
        let t = mir.newLocal(.ref(b.type), kind: .guardReference, isMutable: false, at: source(b.span))
        mir.assign(Place(t), .ref(.shared, target), in: block, at: source(b.span))
        setVariable(id, .guardReference(t, b.type))
      }
    }
    pushScope()
    temporaryScopes.append(scopes.count - 1)
    test(guardExpr, otherwise: leaf.otherwise, depth: depth)
    temporaryScopes.removeLast()
    for (id, v) in saved { setVariable(id, v) }
    return scopes.removeLast().drops
  }

  /// Matches `pat` alone: goes on where it matches, its variables bound; else leaves to `otherwise`, scopes down to `depth` ended.
  mutating func matchOne(_ pat: HPat, _ p: PlaceBuilder, otherwise: BasicBlockID, depth: Int) {
    let span = hir[pat].span
    let candidates = alternatives(pat, p, arm: 0)
    let no = mir.newBlock()
    var leaves: [Leaf] = []
    decide(candidates, from: block, otherwise: no, hasGuard: { _ in false }, span, &leaves)
    block = no
    leave(to: otherwise, depth: depth, span)
    let yes = mir.newBlock()
    for leaf in leaves {
      block = leaf.block
      bind(leaf.candidate.bindings)
      mir.terminate(block, .goto(yes), at: source(span))
    }
    block = yes
  }

  /// Binds the variables of a pattern that always matches, declaring them in the scope at hand.
  mutating func bindIrrefutable(_ pat: HPat, _ p: PlaceBuilder) {
    declareBindings(pat)
    bindDeclared(pat, p)
  }

  mutating func bindDeclared(_ pat: HPat, _ p: PlaceBuilder) {
    let candidates = alternatives(pat, p, arm: 0)
    if candidates.count == 1 && candidates[0].pairs.isEmpty {
      bind(candidates[0].bindings)
      return
    }
    let never = mir.newBlock()
    mir.terminate(never, .unreachable, at: source(hir[pat].span))
    matchOne(pat, p, otherwise: never, depth: scopes.count)
  }

  // MARK: Variables

  /// Makes the locals of all variables of `pat`, to be dropped with `scope` (the innermost by default).
  mutating func declareBindings(_ pat: HPat, scope: Int? = nil) {
    for (l, span) in declareLocals(pat, scope: scope ?? scopes.count - 1) {
      mir.push(.storageLive(l), in: block, at: source(span))
      scheduleDrop(l, span, scope: scope)
    }
  }

  /// The locals of all variables of `pat`, each once, in order.
  private mutating func declareLocals(_ pat: HPat, scope: Int) -> [(LocalID, Span)] {
    var seen = Set<LocalBindingID>()
    var result: [(LocalID, Span)] = []
    forEachBinding(pat) { b, id, span in
      if seen.insert(b.hir[id].local).inserted { result.append((b.declare(id, nil, scope: scope), span)) }
    }
    return result
  }

  /// The local of a variable.
  mutating func declare(_ id: ID<HIR.BindingPat>, _ pat: HPat?, scope: Int) -> LocalID {
    let node = hir[id]
    if let known = guardLocals?[node.local] {
      setVariable(node.local, .local(known))
      return known
    }
    let mode = results.bindingMode(of: id)
    let s = source(node.ident.span)
    let local = mir.newLocal(results.type(of: node.local), kind: .userVariable, isMutable: mode.mutability == .mut, at: s)
    setVariable(node.local, .local(local))
    guardLocals?[node.local] = local
    mir.debugInfos.append(VarDebugInfo(name: node.ident.name, value: .place(Place(local)), argumentIndex: 0, source: s))
    return local
  }

  mutating func hasBindings(_ pat: HPat) -> Bool {
    var found = false
    forEachBinding(pat) { _, _, _ in found = true }
    return found
  }

  private mutating func forEachBinding(_ pat: HPat, _ visit: (inout Builder, ID<HIR.BindingPat>, Span) -> Void) {
    switch hir[pat].kind {
    case .binding(let id):
      visit(&self, id, hir[pat].span)
      if let sub = hir[id].sub.some { forEachBinding(sub, visit) }
    case .structure(let s): for f in hir[hir[s].fields] { forEachBinding(f.pat, visit) }
    case .tupleStruct(let t): for p in hir[hir[t].fields] { forEachBinding(p, visit) }
    case .tuple(let l, _), .or(let l): for p in hir[l] { forEachBinding(p, visit) }
    case .slice(let id):
      let s = hir[id]
      for p in hir[s.before] { forEachBinding(p, visit) }
      if let m = s.middle.some { forEachBinding(m, visit) }
      for p in hir[s.after] { forEachBinding(p, visit) }
    case .box(let p), .deref(let p), .ref(let p, _), .guard(let p, _): forEachBinding(p, visit)
    case .wild, .never, .path, .expr, .range, .error: break
    }
  }

  /// Gives the variables their values, in order: copies and borrows see the place before moves take it.
  private mutating func bind(_ bindings: [PatternBinding]) {
    for b in bindings {
      let node = hir[b.id]
      guard node.local.index < variables.count, case .local(let local) = variables[node.local.index] else { continue }
      let mode = results.bindingMode(of: b.id)
      let target = place(b.place)
      let rvalue: Rvalue =
        mode.isRef ? .ref(mode.refMutability == .mut ? .mut : .shared, target) : .use(use(target, b.type))
      mir.assign(Place(local), rvalue, in: block, at: source(b.span))
    }
  }
}
