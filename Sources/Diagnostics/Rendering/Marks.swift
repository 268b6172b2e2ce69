// From marked spans to marks on lines: which lines are shown, and where lines and arrows go.
import Source

/// A span to mark in a file.
struct Annotation {
  var span: Span
  var isPrimary: Bool
  /// Never empty.
  var label: String?
}

/// One mark on one line.
struct Mark {
  enum Kind: Equatable {
    case single
    /// First and last line of a span over several lines, with the depth of its vertical line.
    case start(Int)
    case end(Int)
    /// A line in between that is to be shown.
    case through(Int)
  }
  var start: Place
  var end: Place
  var isPrimary: Bool
  var label: String?
  var kind: Kind

  var hasLabel: Bool { label != nil }
  var takesSpace: Bool {
    switch kind {
    case .start, .end: true
    default: false
    }
  }
  var width: Int { abs(end.column - start.column) }
  var isThrough: Bool { if case .through = kind { true } else { false } }
}

/// A line to show with its marks.
struct MarkedLine {
  var number: Int
  var marks: [Mark]
}

/// A span over several lines.
private struct MultilineSpan {
  var depth = 1
  var start: Place
  var end: Place
  var isPrimary: Bool
  var label: String?
  var overlapsExactly = false

  func isSameSpan(_ other: MultilineSpan) -> Bool { start == other.start && end == other.end }

  var startMark: Mark {
    var next = start
    next.character += 1
    next.column += 1
    return Mark(start: start, end: next, isPrimary: isPrimary, label: nil, kind: .start(depth))
  }
  var endMark: Mark {
    var before = end
    before.character = max(0, end.character - 1)
    before.column = max(0, end.column - 1)
    return Mark(start: before, end: end, isPrimary: isPrimary, label: label, kind: .end(depth))
  }
  var throughMark: Mark {
    let zero = Place(line: 0, character: 0, column: 0, position: 0)
    return Mark(start: zero, end: zero, isPrimary: isPrimary, label: nil, kind: .through(depth))
  }
}

func overlap(_ a: Range<Int>, _ b: Range<Int>, inclusive: Bool = false) -> Bool {
  let extra = inclusive ? 1 : 0
  return (b.lowerBound <= a.lowerBound && a.lowerBound < b.upperBound + extra)
    || (a.lowerBound <= b.lowerBound && b.lowerBound < a.upperBound + extra)
}

/// The lines that `annotations` mark, in order, and the number of vertical lines that stand side by side at most.
func markedLines(_ annotations: [Annotation], in source: SourceLines) -> (depth: Int, lines: [MarkedLine]) {
  var marks: [Int: [Mark]] = [:]
  var multiline: [MultilineSpan] = []
  for annotation in annotations {
    var (lo, hi) = source.places(of: annotation.span)
    if lo.line == hi.line {
      // What is empty is marked with one sign.
      if lo.column == hi.column { hi.column += 1 }
      marks[lo.line, default: []].append(
        Mark(start: lo, end: hi, isPrimary: annotation.isPrimary, label: annotation.label, kind: .single))
    } else {
      multiline.append(MultilineSpan(start: lo, end: hi, isPrimary: annotation.isPrimary, label: annotation.label))
    }
  }
  let depth = giveDepths(&multiline)
  for span in multiline { addMarks(of: span, in: source, to: &marks) }
  // By line, so the order of the dictionary does not matter.
  return (depth, marks.keys.sorted().map { MarkedLine(number: $0, marks: marks[$0]!) })
}

/// Puts spans that overlap side by side. Returns the largest depth.
private func giveDepths(_ spans: inout [MultilineSpan]) -> Int {
  spans = spans.enumerated().sorted {
    ($0.element.start.line, -$0.element.end.line, $0.offset) < ($1.element.start.line, -$1.element.end.line, $1.offset)
  }.map(\.element)
  let originals = spans
  var primaries: [MultilineSpan] = []
  for (i, span) in originals.enumerated() {
    if span.isPrimary { primaries.append(span) }
    for j in spans.indices {
      let a = spans[j]
      if !span.isSameSpan(a) && overlap(span.start.line..<span.end.line, a.start.line..<a.end.line, inclusive: true) {
        spans[j].depth += 1
      } else if span.isSameSpan(a) && i != j {
        spans[j].overlapsExactly = true
      } else {
        if primaries.contains(where: { $0.isSameSpan(a) }) { spans[j].isPrimary = true }
        break
      }
    }
  }
  let deepest = spans.reduce(0) { max($0, $1.depth) }
  for j in spans.indices { spans[j].depth = deepest - spans[j].depth + 1 }
  return deepest
}

private func addMarks(of span: MultilineSpan, in source: SourceLines, to marks: inout [Int: [Mark]]) {
  var end = span.endMark
  if span.overlapsExactly {
    end.kind = .single
  } else {
    marks[span.start.line, default: []].append(span.startMark)
    // At most four lines from the start are shown, without those at their end that say nothing.
    let middle = min(span.start.line + 4, span.end.line)
    let until = (span.start.line..<middle).reversed().first { !saysNothing($0, in: source) }.map { $0 + 1 } ?? span.start.line
    for line in span.start.line + 1..<max(until, span.start.line + 1) { marks[line, default: []].append(span.throughMark) }
    let beforeEnd = span.end.line - 1
    if middle < beforeEnd && !saysNothing(beforeEnd, in: source) { marks[beforeEnd, default: []].append(span.throughMark) }
  }
  marks[end.end.line, default: []].append(end)
}

/// True for lines of nothing but space, a comment or one bracket.
private func saysNothing(_ line: Int, in source: SourceLines) -> Bool {
  guard let scalars = source.text(line) else { return true }
  var text = ""
  text.unicodeScalars.append(contentsOf: trimmed(scalars))
  if text.hasPrefix("//") && !text.hasPrefix("///") && !text.hasPrefix("//!") { return true }
  return ["", "{", "}", "(", ")", "[", "]"].contains(text)
}

func trimmed(_ scalars: some BidirectionalCollection<Unicode.Scalar>) -> [Unicode.Scalar] {
  var view = scalars[...]
  while let first = view.first, first.properties.isWhitespace { view = view.dropFirst() }
  while let last = view.last, last.properties.isWhitespace { view = view.dropLast() }
  return Array(view)
}
