// Source lines with marks and labels below them.
import Source

/// What all parts of one message share.
struct RenderContext {
  /// Columns that the largest line number takes.
  var numberWidth: Int
  /// Columns of the terminal.
  var width: Int
  /// Line numbers are shown as `LL`.
  var hidesLineNumbers: Bool

  func number(_ line: Int) -> String {
    let text = hidesLineNumbers ? "LL" : String(line)
    return String(repeating: " ", count: max(0, numberWidth - text.count)) + text
  }
  /// Column of the bar between number and text.
  var barColumn: Int { numberWidth + 1 }
}

extension StyledBuffer {
  mutating func putBar(_ line: Int, _ context: RenderContext) { put(line, context.barColumn, "|" as Unicode.Scalar, .lineNumber) }
}

/// The signs that a mark is drawn with.
private struct Pen {
  let underline: Unicode.Scalar
  let style: TextStyle
  init(isPrimary: Bool) {
    underline = isPrimary ? "^" : "-"
    style = isPrimary ? .primary : .secondary
  }
}

/// Draws the marked lines of one file into `buffer`. Sharing: none.
struct SnippetRenderer {
  let context: RenderContext
  let source: SourceLines
  let lines: [MarkedLine]
  /// Vertical lines that stand side by side at most.
  let depth: Int
  private var widthOffset: Int { 3 + context.numberWidth }
  private var codeOffset: Int { depth == 0 ? widthOffset : widthOffset + depth + 1 }

  init(_ context: RenderContext, _ source: SourceLines, _ lines: [MarkedLine], depth: Int) {
    self.context = context
    self.source = source
    self.lines = lines
    self.depth = depth
  }

  func draw(into buffer: inout StyledBuffer, isPrimaryFile: Bool) {
    drawOrigin(into: &buffer, isPrimaryFile: isPrimaryFile)
    let margin = makeMargin()
    // The vertical lines that run on from the lines above: depth and style.
    var running: [(depth: Int, style: TextStyle)] = []
    for (i, line) in lines.enumerated() {
      let first = buffer.lineCount
      let ends = drawLine(line, into: &buffer, margin)
      var started: [(depth: Int, style: TextStyle)] = []
      for (depth, style) in ends {
        if let k = running.firstIndex(where: { $0.depth == depth }) {
          running.remove(at: k)
        } else if let k = started.firstIndex(where: { $0.depth == depth }) {
          started[k].style = style
        } else {
          started.append((depth, style))
        }
      }
      for (depth, style) in running {
        for row in first..<buffer.lineCount { buffer.put(row, widthOffset + depth - 1, "|" as Unicode.Scalar, style) }
      }
      if i + 1 < lines.count {
        let gap = lines[i + 1].number - line.number
        if gap >= 2 {
          let row = buffer.lineCount
          if gap > 2 {
            buffer.put(row, 0, "...", .lineNumber)
          } else {
            _ = drawText(visible(source.text(line.number + 1) ?? []), number: line.number + 1, row, into: &buffer, margin)
          }
          for (depth, style) in running { buffer.put(row, widthOffset + depth - 1, "|" as Unicode.Scalar, style) }
          for mark in line.marks {
            if case .start(let depth) = mark.kind {
              buffer.put(row, widthOffset + depth - 1, "|" as Unicode.Scalar, Pen(isPrimary: mark.isPrimary).style)
            }
          }
        }
      }
      running += started
    }
  }

  /// `--> file:line:column`, or `:::` for a file that is not the message's own, and an empty line.
  private func drawOrigin(into buffer: inout StyledBuffer, isPrimaryFile: Bool) {
    var place: Place?
    if isPrimaryFile {
      let line = lines.first { $0.marks.contains { $0.isPrimary } } ?? lines.first { !$0.marks.isEmpty }
      let primary = line?.marks.filter(\.isPrimary) ?? []
      place = (primary.isEmpty ? line?.marks ?? [] : primary).min { $0.start.character < $1.start.character }?.start
      if let line { place?.line = line.number }
    } else {
      buffer.putBar(buffer.lineCount, context)
      place = lines.first?.marks.first?.start
      if let line = lines.first { place?.line = line.number }
    }
    let row = buffer.lineCount
    buffer.append(row, String(repeating: " ", count: context.numberWidth), .none)
    buffer.append(row, isPrimaryFile ? "--> " : "::: ", .lineNumber)
    buffer.append(row, source.file.path + (place.map { ":\($0.line):\($0.character + 1)" } ?? ""), .none)
    buffer.putBar(row + 1, context)
  }

  private func makeMargin() -> Margin {
    var whitespace = Int.max
    var spanLeft = Int.max
    var spanRight = 0
    var labelRight = 0
    var longest = 0
    for line in lines {
      if let plain = source.plainText(line.number) {
        longest = max(longest, plain.count)
        if let first = plain.firstIndex(where: { $0 != 0x20 }) { whitespace = min(whitespace, first) }
      } else {
        let text = source.text(line.number) ?? []
        longest = max(longest, displayWidth(text))
        if text.contains(where: { !$0.properties.isWhitespace }) {
          whitespace = min(whitespace, text.prefix { $0.properties.isWhitespace }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) })
        }
      }
      for mark in line.marks {
        spanLeft = min(spanLeft, mark.start.column, mark.end.column)
        spanRight = max(spanRight, mark.start.column, mark.end.column)
        labelRight = max(labelRight, mark.end.column + (mark.label.map { displayWidth($0.unicodeScalars) + 1 } ?? 0))
      }
    }
    if whitespace == .max { whitespace = 0 }
    if spanLeft == .max { spanLeft = 0 }
    return Margin(
      whitespace: whitespace, spans: spanLeft...max(spanLeft, spanRight), labelRight: labelRight, longestLine: longest,
      width: max(0, context.width - codeOffset))
  }

  /// `drawText` for a long line of printable ASCII: only what is shown is looked at.
  private func drawText(
    _ text: UnsafeBufferPointer<UInt8>, number: Int, _ row: Int, into buffer: inout StyledBuffer, _ margin: Margin
  ) -> Int {
    let width = text.count
    let left = min(margin.left(width), width)
    let right = margin.right(width)
    let end = min(width, left + max(0, right - left))
    var code = text[left..<end].map { Unicode.Scalar($0) }[...]
    var column = codeOffset
    if margin.isCutLeft {
      let hidden = min(3, code.count)
      code = code.dropFirst(hidden)
      buffer.put(row, codeOffset, "...", .lineNumber)
      column += hidden
    }
    buffer.put(row, column, code, .source)
    if width > right { buffer.put(row, max(0, column + code.count - min(3, end - left)), "...", .lineNumber) }
    buffer.put(row, 0, context.number(number), .lineNumber)
    buffer.putBar(row, context)
    return left
  }

  /// Draws number, bar and text; returns the columns cut off at the left.
  private func drawText(
    _ text: [Unicode.Scalar], number: Int, _ row: Int, into buffer: inout StyledBuffer, _ margin: Margin
  ) -> Int {
    let width = displayWidth(text)
    var left = margin.left(width)
    let right = margin.right(width)
    var skipped = 0
    var start = 0
    while start < text.count && skipped < left {
      skipped += displayWidth(text[start])
      start += 1
    }
    var taken = 0
    var end = start
    while end < text.count {
      taken += displayWidth(text[end])
      if taken > right - left { break }
      end += 1
    }
    left = max(left, skipped)
    var code = text[start..<end]
    var column = codeOffset
    if margin.isCutLeft {
      var hidden = 0
      while hidden < 3, let first = code.popFirst() { hidden += displayWidth(first) }
      buffer.put(row, codeOffset, "...", .lineNumber)
      column += hidden
    }
    buffer.put(row, column, code, .source)
    if width > right {
      var hidden = 0
      var count = 0
      for scalar in text[start..<end].reversed() {
        hidden += displayWidth(scalar)
        count += 1
        if hidden >= 3 { break }
      }
      buffer.put(row, max(0, column + code.count - count), "...", .lineNumber)
    }
    buffer.put(row, 0, context.number(number), .lineNumber)
    buffer.putBar(row, context)
    return left
  }

  /// Draws one line with its marks. Returns the vertical lines that start or end in it.
  private func drawLine(_ line: MarkedLine, into buffer: inout StyledBuffer, _ margin: Margin) -> [(Int, TextStyle)] {
    let row = buffer.lineCount
    let left: Int
    if let plain = source.plainText(line.number) {
      left = drawText(plain, number: line.number, row, into: &buffer, margin)
      if line.marks.isEmpty { return [] }
      let start = plain.firstIndex { $0 != 0x20 } ?? plain.count
      if let starts = drawShortStart(line, Array(repeating: " ", count: start) + (start < plain.count ? ["x"] : []), row, into: &buffer) { return starts }
    } else {
      let text = visible(source.text(line.number) ?? [])
      left = drawText(text, number: line.number, row, into: &buffer, margin)
      if line.marks.isEmpty { return [] }
      if let starts = drawShortStart(line, text, row, into: &buffer) { return starts }
    }

    // From right to left, so that no label is crossed by the line of another.
    let marks = line.marks.enumerated().sorted { a, b in
      let (x, y) = (a.element.start, b.element.start)
      return (-x.column, -x.character, a.offset) < (-y.column, -y.character, b.offset)
    }.map(\.element)
    var (rows, rowCount, overlapped) = placeLabels(marks)
    if line.marks.allSatisfy(\.isThrough) { return [] }
    if marks.allSatisfy({ if case .start = $0.kind { true } else { false } }), let most = rows.max() {
      // Reversed, so that the vertical lines do not cross.
      rows = rows.map { most - $0 }
      rowCount = max(0, rowCount - 1)
    }
    for k in 0...rowCount { buffer.putBar(row + k + 1, context) }
    drawHorizontal(marks, rows, row, left, into: &buffer)
    drawVertical(marks, rows, rowCount, row, left, into: &buffer)
    drawLabels(marks, rows, row, left, into: &buffer)
    drawUnderlines(marks, rows, row, left, into: &buffer)
    shorten(marks, overlapped, row, left, margin, into: &buffer)
    return marks.compactMap { mark in
      switch mark.kind {
      case .start(let depth), .end(let depth): (depth, Pen(isPrimary: mark.isPrimary).style)
      default: nil
      }
    }
  }

  /// A line on which spans only start, before any text, is just given a `/` for each.
  private func drawShortStart(
    _ line: MarkedLine, _ text: [Unicode.Scalar], _ row: Int, into buffer: inout StyledBuffer
  ) -> [(Int, TextStyle)]? {
    var starts: [(Int, TextStyle)] = []
    for mark in line.marks {
      switch mark.kind {
      case .start(let depth):
        guard text.prefix(mark.start.column).allSatisfy({ $0.properties.isWhitespace }) else { return nil }
        starts.append((depth, Pen(isPrimary: mark.isPrimary).style))
      case .through: continue
      default: return nil
      }
    }
    for (depth, style) in starts { buffer.put(row, widthOffset + depth - 1, "/" as Unicode.Scalar, style) }
    return starts
  }

  /// The row of each mark's label (0: beside the mark), the number of rows below the marks, and which marks overlap others.
  private func placeLabels(_ marks: [Mark]) -> (rows: [Int], count: Int, overlapped: [Bool]) {
    func overlaps(_ a: Mark, _ b: Mark, _ padding: Int) -> Bool {
      overlap(a.start.column..<max(a.start.column, a.end.column + padding), b.start.column..<max(b.start.column, b.end.column))
    }
    var rows: [Int] = []
    var overlapped = [Bool](repeating: false, count: marks.count)
    var count = 0
    var row = 0
    for (i, mark) in marks.enumerated() {
      for (j, next) in marks.enumerated() {
        let meet = overlaps(next, mark, 0)
        if meet && j > 1 {
          overlapped[i] = true
          overlapped[j] = true
        }
        if meet && mark.hasLabel && j > i && row == 0 {
          // A mark without text at the very same place is drawn over.
          let isSame = next.start.column == mark.start.column && next.start.character == mark.start.character
            && next.end.column == mark.end.column && next.end.character == mark.end.character
          if isSame && !next.hasLabel { continue }
          row += 1
          break
        }
      }
      rows.append(row)
      for (j, next) in marks.enumerated() where j > i {
        let reach = next.label.map { $0.utf8.count + 2 } ?? 0
        let meet = overlaps(next, mark, reach)
        let endsWithin = (next.end.column, next.end.character) <= (mark.end.column, mark.end.character)
        if (meet && mark.hasLabel && next.hasLabel) || (mark.takesSpace && next.hasLabel) || (mark.hasLabel && next.takesSpace)
          || (mark.takesSpace && next.takesSpace) || (meet && endsWithin && next.hasLabel && row == 0)
        {
          row += 1
          break
        }
      }
      count = max(count, row)
    }
    return (rows, count == 0 ? 0 : count + 1, overlapped)
  }

  private func column(_ column: Int, _ left: Int) -> Int { max(0, codeOffset + column - left) }

  /// `_____` from the vertical line to where a span starts or ends.
  private func drawHorizontal(_ marks: [Mark], _ rows: [Int], _ row: Int, _ left: Int, into buffer: inout StyledBuffer) {
    for (mark, r) in zip(marks, rows) {
      switch mark.kind {
      case .start(let depth), .end(let depth):
        let style = Pen(isPrimary: mark.isPrimary).style
        let end = column(mark.start.column, left)
        for x in widthOffset + depth..<max(widthOffset + depth, end) { buffer.put(row + r + 1, x, "_" as Unicode.Scalar, style) }
      default: break
      }
    }
  }

  /// `|` from marks down to their labels, and along spans over several lines.
  private func drawVertical(
    _ marks: [Mark], _ rows: [Int], _ rowCount: Int, _ row: Int, _ left: Int, into buffer: inout StyledBuffer
  ) {
    let bar: Unicode.Scalar = "|"
    for (mark, r) in zip(marks, rows) {
      let style = Pen(isPrimary: mark.isPrimary).style
      let position = r + 1
      if position > 1 && (mark.hasLabel || mark.takesSpace) {
        for y in row + 1...row + position { buffer.put(y, column(mark.start.column, left), bar, style) }
      }
      switch mark.kind {
      case .start(let depth):
        buffer.put(row + position, widthOffset + depth - 1, " ", style)
        for y in row + position + 1..<max(row + position + 1, row + rowCount + 2) {
          buffer.put(y, widthOffset + depth - 1, bar, style)
        }
      case .end(let depth):
        for y in row...row + position { buffer.put(y, widthOffset + depth - 1, bar, style) }
      default: break
      }
    }
  }

  private func drawLabels(_ marks: [Mark], _ rows: [Int], _ row: Int, _ left: Int, into buffer: inout StyledBuffer) {
    for (mark, r) in zip(marks, rows) {
      guard let label = mark.label else { continue }
      let (y, x): (Int, Int)
      if r == 0 {
        (y, x) = (1, max(0, mark.end.column + (mark.end.column == 0 ? 2 : 1) - left))
      } else {
        (y, x) = (r + 2, max(0, mark.start.column - left))
      }
      buffer.put(row + y, codeOffset + x, label, Pen(isPrimary: mark.isPrimary).style)
    }
  }

  private func drawUnderlines(_ marks: [Mark], _ rows: [Int], _ row: Int, _ left: Int, into buffer: inout StyledBuffer) {
    // Shorter marks over longer ones, primary ones last.
    let order = marks.indices.sorted { a, b in
      (-marks[a].width, marks[a].isPrimary ? 1 : 0, a) < (-marks[b].width, marks[b].isPrimary ? 1 : 0, b)
    }
    for i in order {
      let mark = marks[i]
      let pen = Pen(isPrimary: mark.isPrimary)
      if mark.start.column < mark.end.column {
        for x in mark.start.column..<mark.end.column { buffer.put(row + 1, column(x, left), pen.underline, pen.style) }
      }
      if mark.takesSpace || (rows[i] != 0 && mark.hasLabel) {
        buffer.put(row + 1, column(mark.start.column, left), pen.underline, pen.style)
      }
    }
  }

  /// Takes out the middle of a single mark that is much longer than the terminal is wide.
  private func shorten(
    _ marks: [Mark], _ overlapped: [Bool], _ row: Int, _ left: Int, _ margin: Margin, into buffer: inout StyledBuffer
  ) {
    // In the order in which underlines are drawn.
    let order = marks.indices.sorted { a, b in
      (-marks[a].width, marks[a].isPrimary ? 1 : 0, a) < (-marks[b].width, marks[b].isPrimary ? 1 : 0, b)
    }
    for (i, k) in order.enumerated() where !overlapped[i] && marks[k].kind == .single {
      let mark = marks[k]
      let width = mark.end.column - mark.start.column
      guard width > margin.width * 2 && width > 13 else { continue }
      let pad = max(margin.width / 3, 5)
      let start = column(mark.start.column + pad, left)
      let end = column(mark.end.column - pad, left)
      buffer.replace(row, start, end, with: "...")
      buffer.replace(row + 1, start, end, with: "...")
    }
  }
}
