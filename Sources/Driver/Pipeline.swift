// The steps of a compilation, in order.
import CheckItems
import Defs
import Diagnostics
import Glibc
import LowerAST
import Parallel
import Session
import Source
import Support
import Syntax

/// Runs all steps on a crate and returns the exit status. Reads as a table of contents: each step is one call; what a step finds
/// wrong is printed when it ends, and decides whether the next one runs.
func runSteps(_ root: CrateRoot, _ session: Session, _ emitter: consuming DiagnosticEmitter) -> Int32 {
  var run = Run(session, emitter)
  markLibraryFiles(session)
  for warning in session.outputs.warnings { run.report(Diagnostic(.warning, warning, at: .none)) }
  // The root file with all bodies: what cannot be cut into tokens ends the compilation before the library is read.
  let isReadable = run.step("parsing the root") { parseRoot(root, session.workers) }
  if session.options.parseCrateRootOnly || !isReadable || session.options.stopAfter == .parse { return run.end() }
  // The count of bodies that pass goes on after errors.
  let countsMIR = session.options.unstable("dump") == "mir"
  let countsBodies = session.options.unstable("dump") == "typeck" || countsMIR
  let wantsHeaders = session.options.stopAfter == .headers || countsBodies
  // What macros and imports in bodies have to say comes in between, if bodies are looked at.
  let names = run.step("names") {
    let names = resolveNames(root, session)
    let isAll = session.options.stopAfter == .expand || names.isMissingCrate || wantsHeaders
    return (names, isAll ? names.messages.all : DiagnosticList())
  }
  let world = names.world
  dumpNames(world, session)
  if session.options.stopAfter == .expand || run.isMissingCrate { return run.end() }
  var lastMessages = DiagnosticList()
  // What is told with the types of each body, for when these are not looked at.
  var messagesOfBodies = DiagnosticList()
  if !wantsHeaders {
    // Checking to the end of names lowers everything; later steps use what was lowered.
    let lowered = run.step("lowering") { lowerNames(names, session) }
    if lowered.messages.hasFailedExpansion { return run.end() }
    let ordered = lowered.messages.ordered()
    lastMessages = ordered.end
    messagesOfBodies = ordered.last
    dumpLowering(lowered, world, session)
    guard run.step("outputs", { prepareOutputs(session) }) else { return run.end() }
    guard run.writeText(.depInfo, { depInfoText(world, session) }) else { return run.end() }
    run.step("outputs") { makeOutputFolder(session) }
    if session.outputs.emits.allSatisfy({ $0.type == .depInfo }) { return run.end() }
    // Wrong names hide nothing else: what has them is of the error type from here on.
    if session.options.stopAfter == .resolve || session.options.unstable("dump") != nil { return run.end() }
  }
  if !countsBodies && session.options.stopAfter == nil { run.step("main") { ((), checkMain(world, session)) } }
  let nested = wantsHeaders ? [] : run.step("items in bodies") { (nestedItems(world, session), DiagnosticList()) }
  let headers = run.step("headers") { collectHeaders(world, nested: nested, session, namesAreTold: !wantsHeaders) }
  dumpHeaders(headers, world, session)
  if !countsBodies, session.options.stopAfter == .headers { return run.end() }
  let checked = CheckedWorld(world: world, headers: headers)
  let program = makeProgram(checked, session)
  let hasBadNames = run.hasErrors || !lastMessages.isEmpty || !messagesOfBodies.isEmpty
  let hasUnknownTraits = hasBadNames && mentionUnknownTraits(world, nested: nested, session)
  let itemMessages = run.step("items") { () -> (DiagnosticList, DiagnosticList) in
    let lints = LintLevels(world: world, options: session.options)
    let list = checkItems(
      of: .local, nested: nested, in: world, headers, hasUnknownTraits: hasUnknownTraits, workers: session.workers
    ) { checkConstants(inHeaderOf: $0, program, checked, lints) }
    return (list, list)
  }
  let isFinite = !itemMessages.all.contains { $0.code == "E0072" }
  // Types without end have no values to look at; where traits are not known, nor is what holds.
  if !isFinite || hasUnknownTraits {
    messagesOfBodies.add(contentsOf: lastMessages)
    run.step("types") { ((), messagesOfBodies.sortedByPosition()) }
    return run.end()
  }
  let isClean = !run.hasErrors && lastMessages.isEmpty
  let bodies = run.step("types") {
    var output = checkBodies(of: .local, program, checked, session, isClean: isClean, items: itemMessages)
    output.1.add(contentsOf: lastMessages)
    return output
  }
  dumpTypeck(bodies, session)
  if countsMIR {
    dumpMIR(run.step("MIR") { (buildAllMIR(program, session), DiagnosticList()) })
    return run.end()
  }
  if run.mayStop(after: .typeck) { return run.end() }
  run.step("constants") { evaluateConstants(program, session) }
  if run.mayStop(after: .typeck) { return run.end() }
  if session.outputs.wants(.mir) {
    let text = run.step("MIR as text") { mirText(program, session) }
    if run.hasErrors { return run.end() }
    run.writeText(.mir) { text }
  }
  if session.outputs.wants(.metadata), let path = run.step("outputs", { writeMetadata(session) }) { run.didWrite(path, .metadata) }
  if session.options.noCodegen { return run.end() }
  if session.outputs.needsCode(session.crateTypes) {
    let instances = run.step("instances") { makeInstances(program, session) }
    if run.mayStop(after: .monomorphize) { return run.end() }
    let objects = run.step("code") { makeObjects(instances, program, session) }
    if run.mayStop(after: .codegen) { return run.end() }
    let written = run.step("linking") { writeOutputs(objects, session) }
    for (path, type) in written.files { run.didWrite(path, type) }
    run.printLinkCommand(written)
  }
  run.step("outputs") { unsupportedOutputs([.executable, .thinLinkBitcode], session) }
  return run.end()
}

/// Messages that lie in macros of the library are moved to the calls, unless it is the library that is compiled.
private func markLibraryFiles(_ session: Session) {
  guard case .found(let library) = session.library else { return }
  if case .file(let path)? = session.options.input, path.hasPrefix(library) { return }
  ImportedFiles.set { position in FileTable.file(at: position).map { FileTable[$0].path.hasPrefix(library) } ?? false }
}

/// What the steps share while they run: messages so far, and time. Sharing: none.
struct Run: ~Copyable {
  let session: Session
  private var emitter: DiagnosticEmitter
  private var timer: StepTimer

  init(_ session: Session, _ emitter: consuming DiagnosticEmitter) {
    self.session = session
    self.emitter = emitter
    let options = session.options
    timer = StepTimer(
      prints: options.timePasses, keepsSlices: options.unstable("self-profile") != nil, printsLocks: options.unstable("lock-stats") != nil)
  }

  /// Does one step and prints its messages.
  mutating func step<R>(_ name: StaticString, _ body: () -> (R, DiagnosticList)) -> R {
    Activity.set(name)
    var (result, diagnostics) = body()
    if diagnostics.hasErrors, diagnostics.all.contains(where: { $0.code == "E0463" }) {
      isMissingCrate = true
      // A crate that nobody named is no news beside mistakes that can be mended.
      if hasErrors { diagnostics = diagnostics.filter { $0.code != "E0463" || !$0.primarySpan.isNone } }
    }
    emitter.emit(diagnostics)
    timer.end(name.description)
    return result
  }

  var hasErrors: Bool { emitter.errorCount > 0 }
  /// Too little is known about a crate that was named: more messages would help nobody.
  private(set) var isMissingCrate = false

  /// True if the compilation ends here: after errors, or because it was asked to.
  func mayStop(after stage: Stage) -> Bool { hasErrors || session.options.stopAfter == stage }

  /// An output is complete.
  func didWrite(_ path: String, _ type: OutputType) {
    if session.options.errorFormat == .json && session.options.json.contains(.artifacts) {
      emitter.emitArtifact(path, emit: type.rawValue)
    }
  }

  /// Writes an output that is text, if it is asked for. False after a message.
  @discardableResult mutating func writeText(_ type: OutputType, _ text: () -> String) -> Bool {
    guard session.outputs.wants(type) else { return true }
    let path = session.outputs.path(of: type)
    if let trouble = Outputs.write(text(), to: path) {
      emitter.emit(.error(type == .depInfo ? "error writing dependencies to `\(path)`: \(trouble)" : "could not write output to \(path): \(trouble)", at: .none))
      return false
    }
    didWrite(path, type)
    return true
  }

  /// Answers `--print link-args`.
  mutating func printLinkCommand(_ written: WrittenOutputs) {
    guard !written.linkCommand.isEmpty else { return }
    for request in session.options.prints where request.what == "link-args" {
      let text = written.linkCommand.map { "\"\($0)\"" }.joined(separator: " ") + "\n"
      if let trouble = Outputs.write(text, to: request.path ?? "-"), let path = request.path {
        emitter.emit(.error("failed to write `\(path)` due to error `\(trouble)`", at: .none))
      }
    }
  }

  mutating func report(_ diagnostic: Diagnostic) { emitter.emit(diagnostic) }

  /// Ends the compilation: 0 without errors, else 1.
  consuming func end() -> Int32 {
    timer.finish()
    if case .some(.some(let path)) = session.options.unstable("self-profile"),
      let trouble = Outputs.write(traceText(timer, workers: session.workers.count), to: path)
    {
      emitter.emit(.error("could not write the profile to \(path): \(trouble)", at: .none))
    }
    let status: Int32 = emitter.errorCount > 0 ? 1 : 0
    emitter.finish()
    timer.summary(workers: session.workers.count)
    return status
  }
}

extension DiagnosticList {
  /// The messages that `isKept` keeps.
  fileprivate func filter(_ isKept: (Diagnostic) -> Bool) -> DiagnosticList {
    var result = DiagnosticList()
    for d in all where isKept(d) { result.add(d) }
    return result
  }
}
