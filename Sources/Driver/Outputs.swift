// Writing files whole or not at all.
import Glibc
import Parallel
import Session

public enum Outputs {
  /// Writes `bytes` to a new file beside `path` and renames it, so that nobody ever sees half of it. Returns the reason if it fails.
  public static func write(_ bytes: UnsafeRawBufferPointer, to path: String, isExecutable: Bool = false) -> String? {
    if path == "-" { return writeAll(bytes, to: 1) }
    // A device or pipe is written to; it must not be replaced.
    var info = stat()
    let isThere = stat(path, &info) == 0
    let isSpecial = isThere && info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
    if isThere && info.st_mode & S_IFMT == S_IFDIR { return systemText(EISDIR) }
    let temporary = isSpecial ? path : "\(path).skein-\(getpid())"
    let registered = isSpecial ? nil : Temporary(temporary)
    defer { registered?.forget() }
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

  /// Writes what the open file `descriptor` holds to `path`, as `write` does.
  static func copy(from descriptor: Int32, to path: String) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 { return systemText(errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes.withUnsafeBytes { write($0, to: path) }
  }

  /// True for what exists and is neither file nor folder.
  static func isSpecial(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
  }

  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether two paths lead to one file that exists.
  static func isSameFile(_ a: String, _ b: String) -> Bool {
    var x = stat()
    var y = stat()
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino
  }

  /// A file that nobody may write to, not even its owner.
  static func isReadOnly(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & 0o222 == 0
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
