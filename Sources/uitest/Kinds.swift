// What is done with a test of each kind.
import Foundation

struct Settings {
  var compiler = ""
  var root = FileManager.default.currentDirectoryPath
  var bless = false
  var filter: [String] = []
  /// All levels and numbers of units, instead of the usual few.
  var isThorough = false
}

/// Nil if the test passed.
typealias Failure = String

/// Runs of the compiler that must all give the same bytes: numbers of threads and shuffled starts.
let schedules: [[String]] = [
  ["-Zthreads=1"], ["-Zthreads=2"], ["-Zthreads=8"], ["-Zthreads=8", "-Zschedule-seed=1"], ["-Zthreads=2", "-Zschedule-seed=77"],
]

/// A test of messages: `name.rs` with marks, `name.stderr` as it is printed.
func runUITest(_ path: String, _ settings: Settings) -> Failure? {
  guard let data = FileManager.default.contents(atPath: "\(settings.root)/\(path)") else { return "cannot read it" }
  let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  let directives = Directives(lines)
  if !directives.unknown.isEmpty { return "unknown directives: \(directives.unknown.joined(separator: ", "))" }
  let folder = path.split(separator: "/").dropLast().joined(separator: "/")
  let label = path.replacingOccurrences(of: "/", with: ".")
  let output = "\(Scratch.path)/\(label).bin"
  defer { try? FileManager.default.removeItem(atPath: output) }
  var base = [settings.compiler, path, "-o", output, "--color=never"] + directives.flags
  switch directives.kind {
  case .checkPass, .checkFail: base.append("-Zno-codegen")
  default: break
  }

  // 1. The same bytes on every schedule.
  var first: ProgramResult?
  for (k, schedule) in schedules.enumerated() {
    let result = runProgram(base + ["-Zui-testing"] + schedule, in: settings.root, label: "\(label).\(k)")
    if result.timedOut { return "the compiler ran more than a minute (\(schedule.joined(separator: " ")))" }
    if result.status != 0 && result.status != 1 { return "the compiler ended with \(result.status):\n\(result.errorText)" }
    if let first {
      if first != result {
        return "\(schedule.joined(separator: " ")) differs from one thread:\n"
          + difference(first.errors, result.errors, label: label)
      }
    } else {
      first = result
    }
  }
  let result = first!
  let passes = directives.kind != .checkFail
  if passes != (result.status == 0) { return "exit status \(result.status):\n\(result.errorText)" }

  // 2. The marks in the source.
  let json = runProgram(base + ["-Zthreads=1", "--error-format=json"], in: settings.root, label: label + ".json")
  let troubles = compareMarks(Expectation.all(lines), GivenMessage.all(json.errors))
  if !troubles.isEmpty { return troubles.joined(separator: "\n") + "\n" + result.errorText }

  // 3. The text as it is printed.
  let printed = Data(result.errorText.replacingOccurrences(of: folder + "/", with: "$DIR/").utf8)
  let golden = "\(settings.root)/\(path.dropLast(3)).stderr"
  let expected = FileManager.default.contents(atPath: golden) ?? Data()
  if printed != expected {
    if !settings.bless { return difference(expected, printed, label: label) }
    if printed.isEmpty { try? FileManager.default.removeItem(atPath: golden) } else { try? printed.write(to: URL(fileURLWithPath: golden)) }
  }

  // 4. What the program does.
  if directives.kind == .runPass || directives.kind == .runFail {
    let program = runProgram([output], in: settings.root, label: label + ".run")
    let wanted = directives.exitStatus ?? (directives.kind == .runPass ? 0 : 101)
    if program.status != wanted { return "the program ended with \(program.status):\n\(program.errorText)" }
  }
  return nil
}

/// A program with known output: `name.rs`, `name.out`, and where needed `name.exit` and `name.flags`. Compiled in its folder.
func runProgramTest(_ path: String, _ settings: Settings) -> Failure? {
  let stem = String(path.dropLast(3))
  func read(_ ending: String) -> String? {
    FileManager.default.contents(atPath: "\(settings.root)/\(stem).\(ending)").map { String(decoding: $0, as: UTF8.self) }
  }
  let name = String(path.split(separator: "/").last!)
  let folder = settings.root + "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  let label = path.replacingOccurrences(of: "/", with: ".")
  let flags = (read("flags") ?? "--edition 2021").split(whereSeparator: \.isWhitespace).map(String.init)
  let status = read("exit").flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 0
  let expected = FileManager.default.contents(atPath: "\(settings.root)/\(stem).out") ?? Data()
  let levels = settings.isThorough ? ["0", "1", "2", "3", "s"] : ["0", "2"]
  let units = settings.isThorough ? ["1", "2", "4", "16"] : ["default"]
  let schedules = [["-Zthreads=1"]] + (settings.isThorough ? [["-Zthreads=2"]] : []) + [["-Zthreads=8"], ["-Zthreads=4", "-Zschedule-seed=5"]]
  for level in levels {
    for unit in units {
      let unitFlags = unit == "default" ? [] : ["-Ccodegen-units=\(unit)"]
      var first: Data?
      for schedule in schedules {
        let output = "\(Scratch.path)/\(label).bin"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let what = (["-Copt-level=\(level)"] + unitFlags + schedule).joined(separator: " ")
        let command = [settings.compiler] + flags + ["-Cpanic=abort", "-Clink-arg=-lc", name, "-o", output, "-Copt-level=\(level)"]
        let compiled = runProgram(command + unitFlags + schedule, in: folder, label: label + ".compile", seconds: 300)
        if compiled.status != 0 { return "\(what): the compiler ended with \(compiled.status):\n\(compiled.errorText)" }
        let bytes = FileManager.default.contents(atPath: output)
        if let first {
          if first != bytes { return "\(what): other bytes than with one thread" }
          continue
        }
        first = bytes
        let program = runProgram([output], in: folder, label: label + ".run")
        if program.status != status { return "\(what): the program ended with \(program.status) instead of \(status)" }
        if program.output != expected { return "\(what): other output\n" + difference(expected, program.output, label: label) }
      }
    }
  }
  return nil
}
