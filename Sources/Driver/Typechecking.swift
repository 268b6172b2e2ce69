// The step that infers the types of all bodies.
import Collect
import Defs
import Diagnostics
import HIR
import LowerAST
import Parallel
import Resolve
import Session
import Source
import Support
import Typecheck

/// What checking the bodies of a crate gave.
struct CheckedBodies {
  struct Failure: Sendable {
    var owner: DefID
    /// The first error's code and text.
    var reason: String
  }
  var passed = 0
  var failures: [Failure] = []
  var diagnostics = DiagnosticList()
  var total: Int { passed + failures.count }
}

/// Lowers and checks each body of `crate` as a task of its own.
func checkBodies(of crate: CrateID, _ checked: CheckedWorld, _ session: Session) -> (CheckedBodies, DiagnosticList) {
  let owners = Array(checked.world.bodyOwners(in: crate))
  let outputs = parallelMap(count: owners.count, workers: session.workers) { check(owners[$0], checked) }
  var result = CheckedBodies()
  for list in outputs {
    for o in list {
      result.diagnostics.add(contentsOf: o.diagnostics)
      if let first = o.diagnostics.all.first(where: { $0.level == .error || $0.level == .bug }) {
        result.failures.append(CheckedBodies.Failure(owner: o.owner, reason: "\(first.code ?? "-") \(first.message)"))
      } else {
        result.passed += 1
      }
    }
  }
  return (result, result.diagnostics)
}

private struct BodyOutput: Sendable {
  var owner: DefID
  var diagnostics: DiagnosticList
}

/// The body of `owner`, then those of the items and constants in it.
private func check(_ owner: DefID, _ checked: CheckedWorld) -> [BodyOutput] {
  guard let lowered = Bodies.lowered(owner, world: checked.world)?.pointee else { return [] }
  var result: [BodyOutput] = []
  if lowered.messages.hasErrors { return [BodyOutput(owner: owner, diagnostics: lowered.diagnostics)] }
  let output = typecheck(lowered.body, in: checked)
  result.append(BodyOutput(owner: owner, diagnostics: output.diagnostics))
  return result
}

/// Prints how many bodies passed, and what stopped the others, most frequent first: `-Z dump=typeck`.
func dumpTypeck(_ bodies: CheckedBodies, _ session: Session) {
  guard session.options.unstable("dump") == "typeck" else { return }
  printText("bodies \(bodies.total)\npassed \(bodies.passed)\n")
  var counts: [String: (Int, DefID)] = [:]
  for f in bodies.failures { counts[f.reason] = ((counts[f.reason]?.0 ?? 0) + 1, counts[f.reason]?.1 ?? f.owner) }
  for (reason, (n, _)) in counts.sorted(by: { ($1.value.0, $0.key) < ($0.value.0, $1.key) }).prefix(200) {
    printText("\(n)\t\(reason)\n")
  }
}
