// From a checked body to MIR: control flow, temporaries, drops and panics made explicit.
import Defs
import Diagnostics
import HIR
import Infer
import MIR
import Parallel
import Source
import Support
import Syntax
import Traits
import Typecheck
import Types

/// What the crate's options say about the bodies that are built.
public struct BuildOptions: Sendable, BitwiseCopyable {
  /// Arithmetic that overflows panics: in the body itself,
  public var overflowChecks: Bool
  /// in the closures in it,
  public var overflowChecksInClosures: Bool
  /// and in those of them with `#[rustc_inherit_overflow_checks]`.
  public var inheritedOverflowChecks: Bool
  public init(overflowChecks: Bool, inClosures: Bool, inherited: Bool) {
    self.overflowChecks = overflowChecks
    overflowChecksInClosures = inClosures
    inheritedOverflowChecks = inherited
  }

  /// The same for a body inside this one.
  func nested(overflowChecks: Bool) -> BuildOptions {
    BuildOptions(overflowChecks: overflowChecks, inClosures: overflowChecksInClosures, inherited: inheritedOverflowChecks)
  }
}

/// A body and those that stand in it.
public struct BuiltBodies: Sendable {
  /// The owner's first, then closures and inline consts in source order.
  public var bodies: [(def: DefID, body: MIR.Body)]
  /// Temporaries that became constants, by the definition they belong to and their number.
  public var promoted: [(def: DefID, index: Int, body: MIR.Body)]
  public var diagnostics: DiagnosticList
}

/// Builds the MIR of `body`, of its closures and of its promoted constants.
///
/// - Requires: `results` has no errors.
/// - Source: Rust Reference, "Expressions" (order of evaluation), "Destructors" (scopes of temporaries and variables).
public func buildMIR(
  of body: HIR.Body, _ results: TypeckResults, facts: any HeaderFacts, env: ParamEnv, options: BuildOptions
) -> BuiltBodies {
  var output = BuiltBodies(bodies: [], promoted: [], diagnostics: DiagnosticList())
  let span = body.tree[body.value].span
  var builder = Builder(
    source: .item(body.owner), span: span, hir: body.tree, results: results, facts: facts, env: env, options: options)
  builder.buildFunction(params: Array(body.tree[body.params]), types: Array(results.inputs), output: results.output, value: body.value)
  builder.finish(body.owner, &output)
  return output
}

/// The state of one body under construction. Sharing: none.
struct Builder: ~Copyable {
  let hir: HIRTree
  let results: TypeckResults
  let facts: any HeaderFacts
  let env: ParamEnv
  let options: BuildOptions
  let def: DefID
  var infer: InferContext
  var mir: BodyBuilder
  /// Where the next instruction goes.
  var block: BasicBlockID
  /// Where a variable is; by `LocalBindingID`.
  var variables: [VariablePlace] = []
  var scopes: [Scope] = []
  /// Which scope temporaries are dropped with; the innermost last.
  var temporaryScopes: [Int] = []
  /// Expressions whose temporaries live longer: see `extendTemporaries`.
  var extended: [UInt32: Int] = [:]
  /// By pattern, the scope of `super let`s that a `let` around extends.
  var extendedLets: [UInt32: Int] = [:]
  var breakables: [Breakable] = []
  /// Variables of the guard at hand, if it is built more than once.
  var guardLocals: [LocalBindingID: LocalID]?
  /// Number of drops that were scheduled.
  var dropCount: UInt32 = 0
  var exits: [ExitKey: BasicBlockID] = [:]
  /// Where every `return` ends.
  var returnBlock: BasicBlockID = .none
  var sourceScope: ID<SourceScope>
  /// Of the closure being built.
  var closure: ClosureContext?
  var pending: [PendingBody] = []
  var promotedCount = 0
  var promoted: [(index: Int, body: MIR.Body)] = []
  var diagnostics = DiagnosticList()
  var depth = 0
  /// Answers about types, asked again and again.
  var copyAnswers: [TypeID: Bool] = [:]
  var dropAnswers: [TypeID: Bool] = [:]

  enum VariablePlace {
    case none
    case local(LocalID)
    /// In a match guard: a reference to what the variable will be bound to.
    case guardReference(LocalID, TypeID)
  }

  struct ClosureContext {
    var expr: ID<HIR.Closure>
    /// The closure is behind a reference (`Fn`, `FnMut`).
    var isByReference: Bool
    var type: TypeID
  }

  enum PendingBody {
    case closure(ID<HIR.Closure>)
    case inlineConst(DefID, HExpr)
  }

  init(
    source: BodySource, span: Span, hir: HIRTree, results: TypeckResults, facts: any HeaderFacts, env: ParamEnv,
    options: BuildOptions
  ) {
    self.hir = hir
    self.results = results
    self.facts = facts
    self.options = options
    self.def = source.def
    infer = InferContext(facts: facts)
    self.env = infer.normalizedEnv(env)
    mir = BodyBuilder(source, span: span)
    sourceScope = mir.scopes.append(SourceScope(parent: .none, span: span))
    block = mir.newBlock()
  }

  func at(_ span: Span) -> SourceInfo { SourceInfo(span, sourceScope) }
  mutating func source(_ span: Span) -> SourceInfoID { mir.source(span, sourceScope) }

  // MARK: Functions

  mutating func buildFunction(params: [HPat], types: [TypeID], output: TypeID, value: HExpr) {
    let span = mir.span
    mir.newLocal(output, kind: .returnPlace, at: source(span))
    mir.argCount = params.count
    var args: [LocalID] = []
    for (i, p) in params.enumerated() { args.append(newArgument(p, types[i])) }
    // Callers of "rust-call" functions pass the elements of the last argument.
    if case .item(let d) = mir.source, Defs[d].kind == .fn || Defs[d].kind == .assocFn, facts.fnSig(of: d).abi == .rustCall,
      let last = args.last
    {
      mir.spreadArg = last
    }
    buildBodyValue(args: args, params: params, value: value)
  }

  private mutating func newArgument(_ pat: HPat, _ type: TypeID) -> LocalID {
    var isMutable = false
    if case .binding(let b) = hir[pat].kind { isMutable = results.bindingMode(of: b).mutability == .mut }
    return mir.newLocal(type, kind: .arg, isMutable: isMutable, at: source(hir[pat].span))
  }

  /// Binds the params, evaluates the value into the return place, drops, returns.
  private mutating func buildBodyValue(
    environment: (closure: LocalID, span: Span)? = nil, args: [LocalID], params: [HPat], value: HExpr
  ) {
    pushScope()
    // What a closure that is called once has captured and not moved on ends with it, after its params.
    if let environment { scheduleDrop(environment.closure, environment.span, isArgument: true) }
    // What a pattern leaves in its argument dies right after what it bound, before the arguments to the left.
    for (i, p) in params.enumerated() {
      scheduleDrop(args[i], hir[p].span, isArgument: true)
      bindParam(p, args[i])
    }
    if case .item(let d) = mir.source, [.const, .assocConst, .static, .anonConst, .inlineConst].contains(Defs[d].kind) {
      extendTemporaries(value, to: Self.noScope)
    }
    inTemporaryScope { b in b.into(Place(.returnPlace), value) }
    popScope()
    mir.terminate(block, returnBlock.isNone ? .return : .goto(returnBlock), at: source(mir.span.end))
  }

  /// A param that is a plain by-value binding is its argument; other patterns match against it.
  private mutating func bindParam(_ pat: HPat, _ arg: LocalID) {
    if case .binding(let b) = hir[pat].kind, hir[b].sub.isNone, !results.bindingMode(of: b).isRef,
      results.adjustments(of: pat).isEmpty
    {
      setVariable(hir[b].local, .local(arg))
      mir.debugInfos.append(
        VarDebugInfo(
          name: hir[b].ident.name, value: .place(Place(arg)), argumentIndex: UInt16(truncatingIfNeeded: arg.index),
          source: source(hir[pat].span)))
      return
    }
    bindIrrefutable(pat, PlaceBuilder(arg))
  }

  mutating func setVariable(_ id: LocalBindingID, _ place: VariablePlace) {
    while variables.count <= id.index { variables.append(.none) }
    variables[id.index] = place
  }

  /// Builds what this body left to be built apart, and hands everything over.
  mutating func finish(_ def: DefID, _ output: inout BuiltBodies) {
    let closures = pending
    let isBad = diagnostics.hasErrors
    output.diagnostics.add(contentsOf: diagnostics)
    for p in promoted { output.promoted.append((def, p.index, p.body)) }
    if isBad { mir.isTainted = true }
    output.bodies.append((def, elaborateDrops(simplify(finishBody()), facts: facts, env: env)))
    for p in closures {
      switch p {
      case .closure(let c):
        let node = hir[c]
        let info = results.closure(c)
        let checks = node.inheritsOverflowChecks ? options.inheritedOverflowChecks : options.overflowChecksInClosures
        var b = Builder(
          source: .item(node.def), span: hir[node.body].span, hir: hir, results: results, facts: facts, env: env,
          options: options.nested(overflowChecks: checks))
        b.buildClosure(c, node, info)
        b.finish(node.def, &output)
      case .inlineConst(let d, let e):
        var b = Builder(
          source: .item(d), span: hir[e].span, hir: hir, results: results, facts: facts, env: env,
          options: options.nested(overflowChecks: true))
        b.buildFunction(params: [], types: [], output: results.adjustedType(of: e), value: e)
        b.finish(d, &output)
      }
    }
  }

  /// The body so far. The builder is exchanged, not consumed: what else the state holds is used afterwards.
  mutating func finishBody() -> MIR.Body {
    var done = BodyBuilder(mir.source, span: mir.span)
    swap(&done, &mir)
    return done.freeze()
  }

  /// `_1` is the closure itself or a reference to it; its params follow, passed as one tuple by callers ("rust-call").
  private mutating func buildClosure(_ id: ID<HIR.Closure>, _ node: HIR.Closure, _ info: ClosureResults) {
    mir.newLocal(info.output, kind: .returnPlace, at: source(mir.span))
    let isByReference = info.kind != .fnOnce
    let selfType: TypeID =
      switch info.kind {
      case .fn: .ref(info.type, .not)
      case .fnMut: .ref(info.type, .mut)
      case .fnOnce: info.type
      }
    closure = ClosureContext(expr: id, isByReference: isByReference, type: info.type)
    let environment = mir.newLocal(selfType, kind: .arg, isMutable: false, at: source(node.headSpan))
    let params = Array(hir[node.params])
    let types = Array(results.inputs(of: id))
    mir.argCount = params.count + 1
    var args: [LocalID] = []
    for (i, p) in params.enumerated() { args.append(newArgument(p, types[i])) }
    buildBodyValue(environment: (environment, node.headSpan), args: args, params: params, value: node.body)
  }

  mutating func unsupported(_ what: String, _ span: Span) { diagnostics.add(.unsupported(what, at: span)) }

  // MARK: Questions about types

  mutating func isCopy(_ type: TypeID) -> Bool {
    switch type.kind {
    case .bool, .char, .int, .uint, .float, .never, .fnDef, .fnPtr, .rawPtr, .ref(_, _, .not), .error: return true
    case .ref(_, _, .mut), .str, .slice, .dynamic: return false
    default: break
    }
    if let known = copyAnswers[type] { return known }
    let answer = facts.langItem(Name("copy")).map { infer.implements(type, $0, env: env) == .holds } ?? false
    copyAnswers[type] = answer
    return answer
  }

  /// Whether dropping a value of `type` may do something.
  mutating func needsDrop(_ type: TypeID) -> Bool {
    if let known = dropAnswers[type] { return known }
    dropAnswers[type] = false  // a type that contains itself behind a pointer asks again
    let answer = isCopy(type) ? false : computeNeedsDrop(type)
    dropAnswers[type] = answer
    return answer
  }

  private mutating func computeNeedsDrop(_ type: TypeID) -> Bool {
    switch type.kind {
    case .bool, .char, .str, .never, .int, .uint, .float, .foreign, .rawPtr, .ref, .fnDef, .fnPtr, .error: return false
    case .array(let e, _), .slice(let e), .pattern(let e, _): return needsDrop(e)
    case .tuple(let l): return l.elements.contains { needsDrop($0) }
    case .closure(_, let args): return ClosureArgs(args).upvars(infer).contains { needsDrop($0) }
    case .adt(let d, let args):
      let adt = facts.adt(d)
      if adt.isManuallyDrop || adt.isPhantomData { return false }
      if adt.kind == .union { return hasDropImpl(d) }
      if hasDropImpl(d) { return true }
      for f in adt.fields {
        let t = infer.normalizeCompletely(facts.type(of: f.def).instantiated(args), env: env).erasingRegions
        if needsDrop(t) { return true }
      }
      return false
    default: return true
    }
  }

  func hasDropImpl(_ adt: DefID) -> Bool {
    guard let drop = facts.langItem(Name("drop")) else { return false }
    for i in facts.impls(of: drop) where i.simplified == SimplifiedType(.adt, adt.rawValue) { return true }
    return false
  }
}
