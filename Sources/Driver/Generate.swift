// The steps after types: MIR, instances, units, objects, the linked file.
import Codegen
import Collect
import Defs
import Diagnostics
import Glibc
import Link
import MIR
import Monomorphize
import Parallel
import Program
import Resolve
import Session
import Source
import Support
import Types

/// The store of bodies of a checked world.
func makeProgram(_ checked: CheckedWorld, _ session: Session) -> ProgramStore {
  ProgramStore(
    world: checked.world, headers: checked.headers, checker: checked,
    options: ProgramOptions(
      overflowChecks: session.options.hasOverflowChecks, crateName: session.crateName,
      metadata: session.options.metadata.joined(separator: " ")))
}

/// What the crate gives to the outside by itself: exported functions and statics without parameters, the panic handler.
private func roots(_ store: ProgramStore, _ facts: ProgramFacts) -> [MonoItem] {
  var result: [MonoItem] = []
  for def in store.world.bodyOwners(in: .local) {
    let a = facts.attributes(of: def)
    guard a.isExported || a.isUsed, facts.genericCounts(of: def).all == 0 else { continue }
    switch Defs[def].kind {
    case .fn, .assocFn: result.append(.fn(Instance(.item(def), .empty)))
    case .static: result.append(.static(def))
    default: break
    }
  }
  return result
}

/// All instances the crate's roots reach, in units.
func makeInstances(_ store: ProgramStore, _ session: Session) -> (MonoProgram, DiagnosticList) {
  let facts = ProgramAnswers(store)
  let options = PartitionOptions(
    unitCount: session.options.codegenUnitCount, isOptimizing: session.options.optLevel != .none,
    unitNameStem: session.crateName)
  let (program, problems) = monomorphize(
    roots: roots(store, facts), options: options, workers: session.workers, makeFacts: { ProgramAnswers(store) })
  var diagnostics = store.takeConstantProblems()
  if diagnostics.hasErrors { return (program, diagnostics) }
  for (item, text) in problems {
    switch item {
    case .fn(let i):
      let own = store.diagnostics(of: store.owner(of: i.def))
      if own.hasErrors {
        diagnostics.add(contentsOf: own)
      } else {
        diagnostics.add(.unsupported("\(text) (\(TypePrinter.path(of: i.def)))", at: Defs[i.def].identSpan))
      }
    case .static(let d): diagnostics.add(.unsupported(text, at: Defs[d].identSpan))
    }
  }
  return (program, diagnostics)
}

/// LLVM's part: every unit from MIR to bytes.
func makeObjects(_ program: MonoProgram, _ store: ProgramStore, _ session: Session) -> (CodegenResult, DiagnosticList) {
  var settings = TargetSettings()
  let o = session.options
  settings.cpu = o.targetCPU
  settings.features = o.targetFeatures.map { ($0.isOn ? "+" : "-") + $0.name }.joined(separator: ",")
  settings.optLevel =
    switch o.optLevel {
    case .none: .no
    case .less: .less
    case .more: .default
    case .aggressive: .aggressive
    case .size: .size
    case .sizeMin: .sizeMin
    }
  settings.overflowChecks = o.hasOverflowChecks
  settings.ubChecks = o.hasUBChecks
  settings.verify = o.unstable("verify-llvm-ir") != nil
  var kinds: EmitKinds = []
  for e in requestedOutputs(session) {
    switch e.type {
    case .executable, .object: kinds.insert(.object)
    case .assembly: kinds.insert(.assembly)
    case .llvmAssembly: kinds.insert(.llvmIR)
    case .bitcode: kinds.insert(.bitcode)
    default: break
    }
  }
  let result = generateCode(
    program, settings: settings, emit: kinds, workers: session.workers, makeFacts: { ProgramAnswers(store) })
  var diagnostics = DiagnosticList()
  for e in result.errors { diagnostics.add(.error(e, at: .none)) }
  return (result, diagnostics)
}

/// What to write: the linked file, if the command line does not say.
private func requestedOutputs(_ session: Session) -> [Emit] {
  session.options.emits.isEmpty ? [Emit(.executable)] : session.options.emits
}

/// Writes what was asked for; links the executable.
func writeOutputs(_ result: CodegenResult, _ session: Session) -> ([(path: String, type: OutputType)], DiagnosticList) {
  var diagnostics = DiagnosticList()
  var written: [(path: String, type: OutputType)] = []
  for e in requestedOutputs(session) {
    let path = Outputs.path(of: e, crateName: session.crateName, options: session.options)
    let bytes: (EmittedUnit) -> [UInt8]
    switch e.type {
    case .executable:
      if let trouble = linkExecutable(result, path, session) { diagnostics.add(.error(trouble, at: .none)) } else { written.append((path, e.type)) }
      continue
    case .object: bytes = { $0.object }
    case .assembly: bytes = { $0.assembly }
    case .llvmAssembly: bytes = { $0.llvmIR }
    case .bitcode: bytes = { $0.bitcode }
    case .metadata, .mir, .depInfo, .thinLinkBitcode:
      diagnostics.add(.unsupported("`--emit \(e.type.rawValue)`", at: .none))
      continue
    }
    // Several units: one file each, numbered, as rustc does for objects it cannot join.
    for (i, unit) in result.units.enumerated() {
      let file = result.units.count == 1 ? path : numbered(path, i)
      if let trouble = bytes(unit).withUnsafeBytes({ Outputs.write($0, to: file) }) {
        diagnostics.add(.error("could not write output to \(file): \(trouble)", at: .none))
      } else {
        written.append((file, e.type))
      }
    }
  }
  return (written, diagnostics)
}

private func numbered(_ path: String, _ i: Int) -> String {
  guard path != "-", let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path == "-" ? path : "\(path).\(i)" }
  return "\(path[..<dot]).\(i)\(path[dot...])"
}

/// Links the units' objects; the reason if it fails.
private func linkExecutable(_ result: CodegenResult, _ path: String, _ session: Session) -> String? {
  let o = session.options
  var objects: [String] = []
  defer { for f in objects { unlink(f) } }
  for (i, unit) in result.units.enumerated() {
    // Beside the output: one file system, and its name is the same in every run.
    let file = "\(path).\(session.crateName).\(i).rcgu.o"
    if let trouble = unit.object.withUnsafeBytes({ Outputs.write($0, to: file) }) { return "could not write output to \(file): \(trouble)" }
    objects.append(file)
  }
  var link = LinkOptions(
    kind: .pieExecutable, output: path, objects: objects, path: getenv("PATH").map { String(cString: $0) } ?? "")
  link.linker = o.linker
  link.linkArgs = o.linkArgs
  link.searchPaths = o.searchPaths.map(\.path)
  link.libraries = o.nativeLibraries.map { l in
    LinkOptions.Library(
      l.name, kind: l.kind == "static" ? .static : l.kind == "dylib" ? .dylib : .unspecified,
      isVerbatim: l.modifiers.contains("+verbatim"), isWholeArchive: l.modifiers.contains("+whole-archive"))
  }
  link.strip = o.strip == .symbols ? .symbols : o.strip == .debuginfo ? .debuginfo : .none
  do throws(LinkError) {
    try Link.link(link)
    return nil
  } catch {
    return error.message
  }
}
