// What a message that lies in a macro expansion says about the calls that led there.
import Parallel
import Source

/// Says which files are other crates' code, where messages are moved to the call in the crate itself. Set once, before the first
/// message is printed.
public enum ImportedFiles {
  nonisolated(unsafe) private static var isImportedPosition: (@Sendable (BytePos) -> Bool)? = nil
  public static func set(_ test: @escaping @Sendable (BytePos) -> Bool) { isImportedPosition = test }
  /// Whether `span` begins in one of them.
  public static func contains(_ span: Span) -> Bool { isImportedPosition?(span.lo) ?? false }
}

extension Span {
  /// The expansions that the span lies in, innermost first.
  var expansions: [Expansion] {
    var result: [Expansion] = []
    var span = self
    while !span.context.isRoot {
      let expansion = Hygiene.expansion(Hygiene.data(span.context).outerExpansion)
      // A macro that calls itself shows once.
      if !(result.last.map { $0.callSite == expansion.callSite } ?? false) { result.append(expansion) }
      span = expansion.callSite
    }
    return result
  }
}

extension Diagnostic {
  /// Moves places inside other crates' macros to the calls in this crate, adds "in this macro invocation" labels, and the note that
  /// names the macro.
  mutating func showMacroCalls() {
    var before: [Expansion] = []
    for label in labels + children.flatMap(\.labels) where label.isPrimary {
      before += label.span.expansions.filter { $0.kind == .bang || $0.kind == .attribute || $0.kind == .derive }
    }
    if before.isEmpty { return }
    Self.leaveImportedMacros(&labels)
    for i in children.indices { Self.leaveImportedMacros(&children[i].labels) }
    Self.addCalls(to: &labels)
    for i in children.indices { Self.addCalls(to: &children[i].labels) }
    guard let first = before.first, let last = before.last, !last.hidesBacktrace else { return }
    var text = "this \(level.word ?? "message") originates in the \(first.kind.text) `\(first.shownName)`"
    if last.macroName != first.macroName { text += " which comes from the expansion of the \(last.kind.text) `\(last.shownName)`" }
    children.append(SubDiagnostic(.note, text + " (in Nightly builds, run with -Z macro-backtrace for more info)"))
  }

  private static func leaveImportedMacros(_ labels: inout [Label]) {
    for i in labels.indices where ImportedFiles.contains(labels[i].span) {
      var span = labels[i].span
      while !span.context.isRoot && ImportedFiles.contains(span) {
        span = Hygiene.expansion(Hygiene.data(span.context).outerExpansion).callSite
      }
      if !ImportedFiles.contains(span) { labels[i].span = span }
    }
  }

  private static func addCalls(to labels: inout [Label]) {
    var added: [Label] = []
    for label in labels where label.isPrimary {
      guard let outermost = label.span.expansions.last(where: { !$0.defSite.isNone }) else { continue }
      let call = outermost.callSite
      if call.lo <= label.span.lo && label.span.hi <= call.hi { continue }
      let text =
        switch outermost.kind {
        case .attribute: "in this attribute macro expansion"
        case .derive: "in this derive macro expansion"
        case .desugaring, .root: "in this desugaring"
        case .bang: "in this macro invocation"
        }
      if !added.contains(where: { $0.span == call && $0.text == text }) { added.append(Label(call, text)) }
    }
    labels += added
  }
}

extension Expansion {
  fileprivate var shownName: String { macroName.text }
}

extension Expansion.Kind {
  fileprivate var text: String {
    switch self {
    case .attribute: "attribute macro"
    case .derive: "derive macro"
    default: "macro"
    }
  }
}

extension Diagnostic {
  /// A single short suggestion is shown beside its place: `help: message: `text``.
  mutating func showSuggestionAsLabel() {
    guard suggestions.count == 1, let suggestion = suggestions.first, suggestion.otherReplacements.isEmpty,
      suggestion.replacements.count == 1, suggestion.style == .inline || suggestion.style == .inlineWithoutCode,
      suggestion.message.split(whereSeparator: \.isWhitespace).count < 10, !suggestion.replacements[0].text.contains("\n")
    else { return }
    let text = trimText(suggestion.replacements[0].text)
    let message = text.isEmpty || suggestion.style == .inlineWithoutCode
      ? "help: \(suggestion.message)" : "help: \(suggestion.message): `\(text)`"
    labels.append(Label(suggestion.replacements[0].span, message))
    suggestions = []
  }
}
