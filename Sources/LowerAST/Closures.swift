// Closures: part of the body they stand in, with a definition of their own.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerClosure(_ id: ID<Syntax.Expr>, _ node: Syntax.Closure, _ span: Span) -> ID<HIR.Expr> {
    if node.coroutine != .none { report(.unsupported("`async` and `gen` closures", at: span), .lowering) }
    let isTrackCaller = pendingHas(.track_caller)
    let inheritsOverflowChecks = pendingHas(Known.rustc_inherit_overflow_checks)
    let isCoroutine = pendingHas(Known.coroutine)
    pendingAttributes = nil
    if isCoroutine { report(.unsupported("coroutines", at: span), .lowering) }
    let signature = node.signature
    let def = makeDef(.closure, node: .expr(id), span: span, identSpan: signature.span)
    let counts = ribCounts
    let labelCount = labelRibs.count
    let binder = lowerBinder(node.binder)
    ribs.append(.barrier(.closure))
    labelRibs.append(.barrier)

    let savedLoop = loop
    let savedCondition = isInLoopCondition
    let savedTry = tryScope
    let savedParent = parentDef
    let savedBlock = isInLabeledBlock
    let savedAsync = isInAsync
    isInLabeledBlock = false
    isInAsync = node.coroutine != .none
    loop = .closure
    isInLoopCondition = false
    tryScope = .function
    parentDef = def

    // With `for<…>` everything must be spelled out; without, what is left out is inferred.
    var types: [ID<HIR.Ty>] = []
    lifetimeRibs.append(.elided(.infer))
    for param in ast[signature.params] where isEnabled(param.attributes) {
      types.append(param.ty.isNone ? hir.add(HIR.Ty(.infer, param.span)) : disallowingImplTrait { $0.lowerType(param.ty) })
    }
    let output: ID<HIR.Ty> = signature.output.isNone ? .none : disallowingImplTrait { $0.lowerReturnType(signature.output) }
    let pats = lowerParams(signature.params)
    let body = lowerExpr(node.body)

    loop = savedLoop
    isInLoopCondition = savedCondition
    isInLabeledBlock = savedBlock
    isInAsync = savedAsync
    tryScope = savedTry
    parentDef = savedParent
    ribCounts = counts
    labelRibs.removeSubrange(labelCount...)
    let closure = HIR.Closure(
      def: def, kind: node.isStatic ? .coroutine : .closure, isMove: node.capture != .byRef, constness: node.constness,
      isStatic: node.isStatic, binder: hir.genericParams.append(contentsOf: binder), params: hir.lists.append(pats),
      paramTypes: hir.lists.append(types), output: output, body: body, headSpan: signature.span, isTrackCaller: isTrackCaller,
      inheritsOverflowChecks: inheritsOverflowChecks)
    return expr(.closure(hir.add(closure)), span)
  }

  /// `async { … }`, and the body of an `async fn`: a closure of its own kind, without params.
  mutating func lowerAsyncBlock(_ block: ID<Syntax.Block>, isMove: Bool, node: DefNode, span: Span) -> ID<HIR.Expr> {
    let def = makeDef(.closure, node: node, span: span, identSpan: span)
    let counts = ribCounts
    let labelCount = labelRibs.count
    ribs.append(.barrier(.closure))
    labelRibs.append(.barrier)
    let saved = (loop, isInLoopCondition, isInLabeledBlock, tryScope, parentDef, isInAsync)
    (loop, isInLoopCondition, isInLabeledBlock, tryScope, parentDef, isInAsync) = (.closure, false, false, .function, def, true)
    let body = lowerBlockExpr(block)
    (loop, isInLoopCondition, isInLabeledBlock, tryScope, parentDef, isInAsync) = saved
    ribCounts = counts
    labelRibs.removeSubrange(labelCount...)
    let closure = HIR.Closure(
      def: def, kind: .async, isMove: isMove, constness: .never, isStatic: false, binder: .empty, params: .empty,
      paramTypes: .empty, output: .none, body: body, headSpan: span)
    return expr(.closure(hir.add(closure)), span)
  }

  /// The patterns of params, as one scope (E0415), brought into scope.
  mutating func lowerParams(_ params: Run<Param>) -> [ID<HIR.Pat>] {
    let outer = patternBindings
    patternBindings = PatternBindings()
    patternBindings.isParam = true
    var pats: [ID<HIR.Pat>] = []
    for param in ast[params] where isEnabled(param.attributes) && !isVarArgsOnly(param) {
      pats.append(param.pat.isNone ? hir.add(HIR.Pat(.wild, param.span)) : lowerPat(param.pat))
    }
    bindPattern()
    patternBindings = outer
    return pats
  }

  /// `...` without a pattern.
  func isVarArgsOnly(_ param: Param) -> Bool { param.pat.isNone && ast.isVarArgs(param) }

  /// Whether the attributes of the expression being lowered have one of this name.
  private func pendingHas(_ name: Name) -> Bool {
    guard let (tree, attributes) = pendingAttributes else { return false }
    return isMarked(name, attributes, tree)
  }

  /// Whether one of the attributes has the one-segment path `name`.
  func isMarked(_ name: Name, _ attributes: Run<Attribute>, _ tree: TreeID) -> Bool {
    let ast = Trees[tree].tree
    for a in ast[attributes] {
      let segments = ast[ast[a.path].segments]
      if segments.count == 1 && segments[0].ident.name == name { return true }
    }
    return false
  }
}
