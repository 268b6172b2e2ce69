// Printing messages: in the order given, each once, with the summary at the end.
import Glibc
import Source

/// Prints the messages of one compilation to standard error. Sharing: none; the driver has it, and prints a step's messages when
/// the step is over, so their order does not depend on threads.
public struct DiagnosticEmitter: ~Copyable {
  public enum Format: Sendable { case human, short, json }

  private let format: Format
  private let human: HumanRenderer
  public private(set) var errorCount = 0
  public private(set) var warningCount = 0
  private var codes: Set<String> = []
  private var seen: Set<String> = []
  private let write: (String) -> Void

  /// - Parameter write: where text goes; standard error if not given.
  public init(format: Format, render: RenderOptions, write: ((String) -> Void)? = nil) {
    self.format = format
    human = HumanRenderer(render)
    self.write = write ?? { writeToStandardError($0) }
  }

  /// Prints `list` in its order. What was printed before, word for word at the same place, is left out.
  public mutating func emit(_ list: DiagnosticList) {
    var text = ""
    for diagnostic in list.all { text += count(diagnostic) }
    if !text.isEmpty { write(text) }
  }

  public mutating func emit(_ diagnostic: Diagnostic) {
    let text = count(diagnostic)
    if !text.isEmpty { write(text) }
  }

  /// For JSON: says that the file at `path` is complete.
  public func emitArtifact(_ path: String, emit: String) { write(JSONRenderer.artifact(path, emit: emit)) }

  private mutating func count(_ diagnostic: Diagnostic) -> String {
    let text = render(diagnostic)
    if diagnostic.level != .failureNote && !seen.insert(text).inserted { return "" }
    switch diagnostic.level {
    case .error, .bug:
      errorCount += 1
      if let code = diagnostic.code, code.hasPrefix("E") { codes.insert(code) }
    case .warning: warningCount += 1
    default: break
    }
    return text
  }

  private func render(_ diagnostic: Diagnostic) -> String {
    format == .json ? JSONRenderer(human: human).render(diagnostic) : human.render(diagnostic)
  }

  /// Prints how many errors and warnings there were, and where to read more.
  public consuming func finish() {
    func plural(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    var text = ""
    let warnings = warningCount > 0 ? plural(warningCount, "warning") + " emitted" : ""
    if errorCount > 0 {
      let errors = "aborting due to \(plural(errorCount, "previous error"))"
      text += render(Diagnostic(.error, warnings.isEmpty ? errors : "\(errors); \(warnings)", at: .none))
      let codes = codes.sorted()
      if format != .short && !codes.isEmpty {
        if codes.count > 1 {
          let shown = codes.prefix(9).joined(separator: ", ") + (codes.count > 9 ? "..." : ".")
          text += render(Diagnostic(.failureNote, "Some errors have detailed explanations: \(shown)", at: .none))
        }
        let which = codes.count > 1 ? "an error" : "this error"
        text += render(
          Diagnostic(.failureNote, "For more information about \(which), try `rustc --explain \(codes[0])`.", at: .none))
      }
    } else if !warnings.isEmpty {
      text += render(Diagnostic(.warning, warnings, at: .none))
    }
    if !text.isEmpty { write(text) }
  }
}

/// Writes all of `text`; gives up silently where standard error is gone.
public func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var done = 0
    while done < bytes.count {
      let count = write(2, bytes.baseAddress! + done, bytes.count - done)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      done += count
    }
  }
}

extension DiagnosticList {
  /// The same messages in order of their places; those without a place first. For steps that find mistakes in another order.
  public func sortedByPosition() -> DiagnosticList {
    var result = DiagnosticList()
    let order = all.indices.sorted {
      (all[$0].primarySpan.lo, all[$0].primarySpan.hi, $0) < (all[$1].primarySpan.lo, all[$1].primarySpan.hi, $1)
    }
    for i in order { result.add(all[i]) }
    return result
  }
}
