// Freezing what was found: all types resolved, lifetimes erased, primitive operators made built in again.
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
  func writeBack() -> TypeckResults {
    fixBuiltins()
    var w = Writeback(self)
    let stores = w.run()
    return TypeckResults(stores, isTainted: isTainted)
  }

  /// Operators on primitive types and indexing of arrays and slices by `usize` need no call.
  private func fixBuiltins() {
    for i in 0..<exprTypes.count {
      let e = ID<Expr>(i)
      switch hir[e].kind {
      case .unary(let op, let inner) where op != .deref:
        if isScalar(resolveVars(nodeType(inner))) { clearMethod(e) }
      case .binary(let op, let l, let r):
        guard isMethodCall(e), isScalar(resolveVars(nodeType(l))), isScalar(resolveVars(nodeType(r))) else { continue }
        clearMethod(e)
        if op.takesReferences {
          dropLastAdjustment(l)
          dropLastAdjustment(r)
        }
      case .assignOp(_, let l, let r):
        guard isMethodCall(e), isScalar(resolveVars(nodeType(l))), isScalar(resolveVars(nodeType(r))) else { continue }
        clearMethod(e)
        dropLastAdjustment(l)
      case .index(let base, let index):
        guard isMethodCall(e), case .ref(_, let inner, _) = kind(resolveVars(adjustedType(base))),
          let element = builtinIndex(resolveVars(inner)), resolveVars(element) == resolveVars(nodeType(e)),
          resolveVars(adjustedType(index)) == .usize
        else { continue }
        clearMethod(e)
        if dropLastAdjustment(base)?.kind == .pointer(.unsize) { dropLastAdjustment(base) }
      default: break
      }
    }
  }

  private func clearMethod(_ e: ID<Expr>) {
    exprMethods[e.index] = .none
    exprArgs[e.index] = .empty
  }

  @discardableResult private func dropLastAdjustment(_ e: ID<Expr>) -> Adjustment? {
    guard var list = adjustments[e], !list.isEmpty else { return nil }
    let last = list.removeLast()
    adjustments[e] = list.isEmpty ? nil : list
    return last
  }
}

private struct Writeback: ~Copyable {
  let fcx: FnCtxt
  var adjustments = Store<Adjustment>()
  var patAdjustments = Store<PatAdjustment>()
  var types = Store<TypeID>()
  var captures = Store<CapturedPlace>()
  var projections = Store<PlaceProjection>()
  var offsets = Store<OffsetOfStep>()
  private var seen: [TypeID: TypeID] = [:]

  init(_ fcx: FnCtxt) { self.fcx = fcx }

  /// `type` without variables; the error type (with a message, once) where something is still unknown.
  mutating func resolve(_ type: TypeID, _ span: Span) -> TypeID {
    if type == .unset { return .error }
    if type.flags.isDisjoint(with: [.hasInfer, .hasFreeRegion]) { return type }
    if let known = seen[type] { return known }
    var t = fcx.resolveVars(type).erasingRegions
    if t.flags.contains(.hasTypeInfer) || t.flags.contains(.hasConstInfer) {
      if !fcx.isTainted { fcx.report(.annotationsNeeded(at: fcx.placeToAnnotate(t, missedAt: span))) }
      t = .error
    }
    seen[type] = t
    return t
  }

  mutating func resolve(_ args: GenericArgsID, _ span: Span) -> GenericArgsID {
    if args.flags.isDisjoint(with: [.hasInfer, .hasFreeRegion]) { return args }
    let a = fcx.resolveVars(args).erasingRegions
    if a.flags.isDisjoint(with: .hasInfer) { return a }
    if !fcx.isTainted { fcx.report(.annotationsNeeded(at: fcx.placeToAnnotate(a, missedAt: span))) }
    return GenericArgsID(
      a.elements.map { arg in
        switch arg.kind {
        case .type(let t): GenericArg(t.flags.isDisjoint(with: .hasInfer) ? t : .error)
        case .const(let c): GenericArg(c.flags.isDisjoint(with: .hasInfer) ? c : .error)
        case .region: arg
        }
      })
  }

  private func frozen<T: BitwiseCopyable>(_ list: [T]) -> FrozenStore<T> {
    var store = Store<T>(minimumCapacity: list.count)
    _ = store.append(contentsOf: list)
    return store.freeze()
  }

  mutating func run() -> TypeckStores {
    let f = fcx
    let nodes = f.hir.nodes
    // Locals first: an unknown type is best shown where the variable is declared.
    var localSpans = [Span](repeating: .none, count: f.localTypes.count)
    for i in 0..<nodes.pats.count {
      if case .binding(let b) = f.hir[ID<Pat>(i)].kind, localSpans[f.hir[b].local.index].isNone {
        localSpans[f.hir[b].local.index] = f.hir[ID<Pat>(i)].span
      }
    }
    var localTypes: [TypeID] = []
    localTypes.reserveCapacity(f.localTypes.count)
    for (i, t) in f.localTypes.enumerated() { localTypes.append(resolve(t, localSpans[i])) }
    var patTypes: [TypeID] = []
    patTypes.reserveCapacity(nodes.pats.count)
    var patRuns: [Run<PatAdjustment>] = []
    patRuns.reserveCapacity(nodes.pats.count)
    for i in 0..<nodes.pats.count {
      let p = ID<Pat>(i)
      patTypes.append(resolve(f.patTypes[i], f.span(p)))
      let start = patAdjustments.count
      for a in f.patAdjustments[p] ?? [] { patAdjustments.append(PatAdjustment(a.kind, source: resolve(a.source, f.span(p)))) }
      patRuns.append(Run(start: start, count: patAdjustments.count - start))
    }
    var exprTypes: [TypeID] = []
    exprTypes.reserveCapacity(nodes.exprs.count)
    var exprRuns: [Run<Adjustment>] = []
    exprRuns.reserveCapacity(nodes.exprs.count)
    var exprArgs: [GenericArgsID] = []
    exprArgs.reserveCapacity(nodes.exprs.count)
    var offsetRuns: [Run<OffsetOfStep>] = []
    offsetRuns.reserveCapacity(nodes.exprs.count)
    var coercions: [Bool] = []
    coercions.reserveCapacity(nodes.exprs.count)
    for i in 0..<nodes.exprs.count {
      let e = ID<Expr>(i)
      let s = f.span(e)
      exprTypes.append(resolve(f.exprTypes[i], s))
      let start = adjustments.count
      for a in f.adjustments[e] ?? [] { adjustments.append(Adjustment(a.kind, resolve(a.target, s))) }
      exprRuns.append(Run(start: start, count: adjustments.count - start))
      exprArgs.append(resolve(f.exprArgs[i], s))
      offsetRuns.append(f.offsetOfSteps.isEmpty ? Run(start: offsets.count, count: 0) : offsets.append(contentsOf: f.offsetOfSteps[e] ?? []))
      coercions.append(f.coercionCasts.contains(e))
    }
    var pathArgs: [GenericArgsID] = []
    for i in 0..<nodes.qpaths.count { pathArgs.append(resolve(f.pathArgs[i], f.hir[ID<HIR.QPath>(i)].span)) }
    var patExprTypes: [TypeID] = []
    for i in 0..<nodes.patExprs.count { patExprTypes.append(resolve(f.patExprTypes[i], f.hir[ID<HIR.PatExpr>(i)].span)) }
    var written: [TypeID] = []
    for i in 0..<nodes.types.count { written.append(resolve(f.writtenTypes[i], f.hir[ID<Ty>(i)].span)) }
    var consts: [ConstID] = []
    for c in f.constArgs { consts.append(c == .unset ? .error : f.resolveVars(c)) }
    var baseRuns: [Run<TypeID>] = []
    for i in 0..<nodes.structExprs.count {
      let id = ID<StructExpr>(i)
      let s = f.hir[f.hir[id].path].span
      let list = (f.baseFieldTypes[id] ?? []).map { resolve($0, s) }
      baseRuns.append(types.append(contentsOf: list))
    }
    var closures: [ClosureResults] = []
    for i in 0..<nodes.closures.count { closures.append(closure(ID<Closure>(i))) }
    let none = BindingMode(isRef: false, refMutability: .not, mutability: .not)
    let hidden = hiddenTypes()
    let inputList = f.bodyInputs.map { resolve($0, f.bodySpan) }
    let inputs = types.append(contentsOf: inputList)
    let output = resolve(f.bodyOutput, f.bodySpan)
    let frozenAdjustments = Self.take(&adjustments)
    let frozenPatAdjustments = Self.take(&patAdjustments)
    let frozenTypes = Self.take(&types)
    let frozenCaptures = Self.take(&captures)
    let frozenProjections = Self.take(&projections)
    let frozenOffsets = Self.take(&offsets)
    return TypeckStores(
      exprTypes: frozen(exprTypes), exprAdjustments: frozen(exprRuns), exprMethods: frozen(f.exprMethods), exprArgs: frozen(exprArgs),
      exprFields: frozen(f.exprFields), coercionCasts: frozen(coercions), pathRes: frozen(f.pathRes.map { $0 ?? .err }),
      pathArgs: frozen(pathArgs), patTypes: frozen(patTypes), patAdjustments: frozen(patRuns), patExprTypes: frozen(patExprTypes),
      bindingModes: frozen(f.bindingModes.map { $0 ?? none }), patFieldIndices: frozen(f.patFieldIndices),
      exprFieldIndices: frozen(f.exprFieldIndices), localTypes: frozen(localTypes), closures: frozen(closures), constArgs: frozen(consts),
      writtenTypes: frozen(written), baseFieldTypes: frozen(baseRuns), offsetOfSteps: frozen(offsetRuns),
      adjustments: frozenAdjustments, patAdjustmentPool: frozenPatAdjustments, types: frozenTypes, captures: frozenCaptures,
      projections: frozenProjections, offsets: frozenOffsets, hiddenTypes: frozen(hidden), inputs: inputs, output: output)
  }

  private static func take<T: BitwiseCopyable>(_ store: inout Store<T>) -> FrozenStore<T> {
    var taken = Store<T>()
    swap(&taken, &store)
    return taken.freeze()
  }

  private mutating func closure(_ id: ID<Closure>) -> ClosureResults {
    guard let s = fcx.closures[id] else {
      return ClosureResults(type: .error, kind: .fnOnce, inputs: .empty, output: .error, captures: .empty)
    }
    let at = fcx.span(s.expr)
    let inputList = s.inputs.map { resolve($0, at) }
    let inputs = types.append(contentsOf: inputList)
    var list: [CapturedPlace] = []
    for c in s.captures {
      guard case .upvar(let local) = c.place.base else { continue }
      let steps = c.place.projections.map { PlaceProjection($0.kind, resolve($0.ty, at)) }
      list.append(
        CapturedPlace(
          local: local, baseType: resolve(c.place.baseType, at), projections: projections.append(contentsOf: steps), kind: c.kind,
          mutability: c.mutability, span: c.span, upvarType: resolve(fcx.upvarType(c), at)))
    }
    let run = captures.append(contentsOf: list)
    return ClosureResults(
      type: resolve(s.type, at), kind: fcx.closureKind(fcx.resolveVars(s.type)) ?? .fnOnce, inputs: inputs, output: resolve(s.output, at),
      captures: run)
  }

  /// The types behind this body's `impl Trait`, in terms of the opaque types' own parameters.
  private mutating func hiddenTypes() -> [HiddenType] {
    var result: [HiddenType] = []
    for o in fcx.allDefinedOpaques() {
      let type = resolve(o.type, o.span)
      if result.contains(where: { $0.opaque == o.def }) { continue }
      var reverse: [TypeID: TypeID] = [:]
      var reverseConst: [ConstID: ConstID] = [:]
      for (i, p) in fcx.cx.facts.generics(of: o.def).all.enumerated() where i < o.args.count {
        switch o.args[i].kind {
        case .type(let t): reverse[t.erasingRegions] = .param(UInt32(i), p.name)
        case .const(let c): reverseConst[c] = ConstID(.param(index: UInt32(i), p.name))
        case .region: break
        }
      }
      var f = ReverseMapper(types: reverse, consts: reverseConst)
      result.append(HiddenType(opaque: o.def, type: f.fold(type), span: o.span))
    }
    return result
  }

  private struct ReverseMapper: TypeFolder {
    let types: [TypeID: TypeID]
    let consts: [ConstID: ConstID]
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasNonRegionParam) { return type }
      if let t = types[type] { return t }
      return superFold(type)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if let c = consts[const] { return c }
      return superFold(const)
    }
  }
}
