// Dividing a program into units: by module, then merged to the wanted number.
import MIR
import Support

struct Partition {
  var units: [MonoProgram.Unit]
  var owner: [Int32]
  var isShared: [Bool]
}

/// - Requires: `items` sorted by symbol.
func partition(_ items: [ItemDescription], _ options: PartitionOptions) -> Partition {
  let count = options.unitCount
  var isCopied = items.map { count > 1 && $0.isCopied }
  // What nothing else uses would be lost.
  var usedBy = [Int](repeating: 0, count: items.count)
  for item in items { for u in item.uses { usedBy[u] += 1 } }
  for i in items.indices where usedBy[i] == 0 { isCopied[i] = false }

  // One group per module, in order of module path.
  var groups: [(module: String, items: [Int], cost: Int)] = []
  let byModule = items.indices.filter { !isCopied[$0] }.sorted { (items[$0].module, $0) < (items[$1].module, $1) }
  for i in byModule {
    if groups.last?.module != items[i].module || count == 1 && groups.isEmpty { groups.append((items[i].module, [], 0)) }
    groups[groups.count - 1].items.append(i)
    groups[groups.count - 1].cost += items[i].cost
  }
  // A module too big for a fair share is cut at symbol order.
  if count > 1 {
    let total = groups.reduce(0) { $0 + $1.cost }
    let share = max(1, total / count)
    var cut: [(module: String, items: [Int], cost: Int)] = []
    for g in groups {
      if g.cost <= share {
        cut.append(g)
        continue
      }
      var part: (module: String, items: [Int], cost: Int) = (g.module, [], 0)
      for i in g.items {
        if part.cost + items[i].cost > share && !part.items.isEmpty {
          cut.append(part)
          part = (g.module, [], 0)
        }
        part.items.append(i)
        part.cost += items[i].cost
      }
      if !part.items.isEmpty { cut.append(part) }
    }
    groups = cut
  }
  // Largest first into the unit that has least so far: at most 4/3 of the best possible. Ties by position.
  var bins = [(items: [Int], cost: Int)](repeating: ([], 0), count: max(1, min(count, max(1, groups.count))))
  for g in groups.indices.sorted(by: { (groups[$1].cost, $0) < (groups[$0].cost, $1) }) {
    var best = 0
    for b in bins.indices where bins[b].cost < bins[best].cost { best = b }
    bins[best].items += groups[g].items
    bins[best].cost += groups[g].cost
  }
  bins = bins.filter { !$0.items.isEmpty }
  if bins.isEmpty { bins = [([], 0)] }

  var owner = [Int32](repeating: -1, count: items.count)
  for (b, bin) in bins.enumerated() { for i in bin.items { owner[i] = Int32(b) } }
  var isShared = [Bool](repeating: false, count: items.count)
  var units: [MonoProgram.Unit] = []
  for b in bins.indices {
    // Copies of small functions that the unit's items use, and of what those use.
    var list = bins[b].items.sorted()
    var copied = Set<Int>()
    var stack = list
    while let i = stack.popLast() {
      for u in items[i].uses {
        if owner[u] < 0 {
          if copied.insert(u).inserted { stack.append(u) }
        } else if owner[u] != Int32(b) {
          isShared[u] = true
        }
      }
    }
    let copies = copied.sorted()
    list += copies
    let cost = bins[b].cost + copies.reduce(0) { $0 + items[$1].cost }
    units.append(MonoProgram.Unit(name: "\(options.unitNameStem)-cgu.\(b)", items: list, cost: cost))
  }
  return Partition(units: units, owner: owner, isShared: isShared)
}
