// The configuration of a compilation, and evaluation of `cfg` predicates.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The options that `cfg` asks for: names, and names with values. Sharing: frozen.
public struct CfgSet: Sendable {
  struct Entry: Hashable {
    var name: Name
    /// Nil: the name alone is set.
    var value: Name?
  }
  private var entries: Set<Entry> = []
  public init() {}

  /// Sets `name`, or `name = "value"`. The value is text, without quotes.
  public mutating func insert(_ name: Name, _ value: Name? = nil) { entries.insert(Entry(name: name, value: value)) }
  public func contains(_ name: Name, _ value: Name? = nil) -> Bool { entries.contains(Entry(name: name, value: value)) }
}
