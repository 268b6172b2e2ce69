// A message as one line of JSON, in rustc's schema, for cargo and editors.
import Parallel
import Source

/// Appends JSON text. Strings are escaped as rustc does.
struct JSONText {
  var text = ""

  mutating func string(_ value: some StringProtocol) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
  mutating func optional(_ value: String?) { if let value { string(value) } else { text += "null" } }

  mutating func list<T>(_ values: [T], _ body: (inout JSONText, T) -> Void) {
    text += "["
    for (i, value) in values.enumerated() {
      if i > 0 { text += "," }
      body(&self, value)
    }
    text += "]"
  }
}

/// Messages as JSON. Sharing: frozen.
public struct JSONRenderer: Sendable {
  /// How the `rendered` field is made.
  public var human: HumanRenderer
  public init(human: HumanRenderer) { self.human = human }

  public func render(_ diagnostic: Diagnostic) -> String {
    var json = JSONText()
    json.text += "{\"$message_type\":\"diagnostic\","
    body(
      &json, diagnostic.level, diagnostic.message, code: diagnostic.code, diagnostic.labels,
      children: { json in
        json.text += "["
        var isFirst = true
        for child in diagnostic.children {
          if !isFirst { json.text += "," }
          isFirst = false
          json.text += "{"
          body(&json, child.level, child.message, code: nil, child.labels, children: { $0.text += "[]" }, rendered: nil)
          json.text += "}"
        }
        for suggestion in diagnostic.suggestions {
          if !isFirst { json.text += "," }
          isFirst = false
          json.text += "{"
          render(suggestion, &json)
          json.text += "}"
        }
        json.text += "]"
      }, rendered: human.render(diagnostic))
    json.text += "}\n"
    return json.text
  }

  /// The line that says that an output file is complete.
  public static func artifact(_ path: String, emit: String) -> String {
    var json = JSONText()
    json.text = "{\"$message_type\":\"artifact\",\"artifact\":"
    json.string(path)
    json.text += ",\"emit\":"
    json.string(emit)
    json.text += "}\n"
    return json.text
  }

  private func body(
    _ json: inout JSONText, _ level: Level, _ message: String, code: String?, _ labels: [Label],
    children: (inout JSONText) -> Void, rendered: String?
  ) {
    json.text += "\"message\":"
    json.string(message)
    json.text += ",\"code\":"
    if let code {
      json.text += "{\"code\":"
      json.string(code)
      json.text += ",\"explanation\":null}"
    } else {
      json.text += "null"
    }
    json.text += ",\"level\":"
    json.string(level == .failureNote ? "failure-note" : level.word ?? "")
    json.text += ",\"spans\":"
    json.list(labels.inSpanLabelOrder.filter { FileTable.file(at: $0.span.lo) != nil }) { json, label in
      span(&json, label.span, isPrimary: label.isPrimary, label: label.text.isEmpty ? nil : label.text)
    }
    json.text += ",\"children\":"
    children(&json)
    json.text += ",\"rendered\":"
    json.optional(rendered)
  }

  private func render(_ suggestion: Suggestion, _ json: inout JSONText) {
    json.text += "\"message\":"
    json.string(suggestion.message)
    json.text += ",\"code\":null,\"level\":\"help\",\"spans\":"
    let all = suggestion.alternatives.flatMap { $0 }
    json.list(all) { json, replacement in
      span(&json, replacement.span, isPrimary: true, label: nil, replacement: replacement.text, suggestion.applicability)
    }
    json.text += ",\"children\":[],\"rendered\":null"
  }

  private func span(
    _ json: inout JSONText, _ span: Span, isPrimary: Bool, label: String?, replacement: String? = nil,
    _ applicability: Suggestion.Applicability? = nil
  ) {
    guard let id = FileTable.file(at: span.lo) else {
      json.text += "null"
      return
    }
    let source = SourceLines(id)
    let start = source.place(of: span.lo)
    let end = source.place(of: max(span.lo, span.hi))
    json.text += "{\"file_name\":"
    json.string(source.file.path)
    json.text += ",\"byte_start\":\(span.lo - source.file.base),\"byte_end\":\(max(span.lo, span.hi) - source.file.base)"
    json.text += ",\"line_start\":\(start.line),\"line_end\":\(end.line)"
    json.text += ",\"column_start\":\(start.character + 1),\"column_end\":\(end.character + 1)"
    json.text += ",\"is_primary\":\(isPrimary),\"text\":"
    json.list(Array(start.line...max(start.line, end.line))) { json, line in
      let scalars = source.text(line) ?? []
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      json.text += "{\"text\":"
      json.string(text)
      json.text += ",\"highlight_start\":\(line == start.line ? start.character + 1 : 1)"
      json.text += ",\"highlight_end\":\(line == end.line ? end.character + 1 : scalars.count + 1)}"
    }
    json.text += ",\"label\":"
    json.optional(label)
    json.text += ",\"suggested_replacement\":"
    json.optional(replacement)
    json.text += ",\"suggestion_applicability\":"
    json.optional(applicability?.rawValue)
    json.text += ",\"expansion\":"
    expansion(&json, of: span)
    json.text += "}"
  }

  private func expansion(_ json: inout JSONText, of span: Span) {
    guard let found = span.expansions.first else {
      json.text += "null"
      return
    }
    json.text += "{\"span\":"
    self.span(&json, found.callSite, isPrimary: false, label: nil)
    json.text += ",\"macro_decl_name\":"
    json.string(found.declarationName)
    json.text += ",\"def_site_span\":"
    if found.defSite.isNone { json.text += "null" } else { self.span(&json, found.defSite, isPrimary: false, label: nil) }
    json.text += "}"
  }
}

extension Expansion {
  /// The macro as it is called: `name!`, `#[name]`, `#[derive(Name)]`.
  var declarationName: String {
    switch kind {
    case .attribute: "#[\(macroName)]"
    case .derive: "#[derive(\(macroName))]"
    case .desugaring: "desugaring of \(macroName)"
    default: "\(macroName)!"
    }
  }
}
