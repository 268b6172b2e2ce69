// The same bytes on every schedule.
import Foundation
import Parallel

/// One command whose messages and output must not depend on threads.
struct Subject: Sendable {
  var name: String
  var folder: String
  var arguments: [String]
}

/// What one run of a subject gave: exit status, messages, contents of the files written.
private struct Outcome: Equatable {
  var result: ProgramResult
  var outputs: [String: Data]
}

/// Every UI test, every program, and core as a whole.
func subjects(_ settings: Settings, files: (String) -> [String]) -> [Subject] {
  var result: [Subject] = []
  for path in files("tests/ui") {
    let lines = (FileManager.default.contents(atPath: "\(settings.root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? "")
      .split(separator: "\n", omittingEmptySubsequences: false)
    result.append(
      Subject(name: path, folder: settings.root, arguments: [path, "-o", "OUT/out", "-Ccodegen-units=4"] + Directives(lines).flags))
  }
  for path in files("tests/run") {
    let name = String(path.split(separator: "/").last!)
    let folder = settings.root + "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    let flags = FileManager.default.contents(atPath: "\(settings.root)/\(path.dropLast(3)).flags")
      .map { String(decoding: $0, as: UTF8.self) } ?? "--edition 2021"
    let base = flags.split(whereSeparator: \.isWhitespace).map(String.init) + ["-Cpanic=abort", "-Clink-arg=-lc", name]
    result.append(
      Subject(name: path, folder: folder, arguments: base + ["-o", "OUT/out", "-Ccodegen-units=4"]))
    // All that can be read.
    result.append(
      Subject(
        name: path + " (texts)", folder: folder,
        arguments: base + ["--emit=asm,llvm-ir,mir,dep-info,obj", "--out-dir", "OUT", "-Copt-level=1"]))
  }
  let core = "/usr/src/rustc-1.96.0/library/core/src/lib.rs"
  if settings.filter.isEmpty && FileManager.default.fileExists(atPath: core) {
    result.append(
      Subject(
        name: "core", folder: "/",
        arguments: ["--crate-type", "lib", "--crate-name", "core", "--edition", "2024", core, "-Zno-codegen", "-o", "OUT/out"]))
  }
  return result
}

/// Compares subjects with one thread, `runs` schedules in all, subjects in turn; stops when `seconds` have passed. Returns what
/// differs, and how many schedules were compared.
func checkDeterminism(
  _ subjects: [Subject], runs: Int, seconds: Double, seed: UInt64, _ settings: Settings
) -> (troubles: [String], compared: Int) {
  let end = Date().addingTimeInterval(seconds)
  let workers = Workers(count: Workers.available)
  var expected: [Outcome?] = Array(repeating: nil, count: subjects.count)
  var isBroken = Array(repeating: false, count: subjects.count)
  var troubles: [String] = []
  var compared = 0
  var round = 0
  var left = subjects.isEmpty ? 0 : runs
  while left > 0 && Date() < end && isBroken.contains(false) {
    // The first subject of a short test is another each time the seed is.
    let first = subjects.isEmpty ? 0 : Int(seed % UInt64(subjects.count))
    let known = expected
    let broken = isBroken
    let inRound = min(left, subjects.count)
    let thisRound = round
    left -= inRound
    round += 1
    let found = parallelMap(count: inRound, workers: workers) { k -> (expected: Outcome, trouble: String?)? in
      let i = (k + first) % subjects.count
      if broken[i] || Date() > end { return nil }
      let subject = subjects[i]
      let one = known[i] ?? run(subject, ["-Zthreads=1"], label: "d\(i)", settings)
      let schedule = Schedule(seed: seed, subject: i, round: thisRound).flags
      let given = run(subject, schedule, label: "d\(i)", settings)
      return (one, difference(subject, schedule, one, given))
    }
    for (k, result) in found.enumerated() {
      guard let result else { continue }
      let i = (k + first) % subjects.count
      compared += 1
      expected[i] = result.expected
      if let trouble = result.trouble {
        troubles.append(trouble)
        isBroken[i] = true
      }
    }
  }
  return (troubles, compared)
}

/// A number of threads and a seed, by lot.
private struct Schedule {
  var flags: [String]
  init(seed: UInt64, subject: Int, round: Int) {
    var state = (seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(subject)) &* 0x2545_F491_4F6C_DD1D &+ UInt64(round) | 1
    for _ in 0..<8 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
    }
    flags = ["-Zthreads=\([1, 2, 3, 4, 8][Int(state >> 40) % 5])", "-Zschedule-seed=\(state >> 20 & 0xFFFFF)"]
  }
}

private func run(_ subject: Subject, _ schedule: [String], label: String, _ settings: Settings) -> Outcome {
  let folder = "\(Scratch.path)/\(label).files"
  try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let arguments = subject.arguments.map { $0.replacingOccurrences(of: "OUT", with: folder) }
  let result = runProgram([settings.compiler] + arguments + schedule, in: subject.folder, label: label, seconds: 300)
  var outputs: [String: Data] = [:]
  for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
    outputs[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
  }
  return Outcome(result: result, outputs: outputs)
}

private func difference(_ subject: Subject, _ schedule: [String], _ expected: Outcome, _ given: Outcome) -> String? {
  if expected.result.status != 0 && expected.result.status != 1 {
    return "\(subject.name): the compiler ended with \(expected.result.status):\n\(expected.result.errorText)"
  }
  if given == expected { return nil }
  var text = "\(subject.name) with \(schedule.joined(separator: " ")): "
  if given.result.status != expected.result.status {
    text += "exit status \(given.result.status) instead of \(expected.result.status)\n\(given.result.errorText)"
  } else if given.result.errors != expected.result.errors {
    text += "other messages\n" + difference(expected.result.errors, given.result.errors, label: "d")
  } else {
    let names = Set(expected.outputs.keys).union(given.outputs.keys).sorted()
    text += "other outputs: " + names.filter { expected.outputs[$0] != given.outputs[$0] }.joined(separator: ", ")
  }
  let threads = schedule[0].split(separator: "=").last ?? "2"
  text += "\nwhat differs first: (cd \(subject.folder) && mkdir OUT && skeinc \(subject.arguments.joined(separator: " ")) \(schedule[1]) --verify-threads=\(threads))"
  return text
}
