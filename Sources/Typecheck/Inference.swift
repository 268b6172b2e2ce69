// The checker's view of inference and solving: thin calls of `Infer` and `Traits`.
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

typealias Obligation = Traits.Obligation

extension TypeID {
  /// No fact yet.
  static var unset: TypeID { TypeID(rawValue: .max) }
}
extension ConstID {
  static var unset: ConstID { ConstID(rawValue: .max) }
}

/// A function signature without binder: lifetimes are erased.
struct Sig {
  var inputs: [TypeID]
  var output: TypeID
  var isVariadic = false
  var isUnsafe = false
  var abi = CallAbi.rust
}

/// Why something has to be proved; goes along as `Cause.code`.
enum CauseCode: UInt32 {
  case misc, operatorCall, coercion, sizedArgument, sizedReturn, sizedVariable, sizedTuple, sizedStruct, sizedConst, sizedAssignment
  case repeatCopy, opaqueBound, whereClause, wellFormed
}

extension FnCtxt {
  // MARK: Variables

  func nextTyVar(_ span: Span) -> TypeID { infcx.newTypeVar(span) }
  func nextIntVar() -> TypeID { infcx.newIntVar() }
  func nextFloatVar() -> TypeID { infcx.newFloatVar() }
  func shallowResolve(_ type: TypeID) -> TypeID { infcx.shallow(type) }
  func resolveVars(_ type: TypeID) -> TypeID { infcx.resolve(type) }
  func resolveVars(_ const: ConstID) -> ConstID { infcx.resolve(const) }
  func resolveVars(_ args: GenericArgsID) -> GenericArgsID { infcx.resolve(args) }
  func resolveVars(_ clause: Clause) -> Clause { infcx.resolve(clause) }
  func isTyVar(_ type: TypeID) -> Bool { infcx.shallow(type).isTypeVar }
  func isIntVar(_ type: TypeID) -> Bool { if case .infer(.int) = infcx.shallow(type).kind { true } else { false } }
  func hasInfer(_ type: TypeID) -> Bool { !type.flags.isDisjoint(with: .hasInfer) }

  func freshArgs(for def: DefID, after parent: GenericArgsID = .empty, _ span: Span) -> GenericArgsID {
    infcx.freshArgs(for: def, after: parent, span: span)
  }
  func freshArg(_ param: GenericParamFact, _ span: Span) -> GenericArg { infcx.freshArg(for: param, span: span) }

  /// All variables that are not bound yet: types, then integers, then floats.
  func unresolvedVariables() -> [TypeID] {
    var result: [TypeID] = []
    for v in 0..<UInt32(infcx.typeVarCount) {
      let t = TypeID(.infer(.type(v)))
      if shallowResolve(t) == t { result.append(t) }
    }
    for v in 0..<UInt32(infcx.intVarCount) {
      let t = TypeID(.infer(.int(v)))
      if shallowResolve(t) == t { result.append(t) }
    }
    for v in 0..<UInt32(infcx.floatVarCount) {
      let t = TypeID(.infer(.float(v)))
      if shallowResolve(t) == t { result.append(t) }
    }
    return result
  }

  // MARK: Snapshots

  /// Runs `body` and undoes what it bound.
  func probe<R>(_ body: () -> R) -> R {
    let s = infcx.snapshot()
    snapshotDepth += 1
    let r = body()
    snapshotDepth -= 1
    infcx.rollBack(to: s)
    return r
  }

  /// Runs `body`; what it bound stays if it gives a value.
  func commitIfOk<R>(_ body: () -> R?) -> R? {
    let s = infcx.snapshot()
    snapshotDepth += 1
    let r = body()
    snapshotDepth -= 1
    if r != nil { infcx.commit(s) } else { infcx.rollBack(to: s) }
    return r
  }

  /// Runs `body` and undoes what it bound, but keeps the types it gives: variables made within are made anew.
  func fudgeIfOk(_ body: () -> [TypeID]?) -> [TypeID]? {
    let s = infcx.snapshot()
    snapshotDepth += 1
    let types = UInt32(infcx.typeVarCount)
    let ints = UInt32(infcx.intVarCount)
    let floats = UInt32(infcx.floatVarCount)
    var consts: UInt32 = 0
    if case .infer(let v) = infcx.newConstVar().kind { consts = v }
    let r = body()
    snapshotDepth -= 1
    infcx.rollBack(to: s)
    guard let r else { return nil }
    var f = Fudger(fcx: self, types: types, ints: ints, floats: floats, consts: consts)
    return r.map { f.fold($0) }
  }
  func fudgeIfOk(_ body: () -> TypeID?) -> TypeID? { fudgeIfOk { body().map { [$0] } }?.first }

  private struct Fudger: TypeFolder {
    let fcx: FnCtxt
    let types: UInt32
    let ints: UInt32
    let floats: UInt32
    let consts: UInt32
    var made: [TypeID: TypeID] = [:]
    var madeConsts: [ConstID: ConstID] = [:]
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasInfer) { return type }
      guard case .infer(let v) = type.kind else { return superFold(type) }
      if let known = made[type] { return known }
      let new: TypeID
      switch v {
      case .type(let n) where n >= types: new = fcx.nextTyVar(.none)
      case .int(let n) where n >= ints: new = fcx.nextIntVar()
      case .float(let n) where n >= floats: new = fcx.nextFloatVar()
      default: return type
      }
      made[type] = new
      return new
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      guard case .infer(let n) = const.kind, n >= consts else { return superFold(const) }
      if let known = madeConsts[const] { return known }
      let new = fcx.infcx.newConstVar()
      madeConsts[const] = new
      return new
    }
  }

  // MARK: Relations. Lifetimes aside, being a subtype is being equal.

  func unify(_ a: TypeID, _ b: TypeID) -> Bool { infcx.unify(a, b) }
  /// Makes both equal; undone if that fails.
  func eq(_ a: TypeID, _ b: TypeID, _ span: Span) -> Bool { infcx.tryUnify(a, b) }
  func relateEq(_ a: TypeID, _ b: TypeID) -> [Obligation]? { infcx.tryUnify(a, b) ? [] : nil }
  func relateSup(_ expected: TypeID, _ found: TypeID) -> [Obligation]? { infcx.tryUnify(expected, found) ? [] : nil }
  func relateLUB(_ a: TypeID, _ b: TypeID) -> (type: TypeID, obligations: [Obligation])? { infcx.tryUnify(a, b) ? (a, []) : nil }

  // MARK: Obligations

  func cause(_ span: Span, _ code: CauseCode) -> Cause { Cause(span: span, code: code.rawValue) }
  func obligation(_ clause: Clause, _ span: Span, _ code: CauseCode) -> Obligation {
    Obligation(clause, env: paramEnv, cause: cause(span, code))
  }
  func traitObligation(_ trait: DefID, _ args: GenericArgsID, _ span: Span, _ code: CauseCode) -> Obligation {
    obligation(Clause(.trait(TraitRef(trait, args), isNegative: false)), span, code)
  }
  /// `types[0]: trait<types[1…]>`
  func traitObligation(_ trait: DefID, _ types: [TypeID], _ span: Span, _ code: CauseCode) -> Obligation {
    traitObligation(trait, GenericArgsID(types.map { GenericArg($0) }), span, code)
  }
  func wellFormed(_ type: TypeID, _ span: Span) -> Obligation { obligation(Clause(.wellFormed(GenericArg(type))), span, .wellFormed) }

  /// Proves that `type` is well formed, unless that is plain to see.
  func registerWellFormed(_ type: TypeID, _ span: Span) {
    if !InferContext.isPlainlyWellFormed(type) { register(wellFormed(type, span)) }
  }

  func register(_ obligation: Obligation) { fulfillment.register(obligation) }
  func register(_ obligations: [Obligation]) { fulfillment.register(obligations) }

  func requireSized(_ type: TypeID, _ span: Span, _ code: CauseCode) {
    if referencesError(type) { return }
    if code == .sizedArgument, allowsUnsizedParams { return }
    guard let sized = langItem(.sized), !infcx.isPlainlySized(type) else { return }
    register(traitObligation(sized, [type], span, code))
  }

  func asTraitPredicate(_ o: Obligation) -> (trait: DefID, selfType: TypeID, args: [TypeID])? {
    guard case .trait(let t, isNegative: false) = open(ClauseID(o.clause)) else { return nil }
    return (t.def, resolveVars(t.selfType), t.args.elements.map { $0.type.map { resolveVars($0) } ?? .error })
  }

  /// Obligations still waiting whose subject is this variable.
  func pendingObligations(forSelf variable: TypeID) -> [Obligation] {
    let v = shallowResolve(variable)
    return fulfillment.pending.filter { o in
      switch open(ClauseID(o.clause)) {
      case .trait(let t, _): shallowResolve(t.selfType) == v
      case .projection(_, let args, _): args.count > 0 && args[0].type.map { shallowResolve($0) } == v
      default: false
      }
    }
  }

  func selectWherePossible() {
    // Within a snapshot nothing may be taken off the list: it would be lost when the snapshot is undone.
    if snapshotDepth > 0 { return }
    let errors = fulfillment.selectWherePossible(&infcx)
    if !errors.isEmpty { report(errors) }
  }

  func reportAmbiguities() {
    let errors = fulfillment.selectAllOrError(&infcx)
    if !errors.isEmpty { report(errors) }
  }

  enum SelectResult {
    case selected([Obligation])
    case ambiguous, error
  }

  /// One step of proof.
  func select(_ o: Obligation) -> SelectResult {
    guard case .trait(let t, isNegative: false) = open(ClauseID(o.clause)) else { return .error }
    let goal = infcx.resolve(t)
    switch infcx.select(goal, env: o.env, depth: o.depth) {
    case .none: return .error
    case .ambiguous: return .ambiguous
    case .candidate(let c):
      var nested: [Obligation] = []
      return infcx.confirm(c, o, goal, &nested) ? .selected(nested) : .error
    }
  }

  func mayHold(_ o: Obligation) -> Bool { probe { infcx.evaluate(o) != .fails } }
  func mayHold(_ trait: DefID, _ types: [TypeID]) -> Bool { mayHold(traitObligation(trait, types, .none, .misc)) }
  func holds(_ trait: DefID, _ types: [TypeID]) -> Bool {
    probe { infcx.evaluate(traitObligation(trait, types, .none, .misc)) == .holds }
  }

  /// The first that fails when all are worked off as far as possible. Binds variables: for use in a probe.
  func firstFailing(_ obligations: [Obligation]) -> Obligation? {
    if obligations.isEmpty { return nil }
    var f = Fulfillment()
    f.register(obligations)
    return f.selectWherePossible(&infcx).first?.obligation
  }
  func allMayHold(_ obligations: [Obligation]) -> Bool { firstFailing(obligations) == nil }

  /// Works off what can be; the rest.
  func settle(_ obligations: [Obligation]) -> [Obligation] {
    if obligations.isEmpty { return [] }
    var f = Fulfillment()
    f.register(obligations)
    _ = f.selectWherePossible(&infcx)
    return f.pending
  }

  func isCopy(_ type: TypeID) -> Bool { langItem(.copy).map { holds($0, [resolveVars(type)]) } ?? false }
  func isKnownSized(_ type: TypeID) -> Bool { langItem(.sized).map { holds($0, [resolveVars(type)]) } ?? true }

  // MARK: Normalising

  func normalize(_ type: TypeID, _ span: Span, _ obligations: inout [Obligation]) -> TypeID {
    infcx.normalize(type, env: paramEnv, cause: cause(span, .misc), &obligations)
  }
  func normalize(_ type: TypeID, _ span: Span) -> TypeID {
    if type.flags.isDisjoint(with: .hasAlias) { return type }
    var o: [Obligation] = []
    let t = normalize(type, span, &o)
    register(o)
    return t
  }
  func normalize(_ args: GenericArgsID, _ span: Span) -> GenericArgsID {
    if args.flags.isDisjoint(with: .hasAlias) { return args }
    var o: [Obligation] = []
    let a = infcx.normalize(args, env: paramEnv, cause: cause(span, .misc), &o)
    register(o)
    return a
  }
  func normalize(_ sig: Sig, _ span: Span, _ obligations: inout [Obligation]) -> Sig {
    var s = sig
    for i in s.inputs.indices { s.inputs[i] = normalize(s.inputs[i], span, &obligations) }
    s.output = normalize(s.output, span, &obligations)
    return s
  }
  func normalize(_ sig: Sig, _ span: Span) -> Sig {
    var o: [Obligation] = []
    let s = normalize(sig, span, &o)
    register(o)
    return s
  }
  func normalizeConst(_ c: ConstID, _ span: Span) -> ConstID {
    var o: [Obligation] = []
    let r = infcx.normalize(c, env: paramEnv, cause: cause(span, .misc), &o)
    register(o)
    return r
  }
  func resolveConst(_ c: ConstID) -> ConstID {
    let r = infcx.resolve(c)
    if !r.flags.isDisjoint(with: .hasInfer) { selectWherePossible() }
    let s = infcx.resolve(r)
    if case .unevaluated = s.kind { return cx.facts.evaluate(s, in: paramEnv) ?? s }
    return s
  }

  // MARK: Headers

  func predicates(of def: DefID, _ args: GenericArgsID, _ span: Span) -> [Obligation] {
    infcx.obligations(of: def, args, env: paramEnv, cause: cause(span, .whereClause))
  }

  func typeOf(_ def: DefID, _ args: GenericArgsID) -> TypeID { cx.facts.type(of: def).instantiated(args).erasingRegions }

  func fnSig(_ def: DefID, _ args: GenericArgsID) -> Sig { open(cx.facts.fnSig(of: def).instantiated(args)) }
  func open(_ sig: PolyFnSig) -> Sig {
    let s = infcx.open(sig)
    return Sig(
      inputs: s.inputs.map { $0.erasingRegions }, output: s.output.erasingRegions, isVariadic: s.isVariadic, isUnsafe: s.isUnsafe, abi: s.abi)
  }
  func open(_ sig: PolyFnSigID) -> Sig { open(sig.sig) }

  /// The clause without its binder, lifetimes erased.
  func open(_ clause: ClauseID) -> ClauseKind {
    let c = clause.clause
    if c.vars == .empty { return c.kind }
    var opener = BinderOpener(InferContext.openings(c.vars))
    return opener.fold(c.kind)
  }
  func openArgs(_ args: GenericArgsID, _ vars: BoundVarsID) -> GenericArgsID {
    if vars == .empty { return args.erasingRegions }
    var opener = BinderOpener(InferContext.openings(vars))
    return opener.fold(args).erasingRegions
  }
  func openType(_ type: TypeID, _ vars: BoundVarsID) -> TypeID {
    if vars == .empty { return type.erasingRegions }
    var opener = BinderOpener(InferContext.openings(vars))
    return opener.fold(type).erasingRegions
  }

  /// The associated function or constant called `name`.
  func associatedValue(_ container: DefID, _ name: Name) -> AssocItemFact? {
    for item in cx.facts.assocItems(of: container) where item.name == name && item.kind != .type { return item }
    return nil
  }
  func associatedValue(_ container: DefID, _ name: Ident) -> AssocItemFact? { associatedValue(container, name.name) }

  func langItem(_ item: LangItem) -> DefID? { cx.facts.langItem(item.name) }

  func supertraitDefs(_ trait: DefID) -> [DefID] {
    supertraits(of: TraitRef(trait, GenericArgsID(identityElements(of: trait))), facts: cx.facts).map(\.def)
  }

  func identityElements(of def: DefID) -> [GenericArg] {
    cx.facts.generics(of: def).all.enumerated().map { i, p in
      switch p.kind {
      case .lifetime: GenericArg(RegionID.erased)
      case .type: GenericArg(TypeID.param(UInt32(i), p.name))
      case .const: GenericArg(ConstID(.param(index: UInt32(i), p.name)))
      }
    }
  }

  /// The owner's own parameters as arguments.
  var identityArgs: [GenericArg] { identityElements(of: owner) }

  /// Clauses that may be assumed, with what follows from them.
  var elaboratedEnv: UnsafeBufferPointer<ClauseID> { paramEnv.clauses.elements }

  // MARK: Opaque types

  /// Everything known about the opaque types this body defines.
  func allDefinedOpaques() -> [(def: DefID, args: GenericArgsID, type: TypeID, span: Span)] {
    var result = definedOpaques
    for o in infcx.definedOpaques { result.append((o.def, o.args, o.type, bodySpan)) }
    return result
  }
}
