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
  }
  return 0
}

/// Prints to standard output; ends silently where nobody reads it.
func printText(_ text: String) { _ = Outputs.write(text, to: "-") }

private func explain(_ code: String) -> Int32 {
  let isCode = code.count == 5 && code.hasPrefix("E") && code.dropFirst().allSatisfy(\.isNumber)
  if !isCode {
    writeToStandardError("error: \(code) is not a valid error code\n\n")
    return 1
  }
  printText("See https://doc.rust-lang.org/error_codes/\(code).html\n")
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
  let crateName = options.crateName ?? defaultCrateName(options.input)
  if !options.prints.isEmpty {
    var goesOn = false
    for request in options.prints {
      guard let text = Prints.answer(request, options, crateName: crateName) else {
        goesOn = true
        continue
      }
      if let trouble = Outputs.write(text, to: request.path ?? "-"), request.path != nil {
        var emitter = makeEmitter(options)
        emitter.emit(.error("failed to write `\(request.path!)` due to error `\(trouble)`", at: .none))
        emitter.finish()
        return 1
      }
    }
    if !goesOn { return 0 }
  }
  guard options.input != nil else {
    var emitter = makeEmitter(options)
    emitter.emit(.error("no input filename given", at: .none))
    emitter.finish()
    return 1
  }
  let threads = options.threads ?? Workers.available
  ParallelMode.decide(threads: threads)
  return BigStack.run {
    CrashReport.install()
    CrashReport.describeItem = { item in
      UInt32(exactly: item).map { TypePrinter.path(of: DefID(rawValue: $0)) }
    }
    var sessionOptions = options
    sessionOptions.threads = threads
    let session = Session(sessionOptions, crateName: crateName)
    return runSteps(session)
  }
}

/// The stem of the input file, as an identifier.
func defaultCrateName(_ input: Input?) -> String {
  guard case .file(let path)? = input else { return "rust_out" }
  var name = path.split(separator: "/").last.map(String.init) ?? ""
  if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
  return name.isEmpty ? "rust_out" : name.replacing("-", with: "_")
}
