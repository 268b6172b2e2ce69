// The lines of a file as characters, and places in them.
import Source

/// A place in a file: line from 1, columns from 0, counted in characters and in columns shown.
struct Place: Equatable {
  var line: Int
  var character: Int
  var column: Int
  var position: BytePos
}

/// One file, read by line. Sharing: none.
struct SourceLines {
  let id: FileID
  let file: SourceFile
  private let table: LineTable

  init(_ id: FileID) {
    self.id = id
    file = FileTable[id]
    table = FileTable.lines(of: id)
  }

  /// Line `line` as bytes, if it is long and each of them is one character of one column.
  func plainText(_ line: Int) -> UnsafeBufferPointer<UInt8>? {
    guard line >= 1 && line <= table.count, table.isLongPlain(line - 1) else { return nil }
    let (start, end, _) = bounds(line)
    return UnsafeBufferPointer(rebasing: file.bytes[start..<end])
  }

  var lineCount: Int { table.count }

  /// Byte range of line `line` without its end; `next` is where the following line starts.
  private func bounds(_ line: Int) -> (start: Int, end: Int, next: Int) {
    let start = Int(table.starts[line - 1])
    let next = line < table.count ? Int(table.starts[line]) : file.bytes.count
    var end = next
    if end > start && file.bytes[end - 1] == 0x0A { end -= 1 }
    if end > start && file.bytes[end - 1] == 0x0D && end < next { end -= 1 }
    return (start, end, next)
  }

  /// The text of line `line` (from 1), without its end; nil if there is none. What is not UTF-8 shows as U+FFFD.
  func text(_ line: Int) -> [Unicode.Scalar]? {
    guard line >= 1 && line <= table.count else { return nil }
    let (start, end, _) = bounds(line)
    return scalars(start..<end, atFileStart: start == 0)
  }

  private func scalars(_ range: Range<Int>, atFileStart: Bool) -> [Unicode.Scalar] {
    var text = Array(String(decoding: UnsafeBufferPointer(rebasing: file.bytes[range]), as: UTF8.self).unicodeScalars)
    // A byte order mark is no part of the text.
    if atFileStart && text.first == "\u{FEFF}" { text.removeFirst() }
    return text
  }

  func line(of position: BytePos) -> Int { table.line(at: min(position, file.end) - file.base) + 1 }

  func place(of position: BytePos) -> Place {
    let line = line(of: position)
    let (start, end, _) = bounds(line)
    let offset = Int(min(position, file.end) - file.base)
    // The end of the line counts as one character.
    let past = offset > end ? 1 : 0
    if table.isLongPlain(line - 1) {
      let before = min(offset, end) - start
      return Place(line: line, character: before + past, column: before, position: position)
    }
    let before = scalars(start..<min(offset, end), atFileStart: start == 0)
    return Place(line: line, character: before.count + past, column: displayWidth(before), position: position)
  }

  /// Start and end of `span`. An end at or behind the end of its line lies one column behind the text.
  func places(of span: Span) -> (start: Place, end: Place) {
    let start = place(of: span.lo)
    if span.hi <= span.lo { return (start, start) }
    var end = place(of: span.hi)
    // An end at the very start of a line belongs to the newline before it.
    if end.line != start.line {
      let (_, lineEnd, _) = bounds(end.line)
      if Int(span.hi - file.base) > lineEnd { end.column += 1 }
    }
    return (start, end)
  }

  func text(of span: Span) -> String { String(decoding: FileTable.text(of: span), as: UTF8.self) }
}
