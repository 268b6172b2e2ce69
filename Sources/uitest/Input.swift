// Input that no compiler should stumble over: `uitest input`. Any bytes end in a message and exit status 1 (or in none and 0): never in
// a signal, a hang, or half of an output.
import Foundation
import Parallel

/// Something to compile, and how the compiler must end.
struct BadInput: Sendable {
  var name: String
  var bytes: [UInt8]
  /// Nil: 0 or 1.
  var status: Int32? = 1
  init(_ name: String, _ text: String, status: Int32? = 1) { self.init(name, bytes: Array(text.utf8), status: status) }
  init(_ name: String, bytes: [UInt8], status: Int32? = 1) {
    self.name = name
    self.bytes = bytes
    self.status = status
  }
}

/// Repeatable random numbers.
struct Random {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
  mutating func below(_ n: Int) -> Int { Int(next() % UInt64(max(1, n))) }
}

/// Nesting of everything that nests, this deep.
private func nested(_ n: Int) -> [BadInput] {
  func times(_ s: String) -> String { String(repeating: s, count: n) }
  let pairs: [(String, String, String, String, String)] = [
    // name, before, open, middle, close
    ("paren", "fn main(){let x=", "(", "1", ")"), ("bracket", "fn main(){let x=", "[", "1", "]"), ("brace", "fn main(){let x=", "{", "1", "}"),
    ("call", "fn main(){let x=", "f(", "1", ")"), ("struct", "fn main(){let x=", "S{a:", "1", "}"), ("block-if", "fn main(){", "if true {", "", "}"),
    ("match", "fn main(){let x=", "match 1{_=>", "1", "}"), ("closure-block", "fn main(){let x=", "|x|{", "1", "}"),
    ("generic", "type T=", "Option<", "u8", ">"), ("tuple-type", "type T=", "(", "u8", ",)"), ("array-type", "type T=", "[", "u8", ";1]"),
    ("fn-type", "type T=", "fn(", "u8", ")"), ("qself", "type T=", "<", "u8", " as X>::Y"), ("impl-type", "fn f(x:", "impl Fn(", "u8", ")"),
    ("tuple-pattern", "fn main(){let ", "(", "x", ",)"), ("some-pattern", "fn main(){let ", "Some(", "x", ")"),
    ("slice-pattern", "fn main(){let ", "[", "x", "]"), ("mod", "", "mod a{", "", "}"), ("fn", "", "fn a(){", "", "}"), ("use", "use ", "a::{", "b", "}"),
    ("macro-tokens", "macro_rules! m{($($t:tt)*)=>{$($t)*}}fn main(){", "m!{", "", "}"), ("macro-pattern", "macro_rules! m{", "$(", "a", ")*"),
    ("attribute", "#[", "a(", "b", ")"), ("cfg", "#[cfg(", "not(", "x", ")"), ("comment", "", "/*", "", "*/"),
  ]
  var all = pairs.flatMap { name, before, open, middle, close in
    [
      BadInput("nested-\(name)", before + times(open) + middle + times(close), status: nil), BadInput("open-\(name)", before + times(open)),
    ]
  }
  let prefixes = [
    "!", "-", "*", "&", "&mut ", "return ", "||", "..", "unsafe{", "if ", "loop{", "async{", "match ", "while ", "break ", "let x=", "const{", "'a:{",
  ]
  for p in prefixes { all.append(BadInput("prefix-\(p.filter(\.isLetter))-\(p.utf8.reduce(0) { $0 &* 31 &+ Int($1) })", "fn main(){let x=" + times(p) + "1;}", status: nil)) }
  for (name, op) in [("add", "+"), ("and", "&&"), ("equal", "=="), ("assign", "="), ("range", ".."), ("cast", " as "), ("dot", ".x."), ("shift", "<<"), ("less", "<")] {
    all.append(BadInput("chain-\(name)", "fn main(){let x=" + times("1" + op) + "1;}", status: nil))
  }
  for s in ["?", "()", "[0]", ".f()", " as u8", ".await"] { all.append(BadInput("postfix-\(s.filter(\.isLetter))-\(s.utf8.count)", "fn main(){let x=f" + times(s) + ";}", status: nil)) }
  all.append(BadInput("else-if", "fn main(){" + times("if true {} else ") + "{}}", status: nil))
  all.append(BadInput("or-pattern", "fn main(){match 1{" + times("1|") + "2=>{},_=>{}}}", status: nil))
  all.append(BadInput("references", "type T=" + times("&") + "u8;", status: nil))
  all.append(BadInput("bounds", "fn f<T:" + times("Copy+") + "Copy>(){}", status: nil))
  all.append(BadInput("raw-string", "fn main(){r" + times("#") + "\""))
  all.append(BadInput("path", "use " + times("a::") + "b;"))
  return all
}

private func others() -> [BadInput] {
  func times(_ n: Int, _ s: String) -> String { String(repeating: s, count: n) }
  var all = [
    // Work that must not grow with the square of the input.
    BadInput("many-of-one-name", "#![no_std]" + times(20_000, "fn f(){}\n")),
    BadInput("many-imports-of-one-name", "#![no_std]" + times(100_000, "use core::mem;\n")),
    BadInput("long-line-with-errors", "#![no_std] fn main(){" + times(4_000, "let x: u8 = y; ") + "}"),
    BadInput("long-line-of-brackets", "fn main(){" + times(100_000, "foo((]; ") + "}"),
    BadInput("nul", bytes: Array("fn main(){\0 let x = 1;}\0".utf8)), BadInput("invalid-utf8", bytes: Array("fn main(){\"".utf8) + [0xFF, 0xFE]),
    BadInput("utf16", bytes: [0xFF, 0xFE, 0x66, 0, 0x6E, 0]), BadInput("byte-order-mark", "\u{FEFF}#![no_std] #![no_main]", status: nil),
    BadInput("empty", "", status: nil), BadInput("carriage-returns", "fn main(){\r let x = \"a\rb\"; }\r"),
    BadInput("direction", "fn main(){ let \u{202E} = 1; }"), BadInput("missing-module", "mod nothere; fn main(){}"),
    BadInput("include-itself", "include!(\"include-itself.rs\"); fn main(){}"),
    BadInput("module-itself", "#[path=\"module-itself.rs\"] mod a; fn main(){}"),
    BadInput("include-nothing", "fn main(){ include_str!(\"nothere\"); include_bytes!(\".\"); include!(\"nothere\"); }"),
    BadInput("macro-recursion", "macro_rules! m{()=>{m!()}}fn main(){m!();}"),
    BadInput("macro-growth", "macro_rules! m{($($t:tt)*)=>{m!($($t)* $($t)*)}}fn main(){m!(a);}"),
    BadInput("item-recursion", "macro_rules! m{()=>{m!();}}m!();fn main(){}"), BadInput("open-string", "fn main(){\"" + String(repeating: "a", count: 100_000)),
    BadInput("large-file", "#![no_std]\n#![no_main]\n" + String(repeating: "// " + String(repeating: "x", count: 96) + "\n", count: 500_000), status: 0),
    BadInput("large-string", "\"" + String(repeating: "a", count: 50_000_000)), BadInput("large-brackets", String(repeating: "(", count: 5_000_000)),
  ]
  var random = Random(state: 0x5EED)
  for i in 0..<12 {
    let count = [10, 1_000, 50_000][i % 3]
    all.append(BadInput("random-\(i)", bytes: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }))
  }
  let words =
    "fn let { } ( ) [ ] < > :: -> => impl trait struct enum match if else x 1 \"a\" 'a 'c' ; , : & * mut pub where for in # ! $ .. ..= = + - | macro_rules m async unsafe const static type use mod as dyn return break loop self Self crate super @ ? . _ ///d"
    .split(separator: " ").map(String.init)
  for i in 0..<24 {
    let text = (0..<[50, 500, 5_000][i % 3]).map { _ in words[random.below(words.count)] }.joined(separator: i % 2 == 0 ? " " : "\n")
    all.append(BadInput("words-\(i)", text, status: nil))
  }
  return all
}

/// More of something than the compiler has numbers for: half a minute each.
private func tooMany() -> [BadInput] {
  [BadInput("too-many-definitions", "#![no_std]" + String(repeating: "fn f(){}\n", count: 3_000_000))]
}

/// Files of this project's programs, cut off and with bytes changed.
private func mutations(_ root: String) -> [BadInput] {
  let folder = "\(root)/tests/run/core"
  let files = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasSuffix(".rs") }.sorted() ?? []
  var random = Random(state: 0xB17E)
  return files.flatMap { file -> [BadInput] in
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return [] }
    let bytes = [UInt8](data)
    var changed = bytes
    for _ in 0..<20 { changed[random.below(changed.count)] = UInt8(32 + random.below(95)) }
    return [
      BadInput("cut-\(file)", bytes: Array(bytes.prefix(random.below(bytes.count))), status: nil), BadInput("changed-\(file)", bytes: changed, status: nil),
    ]
  }
}

/// Compiles all of it; returns what went wrong.
func checkInput(_ settings: Settings) -> (count: Int, troubles: [String]) {
  let folder = Scratch.path + "/input"
  try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let all = (nested(settings.isThorough ? 100_000 : 20_000) + others() + mutations(settings.root) + (settings.isThorough ? tooMany() : [])).filter { input in
    settings.filter.isEmpty || settings.filter.contains { input.name.contains($0) }
  }
  let found = parallelMap(count: all.count, workers: Workers(count: Workers.available)) { i -> String? in
    let input = all[i]
    let path = "\(folder)/\(input.name.hasSuffix(".rs") ? input.name : input.name + ".rs")"
    let output = "\(folder)/\(input.name).out"
    try? Data(input.bytes).write(to: URL(fileURLWithPath: path))
    defer {
      unlink(path)
      unlink(output)
    }
    let result = runProgram(
      [settings.compiler, path, "-o", output, "-Zno-codegen", "--edition=2021"], in: folder, label: "input.\(i)", seconds: 120)
    return trouble(result, input.status, output: output).map { "\(input.name): \($0)" }
  }
  let special = checkPlaces(settings, folder)
  return (all.count + special.count, found.compactMap { $0 } + special.troubles)
}

private func trouble(_ result: ProgramResult, _ status: Int32?, output: String?) -> String? {
  if result.timedOut { return "it ran for two minutes" }
  let isExpected = status.map { result.status == $0 } ?? (result.status == 0 || result.status == 1)
  if !isExpected { return "ended with \(result.status): \(result.errorText.prefix(300))" }
  if result.status == 1 && result.errors.isEmpty { return "failed without a message" }
  if let output, result.status == 1, FileManager.default.fileExists(atPath: output) { return "left an output behind" }
  return nil
}

/// Where input comes from and where output goes.
private func checkPlaces(_ settings: Settings, _ folder: String) -> (count: Int, troubles: [String]) {
  let good = "\(folder)/good.rs"
  try? Data("#![no_std]\n#![no_main]\nfn f() {}\n".utf8).write(to: URL(fileURLWithPath: good))
  let bad = "\(folder)/bad.rs"
  try? Data("#![no_std]\nfn main() { x }\n".utf8).write(to: URL(fileURLWithPath: bad))
  let closed = "\(folder)/closed.rs"
  try? Data("fn main() {}".utf8).write(to: URL(fileURLWithPath: closed))
  chmod(closed, 0)
  let c = settings.compiler
  func shell(_ script: String) -> [String] { ["/bin/sh", "-c", script, c] }
  var cases: [(String, [String], Int32?)] = [
    ("a folder as input", [c, folder], 1), ("no such file", [c, "\(folder)/nothere.rs"], 1), ("no input", [c], 0),
    ("an unknown flag", [c, "--nothere", good], 1), ("closed standard error", shell("exec \"$0\" \(bad) -Zno-codegen 2>&-"), 1),
    ("closed standard output", shell("exec \"$0\" --help >&-"), nil), ("a full standard output", shell("exec \"$0\" --help > /dev/full"), nil),
    ("nobody reads", shell("\"$0\" --print cfg | true; \"$0\" \(bad) -Zno-codegen 2>&1 | true"), 0),
    ("an output in a folder that is not there", [c, good, "--crate-type=lib", "--emit=llvm-ir", "-o", "/nothere/x"], 1),
    ("a full output", [c, good, "--crate-type=lib", "--emit=llvm-ir=/dev/full"], 1),
    ("a file that cannot be written", [c, good, "--print", "cfg=/nothere/x"], 1), ("a full file", [c, good, "--print", "cfg=/dev/full"], 1),
  ]
  if getuid() != 0 { cases.append(("no permission", [c, closed], 1)) }
  var troubles: [String] = []
  for (i, (name, arguments, status)) in cases.enumerated() {
    let result = runProgram(arguments, in: folder, label: "places.\(i)", seconds: 60)
    let isSilent = name.hasPrefix("closed standard error")
    if result.timedOut || !(status.map { $0 == result.status } ?? (result.status == 0 || result.status == 1)) {
      troubles.append("\(name): ended with \(result.status): \(result.errorText.prefix(300))")
    } else if result.status == 1 && result.errors.isEmpty && !isSilent {
      troubles.append("\(name): failed without a message")
    }
  }
  return (cases.count, troubles)
}
