// Constants in types, and the bodies of anonymous consts.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

enum ConstArgPlace {
  case arrayLength, repeatCount, genericArg
}

extension Lowerer {
  mutating func lowerConstArg(_ expr: ID<Syntax.Expr>, _ constPlace: ConstArgPlace) -> ID<ConstArg> {
    var id = expr
    while case .paren(let inner) = ast[id].kind { id = inner }
    let span = ast[id].span
    if case .underscore = ast[id].kind { return hir.add(ConstArg(.infer, span)) }
    // `{ N }` is the param itself, not a computation.
    var inner = id
    if case .block(let block, let label) = ast[inner].kind, label.isNone, ast[block].statements.count == 1,
      case .expr(let only) = ast[ast[block].statements[0]].kind, case .path = ast[only].kind
    {
      inner = only
    }
    switch ast[inner].kind {
    case .path(let path, let qself)
    where qself.isNone && ast[path].segments.count == 1 && ast[ast[path].segments[0]].args.isNone:
      let ident = ast[ast[path].segments[0]].ident
      let ribCount = ribs.count
      ribs.append(.barrier(.const(genericsAllowed: false, isTrivial: true)))
      let found = lookUpInRibs(ident, .value, finalize: false)
      ribs.truncate(to: ribCount)
      if let found, case .res(.def(.constParam, let def)) = found {
        return hir.add(ConstArg(.path(resolvedPath(.def(.constParam, def), ident, ast[inner].span)), ast[inner].span))
      }
    case .literal(let kind, let text):
      return hir.add(ConstArg(.literal(lowerLiteral(kind, text, at: span), isNegated: false), span))
    case .unary(.neg, let operand):
      if case .literal(let kind, let text) = ast[operand].kind {
        return hir.add(ConstArg(.literal(lowerLiteral(kind, text, at: span), isNegated: true), span))
      }
    default: break
    }
    return makeAnonConst(node: .expr(id), span: span, genericsAllowed: constPlace == .repeatCount ? false : false) { l in
      l.lowerExpr(id)
    }
  }

  /// An anonymous const: a definition with a body of its own, whose value `lowerValue` lowers.
  mutating func makeAnonConst(
    node: DefNode, span: Span, genericsAllowed: Bool = false, _ lowerValue: (inout Lowerer) -> ID<HIR.Expr>
  ) -> ID<ConstArg> {
    let def = makeAnonConstDef(node: node, span: span, genericsAllowed: genericsAllowed, lowerValue)
    return hir.add(ConstArg(.anon(def), span))
  }

  mutating func makeAnonConstDef(
    node: DefNode, span: Span, genericsAllowed: Bool = false, _ lowerValue: (inout Lowerer) -> ID<HIR.Expr>
  ) -> DefID {
    let def = makeDef(.anonConst, node: node, span: span, identSpan: span)
    var outerTree = HIRBuilder()
    swap(&hir, &outerTree)
    let outerLocalCount = localCount
    localCount = 0
    let allows = genericsAllowed || hasFeature(Known.generic_const_exprs)
    let value = inNewBody(def, barrier: .const(genericsAllowed: allows, isTrivial: false), isConcrete: !allows) { l in
      lowerValue(&l)
    }
    swap(&hir, &outerTree)
    let body = Body(owner: def, params: .empty, value: value, localCount: localCount, tree: outerTree.freeze())
    localCount = outerLocalCount
    anonBodies.append(body)
    return def
  }

  /// Runs `body` with the state of a body of its own: no loops, labels, or locals from outside.
  mutating func inNewBody<R>(_ def: DefID, barrier: Barrier, isConcrete: Bool, _ body: (inout Lowerer) -> R) -> R {
    let savedLoop = loop
    let savedCondition = isInLoopCondition
    let savedTry = tryScope
    let savedParent = parentDef
    let savedBindings = patternBindings
    let savedCandidates = elisionCandidates
    let savedImplTrait = implTrait
    let savedList = traitBinderList
    let counts = ribCounts
    let labelCount = labelRibs.count
    let savedBlock = isInLabeledBlock
    isInLabeledBlock = false
    loop = .none
    isInLoopCondition = false
    tryScope = .function
    parentDef = def
    patternBindings = PatternBindings()
    elisionCandidates = nil
    implTrait = .disallowed
    traitBinderList = nil
    ribs.append(.barrier(barrier))
    labelRibs.append(.barrier)
    if isConcrete { lifetimeRibs.append(.concreteAnonConst) }
    lifetimeRibs.append(.elided(.infer))
    let result = body(&self)
    ribCounts = counts
    labelRibs.removeSubrange(labelCount...)
    loop = savedLoop
    isInLoopCondition = savedCondition
    isInLabeledBlock = savedBlock
    tryScope = savedTry
    parentDef = savedParent
    patternBindings = savedBindings
    elisionCandidates = savedCandidates
    implTrait = savedImplTrait
    traitBinderList = savedList
    return result
  }
}
