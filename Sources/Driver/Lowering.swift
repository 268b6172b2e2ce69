// The step that gives the names inside signatures and bodies their meaning.
import Defs
import Diagnostics
import HIR
import LowerAST
import Parallel
import Resolve
import Session
import Source
import Support

/// Lowers every header and body of the crate being compiled, for checking and for what `-Z dump` asks for.
func lowerNames(_ names: ResolvedNames, _ session: Session) -> (LoweredCrate, DiagnosticList) {
  let lowered = lowerCrate(.local, world: names.world, messages: names.messages, workers: session.workers)
  // What is told last is told with the types of each body, if these are checked.
  if session.options.stopAfter == .resolve || session.options.unstable("dump") != nil { return (lowered, lowered.messages.all) }
  return (lowered, lowered.messages.ordered().names)
}

/// All items in bodies of the crate being compiled, by the body they are in, in source order.
func nestedItems(_ world: World, _ session: Session) -> [DefID] {
  let owners = Array(world.bodyOwners(in: .local))
  return Array(parallelMap(count: owners.count, workers: session.workers) { nestedItems(in: owners[$0], world: world) }.joined())
}

/// Whether any header has a bound, or implements a trait, whose path means nothing: then too little is known to look at bodies.
func mentionUnknownTraits(_ world: World, nested: [DefID], _ session: Session) -> Bool {
  let items = Array(world.items(in: .local)) + nested
  return parallelMap(count: items.count, workers: session.workers) { mentionsUnknownTrait(items[$0], world: world) }.contains(true)
}

/// Prints what `-Z dump=hir|lowering` asks for: the text of all headers and bodies, or counts.
func dumpLowering(_ lowered: LoweredCrate, _ world: World, _ session: Session) {
  guard let what = session.options.unstable("dump") else { return }
  switch what {
  case "hir": printText(dumpHIR(of: .local, world: world, workers: session.workers))
  case "lowering":
    let c = lowered.counts
    printText("functions \(c.functions)\nimpls \(c.impls)\ntraits \(c.traits)\nmacros \(c.macros)\n")
    printText("headers \(lowered.headerCount), with errors \(lowered.failedHeaders)\n")
    printText("bodies \(lowered.bodyCount), with errors \(lowered.failedBodies)\nexpressions \(lowered.exprCount)\n")
  default: break
  }
}
