// One run of the compiler: from arguments to exit status.
import Defs
import Diagnostics
import Glibc
import Parallel
import Session
import Source
import Types

/// Runs the compiler with `arguments` (without the program's name) and returns the exit status: 0, or 1 after errors. A failure of
/// the compiler itself ends the process with status 101.
public func runCompiler(_ arguments: [String]) -> Int32 {
  // Nobody may be reading: a write then fails, and the process goes on to its exit status.
  signal(SIGPIPE, SIG_IGN)
  var commandLine = CommandLine()
  do { try commandLine.read(arguments) } catch {
    var emitter = makeEmitter(commandLine.options)
    var message = Diagnostic(.error, error.message, at: .none)
    for help in error.helps { message = message.help(help) }
    emitter.emit(message)
    return 1
  }
  switch commandLine.request {
  case .help: printText(Help.text())
  case .codegenHelp: printText(Help.codegenOptions())
  case .unstableHelp: printText(Help.unstableOptions())
  case .lintHelp: printText("Lints are accepted on the command line; none is implemented yet.\n")
  case .version(let verbose): printText(Version.text(verbose: verbose))
  case .explain(let code): return explain(code)
  case .compile: return compile(commandLine.options)
  case .verifyThreads(let threads):
    return verifyThreads(arguments.filter { !$0.hasPrefix("--verify-threads") }, threads: threads, commandLine.options)
  }
  return 0
}

/// Prints to standard output; ends silently where nobody reads it.
func printText(_ text: String) { _ = Outputs.write(text, to: "-") }

private func explain(_ code: String) -> Int32 {
  // The `E` may be left out, and zeros with it.
  let digits = code.hasPrefix("E") ? String(code.dropFirst()) : code
  let isCode = (1...4).contains(digits.count) && digits.allSatisfy(\.isNumber) && Int(digits).map { $0 < 1000 } == true
  if !isCode {
    writeToStandardError("error: \(code) is not a valid error code\n\n")
    return 1
  }
  printText("See https://doc.rust-lang.org/error_codes/E\(String(repeating: "0", count: 4 - digits.count))\(digits).html\n")
  return 0
}

func makeEmitter(_ options: Options) -> DiagnosticEmitter {
  var render = RenderOptions()
  render.isShort = options.errorFormat == .short || (options.errorFormat == .json && options.json.contains(.diagnosticShort))
  render.hidesLineNumbers = options.uiTesting
  if let width = options.diagnosticWidth { render.width = width } else if isatty(2) == 1 { render.width = terminalWidth() ?? 140 }
  switch options.errorFormat {
  case .json, .prettyJSON: render.isColored = options.json.contains(.diagnosticRenderedANSI)
  default: render.isColored = options.color == .always || (options.color == .auto && isatty(2) == 1 && getenv("NO_COLOR") == nil)
  }
  switch options.errorFormat {
  case .json, .prettyJSON: return DiagnosticEmitter(format: .json, render: render)
  case .short: return DiagnosticEmitter(format: .short, render: render)
  default: return DiagnosticEmitter(format: .human, render: render)
  }
}

private func terminalWidth() -> Int? {
  var size = winsize()
  return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
}

/// Compiles, or prints what was asked for.
private func compile(_ options: Options) -> Int32 {
  let threads = options.threads ?? Workers.available
  ParallelMode.decide(threads: threads)
  // The trace shows where a thread waited for a lock.
  if options.unstable("lock-stats") != nil || options.unstable("self-profile") != nil { LockStats.start() }
  return BigStack.run {
    CrashReport.install()
    CrashReport.describeItem = { item in
      UInt32(exactly: item).map { TypePrinter.path(of: DefID(rawValue: $0)) }
    }
    Temporary.installHandlers()
    Jobserver.connect()
    defer { Jobserver.end() }
    var options = options
    options.threads = threads
    return compileHere(options)
  }
}

/// On the thread with the large stack.
private func compileHere(_ options: Options) -> Int32 {
  var emitter = makeEmitter(options)
  if !options.earlyWarnings.isEmpty {
    // Not counted with those about the program.
    var early = makeEmitter(options)
    for warning in options.earlyWarnings { early.emit(Diagnostic(.warning, warning, at: .none)) }
  }
  func fail(_ emitter: consuming DiagnosticEmitter) -> Int32 {
    emitter.finish()
    return 1
  }
  let isPrinting = options.prints.contains { !Prints.whileCompiling.contains($0.what) }
  if options.input == nil && (!isPrinting || options.prints.contains { Prints.ofCrate.contains($0.what) }) {
    emitter.emit(.error("no input filename given", at: .none))
    return fail(emitter)
  }
  var root: CrateRoot? = nil
  if options.input != nil {
    let (found, messages) = readRoot(options)
    emitter.emit(messages)
    guard found != nil else { return fail(emitter) }
    root = found
  }
  let (name, nameMessages) = crateName(options, root)
  let needsName = !isPrinting || options.prints.contains { Prints.ofCrate.contains($0.what) }
  if needsName {
    emitter.emit(nameMessages)
    if nameMessages.hasErrors { return fail(emitter) }
  }
  let types = crateTypes(options, root)
  let outputs = OutputNames(options, name: options.crateName ?? root?.attributes.name?.text)
  if isPrinting {
    for request in options.prints {
      guard let text = Prints.answer(request, options, crateName: name, types: types, outputs: outputs) else { continue }
      if let trouble = Outputs.write(text, to: request.path ?? "-"), request.path != nil {
        emitter.emit(.error("failed to write `\(request.path!)` due to error `\(trouble)`", at: .none))
        return fail(emitter)
      }
    }
    return 0
  }
  if outputs.hasClash {
    emitter.emit(.error("can't use option `-o` or `--emit` to write multiple output types to stdout", at: .none))
    return fail(emitter)
  }
  return runSteps(root!, Session(options, crateName: name, crateTypes: types, outputs: outputs), emitter)
}
