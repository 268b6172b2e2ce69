// Bodies whose items others must see: opened before any body is lowered.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

struct EagerKey: Hashable, Sendable {
  var tree: TreeID
  var start: UInt32
}

/// What was made of eager bodies, and which macros make impls. Sharing: frozen once the crate is resolved.
final class EagerBlocks: Sendable {
  let blocks: [EagerKey: OpenedBlock]
  let bodies: [EagerKey: (TreeID, ID<Block>)]
  let expansions: [EagerKey: ExpandedNode]
  let counters: [DefID: Disambiguators]
  init(
    blocks: [EagerKey: OpenedBlock], bodies: [EagerKey: (TreeID, ID<Block>)], expansions: [EagerKey: ExpandedNode],
    counters: [DefID: Disambiguators]
  ) {
    self.blocks = blocks
    self.bodies = bodies
    self.expansions = expansions
    self.counters = counters
  }
}

extension World {
  func bodyScan(of crate: CrateID) -> BodyScan { t.pointee.inputs.scans[crate] ?? .none }
}

extension CrateResolver {
  /// Opens the bodies that may hold impls, in parallel, and the bodies of items found in them; adds the impls to the crate's.
  func openEagerBodies() {
    var makers: Set<UInt32> = []
    for d in input.dependencies { makers.formUnion(world.bodyScan(of: d.crate).makers) }
    var scan = BodyScan(makers: BodyScan.makers(among: items, from: makers))
    world.t.pointee.inputs.scans[crate] = scan
    var owners = eagerOwners(bodyOwners, scan)
    var blocks: [EagerKey: OpenedBlock] = [:]
    var bodies: [EagerKey: (TreeID, ID<Block>)] = [:]
    var expansions: [EagerKey: ExpandedNode] = [:]
    var counters: [DefID: Disambiguators] = [:]
    while !owners.isEmpty {
      let now = owners
      let world = world
      let known = scan
      let results = parallelMap(count: now.count, workers: input.workers) { i -> EagerResult in
        var finder = BlockFinder(world, owner: now[i], scan: known)
        finder.run(now[i])
        return finder.result
      }
      var inner: [DefID] = []
      for result in results {
        for (key, block) in result.blocks { blocks[key] = block }
        for (key, tree, block) in result.bodies { bodies[key] = (tree, block) }
        for (key, node) in result.expansions { expansions[key] = node }
        for (owner, counts) in result.counters { counters[owner] = counts }
        diagnostics.add(contentsOf: result.diagnostics)
        hasExpanded = hasExpanded || result.hasExpanded
        // Functions in the body call its macros, too.
        scan = BodyScan(makers: scan.makers.union(result.makers))
        for def in result.items {
          switch Defs[def].kind {
          case .inherentImpl, .traitImpl: impls.append(def)
          case .fn, .assocFn, .const, .assocConst, .static: inner.append(def)
          default: break
          }
        }
      }
      owners = eagerOwners(inner, scan)
    }
    world.t.pointee.inputs.eager[crate] = EagerBlocks(blocks: blocks, bodies: bodies, expansions: expansions, counters: counters)
  }

  /// Those of `owners` whose bodies hold an `impl` or `derive`, or name a macro that may make one.
  private func eagerOwners(_ owners: [DefID], _ scan: BodyScan) -> [DefID] {
    let costs = Defs.bodyCosts(owners)
    let isEager = parallelMap(count: owners.count, workers: input.workers, costs: costs) { i -> Bool in
      let def = Defs[owners[i]]
      guard case .item(let id) = def.node else { return false }
      let source = Trees[def.tree]
      let item = source.tree[id]
      var range = item.tokens
      if case .fn(let f) = item.kind {
        switch source.tree[f].body {
        case .none: return false
        case .tokens(let body): range = body
        case .block: break
        }
      }
      return scan.isEager(source.buffer, range) || scan.namesMaker(source.buffer, range)
    }
    return zip(owners, isEager).filter { $1 }.map { $0.0 }
  }
}

extension BodyScan {
  /// With `known`, the names of those macros of `items` whose rules hold `impl` or `derive`, or name such macros.
  static func makers(among items: some Sequence<DefID>, from known: Set<UInt32>) -> Set<UInt32> {
    var makers = known
    var others: [(Name, TokenBuffer, TokenRange)] = []
    for def in items where Defs[def].kind == .macro {
      let data = Defs[def]
      guard case .item(let id) = data.node else { continue }
      let source = Trees[data.tree]
      guard case .macroDef(let m) = source.tree[id].kind else { continue }
      let range = source.tree[m].body
      if BodyScan.none.isEager(source.buffer, range) {
        makers.insert(data.name.rawValue)
      } else {
        others.append((data.name, source.buffer, range))
      }
    }
    var isProgress = true
    while isProgress {
      isProgress = false
      let scan = BodyScan(makers: makers)
      others.removeAll { name, tokens, range in
        guard scan.namesMaker(tokens, range) else { return false }
        makers.insert(name.rawValue)
        isProgress = true
        return true
      }
    }
    return makers
  }
}
