// All headers and bodies of a crate: what checking to the end of name resolution means.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// What lowering a crate found. Sharing: frozen.
public struct LoweredCrate: Sendable {
  /// Definitions by kind, those inside bodies included.
  public struct Counts: Sendable, Equatable {
    public var functions = 0
    public var impls = 0
    public var traits = 0
    public var macros = 0
    mutating func add(_ other: Counts) {
      functions += other.functions
      impls += other.impls
      traits += other.traits
      macros += other.macros
    }
    mutating func count(_ def: DefID) {
      switch Defs[def].kind {
      case .fn, .assocFn: functions += 1
      case .inherentImpl, .traitImpl: impls += 1
      case .trait, .traitAlias: traits += 1
      case .macro: macros += 1
      default: break
      }
    }
  }
  public var counts = Counts()
  public var headerCount = 0
  public var bodyCount = 0
  /// Headers and bodies that gave an error.
  public var failedHeaders = 0
  public var failedBodies = 0
  /// Nodes made, for the report.
  public var exprCount = 0
  public var messages = PhasedMessages()

  mutating func add(_ other: LoweredCrate) {
    counts.add(other.counts)
    headerCount += other.headerCount
    bodyCount += other.bodyCount
    failedHeaders += other.failedHeaders
    failedBodies += other.failedBodies
    exprCount += other.exprCount
    messages.add(contentsOf: other.messages)
  }
}

/// Lowers every header and every body of `crate`, each as a task of its own, with messages in order of the items.
///
/// - Parameter messages: those of the names of items, to which the others are added.
public func lowerCrate(_ crate: CrateID, world: World, messages: PhasedMessages = PhasedMessages(), workers: Workers) -> LoweredCrate {
  let items = Array(world.items(in: crate))
  let owners = Array(world.bodyOwners(in: crate))
  var result = LoweredCrate()
  result.messages = messages
  let headers = parallelMap(count: items.count, workers: workers) { lowerHeaderTask(items[$0], world) }
  for h in headers { result.add(h) }
  let costs = Defs.bodyCosts(owners)
  let bodies = parallelMap(count: owners.count, workers: workers, costs: costs) { lowerBodyTask(owners[$0], OuterScope(), world) }
  for b in bodies { result.add(b) }
  return result
}

private func lowerHeaderTask(_ def: DefID, _ world: World) -> LoweredCrate {
  var result = LoweredCrate()
  result.counts.count(def)
  var validator = ItemValidator(def, world: world)
  validator.validate()
  result.messages = validator.messages
  guard hasHeader(Defs[def].kind) else { return result }
  let messages = Headers.messages(of: def, world: world)
  result.headerCount = 1
  result.failedHeaders = messages.hasErrors ? 1 : 0
  result.messages.add(contentsOf: messages.withoutBodies)
  return result
}

/// Whether `Headers` has something to say about definitions of this kind.
func hasHeader(_ kind: DefKind) -> Bool {
  switch kind {
  case .struct, .union, .enum, .trait, .traitAlias, .tyAlias, .foreignTy, .assocTy, .fn, .const, .static, .assocFn, .assocConst,
    .inherentImpl, .traitImpl:
    true
  default: false
  }
}

/// A body with all that is nested in it.
private func lowerBodyTask(_ def: DefID, _ outer: OuterScope, _ world: World) -> LoweredCrate {
  var result = LoweredCrate()
  guard let lowered = Bodies.lowered(def, world: world, outer: outer)?.pointee else { return result }
  result.bodyCount = 1
  result.failedBodies = lowered.messages.hasErrors ? 1 : 0
  result.exprCount = lowered.body.tree.nodes.exprs.count
  result.messages = lowered.messages
  for nested in lowered.nestedItems { result.add(lowerNested(nested.def, nested.outer, world)) }
  return result
}

private func lowerNested(_ def: DefID, _ outer: OuterScope, _ world: World) -> LoweredCrate {
  var result = lowerHeaderTask(def, world)
  switch Defs[def].kind {
  case .fn, .const, .static, .assocFn, .assocConst: result.add(lowerBodyTask(def, outer, world))
  default: break
  }
  return result
}

/// Everything with a header in the body of `owner`, each before what is nested in it. Bodies are lowered for it.
public func nestedItems(in owner: DefID, world: World) -> [DefID] {
  var result: [DefID] = []
  var seen = Set<DefID>()
  func visit(_ def: DefID, _ outer: OuterScope) {
    guard let lowered = Bodies.lowered(def, world: world, outer: outer)?.pointee else { return }
    for item in lowered.nestedItems where seen.insert(item.def).inserted {
      result.append(item.def)
      switch Defs[item.def].kind {
      case .inherentImpl, .traitImpl, .trait:
        for member in world.assocItems(of: item.def) where seen.insert(member).inserted {
          result.append(member)
          visit(member, item.outer)
        }
      default: visit(item.def, item.outer)
      }
    }
  }
  visit(owner, OuterScope())
  return result
}

/// Whether the header of `def` has a bound, or implements a trait, whose path means nothing.
public func mentionsUnknownTrait(_ def: DefID, world: World) -> Bool {
  guard hasHeader(Defs[def].kind) else { return false }
  let tree = Headers.header(of: def, world: world).tree
  return tree.nodes.traitBounds.all.contains { if case .resolved(_, .err) = tree[$0.path].kind { true } else { false } }
}

/// The text of every header and body of `crate`, in order of its items: for tests and for looking.
public func dumpHIR(of crate: CrateID, world: World, workers: Workers) -> String {
  let items = Array(world.items(in: crate))
  let texts = parallelMap(count: items.count, workers: workers) { dumpItem(items[$0], OuterScope(), world) }
  return texts.joined()
}

private func dumpItem(_ def: DefID, _ outer: OuterScope, _ world: World) -> String {
  guard hasHeader(Defs[def].kind) else { return "" }
  var text = HIRPrinter.print(Headers.header(of: def, world: world))
  guard let lowered = Bodies.lowered(def, world: world, outer: outer)?.pointee else { return text }
  text += HIRPrinter.print(lowered.body)
  for body in lowered.anonBodies { text += HIRPrinter.print(body) }
  for nested in lowered.nestedItems { text += dumpItem(nested.def, nested.outer, world) }
  return text
}
