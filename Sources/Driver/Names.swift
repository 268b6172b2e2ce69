// The step that reads, expands and resolves the crate and the crates it needs.
import Defs
import Diagnostics
import Expand
import Glibc
import Lex
import Parallel
import Resolve
import Session
import Source
import Support
import Syntax

/// Reads, expands and resolves `core` from its source, if the crate wants it, and then the crate itself (number 0).
func resolveNames(_ root: FileID, _ session: Session) -> (World, DiagnosticList) {
  let world = World()
  var diagnostics = DiagnosticList()
  let needsCore = !saysNoCore(FileTable[root])
  world.reserveCrates(needsCore ? 2 : 1)
  var dependencies: [(name: Name, crate: CrateID)] = []
  if needsCore {
    let core = CrateID(rawValue: 1)
    switch session.library {
    case .missing(let message, let help):
      diagnostics.add(Diagnostic.error(message, at: .none).help(help))
      return (world, diagnostics)
    case .found(let library):
      var options = session.options
      options.cfgs = []
      options.isTest = false
      options.crateTypes = [.rlib]
      let input = CrateInput(
        name: .core, edition: .e2024, rootPath: "\(library)/core/src/lib.rs", cfg: cfgSet(session.target.cfgs(options)),
        workers: session.workers, dependencies: [], environment: environment)
      diagnostics.add(contentsOf: world.resolveCrate(input, as: core))
      dependencies.append((.core, core))
    }
  }
  let input = CrateInput(
    name: Name(session.crateName), edition: session.edition, rootPath: FileTable[root].path, rootFile: root,
    cfg: cfgSet(session.cfgs), workers: session.workers, dependencies: dependencies, environment: environment)
  diagnostics.add(contentsOf: world.resolveCrate(input, as: .local))
  return (world, diagnostics)
}

private func cfgSet(_ cfgs: [Cfg]) -> CfgSet {
  var set = CfgSet()
  for cfg in cfgs { set.insert(Name(cfg.name), cfg.value.map { Name($0) }) }
  return set
}

private let environment: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }

/// Whether the crate's inner attributes hold `#![no_core]`.
private func saysNoCore(_ file: SourceFile) -> Bool {
  var ignored = DiagnosticList()
  let tokens = lex(file.bytes, base: file.base, context: .root, into: &ignored)
  var i: TokenIndex = 0
  while i < tokens.count {
    let t = tokens[i]
    if t.kind == .innerLineDoc || t.kind == .innerBlockDoc {
      i += 1
      continue
    }
    guard t.kind == .pound, tokens[i + 1].kind == .not, tokens[i + 2].kind == .openBracket else { return false }
    let end = tokens.afterTree(at: i + 2)
    if end == i + 5, tokens[i + 3].kind == .identifier, tokens[i + 3].name == .no_core { return true }
    i = end
  }
  return false
}

/// Prints what `-Z dump=names|counts` asks for.
func dumpNames(_ world: World, _ session: Session) {
  guard let what = session.options.unstable("dump") else { return }
  switch what {
  case "names": printText(world.dumpNames(of: .local))
  case "counts":
    for (kind, count) in world.countItems(in: .local) { printText("\(kind) \(count)\n") }
    printText("bodies \(world.bodyOwners(in: .local).count)\n")
  default: break
  }
}
