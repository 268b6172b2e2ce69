// What the library says of its items: stable, or behind a feature.
import Defs
import Expand
import Parallel
import Resolve
import Source
import Support
import Syntax

extension World {
  /// The feature that `def` belongs to, nil if it is stable; what says nothing is as stable as what it stands in.
  public func unstableFeature(of def: DefID) -> Name? {
    var d = def
    while !d.isNone {
      if attribute(.stable, of: d) != nil { return nil }
      if let a = attribute(.unstable, of: d) {
        // As text: the tokens of a module's own attributes are those of its file.
        let text = sourceText(a.node.span)
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        for (before, value) in zip(parts, parts.dropFirst()) where before.filter({ $0 != " " }).hasSuffix("feature=") { return Name(String(value)) }
        return nil
      }
      d = Defs[d].parent
    }
    return nil
  }
}
