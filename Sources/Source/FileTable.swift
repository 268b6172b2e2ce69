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
  /// Numbers (from 0, ascending) of the long lines in which each byte is one character of one column: printable ASCII. To decode such a
  /// line for every message on it would take time that grows with the square of its length.
  private let longPlainLines: UnsafeBufferPointer<UInt32>
  /// At least one; a newline that ends the file starts no further line.
  public var count: Int { starts.count }

  /// Whether line `line` (from 0) is one of `longPlainLines`.
  public func isLongPlain(_ line: Int) -> Bool {
    guard !longPlainLines.isEmpty else { return false }
    return longPlainLines[Self.last(longPlainLines, upTo: UInt32(line))] == line
  }

  /// Number of the line (from 0) that holds the byte at `offset`.
  public func line(at offset: UInt32) -> Int { Self.last(starts, upTo: offset) }

  /// Index of the last of `numbers`, which ascend, that is at most `bound`; 0 if none is.
  private static func last(_ numbers: UnsafeBufferPointer<UInt32>, upTo bound: UInt32) -> Int {
    var low = 0
    var high = numbers.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if numbers[middle] <= bound { low = middle } else { high = middle }
    }
    return low
  }

  /// One allocation: line starts, then the long plain lines. `counts` has the number of the former in its low half.
  fileprivate init(_ base: UnsafePointer<UInt32>, counts: UInt64) {
    starts = UnsafeBufferPointer(start: base, count: Int(counts & 0xFFFF_FFFF))
    longPlainLines = UnsafeBufferPointer(start: base + starts.count, count: Int(counts >> 32))
  }

  /// Lines of at least so many bytes are long.
  fileprivate static let longLine = 1_000

  fileprivate static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> (base: UnsafePointer<UInt32>, counts: UInt64) {
    // Lines have about 36 bytes.
    var numbers: [UInt32] = [0]
    numbers.reserveCapacity(bytes.count / 24 + 16)
    var longPlain: [UInt32] = []
    let base = bytes.baseAddress!
    let end = base + bytes.count
    func note(_ line: UnsafePointer<UInt8>, _ newline: UnsafePointer<UInt8>) {
      let lineEnd = newline > line && newline < end && newline[-1] == 0x0D ? newline - 1 : newline
      if lineEnd - line >= longLine, UnsafeBufferPointer(start: line, count: lineEnd - line).isPrintableASCII {
        longPlain.append(UInt32(numbers.count - 1))
      }
    }
    var place = base
    // As rustc counts: a newline that ends the file starts no line.
    while place < end - 1, let found = memchr(place, 0x0A, end - 1 - place) {
      let newline = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      note(place, newline)
      place = newline + 1
      numbers.append(UInt32(place - base))
    }
    note(place, end > place && end[-1] == 0x0A ? end - 1 : end)
    let counts = UInt64(numbers.count) | UInt64(longPlain.count) << 32
    numbers += longPlain
    let kept = UnsafeMutablePointer<UInt32>.allocate(capacity: numbers.count)
    kept.initialize(from: numbers, count: numbers.count)
    return (UnsafePointer(kept), counts)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether all bytes are printable ASCII. Sixteen at a time.
  var isPrintableASCII: Bool {
    var i = 0
    while i + 16 <= count {
      // SAFETY: sixteen bytes from `i` lie within the buffer.
      let v = unsafe UnsafeRawPointer(baseAddress! + i).loadUnaligned(as: SIMD16<UInt8>.self)
      if any((v &- 0x20) .> 0x5E) { return false }
      i += 16
    }
    while i < count {
      if self[i] &- 0x20 > 0x5E { return false }
      i += 1
    }
    return true
  }
}

/// All files of the process. SHARED: files are read by any thread, and added under a lock, in an order that the caller makes
/// deterministic (the merge of a round); lines are published once per file; all else never changes.
public enum FileTable {
  struct Entry: BitwiseCopyable {
    var file: SourceFile
    /// Address and counts of a `LineTable`, published by the first who needed it.
    var lineStarts: UInt64
    var lineCounts: UInt64
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
      entries[n] = Entry(file: file, lineStarts: 0, lineCounts: 0)
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
    if found != 0 { return LineTable(UnsafePointer(bitPattern: UInt(found))!, counts: skein_load_relaxed_u64(countWord)) }
    let (base, counts) = LineTable.find(self[id].bytes)
    // Equal whoever stores it, and before the address.
    skein_store_relaxed_u64(countWord, counts)
    var expected: UInt64 = 0
    if skein_cas_u64(address, &expected, UInt64(UInt(bitPattern: base))) { return LineTable(base, counts: counts) }
    base.deallocate()
    return LineTable(UnsafePointer(bitPattern: UInt(expected))!, counts: counts)
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
    if lines.isLongPlain(line) { return LineColumn(line: line + 1, column: Int(offset - start) + 1) }
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
