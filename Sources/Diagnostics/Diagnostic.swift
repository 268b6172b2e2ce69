// Messages are data until printed.
import Source
import Support

/// How bad a message is. Printed in rustc's words.
public enum Level: UInt8, Sendable { case bug, error, warning, note, help, failureNote }

/// A part of a message: a note or help below it, with or without a place.
public struct SubDiagnostic: Sendable {
  public var level: Level
  public var message: String
  public var labels: [Label]
  public init(_ level: Level, _ message: String, labels: [Label] = []) {
    self.level = level
    self.message = message
    self.labels = labels
  }
}

/// A marked place. Text may be empty.
public struct Label: Sendable {
  public var span: Span
  public var text: String
  public var isPrimary: Bool
  public init(_ span: Span, _ text: String = "", isPrimary: Bool = false) {
    self.span = span
    self.text = text
    self.isPrimary = isPrimary
  }
}

/// A replacement of source text that a help proposes (`Applicability` in rustc's words, for JSON).
public struct Suggestion: Sendable {
  public enum Applicability: String, Sendable {
    case machineApplicable = "MachineApplicable"
    case maybeIncorrect = "MaybeIncorrect"
    case hasPlaceholders = "HasPlaceholders"
    case unspecified = "Unspecified"
  }
  /// How it is shown to people; tools see all.
  public enum Style: Sendable {
    /// Beside the place where it is short and the only one, else as lines.
    case inline
    /// As `inline`, but beside the place only the message is shown.
    case inlineWithoutCode
    /// As lines in any case.
    case verbose
    /// The message alone.
    case messageOnly
    case hidden
  }
  public typealias Replacement = (span: Span, text: String)
  public var message: String
  public var replacements: [Replacement]
  /// Other ways to do it, each complete in itself.
  public var otherReplacements: [[Replacement]] = []
  public var applicability: Applicability
  public var style: Style
  public init(
    _ message: String, _ replacements: [Replacement], _ applicability: Applicability, style: Style = .verbose
  ) {
    self.message = message
    self.replacements = replacements
    self.applicability = applicability
    self.style = style
  }
  public var alternatives: [[Replacement]] { [replacements] + otherReplacements }
}

/// One message. Plain data; nothing is printed before all of a stage's messages are sorted.
public struct Diagnostic: Sendable {
  /// What a message about macros and imports is about, which decides when it is told. All of one part come before all of the next.
  public enum NamePart: UInt8, Sendable {
    /// What is told as the items in the files are collected.
    case collection
    /// What is told as macros are expanded. The part of all messages that are not about names.
    case expansion
    /// The same, of a call that turned into nothing: once the crate is expanded the compilation ends.
    case failedExpansion
    /// Imports that were decided before all names were known, and the others.
    case imports, openImports
    /// Macros that were not found: by paths, and by single names.
    case macroPaths, macroNames
    /// Private and ambiguous names.
    case visibility
  }

  public var level: Level
  /// "E0308" and the like, or a lint's name; nil for messages without code, as most syntax errors.
  public var code: String?
  public var message: String
  /// The primary label first.
  public var labels: [Label]
  public var children: [SubDiagnostic] = []
  public var suggestions: [Suggestion] = []
  /// What it is about, if it is one of macros and imports; see `NamePart`.
  public var part = NamePart.expansion

  public init(_ level: Level, _ message: String, code: String? = nil, at span: Span, label: String = "") {
    self.level = level
    self.code = code
    self.message = message
    self.labels = span.isNone ? [] : [Label(span, label, isPrimary: true)]
  }

  public static func error(_ message: String, code: String? = nil, at span: Span, label: String = "") -> Diagnostic {
    Diagnostic(.error, message, code: code, at: span, label: label)
  }
  /// A message with several primary places, of which there is at least one.
  public static func error(_ message: String, code: String? = nil, at spans: [Span]) -> Diagnostic {
    Diagnostic.error(message, code: code, at: spans[0]).also(spans.dropFirst())
  }

  /// A feature of the language that Skein does not have yet. Exit code 1, never a wrong program.
  public static func unsupported(_ what: String, at span: Span) -> Diagnostic {
    Diagnostic(.error, "not supported yet: \(what)", at: span)
  }

  /// E0658. What only a crate with this feature may use.
  public static func unstable(_ what: String, feature: String, at span: Span) -> Diagnostic {
    Diagnostic.error("\(what) unstable", code: "E0658", at: span).note("`#![feature(\(feature))]` asks for it, where that is allowed")
  }

  public consuming func label(_ span: Span, _ text: String) -> Diagnostic {
    var d = self
    d.labels.append(Label(span, text))
    return d
  }
  /// Another primary place.
  public consuming func also(_ span: Span, _ text: String = "") -> Diagnostic {
    var d = self
    d.labels.append(Label(span, text, isPrimary: true))
    return d
  }
  /// More primary places.
  public consuming func also(_ spans: some Sequence<Span>, _ text: String = "") -> Diagnostic {
    var d = self
    for span in spans { d.labels.append(Label(span, text, isPrimary: true)) }
    return d
  }
  public consuming func note(_ text: String) -> Diagnostic { sub(.note, text) }
  public consuming func help(_ text: String) -> Diagnostic { sub(.help, text) }
  private consuming func sub(_ level: Level, _ text: String) -> Diagnostic {
    var d = self
    d.children.append(SubDiagnostic(level, text))
    return d
  }
  public var primarySpan: Span { labels.first?.span ?? .none }
}

/// The messages of one task. Sharing: none; a step returns its tasks' lists, and the driver merges them in task order.
public struct DiagnosticList: Sendable {
  public private(set) var all: [Diagnostic] = []
  public private(set) var errorCount = 0
  public init() {}

  public mutating func add(_ diagnostic: Diagnostic) {
    if diagnostic.level == .error || diagnostic.level == .bug { errorCount += 1 }
    all.append(diagnostic)
  }
  public mutating func add(contentsOf other: DiagnosticList) {
    errorCount += other.errorCount
    all.append(contentsOf: other.all)
  }
  /// Says what the messages from the one at `index` on are about.
  public mutating func mark(_ part: Diagnostic.NamePart, from index: Int = 0) {
    for i in index..<all.count { all[i].part = part }
  }
  public var hasErrors: Bool { errorCount > 0 }
  public var isEmpty: Bool { all.isEmpty }
}
