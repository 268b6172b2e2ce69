// The step that makes types of all signatures.
import Collect
import Defs
import Diagnostics
import Parallel
import Resolve
import Session
import Source
import Support
import Types

/// Facts about headers of all crates; those of the crate being compiled are all made now, for their messages.
///
/// - Parameter nested: items in bodies, see `nestedItems`.
func collectHeaders(_ world: World, nested: [DefID], _ session: Session, namesAreTold: Bool) -> (CollectedHeaders, DiagnosticList) {
  let headers = CollectedHeaders(world)
  let diagnostics = headers.collect(.local, nested: nested, workers: session.workers, namesAreTold: namesAreTold)
  return (headers, diagnostics)
}

/// Prints what `-Z dump=headers|signatures|layouts` asks for, with `-Z stop-after=headers`.
func dumpHeaders(_ headers: CollectedHeaders, _ world: World, _ session: Session) {
  guard let what = session.options.unstable("dump") else { return }
  switch what {
  case "headers": for (kind, count) in headers.counts(in: .local) { printText("\(kind) \(count)\n") }
  case "layouts": printText(layoutText(headers, world))
  case "signatures": printText(headers.dump(.local))
  default: break
  }
}
