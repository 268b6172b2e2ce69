// All files of the compilation, in order of their positions.
import CParallel
import Glibc
import Parallel
import Support

/// A place for people: lines and columns count from 1, columns in characters, as rustc prints them.
public struct LineColumn: Hashable, Sendable, BitwiseCopyable {
  public let line: Int
  public let column: Int
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Where the lines of one file start, as offsets into it. Sharing: frozen.
public struct LineTable: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written before it is published, never changed or freed after.
  public let starts: UnsafeBufferPointer<UInt32>
  /// At least one; a newline that ends the file starts no further line.
  public var count: Int { starts.count }

  /// Number of the line (from 0) that holds the byte at `offset`.
  public func line(at offset: UInt32) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// All files of the process. SHARED: files are read by any thread, and added under a lock, in an order that the caller makes
/// deterministic (the merge of a round); lines are published once per file; all else never changes.
public enum FileTable {
  struct Entry: BitwiseCopyable {
    var file: SourceFile
    /// Address of the line starts and their number, published by the first who needed them.
    var lineStarts: UInt64
    var lineCount: UInt64
  }
  static var entries: StaticTable<Entry> { StaticTable(.files) }
  private static let addLock = Lock((), name: "files")

  // MARK: reading

  /// Reads the file at `path`. Any thread. UTF-8 is checked by the lexer.
  public static func load(_ path: String) throws(SourceError) -> LoadedFile {
    LoadedFile(path: path, bytes: try FileReader.read(path))
  }

  /// Reads standard input to its end.
  public static func loadStandardInput() throws(SourceError) -> LoadedFile {
    LoadedFile(path: "<anon>", bytes: try FileReader.read(0))
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Gives `loaded` the next positions. The order of calls is the order of positions, so the caller's must not depend on threads.
  public static func add(_ loaded: LoadedFile) throws(SourceError) -> FileID {
    try addLock.withLock { _ throws(SourceError) in
      let n = entries.count
      // Positions start at 1; one lies between files, so that the end of a file is not the start of the next.
      let base = n == 0 ? 1 : entries[n - 1].file.end + 1
      if Int(base) + loaded.bytes.count > FileReader.limit { throw SourceError.tooLarge }
      let file = SourceFile(path: loaded.path, bytes: loaded.bytes, base: base)
      // The count is what readers go by, so the entry is there before it.
      entries[n] = Entry(file: file, lineStarts: 0, lineCount: 0)
      return FileID(entries.reserve(1))
    }
  }

  // MARK: looking up

  public static var count: Int { entries.count }
  public static subscript(id: FileID) -> SourceFile { entries[id.index].file }

  /// The file that holds position `position`. Nil for 0 and what lies beyond the last file.
  public static func file(at position: BytePos) -> FileID? {
    var low = 0
    var high = count
    if position == 0 || high == 0 { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if entries[middle].file.base <= position { low = middle } else { high = middle }
    }
    return position <= entries[low].file.end ? FileID(low) : nil
  }

  /// The source text of `span`, as far as it lies in one file.
  public static func text(of span: Span) -> UnsafeBufferPointer<UInt8> {
    guard let id = file(at: span.lo) else { return UnsafeBufferPointer(start: nil, count: 0) }
    let file = self[id]
    let end = min(max(span.hi, span.lo), file.end)
    return UnsafeBufferPointer(rebasing: file.bytes[Int(span.lo - file.base)..<Int(end - file.base)])
  }

  /// Where the lines of `id` start. Made by the first who asks; every other thread finds it made, or makes an equal one.
  public static func lines(of id: FileID) -> LineTable {
    let words = UnsafeMutableRawPointer(entries.base + id.index)
    let address = (words + MemoryLayout<Entry>.offset(of: \.lineStarts)!).assumingMemoryBound(to: UInt64.self)
    let countWord = address + 1
    let found = skein_load_acquire_u64(address)
    if found != 0 {
      let base = UnsafePointer<UInt32>(bitPattern: UInt(found))
      return LineTable(starts: UnsafeBufferPointer(start: base, count: Int(skein_load_relaxed_u64(countWord))))
    }
    let starts = findLines(self[id].bytes)
    // Equal whoever stores it, and before the address.
    skein_store_relaxed_u64(countWord, UInt64(starts.count))
    var expected: UInt64 = 0
    if skein_cas_u64(address, &expected, UInt64(UInt(bitPattern: starts.baseAddress!))) { return LineTable(starts: starts) }
    starts.deallocate()
    return LineTable(starts: UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(expected)), count: starts.count))
  }

  private static func findLines(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt32> {
    // Lines have about 36 bytes.
    var capacity = bytes.count / 24 + 16
    var starts = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    starts.initialize(to: 0)
    var n = 1
    // As rustc counts: a newline that ends the file starts no line.
    let base = bytes.baseAddress!
    let end = base + max(0, bytes.count - 1)
    var place = base
    while place < end, let found = memchr(place, 0x0A, end - place) {
      place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
      if n == capacity {
        let bigger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
        bigger.update(from: starts, count: n)
        starts.deallocate()
        (starts, capacity) = (bigger, capacity * 2)
      }
      (starts + n).initialize(to: UInt32(place - base))
      n += 1
    }
    return UnsafeBufferPointer(start: starts, count: n)
  }

  /// File, line and column of `position`.
  public static func lookup(_ position: BytePos) -> (file: FileID, place: LineColumn)? {
    guard let id = file(at: position) else { return nil }
    return (id, place(of: position, in: id))
  }

  /// Line and column of `position`, which lies in `id`.
  public static func place(of position: BytePos, in id: FileID) -> LineColumn {
    let file = self[id]
    let offset = position - file.base
    let lines = lines(of: id)
    let line = lines.line(at: offset)
    let start = lines.starts[line]
    var column = 1
    for i in Int(start)..<Int(offset) where file.bytes[i] & 0xC0 != 0x80 { column += 1 }
    // A byte order mark is no part of the text.
    if line == 0 && column > 1 && hasByteOrderMark(file) { column -= 1 }
    return LineColumn(line: line + 1, column: column)
  }

  public static func hasByteOrderMark(_ file: SourceFile) -> Bool {
    file.bytes.count >= 3 && file.bytes[0] == 0xEF && file.bytes[1] == 0xBB && file.bytes[2] == 0xBF
  }
}
