// The steps after types: MIR, instances, units, objects, the linked file.
import Codegen
import Collect
import Defs
import Diagnostics
import MIR
import Monomorphize
import Parallel
import Program
import Reachability
import Resolve
import Session
import Source
import Support
import Types

/// The store of bodies of a checked world.
func makeProgram(_ checked: CheckedWorld, _ session: Session) -> ProgramStore {
  let lints = LintLevels(world: checked.world, options: session.options)
  let level = lints.level(of: .longRunningConstEval, at: DefID.root(of: .local), nil)
  return ProgramStore(
    world: checked.world, headers: checked.headers, checker: checked,
    options: ProgramOptions(
      overflowChecks: session.options.hasOverflowChecks, crateName: session.crateName,
      metadata: session.options.metadata.joined(separator: " "), allowsLongEvaluation: level != .deny && level != .forbid))
}

/// What is made whether the crate uses it or not: exported functions and all statics; in libraries also what other crates may refer to.
private func roots(_ store: ProgramStore, _ facts: ProgramAnswers, _ session: Session) -> [MonoRoot] {
  var result: [MonoRoot] = []
  func add(_ def: DefID, isExported: Bool) {
    switch Defs[def].kind {
    case .globalAsm: result.append(MonoRoot(.assembly(def), isExported: false))
    case .fn, .assocFn:
      if let args = facts.argsIfOnlyLifetimes(def) { result.append(MonoRoot(.fn(Instance(.item(def), args)), isExported: isExported)) }
    case .static: result.append(MonoRoot(.static(def), isExported: isExported))
    default: break
    }
  }
  let owners = bodyOwnersAtAnyDepth(store.world, session.workers)
  var exported: [DefID] = []
  for def in owners {
    let a = facts.attributes(of: def)
    if a.isExported || a.isUsed { exported.append(def) }
    if a.isExported || a.isUsed || Defs[def].kind == .static || Defs[def].kind == .globalAsm { add(def, isExported: a.isExported) }
  }
  if session.crateTypes.contains(where: \.isRustLibrary) {
    for def in reachableItems(store, owners: owners, exported: exported, session.workers) { add(def, isExported: true) }
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
    roots: roots(store, facts, session), options: options, workers: session.workers, makeFacts: { ProgramAnswers(store) })
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
    case .static(let d), .assembly(let d): diagnostics.add(.unsupported(text, at: Defs[d].identSpan))
    }
  }
  return (program, diagnostics)
}

/// LLVM's part: every unit from MIR to bytes.
func makeObjects(_ program: MonoProgram, _ store: ProgramStore, _ session: Session) -> (CodegenResult, DiagnosticList) {
  var settings = TargetSettings()
  let o = session.options
  settings.cpu = o.targetCPU == "native" ? "x86-64" : o.targetCPU
  // The host's features are named one by one; then what the command line changes, with what it implies.
  var features = o.targetCPU == "native" ? session.target.features.flatMap { TargetFeatures.llvmNames($0).map { "+" + $0 } } : []
  for f in o.targetFeatures where TargetFeatures.isKnown(f.name) {
    features += TargetFeatures.llvmNames(f.name).map { (f.isOn ? "+" : "-") + $0 }
  }
  settings.features = features.joined(separator: ",")
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
  for e in session.outputs.emits {
    switch e.type {
    case .executable where session.crateTypes.contains(.bin): kinds.insert(.object)
    case .object: kinds.insert(.object)
    case .assembly: kinds.insert(.assembly)
    case .llvmAssembly: kinds.insert(.llvmIR)
    case .bitcode: kinds.insert(.bitcode)
    default: break
    }
  }
  // One worker has one unit in flight.
  var workers = session.workers
  if let limit = o.unstable("max-memory").flatMap({ $0 }).flatMap({ Int($0) }) {
    workers = workers.limited(
      to: MemoryLimit.unitsInFlight(program.units.map(\.cost), limit: limit, inUse: StepProfile.memoryInUse()))
  }
  let result = generateCode(
    program, settings: settings, emit: kinds, workers: workers, makeFacts: { ProgramAnswers(store) })
  var diagnostics = store.takeConstantProblems()
  for e in result.errors { diagnostics.add(.error(e, at: .none)) }
  return (result, diagnostics)
}

