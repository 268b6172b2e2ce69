// Paths as values: constructors, functions, constants, locals, with their generic arguments.
import Defs
import Diagnostics
import HIR
import Infer
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func checkPath(_ path: ID<QPath>, _ expr: ID<Expr>, _ call: CallArgs?) -> TypeID {
    let q = hir[path]
    let (res, selfType, segments) = resolve(path)
    switch res {
    case .err: return tainted(.error)
    case .def(.variant, let d):
      report(.expectedValue(foundVariant: Defs[d].name, at: q.span))
      return .error
    default: break
    }
    let type = instantiate(path, res, selfType, segments, span(expr)).type
    if case .fnDef(let def, let args) = kind(type) {
      let sig = fnSig(def, args)
      let given = call.map { Array(hir[$0.args]) } ?? []
      for (i, t) in sig.inputs.enumerated() {
        let at = i < given.count ? span(given[i]) : span(expr)
        deferredSized.append((t, at, .sizedArgument))
      }
      deferredSized.append((sig.output, call.map { span($0.call) } ?? span(expr), .sizedReturn))
    }
    return type
  }

  /// What the path means: `T::name` is looked up as an associated item of the type `T`. The type is that before `::`.
  func resolve(_ path: ID<QPath>) -> (res: Res, selfType: TypeID?, segments: Run<PathSegment>) {
    let q = hir[path]
    switch q.kind {
    case .resolved(let qself, let res): return (res, qself.some.map { lower($0) }, q.segments)
    case .typeRelative(let ty):
      let type = lowerBase(ty)
      if let known = pathRes[path.index] { return (known, type, q.segments) }
      selectWherePossible()
      let name = hir[q.segments[0]].ident
      let res: Res
      switch resolveAssociated(name, tryStructurallyResolve(type, q.span), path) {
      case .success(let r): res = r
      case .failure(let error):
        reportMethodError(error, type, name, receiver: .none, at: name.span)
        if case .privateMatch(let kind, let def) = error { res = .def(kind, def) } else { res = .err }
      }
      pathRes[path.index] = res
      return (res, type, q.segments)
    }
  }

  /// `type::name` as a value: a variant's constructor, a function, a constant.
  private func resolveAssociated(_ name: Ident, _ type: TypeID, _ path: ID<QPath>) -> Result<Res, MethodError> {
    var variantRes: Res?
    if case .adt(let def, _) = kind(type) {
      let adt = cx.facts.adt(def)
      if adt.kind == .enum, let v = adt.variants.first(where: { $0.name == name.name }) {
        if let ctor = v.ctor.some { return .success(.def(v.kind == .unit ? .variantCtorConst : .variantCtorFn, ctor)) }
        variantRes = .def(.variant, v.def)
      }
    }
    switch probe(name, type, mode: .path, scope: .traitsInScope(traitsInScope(path: path))) {
    case .success(let pick):
      checkStable(pick.item.def, name.span)
      return .success(.def(pick.item.kind == .fn ? .assocFn : .assocConst, pick.item.def))
    case .failure(let e):
      if let variantRes { return .success(variantRes) }
      return .failure(e)
    }
  }

  /// Res and type of the path of a struct literal or pattern.
  func resolveStructPath(_ path: ID<QPath>) -> (Res, TypeID) {
    let q = hir[path]
    switch q.kind {
    case .resolved(_, let res):
      switch res {
      case .def(.variant, let d): return (res, lowerPathType(path, ofEnum: Defs[d].parent))
      case .def(.variantCtorFn, let d), .def(.variantCtorConst, let d):
        return (.def(.variant, Defs[d].parent), lowerPathType(path, ofEnum: Defs[Defs[d].parent].parent))
      case .err: return (.err, .error)
      default: return (res, lowerPathType(path))
      }
    case .typeRelative(let ty):
      let type = structurallyResolve(lowerBase(ty), q.span)
      let name = hir[q.segments[0]].ident
      if case .adt(let def, _) = kind(type) {
        let adt = cx.facts.adt(def)
        if adt.kind == .enum {
          if let v = adt.variants.first(where: { $0.name == name.name }) { return (.def(.variant, v.def), type) }
          report(.noVariant(name.name, of: display(type), at: name.span))
          return (.err, .error)
        }
      }
      if isError(type) { return (.err, .error) }
      return (.def(.assocTy, .none), lowerPathType(path))
    }
  }

  /// The type of a path used as a value, generic arguments made or inferred. Records what it means.
  func instantiate(
    _ path: ID<QPath>, _ givenRes: Res, _ selfType: TypeID?, _ segments: Run<PathSegment>, _ span: Span
  ) -> (type: TypeID, res: Res) {
    var res = givenRes
    let list = hir[segments]
    let last = list.count - 1
    switch res {
    case .local(let local):
      pathRes[path.index] = res
      return (normalize(localType(local), span), res)
    case .selfCtor(let impl): return instantiateSelfCtor(path, impl, span)
    case .def(.constParam, let def):
      pathRes[path.index] = res
      return (cx.facts.type(of: def).erasingRegions, res)
    case .def: break
    default:
      report(.expectedValueFoundOther(at: hir[path].span))
      return (.error, .err)
    }
    guard case .def(let defKind, let def) = res else { return (.error, .err) }
    // Which segment carries the arguments of which definition's own parameters.
    var eqSelf: (generic: TypeID, given: TypeID)?
    var args: GenericArgsID
    var generics: DefID = def
    var isInTrait = false
    var container = DefID.none
    switch defKind {
    case .structCtorFn, .structCtorConst:
      generics = Defs[def].parent
      args = lowerArgs(of: generics, after: [], list[last])
    case .variantCtorFn, .variantCtorConst:
      generics = Defs[Defs[def].parent].parent
      if selfType != nil {
        args = freshArgs(for: generics, span)
      } else {
        args = lowerArgs(of: generics, after: [], last >= 1 && !list[last - 1].args.isNone ? list[last - 1] : list[last])
      }
    case .assocFn, .assocConst:
      container = Defs[def].parent
      isInTrait = Defs[container].kind == .trait || Defs[container].kind == .traitAlias
      let parent: GenericArgsID
      if isInTrait {
        checkLegalTrait(container, span)
        let own = GenericArg(selfType ?? nextTyVar(span))
        parent = last >= 1 ? lowerArgs(of: container, after: [own], list[last - 1]) : freshArgs(for: container, after: GenericArgsID([own]), span)
      } else {
        parent = freshArgs(for: container, span)
      }
      args = lowerArgs(of: def, after: Array(parent.elements), list[last])
    default: args = lowerArgs(of: def, after: [], list[last])
    }
    args = normalize(args, span)
    if let selfType {
      if defKind == .variantCtorFn || defKind == .variantCtorConst {
        eqSelf = (cx.facts.type(of: generics).instantiated(args).erasingRegions, selfType)
      } else if !container.isNone, !isInTrait {
        eqSelf = (cx.facts.type(of: container).instantiated(args).erasingRegions, selfType)
      }
    }
    register(predicates(of: def, args, span))
    var type = cx.facts.type(of: def).instantiated(args).erasingRegions
    type = normalize(type, span)
    if let (generic, given) = eqSelf { _ = eq(normalize(generic, span), normalize(given, span), span) }
    for a in args.elements { if let t = a.type { registerWellFormed(t, span) } }
    res = .def(defKind, def)
    pathRes[path.index] = res
    pathArgs[path.index] = args
    return (type, res)
  }

  private func instantiateSelfCtor(_ path: ID<QPath>, _ impl: DefID, _ span: Span) -> (type: TypeID, res: Res) {
    let type = normalize(cx.facts.type(of: impl).erasingRegions, span)
    guard case .adt(let def, let args) = kind(type) else {
      if !isError(type) { report(.selfCtorOfNonStruct(at: span)) }
      return (.error, .err)
    }
    let adt = cx.facts.adt(def)
    guard adt.kind == .struct, let ctor = adt.variants[0].ctor.some else {
      report(.selfCtorOfNonStruct(at: span))
      return (.error, .err)
    }
    let res = Res.def(adt.variants[0].kind == .unit ? .structCtorConst : .structCtorFn, ctor)
    pathRes[path.index] = res
    pathArgs[path.index] = args
    register(predicates(of: ctor, args, span))
    return (normalize(cx.facts.type(of: ctor).instantiated(args).erasingRegions, span), res)
  }

  /// E0658: an item of the library that is not stable yet. What macros make may use it.
  func checkStable(_ def: DefID, _ span: Span) {
    if span.context.isRoot, let feature = missingFeature(of: def) { report(.unstable("`\(Defs[def].name)` is", feature: feature.text, at: span)) }
  }

  /// `Drop::drop` may not be called by name.
  func checkLegalTrait(_ trait: DefID, _ span: Span) {
    if trait == langItem(.drop) { report(.explicitDrop(at: span)) }
  }
}
