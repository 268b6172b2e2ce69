// The last step: files of the units, and the linked crate.
import Codegen
import Diagnostics
import Glibc
import Link
import Parallel
import Session
import Source

/// What the last step wrote.
struct WrittenOutputs {
  var files: [(path: String, type: OutputType)] = []
  /// The linker's command, if it was called.
  var linkCommand: [String] = []
}

/// Checks that the outputs can be written, and makes their folder: before anything is written.
func prepareOutputs(_ session: Session) -> (Bool, DiagnosticList) {
  var diagnostics = DiagnosticList()
  let o = session.options
  let outputs = session.outputs
  let files = outputs.all(session.crateTypes, crateName: session.crateName, options: o)
  if case .file(let input)? = o.input {
    if files.contains(where: { Outputs.isSameFile($0, input) }) {
      diagnostics.add(.error("the input file \"\(input)\" would be overwritten by the generated executable", at: .none))
    } else if let folder = files.first(where: Outputs.isFolder) {
      diagnostics.add(
        .error("the generated executable for the input file \"\(input)\" conflicts with the existing directory \"\(folder)\"", at: .none))
    }
  }
  return (!diagnostics.hasErrors, diagnostics)
}

/// Makes the folder of `--out-dir`. After the dep-info file, as in rustc.
func makeOutputFolder(_ session: Session) -> (Void, DiagnosticList) {
  var diagnostics = DiagnosticList()
  if let folder = session.options.outDir, session.outputs.emits.contains(where: { $0.type != .depInfo }) {
    if let trouble = Outputs.makeFolder(folder) {
      diagnostics.add(.error("failed to find or create the directory specified by `--out-dir`: \(trouble)", at: .none))
    }
  }
  return ((), diagnostics)
}

/// Writes the metadata of a crate that no other can name: an empty file, as rustc does, so that whoever asked finds it.
/// For a crate that others may name, a message.
func writeMetadata(_ session: Session) -> (String?, DiagnosticList) {
  var diagnostics = DiagnosticList()
  let isNamed = session.crateTypes.contains {
    switch $0 {
    case .bin, .staticlib, .cdylib: false
    default: true
    }
  }
  if isNamed {
    diagnostics.add(.unsupported("`--emit metadata` of a crate that others can use", at: .none))
    return (nil, diagnostics)
  }
  let path = session.outputs.path(of: .metadata)
  if let trouble = Outputs.write("", to: path) {
    diagnostics.add(.error("could not write output to \(path): \(trouble)", at: .none))
    return (nil, diagnostics)
  }
  return (path, diagnostics)
}

/// One message for each of `types` that is asked for and that this compiler cannot write yet; for the linked crate, only for kinds of
/// crates that are no programs.
func unsupportedOutputs(_ types: [OutputType], _ session: Session) -> (Void, DiagnosticList) {
  var diagnostics = DiagnosticList()
  for type in types where session.outputs.wants(type) {
    if type == .executable {
      for crate in session.crateTypes where crate != .bin {
        diagnostics.add(.unsupported("linking a crate of type `\(crate.rawValue)`", at: .none))
      }
    } else {
      diagnostics.add(.unsupported("`--emit \(type.rawValue)`", at: .none))
    }
  }
  return ((), diagnostics)
}

/// Writes what LLVM made and links the executable.
func writeOutputs(_ result: CodegenResult, _ session: Session) -> (WrittenOutputs, DiagnosticList) {
  var diagnostics = DiagnosticList()
  var written = WrittenOutputs()
  let outputs = session.outputs
  for e in outputs.emits {
    let bytes: (EmittedUnit) -> [UInt8]
    switch e.type {
    case .object: bytes = { $0.object }
    case .assembly: bytes = { $0.assembly }
    case .llvmAssembly: bytes = { $0.llvmIR }
    case .bitcode: bytes = { $0.bitcode }
    default: continue
    }
    let isOne = result.units.count == 1
    if !isOne {
      // Several units: a file each; a single name cannot hold them.
      let ending = e.type.fileExtension
      if outputs.hasOwnPath(e.type) {
        diagnostics.add(Diagnostic(.warning, "ignoring emit path because multiple .\(ending) files were produced", at: .none))
      } else if outputs.single != nil {
        diagnostics.add(Diagnostic(.warning, "ignoring -o because multiple .\(ending) files were produced", at: .none))
      }
    }
    for unit in result.units {
      let file = isOne ? outputs.path(of: e.type) : outputs.path(of: e.type, unit: unit.name)
      if isOne && file == "-" && isatty(1) == 1 && (e.type == .object || e.type == .bitcode) {
        diagnostics.add(
          .error("option `-o` or `--emit` is used to write binary output type `\(e.type.rawValue)` to stdout, but stdout is a tty", at: .none))
        continue
      }
      if let trouble = bytes(unit).withUnsafeBytes({ Outputs.write($0, to: file) }) {
        diagnostics.add(.error("could not write output to \(file): \(trouble)", at: .none))
      } else {
        written.files.append((file, e.type))
      }
    }
  }
  if outputs.wants(.executable), session.crateTypes.contains(.bin), !diagnostics.hasErrors {
    let path = outputs.linkedPath(.bin, crateName: session.crateName, options: session.options)
    if Outputs.isReadOnly(path) {
      diagnostics.add(.error("output file \(path) is not writeable -- check its permissions", at: .none))
    } else {
      do throws(LinkError) {
        written.linkCommand = try linkExecutable(result, path, session)
        written.files.append((path, .executable))
      } catch {
        diagnostics.add(.error(error.message, at: .none))
      }
    }
  }
  return (written, diagnostics)
}

/// Links the units' objects, in a folder of their own beside the output (one file system, so that the last step is a renaming).
/// Returns the command.
private func linkExecutable(_ result: CodegenResult, _ path: String, _ session: Session) throws(LinkError) -> [String] {
  let o = session.options
  let isElsewhere = path == "-" || Outputs.isSpecial(path)
  let folder = isElsewhere ? "/tmp/skein-\(getpid())" : FileName.join(FileName.folder(of: path), ".skein-\(getpid())")
  var temporaries: [Temporary] = []
  defer {
    for t in temporaries.reversed() {
      if unlink(t.path) != 0 { rmdir(t.path) }
      t.forget()
    }
  }
  temporaries.append(Temporary(folder))
  if mkdir(folder, 0o777) != 0, case let trouble = Outputs.systemText(errno) { throw .cannotWrite(path: folder, reason: trouble) }
  var objects: [String] = []
  for unit in result.units {
    let file = "\(folder)/\(unit.name).rcgu.o"
    temporaries.append(Temporary(file))
    if let trouble = unit.object.withUnsafeBytes({ Outputs.write($0, to: file) }) { throw .cannotWrite(path: file, reason: trouble) }
    objects.append(file)
  }
  let linked = "\(folder)/linked"
  temporaries.append(Temporary(linked))
  var link = LinkOptions(
    kind: o.relocationModel == "static" ? .executable : .pieExecutable, output: isElsewhere ? "\(folder)/output" : path, objects: objects,
    path: getenv("PATH").map { String(cString: $0) } ?? "")
  if isElsewhere { temporaries.append(Temporary(link.output)) }
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
    // Nothing else runs meanwhile: the linker may use this thread's share, and what tokens there are.
    let done = try Jobserver.withThreads(upTo: session.workers.count) { (threads) throws(LinkError) in
      link.threads = threads
      return try Link.link(link, temporary: linked, didStart: Temporary.setChild)
    }
    if isElsewhere {
      guard let descriptor = Optional(open(link.output, O_RDONLY | O_CLOEXEC)), descriptor >= 0 else {
        throw LinkError.cannotWrite(path: path, reason: Outputs.systemText(errno))
      }
      defer { close(descriptor) }
      if let trouble = Outputs.copy(from: descriptor, to: path) { throw LinkError.cannotWrite(path: path, reason: trouble) }
    }
    if o.saveTemps {
      for (unit, file) in zip(result.units, objects) { rename(file, session.outputs.path(of: .object, unit: unit.name)) }
    }
    return done.command
  } catch .failed(let command, let status, let output) {
    // The folder's name is another in each run.
    throw .failed(command: command, status: status, output: output.replacing(folder + "/", with: ""))
  }
}
