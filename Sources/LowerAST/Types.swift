// Types as written.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerTypes(_ list: IDList<Syntax.Ty>) -> IDList<HIR.Ty> {
    let ids = ast[list].map { lowerType($0) }
    return hir.lists.append(ids)
  }

  mutating func lowerType(_ id: ID<Syntax.Ty>) -> ID<HIR.Ty> {
    let ty = ast[id]
    guard open(at: ty.span) else {
      close()
      return hir.add(HIR.Ty(.error, ty.span))
    }
    defer { close() }
    let kind: HIR.TyKind
    switch ty.kind {
    case .paren(let inner): return lowerType(inner)
    case .slice(let inner): kind = .slice(lowerType(inner))
    case .array(let inner, let length):
      let element = lowerType(inner)
      kind = .array(element, lowerConstArg(length, .arrayLength))
    case .ptr(let mutability, let inner): kind = .ptr(mutability, lowerType(inner))
    case .ref(let ref):
      let ref = ast[ref]
      if ref.isPinned { report(.unsupported("`&pin` references", at: ty.span), .lowering) }
      let lifetime =
        ref.lifetime.isNone
        ? lowerElidedLifetime(at: Span(lo: ty.span.lo, hi: ty.span.lo &+ 1, context: ty.span.context)) : lowerLifetime(ref.lifetime)
      kind = .ref(lifetime, ref.mutability, lowerType(ref.ty))
    case .fnPtr(let ptr): kind = .fnPtr(lowerFnPtr(ptr))
    case .never:
      gate(Known.never_type, "the type `!` here is", ty.span)
      kind = .never
    case .tuple(let list): kind = .tuple(lowerTypes(list))
    case .path(let path, let qself): return lowerPathType(id, path, qself)
    case .traitObject(let bounds, let hasDyn):
      let object = lowerTraitObject(bounds, at: ty.span)
      let isBare = !hasDyn && edition(ty.span) >= .e2021
      if isBare { reportBareTraitObject(at: ty.span) }
      kind = isBare ? .error : object
    case .implTrait(let bounds): kind = lowerImplTrait(id, bounds, at: ty.span)
    case .infer: kind = .infer
    case .implicitSelf:
      let ident = Ident(.selfType, ty.span)
      switch lookUp(ident, .type, finalize: true) {
      case .res(let res): return pathType(res, ident, ty.span)
      default: kind = .error
      }
    case .macroCall(let call):
      let node = expandCall(call, as: .ty)
      guard case .ty(let inner) = node.node else {
        kind = .error
        break
      }
      let old = enter(node.tree, node.scope)
      let result = lowerType(inner)
      place = old
      return result
    case .pattern(let base, let pat):
      let base = lowerType(base)
      let outer = patternBindings
      patternBindings = PatternBindings()
      kind = .pattern(base, lowerPat(pat))
      patternBindings = outer
    case .unsafeBinder(let params, let inner):
      let scopes = ribCounts
      let binder = lowerBinder(params)
      kind = .unsafeBinder(hir.genericParams.append(contentsOf: binder), lowerType(inner))
      ribCounts = scopes
    case .typeof:
      // The parser told of it.
      kind = .error
    case .fieldOf:
      report(.unsupported("`field_of!`", at: ty.span), .lowering)
      kind = .error
    case .cVarArgs: kind = .error
    case .error: kind = .error
    }
    return hir.add(HIR.Ty(kind, ty.span))
  }

  /// The type that a single-segment path with this meaning stands for.
  mutating func pathType(_ res: Res, _ ident: Ident, _ span: Span) -> ID<HIR.Ty> {
    let path = resolvedPath(res, ident, span)
    return hir.add(HIR.Ty(.path(path), span))
  }

  private mutating func lowerPathType(_ id: ID<Syntax.Ty>, _ path: ID<Syntax.Path>, _ qself: ID<QSelf>) -> ID<HIR.Ty> {
    let span = ast[id].span
    let resolution = resolve(path, qself, as: .type)
    if qself.isNone, resolution.unresolved == 0, case .def(let kind, _) = resolution.res, kind == .trait || kind == .traitAlias {
      // A trait where a type is expected: a trait object without `dyn`.
      let qpath = lowerResolved(path, qself, resolution)
      if edition(span) >= .e2021 {
        reportBareTraitObject(at: span)
        return hir.add(HIR.Ty(.error, span))
      }
      let bound = hir.add(
        HIR.TraitBound(binder: .empty, constness: .never, polarity: .positive, path: qpath, span: span))
      let run = Run<HIR.TraitBound>(start: bound.index, count: 1)
      return hir.add(HIR.Ty(.traitObject(run, hir.add(Lifetime(kind: .objectDefault, ident: .none))), span))
    }
    let qpath = lowerResolved(path, qself, resolution)
    return hir.add(HIR.Ty(.path(qpath), span))
  }

  private mutating func lowerTraitObject(_ bounds: Run<Syntax.Bound>, at span: Span) -> HIR.TyKind {
    var traits: [HIR.TraitBound] = []
    var lifetime: ID<Lifetime>?
    for bound in ast[bounds] {
      switch bound {
      case .trait(let b):
        if let lowered = lowerTraitBound(b, allowsRelaxed: false) { traits.append(hir.traitBounds[lowered]) }
      case .outlives(let ident):
        if lifetime == nil { lifetime = lowerLifetime(ident) } else { report(.severalObjectLifetimes(at: ident.span), .validation) }
      case .use(_, let span): report(.preciseCapturingNotAllowed(at: span))
      }
    }
    let run = hir.traitBounds.append(contentsOf: traits)
    return .traitObject(run, lifetime ?? hir.add(Lifetime(kind: .objectDefault, ident: .none)))
  }

  private mutating func lowerImplTrait(_ id: ID<Syntax.Ty>, _ bounds: Run<Syntax.Bound>, at span: Span) -> HIR.TyKind {
    if isInImplTrait { report(.nestedImplTrait(at: span), .validation) }
    let isNested = isInImplTrait
    isInImplTrait = true
    defer { isInImplTrait = isNested }
    switch implTrait {
    case .disallowed:
      report(.implTraitNotAllowed(at: span), .lowering)
      let saved = implTrait
      implTrait = .disallowed
      _ = lowerBounds(bounds)
      implTrait = saved
      return .error
    case .universal:
      let text = sourceText(span)
      let name = Name(text)
      let def = makeDef(.tyParam, name: name, node: .ty(id), span: span, identSpan: span)
      let ident = Ident(name, span)
      // The param comes before those of its own bounds, as in source order.
      let place = synthesizedParams.count
      synthesizedParams.append(
        HIR.GenericParam(def: def, ident: ident, kind: .type(default: .none, isImplTrait: true), mayDangle: false))
      let lowered = lowerBounds(bounds)
      precondition(synthesizedParams[place].def == def)
      let ty = pathType(.def(.tyParam, def), ident, span)
      synthesizedPredicates.append(HIR.WherePredicate(.bound(binder: .empty, ty, lowered), span))
      return .path(resolvedPath(.def(.tyParam, def), ident, span))
    case .opaque(let origin, let isInTrait):
      let def = makeDef(.opaqueTy, node: .ty(id), span: span, identSpan: span)
      let lowered = lowerBounds(bounds)
      let opaque = hir.add(HIR.OpaqueTy(def: def, origin: origin, isInTrait: isInTrait, bounds: lowered))
      opaques.append(opaque)
      return .opaque(opaque)
    }
  }

  mutating func lowerFnPtr(_ id: ID<Syntax.FnPtrTy>) -> ID<HIR.FnPtrTy> {
    let ptr = ast[id]
    for p in ast[ptr.signature.params] where !p.pat.isNone && !ast.isPlainName(p.pat) {
      report(.patternInFnPointer(at: ast[p.pat].span), .validation)
    }
    let scopes = ribCounts
    var binder = lowerBinder(ptr.params)
    let saved = implTrait
    implTrait = .disallowed
    let list = openFresh(reportsInPath: false)
    let (inputs, elision) = lowerInputs(ast[ptr.signature.params].filter { !ast.isVarArgs($0) }, hasSelf: false) { l, param, _ in
      l.lowerType(param.ty)
    }
    let output = lowerOutput(ptr.signature.output, elision)
    implTrait = saved
    binder += closeFresh(list)
    ribCounts = scopes
    let node = HIR.FnPtrTy(
      binder: hir.genericParams.append(contentsOf: binder), safety: ptr.header.safety, abi: ptr.header.abi,
      inputs: hir.lists.append(inputs), output: output, isVariadic: ptr.signature.isVariadic)
    return hir.add(node)
  }

  /// The type after `->`; `.none` where it is left out. Lifetimes left out of it are `elision`, or errors together.
  mutating func lowerOutput(_ output: ID<Syntax.Ty>, _ elision: Lifetime.Kind?) -> ID<HIR.Ty> {
    if output.isNone { return .none }
    let count = lifetimeRibs.count
    let outerFailures = elisionFailures
    elisionFailures = []
    lifetimeRibs.append(elision.map { .elided($0) } ?? .elisionFailure)
    let ty = lowerReturnType(output)
    lifetimeRibs.removeSubrange(count...)
    if !elisionFailures.isEmpty { report(.missingLifetime(elisionFailures)) }
    elisionFailures = outerFailures
    return ty
  }

  /// A type after `->`, where `!` is stable.
  mutating func lowerReturnType(_ output: ID<Syntax.Ty>) -> ID<HIR.Ty> {
    if case .never = ast[output].kind { return hir.add(HIR.Ty(.never, ast[output].span)) }
    return lowerType(output)
  }

  /// Begins to collect the lifetimes left out from here on.
  mutating func openFresh(reportsInPath: Bool) -> Int {
    freshLifetimes.append([])
    lifetimeRibs.append(.create(list: freshLifetimes.count - 1, reportsInPath: reportsInPath))
    return freshLifetimes.count - 1
  }
  /// Ends it; the caller takes the rib away.
  mutating func closeFresh(_ list: Int) -> [HIR.GenericParam] {
    precondition(list == freshLifetimes.count - 1)
    return freshLifetimes.removeLast()
  }

  /// The source text of `span`, in one line: names of params made for `impl Trait`.
  func sourceText(_ span: Span) -> String { world.sourceText(span) }
}

extension Lowerer {
  /// E0782, but for types that are arguments of what means nothing: nobody looks at those.
  mutating func reportBareTraitObject(at span: Span) {
    if !isInUnresolvedPath { report(.bareTraitObject(at: span), .withTypes) }
  }
}

extension Tree {
  /// Whether a parameter is `...`.
  func isVarArgs(_ param: Param) -> Bool {
    if param.ty.isNone { return false }
    if case .cVarArgs = self[param.ty].kind { return true }
    return false
  }

  /// Whether a parameter is a name or `_`, as where there is no body.
  func isPlainName(_ pat: ID<Syntax.Pat>) -> Bool {
    switch self[pat].kind {
    case .wild, .macroCall, .error: true
    case .ident(let id): !self[id].isRef && self[id].mutability == .not && self[id].sub.isNone
    default: false
    }
  }
}
