// How the body of a closure uses the variables from outside: read, borrowed, changed or moved.
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

/// Walks the body of one closure and notes each use of a place that begins at a captured variable. rustc's `ExprUseVisitor`.
struct ExprUses {
  let fcx: FnCtxt
  let upvars: Set<LocalBindingID>
  private(set) var found: [Capture] = []
  private var hir: HIRTree { fcx.hir }
  private let rules: CaptureRules

  init(_ fcx: FnCtxt, upvars: Set<LocalBindingID>) {
    self.fcx = fcx
    self.upvars = upvars
    rules = CaptureRules(fcx: fcx)
  }

  mutating func consumeBody(params: IDList<Pat>, value: ID<Expr>) {
    for p in hir[params] { walk(p, Place(base: .rvalue, baseType: patAdjustedType(p)), hasGuard: false, fcx.span(p)) }
    consume(value)
  }

  // MARK: Uses

  private mutating func note(_ place: Place, _ kind: CaptureKind, _ span: Span) {
    guard case .upvar = place.base else { return }
    var c = Capture(place: place, kind: kind, span: span)
    for i in c.place.projections.indices { c.place.projections[i].ty = fcx.resolveVars(c.place.projections[i].ty) }
    if kind != .byValue {
      rules.restrictPacked(&c)
      // Behind a raw pointer, the pointer itself is only read.
      for (i, p) in c.place.projections.enumerated() where p.kind == .deref {
        if case .rawPtr = fcx.kind(fcx.shallowResolve(c.place.type(before: i))) { c.kind = .byRef }
      }
    }
    found.append(c)
  }

  private mutating func consumeOrCopy(_ place: Place, _ span: Span) {
    guard case .upvar = place.base else { return }
    note(place, fcx.isCopy(place.type) ? .byRef : .byValue, span)
  }

  private mutating func borrow(_ place: Place, _ m: Mutability, _ span: Span) { note(place, m == .mut ? .byMutRef : .byRef, span) }

  mutating func consume(_ e: ID<Expr>) {
    let place = categorize(e)
    consumeOrCopy(place, fcx.span(e))
    walk(e)
  }

  private mutating func mutate(_ e: ID<Expr>) {
    let place = categorize(e)
    borrow(place, .mut, fcx.span(e))
    walk(e)
  }

  private mutating func borrowExpr(_ e: ID<Expr>, _ m: Mutability) {
    borrow(categorize(e), m, fcx.span(e))
    walk(e)
  }

  // MARK: Walking

  private mutating func walk(_ e: ID<Expr>) {
    walkAdjustments(e)
    let node = hir[e]
    switch node.kind {
    case .path, .literal, .continue, .constBlock, .offsetOf, .error: break
    case .typeAscription(let inner, _), .unary(.deref, let inner), .field(let inner, _): walk(inner)
    case .builtin(_, let inner): consume(inner)
    case .index(let base, let i):
      walk(base)
      consume(i)
    case .call(let callee, let args):
      consume(callee)
      for a in hir[args] { consume(a) }
    case .methodCall(let c):
      let c = hir[c]
      consume(c.receiver)
      for a in hir[c.args] { consume(a) }
    case .structure(let s): walkStruct(hir[s], s)
    case .tuple(let list), .array(let list): for x in hir[list] { consume(x) }
    case .if(let c, let t, let other):
      consume(c)
      consume(t)
      if let other = other.some { consume(other) }
    case .let(let l):
      let l = hir[l]
      walkLocal(l.initializer, l.pat, elseBlock: .none, borrowsInitializer: true)
    case .match(let scrutinee, let arms, _):
      let place = categorize(scrutinee)
      walk(scrutinee)
      for arm in hir[arms] {
        walk(arm.pat, place, hasGuard: !arm.guardExpr.isNone, fcx.span(scrutinee))
        if let g = arm.guardExpr.some { consume(g) }
        consume(arm.body)
      }
    case .addrOf(_, let m, let inner): borrowExpr(inner, m)
    case .inlineAsm(let asm): walkAsm(hir[asm])
    case .loop(let b, _), .block(let b, _): walk(b)
    case .unary(_, let inner), .cast(let inner, _), .repeat(let inner, _), .dropTemps(let inner), .become(let inner), .yield(let inner):
      consume(inner)
    case .binary(_, let l, let r):
      consume(l)
      consume(r)
    case .assign(let l, let r):
      mutate(l)
      consume(r)
    case .assignOp(_, let l, let r):
      if fcx.isMethodCall(e) { consume(l) } else { mutate(l) }
      consume(r)
    case .break(_, let v), .return(let v): if let v = v.some { consume(v) }
    case .closure(let c): walkCaptures(c)
    }
  }

  private mutating func walk(_ id: ID<Block>) {
    let b = hir[id]
    for s in hir[b.statements] {
      switch s.kind {
      case .item: break
      case .expr(let e), .semi(let e): consume(e)
      case .let(let l):
        let l = hir[l]
        if let value = l.initializer.some { walkLocal(value, l.pat, elseBlock: l.elseBlock, borrowsInitializer: false) }
      }
    }
    if let v = b.value.some { consume(v) }
  }

  private mutating func walkLocal(_ value: ID<Expr>, _ pat: ID<Pat>, elseBlock: ID<Block>, borrowsInitializer: Bool) {
    walk(value)
    let place = categorize(value)
    if borrowsInitializer { borrowExpr(value, .not) }
    walk(pat, place, hasGuard: false, fcx.span(value))
    if let b = elseBlock.some { walk(b) }
  }

  private mutating func walkStruct(_ s: StructExpr, _ id: ID<StructExpr>) {
    for f in hir[s.fields] { consume(f.value) }
    guard case .base(let base) = s.rest else { return }
    let place = categorize(base)
    if let types = fcx.baseFieldTypes[id] {
      var given: Set<Int> = []
      for i in 0..<s.fields.count { given.insert(Int(fcx.exprFieldIndices[s.fields[i].index])) }
      for (i, t) in types.enumerated() where !given.contains(i) {
        consumeOrCopy(project(place, .field(UInt32(i), variant: 0), t), fcx.span(base))
      }
    }
    walk(base)
  }

  private mutating func walkAsm(_ asm: InlineAsm) {
    for op in hir[asm.operands] {
      switch op {
      case .input(_, let e): consume(e)
      case .output(_, _, let e): if let e = e.some { mutate(e) }
      case .inOut(_, _, let e): mutate(e)
      case .splitInOut(_, _, let i, let o):
        consume(i)
        if let o = o.some { mutate(o) }
      case .label(let b): walk(b)
      case .const, .symFn, .symStatic: break
      }
    }
  }

  private mutating func walkAdjustments(_ e: ID<Expr>) {
    var place = categorizeUnadjusted(e)
    for a in fcx.adjustments[e] ?? [] {
      switch a.kind {
      case .neverToAny, .pointer: consumeOrCopy(place, fcx.span(e))
      case .deref: break
      case .overloadedDeref(let m): borrow(place, m, fcx.span(e))
      case .borrow(let m, _), .borrowRaw(let m): borrow(place, m, fcx.span(e))
      }
      place = categorize(place, a)
    }
  }

  /// An inner closure uses what it captures.
  private mutating func walkCaptures(_ id: ID<Closure>) {
    guard let inner = fcx.closures[id] else { return }
    for c in inner.captures {
      guard case .upvar(let local) = c.place.base, upvars.contains(local) else { continue }
      var place = c.place
      place.base = .upvar(local)
      switch c.kind {
      case .byValue: consumeOrCopy(place, c.span)
      case .byRef, .byUniqueRef, .byMutRef: note(place, c.kind, c.span)
      }
    }
  }

  private mutating func walk(_ pat: ID<Pat>, _ given: Place, hasGuard: Bool, _ span: Span) {
    var place = given
    for a in fcx.patAdjustments[pat] ?? [] where a.kind == .builtinDeref { place = deref(place) }
    let node = hir[pat]
    switch node.kind {
    case .wild, .error, .box, .ref, .or, .guard, .tuple: break
    case .never: borrow(place, .not, span)
    case .binding(let b):
      if hasGuard { borrow(place, .not, span) }
      if let mode = fcx.bindingModes[b.index] {
        if mode.isRef { borrow(place, mode.refMutability, span) } else { consumeOrCopy(place, span) }
      }
    case .deref: borrow(place, .not, span)
    case .path(let p):
      switch fcx.pathRes[p.index] {
      case .def(.const, _)?, .def(.assocConst, _)?: borrow(place, .not, span)
      default: if isMultiVariant(place.type) { borrow(place, .not, span) }
      }
    case .expr(let e):
      if case .path(let p) = hir[e].kind {
        switch fcx.pathRes[p.index] {
        case .def(.const, _)?, .def(.assocConst, _)?: borrow(place, .not, span)
        default: if isMultiVariant(place.type) { borrow(place, .not, span) }
        }
      } else {
        borrow(place, .not, span)
      }
    case .range: borrow(place, .not, span)
    case .structure, .tupleStruct: if isMultiVariant(place.type) { borrow(place, .not, span) }
    case .slice(let s):
      let s = hir[s]
      if s.before.isEmpty, s.after.isEmpty, !s.middle.isNone { break }
      var t = fcx.shallowResolve(place.type)
      while case .ref(_, let inner, _) = fcx.kind(t) { t = fcx.shallowResolve(inner) }
      if case .array = fcx.kind(t) { break }
      borrow(place, .not, span)
    }
    walkParts(pat, node, place, hasGuard, span)
  }

  private mutating func walkParts(_ pat: ID<Pat>, _ node: Pat, _ place: Place, _ hasGuard: Bool, _ span: Span) {
    switch node.kind {
    case .tuple(let pats, let dots):
      let subs = hir[pats]
      let total = fcx.tupleFields(fcx.resolveVars(fcx.nodeType(pat)))?.count ?? subs.count
      for (i, p) in subs.enumerated() {
        let f = dots != .max && i >= Int(dots) ? i + total - subs.count : i
        walk(p, project(place, .field(UInt32(f), variant: 0), patAdjustedType(p)), hasGuard: hasGuard, span)
      }
    case .tupleStruct(let s):
      let s = hir[s]
      guard let (adt, variant) = variant(of: pat, s.path) else { return }
      let total = Int(adt.variants[variant].fieldCount)
      let subs = hir[s.fields]
      for (i, p) in subs.enumerated() {
        let f = s.dotDot != .max && i >= Int(s.dotDot) ? i + total - subs.count : i
        walk(p, project(place, .field(UInt32(f), variant: UInt32(variant)), patAdjustedType(p)), hasGuard: hasGuard, span)
      }
    case .structure(let s):
      let s = hir[s]
      guard let (_, variant) = variant(of: pat, s.path) else { return }
      for (i, f) in hir[s.fields].enumerated() {
        let index = fcx.patFieldIndices[s.fields[i].index]
        if index == .max { continue }
        walk(f.pat, project(place, .field(index, variant: UInt32(variant)), patAdjustedType(f.pat)), hasGuard: hasGuard, span)
      }
    case .or(let pats): for p in hir[pats] { walk(p, place, hasGuard: hasGuard, span) }
    case .binding(let b): if let s = hir[b].sub.some { walk(s, place, hasGuard: hasGuard, span) }
    case .guard(let p, let condition):
      walk(p, place, hasGuard: true, span)
      consume(condition)
    case .box(let p), .ref(let p, _): walk(p, deref(place), hasGuard: hasGuard, span)
    case .deref(let p): walk(p, Place(base: .rvalue, baseType: patAdjustedType(p)), hasGuard: hasGuard, span)
    case .slice(let s):
      let s = hir[s]
      guard let element = fcx.builtinIndex(fcx.shallowResolve(place.type)) else { return }
      for p in hir[s.before] { walk(p, project(place, .index, element), hasGuard: hasGuard, span) }
      if let m = s.middle.some { walk(m, project(place, .subslice, patAdjustedType(m)), hasGuard: hasGuard, span) }
      for p in hir[s.after] { walk(p, project(place, .index, element), hasGuard: hasGuard, span) }
    default: break
    }
  }

  private func variant(of pat: ID<Pat>, _ path: ID<QPath>) -> (AdtFact, Int)? {
    guard case .adt(let def, _) = fcx.kind(fcx.resolveVars(fcx.nodeType(pat))) else { return nil }
    let adt = fcx.cx.facts.adt(def)
    switch fcx.pathRes[path.index] {
    case .def(.variant, let d)?: return adt.variants.firstIndex { $0.def == d }.map { (adt, $0) }
    case .def(.variantCtorFn, let d)?, .def(.variantCtorConst, let d)?: return adt.variants.firstIndex { $0.ctor == d }.map { (adt, $0) }
    default: return (adt, 0)
    }
  }

  private func isMultiVariant(_ type: TypeID) -> Bool {
    guard case .adt(let def, _) = fcx.kind(fcx.shallowResolve(type)) else { return false }
    let adt = fcx.cx.facts.adt(def)
    return adt.kind == .enum && (adt.variants.count > 1 || adt.isNonExhaustive && def.crate != .local)
  }

  // MARK: Places

  private func patAdjustedType(_ p: ID<Pat>) -> TypeID {
    if let first = fcx.patAdjustments[p]?.first { return fcx.resolveVars(first.source) }
    let t = fcx.resolveVars(fcx.nodeType(p))
    if case .binding(let b) = hir[p].kind, fcx.bindingModes[b.index]?.isRef == true { return fcx.builtinDeref(t, explicit: false) ?? .error }
    return t
  }

  private func project(_ place: Place, _ kind: PlaceProjection.Kind, _ type: TypeID) -> Place {
    var p = place
    p.projections.append(PlaceProjection(kind, type))
    return p
  }

  private func deref(_ place: Place) -> Place {
    project(place, .deref, fcx.builtinDeref(fcx.shallowResolve(place.type), explicit: true) ?? .error)
  }

  private func categorize(_ e: ID<Expr>) -> Place {
    var place = categorizeUnadjusted(e)
    for a in fcx.adjustments[e] ?? [] { place = categorize(place, a) }
    return place
  }

  private func categorize(_ place: Place, _ a: Adjustment) -> Place {
    let target = fcx.resolveVars(a.target)
    switch a.kind {
    case .deref: return deref(place)
    case .overloadedDeref(let m): return deref(Place(base: .rvalue, baseType: fcx.mkRef(target, m)))
    default: return Place(base: .rvalue, baseType: target)
    }
  }

  private func categorizeUnadjusted(_ e: ID<Expr>) -> Place {
    let type = fcx.resolveVars(fcx.nodeType(e))
    switch hir[e].kind {
    case .unary(.deref, let base):
      return fcx.isMethodCall(e) ? overloaded(e, base, type) : deref(categorize(base))
    case .field(let base, _):
      let i = fcx.exprFields[e.index]
      return i == .max ? Place(base: .rvalue, baseType: type) : project(categorize(base), .field(i, variant: 0), type)
    case .index(let base, _):
      return fcx.isMethodCall(e) ? overloaded(e, base, type) : project(categorize(base), .index, type)
    case .path(let p):
      switch fcx.pathRes[p.index] {
      case .local(let l)?: return Place(base: upvars.contains(l) ? .upvar(l) : .local(l), baseType: type)
      case .def(.static, _)?: return Place(base: .staticItem, baseType: type)
      default: return Place(base: .rvalue, baseType: type)
      }
    case .typeAscription(let inner, _): return categorize(inner)
    default: return Place(base: .rvalue, baseType: type)
    }
  }

  private func overloaded(_ e: ID<Expr>, _ base: ID<Expr>, _ type: TypeID) -> Place {
    guard case .ref(_, _, let m) = fcx.kind(fcx.resolveVars(fcx.adjustedType(base))) else { return Place(base: .rvalue, baseType: type) }
    return deref(Place(base: .rvalue, baseType: fcx.mkRef(type, m)))
  }
}
