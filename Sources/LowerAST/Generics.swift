// Generic params, bounds and predicates.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// How far the stacks of ribs reached.
struct RibCounts {
  var names: Int
  var lifetimes: Int
}

extension Lowerer {
  var ribCounts: RibCounts {
    get { RibCounts(names: ribs.count, lifetimes: lifetimeRibs.count) }
    set {
      ribs.truncate(to: newValue.names)
      lifetimeRibs.removeSubrange(newValue.lifetimes...)
    }
  }

  // MARK: Params in scope

  /// Brings the generic params of `def` into scope, without lowering them.
  ///
  /// - Parameter reportsDuplicates: give E0403, E0263 and the like; only its own header's task does.
  mutating func bindGenericParams(of def: DefID, reportsDuplicates: Bool) {
    for param in world.genericParams(of: def) {
      let data = Defs[param]
      let context = data.identSpan.context.forItems
      let ident = Ident(data.name, data.identSpan)
      if reportsDuplicates && isDuplicate(ident, data.kind, context) { continue }
      bindGenericParam(param, data.kind, ident, context)
    }
  }

  private mutating func bindGenericParam(_ def: DefID, _ kind: DefKind, _ ident: Ident, _ context: SyntaxContext) {
    switch kind {
    case .lifetimeParam: lifetimeRibs.append(.binding(ident.name, context, def, ident.span))
    case .constParam: ribs.append(.binding(ident.name, context, .value, .def(.constParam, def)))
    default: ribs.append(.binding(ident.name, context, .type, .def(.tyParam, def)))
    }
  }

  /// Whether a param has the name of one already in scope; gives the message.
  private mutating func isDuplicate(_ ident: Ident, _ kind: DefKind, _ context: SyntaxContext) -> Bool {
    if kind == .lifetimeParam {
      if ident.name == .underscoreLifetime {
        report(.underscoreLifetimeParam(at: ident.span))
        return true
      }
      if ident.name == .staticLifetime {
        report(.staticLifetimeParam(at: ident.span))
        return true
      }
      for rib in lifetimeRibs.reversed() {
        switch rib {
        case .binding(ident.name, context, let earlier, let span):
          let isSameList = !earlier.isNone && Defs[earlier].parent == parentDef
          report(isSameList ? .duplicateParam(ident, first: span) : .shadowedLifetime(ident, first: span))
          return true
        case .item: return false
        default: break
        }
      }
      return false
    }
    for rib in ribs.outermostFirst.reversed() {
      switch rib {
      case .binding(ident.name, context, _, .def(let k, let earlier)) where k == .tyParam || k == .constParam:
        report(.duplicateParam(ident, first: Defs[earlier].identSpan))
        ribs.append(.binding(ident.name, context, kind == .constParam ? .value : .type, .err))
        return true
      case .block, .barrier(.itemWithoutOuterGenerics): return false
      default: break
      }
    }
    return false
  }

  // MARK: Generics of an item

  /// The params of `def` and the predicates its generics say, with bounds of params turned into predicates.
  ///
  /// - Requires: its params are in scope.
  mutating func lowerGenericParams(of def: DefID, _ generics: ID<Syntax.Generics>) -> (params: [HIR.GenericParam], predicates: [HIR.WherePredicate]) {
    let count = lifetimeRibs.count
    lifetimeRibs.append(.reportError)
    defer { lifetimeRibs.removeSubrange(count...) }
    var params: [HIR.GenericParam] = []
    var predicates: [HIR.WherePredicate] = []
    // Bounds and defaults may be in the trees of several expansions, so each param is taken from its own place.
    for param in world.genericParams(of: def) {
      let data = Defs[param]
      guard case .genericParam(let id) = data.node else { continue }
      let old = enter(data.tree, scope)
      let (lowered, predicate) = lowerGenericParam(id, def: param)
      params.append(lowered)
      if let predicate { predicates.append(predicate) }
      place = old
    }
    if !generics.isNone { for p in ast[ast[generics].predicates] { lowerPredicate(p, into: &predicates) } }
    return (params, predicates)
  }

  private mutating func lowerGenericParam(
    _ id: ID<Syntax.GenericParam>, def: DefID
  ) -> (HIR.GenericParam, HIR.WherePredicate?) {
    let node = ast[id]
    let mayDangle = isMarked(.may_dangle, node.attributes, treeID)
    let kind: HIR.GenericParam.Kind
    switch node.kind {
    case .lifetime: kind = .lifetime(isElided: false)
    case .type(let value):
      // A default may name only the params before it.
      kind = .type(default: value.isNone ? .none : lowerDefault(of: def) { $0.lowerType(value) }, isImplTrait: false)
    case .const(let ty, let value):
      let count = ribCounts
      ribs.append(.barrier(.constParamTy))
      lifetimeRibs.append(.constParamTy)
      let lowered = disallowingImplTrait { $0.lowerType(ty) }
      ribCounts = count
      kind = .const(
        lowered, default: value.isNone ? .none : lowerDefault(of: def) { $0.lowerConstArg(value, .genericArg) })
    }
    var predicate: HIR.WherePredicate?
    let saved = implTrait
    if Defs[owner].kind == .fn || Defs[owner].kind == .assocFn { implTrait = .universal }
    defer { implTrait = saved }
    if !node.bounds.isEmpty {
      let span = node.ident.span
      switch node.kind {
      case .lifetime:
        let lifetime = hir.add(Lifetime(kind: .param(def), ident: node.ident))
        predicate = HIR.WherePredicate(.lifetime(lifetime, lowerBounds(node.bounds)), span)
      default:
        let ty = pathType(.def(.tyParam, def), node.ident, span)
        predicate = HIR.WherePredicate(.bound(binder: .empty, ty, lowerBounds(node.bounds)), span)
      }
    }
    return (HIR.GenericParam(def: def, ident: node.ident, kind: kind, mayDangle: mayDangle), predicate)
  }

  /// Lowers a default with the params from `def` on hidden (E0128).
  private mutating func lowerDefault<R>(of def: DefID, _ body: (inout Lowerer) -> R) -> R {
    let saved = forwardDeclared
    let all = Array(world.genericParams(of: Defs[def].parent))
    if let i = all.firstIndex(of: def) { forwardDeclared = Array(all[i...]) }
    defer { forwardDeclared = saved }
    return disallowingImplTrait(body)
  }

  mutating func lowerPredicate(_ node: Syntax.WherePredicate, into predicates: inout [HIR.WherePredicate]) {
    let count = ribCounts
    defer { ribCounts = count }
    lifetimeRibs.append(.reportError)
    switch node.kind {
    case .bound(let params, let ty, let bounds):
      let binder = lowerBinder(params)
      let saved = implTrait
      implTrait = .disallowed
      let lowered = lowerType(ty)
      let list = lowerBounds(bounds)
      implTrait = saved
      predicates.append(
        HIR.WherePredicate(.bound(binder: hir.genericParams.append(contentsOf: binder), lowered, list), node.span))
    case .lifetime(let ident, let bounds):
      let lifetime = lowerLifetime(ident)
      predicates.append(HIR.WherePredicate(.lifetime(lifetime, lowerBounds(bounds)), node.span))
    case .equal: report(.equalityPredicate(at: node.span), .lowering)
    }
  }

  // MARK: Binders and bounds

  /// The params of `for<…>`, brought into scope.
  mutating func lowerBinder(_ params: Run<Syntax.GenericParam>) -> [HIR.GenericParam] {
    var result: [HIR.GenericParam] = []
    for id in params {
      let node = ast[id]
      guard case .lifetime = node.kind else {
        report(.unsupported("type and const parameters of `for<…>`", at: node.ident.span), .lowering)
        continue
      }
      let context = node.ident.span.context.forItems
      let saved = parentDef
      if isDuplicate(node.ident, .lifetimeParam, context) { continue }
      let def = makeDef(
        .lifetimeParam, name: node.ident.name, node: .genericParam(id), span: node.ident.span, identSpan: node.ident.span)
      parentDef = saved
      if !node.bounds.isEmpty { report(.boundsOnBinderLifetime(at: node.ident.span), .lowering) }
      lifetimeRibs.append(.binding(node.ident.name, context, def, node.ident.span))
      result.append(HIR.GenericParam(def: def, ident: node.ident, kind: .lifetime(isElided: false), mayDangle: false))
    }
    return result
  }

  mutating func lowerBounds(_ bounds: Run<Syntax.Bound>) -> Run<HIR.Bound> {
    var result: [HIR.Bound] = []
    for bound in ast[bounds] {
      switch bound {
      case .trait(let b): if let id = lowerTraitBound(b, allowsRelaxed: true) { result.append(.trait(id)) }
      case .outlives(let ident): result.append(.outlives(lowerLifetime(ident)))
      case .use(let args, let span): result.append(lowerUseBound(args, span))
      }
    }
    return hir.bounds.append(contentsOf: result)
  }

  private mutating func lowerUseBound(_ args: Run<Syntax.GenericArg>, _ span: Span) -> HIR.Bound {
    var result: [HIR.GenericArg] = []
    for arg in ast[args] {
      switch arg {
      case .lifetime(let ident): result.append(.lifetime(lowerLifetime(ident)))
      case .ty(let ty):
        guard case .path(let path, _) = ast[ty].kind, ast[path].segments.count == 1 else { continue }
        let ident = ast[ast[path].segments[0]].ident
        if let found = lookUpInRibs(ident, .type, finalize: true), case .res(let res) = found {
          result.append(.ty(pathType(res, ident, ident.span)))
        } else if let found = lookUpInRibs(ident, .value, finalize: true), case .res(let res) = found {
          result.append(.const(hir.add(ConstArg(.path(resolvedPath(res, ident, ident.span)), ident.span))))
        } else {
          report(.cannotCapture(ident))
        }
      default: break
      }
    }
    return .use(hir.genericArgs.append(contentsOf: result), span)
  }

  /// Nil after a message.
  mutating func lowerTraitBound(_ id: ID<Syntax.TraitBound>, allowsRelaxed: Bool) -> ID<HIR.TraitBound>? {
    let node = ast[id]
    guard open(at: node.span) else {
      close()
      return nil
    }
    defer { close() }
    if node.isAsync { report(.unsupported("`async` trait bounds", at: node.span), .lowering) }
    let count = ribCounts
    var binder = lowerBinder(node.params)
    // Lifetimes left out of `Fn(&T) -> &U` become params of this binder.
    freshLifetimes.append([])
    let savedList = traitBinderList
    traitBinderList = freshLifetimes.count - 1
    let path = lowerPath(node.path, .none, as: .trait(alias: true))
    traitBinderList = savedList
    binder += freshLifetimes.removeLast()
    ribCounts = count
    return hir.add(
      HIR.TraitBound(
        binder: hir.genericParams.append(contentsOf: binder), constness: node.constness, polarity: node.polarity, path: path,
        span: node.span))
  }
}
