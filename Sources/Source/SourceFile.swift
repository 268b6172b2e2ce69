// Files are immutable bytes with a base position; nobody else opens files.
import Support

/// One file of the compilation (or one text that the command line gave). Sharing: frozen. Lives as long as the process.
public struct SourceFile: @unchecked Sendable {
  // SAFETY: bytes are written once by the reader and never freed.
  /// The path as the user or a `mod` item spelled it, joined; what messages and `file!()` print.
  public let path: String
  /// The file's bytes, with a NUL after the last one that is not counted.
  public let bytes: UnsafeBufferPointer<UInt8>
  /// Position of the first byte. Base 0 is never used: position 0 is `Span.none`.
  public let base: BytePos

  public init(path: String, bytes: UnsafeBufferPointer<UInt8>, base: BytePos) {
    self.path = path
    self.bytes = bytes
    self.base = base
  }
}

/// Dense number of a file, in order of `base`.
public typealias FileID = ID<SourceFile>
