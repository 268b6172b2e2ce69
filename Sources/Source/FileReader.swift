// Reading files, with the reason when it does not work.
import Glibc

/// Why a file could not be read. Printed after "couldn't read `path`: ".
public enum SourceError: Error, Equatable {
  case system(errno: Int32)
  /// All files of a compilation together have more than 4 GiB.
  case tooLarge

  public var isMissing: Bool { self == .system(errno: ENOENT) }

  public var text: String {
    switch self {
    case .system(let number): "\(String(cString: strerror(number))) (os error \(number))"
    case .tooLarge: "the files of one compilation may have 4 GiB together at most"
    }
  }
}

enum FileReader {
  static let padding = 16
  static let limit = Int(UInt32.max) - 4096

  static func read(_ path: String) throws(SourceError) -> UnsafeBufferPointer<UInt8> {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { throw .system(errno: errno) }
    defer { close(file) }
    return try read(file)
  }

  /// All bytes up to the end, whether `file` has a known size or not.
  static func read(_ file: Int32) throws(SourceError) -> UnsafeBufferPointer<UInt8> {
    var info = stat()
    if fstat(file, &info) != 0 { throw .system(errno: errno) }
    if info.st_mode & S_IFMT == S_IFDIR { throw .system(errno: EISDIR) }
    if Int(info.st_size) > limit { throw .tooLarge }
    // One byte more than the size shows that the end is reached.
    var capacity = max(Int(info.st_size) + 1, 4096)
    var memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
    var count = 0
    while true {
      if count == capacity {
        if capacity > limit {
          memory.deallocate()
          throw .tooLarge
        }
        let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + padding)
        bigger.update(from: memory, count: count)
        memory.deallocate()
        memory = bigger
        capacity *= 2
      }
      let got = Glibc.read(file, memory + count, min(capacity - count, 1 << 30))
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        let number = errno
        memory.deallocate()
        throw .system(errno: number)
      }
      count += got
    }
    (memory + count).initialize(repeating: 0, count: padding)
    return UnsafeBufferPointer(start: memory, count: count)
  }
}
