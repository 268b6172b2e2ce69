// Files are immutable bytes with a base position; nobody else opens files.
import Parallel
import Support

/// One file of the compilation (or one text that the command line gave). Sharing: frozen. Lives as long as the process.
public struct SourceFile: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: bytes are written once by the reader and never freed.
  let pathName: Name
  /// The file's bytes, with 16 zero bytes after the last one that are not counted.
  public let bytes: UnsafeBufferPointer<UInt8>
  /// Position of the first byte. Base 0 is never used: position 0 is `Span.none`.
  public let base: BytePos

  /// The path as the user or a `mod` item spelled it, joined; what messages and `file!()` print.
  public var path: String { pathName.text }
  /// Position after the last byte.
  public var end: BytePos { base &+ BytePos(truncatingIfNeeded: bytes.count) }

  public init(path: String, bytes: UnsafeBufferPointer<UInt8>, base: BytePos) {
    self.pathName = Name(path)
    self.bytes = bytes
    self.base = base
  }
}

/// Dense number of a file, in order of `base`.
public typealias FileID = ID<SourceFile>

/// A file that was read and has no position yet. Sharing: frozen; any thread may read files, only the merge gives positions.
public struct LoadedFile: @unchecked Sendable {
  // SAFETY: as `SourceFile`.
  public let path: String
  public let bytes: UnsafeBufferPointer<UInt8>

  /// A text that is not a file: standard input, an argument of the command line, what a derive made.
  public init(path: String, text: String) {
    var text = text
    self.init(path: path, copying: text.withUTF8 { Array($0) })
  }

  init(path: String, copying bytes: [UInt8]) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + FileReader.padding)
    for (i, byte) in bytes.enumerated() { (memory + i).initialize(to: byte) }
    (memory + bytes.count).initialize(repeating: 0, count: FileReader.padding)
    self.init(path: path, bytes: UnsafeBufferPointer(start: memory, count: bytes.count))
  }

  init(path: String, bytes: UnsafeBufferPointer<UInt8>) {
    self.path = path
    self.bytes = bytes
  }
}
