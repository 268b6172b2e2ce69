// The steps of a compilation, in order.
import CheckItems
import Defs
import Diagnostics
import Glibc
import Lex
import Parallel
import Parse
import Session
import Source
import Support
import Syntax

/// Runs all steps on a crate and returns the exit status. Reads as a table of contents: each step is one call; what a step finds
/// wrong is printed when it ends, and decides whether the next one runs.
func runSteps(_ session: Session) -> Int32 {
  var run = Run(session)
  markLibraryFiles(session)
  guard let root = run.step("reading", { readRoot(session) }) else { return run.fail() }
  // The root file with all bodies: what cannot be cut into tokens ends the compilation before the library is read.
  let isReadable = run.step("parsing the root") { parseRoot(root, session) }
  if session.options.parseCrateRootOnly || !isReadable || session.options.stopAfter == .parse { return run.end() }
  let world = run.step("names") { resolveNames(root, session) }
  dumpNames(world, session)
  if session.options.stopAfter == .expand || run.isMissingCrate { return run.end() }
  // The count of bodies that pass goes on after errors.
  let countsBodies = session.options.unstable("dump") == "typeck"
  let wantsHeaders = session.options.stopAfter == .headers || countsBodies
  if !wantsHeaders {
    // Checking to the end of names lowers everything; later steps use what was lowered.
    let lowered = run.step("lowering") { lowerNames(world, session) }
    dumpLowering(lowered, world, session)
    // Wrong names hide nothing else: what has them is of the error type from here on.
    if session.options.stopAfter == .resolve || session.options.unstable("dump") != nil { return run.end() }
  }
  if !countsBodies && session.options.stopAfter == nil { run.step("main") { ((), checkMain(world, session)) } }
  let headers = run.step("headers") { collectHeaders(world, session) }
  dumpHeaders(headers, world, session)
  if !countsBodies, session.options.stopAfter == .headers { return run.end() }
  let checked = CheckedWorld(world: world, headers: headers)
  let program = makeProgram(checked, session)
  let isFinite = run.step("items") { () -> (Bool, DiagnosticList) in
    let list = checkItems(of: .local, in: world, headers, workers: session.workers)
    return (!list.all.contains { $0.code == "E0072" }, list)
  }
  // Types without end have no values to look at.
  if !isFinite { return run.end() }
  let isClean = !run.hasErrors
  let bodies = run.step("types") { checkBodies(of: .local, checked, session, isClean: isClean) }
  dumpTypeck(bodies, session)
  if run.mayStop(after: .typeck) { return run.end() }
  if session.options.noCodegen { return run.end() }
  let instances = run.step("instances") { makeInstances(program, session) }
  if run.mayStop(after: .monomorphize) { return run.end() }
  let objects = run.step("code") { makeObjects(instances, program, session) }
  if run.mayStop(after: .codegen) { return run.end() }
  let written = run.step("linking") { writeOutputs(objects, session) }
  for (path, type) in written { run.didWrite(path, type) }
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

  init(_ session: Session) {
    self.session = session
    emitter = makeEmitter(session.options)
    timer = StepTimer(isOn: session.options.timePasses)
  }

  /// Does one step and prints its messages.
  mutating func step<R>(_ name: StaticString, _ body: () -> (R, DiagnosticList)) -> R {
    Activity.set(name)
    let (result, diagnostics) = body()
    if diagnostics.hasErrors, diagnostics.all.contains(where: { $0.code == "E0463" }) { isMissingCrate = true }
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

  mutating func report(_ diagnostic: Diagnostic) { emitter.emit(diagnostic) }

  /// Ends the compilation: 0 without errors, else 1.
  consuming func end() -> Int32 {
    let status: Int32 = emitter.errorCount > 0 ? 1 : 0
    emitter.finish()
    return status
  }

  consuming func fail() -> Int32 {
    emitter.finish()
    return 1
  }

  /// Ends with a message that this part of the compiler does not exist yet.
  consuming func endUnsupported(_ what: String) -> Int32 {
    emitter.emit(.unsupported(what, at: .none))
    emitter.finish()
    return 1
  }
}

/// Reads the crate's root file and gives it the first positions.
private func readRoot(_ session: Session) -> (FileID?, DiagnosticList) {
  var diagnostics = DiagnosticList()
  var shown = "<anon>"
  do {
    let loaded: Source.LoadedFile
    switch session.options.input! {
    case .standardInput: loaded = try FileTable.loadStandardInput()
    case .file(let path):
      shown = path
      loaded = try FileTable.load(path)
    }
    return (try FileTable.add(loaded), diagnostics)
  } catch {
    diagnostics.add(.error("couldn't read `\(shown)`: \(error.text)", at: .none))
    return (nil, diagnostics)
  }
}

/// Lexes and parses the root file, bodies included: what `-Z parse-crate-root-only` sees.
/// - Returns: whether names can be looked at all the same.
private func parseRoot(_ root: FileID, _ session: Session) -> (Bool, DiagnosticList) {
  Hygiene.setRoot(crate: 0, edition: session.edition)
  var diagnostics = DiagnosticList()
  let file = FileTable[root]
  let tokens = lex(file.bytes, base: file.base, context: .root, into: &diagnostics)
  let isReadable = !tokens.isBroken
  _ = parseFile(tokens, bodies: .parse, diagnostics: &diagnostics)
  return (isReadable, diagnostics)
}
