// A page of characters with styles, which can be written at any place.

/// What a character of a rendered message is; decides its colour.
enum TextStyle: UInt8 {
  case none, title, lineNumber, source
  case primary, secondary
  case addition, removal
  /// The word of a level: `error`, `note`.
  case levelError, levelWarning, levelNote, levelHelp

  static func level(_ level: Level) -> TextStyle {
    switch level {
    case .bug, .error: .levelError
    case .warning: .levelWarning
    case .note, .failureNote: .levelNote
    case .help: .levelHelp
    }
  }

  /// The escape sequences that switch it on; empty for plain text. `level` colours what is primary.
  func escape(_ level: Level) -> String {
    switch self {
    case .none, .source: ""
    case .title: "\u{1B}[1m"
    case .lineNumber, .secondary: "\u{1B}[1m\u{1B}[94m"
    case .primary: TextStyle.level(level).escape(level)
    case .addition: "\u{1B}[92m"
    case .removal: "\u{1B}[91m"
    case .levelError: "\u{1B}[1m\u{1B}[91m"
    case .levelWarning: "\u{1B}[1m\u{1B}[33m"
    case .levelNote: "\u{1B}[1m\u{1B}[92m"
    case .levelHelp: "\u{1B}[1m\u{1B}[96m"
    }
  }
}

/// Lines of styled characters. Sharing: none.
struct StyledBuffer {
  struct Cell {
    var scalar: Unicode.Scalar
    var style: TextStyle
  }
  private(set) var lines: [[Cell]] = []
  var lineCount: Int { lines.count }

  private mutating func makeRoom(_ line: Int, _ width: Int) {
    while lines.count <= line { lines.append([]) }
    while lines[line].count < width { lines[line].append(Cell(scalar: " ", style: .none)) }
  }

  mutating func put(_ line: Int, _ column: Int, _ scalar: Unicode.Scalar, _ style: TextStyle) {
    makeRoom(line, column + 1)
    lines[line][column] = Cell(scalar: scalar, style: style)
  }

  /// Writes `text` over what stands there. Nothing, not even padding, for the empty text.
  mutating func put(_ line: Int, _ column: Int, _ text: some Sequence<Unicode.Scalar>, _ style: TextStyle) {
    var column = column
    for scalar in text {
      put(line, column, scalar, style)
      column += 1
    }
  }
  mutating func put(_ line: Int, _ column: Int, _ text: String, _ style: TextStyle) {
    put(line, column, text.unicodeScalars, style)
  }

  mutating func append(_ line: Int, _ text: String, _ style: TextStyle) {
    put(line, line < lines.count ? lines[line].count : 0, text, style)
  }

  /// Replaces a range of columns, which must exist, by `text`.
  mutating func replace(_ line: Int, _ start: Int, _ end: Int, with text: String) {
    if start >= end || line >= lines.count || end > lines[line].count { return }
    lines[line].replaceSubrange(start..<end, with: text.unicodeScalars.map { Cell(scalar: $0, style: .lineNumber) })
  }

  /// Restyles what exists in the range; with `overwrites`, also what has a style already.
  mutating func setStyle(_ line: Int, _ columns: Range<Int>, _ style: TextStyle, overwrites: Bool) {
    guard line < lines.count else { return }
    for column in columns where column < lines[line].count {
      let old = lines[line][column].style
      if overwrites || old == .none || old == .source { lines[line][column].style = style }
    }
  }

  /// The page as text, lines separated by newlines.
  func text(level: Level, isColored: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for (i, line) in lines.enumerated() {
      if i > 0 { text.append(0x0A) }
      var current = ""
      for cell in line {
        if isColored {
          let escape = cell.style.escape(level)
          if escape != current {
            if !current.isEmpty { text += "\u{1B}[0m".utf8 }
            text += escape.utf8
            current = escape
          }
        }
        if cell.scalar.isASCII { text.append(UInt8(cell.scalar.value)) } else { text += UTF8.encode(cell.scalar)! }
      }
      if !current.isEmpty { text += "\u{1B}[0m".utf8 }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
