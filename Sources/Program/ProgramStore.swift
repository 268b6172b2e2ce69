// Bodies on demand: lowered, checked and built once, whoever asks first.
import BuildMIR
import Collect
import Defs
import Diagnostics
import Glibc
import HIR
import Layout
import LowerAST
import MIR
import Parallel
import Resolve
import Source
import Support
import Typecheck
import Types

/// What the crate's options say about generated code.
public struct ProgramOptions: Sendable {
  /// Arithmetic of the crate being compiled panics on overflow. Libraries have it off, as distributed ones do.
  public var overflowChecks: Bool
  public var crateName: String
  /// `-C metadata`, joined.
  public var metadata: String
  /// Whether `long_running_const_eval` is no error.
  public var allowsLongEvaluation: Bool
  public init(overflowChecks: Bool, crateName: String, metadata: String, allowsLongEvaluation: Bool) {
    self.overflowChecks = overflowChecks
    self.crateName = crateName
    self.metadata = metadata
    self.allowsLongEvaluation = allowsLongEvaluation
  }
}

/// A checked body: what inference found, and its messages.
public struct CheckedBody: Sendable, BitwiseCopyable {
  public var body: HIR.Body
  public var results: TypeckResults
  public var hasErrors: Bool
}

/// Bodies of all crates, on demand. SHARED: publish-once slots by definition; two workers may build the same body, one wins.
public final class ProgramStore: @unchecked Sendable {
  // SAFETY: all mutable state is in `OnceTable`s and `Lock`s.
  public let world: World
  public let headers: CollectedHeaders
  public let checker: any TypeckWorld
  public let options: ProgramOptions
  public let layouts: Layouts
  private let hir: [OnceTable<HIR.Body>]
  private let checked: [OnceTable<CheckedBody>]
  private let mir: [OnceTable<MIR.Body>]
  private let promoted: [OnceTable<PromotedList>]
  private let constants: OnceTable<ConstID>
  private let messages = Lock<[UInt32: DiagnosticList]>([:], name: "messages of bodies")
  let evaluated = Lock<[ConstantKey: EvaluatedSlot]>([:], name: "evaluated constants")
  let statics = Lock<[UInt32: ConstAllocation]>([:], name: "evaluated statics")
  private let constantProblems = Lock<[(owner: DefID, message: Diagnostic)]>([], name: "problems of constants")
  private let reportedConstants = Lock<Set<String>>([], name: "reported constants")

  struct PromotedList: BitwiseCopyable, @unchecked Sendable {
    // SAFETY: written before it is published, never freed.
    var base: UnsafePointer<MIR.Body>
    var count: Int
  }
  struct ConstantKey: Hashable, Sendable {
    var constant: UnevaluatedConst
    var type: TypeID
  }
  /// Nil: it has no value.
  struct EvaluatedSlot: Sendable { var value: ConstantValue? }

  public init(world: World, headers: CollectedHeaders, checker: any TypeckWorld, options: ProgramOptions) {
    self.world = world
    self.headers = headers
    self.checker = checker
    self.options = options
    layouts = Layouts(ProgramLayoutQueries(facts: headers))
    let n = world.crateCount
    hir = (0..<n).map { _ in OnceTable(capacity: 1 << 21, name: "HIR bodies") }
    checked = (0..<n).map { _ in OnceTable(capacity: 1 << 21, name: "checked bodies") }
    mir = (0..<n).map { _ in OnceTable(capacity: 1 << 21, name: "MIR bodies") }
    promoted = (0..<n).map { _ in OnceTable(capacity: 1 << 21, name: "promoted bodies") }
    constants = OnceTable(capacity: 1 << 24, name: "constants")
    headers.setBodyFacts(ProgramBodyFacts(store: Unmanaged.passRetained(self)))
  }

  // MARK: Owners

  /// The definition whose body `def`'s code is part of: closures and inline consts belong to what they stand in.
  public func owner(of def: DefID) -> DefID {
    var d = def
    while true {
      switch Defs[d].kind {
      case .closure, .coroutineClosure, .inlineConst: d = Defs[d].parent
      default: return d
      }
    }
  }

  // MARK: HIR and types

  /// The lowered body of an owner; nil if it has none.
  public func lowered(_ owner: DefID) -> HIR.Body? {
    let table = hir[Int(owner.crate.rawValue)]
    if let found = table[owner.index] { return found }
    if let anon = Headers.anonBody(of: owner) { return table.publish(anon, at: owner.index) }
    if Defs[owner].kind == .anonConst {
      // Lowered with the header or body it stands in.
      let parent = self.owner(of: Defs[owner].parent)
      _ = Headers.header(of: parent, world: world)
      if Headers.anonBody(of: owner) == nil { _ = lowered(parent) }
      return Headers.anonBody(of: owner).map { table.publish($0, at: owner.index) }
    }
    // The same lowered body as that of the steps before: lowering it again would define what is in it anew.
    guard let l = Bodies.lowered(owner, world: world)?.pointee else { return nil }
    // Those of the crate itself were told when its names were resolved.
    if table[owner.index] == nil && owner.crate != .local { note(l.diagnostics, owner) }
    return table.publish(l.body, at: owner.index)
  }

  /// The checked body of an owner; nil if it has none.
  public func check(_ owner: DefID) -> CheckedBody? {
    let table = checked[Int(owner.crate.rawValue)]
    if let found = table[owner.index] { return found }
    guard let body = lowered(owner) else { return nil }
    Activity.set("type-checking", item: UInt64(owner.rawValue))
    let output = typecheck(body, in: checker)
    let bad = output.diagnostics.hasErrors || output.results.isTainted || hasBadNames(owner)
    if table[owner.index] == nil { note(output.diagnostics, owner) }
    return table.publish(CheckedBody(body: body, results: output.results, hasErrors: bad), at: owner.index)
  }

  private func hasBadNames(_ owner: DefID) -> Bool {
    if Defs[owner].kind == .anonConst || Headers.anonBody(of: owner) != nil { return false }
    return Bodies.lowered(owner, world: world)?.pointee.messages.hasErrors ?? false
  }

  private func note(_ d: DiagnosticList, _ owner: DefID) {
    if d.isEmpty { return }
    messages.withLock { all in
      var list = all[owner.rawValue] ?? DiagnosticList()
      list.add(contentsOf: d)
      all[owner.rawValue] = list
    }
  }

  /// - Parameter owner: the constant that has no value; `.none` for what is wrong with no constant.
  func note(_ problem: Diagnostic, of owner: DefID = .none) { constantProblems.withLock { $0.append((owner, problem)) } }

  /// Messages about constants that were asked for since the last call and have no value, each once, by position.
  ///
  /// - Parameter owner: only about this constant, if it is given.
  public func takeConstantProblems(of owner: DefID? = nil) -> DiagnosticList {
    let all = constantProblems.withLock { list in
      let taken = list.filter { owner == nil || $0.owner == owner }.map(\.message)
      list.removeAll { owner == nil || $0.owner == owner }
      return taken
    }
    var result = DiagnosticList()
    func key(_ d: Diagnostic) -> (BytePos, String, String) { (d.primarySpan.lo, d.message, d.labels.first?.text ?? "") }
    for d in all.sorted(by: { key($0) < key($1) }) {
      let k = key(d)
      if reportedConstants.withLock({ $0.insert("\(k)").inserted }) { result.add(d) }
    }
    return result
  }

  /// Messages about the body of `owner`, of the steps it has been through.
  public func diagnostics(of owner: DefID) -> DiagnosticList { messages.withLock { $0[owner.rawValue] ?? DiagnosticList() } }

  // MARK: MIR

  /// The MIR of a function, constant, static or closure; nil if there is none or it has errors.
  public func body(of def: DefID) -> MIR.Body? {
    let table = mir[Int(def.crate.rawValue)]
    if let found = table[def.index] { return found }
    build(owner(of: def))
    return table[def.index]
  }

  public func promotedBody(of def: DefID, _ index: Int) -> MIR.Body? {
    let table = promoted[Int(def.crate.rawValue)]
    if table[def.index] == nil { build(owner(of: def)) }
    guard let list = table[def.index], index < list.count else { return nil }
    return list.base[index]
  }

  private func build(_ owner: DefID) {
    guard let c = check(owner), !c.hasErrors else { return }
    Activity.set("building the MIR of", item: UInt64(owner.rawValue))
    let built = buildMIR(
      of: c.body, c.results, facts: headers, env: headers.paramEnv(of: owner),
      options: buildOptions(for: owner))
    if built.diagnostics.hasErrors {
      // Without a body: who needs it tells why.
      if !diagnostics(of: owner).hasErrors { note(built.diagnostics, owner) }
      return
    }
    // Promoted bodies before the bodies that refer to them.
    for (def, body) in built.bodies {
      let own = built.promoted.filter { $0.def == def }
      let base = UnsafeMutablePointer<MIR.Body>.allocate(capacity: max(1, own.count))
      for p in own { (base + p.index).initialize(to: p.body) }
      promoted[Int(def.crate.rawValue)].publish(PromotedList(base: UnsafePointer(base), count: own.count), at: def.index)
      _ = body
    }
    for (def, body) in built.bodies { mir[Int(def.crate.rawValue)].publish(body, at: def.index) }
  }

  /// Constants are checked for overflow whatever the options say; code of other crates was compiled without checks, but for
  /// what says that it inherits them.
  private func buildOptions(for owner: DefID) -> BuildOptions {
    let isLocal = owner.crate == .local
    let isChecked =
      switch Defs[owner].kind {
      case .const, .assocConst, .static, .anonConst, .inlineConst: true
      default:
        options.overflowChecks && (isLocal || world.attribute(Name("rustc_inherit_overflow_checks"), of: owner) != nil)
      }
    return BuildOptions(
      overflowChecks: isChecked, inClosures: options.overflowChecks && isLocal, inherited: options.overflowChecks)
  }

  // MARK: Constants of the type system

  /// The value of a constant without parameters or variables, `.error` if it has none; nil if it cannot be had (yet).
  func evaluate(_ const: ConstID) -> ConstID? {
    guard case .unevaluated(let def, let args) = const.kind else {
      if case .value = const.kind { return const }
      return nil
    }
    if let known = constants[Int(const.rawValue)] { return known }
    if !const.flags.isDisjoint(with: .hasInfer) { return nil }
    guard let guardEntry = ActiveQueries.enter(const.rawValue) else { return nil }
    defer { ActiveQueries.leave(guardEntry) }
    let answers = ProgramAnswers(self)
    guard let value = answers.evaluateForTypes(def, args) else {
      return nil
    }
    if const.flags.isDisjoint(with: .hasParam) { return constants.publish(value, at: Int(const.rawValue)) }
    return value
  }
}

/// Constants and layouts being computed by this thread, to see cycles. Sharing: per worker.
enum ActiveQueries {
  private static let key: pthread_key_t = {
    var k = pthread_key_t()
    pthread_key_create(&k, nil)
    return k
  }()
  final class Stack { var entries: [UInt32] = [] }

  private static var stack: Stack {
    if let p = pthread_getspecific(key) { return Unmanaged<Stack>.fromOpaque(p).takeUnretainedValue() }
    let s = Stack()
    pthread_setspecific(key, Unmanaged.passRetained(s).toOpaque())
    return s
  }

  /// Nil if the query is active already, or too many are.
  static func enter(_ query: UInt32) -> Int? {
    let s = stack
    if s.entries.contains(query) || s.entries.count > 200 { return nil }
    s.entries.append(query)
    return s.entries.count
  }
  static func leave(_ entry: Int) { stack.entries.removeLast() }
}

/// Sharing: frozen handle of the store, which lives as long as the process.
struct ProgramBodyFacts: BodyFacts {
  let store: Unmanaged<ProgramStore>

  func evaluate(_ const: ConstID, in env: ParamEnv) -> ConstID? { store._withUnsafeGuaranteedRef { $0.evaluate(const) } }

  func hiddenType(of opaque: DefID) -> TypeID? {
    store._withUnsafeGuaranteedRef { s in
      let owner = s.owner(of: Defs[opaque].parent)
      guard let entry = ActiveQueries.enter(opaque.rawValue | 0x8000_0000) else { return nil }
      defer { ActiveQueries.leave(entry) }
      guard let c = s.check(owner) else { return nil }
      return c.results.hiddenTypes.first { $0.opaque == opaque }?.type
    }
  }
}
