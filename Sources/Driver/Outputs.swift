// Which files a compilation writes, and writing them whole or not at all.
import Glibc
import Session

/// The files that the options ask for.
public enum Outputs {
  /// The default file name of the crate itself, as a `type`.
  public static func fileName(crateName: String, type: CrateType, options: Options) -> String {
    let name = crateName + options.extraFilename
    return switch type {
    case .bin: name
    case .lib, .rlib: "lib\(name).rlib"
    case .staticlib: "lib\(name).a"
    case .dylib, .cdylib, .procMacro: "lib\(name).so"
    }
  }

  /// Where the output of kind `type` goes. `-` is standard output.
  public static func path(of emit: Emit, crateName: String, options: Options) -> String {
    if let path = emit.path { return path }
    if emit.type == .executable {
      if let path = options.outputPath { return path }
      return inOutDir(fileName(crateName: crateName, type: options.crateTypes.first ?? .bin, options: options), options)
    }
    // With several kinds of output, `-o` names the executable and the others take its place and stem.
    if let path = options.outputPath {
      if options.emits.count == 1 { return path }
      let stem = path.lastIndex(of: ".").map { dot in path[dot...].contains("/") ? path : String(path[..<dot]) } ?? path
      return "\(stem).\(emit.type.fileExtension)"
    }
    let stem = crateName + options.extraFilename
    return inOutDir(emit.type == .metadata ? "lib\(stem).rmeta" : "\(stem).\(emit.type.fileExtension)", options)
  }

  static func inOutDir(_ name: String, _ options: Options) -> String { options.outDir.map { "\($0)/\(name)" } ?? name }

  /// Writes `bytes` to a new file beside `path` and renames it, so that nobody ever sees half of it. Returns the reason if it fails.
  public static func write(_ bytes: UnsafeRawBufferPointer, to path: String, isExecutable: Bool = false) -> String? {
    if path == "-" { return writeAll(bytes, to: 1) }
    // A device or pipe is written to; it must not be replaced.
    var info = stat()
    let isSpecial = stat(path, &info) == 0 && info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
    let temporary = isSpecial ? path : "\(path).skein-\(getpid())"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isExecutable ? 0o777 : 0o666)
    if file < 0 { return systemText(errno) }
    var trouble = writeAll(bytes, to: file)
    if close(file) != 0 && trouble == nil { trouble = systemText(errno) }
    if isSpecial { return trouble }
    if trouble == nil && rename(temporary, path) != 0 { trouble = systemText(errno) }
    if trouble != nil { unlink(temporary) }
    return trouble
  }

  public static func write(_ text: String, to path: String) -> String? {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: path) }
  }

  static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> String? {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(file, bytes.baseAddress! + done, bytes.count - done)
      if count < 0 {
        if errno == EINTR { continue }
        return systemText(errno)
      }
      done += count
    }
    return nil
  }

  /// Makes the folder `path` and those above it. Returns the reason if it fails.
  static func makeFolder(_ path: String) -> String? {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return nil }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      if let trouble = makeFolder(String(path[..<slash])) { return trouble }
      if mkdir(path, 0o777) == 0 || errno == EEXIST { return nil }
    }
    return systemText(errno)
  }

  static func systemText(_ number: Int32) -> String { "\(String(cString: strerror(number))) (os error \(number))" }
}
