// Which lifetimes of a binder a type mentions.
import Defs
import Support
import Types

/// The variables of the binder right around a type that occur in it. Sharing: none.
struct BoundRegionCollector: TypeFolder {
  /// What stands in projections does not follow from the type.
  var skipsAliases = false
  var found: Set<UInt32> = []
  private var depth: UInt32 = 0
  init(skipsAliases: Bool = false) { self.skipsAliases = skipsAliases }

  mutating func enterBinder() { depth += 1 }
  mutating func exitBinder() { depth -= 1 }
  mutating func fold(_ type: TypeID) -> TypeID {
    if type.outerBinder <= depth { return type }
    if skipsAliases, case .alias(let kind, _, _) = type.kind, kind != .opaque { return type }
    return superFold(type)
  }
  mutating func fold(_ region: RegionID) -> RegionID {
    if case .bound(let d, let v) = region.kind, d == depth { found.insert(v) }
    return region
  }
}
