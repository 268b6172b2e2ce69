// The same bytes on every schedule.
import Foundation
import Parallel

/// One command whose messages and output must not depend on threads.
struct Subject: Sendable {
  var name: String
  var folder: String
  var arguments: [String]
}

/// What one run of a subject gave: exit status, messages, output file.
private struct Outcome: Equatable {
  var result: ProgramResult
  var output: Data?
}

/// Every UI test, every program, and core as a whole.
func subjects(_ settings: Settings, files: (String) -> [String]) -> [Subject] {
  var result: [Subject] = []
  for path in files("tests/ui") {
    let lines = (FileManager.default.contents(atPath: "\(settings.root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? "")
      .split(separator: "\n", omittingEmptySubsequences: false)
    result.append(Subject(name: path, folder: settings.root, arguments: [path, "-Ccodegen-units=4"] + Directives(lines).flags))
  }
  for path in files("tests/run") {
    let name = String(path.split(separator: "/").last!)
    let folder = settings.root + "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    let flags = FileManager.default.contents(atPath: "\(settings.root)/\(path.dropLast(3)).flags")
      .map { String(decoding: $0, as: UTF8.self) } ?? "--edition 2021"
    result.append(
      Subject(
        name: path, folder: folder,
        arguments: flags.split(whereSeparator: \.isWhitespace).map(String.init)
          + ["-Cpanic=abort", "-Clink-arg=-lc", "-Ccodegen-units=4", name]))
  }
  let core = "/usr/src/rustc-1.96.0/library/core/src/lib.rs"
  if settings.filter.isEmpty && FileManager.default.fileExists(atPath: core) {
    result.append(
      Subject(
        name: "core", folder: "/",
        arguments: ["--crate-type", "lib", "--crate-name", "core", "--edition", "2024", core, "-Zno-codegen"]))
  }
  return result
}

/// Runs all subjects on `runs` schedules and compares with one thread. Returns what differs.
func checkDeterminism(_ subjects: [Subject], runs: Int, seed: UInt64, _ settings: Settings) -> [String] {
  @Sendable func run(_ subject: Subject, _ schedule: [String], label: String) -> Outcome {
    let output = "\(Scratch.path)/\(label).bin"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let result = runProgram(
      [settings.compiler] + subject.arguments + schedule + ["-o", output], in: subject.folder, label: label, seconds: 300)
    return Outcome(result: result, output: FileManager.default.contents(atPath: output))
  }
  let workers = Workers(count: Workers.available)
  let found = parallelMap(count: subjects.count, workers: workers) { i -> [String] in
    let subject = subjects[i]
    let expected = run(subject, ["-Zthreads=1"], label: "d\(i)")
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(i) | 1
    for _ in 0..<runs {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let schedule = ["-Zthreads=\([1, 2, 3, 4, 8][Int(state >> 40) % 5])", "-Zschedule-seed=\(state >> 20 & 0xFFFFF)"]
      let given = run(subject, schedule, label: "d\(i)")
      if given == expected { continue }
      var text = "\(subject.name) with \(schedule.joined(separator: " ")): "
      if given.result.status != expected.result.status {
        text += "exit status \(given.result.status) instead of \(expected.result.status)\n\(given.result.errorText)"
      } else if given.result.errors != expected.result.errors {
        text += "other messages\n" + difference(expected.result.errors, given.result.errors, label: "d\(i)")
      } else {
        text += "other bytes of output"
      }
      return [text]
    }
    return []
  }
  return found.flatMap { $0 }
}
