// Lowering of a text as a crate of its own.
import Defs
import Diagnostics
import Expand
import LowerAST
import Parallel
import Resolve
import Source
import Support
import Synchronization

private let nextCrate = Atomic<Int>(0)

struct Lowered: Sendable {
  /// The text of all headers and bodies.
  var text: String
  /// Codes of the errors, in order; the message where there is none.
  var errors: [String]
}

/// Lowers `source` as a crate called `c` that has no library.
func lower(_ source: String, edition: Edition = .e2021, threads: Int = 1, seed: UInt64 = 0) -> Lowered {
  BigStack.run { lowerHere(source, edition, threads, seed) }
}

private func lowerHere(_ source: String, _ edition: Edition, _ threads: Int, _ seed: UInt64) -> Lowered {
  let number = nextCrate.add(1, ordering: .relaxed).newValue
  let crate = CrateID(rawValue: UInt16(number))
  let world = World()
  world.reserveCrates(number + 1)
  let file = try! FileTable.add(LoadedFile(path: "t.rs", text: "#![no_core]\n" + source))
  let workers = Workers(count: threads, seed: seed)
  let input = CrateInput(
    name: Name("c"), edition: edition, rootPath: "t.rs", rootFile: file, cfg: CfgSet(), workers: workers, dependencies: [],
    environment: { _ in nil })
  var all = world.resolveCrate(input, as: crate)
  let result = lowerCrate(crate, world: world, workers: workers)
  all.add(contentsOf: result.messages.all)
  return Lowered(
    text: dumpHIR(of: crate, world: world, workers: workers), errors: all.all.filter { $0.level == .error }.map { $0.code ?? $0.message })
}

/// The text of the body of `c::f` when `source` is lowered without errors.
func bodyOfF(_ source: String, edition: Edition = .e2021) -> String {
  let lowered = lower(source, edition: edition)
  if !lowered.errors.isEmpty { return "errors: \(lowered.errors)" }
  guard let start = lowered.text.firstRange(of: "body c::f(") else { return "no body in \(lowered.text)" }
  let rest = lowered.text[start.upperBound...]
  guard let value = rest.firstRange(of: " = "), let end = rest.firstRange(of: "\n}\n") else { return String(rest) }
  return rest[value.upperBound..<end.upperBound].split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: "\n")
}
