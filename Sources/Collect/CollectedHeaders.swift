// Facts about headers, computed when they are first asked for.
import Defs
import Diagnostics
import Glibc
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

/// Answers of `HeaderFacts` from lowered headers. A handle of one word; lives as long as the process.
///
/// SHARED: facts are published once (`OnceTable`); two threads may compute the same one, and get the same. The lock of `messages` is
/// taken for facts with errors only.
public struct CollectedHeaders: HeaderFacts, @unchecked Sendable {
  // SAFETY: `Tables` is made once and never freed; what changes in it are SHARED tables.
  let t: UnsafePointer<Tables>

  public init(_ source: any HeaderSource) {
    let place = UnsafeMutablePointer<Tables>.allocate(capacity: 1)
    place.initialize(to: Tables(source: source))
    t = UnsafePointer(place)
  }

  /// Who answers questions that need bodies. Set once, before anybody asks.
  public func setBodyFacts(_ facts: any BodyFacts) { UnsafeMutablePointer(mutating: t).pointee.bodyFacts = facts }

  public var source: any HeaderSource { t.pointee.source }
  public var solverTables: SolverTables { t.pointee.solver }

  struct Tables: ~Copyable {
    let source: any HeaderSource
    var bodyFacts: (any BodyFacts)?
    let crates: [CrateTables]
    let messages = Lock<[FactKey: DiagnosticList]>([:], name: "messages of headers")
    /// Facts being computed by each worker, innermost last.
    let stacks: UnsafeMutablePointer<[FactKey]>
    let impls: OnceSlot<ImplTablesRef>
    let solver = SolverTables()
    let sized: DefID?
    let metaSized: DefID?
    let pointeeSized: DefID?

    init(source: any HeaderSource) {
      self.source = source
      crates = (0..<source.crateCount).map { _ in CrateTables() }
      stacks = .allocate(capacity: 257)
      stacks.initialize(repeating: [], count: 257)
      impls = OnceSlot(name: "impl tables")
      sized = source.langItem(Name("sized"))
      metaSized = source.langItem(Name("meta_sized"))
      pointeeSized = source.langItem(Name("pointee_sized"))
    }
  }

  /// The facts of one crate's definitions, by index.
  struct CrateTables {
    static var capacity: Int { 1 << 21 }
    let generics = OnceTable<GenericsEntry>(capacity: capacity, name: "generics")
    let types = OnceTable<TypeID>(capacity: capacity, name: "types of items")
    let anonConstTypes = OnceTable<TypeID>(capacity: capacity, name: "anon const types")
    let constDefaults = OnceTable<ConstID>(capacity: capacity, name: "const defaults")
    let fnSigs = OnceTable<PolyFnSig>(capacity: capacity, name: "fn sigs")
    let predicates = OnceTable<PredicatesEntry>(capacity: capacity, name: "predicates")
    let superPredicates = OnceTable<ClauseListID>(capacity: capacity, name: "super predicates")
    let itemBounds = OnceTable<ClauseListID>(capacity: capacity, name: "item bounds")
    let paramEnvs = OnceTable<ParamEnv>(capacity: capacity, name: "param envs")
    let implHeaders = OnceTable<ImplHeader>(capacity: capacity, name: "impl headers")
    let assocItems = OnceTable<FactList<AssocItemFact>>(capacity: capacity, name: "assoc items")
    let assocNames = OnceTable<FactList<AssocItemName>>(capacity: capacity, name: "assoc names")
    let supertraitDefs = OnceTable<FactList<DefID>>(capacity: capacity, name: "supertrait defs")
    let traitFacts = OnceTable<TraitFact>(capacity: capacity, name: "trait facts")
    let adts = OnceTable<AdtFact>(capacity: capacity, name: "adts")
    let simpleValues = OnceTable<SimpleValue>(capacity: capacity, name: "simple values")
  }

  func tables(of def: DefID) -> CrateTables { t.pointee.crates[Int(def.crate.rawValue)] }

  // MARK: Demand

  enum FactKind: UInt8 {
    case generics, type, constDefault, fnSig, predicates, superPredicates, itemBounds, paramEnv, implHeader, assocItems, assocNames
    case supertraitDefs, trait, adt, constValue

    var inWords: String {
      switch self {
      case .generics: "computing the generic parameters of"
      case .type: "computing type of"
      case .constDefault: "computing the default of"
      case .fnSig: "computing function signature of"
      case .predicates, .paramEnv: "computing predicates of"
      case .superPredicates: "computing the super predicates of"
      case .supertraitDefs: "computing the supertraits of"
      case .itemBounds: "computing the bounds of"
      case .implHeader: "computing trait implemented by"
      case .assocItems, .assocNames: "collecting associated items of"
      case .trait: "processing trait"
      case .adt: "computing ADT definition for"
      case .constValue: "evaluating"
      }
    }
  }
  struct FactKey: Hashable {
    var kind: FactKind
    var def: DefID
  }

  /// The fact in `table`, computed if it is not there yet.
  ///
  /// - Parameter cyclic: the answer if computing the fact needs the fact itself.
  /// - Errors: E0391.
  func demand<Value: BitwiseCopyable>(
    _ kind: FactKind, _ def: DefID, in table: OnceTable<Value>, cyclic: Value, isCycleError: Bool = true,
    _ compute: (inout DiagnosticList) -> Value
  ) -> Value {
    if let found = table[def.index] { return found }
    let key = FactKey(kind: kind, def: def)
    let stack = t.pointee.stacks + Workers.current
    if let start = stack.pointee.firstIndex(of: key) {
      if isCycleError { report(cycle: Array(stack.pointee[start...])) }
      return cyclic
    }
    if stack.pointee.count > 2_000 { return cyclic }
    stack.pointee.append(key)
    var diagnostics = DiagnosticList()
    let value = compute(&diagnostics)
    stack.pointee.removeLast()
    if !diagnostics.isEmpty {
      let made = diagnostics
      t.pointee.messages.withLock { if $0[key] == nil { $0[key] = made } }
    }
    return table.publish(value, at: def.index)
  }

  /// The message names the members from the first in the source on, so that it does not depend on who began.
  private func report(cycle: [FactKey]) {
    var first = 0
    for i in 0..<cycle.count where Self.precedes(cycle[i], cycle[first]) { first = i }
    let ordered = Array(cycle[first...] + cycle[..<first])
    let head = ordered[0]
    // An alias that is written in terms of itself is wrong where it names what leads back to it.
    let place = Defs[head.def].kind == .tyAlias ? use(of: ordered[ordered.count > 1 ? 1 : 0].def, in: head.def) : nil
    var d = Diagnostic.error(
      "cycle detected when \(head.kind.inWords) `\(TypePrinter.path(of: head.def))`", code: "E0391",
      at: place ?? Defs[head.def].identSpan)
    for next in ordered.dropFirst() {
      d.children.append(
        SubDiagnostic(
          .note, "...which requires \(next.kind.inWords) `\(TypePrinter.path(of: next.def))`...",
          labels: [Label(Defs[next.def].identSpan, isPrimary: true)]))
    }
    d.children.append(
      SubDiagnostic(
        .note,
        ordered.count == 1
          ? "...which immediately requires \(head.kind.inWords) `\(TypePrinter.path(of: head.def))` again"
          : "...which again requires \(head.kind.inWords) `\(TypePrinter.path(of: head.def))`, completing the cycle"))
    var list = DiagnosticList()
    list.add(d)
    let made = list
    t.pointee.messages.withLock { messages in
      if messages[head] == nil { messages[head] = made }
    }
  }

  /// Where the header of `def` names `other`.
  private func use(of other: DefID, in def: DefID) -> Span? {
    let tree = source.header(of: def).tree
    return tree.nodes.types.all.first { type in
      if case .path(let path) = type.kind, case .resolved(_, .def(_, other)) = tree[path].kind { true } else { false }
    }?.span
  }

  /// Source order: crate, then place, then kind.
  static func precedes(_ a: FactKey, _ b: FactKey) -> Bool {
    if a.def.crate != b.def.crate { return a.def.crate.rawValue < b.def.crate.rawValue }
    let x = Defs[a.def].identSpan
    let y = Defs[b.def].identSpan
    if x.lo != y.lo { return x.lo < y.lo }
    if x.hi != y.hi { return x.hi < y.hi }
    return a.kind.rawValue < b.kind.rawValue
  }

  /// All messages so far, in source order.
  public var diagnostics: DiagnosticList {
    let all = t.pointee.messages.withLock { Messages(entries: $0.map { ($0.key, $0.value) }) }
    var result = DiagnosticList()
    for (_, list) in all.entries.sorted(by: { Self.precedes($0.0, $1.0) }) { result.add(contentsOf: list) }
    return result
  }
  private struct Messages: Sendable { var entries: [(FactKey, DiagnosticList)] }
}

/// A list of facts that lives as long as the process. Sharing: frozen.
struct FactList<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written before the handle exists, never freed.
  let all: UnsafeBufferPointer<Element>
  init(_ list: [Element]) { all = frozen(list) }
}

/// A copy of `list` that lives as long as the process.
func frozen<Element: BitwiseCopyable>(_ list: [Element]) -> UnsafeBufferPointer<Element> {
  if list.isEmpty { return UnsafeBufferPointer(start: nil, count: 0) }
  let place = UnsafeMutablePointer<Element>.allocate(capacity: list.count)
  for (i, e) in list.enumerated() { (place + i).initialize(to: e) }
  return UnsafeBufferPointer(start: place, count: list.count)
}
