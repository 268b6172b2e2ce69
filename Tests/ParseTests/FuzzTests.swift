import Diagnostics
import Glibc
import Lex
import Parallel
import Parse
import Source
import Support
import Syntax
import Testing

/// A fixed sequence of numbers (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Any bytes give a tree: nothing traps, hangs or breaks an invariant. `SKEIN_FUZZ_SECONDS` sets the time per test (default 2).
@Suite struct FuzzTests {
  static let words: [String] = [
    "(", ")", "[", "]", "{", "}", "()", "{}", "[]", ",", ";", ":", "::", ".", "..", "..=", "...", "=", "==", "=>", "->", "<-", "<", ">", "<<", ">>", ">>=",
    "&", "&&", "|", "||", "!", "?", "#", "#!", "$", "@", "*", "+", "+=", "-", "/", "%", "^", "~", "_", "'a", "'a:", "1", "1.5", "0.1", "1.", "\"s\"", "b\"s\"", "'c'",
    "x", "y", "X", "r#fn", "as", "async", "await", "auto", "become", "box", "break", "builtin", "catch", "const", "continue", "contract_requires", "crate",
    "default", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "macro_rules", "match", "mod",
    "move", "mut", "pin", "pub", "raw", "ref", "return", "reuse", "safe", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "use", "where", "while", "yeet", "yield", "/// d\n", "//! d\n", "#[a]", "#![a]", "a::b", "A<B>", "f(x)", "m!()", "m!{}", "fn f() {", "impl A {", "match x {", "let y = ",
  ]

  static let snippets: [String] = [
    "pub fn f<'a, T: A<B = C> + ?Sized, const N: usize>(&'a mut self, (x, y): (u8, [T; N])) -> Result<T, impl Fn(u8) -> u8> where T: 'a { let Some(z) = x.y::<T>()? else { return Err(()) }; match z { A { b, .. } | C(1..=2, _) if b > 3 && let Some(q) = w => |k| k + 1, ref r @ [_, .., s] => { loop { break 'a; } } _ => unsafe { *p }, } }",
    "impl<T> const A for &'static mut dyn B<T> { default type X: C = D; const Y: u8 = { 3 }; fn z(self: Box<Self>) {} m! { a } }",
    "#[derive(A, b::C)] pub(in a::b) enum E { A = 1 << 3, B { x: u8 = 2, y: *const T }, C(#[a] u8, pub T) } macro_rules! m { ($($a:expr),* $(,)?) => { $(f($a);)* } }",
    "use a::{self, b as c, d::{*, e}}; extern \"C\" { pub safe fn f(x: u8, ...); static mut X: u8; } unsafe impl !Send for S {} trait T = A + B; type F = for<'a> unsafe extern \"C\" fn(&'a u8) -> !;",
    "fn g() { if let A = b && c || d {} else if x < y as u8 << 2 { a..=b } else { [1; 3][..] = (1, 2.0, 'c', b\"x\\xff\") } for (i, j) in k.l().m { continue 'o } async move { x.await }; const { 1 }; S { a, b: c, ..d }.e.0.1; }",
  ]

  private func check(_ bytes: [UInt8], _ edition: Edition) {
    var diagnostics = DiagnosticList()
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 4)
    defer { copy.deallocate() }
    _ = copy.initialize(from: bytes + [0, 0, 0, 0])
    let buffer = lex(
      UnsafeBufferPointer(start: copy.baseAddress!, count: bytes.count), base: 1, context: context(edition), into: &diagnostics)
    var open: [UInt32] = []
    for i in 0..<UInt32(buffer.count) {
      let token = buffer[i]
      if token.kind.isOpen { open.append(i) }
      if token.kind.isClose {
        guard let o = open.popLast(), buffer[o].payload == i, token.payload == o else {
          Issue.record("brackets do not match")
          return
        }
      }
    }
    #expect(open.isEmpty && (diagnostics.hasErrors || !buffer.isBroken))
    let whole = parseFile(buffer, bodies: .parse, diagnostics: &diagnostics)
    // Skipping bodies and parsing them later finds errors in the same files.
    var later = DiagnosticList()
    let skipped = parseFile(buffer, bodies: .skip, diagnostics: &later)
    for f in skipped.tree.nodes.fns.all {
      if case .tokens(let range) = f.body { _ = parseBody(buffer, range, diagnostics: &later) }
    }
    if !buffer.isBroken && diagnostics.errorCount == 0 { #expect(!later.hasErrors) }
    // The tree can be walked whole.
    let dump = Dump(tree: whole.tree)
    if diagnostics.errorCount == 0 { _ = dump.list(whole.items, dump.item) }
    var fragment = DiagnosticList()
    var semi = false
    _ = parseExpression(buffer, hasTrailingSemi: &semi, diagnostics: &fragment)
    _ = parseStatements(buffer, hasSemi: false, diagnostics: &fragment)
    _ = parseType(buffer, diagnostics: &fragment)
    _ = parsePattern(buffer, diagnostics: &fragment)
    _ = parseMetaItems(buffer, buffer.wholeRange, diagnostics: &fragment)
  }

  private func repeatedly(seed: UInt64, _ make: (inout FixedRandom) -> [UInt8]) {
    let limit = getenv("SKEIN_FUZZ_SECONDS").flatMap { Double(String(cString: $0)) } ?? 2
    let start = ContinuousClock.now
    var random = FixedRandom(state: seed)
    while start.duration(to: .now) < .seconds(limit) {
      let edition = Edition(rawValue: UInt8.random(in: 0...3, using: &random))!
      check(make(&random), edition)
    }
  }

  @Test func randomBytes() {
    repeatedly(seed: 1) { random in
      let alphabet = Array("\"'\\/*#rbc{}()[]\n\r\t \u{0}0x1eE_.'-!<>=é\u{2028}\u{1F600}".utf8) + [0x80, 0xFF]
      return (0..<Int.random(in: 0...200, using: &random)).map { _ in
        Bool.random(using: &random) ? alphabet.randomElement(using: &random)! : UInt8.random(in: 0...127, using: &random)
      }
    }
  }

  @Test func tokenSoup() {
    repeatedly(seed: 2) { random in
      let words = (0..<Int.random(in: 1...60, using: &random)).map { _ in Self.words.randomElement(using: &random)! }
      return Array(words.joined(separator: Bool.random(using: &random) ? " " : "").utf8)
    }
  }

  @Test func mutatedSnippets() {
    repeatedly(seed: 3) { random in
      var words = Self.snippets.randomElement(using: &random)!.split(separator: " ").map(String.init)
      for _ in 0..<Int.random(in: 1...4, using: &random) where words.count > 2 {
        let i = Int.random(in: 0..<words.count, using: &random)
        let j = Int.random(in: 0..<words.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: words.remove(at: i)
        case 1: words.swapAt(i, j)
        case 2: words.insert(Self.words.randomElement(using: &random)!, at: i)
        default: words[i] = Self.words.randomElement(using: &random)!
        }
      }
      return Array(words.joined(separator: " ").utf8)
    }
  }

  /// Programs of `tests/run` and `tests/ui`.
  static let files: [[UInt8]] = {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    var result: [[UInt8]] = []
    for folder in ["tests/run/core", "tests/ui/parse", "tests/ui/resolve", "tests/ui/typecheck"] {
      guard let list = opendir("\(root)/\(folder)") else { continue }
      defer { closedir(list) }
      var names: [String] = []
      while let entry = readdir(list) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name.hasSuffix(".rs") { names.append(name) }
      }
      for name in names.sorted() {
        guard let file = fopen("\(root)/\(folder)/\(name)", "r") else { continue }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        result.append(Array(bytes.prefix(count)))
      }
    }
    return result
  }()

  @Test func mutatedFiles() {
    #expect(!Self.files.isEmpty)
    repeatedly(seed: 4) { random in
      var bytes = Self.files.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...8, using: &random) where bytes.count > 8 {
        let i = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes.removeSubrange(i..<min(bytes.count, i + Int.random(in: 1...40, using: &random)))
        case 1: bytes.insert(contentsOf: Self.words.randomElement(using: &random)!.utf8, at: i)
        case 2: bytes[i] = UInt8.random(in: 0...255, using: &random)
        case 3: bytes.removeSubrange(i...)
        default:
          let j = Int.random(in: 0..<bytes.count, using: &random)
          bytes.insert(contentsOf: bytes[min(i, j)..<min(bytes.count, min(i, j) + 60)], at: i)
        }
      }
      return bytes
    }
  }
}
