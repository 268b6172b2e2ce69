// The MIR of all bodies, used or not: `-Z dump=mir` counts those that can be built and hold together.
import Defs
import Diagnostics
import HIR
import LowerAST
import MIR
import Parallel
import Program
import Resolve
import Session
import Types

/// How many bodies have MIR, and what is wrong with the others.
struct MIRCoverage {
  struct Failure: Sendable {
    var owner: DefID
    var reason: String
  }
  var total = 0
  var failures: [Failure] = []
}

/// Builds each body of the crate, closures and constants in bodies included, and looks whether it holds together.
func buildAllMIR(_ program: ProgramStore, _ session: Session) -> MIRCoverage {
  let owners = Array(program.world.bodyOwners(in: .local))
  let costs = Defs.bodyCosts(owners)
  let outputs = parallelMap(count: owners.count, workers: session.workers, costs: costs) { i -> [MIRCoverage.Failure?] in
    bodies(in: owners[i], program.world).flatMap { [$0.owner] + $0.lowered.pointee.anonBodies.map(\.owner) }
      .map { problem(of: $0, program) }
  }
  var result = MIRCoverage()
  for list in outputs {
    result.total += list.count
    result.failures += list.compactMap(\.self)
  }
  // Closures and inline constants were built with the body they stand in.
  let inner = (0..<Defs.count(in: .local)).map { DefID(crate: .local, index: $0) }.filter {
    [.closure, .coroutineClosure, .inlineConst].contains(Defs[$0].kind)
  }
  let problems = parallelMap(count: inner.count, workers: session.workers) { i -> MIRCoverage.Failure? in
    program.body(of: program.owner(of: inner[i])) == nil ? nil : problem(of: inner[i], program)
  }
  result.total += inner.count
  result.failures += problems.compactMap(\.self)
  return result
}

private func problem(of def: DefID, _ program: ProgramStore) -> MIRCoverage.Failure? {
  guard let body = program.body(of: def) else {
    let first = program.diagnostics(of: program.owner(of: def)).all.first { $0.level == .error || $0.level == .bug }
    return MIRCoverage.Failure(owner: def, reason: first?.message ?? "no body")
  }
  if let p = body.verify() { return MIRCoverage.Failure(owner: def, reason: "verify: \(p)") }
  var k = 0
  while let promoted = program.promotedBody(of: def, k) {
    if let p = promoted.verify() { return MIRCoverage.Failure(owner: def, reason: "verify of promoted[\(k)]: \(p)") }
    k += 1
  }
  return nil
}

/// Prints how many bodies have MIR, and what stopped the others.
func dumpMIR(_ coverage: MIRCoverage) {
  printText("bodies \(coverage.total)\npassed \(coverage.total - coverage.failures.count)\n")
  let lines = coverage.failures.map { "\(TypePrinter.path(of: $0.owner))\t\($0.reason)" }.sorted()
  for line in lines.prefix(200) { printText(line + "\n") }
}
