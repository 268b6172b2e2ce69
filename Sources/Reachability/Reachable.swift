// What a library has to give code for.
import Collect
import Defs
import MIR
import Monomorphize
import Parallel
import Program
import Resolve
import Source
import Support
import Types

/// The functions and statics of the crate being compiled that other crates may refer to by symbol: members of its interface, and what
/// the bodies that other crates generate anew (generic, `#[inline]`, `const`) name, without parameters and not generated anew themselves.
/// In the order of their numbers.
///
/// `owners` are all definitions of the crate with a body, `exported` those of them that are made for their attributes' sake. Parallel by
/// rounds.
public func reachableItems(_ store: ProgramStore, owners: [DefID], exported: [DefID], _ workers: Workers) -> [DefID] {
  let interface = PublicInterface(store, owners: owners, workers)
  var reached: Set<DefID> = []
  var frontier: [DefID] = []
  func add(_ def: DefID) { if reached.insert(def).inserted { frontier.append(def) } }
  for def in interface.ordered { add(def) }
  for def in store.world.langItems(in: .local) { add(def) }
  // Impls of traits can be needed by generic code that names neither.
  for impl in store.world.impls(in: .local) where Defs[impl].kind == .traitImpl && !interface.members.contains(impl) {
    for item in store.headers.assocItems(of: impl) { add(item.def) }
    if let trait = store.headers.implTraitRef(of: impl)?.def, trait.crate == .local {
      for item in store.headers.assocItems(of: trait) where item.kind == .fn && item.hasValue { add(item.def) }
    }
  }
  for def in exported { add(def) }
  while !frontier.isEmpty {
    let round = frontier
    frontier = []
    let found = parallelMap(count: round.count, workers: workers, makeWorker: { ReachableWalk(store) }) { $0.mentions(of: round[$1]) }
    for list in found { for def in list { add(def) } }
  }
  let all = reached.sorted { $0.rawValue < $1.rawValue }
  let isRoot = parallelMap(count: all.count, workers: workers, makeWorker: { ReachableWalk(store) }) { $0.isRoot(all[$1]) }
  return zip(all, isRoot).filter(\.1).map(\.0)
}

/// Looks at one reached definition. Sharing: per worker.
private struct ReachableWalk {
  let store: ProgramStore
  let answers: ProgramAnswers
  init(_ store: ProgramStore) {
    self.store = store
    answers = ProgramAnswers(store)
  }

  private func hasBody(_ def: DefID) -> Bool { store.lowered(def) != nil }

  /// Whether each unit that uses it makes a copy of its own.
  private func isCopied(_ def: DefID) -> Bool {
    let a = answers.attributes(of: def)
    if a.isExported { return false }
    if answers.isIntrinsic(def) { return true }
    switch a.inline {
    case .never: return false
    case .hint, .always: return true
    case .none: break
    }
    // Types that some targets cannot pass: the library's functions on them come into being where they are used.
    return store.headers.fnSig(of: def).inputsAndOutput.elements.contains { $0 == .float(.f16) || $0 == .float(.f128) }
  }

  /// Whether code for it is made here, once.
  func isRoot(_ def: DefID) -> Bool {
    switch Defs[def].kind {
    case .static: return hasBody(def)
    case .fn: break
    case .assocFn: if Defs[Defs[def].parent].kind == .trait { return false }
    default: return false
    }
    return answers.argsIfOnlyLifetimes(def) != nil && hasBody(def) && !isCopied(def)
  }

  func mentions(of def: DefID) -> [DefID] {
    switch Defs[def].kind {
    case .fn, .assocFn:
      if Defs[def].kind == .assocFn && Defs[Defs[def].parent].kind == .trait { return inBody(of: def) }
      return answers.argsIfOnlyLifetimes(def) == nil || isCopied(def) || store.headers.isConstFn(def) ? inBody(of: def) : []
    case .const:
      guard let args = answers.argsIfOnlyLifetimes(def) else { return inBody(of: def) }
      guard hasBody(def), let value = answers.evaluate(UnevaluatedConst(def: def, args: args), type: answers.staticType(def)) else { return [] }
      var walk = MemoryWalk(store)
      walk.visit(value)
      return walk.finder.found
    case .static:
      guard hasBody(def), let memory = answers.staticValue(def) else { return [] }
      var walk = MemoryWalk(store)
      walk.visit(memory)
      return walk.finder.found
    case .assocConst, .anonConst: return inBody(of: def)
    case .closure, .coroutineClosure: return inBody(of: store.owner(of: def), closure: def)
    default: return []
    }
  }

  private func inBody(of def: DefID, closure: DefID = .none) -> [DefID] {
    guard let checked = store.check(def) else { return [] }
    let m = BodyMentions.mentions(in: checked, closure: closure)
    return m.found.filter { $0.crate == .local } + m.anonConsts
  }
}

/// What the value of a constant or static points to. Sharing: per task.
private struct MemoryWalk {
  var finder: DefFinder
  private var seen: Set<AllocID> = []
  init(_ store: ProgramStore) { finder = DefFinder(store.headers, crate: .local) }

  mutating func visit(_ value: EvaluatedConst) {
    switch value {
    case .pointer(let a, _), .slice(let a, _), .indirect(let a, _): visit(a)
    default: break
    }
  }
  mutating func visit(_ memory: ConstAllocation) { for r in memory.relocations.all { visit(r.target) } }

  private mutating func visit(_ id: AllocID) {
    guard seen.insert(id).inserted else { return }
    switch Allocations[id] {
    case .memory(let memory): visit(memory)
    case .static(let def): finder.add(def)
    case .function(let instance):
      if let def = instance.def.some { finder.add(def) }
      for a in instance.args.elements { _ = finder.fold(a) }
    case .vtable(let type, let trait):
      _ = finder.fold(type)
      if let def = trait.trait.some { finder.add(def) }
      for a in trait.args.elements { _ = finder.fold(a) }
    case .typeID(let type): _ = finder.fold(type)
    }
  }
}
