// Proposed changes of the source, as lines to remove and to add.
import Source

/// One replacement, with what both texts have in common left out.
struct Patch {
  var original: Span
  var span: Span
  var text: String

  init(_ span: Span, _ text: String, in source: SourceLines) {
    original = span
    self.span = span
    self.text = text
    guard !text.isEmpty, let (prefix, middle, suffix) = insertion(source.text(of: span), text) else { return }
    self.span = Span(lo: span.lo + UInt32(prefix), hi: max(span.lo + UInt32(prefix), span.hi - UInt32(suffix)))
    self.text = middle
  }

  func replacesText(_ source: SourceLines) -> Bool { !trimmed(Array(source.text(of: span).unicodeScalars)).isEmpty }
  func isAddition(_ source: SourceLines) -> Bool { !text.isEmpty && !replacesText(source) }
  func isDeletion(_ source: SourceLines) -> Bool { trimmed(Array(text.unicodeScalars)).isEmpty && replacesText(source) }
  func isDestructive(_ source: SourceLines) -> Bool {
    !text.isEmpty && replacesText(source) && insertion(trimText(source.text(of: span)), trimText(text)) == nil
  }
}

func trimText(_ text: String) -> String {
  var result = ""
  result.unicodeScalars.append(contentsOf: trimmed(Array(text.unicodeScalars)))
  return result
}

/// If `changed` is `original` with something put in: the bytes before it, what is put in, and the bytes after it.
private func insertion(_ original: String, _ changed: String) -> (Int, String, Int)? {
  let (a, b) = (Array(original.utf8), Array(changed.utf8))
  if b.starts(with: a) { return (a.count, String(decoding: b[a.count...], as: UTF8.self), 0) }
  if b.reversed().starts(with: a.reversed()) { return (0, String(decoding: b[..<(b.count - a.count)], as: UTF8.self), a.count) }
  var prefix = 0
  for (x, y) in zip(original.unicodeScalars, changed.unicodeScalars) {
    if x != y { break }
    prefix += UTF8.width(x)
  }
  let suffix = a[prefix...]
  let rest = b[prefix...]
  guard rest.count >= suffix.count, rest.suffix(suffix.count).elementsEqual(suffix) else { return nil }
  return (prefix, String(decoding: rest.dropLast(suffix.count), as: UTF8.self), suffix.count)
}

/// The lines that result from a suggestion.
struct SplicedLines {
  var text: String
  var patches: [Patch]
  /// Per resulting line, the character ranges that are new.
  var highlights: [[Range<Int>]] = []
  /// Per original line, the character ranges that go.
  var replaced: [[Range<Int>]] = []
  /// Resulting lines, without line ends.
  var lines: [[Unicode.Scalar]]
  var firstLine: Int
  var lastLine: Int
  /// Lines without changes are all shown.
  var showsPlainLines = false

  init?(_ replacements: [(span: Span, text: String)], in source: SourceLines) {
    let sorted = replacements.sorted { $0.span.lo < $1.span.lo }
    guard let first = sorted.first else { return nil }
    let high = sorted.reduce(first.span.hi) { max($0, $1.span.hi) }
    patches = sorted.map { Patch($0.span, $0.text, in: source) }
    let (low, end) = source.places(of: Span(lo: first.span.lo, hi: high))
    firstLine = low.line
    lastLine = end.line

    var result: [Unicode.Scalar] = []
    var highlight: [Range<Int>] = []
    var previous = (line: low.line, character: 0)
    var shift = 0
    func rest(of line: Int, from: Int, to: Int?) -> [Unicode.Scalar] {
      let text = source.text(line) ?? []
      if let to { return from < min(to, text.count) ? Array(text[from..<min(to, text.count)]) : from < text.count && to > text.count ? Array(text[from...]) : [] }
      return (from < text.count ? Array(text[from...]) : []) + ["\n"]
    }
    func width(_ scalars: some Sequence<Unicode.Scalar>) -> Int { scalars.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) } }
    for patch in patches {
      let (start, finish) = source.places(of: patch.span)
      if previous.line == start.line {
        result += rest(of: previous.line, from: previous.character, to: start.character)
      } else {
        shift = 0
        highlights.append(highlight)
        highlight = []
        result += rest(of: previous.line, from: previous.character, to: nil)
        for line in previous.line + 1..<max(previous.line + 1, start.line) {
          result += (source.text(line) ?? []) + ["\n"]
          highlights.append([])
        }
        result += rest(of: start.line, from: 0, to: start.character)
      }
      let parts = patch.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      let length = width(parts[0])
      let column = max(0, start.character + shift)
      highlight.append(column..<column + length)
      result += Array(patch.text.unicodeScalars)
      shift += length - (finish.character - start.character)
      previous = (finish.line, finish.character)
      for part in parts.dropFirst() {
        shift = 0
        highlights.append(highlight)
        highlight = [0..<width(part)]
      }
    }
    highlights.append(highlight)
    if Self.isNewAttribute(sorted, in: source) {
      result += rest(of: previous.line, from: previous.character, to: nil)
      highlights.append([])
      showsPlainLines = true
    } else if result.last != "\n" {
      result += rest(of: previous.line, from: previous.character, to: nil)
    }
    while result.last == "\n" { result.removeLast() }
    if highlights.allSatisfy(\.isEmpty) { return nil }
    text = ""
    text.unicodeScalars.append(contentsOf: result)
    lines = result.isEmpty ? [] : result.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    replaced = Array(repeating: [], count: lastLine - firstLine + 1)
    for patch in patches {
      let (start, finish) = source.places(of: patch.span)
      for line in start.line...max(start.line, finish.line) where line - firstLine < replaced.count {
        let from = line == start.line ? start.character : 0
        let to = line == finish.line ? finish.character : (source.text(line) ?? []).count
        replaced[line - firstLine].append(from..<max(from, to))
      }
    }
  }

  /// An attribute on a line of its own, before a line that is there.
  static func isNewAttribute(_ replacements: [Suggestion.Replacement], in source: SourceLines) -> Bool {
    guard replacements.count == 1, let only = replacements.first, only.span.lo == only.span.hi, only.text.hasSuffix("\n") else {
      return false
    }
    let text = trimText(only.text)
    guard text.hasPrefix("#["), text.hasSuffix("]") else { return false }
    let place = source.place(of: only.span.lo)
    return (source.text(place.line) ?? []).prefix(place.character).allSatisfy(\.properties.isWhitespace)
  }

  enum Shape { case underline, diff, add, plain }

  func shape(_ source: SourceLines) -> Shape {
    let isMultiline = lines.count > 1
    if !isMultiline && patches.contains(where: { $0.isDeletion(source) || $0.isDestructive(source) }) { return .diff }
    let whole = trimText(text)
    if patches.count == 1 && patches[0].text.hasSuffix("\n") && trimText(patches[0].text) == whole { return .add }
    if !isMultiline && (patches.count != 1 || trimText(patches[0].text) != whole) { return .underline }
    return .plain
  }

  /// The largest line number that is shown.
  func lastNumber(_ source: SourceLines) -> Int {
    guard let patch = patches.first else { return 0 }
    let start = source.places(of: patch.original).start.line
    switch shape(source) {
    case .underline: return start
    case .diff: return source.line(of: patch.span.hi)
    case .add, .plain: return start + max(0, lines.count - 1)
    }
  }
}

/// Draws suggestions. Sharing: none.
struct SuggestionRenderer {
  let context: RenderContext
  let source: SourceLines
  let spliced: SplicedLines

  private var textColumn: Int { context.numberWidth + 3 }
  private var signColumn: Int { context.numberWidth + 1 }

  /// - Parameter isOtherFile: the message is about another file, so this one's name is shown.
  /// - Parameter isNext: another proposal for the same place stands above.
  func draw(into buffer: inout StyledBuffer, isOtherFile: Bool, isNext: Bool) {
    var row = buffer.lineCount + (isNext ? 0 : 1)
    let shape = spliced.shape(source)
    let isMultiline = spliced.lines.count > 1
    if isOtherFile && !isNext {
      let place = source.places(of: spliced.patches[0].span).start
      buffer.append(row - 1, String(repeating: " ", count: context.numberWidth), .none)
      buffer.append(row - 1, "--> ", .lineNumber)
      buffer.append(row - 1, "\(source.file.path):\(place.line):\(place.character + 1)", .none)
      buffer.putBar(row, context)
      row += 1
    } else {
      buffer.put(max(0, row - 1), signColumn, "|", .lineNumber)
    }
    if shape == .diff { row += 1 }

    let original = originalLines()
    let (start, end) = source.places(of: spliced.patches[0].original)
    if spliced.lines.isEmpty {
      // Whole lines go.
      for line in start.line...end.line {
        let y = row - 1 + line - start.line
        buffer.put(y, 0, context.number(line), .lineNumber)
        buffer.put(y, signColumn, "- ", .removal)
        buffer.put(y, textColumn, visible(source.text(line) ?? []), .removal)
      }
      row += end.line - start.line
    }
    var plain: [(offset: Int, text: [Unicode.Scalar])] = []
    for (offset, text) in spliced.lines.enumerated() where offset < spliced.highlights.count {
      let highlights = spliced.highlights[offset]
      if highlights.isEmpty && !spliced.showsPlainLines {
        plain.append((offset, text))
        continue
      }
      // Up to three lines between changes are shown; of more, the first and the last.
      if plain.count <= 3 {
        for line in plain { drawCode(line.text, [], start.line + line.offset, shape, isMultiline, original, &row, into: &buffer) }
      } else {
        drawCode(plain[0].text, [], start.line + plain[0].offset, shape, isMultiline, original, &row, into: &buffer)
        buffer.put(row, max(0, context.numberWidth - 3), "...", .lineNumber)
        row += 1
        let last = plain[plain.count - 1]
        drawCode(last.text, [], start.line + last.offset, shape, isMultiline, original, &row, into: &buffer)
      }
      plain = []
      drawCode(text, highlights, start.line + offset, shape, isMultiline, original, &row, into: &buffer)
    }
    if shape != .plain {
      if shape == .underline { drawUnderlines(row, into: &buffer) }
      row += 1
    }
    if spliced.lines.count > spliced.highlights.count {
      buffer.put(row, max(0, context.numberWidth - 3), "...", .lineNumber)
    } else {
      buffer.putBar(shape == .plain ? row : row - 1, context)
    }
  }

  private func originalLines() -> [Int] {
    let low = spliced.patches.reduce(UInt32.max) { min($0, $1.span.lo) }
    let high = spliced.patches.reduce(0) { max($0, $1.span.hi) }
    return Array(source.line(of: low)...source.line(of: high))
  }

  private func drawUnderlines(_ row: Int, into buffer: inout StyledBuffer) {
    var shifts: [(from: Int, by: Int)] = []
    for patch in spliced.patches {
      let (start, end) = source.places(of: patch.span)
      let scalars = Array(patch.text.unicodeScalars)
      let inner = trimmed(scalars)
      let isSpace = inner.isEmpty
      let leading = isSpace ? 0 : scalars.prefix { $0.properties.isWhitespace }.reduce(0) { $0 + UTF8.width($1) }
      let width = displayWidth(isSpace ? scalars : inner)
      let shift = shifts.reduce(0) { $0 + (start.column < $1.from ? 0 : $1.by) }
      let from = max(0, start.column + leading + shift)
      for x in from..<from + width {
        buffer.put(row, textColumn + x, patch.isAddition(source) ? "+" : "~" as Unicode.Scalar, .addition)
      }
      shifts.append((end.column, displayWidth(scalars) - (end.column - start.column)))
    }
  }

  private func drawCode(
    _ text: [Unicode.Scalar], _ highlights: [Range<Int>], _ number: Int, _ shape: SplicedLines.Shape, _ isMultiline: Bool,
    _ original: [Int], _ row: inout Int, into buffer: inout StyledBuffer
  ) {
    if shape == .diff {
      for (i, line) in original.dropLast().enumerated() {
        drawRemoved(line, number + i, i, row - 1, into: &buffer)
        row += 1
      }
      let last = original[original.count - 1]
      if source.text(last) ?? [] == text {
        row -= 2
      } else {
        drawRemoved(last, number + original.count - 1, original.count - 1, row - 1, into: &buffer)
        if trimmed(text).isEmpty {
          row -= 1
        } else {
          buffer.put(row, 0, context.number(number), .lineNumber)
          buffer.put(row, signColumn, "+ ", .addition)
          buffer.put(row, textColumn, visible(text), .none)
        }
      }
    } else if isMultiline {
      buffer.put(row, 0, context.number(number), .lineNumber)
      if highlights.count == 1, highlights[0] == 0..<utf8Count(text) {
        buffer.put(row, signColumn, "+ ", .addition)
      } else if highlights.isEmpty || (highlights.count == 1 && highlights[0] == 0..<0) {
        buffer.putBar(row, context)
      } else {
        buffer.put(row, signColumn, "~ ", .addition)
      }
      buffer.put(row, textColumn, visible(text), .none)
    } else {
      buffer.put(row, 0, context.number(number), .lineNumber)
      if shape == .add {
        buffer.put(row, signColumn, "+ ", .addition)
      } else {
        buffer.put(row, signColumn, "| ", .lineNumber)
      }
      buffer.put(row, textColumn, visible(text), .none)
    }
    paint(highlights, text, row, .addition, into: &buffer)
    row += 1
  }

  private func drawRemoved(_ line: Int, _ number: Int, _ index: Int, _ row: Int, into buffer: inout StyledBuffer) {
    let text = source.text(line) ?? []
    buffer.put(row, 0, context.number(number), .lineNumber)
    buffer.put(row, signColumn, "- ", .removal)
    buffer.put(row, textColumn, visible(text), .none)
    if index < spliced.replaced.count { paint(spliced.replaced[index], text, row, .removal, into: &buffer) }
  }

  private func paint(
    _ ranges: [Range<Int>], _ text: [Unicode.Scalar], _ row: Int, _ style: TextStyle, into buffer: inout StyledBuffer
  ) {
    for range in ranges where !range.isEmpty {
      func tabs(_ n: Int) -> Int { text.prefix(n).reduce(0) { $0 + ($1 == "\t" ? 3 : 0) } }
      let start = textColumn + range.lowerBound + tabs(range.lowerBound)
      let end = textColumn + range.upperBound + tabs(range.upperBound)
      buffer.setStyle(row, start..<max(start, end), style, overwrites: true)
    }
  }

  private func utf8Count(_ scalars: [Unicode.Scalar]) -> Int { scalars.reduce(0) { $0 + UTF8.width($1) } }
}
