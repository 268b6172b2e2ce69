// The state of inference of one body.
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

/// Where a `break` goes, while the loop or block is being checked.
struct BreakableCtxt {
  let target: ID<LoopInfo>
  /// Nil where `break` has no value: `while`, `for`.
  var coerce: CoerceMany?
  var mayBreak = false
}

/// A call of a closure whose kind is not known yet.
struct DeferredCall {
  let call: ID<Expr>
  let callee: ID<Expr>
  let closureType: TypeID
  let adjustments: [Adjustment]
  let sig: Sig
}

struct DeferredCast {
  let expr: ID<Expr>
  let operand: ID<Expr>
  var operandType: TypeID
  var target: TypeID
  let targetSpan: Span
  let span: Span
}

/// A method found, with its generic arguments and its signature for these.
struct MethodCallee {
  var def: DefID
  var args: GenericArgsID
  var sig: Sig
}

/// The state of inference of one body. Sharing: none.
final class FnCtxt {
  let cx: any TypeckWorld
  let body: Body
  let hir: HIRTree
  let owner: DefID
  /// What the body may assume: predicates of its owner.
  let paramEnv: ParamEnv
  var infcx: InferContext
  var fulfillment = Fulfillment()
  var snapshotDepth = 0
  let allowsUnsizedParams: Bool
  /// Traits in scope of the whole body, and of its blocks with imports.
  lazy var ownerTraits: TraitsInScope = cx.traitsInScope(of: owner)
  var blockTraits: [UInt32: TraitsInScope] = [:]
  var bodyInputs: [TypeID] = []
  var bodyOutput = TypeID.error
  /// Where the result's type is written, for messages.
  lazy var resultTypeSpan: Span? = {
    guard case .item(let id) = Defs[owner].node else { return nil }
    let tree = Trees[Defs[owner].tree].tree
    guard case .fn(let f) = tree[id].kind, let output = tree[f].signature.output.some else { return nil }
    return tree[output].span
  }()
  /// Where the types of the params are written.
  var paramTypeSpans: [Span] {
    guard case .item(let id) = Defs[owner].node else { return [] }
    let tree = Trees[Defs[owner].tree].tree
    guard case .fn(let f) = tree[id].kind, tree[f].signature.params.count == hir[body.params].count else { return [] }
    return tree[tree[f].signature.params].map { tree[$0.ty].span }
  }
  var definedOpaques: [(def: DefID, args: GenericArgsID, type: TypeID, span: Span)] = []
  /// Closures in the order in which their bodies were done: inner ones first.
  var closureOrder: [ID<HIR.Closure>] = []
  var upvarsOf: [ID<HIR.Closure>: [LocalBindingID]] = [:]

  // Facts by node; `.none` until known.
  var exprTypes: [TypeID]
  var exprMethods: [DefID]
  var exprArgs: [GenericArgsID]
  var exprFields: [UInt32]
  var adjustments: NodeMap<Expr, [Adjustment]>
  var coercionCasts: Set<ID<Expr>> = []
  var pathRes: [Res?]
  var pathArgs: [GenericArgsID]
  var patTypes: [TypeID]
  var patAdjustments: NodeMap<Pat, [PatAdjustment]>
  var patExprTypes: [TypeID]
  var bindingModes: [BindingMode?]
  var patFieldIndices: [UInt32]
  var exprFieldIndices: [UInt32]
  var localTypes: [TypeID]
  var localMutability: [Mutability]
  var closures: [ID<HIR.Closure>: ClosureState] = [:]
  var closureOfType: [DefID: ID<HIR.Closure>] = [:]
  var constArgs: [ConstID]
  var writtenTypes: [TypeID]
  var baseFieldTypes: [ID<StructExpr>: [TypeID]] = [:]
  var offsetOfSteps: [ID<Expr>: [OffsetOfStep]] = [:]

  // What holds where the walk is now.
  var diverges = false
  /// Result type of the function or closure being checked; nil in constants.
  var returnCoercion: CoerceMany?
  var breakables: [BreakableCtxt] = []
  /// Place expressions that are looked at without being read: `&place`, `place.field`, `let _ = place`.
  var unreadPlaces: Set<ID<Expr>> = []
  var depth = 0

  // Work put off until more is known.
  var deferredCasts: [DeferredCast] = []
  var deferredCalls: [DefID: [DeferredCall]] = [:]
  var deferredSized: [(type: TypeID, span: Span, cause: CauseCode)] = []
  var deferredRepeats: [(element: ID<Expr>, type: TypeID, count: ConstID)] = []
  var deferredAsms: [(asm: ID<InlineAsm>, span: Span)] = []
  /// Variables made for expressions that never end: they fall back to `()` or `!`.
  var divergingVars: [TypeID] = []

  var diagnostics = DiagnosticList()
  var isTainted = false
  /// Obligations that were told of, by place.
  var toldClauses: [Span: [Clause]] = [:]

  init(_ body: Body, in cx: any TypeckWorld) {
    self.cx = cx
    self.body = body
    hir = body.tree
    owner = body.owner
    infcx = InferContext(facts: cx.facts)
    let env = cx.facts.paramEnv(of: body.owner)
    paramEnv = infcx.normalizedEnv(env)
    infcx.opensUnmet = true
    infcx.definableOpaques = cx.opaquesDefined(by: body.owner)
    allowsUnsizedParams = cx.hasFeature(Name("unsized_fn_params"), in: body.owner.crate)
    let nodes = body.tree.nodes
    exprTypes = Array(repeating: .unset, count: nodes.exprs.count)
    adjustments = NodeMap(count: nodes.exprs.count)
    patAdjustments = NodeMap(count: nodes.pats.count)
    exprMethods = Array(repeating: .none, count: nodes.exprs.count)
    exprArgs = Array(repeating: .empty, count: nodes.exprs.count)
    exprFields = Array(repeating: .max, count: nodes.exprs.count)
    pathRes = Array(repeating: nil, count: nodes.qpaths.count)
    pathArgs = Array(repeating: .empty, count: nodes.qpaths.count)
    patTypes = Array(repeating: .unset, count: nodes.pats.count)
    patExprTypes = Array(repeating: .unset, count: nodes.patExprs.count)
    bindingModes = Array(repeating: nil, count: nodes.bindings.count)
    patFieldIndices = Array(repeating: .max, count: nodes.patFields.count)
    exprFieldIndices = Array(repeating: .max, count: nodes.exprFields.count)
    localTypes = Array(repeating: .unset, count: body.localCount)
    localMutability = Array(repeating: .not, count: body.localCount)
    constArgs = Array(repeating: .unset, count: nodes.constArgs.count)
    writtenTypes = Array(repeating: .unset, count: nodes.types.count)
  }

  // MARK: Messages

  /// Adds a message; from now on unresolved types are no error of their own.
  func report(_ diagnostic: Diagnostic) {
    diagnostics.add(diagnostic)
    isTainted = true
  }

  /// The error type, after a message was given.
  func errorType(_ diagnostic: Diagnostic) -> TypeID {
    report(diagnostic)
    return .error
  }

  // MARK: Facts

  func write(_ type: TypeID, for expr: ID<Expr>) {
    let i = expr.index
    if exprTypes[i] == .unset || !referencesError(exprTypes[i]) { exprTypes[i] = type }
    if referencesError(type) { isTainted = true }
  }

  func write(_ type: TypeID, for pat: ID<Pat>) {
    let i = pat.index
    if patTypes[i] == .unset || !referencesError(patTypes[i]) { patTypes[i] = type }
    if referencesError(type) { isTainted = true }
  }

  func writeMethod(_ method: MethodCallee, for expr: ID<Expr>) {
    exprMethods[expr.index] = method.def
    exprArgs[expr.index] = method.args
  }

  func isMethodCall(_ expr: ID<Expr>) -> Bool { exprMethods[expr.index] != .none }

  /// Type of the expression itself, as far as known.
  func nodeType(_ expr: ID<Expr>) -> TypeID {
    let t = exprTypes[expr.index]
    return t == .unset ? .error : t
  }
  func nodeType(_ pat: ID<Pat>) -> TypeID {
    let t = patTypes[pat.index]
    return t == .unset ? .error : t
  }
  func adjustedType(_ expr: ID<Expr>) -> TypeID { adjustments[expr]?.last?.target ?? nodeType(expr) }

  func localType(_ local: LocalBindingID) -> TypeID {
    let t = localTypes[local.index]
    return t == .unset ? .error : t
  }

  func span(_ expr: ID<Expr>) -> Span { hir[expr].span }
  func span(_ pat: ID<Pat>) -> Span { hir[pat].span }

  // MARK: Adjustments

  /// Puts `new` behind the expression; composes with what an earlier coercion of the same expression found.
  func apply(_ new: [Adjustment], to expr: ID<Expr>) {
    if new.isEmpty { return }
    for a in new where a.kind == .neverToAny && isTyVar(a.target) { divergingVars.append(a.target) }
    let borrowsMutably = new.contains { if case .borrow(.mut, _) = $0.kind { true } else { false } }
    if let old = adjustments[expr], !old.isEmpty {
      if old.count == 1, old[0].kind == .neverToAny {
        adjustments[expr] = [Adjustment(.neverToAny, new.last!.target)]
      } else {
        adjustments[expr] = new
      }
    } else {
      adjustments[expr] = new
    }
    if borrowsMutably { convertPlaceDerefsToMutable(expr) }
  }

  // MARK: Breakables

  func breakableIndex(_ target: ID<LoopInfo>) -> Int? { breakables.lastIndex { $0.target == target } }

  /// Runs `check` with `ctxt` on the stack; returns it with what the breaks did to it.
  func withBreakable(_ ctxt: BreakableCtxt, _ check: () -> Void) -> BreakableCtxt {
    breakables.append(ctxt)
    check()
    return breakables.removeLast()
  }
}
