// Libraries: what their objects offer to others.
import Foundation

/// A library: `name.rs`, `name.symbols` with the demangled names of the functions and statics that its object defines for others to
/// see, sorted, as the reference's object has them without optimisation. Compiled at several numbers of threads and units.
func runLibraryTest(_ path: String, _ settings: Settings) -> Failure? {
  let label = path.replacingOccurrences(of: "/", with: ".")
  let golden = "\(settings.root)/\(path.dropLast(3)).symbols"
  let expected = FileManager.default.contents(atPath: golden) ?? Data()
  for (units, schedules) in [("1", schedules), ("4", [["-Zthreads=2"]])] {
    var first: Data?
    for schedule in schedules {
      let stem = "\(Scratch.path)/\(label)"
      let output = "\(stem).o"
      defer { try? FileManager.default.removeItem(atPath: output) }
      let command = [settings.compiler, "--crate-type=lib", "--edition=2021", "-Cpanic=abort", "--emit=obj", path, "-o", output, "-Ccodegen-units=\(units)"]
      let compiled = runProgram(command + schedule, in: settings.root, label: label)
      let what = "\(units) units, \(schedule.joined(separator: " "))"
      if compiled.status != 0 { return "\(what): the compiler ended with \(compiled.status):\n\(compiled.errorText)" }
      let bytes = FileManager.default.contents(atPath: output)
      if let first {
        if first != bytes { return "\(what): other bytes than with one thread" }
        continue
      }
      first = bytes
      let nm = runProgram(
        ["/usr/bin/llvm-nm-19", "--demangle", "--defined-only", "--extern-only", "--format=just-symbols", output], in: settings.root, label: label + ".nm")
      if nm.status != 0 { return "llvm-nm-19 ended with \(nm.status):\n\(nm.errorText)" }
      let names = String(decoding: nm.output, as: UTF8.self).split(separator: "\n").sorted().map { $0 + "\n" }.joined()
      if Data(names.utf8) != expected {
        if !settings.bless { return "\(what): other symbols\n" + difference(expected, Data(names.utf8), label: label) }
        try? Data(names.utf8).write(to: URL(fileURLWithPath: golden))
      }
    }
  }
  return nil
}
