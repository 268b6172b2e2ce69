// The step that reads, expands and resolves the crate and the crates it needs.
import Defs
import Diagnostics
import Expand
import Glibc
import LowerAST
import Parallel
import Resolve
import Session
import Source
import Support
import Syntax

/// The names of all crates, with the messages of resolving them: told with those of bodies, which are in between.
struct ResolvedNames {
  var world: World
  var messages = PhasedMessages()
  var isMissingCrate = false

  init(_ world: World, _ diagnostics: DiagnosticList) {
    self.world = world
    messages.add(ofNames: diagnostics, hasExpanded: world.crate(.local).hasExpanded)
    isMissingCrate = diagnostics.all.contains { $0.code == "E0463" }
  }
}

/// Reads, expands and resolves the crates of the library that the crate wants, from their source, and then the crate itself
/// (number 0).
func resolveNames(_ root: CrateRoot, _ session: Session) -> ResolvedNames {
  let world = World()
  var diagnostics = DiagnosticList()
  let wanted = LibraryCrate.wanted(by: root.tokens)
  let crates = LibraryCrate.inOrder(wanted)
  world.reserveCrates(crates.count + 1)
  var numbers: [String: CrateID] = [:]
  if !crates.isEmpty {
    guard case .found(let library) = session.library else {
      if case .missing(let message, let help) = session.library { diagnostics.add(Diagnostic.error(message, at: .none).help(help)) }
      return ResolvedNames(world, diagnostics)
    }
    var options = session.options
    options.cfgs = []
    options.isTest = false
    // As the library that comes with rustc was built, whatever is asked for the crate: its checks are those that a program turns on
    // where it uses the library (`#[rustc_inherit_overflow_checks]`, `ub_checks`).
    options.debugAssertions = false
    options.overflowChecksFlag = false
    options.ubChecks = false
    options.crateTypes = [.rlib]
    let cfgs = session.target.cfgs(options)
    for (i, crate) in crates.enumerated() {
      let number = CrateID(rawValue: UInt16(i + 1))
      var input = CrateInput(
        name: Name(crate.name), edition: crate.edition, rootPath: "\(library)/\(crate.path)", cfg: cfgSet(cfgs + crate.cfgs),
        workers: session.workers, dependencies: crate.dependencies.map { (Name($0.alias), numbers[$0.name]!) },
        environment: environment)
      input.hasAllocInPaths = true
      diagnostics.add(contentsOf: world.resolveCrate(input, as: number))
      numbers[crate.name] = number
    }
  }
  let input = CrateInput(
    name: Name(session.crateName), edition: session.edition, rootPath: FileTable[root.file].path, rootFile: root.file, rootTokens: root.tokens,
    cfg: cfgSet(session.cfgs), workers: session.workers, dependencies: wanted.map { (Name($0), numbers[$0]!) },
    environment: environment)
  diagnostics.add(contentsOf: world.resolveCrate(input, as: .local))
  return ResolvedNames(world, diagnostics)
}

private func cfgSet(_ cfgs: [Cfg]) -> CfgSet {
  var set = CfgSet()
  for cfg in cfgs { set.insert(Name(cfg.name), cfg.value.map { Name($0) }) }
  return set
}

private let environment: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }

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

/// A program starts in `main`, unless it says otherwise. E0601.
func checkMain(_ world: World, _ session: Session) -> DiagnosticList {
  var diagnostics = DiagnosticList()
  let types = session.options.crateTypes
  let root = DefID.root(of: .local)
  if !types.isEmpty && !types.contains(.bin) { return diagnostics }
  if types.isEmpty, let attribute = world.attribute(.crate_type, of: root), case .value(let range) = attribute.tree[attribute.id].arguments {
    let buffer = Trees[Defs[root].tree].buffer
    for i in range.start..<range.end where buffer[i].name.text != "bin" { return diagnostics }
  }
  if world.attribute(Name("no_main"), of: root) != nil { return diagnostics }
  let scope = world.scope(of: root)
  if world.resolveIdent(Ident(.main, Defs[root].span), .value, inModule: scope.module, from: scope) != nil { return diagnostics }
  let buffer = Trees[Defs[root].tree].buffer
  let end = buffer.count > 0 ? buffer[TokenIndex(buffer.count - 1)].span.end : Defs[root].span
  diagnostics.add(
    .error("the crate `\(session.crateName)` has no function `main`", code: "E0601", at: end, label: "put a `main` into this file"))
  return diagnostics
}
