// The message about a `dyn` type that there cannot be.
import Defs
import Diagnostics
import Parallel
import Source

extension Diagnostic {
  /// E0038: `reasons` are what of the trait is in the way.
  public static func notDynCompatible(_ trait: DefID, _ reasons: [(span: Span, text: String)], at span: Span, in crate: CrateID) -> Diagnostic {
    var d = Diagnostic.error(
      "there can be no `dyn \(Defs[trait].name)`: the trait is not dyn compatible", code: "E0038", at: span,
      label: "`\(Defs[trait].name)` is not dyn compatible")
    var labels: [Diagnostics.Label] = []
    for r in reasons where r.span.context.isRoot && trait.crate == crate { labels.append(Diagnostics.Label(r.span, r.text)) }
    if labels.isEmpty { return reasons.first.map { d.note("because \($0.text)") } ?? d }
    labels[0].isPrimary = true
    d.children.append(SubDiagnostic(.note, "methods of `dyn` types are found in a table: each must have a place in it", labels: labels))
    return d
  }
}
