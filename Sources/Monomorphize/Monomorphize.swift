// From roots to units.
import Defs
import MIR
import Parallel
import Support
import Types

public struct PartitionOptions: Sendable {
  /// `-C codegen-units`.
  public var unitCount: Int
  /// With optimisation, small functions are copied to where they are used.
  public var isOptimizing: Bool
  /// `crate.hash`: the stem of unit names.
  public var unitNameStem: String
  public init(unitCount: Int, isOptimizing: Bool, unitNameStem: String) {
    self.unitCount = max(1, unitCount)
    self.isOptimizing = isOptimizing
    self.unitNameStem = unitNameStem
  }
}

/// An item that is made whether another one refers to it or not.
public struct MonoRoot: Sendable {
  public var item: MonoItem
  /// Other objects may refer to it by its symbol.
  public var isExported: Bool
  public init(_ item: MonoItem, isExported: Bool) {
    self.item = item
    self.isExported = isExported
  }
}

/// Everything that `roots` reach, sorted by symbol, in units.
///
/// - Complexity: linear in the MIR reached; walked in parallel.
public func monomorphize(
  roots: [MonoRoot], options: PartitionOptions, workers: Workers, makeFacts: @Sendable () -> ProgramFacts
) -> (program: MonoProgram, problems: [(MonoItem, String)]) {
  let (found, uses) = collectItems(roots: roots.map(\.item), workers: workers, makeFacts: makeFacts)
  let described = parallelMap(count: found.count, workers: workers, makeWorker: makeFacts) { facts, i in
    ItemDescription(found[i], uses[i], facts, options)
  }
  let order = found.indices.sorted { described[$0].symbol < described[$1].symbol }
  var position = [MonoItem: Int](minimumCapacity: found.count)
  for (new, old) in order.enumerated() { position[found[old]] = new }
  var problems: [(MonoItem, String)] = []
  for old in order { if let p = uses[old].problem { problems.append((found[old], p)) } }
  let isExported = Dictionary(roots.map { ($0.item, $0.isExported) }, uniquingKeysWith: { $0 || $1 })
  let input = order.map { old in
    var d = described[old]
    d.uses = uses[old].items.compactMap { position[$0] }
    if let exported = isExported[found[old]] {
      d.isCopied = false
      d.isExported = d.isExported || exported
    }
    return d
  }
  let partition = partition(input, options)
  let program = MonoProgram(
    items: order.map { found[$0] }, symbols: input.map(\.symbol), units: partition.units, owner: partition.owner,
    isShared: partition.isShared, isExported: input.map(\.isExported))
  return (program, problems)
}

/// What partitioning looks at.
struct ItemDescription: Sendable {
  var symbol: String
  /// Module path: items of one module go together.
  var module: String
  var cost: Int
  var isExported: Bool
  /// Copied into each unit that uses it.
  var isCopied: Bool
  var uses: [Int] = []

  init(_ item: MonoItem, _ uses: ItemUses, _ facts: ProgramFacts, _ options: PartitionOptions) {
    symbol = facts.symbol(of: item)
    cost = uses.cost
    switch item {
    case .assembly(let def):
      module = modulePath(def)
      isExported = false
      isCopied = false
    case .static(let def):
      let a = facts.attributes(of: def)
      module = modulePath(def)
      isExported = a.isExported
      isCopied = false
    case .fn(let instance):
      let a = facts.attributes(of: instance.def)
      module = modulePath(instance.def)
      if case .item = instance.kind { isExported = a.isExported } else { isExported = false }
      var copies = false
      if options.isOptimizing {
        switch instance.kind {
        case .item: copies = a.inline == .hint || a.inline == .always
        default: copies = true
        }
      } else if case .item = instance.kind, a.inline == .always {
        copies = true
      }
      isCopied = copies && !isExported && a.linkage == nil
    }
  }
}

/// The path of the module a definition stands in.
func modulePath(_ def: DefID) -> String {
  if def.isNone { return "" }
  var parts: [String] = []
  var d = Defs[def].parent
  for _ in 0..<1000 where !d.isNone {
    let data = Defs[d]
    if data.kind == .mod { parts.append(data.name.text) }
    d = data.parent
  }
  return parts.reversed().joined(separator: "::")
}
