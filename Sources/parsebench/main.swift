// Developer tool: reads Rust files and prints speed, counts and errors of scanning, lexing or parsing them.
import Diagnostics
import Glibc
import Lex
import Parse
import Source
import Support
import Syntax

/// Options and inputs of one run.
struct Bench {
  enum Mode { case scan, lex, items, parse }
  var mode = Mode.parse
  var edition = Edition.e2024
  var repetitions = 1
  var showsErrors = false
  /// Prints each file's path after `+` or `-`: accepted or refused.
  var showsVerdicts = false
  var paths: [String] = []

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--scan": mode = .scan
      case "--lex": mode = .lex
      case "--items": mode = .items
      case "--parse": mode = .parse
      case "--errors": showsErrors = true
      case "--verdicts": showsVerdicts = true
      case "--repeat": repetitions = Int(rest.popFirst() ?? "") ?? 1
      case "--edition":
        switch rest.popFirst() {
        case "2015": edition = .e2015
        case "2018": edition = .e2018
        case "2021": edition = .e2021
        default: edition = .e2024
        }
      case "--list":
        // Paths, one per line, in a file.
        if let list = rest.popFirst(), let bytes = readFile(list) {
          paths += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
      default: paths.append(argument)
      }
    }
  }
}

func readFile(_ path: String) -> UnsafeBufferPointer<UInt8>? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  fseek(file, 0, SEEK_END)
  let size = ftell(file)
  guard size >= 0, size < Int(UInt32.max) else { return nil }
  fseek(file, 0, SEEK_SET)
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size + 4)
  let got = fread(bytes, 1, size, file)
  for i in got..<size + 4 { bytes[i] = 0 }
  return UnsafeBufferPointer(start: bytes, count: got)
}

/// The `.rs` files at or below `path`, in order of their paths.
func rustFiles(_ path: String) -> [String] {
  guard let directory = opendir(path) else { return [path] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    let isDirectory = entry.pointee.d_type == UInt8(DT_DIR)
    if name != "." && name != ".." && (isDirectory || name.hasSuffix(".rs")) { names.append(name) }
  }
  return names.sorted().flatMap { rustFiles(path + "/" + $0) }
}

func seconds() -> Double {
  var t = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t)
  return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
}

func run(_ bench: Bench) {
  Hygiene.setRoot(crate: 0, edition: bench.edition)
  var files: [(path: String, bytes: UnsafeBufferPointer<UInt8>)] = []
  for path in bench.paths.flatMap(rustFiles) {
    guard let bytes = readFile(path) else {
      print("cannot read \(path)")
      continue
    }
    files.append((path, bytes))
  }
  let total = files.reduce(0) { $0 + $1.bytes.count }
  for _ in 0..<bench.repetitions {
    var tokens = 0
    var expressions = 0
    var filesWithErrors = 0
    let start = seconds()
    for (path, bytes) in files {
      var diagnostics = DiagnosticList()
      switch bench.mode {
      case .scan: tokens += countRawTokens(bytes, edition: bench.edition)
      case .lex:
        tokens += lex(bytes, base: 1, context: .root, into: &diagnostics).count
      case .items, .parse:
        let buffer = lex(bytes, base: 1, context: .root, into: &diagnostics)
        tokens += buffer.count
        let file = parseFile(buffer, bodies: bench.mode == .items ? .skip : .parse, diagnostics: &diagnostics)
        expressions += file.tree.nodes.exprs.count
      }
      if bench.showsVerdicts { print(diagnostics.hasErrors ? "- \(path)" : "+ \(path)") }
      if diagnostics.hasErrors {
        filesWithErrors += 1
        if bench.showsErrors {
          for d in diagnostics.all { print("\(path): +\(Int(d.primarySpan.lo) - 1): \(d.level): \(d.message)") }
        }
      }
    }
    let time = seconds() - start
    print(
      "\(files.count) files, \(total) bytes, \(tokens) tokens, \(expressions) expressions, \(filesWithErrors) files with errors, "
        + "\(Int(time * 1000)) ms, \(Int(Double(total) / time / 1e6)) MB/s")
  }
}

run(Bench(Array(CommandLine.arguments.dropFirst())))
