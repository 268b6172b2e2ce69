// Where a type that is not known is best written: a `let`, a closure's params or result, or the generic arguments of a path or call.
import Defs
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

extension FnCtxt {
  /// The place in this body where writing a type makes `term` known at the least cost; `span`, where it was missed, if there is none.
  ///
  /// - Source: the candidates, their costs and their order are rustc's (`need_type_info`), which tools and tests rely on.
  func placeToAnnotate(_ term: GenericArg, missedAt span: Span) -> Span {
    var finder = InferSourceFinder(fcx: self, target: resolved(term))
    for p in hir[body.params] { finder.visit(p) }
    finder.visit(body.value)
    return finder.best ?? span
  }
  private func resolved(_ arg: GenericArg) -> GenericArg {
    switch arg.kind {
    case .type(let t): GenericArg(resolveVars(t))
    case .const(let c): GenericArg(resolveVars(c))
    case .region: arg
    }
  }
  func placeToAnnotate(_ type: TypeID, missedAt span: Span) -> Span { placeToAnnotate(GenericArg(type), missedAt: span) }
  /// For the first of `args` that is not known.
  func placeToAnnotate(_ args: GenericArgsID, missedAt span: Span) -> Span {
    let open = resolveVars(args).elements.first { $0.mentionsVariables }
    return open.map { placeToAnnotate($0, missedAt: span) } ?? span
  }
}

extension GenericArg {
  /// Whether types or constants in it are not known yet.
  fileprivate var mentionsVariables: Bool {
    switch kind {
    case .type(let t): !t.flags.isDisjoint(with: .hasInfer)
    case .const(let c): !c.flags.isDisjoint(with: .hasInfer)
    case .region: false
    }
  }
}

/// Looks at all places of a body that a type can be added to, inner ones first.
private struct InferSourceFinder: BodyVisitor {
  let fcx: FnCtxt
  let target: GenericArg
  var best: Span?
  private var bestCost = Int.max
  /// Earlier candidates are preferred a little.
  private var attempts = 0
  var tree: HIRTree { fcx.hir }

  init(fcx: FnCtxt, target: GenericArg) {
    self.fcx = fcx
    self.target = target
  }

  private mutating func propose(_ span: Span, _ cost: Int, isFromMacro: Bool = false) {
    let whole = cost + (isFromMacro || !span.context.isRoot ? 10_000 : 0) + attempts
    attempts += 1
    if whole < bestCost { (best, bestCost) = (span, whole) }
  }

  mutating func visit(_ stmt: Stmt) {
    walk(stmt)
    guard case .let(let id) = stmt.kind, tree[id].ty.isNone, !isDesugared(stmt) else { return }
    let type = fcx.patTypes[tree[id].pat.index]
    if type != .unset, contains(type) { propose(fcx.span(tree[id].pat), cost(type)) }
  }

  /// Made for an assignment to a pattern: its `let` is written nowhere.
  private func isDesugared(_ stmt: Stmt) -> Bool {
    guard case .let(let id) = stmt.kind else { return false }
    return fcx.span(tree[id].pat).context != stmt.span.context
  }

  mutating func visit(_ expr: ID<Expr>) {
    let e = tree[expr]
    switch e.kind {
    case .call(let f, let args):
      // An argument is more specific than the function.
      for a in tree[args] { visit(a) }
      visit(f)
    case .closure(let id):
      for (p, t) in zip(tree[tree[id].params], tree[tree[id].paramTypes]) {
        guard case .infer = tree[t].kind else { continue }
        let type = fcx.patTypes[p.index]
        if type != .unset, contains(type) { propose(fcx.span(p), cost(type)) }
      }
      walk(expr)
      if let output = fcx.closures[id]?.output, contains(output) {
        let isBlock = if case .block = tree[tree[id].body].kind { true } else { false }
        propose(tree[id].headSpan, 30 + cost(output) + (isBlock ? 0 : 10))
      }
    default: walk(expr)
    }
    switch e.kind {
    case .path(let path): proposeArgs(of: path, fcx.pathArgs[path.index], at: e.span)
    case .structure(let s):
      let type = fcx.exprTypes[expr.index]
      if type != .unset, case .resolved = tree[tree[s].path].kind, case .adt(_, let args) = fcx.resolveVars(type).kind {
        proposeSegments(of: tree[s].path, args, at: e.span)
      }
    case .methodCall(let m):
      let method = fcx.exprMethods[expr.index]
      let args = fcx.exprArgs[expr.index]
      let name = tree[m].segment.ident.span
      guard !method.isNone else { break }
      propose(method, args, at: name, base: 10)
      let isOfTrait = Defs[Defs[method].parent].kind == .trait
      if isOfTrait, args.elements.contains(where: { contains($0) }), !hasImplTrait(method) {
        propose(name, 20 + args.elements.reduce(0) { $0 + cost($1) }, isFromMacro: !fcx.span(tree[m].receiver).context.isRoot)
      }
    default: break
    }
  }

  private mutating func proposeArgs(of path: ID<QPath>, _ args: GenericArgsID, at span: Span) {
    let p = tree[path]
    switch p.kind {
    case .resolved: proposeSegments(of: path, args, at: span)
    case .typeRelative(let ty):
      guard case .def(_, let def)? = fcx.pathRes[path.index] else { return }
      let parent = Defs[def].parent
      if Defs[parent].kind == .inherentImpl || Defs[parent].kind == .traitImpl,
        case .adt(let adt, let own) = fcx.resolveVars(fcx.typeOf(parent, args)).kind, case .path(let inner) = tree[ty].kind,
        case .resolved(_, .def(_, adt)) = tree[inner].kind
      {
        proposeSegments(of: inner, own, at: span)
      }
      if let s = tree[p.segments].last, s.args.isNone { propose(def, args, at: span, base: 10) }
    }
  }

  /// Each segment that has parameters, then the last by what the whole path means.
  private mutating func proposeSegments(of path: ID<QPath>, _ args: GenericArgsID, at span: Span) {
    guard case .resolved(_, let res) = tree[path].kind else { return }
    for s in tree[tree[path].segments] { propose(s.res, args, at: span) }
    propose(res, args, at: span)
  }

  private mutating func propose(_ res: Res, _ args: GenericArgsID, at span: Span) {
    guard case .def(let kind, let def) = res else { return }
    switch kind {
    // `None::<u32>` is rarely written.
    case .variant: propose(Defs[def].parent, args, at: span, base: 15)
    case .variantCtorFn, .variantCtorConst: propose(Defs[Defs[def].parent].parent, args, at: span, base: 15)
    case .structCtorFn, .structCtorConst: propose(Defs[def].parent, args, at: span, base: 10)
    case .fn, .assocFn, .const, .assocConst, .struct, .enum, .union, .tyAlias, .trait, .traitAlias, .assocTy:
      propose(def, args, at: span, base: 10)
    default: break
    }
  }

  /// Arguments of `def` itself, if one of them is looked for.
  private mutating func propose(_ def: DefID, _ args: GenericArgsID, at span: Span, base: Int) {
    let generics = fcx.cx.facts.generics(of: def)
    guard args.count >= generics.count, !generics.all.contains(where: \.isImplTrait) else { return }
    let own = args.elements[generics.parentCount..<generics.count]
    if own.contains(where: { contains($0) }) { propose(span, base + cost(own, generics.all[generics.parentCount...])) }
  }

  private func hasImplTrait(_ def: DefID) -> Bool { fcx.cx.facts.generics(of: def).all.contains(where: \.isImplTrait) }

  // MARK: What is looked for

  private func contains(_ type: TypeID) -> Bool { contains(GenericArg(type)) }
  private func contains(_ arg: GenericArg) -> Bool {
    if !arg.mentionsVariables { return false }
    var search = Search(target: target)
    switch arg.kind {
    case .type(let t): _ = search.fold(fcx.resolveVars(t))
    case .const(let c): _ = search.fold(fcx.resolveVars(c))
    case .region: break
    }
    return search.isFound
  }

  /// Does not look into types that cannot be written.
  private struct Search: TypeFolder {
    let target: GenericArg
    var isFound = false
    mutating func fold(_ type: TypeID) -> TypeID {
      if GenericArg(type) == target { isFound = true }
      if isFound || type.flags.isDisjoint(with: .hasInfer) { return type }
      switch type.kind {
      case .closure, .coroutine, .coroutineClosure, .alias(.opaque, _, _): return type
      default: return superFold(type)
      }
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if GenericArg(const) == target { isFound = true }
      return const
    }
  }

  // MARK: Costs

  private func cost(_ arg: GenericArg) -> Int {
    switch arg.kind {
    case .type(let t): cost(t)
    case .region: 0
    case .const: 3
    }
  }
  private func cost(_ type: TypeID) -> Int {
    switch fcx.shallowResolve(type).kind {
    case .closure: 1000
    case .fnDef: 150
    case .fnPtr: 30
    case .adt(let def, let args): 5 + cost(args.elements[...], fcx.cx.facts.generics(of: def).all[...])
    case .tuple(let fields): 5 + fields.elements.reduce(0) { $0 + cost($1) }
    case .ref(_, let inner, _): 2 + cost(inner)
    case .infer: 0
    default: 1
    }
  }
  /// Without trailing arguments that are what they would be if they were left out.
  private func cost(_ args: Slice<UnsafeBufferPointer<GenericArg>>, _ params: Slice<UnsafeBufferPointer<GenericParamFact>>) -> Int {
    var args = args
    var params = params
    while let p = params.last, p.hasDefault, p.kind == .type, let last = args.last?.type, fcx.cx.facts.type(of: p.def) == fcx.resolveVars(last) {
      args = args.dropLast()
      params = params.dropLast()
    }
    return args.reduce(0) { $0 + cost($1) }
  }
}
