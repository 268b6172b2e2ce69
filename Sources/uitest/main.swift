// Runs the tests that are files: `uitest ui|run [--compiler PATH] [--bless] [--thorough] [PATH…]`; a path is a test, a folder, or
// part of a name. `uitest input` compiles input that is no program, `uitest determinism [-n RUNS] [--seconds N]` compares
// many schedules, `uitest tidy` looks at the sources.
import Foundation
import Parallel

var settings = Settings()
var kinds: [String] = []
var runs = 2000
var seed: UInt64 = 1
var seconds = Double.infinity
var arguments = Array(CommandLine.arguments.dropFirst())
while let argument = arguments.first {
  arguments.removeFirst()
  switch argument {
  case "ui", "run", "input", "determinism", "tidy": kinds.append(argument)
  case "-n": runs = arguments.isEmpty ? runs : Int(arguments.removeFirst()) ?? runs
  case "--seconds": seconds = arguments.isEmpty ? seconds : Double(arguments.removeFirst()) ?? seconds
  case "--seed": seed = arguments.isEmpty ? seed : UInt64(arguments.removeFirst()) ?? seed
  case "--compiler": settings.compiler = arguments.isEmpty ? "" : arguments.removeFirst()
  case "--bless": settings.bless = true
  case "--thorough": settings.isThorough = true
  default: settings.filter.append(argument.hasPrefix("./") ? String(argument.dropFirst(2)) : argument)
  }
}
if kinds.contains("tidy") {
  let (problems, remarks) = tidy(root: settings.root)
  for remark in remarks { print("remark: \(remark)") }
  for problem in problems { print("error: \(problem)") }
  print("tidy: \(problems.count) problems")
  exit(problems.isEmpty ? 0 : 1)
}
if settings.compiler.isEmpty { settings.compiler = ".build/debug/skeinc" }
if !settings.compiler.hasPrefix("/") { settings.compiler = settings.root + "/" + settings.compiler }
guard FileManager.default.isExecutableFile(atPath: settings.compiler) else {
  print("there is no compiler at \(settings.compiler): ./dev build makes it")
  exit(2)
}

@MainActor func files(in folder: String) -> [String] {
  let all = FileManager.default.enumerator(atPath: "\(settings.root)/\(folder)")?.compactMap { $0 as? String } ?? []
  return all.filter { $0.hasSuffix(".rs") && !$0.contains("/auxiliary/") }.map { "\(folder)/\($0)" }.sorted()
    .filter { path in settings.filter.isEmpty || settings.filter.contains { path.contains($0) } }
}

if kinds.contains("determinism") {
  let all = subjects(settings, files: files)
  let (troubles, compared) = checkDeterminism(all, runs: runs, seconds: seconds, seed: seed, settings)
  Scratch.remove()
  for trouble in troubles { print("DIFFERENT \(trouble)\n") }
  print("determinism: \(all.count) subjects, \(compared) schedules compared with one thread, \(troubles.count) differ")
  exit(troubles.isEmpty ? 0 : 1)
}

if kinds.contains("input") {
  let (count, troubles) = checkInput(settings)
  Scratch.remove()
  for trouble in troubles { print("FAILED \(trouble)\nrepeat: ./dev test input \(trouble.prefix { $0 != ":" })\n") }
  print("input: \(count - troubles.count) passed, \(troubles.count) failed")
  if kinds.count == 1 || !troubles.isEmpty { exit(troubles.isEmpty ? 0 : 1) }
}

struct Test { let kind: String; let path: String }
// Libraries are tested with the programs.
let folders = kinds.filter { $0 != "input" }.flatMap { $0 == "run" ? ["run", "lib"] : [$0] }
let tests = folders.flatMap { kind in files(in: "tests/\(kind)").map { Test(kind: kind, path: $0) } }
let fixed = settings
let start = Date()
let failures = parallelMap(count: tests.count, workers: Workers(count: Workers.available)) { i -> Failure? in
  let test = tests[i]
  let failure: Failure? = switch test.kind {
  case "ui": runUITest(test.path, fixed)
  case "lib": runLibraryTest(test.path, fixed)
  default: runProgramTest(test.path, fixed)
  }
  // All levels and units of one program take minutes: each is told when it is done, in the order they end.
  if fixed.isThorough {
    let elapsed = String(format: "%.0f", Date().timeIntervalSince(start))
    FileHandle.standardError.write(Data("\(failure == nil ? "passed" : "FAILED") \(test.path) (after \(elapsed) s)\n".utf8))
  }
  return failure
}
Scratch.remove()
var failed = 0
for (test, failure) in zip(tests, failures) {
  guard let failure else { continue }
  failed += 1
  print("FAILED \(test.path)\n\(failure)\nrepeat: ./dev test \(test.kind == "lib" ? "run" : test.kind) \(test.path)\n")
}
let elapsed = String(format: "%.1f", Date().timeIntervalSince(start))
print("\(kinds.joined(separator: ", ")): \(tests.count - failed) passed, \(failed) failed (\(elapsed) s)")
exit(failed == 0 ? 0 : 1)
