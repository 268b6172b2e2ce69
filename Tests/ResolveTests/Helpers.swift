// One small crate from text, resolved on its own.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Synchronization
import Syntax

@testable import Resolve

/// Tests of one process share the tables of crates by number; those of `LowerAST` use the numbers below 64.
private let nextCrate = Atomic<Int>(64)

struct Resolved {
  let world: World
  let crate: CrateID
  let diagnostics: DiagnosticList
  /// Codes (or the whole sentence of messages without one) in order.
  var errors: [String] { diagnostics.all.map { $0.code ?? $0.message } }
  var names: String { world.dumpNames(of: crate) }

  /// What the path means from the module at `place`.
  func lookUp(_ path: String, _ ns: Namespace = .type, from place: String = "") -> String {
    var module = world.crate(crate).root
    for part in place.split(separator: ":") {
      let found = world.resolveIdent(
        Ident(Name(String(part)), span), .type, inModule: module, from: scope(module))
      guard let found, case .def(_, let def) = found.res, let inner = world.module(of: def) else { return "no place" }
      module = inner
    }
    let idents = path.split(separator: "::", omittingEmptySubsequences: false).map {
      Ident($0.isEmpty ? Name.pathRoot : Name(String($0)), span)
    }
    switch world.resolvePath(idents, ns, in: scope(module)) {
    case .resolved(let res, let rest): return world.describe(res) + (rest == 0 ? "" : " + \(rest)")
    case .failed(let failure): return "failed at \(failure.index)"
    }
  }
  private var span: Span { Span(lo: 1, hi: 1, context: .root(ofCrate: Int(crate.rawValue))) }
  private func scope(_ module: ModuleID) -> Scope {
    Scope(module: module, macros: .empty, expansion: ExpansionID(rawValue: 0))
  }
}

/// Resolves `source` as a crate called `c` that has no library.
func resolve(_ source: String, edition: Edition = .e2021, threads: Int = 1, seed: UInt64 = 0) -> Resolved {
  let number = nextCrate.add(1, ordering: .relaxed).newValue
  let crate = CrateID(rawValue: UInt16(number))
  let world = World()
  world.reserveCrates(number + 1)
  let file = try! FileTable.add(LoadedFile(path: "t.rs", text: "#![no_core]\n" + source))
  let input = CrateInput(
    name: Name("c"), edition: edition, rootPath: "t.rs", rootFile: file, cfg: CfgSet(),
    workers: Workers(count: threads, seed: seed), dependencies: [], environment: { _ in nil })
  let diagnostics = world.resolveCrate(input, as: crate)
  return Resolved(world: world, crate: crate, diagnostics: diagnostics)
}
