// Which places each closure captures, how, and so which `Fn` traits it implements.
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
  /// Analyses all closures of the body, inner ones first.
  func analyzeClosures() {
    for id in closureOrder { analyze(id) }
  }

  private func analyze(_ id: ID<Closure>) {
    guard var state = closures[id], case .closure(let def, let rawArgs) = kind(resolveVars(state.type)) else { return }
    let c = hir[id]
    let args = ClosureArgs(rawArgs)
    let at = span(state.expr)
    let mentioned = upvarsMentioned(id)
    var uses = ExprUses(self, upvars: Set(mentioned))
    uses.consumeBody(params: c.params, value: c.body)
    let (processed, inferredKind) = process(uses.found, isMove: c.isMove)
    var captures = minimize(processed)
    if edition(of: at) < .e2021 {
      // Whole variables.
      let whole = mentioned.map { local in
        Capture(place: Place(base: .upvar(local), baseType: resolveVars(localType(local))), kind: c.isMove ? .byValue : .byRef, span: at)
      }
      captures = minimize(captures + whole)
    }
    if closureKind(resolveVars(state.type)) == nil { demandEq(ClosureArgs.kindType(rank: Int(inferredKind.rawValue)), args.kindType, at) }
    let types = captures.map { upvarType($0) }
    demandEq(args.upvarsType, mkTuple(types), at)
    state.captures = captures
    closures[id] = state
    for call in deferredCalls.removeValue(forKey: def) ?? [] { resolve(call) }
  }

  func upvarType(_ c: Capture) -> TypeID {
    switch c.kind {
    case .byValue: c.place.type
    case .byRef: mkRef(c.place.type, .not)
    case .byUniqueRef, .byMutRef: mkRef(c.place.type, .mut)
    }
  }

  /// Applies the rules for each use; the strongest use gives the closure's kind.
  private func process(_ uses: [Capture], isMove: Bool) -> ([Capture], ClosureKind) {
    let rules = CaptureRules(fcx: self)
    var kind = ClosureKind.fn
    var result: [Capture] = []
    for var c in uses {
      rules.restrictPrecision(&c)
      rules.optimize(&c)
      switch c.kind {
      case .byValue: kind = .fnOnce
      case .byMutRef, .byUniqueRef: kind = max(kind, .fnMut)
      case .byRef: break
      }
      rules.adjust(&c, isMove: isMove)
      rules.restrictDrop(&c)
      result.append(c)
    }
    return (result, kind)
  }

  /// No captured place contains another: the outer one is captured, as strongly as the strongest use.
  private func minimize(_ uses: [Capture]) -> [Capture] {
    let rules = CaptureRules(fcx: self)
    var roots: [LocalBindingID] = []
    var byRoot: [LocalBindingID: [Capture]] = [:]
    for var c in uses {
      guard case .upvar(let local) = c.place.base else { continue }
      guard var list = byRoot[local] else {
        roots.append(local)
        c.mutability = mutability(of: c.place, local)
        byRoot[local] = [c]
        continue
      }
      var hasDescendant = false
      var merged = c
      list.removeAll { other in
        guard c.place.relation(to: other.place) == .ancestor else { return false }
        hasDescendant = true
        var shortened = other
        rules.truncate(&shortened, to: c.place.projections.count)
        let span = merged.span
        merged = rules.stronger(merged, shortened)
        merged.span = span
        return true
      }
      var hasAncestor = false
      if !hasDescendant {
        for i in list.indices {
          switch c.place.relation(to: list[i].place) {
          case .same:
            hasAncestor = true
            let mutability = list[i].mutability
            list[i] = rules.stronger(list[i], merged)
            list[i].mutability = mutability
          case .descendant:
            hasAncestor = true
            rules.truncate(&merged, to: list[i].place.projections.count)
            let (span, mutability) = (list[i].span, list[i].mutability)
            list[i] = rules.stronger(list[i], merged)
            list[i].span = span
            list[i].mutability = mutability
          default: continue
          }
          break
        }
      }
      if !hasAncestor {
        merged.place = c.place
        merged.mutability = mutability(of: c.place, local)
        list.append(merged)
      }
      byRoot[local] = list
    }
    return roots.flatMap { root in (byRoot[root] ?? []).sorted { precedes($0.place, $1.place) } }
  }

  /// Order of declaration of the fields captured: that of their drop.
  private func precedes(_ a: Place, _ b: Place) -> Bool {
    func fields(_ p: Place) -> [UInt32] { p.projections.compactMap { if case .field(let i, _) = $0.kind { i } else { nil } } }
    for (x, y) in zip(fields(a), fields(b)) where x != y { return x < y }
    return false
  }

  private func mutability(of place: Place, _ local: LocalBindingID) -> Mutability {
    var result = localMutability[local.index]
    for (i, p) in place.projections.enumerated() where p.kind == .deref {
      switch kind(shallowResolve(place.type(before: i))) {
      case .ref(_, _, .mut): result = .mut
      case .ref(_, _, .not): return .not
      default: break
      }
    }
    return result
  }

  /// Now that the closure's kind is known, the call can be made.
  private func resolve(_ call: DeferredCall) {
    guard let (autoref, method) = overloadedCall(call.call, resolveVars(call.closureType), nil) else {
      isTainted = true
      report(.unsupported("this call of a closure", at: span(call.call)))
      return
    }
    for (a, b) in zip(method.sig.inputs.dropFirst(), call.sig.inputs) { demandEq(b, a, span(call.call)) }
    demandEq(call.sig.output, method.sig.output, span(call.call))
    var steps = call.adjustments
    if let autoref { steps.append(autoref) }
    apply(steps, to: call.callee)
    writeMethod(method, for: call.call)
  }

  /// Variables from outside that the closure's body (or a closure in it) names, in order of first use.
  func upvarsMentioned(_ id: ID<Closure>) -> [LocalBindingID] {
    if let known = upvarsOf[id] { return known }
    var walker = UpvarWalker(hir: hir)
    let c = hir[id]
    for p in hir[c.params] { walker.declare(p) }
    walker.walk(c.body)
    let result = walker.mentioned.filter { !walker.declared.contains($0) }
    upvarsOf[id] = result
    return result
  }
}

/// Finds the locals that an expression names and those it declares.
private struct UpvarWalker {
  let hir: HIRTree
  var mentioned: [LocalBindingID] = []
  var seen: Set<LocalBindingID> = []
  var declared: Set<LocalBindingID> = []

  mutating func mention(_ path: ID<QPath>) {
    if case .resolved(_, .local(let l)) = hir[path].kind, seen.insert(l).inserted { mentioned.append(l) }
  }

  mutating func walk(_ list: IDList<Expr>) { for e in hir[list] { walk(e) } }

  mutating func walk(_ e: ID<Expr>) {
    if e.isNone { return }
    switch hir[e].kind {
    case .literal, .continue, .offsetOf, .error: break
    case .path(let p): mention(p)
    case .unary(_, let x), .addrOf(_, _, let x), .field(let x, _), .cast(let x, _), .typeAscription(let x, _), .repeat(let x, _),
      .constBlock(_, let x), .break(_, let x), .return(let x), .become(let x), .yield(let x), .dropTemps(let x), .builtin(_, let x):
      walk(x)
    case .binary(_, let l, let r), .assign(let l, let r), .assignOp(_, let l, let r), .index(let l, let r):
      walk(l)
      walk(r)
    case .call(let f, let args):
      walk(f)
      walk(args)
    case .methodCall(let c):
      walk(hir[c].receiver)
      walk(hir[c].args)
    case .tuple(let l), .array(let l): walk(l)
    case .structure(let s):
      for f in hir[hir[s].fields] { walk(f.value) }
      if case .base(let b) = hir[s].rest { walk(b) }
    case .if(let c, let t, let o):
      walk(c)
      walk(t)
      walk(o)
    case .let(let l):
      walk(hir[l].initializer)
      declare(hir[l].pat)
    case .match(let s, let arms, _):
      walk(s)
      for a in hir[arms] {
        declare(a.pat)
        walk(a.guardExpr)
        walk(a.body)
      }
    case .loop(let b, _), .block(let b, _): walk(b)
    case .closure(let c):
      for p in hir[hir[c].params] { declare(p) }
      walk(hir[c].body)
    case .inlineAsm(let a):
      for op in hir[hir[a].operands] {
        switch op {
        case .input(_, let x), .output(_, _, let x), .inOut(_, _, let x), .symFn(let x), .const(let x): walk(x)
        case .splitInOut(_, _, let i, let o):
          walk(i)
          walk(o)
        case .label(let b): walk(b)
        case .symStatic: break
        }
      }
    }
  }

  mutating func walk(_ id: ID<Block>) {
    let b = hir[id]
    for s in hir[b.statements] {
      switch s.kind {
      case .item: break
      case .expr(let e), .semi(let e): walk(e)
      case .let(let l):
        walk(hir[l].initializer)
        declare(hir[l].pat)
        if let other = hir[l].elseBlock.some { walk(other) }
      }
    }
    walk(b.value)
  }

  mutating func declare(_ p: ID<Pat>) {
    switch hir[p].kind {
    case .wild, .never, .path, .range, .error, .expr: break
    case .binding(let b):
      declared.insert(hir[b].local)
      if let s = hir[b].sub.some { declare(s) }
    case .structure(let s): for f in hir[hir[s].fields] { declare(f.pat) }
    case .tupleStruct(let s): for x in hir[hir[s].fields] { declare(x) }
    case .or(let l), .tuple(let l, _): for x in hir[l] { declare(x) }
    case .box(let x), .deref(let x), .ref(let x, _): declare(x)
    case .guard(let x, let e):
      declare(x)
      walk(e)
    case .slice(let s):
      for x in hir[hir[s].before] { declare(x) }
      if let m = hir[s].middle.some { declare(m) }
      for x in hir[hir[s].after] { declare(x) }
    }
  }
}
