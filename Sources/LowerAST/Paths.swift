// Paths: from segments to a meaning, with the lifetimes they leave out and the arguments they give.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// What a path means; `unresolved` last segments are looked up when types are known.
struct PathResolution {
  var res: Res
  var unresolved: Int
}

extension Lowerer {
  /// Resolves and lowers in one go.
  mutating func lowerPath(_ path: ID<Syntax.Path>, _ qself: ID<QSelf>, as source: PathSource) -> ID<QPath> {
    let resolution = resolve(path, qself, as: source)
    return lowerResolved(path, qself, resolution)
  }

  /// The meaning of a path, `Res.err` after a message.
  mutating func resolve(_ path: ID<Syntax.Path>, _ qself: ID<QSelf>, as source: PathSource) -> PathResolution {
    let node = ast[path]
    let segments = ast[node.segments]
    guard !qself.isNone else { return resolve(segments.map(\.ident), source, span: node.span) }
    let position = Int(ast[qself].position)
    if position == 0 { return PathResolution(res: .err, unresolved: segments.count) }
    let idents = segments.map(\.ident)
    let trait = resolve(Array(idents[..<position]), .trait(alias: false), span: idents[0].span.to(idents[position - 1].span))
    if trait.res == .err { return PathResolution(res: .err, unresolved: 0) }
    let isLast = position + 1 == idents.count
    var isTupleStruct = false
    if case .tupleStruct = source { isTupleStruct = true }
    let item = resolve(
      Array(idents[...position]), .traitItem(isLast ? source.namespace : .type, isTupleStruct: isTupleStruct),
      span: isLast ? node.span : idents[0].span.to(idents[position].span))
    if item.res == .err { return PathResolution(res: .err, unresolved: 0) }
    return PathResolution(res: item.res, unresolved: idents.count - position - 1)
  }

  /// Tries the namespace of `source`, then the other ones for a better message.
  private mutating func resolve(_ idents: [Ident], _ source: PathSource, span: Span) -> PathResolution {
    let error = PathResolution(res: .err, unresolved: 0)
    let wanted = source.namespace
    var unexpected: Res?
    for namespace in [wanted, wanted == .type ? .value : .type] {
      switch resolve(idents, in: namespace, finalize: namespace == wanted, span) {
      case .failed(let failure):
        if !failure.isLast {
          report(.unresolvedPrefix(failure, in: rootText(failure.root)), prefixPhase(failure.ident, idents, source))
          return error
        }
      case .error: return error
      case .found(let found):
        if found.res == .err { return error }
        if found.unresolved > 0 {
          if source.defersToTypes { return found }
        } else if namespace == wanted && source.accepts(found.res) {
          return found
        } else if unexpected == nil {
          unexpected = found.res
        }
      }
    }
    if let message = outerScopeMessage(idents, source) {
      report(message)
    } else if let unexpected {
      let whole = source.marksWhole(for: unexpected) { world.ctor(of: $0).map { Defs[$0].kind == .structCtorFn } ?? false }
      report(.unexpected(unexpected, idents, source, at: whole ?? span), missingPhase(idents, source))
    } else if case .resolved(let res, 0) = world.resolvePath(idents, .macro, in: scope) {
      report(.unexpected(res, idents, source, at: span), missingPhase(idents, source))
    } else {
      var root: String?
      if case .failed(let failure) = resolve(idents, in: wanted, finalize: false, span) { root = rootText(failure.root) }
      report(.notFound(idents, source, in: root, at: idents.count == 1 ? span : idents[idents.count - 1].span), missingPhase(idents, source))
    }
    return error
  }

  /// When a path is told of that means nothing or something else: a function of one name may be explained better once types are known,
  /// unless an import would help.
  private func missingPhase(_ idents: [Ident], _ source: PathSource) -> MessagePhase {
    guard case .expr(_?) = source, idents.count == 1, !world.isImportable(idents[0].name, .value) else { return .unresolved }
    return .lastCall
  }

  /// The same for a name in front of `::` that means nothing: only where a value is named are types of any help.
  private func prefixPhase(_ ident: Ident, _ idents: [Ident], _ source: PathSource) -> MessagePhase {
    if world.isImportable(ident.name, .type) { return .unresolved }
    if idents.count != 2 { return .resolution }
    if case .expr = source { return .lastPrefix }
    return .end
  }

  private enum Attempt {
    case found(PathResolution)
    case failed(PathFailure)
    /// A message has been given.
    case error
  }

  private mutating func resolve(_ idents: [Ident], in namespace: Namespace, finalize: Bool, _ span: Span) -> Attempt {
    let first = idents[0]
    if idents.count == 1 || first.name != .pathRoot,
      let found = lookUpInRibs(first, idents.count == 1 ? namespace : .type, finalize: finalize)
    {
      switch found {
      case .error: return .error
      case .res(let res): return .found(PathResolution(res: res, unresolved: idents.count - 1))
      case .binding: break
      }
    }
    let result: PathResult
    if finalize {
      var found = DiagnosticList()
      result = world.resolvePath(idents, namespace, in: scope, span: span, diagnostics: &found)
      for message in found.all { messages.add(message, .visibility) }
    } else {
      result = world.resolvePath(idents, namespace, in: scope)
    }
    // A primitive type stands behind a module of its name, and behind names that lead nowhere: `use core::u8; u8::MAX`.
    var primitive: PathResolution?
    if namespace == .type || idents.count > 1, let type = PrimTy(name: first.name) {
      primitive = PathResolution(res: .primTy(type), unresolved: idents.count - 1)
    }
    switch result {
    case .resolved(.def(.mod, let def), 0): return .found(primitive ?? PathResolution(res: .def(.mod, def), unresolved: 0))
    case .resolved(let res, let unresolved): return .found(PathResolution(res: res, unresolved: unresolved))
    case .failed(let failure): return primitive.map { .found($0) } ?? .failed(failure)
    }
  }

  /// Where a name was looked for, in words; nil for the scope itself.
  private func rootText(_ root: ModuleRoot?) -> String? { root.flatMap { world.describe($0) } }

  /// Lowers the segments of a path that was resolved.
  mutating func lowerResolved(_ path: ID<Syntax.Path>, _ qself: ID<QSelf>, _ resolution: PathResolution) -> ID<QPath> {
    let node = ast[path]
    let isRooted = !node.segments.isEmpty && ast[node.segments[0]].ident.name == .pathRoot
    let skip = isRooted ? 1 : 0
    let segments = Array(ast[node.segments].dropFirst(skip))
    let qselfType: ID<HIR.Ty> = qself.isNone ? .none : disallowingImplTrait { $0.lowerType($0.ast[qself].ty) }
    let position = qself.isNone ? 0 : Int(ast[qself].position) - skip
    let end = max(0, segments.count - resolution.unresolved)

    if case .selfTyAlias = resolution.res, !forwardDeclared.isEmpty, let first = segments.first {
      report(.selfInDefault(at: first.ident.span))
    }
    if case .def(_, let def) = resolution.res, def.crate != crate, node.span.context.isRoot, resolution.unresolved == 0,
      let feature = world.unstableFeature(of: def), !hasFeature(feature)
    {
      report(.unstable("`\(Defs[def].name)` is", feature: feature.text, at: node.span), .passes)
    }
    let wasInUnresolved = isInUnresolvedPath
    if resolution.res == .err { isInUnresolvedPath = true }
    defer { isInUnresolvedPath = wasInUnresolved }
    var lowered: [HIR.PathSegment] = []
    for (i, segment) in segments[..<end].enumerated() {
      let res = segmentRes(resolution.res, distanceFromEnd: end - 1 - i)
      let isTraitPart = i < position
      let allowsParens: Bool
      switch resolution.res {
      case .def(.trait, _), .def(.traitAlias, _): allowsParens = i + 1 == end
      case .def(.assocFn, _), .def(.assocConst, _), .def(.assocTy, _): allowsParens = i + 2 == end
      case .err: allowsParens = true
      default: allowsParens = false
      }
      let elided = elidedLifetimes(res, isTraitPart: isTraitPart)
      lowered.append(
        lowerSegment(segment, res, allowsParens: allowsParens, elidedLifetimes: elided, isLast: i + 1 == segments.count))
    }
    let baseSpan = end == segments.count ? node.span : (end == 0 ? node.span : segments[0].ident.span.to(segmentSpan(segments[end - 1])))
    if resolution.unresolved == 0 {
      let run = hir.segments.append(contentsOf: lowered)
      return hir.add(QPath(kind: .resolved(qself: qselfType, resolution.res), segments: run, span: node.span))
    }
    var ty = qselfType
    if !(end == 0 && !qselfType.isNone) {
      let run = hir.segments.append(contentsOf: lowered)
      let base = hir.add(QPath(kind: .resolved(qself: qselfType, resolution.res), segments: run, span: baseSpan))
      ty = hir.add(HIR.Ty(.path(base), baseSpan))
    }
    for i in end..<segments.count {
      let isLast = i + 1 == segments.count
      let segment = lowerSegment(segments[i], .err, allowsParens: false, elidedLifetimes: 0, isLast: isLast)
      let run = hir.segments.append(contentsOf: [segment])
      let span = isLast ? node.span : node.span.start.to(segmentSpan(segments[i]))
      let qpath = hir.add(QPath(kind: .typeRelative(ty), segments: run, span: span, blockModule: blockModule))
      if isLast { return qpath }
      ty = hir.add(HIR.Ty(.path(qpath), span))
    }
    preconditionFailure("a path without a last segment")
  }

  /// The block of items that the node at hand stands in, for traits in scope.
  var blockModule: UInt32 { world[scope.module].kind == .block ? scope.module.rawValue : .max }

  func segmentSpan(_ segment: Syntax.PathSegment) -> Span {
    segment.args.isNone ? segment.ident.span : segment.ident.span.to(ast[segment.args].span)
  }

  /// What the segment `distanceFromEnd` before the last one of a path to `res` means, as far as generic arguments care.
  private func segmentRes(_ res: Res, distanceFromEnd: Int) -> Res {
    if distanceFromEnd == 0 { return res }
    guard case .def(let kind, let def) = res else { return .err }
    switch (kind, distanceFromEnd) {
    case (.variant, 1), (.assocTy, 1), (.assocFn, 1), (.assocConst, 1):
      let parent = Defs[def].parent
      return .def(Defs[parent].kind, parent)
    case (.variantCtorFn, 1), (.variantCtorConst, 1):
      let parent = Defs[Defs[def].parent].parent
      return .def(Defs[parent].kind, parent)
    default: return .err
    }
  }

  /// How many lifetimes a segment without lifetime arguments leaves out, if it names a type or trait.
  private func elidedLifetimes(_ res: Res, isTraitPart: Bool) -> Int {
    guard case .def(let kind, let def) = res else { return 0 }
    switch kind {
    case .struct, .union, .enum, .tyAlias, .trait: return lifetimeParamCount(def)
    default: return 0
    }
  }

  func lifetimeParamCount(_ def: DefID) -> Int {
    world.genericParams(of: def).reduce(0) { $0 + (Defs[$1].kind == .lifetimeParam ? 1 : 0) }
  }

  private mutating func lowerSegment(
    _ segment: Syntax.PathSegment, _ res: Res, allowsParens: Bool, elidedLifetimes: Int, isLast: Bool
  ) -> HIR.PathSegment {
    let saved = implTrait
    if !isLast { implTrait = .disallowed }
    defer { implTrait = saved }
    if segment.args.isNone {
      var args: ID<HIR.GenericArgs> = .none
      if elidedLifetimes > 0 {
        let lifetimes = lowerElidedPathLifetimes(elidedLifetimes, at: segment.ident.span)
        if !lifetimes.isEmpty {
          let run = hir.genericArgs.append(contentsOf: lifetimes.map { .lifetime($0) })
          args = hir.add(HIR.GenericArgs(args: run, constraints: .empty, isParenthesized: false, span: segment.ident.span.end))
        }
      }
      return HIR.PathSegment(ident: segment.ident, res: res, args: args)
    }
    let args = lowerGenericArgs(segment.args, of: segment.ident, allowsParens: allowsParens, elidedLifetimes: elidedLifetimes)
    return HIR.PathSegment(ident: segment.ident, res: res, args: args)
  }

  mutating func lowerGenericArgs(
    _ id: ID<Syntax.GenericArgs>, of ident: Ident, allowsParens: Bool, elidedLifetimes: Int = 0
  ) -> ID<HIR.GenericArgs> {
    let node = ast[id]
    switch node.kind {
    case .angle(let list):
      var args: [HIR.GenericArg] = []
      var constraints: [HIR.AssocConstraint] = []
      var hasLifetimes = false
      for arg in ast[list] { if case .lifetime = arg { hasLifetimes = true } }
      checkOrder(of: list)
      if !hasLifetimes && elidedLifetimes > 0 {
        args = lowerElidedPathLifetimes(elidedLifetimes, at: ident.span).map { .lifetime($0) }
      }
      for arg in ast[list] {
        switch arg {
        case .lifetime(let l): args.append(.lifetime(lowerLifetime(l)))
        case .ty(let ty): args.append(lowerTypeOrConstArg(ty))
        case .const(let expr): args.append(.const(lowerConstArg(expr, .genericArg)))
        case .constraint(let c):
          let isNested = isInImplTrait
          isInImplTrait = false
          constraints.append(lowerConstraint(c))
          isInImplTrait = isNested
        }
      }
      return hir.add(
        HIR.GenericArgs(
          args: hir.genericArgs.append(contentsOf: args), constraints: hir.constraints.append(contentsOf: constraints),
          isParenthesized: false, span: node.span))
    case .parenthesized(let inputs, let output):
      if !allowsParens { report(.parenthesizedArgs(at: node.span), .lowering) }
      return lowerParenthesizedArgs(inputs, output, span: node.span)
    case .elided:
      report(.unsupported("return type notation", at: node.span), .lowering)
      return .none
    }
  }

  /// Lifetimes, types and constants come before what is said of associated items.
  private mutating func checkOrder(of list: Run<Syntax.GenericArg>) {
    func isConstraint(_ arg: Syntax.GenericArg) -> Bool { if case .constraint = arg { true } else { false } }
    let args = ast[list]
    guard let first = args.firstIndex(where: isConstraint), !args[first...].allSatisfy(isConstraint) else { return }
    let spans = args.compactMap { arg -> Span? in
      switch arg {
      case .constraint: nil
      case .lifetime(let l): l.span
      case .ty(let ty): ast[ty].span
      case .const(let expr): ast[expr].span
      }
    }
    report(.argsAfterConstraints(at: spans), .validation)
  }

  /// `Fn(A, B) -> C` is `Fn<(A, B), Output = C>`; lifetimes left out of it are bound by the trait bound it stands in.
  private mutating func lowerParenthesizedArgs(
    _ inputs: IDList<Syntax.Ty>, _ output: ID<Syntax.Ty>, span: Span
  ) -> ID<HIR.GenericArgs> {
    let count = lifetimeRibs.count
    // The binder is that of the nearest trait bound: see `lowerTraitBound`.
    if let list = traitBinderList { lifetimeRibs.append(.create(list: list, reportsInPath: false)) }
    let (types, elision) = lowerInputs(ast[inputs], hasSelf: false) { l, ty, _ in l.disallowingImplTrait { $0.lowerType(ty) } }
    let inputsSpan = span
    let tuple = hir.add(HIR.Ty(.tuple(hir.lists.append(types)), inputsSpan))
    let outputType: ID<HIR.Ty>
    if output.isNone {
      outputType = hir.add(HIR.Ty(.tuple(.empty), span.end))
    } else {
      let isNested = isInImplTrait
      isInImplTrait = false
      outputType = lowerOutput(output, elision)
      isInImplTrait = isNested
      if case .never = ast[output].kind { gate(Known.never_type, "the type `!` here is", ast[output].span) }
    }
    lifetimeRibs.removeSubrange(count...)
    let outputSpan = output.isNone ? span.end : ast[output].span
    let constraint = HIR.AssocConstraint(
      ident: Ident(Known.Output, outputSpan), args: .none, kind: .equalTy(outputType), span: outputSpan)
    return hir.add(
      HIR.GenericArgs(
        args: hir.genericArgs.append(contentsOf: [.ty(tuple)]), constraints: hir.constraints.append(contentsOf: [constraint]),
        isParenthesized: true, span: span))
  }

  /// An argument that was parsed as a type is a const if its single name is one and no type has that name.
  private mutating func lowerTypeOrConstArg(_ ty: ID<Syntax.Ty>) -> HIR.GenericArg {
    let node = ast[ty]
    switch node.kind {
    case .infer: return .infer(node.span)
    case .path(let path, let qself) where qself.isNone && ast[path].segments.count == 1:
      let segment = ast[ast[path].segments[0]]
      guard segment.args.isNone, lookUp(segment.ident, .type, finalize: false) == nil,
        lookUp(segment.ident, .value, finalize: false) != nil
      else { break }
      let ribCount = ribs.count
      ribs.append(.barrier(.const(genericsAllowed: false, isTrivial: true)))
      let resolution = resolve(path, qself, as: .expr(call: nil))
      ribs.truncate(to: ribCount)
      if case .def(.constParam, _) = resolution.res {
        return .const(hir.add(ConstArg(.path(lowerResolved(path, qself, resolution)), node.span)))
      }
      if resolution.res == .err { return .const(hir.add(ConstArg(.error, node.span))) }
      let place = self.place
      return .const(
        makeAnonConst(node: .none, span: node.span) { l in
          l.place = place
          let qpath = l.lowerResolved(path, qself, resolution)
          return l.hir.add(HIR.Expr(.path(qpath), node.span))
        })
    default: break
    }
    return .ty(lowerType(ty))
  }

  private mutating func lowerConstraint(_ id: ID<Syntax.AssocConstraint>) -> HIR.AssocConstraint {
    let node = ast[id]
    let args: ID<HIR.GenericArgs> = node.args.isNone ? .none : lowerGenericArgs(node.args, of: node.ident, allowsParens: false)
    let kind: HIR.AssocConstraint.Kind
    switch node.kind {
    case .equalTy(let ty):
      switch lowerTypeOrConstArg(ty) {
      case .const(let c): kind = .equalConst(c)
      case .ty(let t): kind = .equalTy(t)
      default: kind = .equalTy(hir.add(HIR.Ty(.infer, node.span)))
      }
    case .equalConst(let expr): kind = .equalConst(lowerConstArg(expr, .genericArg))
    case .bound(let bounds): kind = .bound(lowerBounds(bounds))
    }
    return HIR.AssocConstraint(ident: node.ident, args: args, kind: kind, span: node.span)
  }

  // MARK: Paths that lowering makes itself

  /// A path of one segment with a known meaning.
  mutating func resolvedPath(_ res: Res, _ ident: Ident, _ span: Span) -> ID<QPath> {
    let run = hir.segments.append(contentsOf: [HIR.PathSegment(ident: ident, res: res, args: .none)])
    return hir.add(QPath(kind: .resolved(qself: .none, res), segments: run, span: span))
  }

  /// The path of a lang item; a message says which one is missing.
  mutating func langPath(_ item: LangItem, _ span: Span) -> ID<QPath> {
    let name = item.name
    guard let def = world.langItem(name) else {
      report(.missingLangItem(item, at: span), .lowering)
      return resolvedPath(.err, Ident(name, span), span)
    }
    let data = Defs[def]
    return resolvedPath(.def(data.kind, def), Ident(data.name, span), span)
  }

  mutating func disallowingImplTrait<R>(_ body: (inout Lowerer) -> R) -> R {
    let saved = implTrait
    implTrait = .disallowed
    let result = body(&self)
    implTrait = saved
    return result
  }
}
