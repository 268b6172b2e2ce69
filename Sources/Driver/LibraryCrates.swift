// The crates of the standard library, as its Cargo.toml files describe them.
import Parallel
import Session
import Source
import Support
import Syntax

/// A crate that is compiled from the library's source.
struct LibraryCrate {
  var name: String
  /// Its root file, from the `library` folder.
  var path: String
  var edition: Edition
  var cfgs: [Cfg] = []
  var dependencies: [(alias: String, name: String)] = []

  init(_ name: String, _ path: String, _ edition: Edition, features: [String] = [], _ dependencies: [String] = []) {
    self.name = name
    self.path = path
    self.edition = edition
    cfgs = features.map { Cfg("feature", $0) }
    if name == "std" { cfgs.append(Cfg("backtrace_in_libstd")) }
    // Crates of others know `core` by another name.
    self.dependencies = dependencies.flatMap { name -> [(alias: String, name: String)] in
      name == "core" || name == "alloc" ? [(name, name), ("rustc_std_workspace_\(name)", name)] : [(name, name)]
    }
  }

  /// A crate stands after those it needs.
  static let all: [LibraryCrate] = [
    LibraryCrate("core", "core/src/lib.rs", .e2024),
    LibraryCrate("alloc", "alloc/src/lib.rs", .e2024, ["core"]),
    LibraryCrate("cfg_if", "vendor/cfg-if-1.0.4/src/lib.rs", .e2018, features: ["rustc-dep-of-std"], ["core"]),
    LibraryCrate("libc", "vendor/libc-0.2.183/src/lib.rs", .e2021, features: ["rustc-dep-of-std"], ["core"]),
    LibraryCrate("unwind", "unwind/src/lib.rs", .e2024, ["core", "libc", "cfg_if"]),
    LibraryCrate(
      "hashbrown", "vendor/hashbrown-0.16.1/src/lib.rs", .e2021,
      features: ["rustc-dep-of-std", "nightly", "rustc-internal-api"], ["core", "alloc"]),
    LibraryCrate("std_detect", "std_detect/src/lib.rs", .e2024, ["core", "alloc", "libc"]),
    LibraryCrate(
      "rustc_demangle", "vendor/rustc-demangle-0.1.27/src/lib.rs", .e2018, features: ["rustc-dep-of-std"], ["core"]),
    LibraryCrate("panic_abort", "panic_abort/src/lib.rs", .e2024, ["core", "alloc", "libc"]),
    LibraryCrate("panic_unwind", "panic_unwind/src/lib.rs", .e2024, ["core", "alloc", "libc", "unwind", "cfg_if"]),
    LibraryCrate(
      "std", "std/src/lib.rs", .e2024, features: ["panic_unwind", "panic-unwind"],
      [
        "core", "alloc", "cfg_if", "libc", "unwind", "hashbrown", "std_detect", "rustc_demangle", "panic_abort", "panic_unwind",
      ]),
  ]

  /// `names` with all that they need, in order.
  static func inOrder(_ names: [String]) -> [LibraryCrate] {
    var needed = Set(names)
    for crate in all.reversed() where needed.contains(crate.name) { needed.formUnion(crate.dependencies.map(\.name)) }
    return all.filter { needed.contains($0.name) }
  }

  /// The library crates that a crate asks for: `core` unless it says `#![no_core]`, and those that `extern crate` names.
  static func wanted(by tokens: TokenBuffer) -> [String] {
    var result: [String] = []
    if !hasInnerAttribute(.no_core, tokens) { result.append("core") }
    var i: TokenIndex = 0
    while i + 2 < tokens.count {
      if tokens[i].isWord(.extern), tokens[i + 1].isWord(.crate), tokens[i + 2].kind == .identifier {
        let name = tokens[i + 2].name.text
        if all.contains(where: { $0.name == name }), !result.contains(name) { result.append(name) }
      }
      i += 1
    }
    return result
  }

  private static func hasInnerAttribute(_ name: Name, _ tokens: TokenBuffer) -> Bool {
    var i: TokenIndex = 0
    while i < tokens.count {
      let t = tokens[i]
      if t.kind == .innerLineDoc || t.kind == .innerBlockDoc {
        i += 1
        continue
      }
      guard t.kind == .pound, tokens[i + 1].kind == .not, tokens[i + 2].kind == .openBracket else { return false }
      let end = tokens.afterTree(at: i + 2)
      if end == i + 5, tokens[i + 3].isWord(name) { return true }
      i = end
    }
    return false
  }
}

extension Token {
  fileprivate func isWord(_ name: Name) -> Bool { kind == .identifier && self.name == name }
}
