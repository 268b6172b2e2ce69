// Where an obligation that is not met shows best: the operator, the index, the generic argument or the value that brings the type.
import Defs
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  /// The place to tell of `o` at. Where-clauses of what is named or called show at the argument that gives the parameter they are about.
  ///
  /// - Source: the order of choices is rustc's (`adjust_fulfillment_errors`), which tools and tests rely on.
  func blamed(_ o: Obligation) -> Span {
    let at = o.cause.span
    let isWhereClause = !o.cause.source.isNone
    // Where the operands of an operator must have a size is nothing that the operator asks for.
    let isOfOperator = { if case .trait(let t, _) = open(ClauseID(o.rootClause)) { t.def != langItem(.sized) } else { true } }()
    let closure = closureSpan(o)
    for (i, e) in hir.nodes.exprs.all.enumerated() {
      switch e.kind {
      case .binary(let op, let l, let r) where e.span == at && isOfOperator: return operatorSpan(ID(rawValue: UInt32(i)), l, r, op.symbol)
      case .assignOp(let op, let l, let r) where e.span == at && isOfOperator: return operatorSpan(ID(rawValue: UInt32(i)), l, r, op.symbol + "=")
      case .index(_, let index) where e.span == at && isOfOperator: return span(index)
      case .call(let f, let args) where isWhereClause && span(f) == at:
        guard case .path(let p) = hir[f].kind else { continue }
        // Made by desugaring `?`.
        if e.span == at, case .resolved = hir[p].kind { return at }
        if let closure, overlap(e.span, closure) { return e.span }
        return blame(o, path: p, callee: at, Array(hir[args]), known: pathArgs[p.index]) ?? e.span
      case .methodCall(let m) where isWhereClause && hir[m].segment.ident.span == at:
        if let closure, overlap(e.span, closure) { return at }
        return blame(o, segment: hir[m].segment, receiver: hir[m].receiver, Array(hir[hir[m].args]), known: exprArgs[i]) ?? at
      default: continue
      }
    }
    guard isWhereClause else { return at }
    for (i, e) in hir.nodes.exprs.all.enumerated() {
      switch e.kind {
      case .path(let p) where e.span == at: return blame(o, path: p, callee: at, [], known: pathArgs[p.index]) ?? at
      case .structure(let s) where hir[hir[s].path].span == at: return blame(o, literal: hir[s], ID(rawValue: UInt32(i))) ?? at
      default: continue
      }
    }
    return at
  }

  private func overlap(_ a: Span, _ b: Span) -> Bool { a.lo < b.hi && b.lo < a.hi }

  /// Where the closure stands whose own shape is at fault.
  private func closureSpan(_ o: Obligation) -> Span? {
    guard case .trait(let t, _) = open(ClauseID(resolveVars(o.clause))), case .closure(let d, _) = t.selfType.kind,
      [langItem(.fn), langItem(.fnMut), langItem(.fnOnce)].contains(t.def)
    else { return nil }
    return Defs[d].span
  }

  /// The clause of `o.cause.source` that became `o`, with parameters in it.
  private func uninstantiated(_ o: Obligation, known: GenericArgsID) -> ClauseKind? {
    let root = open(ClauseID(resolveVars(o.rootClause)))
    let wanted = ClauseID(resolveVars(o.rootClause)).erasingRegions
    var first: ClauseKind?
    for id in cx.facts.predicates(of: o.cause.source).elements {
      let kind = open(id)
      switch (root, kind) {
      case (.trait(let a, _), .trait(let b, _)) where a.def == b.def: break
      case (.projection(let a, _, _), .projection(let b, _, _)) where a == b: break
      // `F::Output` is asked for where `F` is no function.
      case (.trait(let a, _), .projection(let b, _, _)) where a.def == Defs[b].parent: break
      default: continue
      }
      if first == nil { first = kind }
      if known.count > 0, ClauseID(resolveVars(id.erasingRegions.clause.instantiated(known.erasingRegions))) == wanted { return kind }
    }
    return first
  }

  /// What a clause is about: its self type, the first parameter of `source` itself in it, of what is around, and `Self`.
  private func subjects(_ kind: ClauseKind, of source: DefID) -> (selfType: TypeID?, own: TypeID?, outer: TypeID?, trait: TypeID?) {
    let args: GenericArgsID
    var selfType: TypeID?
    switch kind {
    case .trait(let t, _):
      args = t.args
      selfType = t.selfType
    case .projection(_, let a, _): args = a
    default: return (nil, nil, nil, nil)
    }
    let parents = cx.facts.generics(of: source).parentCount
    var walk = ParamWalk()
    for a in args.elements { if let t = a.type { _ = walk.fold(t) } }
    func isSelf(_ t: TypeID) -> Bool { if case .param(_, let n) = t.kind { n == .selfType } else { false } }
    func index(_ t: TypeID) -> Int { if case .param(let i, _) = t.kind { Int(i) } else { 0 } }
    return (
      selfType, walk.found.first { index($0) >= parents && !isSelf($0) }, walk.found.first { index($0) < parents && !isSelf($0) },
      walk.found.first { isSelf($0) }
    )
  }

  private func blame(
    _ o: Obligation, path: ID<QPath>, callee: Span, _ args: [ID<Expr>], known: GenericArgsID
  ) -> Span? {
    let source = o.cause.source
    guard let kind = uninstantiated(o, known: known) else { return nil }
    let s = subjects(kind, of: source)
    if let t = s.selfType, let at = point(at: t, source, path) { return at }
    var fallback: Span?
    for t in [s.selfType, s.own, s.outer, s.trait] {
      guard let t else { continue }
      if let at = point(atArgumentFor: t, of: source, callee: callee, isMethod: false, args, &fallback) { return at }
    }
    for t in [s.own, s.outer, s.trait] { if let t, let at = point(at: t, source, path) { return at } }
    return fallback
  }

  /// Of a method: what only the receiver can be the reason for shows at the method's name.
  private func blame(
    _ o: Obligation, segment: PathSegment, receiver: ID<Expr>, _ args: [ID<Expr>], known: GenericArgsID
  ) -> Span? {
    let source = o.cause.source
    guard let kind = uninstantiated(o, known: known) else { return nil }
    let s = subjects(kind, of: source)
    if let t = s.selfType, let at = point(at: t, source, segment) { return at }
    var fallback: Span?
    for t in [s.own, s.outer, s.trait] {
      guard let t else { continue }
      if let at = point(atArgumentFor: t, of: source, callee: segment.ident.span, isMethod: true, args, &fallback) { return at }
    }
    if let t = s.own, let at = point(at: t, source, segment) { return at }
    return s.trait == nil ? fallback : span(receiver)
  }

  private func blame(_ o: Obligation, literal: StructExpr, _ expr: ID<Expr>) -> Span? {
    let source = o.cause.source
    guard let kind = uninstantiated(o, known: .empty) else { return nil }
    let s = subjects(kind, of: source)
    if case .adt(let d, _) = nodeType(expr).kind, cx.facts.adt(d).kind != .enum {
      for t in [s.own, s.outer, s.trait] {
        guard let t else { continue }
        let fields = cx.facts.adt(d).fields.filter { mentions(cx.facts.type(of: $0.def), t) }
        if fields.count == 1, let value = hir[literal.fields].first(where: { $0.ident.name == fields[0].name }) { return span(value.value) }
      }
    }
    for t in [s.selfType, s.own, s.outer, s.trait] { if let t, let at = point(at: t, source, literal.path) { return at } }
    return nil
  }

  /// The generic argument written for `param`, or the type written before `::` for `Self`.
  private func point(at param: TypeID, _ source: DefID, _ path: ID<QPath>) -> Span? {
    let p = hir[path]
    var isSelf = false
    if case .param(_, let n) = param.kind { isSelf = n == .selfType }
    switch p.kind {
    case .resolved(let qself, _):
      for s in hir[p.segments].reversed() {
        guard case .def(let k, let d) = s.res, k != .mod else { continue }
        if let at = point(at: param, d, s) { return at }
      }
      return isSelf && !qself.isNone ? hir[qself].span : nil
    case .typeRelative(let ty):
      if let s = hir[p.segments].last, let at = point(at: param, source, s) { return at }
      return isSelf ? hir[ty].span : nil
    }
  }

  private func point(at param: TypeID, _ def: DefID, _ segment: PathSegment) -> Span? {
    guard case .param(let i, let name) = param.kind, let list = segment.args.some else { return nil }
    let generics = cx.facts.generics(of: def)
    let hasSelf = Defs[def].kind == .trait || Defs[def].kind == .traitAlias ? 1 : 0
    let own = generics.all.dropFirst(generics.parentCount + hasSelf)
    guard let k = own.indices.first(where: { $0 == Int(i) && own[$0].name == name }) else { return nil }
    var position = k - generics.parentCount - hasSelf
    let written = Array(hir[hir[list].args])
    let lifetimes = own.prefix { $0.kind == .lifetime }.count
    if lifetimes > 0, let first = written.first, { if case .lifetime = first { false } else { true } }() { position -= lifetimes }
    guard position >= 0, position < written.count else { return nil }
    switch written[position] {
    case .ty(let t): return hir[t].span
    case .lifetime(let l): return hir.nodes.lifetimes[l].ident.span
    case .const(let c): return hir[c].span
    case .infer(let at): return at
    }
  }

  /// The one argument whose type mentions `param`; the callee where there are more.
  private func point(
    atArgumentFor param: TypeID, of def: DefID, callee: Span, isMethod: Bool, _ args: [ID<Expr>], _ fallback: inout Span?
  ) -> Span? {
    let inputs: [TypeID]
    switch Defs[def].kind {
    case .fn, .assocFn: inputs = Array(cx.facts.fnSig(of: def).inputs)
    default: return nil
    }
    let hits = inputs.indices.filter { mentions(inputs[$0], param) }
    let index = (hits.first ?? 0) - (isMethod ? 1 : 0)
    guard hits.count == 1, index < args.count else {
      if !hits.isEmpty { fallback = callee }
      return nil
    }
    return index < 0 ? callee : span(args[index])
  }

  private func mentions(_ type: TypeID, _ param: TypeID) -> Bool {
    if type == param { return true }
    var walk = ParamWalk(wanted: param)
    _ = walk.fold(type)
    return walk.isThere
  }

  /// Parameters of a type from left to right.
  private struct ParamWalk: TypeFolder {
    var wanted: TypeID?
    var found: [TypeID] = []
    var isThere = false
    mutating func fold(_ type: TypeID) -> TypeID {
      if type == wanted { isThere = true }
      if type.flags.isDisjoint(with: .hasNonRegionParam) { return type }
      if case .param = type.kind {
        found.append(type)
        return type
      }
      return superFold(type)
    }
  }
}
