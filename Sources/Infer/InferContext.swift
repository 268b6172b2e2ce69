// Inference variables of one body (or one question): made, bound, undone.
import Defs
import Parallel
import Source
import Support
import enum Syntax.Mutability
import Types

/// What an unbound type variable stands for, for fallback and messages.
public struct TypeVarOrigin: Sendable, BitwiseCopyable {
  public var span: Span
  /// Made for the type of a diverging expression: falls back to `()` or `!`.
  public var isDiverging: Bool
  /// The generic parameter it was made for, if any.
  public var param: DefID
  public init(span: Span, isDiverging: Bool = false, param: DefID = .none) {
    self.span = span
    self.isDiverging = isDiverging
    self.param = param
  }
}

/// Type, integer, float and const variables, and what is known about them. Sharing: none; one worker uses it for one body.
///
/// Lifetimes are not inferred here: types of a body carry erased lifetimes, and relating types ignores them. The borrow checker
/// relates the types of MIR anew, with lifetimes of its own (rustc's division of labour too).
public struct InferContext: ~Copyable {
  public let facts: any HeaderFacts
  /// After analysis: opaque types are seen through and `default` associated types are final.
  public var revealsAll: Bool
  /// Projections of a trait that does not hold become variables instead of standing for themselves: for bodies, where the trait
  /// is told of and the rest follows from it.
  public var opensUnmet = false
  @usableFromInline static var unknown: UInt32 { .max }

  var types = UnificationTable<UInt32>()
  var typeOrigins = Store<TypeVarOrigin>()
  var ints = UnificationTable<UInt32>()
  var floats = UnificationTable<UInt32>()
  var consts = UnificationTable<UInt32>()
  /// How many times a variable became known: while it stands still, what waits for variables need not be looked at.
  public internal(set) var knownCount = 0

  /// What became known or was made equal since it is noted, but for what was undone: obligations that wait for it look here.
  public internal(set) var bindings: [Binding] = []
  public var notesBindings = false

  /// Opaque types that the body being checked defines: unifying one with a type notes the type here.
  public var definableOpaques: [DefID] = []
  public var definedOpaques: [(def: DefID, args: GenericArgsID, type: TypeID)] = []

  /// Stacks of the solver, and what it found for all bodies: see `Traits`.
  public var solver = SolverState()
  public let tables: SolverTables
  public let lang: SolverLangItems

  public init(facts: any HeaderFacts, revealsAll: Bool = false) {
    self.facts = facts
    self.revealsAll = revealsAll
    let tables = facts.solverTables
    self.tables = tables
    lang = tables.langItems.get { SolverLangItems(facts) }
  }

  // MARK: New variables

  public mutating func newTypeVar(_ origin: TypeVarOrigin) -> TypeID {
    let v = types.makeKey(Self.unknown)
    typeOrigins.append(origin)
    return TypeID(.infer(.type(v)))
  }
  public mutating func newTypeVar(_ span: Span = .none) -> TypeID { newTypeVar(TypeVarOrigin(span: span)) }
  public mutating func newIntVar() -> TypeID { TypeID(.infer(.int(ints.makeKey(Self.unknown)))) }
  public mutating func newFloatVar() -> TypeID { TypeID(.infer(.float(floats.makeKey(Self.unknown)))) }
  public mutating func newConstVar() -> ConstID { ConstID(.infer(consts.makeKey(Self.unknown))) }

  public func origin(ofTypeVar v: UInt32) -> TypeVarOrigin { typeOrigins[ID(rawValue: v)] }
  public var typeVarCount: Int { types.count }
  public var intVarCount: Int { ints.count }
  public var floatVarCount: Int { floats.count }
  /// The class representative of a type variable: variables with equal ones are the same type.
  public func root(ofTypeVar v: UInt32) -> UInt32 { types.root(of: v) }
  public mutating func markDiverging(typeVar v: UInt32) { typeOrigins[ID(rawValue: v)].isDiverging = true }

  /// A variable for each parameter of `def`, erased lifetimes for lifetimes; the first arguments are `parentArgs`.
  public mutating func freshArgs(for def: DefID, after parentArgs: GenericArgsID = .empty, span: Span = .none) -> GenericArgsID {
    let params = facts.generics(of: def).all
    var args = Array(parentArgs.elements)
    while args.count < params.count { args.append(freshArg(for: params[args.count], span: span)) }
    return GenericArgsID(args)
  }

  public mutating func freshArg(for param: GenericParamFact, span: Span = .none) -> GenericArg {
    switch param.kind {
    case .lifetime: GenericArg(RegionID.erased)
    case .type: GenericArg(newTypeVar(TypeVarOrigin(span: span, param: param.def)))
    case .const: GenericArg(newConstVar())
    }
  }

  // MARK: Snapshots

  public struct Snapshot: BitwiseCopyable {
    var types: UnificationTable<UInt32>.Snapshot
    var ints: UnificationTable<UInt32>.Snapshot
    var floats: UnificationTable<UInt32>.Snapshot
    var consts: UnificationTable<UInt32>.Snapshot
    var opaqueCount: Int
    var knownCount: Int
    var bindingCount: Int
    var openedBase: UInt32
    var openedDepth: UInt32
  }

  public mutating func snapshot() -> Snapshot {
    let (base, depth) = (solver.opened.base, solver.opened.depth)
    solver.opened.base = solver.opened.entries.count
    solver.opened.depth = 0
    return Snapshot(
      types: types.snapshot(), ints: ints.snapshot(), floats: floats.snapshot(), consts: consts.snapshot(),
      opaqueCount: definedOpaques.count, knownCount: knownCount, bindingCount: bindings.count,
      openedBase: UInt32(base), openedDepth: UInt32(depth))
  }
  public mutating func rollBack(to s: Snapshot) {
    types.rollBack(to: s.types)
    typeOrigins.truncate(to: s.types.keyCount)
    ints.rollBack(to: s.ints)
    floats.rollBack(to: s.floats)
    consts.rollBack(to: s.consts)
    if definedOpaques.count > s.opaqueCount { definedOpaques.removeLast(definedOpaques.count - s.opaqueCount) }
    knownCount = s.knownCount
    if bindings.count > s.bindingCount { bindings.removeLast(bindings.count - s.bindingCount) }
    leaveOpened(s)
  }
  public mutating func commit(_ s: Snapshot) {
    types.commit(s.types)
    ints.commit(s.ints)
    floats.commit(s.floats)
    consts.commit(s.consts)
    leaveOpened(s)
  }
  private mutating func leaveOpened(_ s: Snapshot) {
    solver.opened.truncate(to: solver.opened.base)
    solver.opened.base = Int(s.openedBase)
    solver.opened.depth = Int(s.openedDepth)
  }

  // MARK: What is known

  /// One step: the class of `variable` became known, or one with that of `other`. Both were class representatives then.
  public struct Binding: Sendable, BitwiseCopyable {
    public var variable: GenericArg
    public var other: GenericArg
  }

  /// The representative of the class of `variable`, an inference variable.
  public func root(of variable: GenericArg) -> GenericArg {
    switch variable.kind {
    case .type(let t):
      switch t.kind {
      case .infer(.type(let v)): GenericArg(TypeID(.infer(.type(types.root(of: v)))))
      case .infer(.int(let v)): GenericArg(TypeID(.infer(.int(ints.root(of: v)))))
      case .infer(.float(let v)): GenericArg(TypeID(.infer(.float(floats.root(of: v)))))
      default: variable
      }
    case .const(let c): if case .infer(let v) = c.kind { GenericArg(ConstID(.infer(consts.root(of: v)))) } else { variable }
    case .region: variable
    }
  }

  /// Before `a` becomes known or is made equal to `b`.
  @inline(__always) mutating func note(_ a: GenericArg, _ b: GenericArg) {
    if notesBindings { bindings.append(Binding(variable: root(of: a), other: root(of: b))) }
  }

  /// Whether `variable`, an inference variable, is known by now. Being made equal to another unknown one is not being known.
  public func isKnown(_ variable: GenericArg) -> Bool {
    switch variable.kind {
    case .type(let t):
      switch t.kind {
      case .infer(.type(let v)): types.value(of: v) != Self.unknown
      case .infer(.int(let v)): ints.value(of: v) != Self.unknown
      case .infer(.float(let v)): floats.value(of: v) != Self.unknown
      default: true
      }
    case .const(let c): if case .infer(let v) = c.kind { consts.value(of: v) != Self.unknown } else { true }
    case .region: true
    }
  }

  /// Adds the unknown variables in `args` to `list`, each once.
  public func appendVariables(in args: GenericArgsID, to list: inout [GenericArg]) {
    if args.flags.isDisjoint(with: .hasInfer) { return }
    var c = VariableCollector(first: list.count, list: [])
    swap(&c.list, &list)
    _ = c.fold(resolve(args))
    swap(&c.list, &list)
  }

  private struct VariableCollector: TypeFolder {
    let first: Int
    var list: [GenericArg]
    mutating func add(_ arg: GenericArg) { if !list[first...].contains(arg) { list.append(arg) } }
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasInfer) { return type }
      if case .infer = type.kind {
        add(GenericArg(type))
        return type
      }
      return superFold(type)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if const.flags.isDisjoint(with: .hasInfer) { return const }
      if case .infer = const.kind {
        add(GenericArg(const))
        return const
      }
      return superFold(const)
    }
  }

  /// `type`, or what it is bound to if it is a bound variable; an unbound variable as its class representative.
  public func shallow(_ type: TypeID) -> TypeID {
    if type.flags.isDisjoint(with: .hasTypeInfer) { return type }
    switch type.kind {
    case .infer(.type(let v)):
      let root = types.root(of: v)
      let known = types.value(of: root)
      if known != Self.unknown { return shallow(TypeID(rawValue: known)) }
      return root == v ? type : TypeID(.infer(.type(root)))
    case .infer(.int(let v)):
      let root = ints.root(of: v)
      let known = ints.value(of: root)
      if known != Self.unknown { return TypeID(rawValue: known) }
      return root == v ? type : TypeID(.infer(.int(root)))
    case .infer(.float(let v)):
      let root = floats.root(of: v)
      let known = floats.value(of: root)
      if known != Self.unknown { return TypeID(rawValue: known) }
      return root == v ? type : TypeID(.infer(.float(root)))
    default: return type
    }
  }

  public func shallow(_ const: ConstID) -> ConstID {
    guard case .infer(let v) = const.kind else { return const }
    let root = consts.root(of: v)
    let known = consts.value(of: root)
    if known != Self.unknown { return shallow(ConstID(rawValue: known)) }
    return root == v ? const : ConstID(.infer(root))
  }

  /// `type` with every bound variable replaced, all the way down.
  public func resolve(_ type: TypeID) -> TypeID {
    if type.flags.isDisjoint(with: .hasInfer) { return type }
    return withResolver { r in r.fold(type) }
  }
  public func resolve(_ const: ConstID) -> ConstID {
    if const.flags.isDisjoint(with: .hasInfer) { return const }
    return withResolver { r in r.fold(const) }
  }
  public func resolve(_ args: GenericArgsID) -> GenericArgsID {
    if args.flags.isDisjoint(with: .hasInfer) { return args }
    return withResolver { r in r.fold(args) }
  }
  public func resolve(_ t: TraitRef) -> TraitRef { TraitRef(t.def, resolve(t.args)) }
  public func resolve(_ term: Term) -> Term {
    switch term {
    case .type(let t): .type(resolve(t))
    case .const(let c): .const(resolve(c))
    }
  }
  public func resolve(_ clause: Clause) -> Clause { withResolver { r in r.fold(clause) } }
  public func resolve(_ sig: PolyFnSig) -> PolyFnSig { withResolver { r in r.fold(sig) } }

  private func withResolver<R>(_ body: (inout Resolver) -> R) -> R {
    // The folder needs to read this context; it does not outlive the call.
    withUnsafePointer(to: self) { p in
      var r = Resolver(context: p)
      return body(&r)
    }
  }

  struct Resolver: TypeFolder {
    let context: UnsafePointer<InferContext>
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: .hasInfer) { return type }
      let t = context.pointee.shallow(type)
      if case .infer = t.kind { return t }
      return superFold(t)
    }
    mutating func fold(_ const: ConstID) -> ConstID {
      if const.flags.isDisjoint(with: .hasInfer) { return const }
      let c = context.pointee.shallow(const)
      if case .infer = c.kind { return c }
      return superFold(c)
    }
  }
}

/// Aliases with variables that the normalisation at hand has opened: what they need is in its list of obligations already.
///
/// Without it `I::Item`, which the conditions of an impl name twice, is opened twice, what it needs four times, and so on.
public struct OpenedAliases {
  public struct Entry: BitwiseCopyable {
    public var def: DefID
    public var args: GenericArgsID
    public var env: ParamEnv
    public var result: TypeID
    public init(def: DefID, args: GenericArgsID, env: ParamEnv, result: TypeID) {
      self.def = def
      self.args = args
      self.env = env
      self.result = result
    }
  }
  public var entries: [Entry] = []
  /// Entries before it belong to a snapshot further out.
  public var base = 0
  /// Of normalisations in one another, within the snapshot.
  public var depth = 0
  public init() {}

  public func find(_ def: DefID, _ args: GenericArgsID, _ env: ParamEnv) -> TypeID? {
    for i in stride(from: entries.count - 1, through: base, by: -1) {
      let e = entries[i]
      if e.args == args && e.def == def && e.env == env { return e.result }
    }
    return nil
  }
  public mutating func truncate(to count: Int) {
    if entries.count > count { entries.removeLast(entries.count - count) }
  }
}

/// What the solver remembers between questions. Sharing: none. Filled by `Traits`.
public struct SolverState {
  public struct StackEntry: BitwiseCopyable {
    public var goal: UInt32
    public var isCoinductive: Bool
    public init(goal: UInt32, isCoinductive: Bool) {
      self.goal = goal
      self.isCoinductive = isCoinductive
    }
  }
  /// Goals being evaluated.
  public var stack: [StackEntry] = []
  /// The lowest stack position that a cycle found since the last look led back to; -1 for an answer that is for now only.
  public var lowestCycle = Int.max
  /// Projections being normalised now, to see cycles.
  public var projecting: [UInt32] = []
  public var opened = OpenedAliases()
  /// Whether goals without parameters can do without this environment, for the one asked last.
  public var envKind: (env: ParamEnv, isOfParams: Bool) = (.empty, true)
  public init() {}
}
