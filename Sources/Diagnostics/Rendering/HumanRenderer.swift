// A message as text for people, in rustc's layout.
import Source

/// How messages are written.
public struct RenderOptions: Sendable {
  public var isColored = false
  public var isShort = false
  public var width = 140
  /// Line numbers as `LL`, so that a test does not change with them.
  public var hidesLineNumbers = false
  public init() {}
}

/// The texts of messages. Sharing: frozen.
public struct HumanRenderer: Sendable {
  public var options: RenderOptions
  public init(_ options: RenderOptions = RenderOptions()) { self.options = options }

  /// One title with what stands below it: snippets, then notes without a place, or suggestions.
  private struct Group {
    var level: Level
    var title: String
    var snippets: [(source: SourceLines, depth: Int, lines: [MarkedLine])] = []
    var notes: [(level: Level, text: String)] = []
    var suggestions: [(source: SourceLines, spliced: SplicedLines)] = []
    var otherSuggestions = 0
  }

  /// The text of `diagnostic`, with the empty line that ends it.
  public func render(_ diagnostic: Diagnostic) -> String {
    var diagnostic = diagnostic
    diagnostic.showMacroCalls()
    diagnostic.showSuggestionAsLabel()
    if options.isShort { return renderShort(diagnostic) + "\n" }
    let groups = makeGroups(diagnostic)
    let context = RenderContext(
      numberWidth: numberWidth(groups), width: options.width, hidesLineNumbers: options.hidesLineNumbers)
    let firstPath = groups.lazy.compactMap { $0.snippets.first?.source.id }.first
    var texts: [String] = []
    for (g, group) in groups.enumerated() {
      var buffer = StyledBuffer()
      drawTitle(group, code: g == 0 ? diagnostic.errorCode : nil, isMain: g == 0, context, into: &buffer)
      let isFirstOfMany = g == 0 && groups.count > 1
      if group.snippets.isEmpty && group.suggestions.isEmpty {
        if !group.notes.isEmpty {
          buffer.putBar(buffer.lineCount, context)
        } else if isFirstOfMany {
          buffer.putBar(buffer.lineCount, context)
        }
      }
      var depth = 0
      for snippet in group.snippets { depth = max(depth, snippet.depth) }
      for (i, snippet) in group.snippets.enumerated() {
        SnippetRenderer(context, snippet.source, snippet.lines, depth: depth).draw(into: &buffer, isPrimaryFile: i == 0)
      }
      if g == 0 && !group.snippets.isEmpty && (!group.notes.isEmpty || isFirstOfMany) { buffer.putBar(buffer.lineCount, context) }
      for (i, suggestion) in group.suggestions.enumerated() {
        SuggestionRenderer(context: context, source: suggestion.source, spliced: suggestion.spliced).draw(
          into: &buffer, isOtherFile: suggestion.source.id != firstPath, isNext: i > 0)
      }
      if group.otherSuggestions > 0 {
        drawNote(.failureNote, "and \(group.otherSuggestions) other candidate\(group.otherSuggestions == 1 ? "" : "s")", context, into: &buffer)
      }
      for note in group.notes { drawNote(note.level, note.text, context, into: &buffer) }
      texts.append(buffer.text(level: group.level, isColored: options.isColored))
    }
    return texts.joined(separator: "\n") + (diagnostic.level == .failureNote ? "\n" : "\n\n")
  }

  // MARK: what is shown

  private func makeGroups(_ diagnostic: Diagnostic) -> [Group] {
    var groups: [Group] = []
    var group = Group(level: diagnostic.level, title: diagnostic.message)
    group.snippets = snippets(diagnostic.labels)
    for child in diagnostic.children {
      if child.labels.isEmpty {
        group.notes.append((child.level, child.message))
      } else {
        groups.append(group)
        group = Group(level: child.level, title: child.message)
        group.snippets = snippets(child.labels)
      }
    }
    for suggestion in diagnostic.suggestions {
      switch suggestion.style {
      case .hidden: continue
      case .messageOnly: group.notes.append((.help, suggestion.message))
      case .inline, .inlineWithoutCode, .verbose:
        let shown = suggestion.alternatives.compactMap { replacements -> (SourceLines, SplicedLines)? in
          guard let first = replacements.first, let id = FileTable.file(at: first.span.lo) else { return nil }
          let source = SourceLines(id)
          let different = replacements.filter { source.text(of: $0.span) != $0.text && $0.span.hi <= source.file.end }
          return SplicedLines(Self.indented(different, source), in: source).map { (source, $0) }
        }
        if shown.isEmpty { continue }
        groups.append(group)
        group = Group(level: .help, title: suggestion.message)
        group.suggestions = shown.prefix(4).map { (source: $0.0, spliced: $0.1) }
        group.otherSuggestions = max(0, shown.count - 4)
      }
    }
    groups.append(group)
    return groups
  }

  /// A new attribute gets the indentation of the line it is put before; the line that follows is shown as well.
  private static func indented(_ replacements: [Suggestion.Replacement], _ source: SourceLines) -> [Suggestion.Replacement] {
    guard SplicedLines.isNewAttribute(replacements, in: source), let only = replacements.first else { return replacements }
    let place = source.place(of: only.span.lo)
    let indent = (source.text(place.line) ?? []).prefix(place.character)
    var text = only.text
    text.unicodeScalars.insert(contentsOf: indent, at: text.startIndex)
    let start = only.span.lo - UInt32(indent.reduce(0) { $0 + UTF8.width($1) })
    return [(Span(lo: start, hi: start), text)]
  }

  /// The marked lines of `labels` by file, the primary one's file first.
  private func snippets(_ labels: [Label]) -> [(source: SourceLines, depth: Int, lines: [MarkedLine])] {
    var files: [(id: FileID, annotations: [Annotation])] = []
    let primaries = labels.filter(\.isPrimary).map(\.span)
    for label in labels.inSpanLabelOrder {
      guard let id = FileTable.file(at: label.span.lo), label.span.hi <= FileTable[id].end else { continue }
      let isPrimary = label.isPrimary || primaries.contains { $0.lo == label.span.lo && $0.hi == label.span.hi }
      let annotation = Annotation(
        span: label.span, isPrimary: isPrimary, label: label.text.isEmpty ? nil : visible(label.text))
      if let k = files.firstIndex(where: { $0.id == id }) {
        files[k].annotations.append(annotation)
      } else {
        files.append((id, [annotation]))
      }
    }
    if let primary = primaries.first, let id = FileTable.file(at: primary.lo), let k = files.firstIndex(where: { $0.id == id }) {
      files.swapAt(0, k)
    }
    return files.map { file in
      let source = SourceLines(file.id)
      let annotations = file.annotations.enumerated().sorted {
        (source.line(of: $0.element.span.lo), $0.offset) < (source.line(of: $1.element.span.lo), $1.offset)
      }.map(\.element)
      let (depth, lines) = markedLines(annotations, in: source)
      return (source, depth, lines)
    }
  }

  private func numberWidth(_ groups: [Group]) -> Int {
    if options.hidesLineNumbers { return 2 }
    var largest: Int?
    for group in groups {
      for snippet in group.snippets { largest = max(largest ?? 0, snippet.lines.last?.number ?? 0) }
      for suggestion in group.suggestions { largest = max(largest ?? 0, suggestion.spliced.lastNumber(suggestion.source)) }
    }
    return String(largest ?? 0).count
  }

  // MARK: drawing

  private func drawTitle(
    _ group: Group, code: String?, isMain: Bool, _ context: RenderContext, into buffer: inout StyledBuffer
  ) {
    let row = buffer.lineCount
    var width = 0
    let textStyle: TextStyle = isMain ? .title : .none
    if let word = group.level.word {
      let label = word + (code.map { "[\($0)]" } ?? "")
      buffer.append(row, label, .level(group.level))
      buffer.append(row, ": ", textStyle)
      width = displayWidth(label.unicodeScalars) + 2
    }
    drawText(group.title, row, indent: width, textStyle, into: &buffer)
  }

  /// `= note: text`.
  private func drawNote(_ level: Level, _ text: String, _ context: RenderContext, into buffer: inout StyledBuffer) {
    let row = buffer.lineCount
    buffer.append(row, String(repeating: " ", count: context.numberWidth + 1), .none)
    buffer.append(row, "= ", .lineNumber)
    var width = context.numberWidth + 3
    if let word = level.word {
      buffer.append(row, word, .title)
      buffer.append(row, ": ", .none)
      width += displayWidth(word.unicodeScalars) + 2
    }
    drawText(text, row, indent: width, .none, into: &buffer)
  }

  private func drawText(_ text: String, _ row: Int, indent: Int, _ style: TextStyle, into buffer: inout StyledBuffer) {
    for (i, line) in visible(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if i > 0 { buffer.append(row + i, String(repeating: " ", count: indent), .none) }
      var part = ""
      part.unicodeScalars.append(contentsOf: line)
      buffer.append(row + i, part, style)
    }
  }

  /// `file:line:column: error[E0000]: message: labels`.
  private func renderShort(_ diagnostic: Diagnostic) -> String {
    var buffer = StyledBuffer()
    let snippet = snippets(diagnostic.labels).first
    if let snippet {
      let line = snippet.lines.first { $0.marks.contains { $0.isPrimary } } ?? snippet.lines.first
      let primary = line?.marks.filter(\.isPrimary) ?? []
      let place = (primary.isEmpty ? line?.marks ?? [] : primary).min { $0.start.character < $1.start.character }?.start
      var origin = snippet.source.file.path
      if let line, let place { origin += ":\(line.number):\(place.character + 1)" }
      buffer.append(0, origin + ": ", .none)
    }
    if let word = diagnostic.level.word {
      buffer.append(0, word + (diagnostic.errorCode.map { "[\($0)]" } ?? ""), .level(diagnostic.level))
      buffer.append(0, ": ", .none)
    }
    drawText(diagnostic.message, 0, indent: 0, .none, into: &buffer)
    let labels = diagnostic.labels.filter { $0.isPrimary && !$0.text.isEmpty }.map { visible($0.text) }
    if snippet != nil && !labels.isEmpty { buffer.append(0, ": " + labels.joined(separator: ", "), .none) }
    return buffer.text(level: diagnostic.level, isColored: options.isColored)
  }
}

extension Diagnostic {
  /// The code that is shown: a lint's name is for tools only.
  var errorCode: String? { code.flatMap { $0.hasPrefix("E") && $0.utf8.count == 5 ? $0 : nil } }
}

extension Level {
  /// rustc's word; nil for messages that have none.
  public var word: String? {
    switch self {
    case .bug: "error: internal compiler error"
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    case .help: "help"
    case .failureNote: nil
    }
  }
}

extension [Label] {
  /// Labels with text in their order, then primary places without text: the order in which rustc goes through them.
  var inSpanLabelOrder: [Label] { filter { !$0.text.isEmpty || !$0.isPrimary } + filter { $0.text.isEmpty && $0.isPrimary } }
}
