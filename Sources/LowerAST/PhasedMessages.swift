// The order of messages about names: rustc tells them in phases over the whole crate, not item by item.
import Diagnostics
import Source
import Support

/// When a message is told: all of one phase before all of the next.
public enum MessagePhase: UInt8, Sendable, Comparable {
  /// Items as written; macros.
  case collection, expansion
  /// What the grammar allows and the language does not.
  case validation
  /// Imports; macros that were not found.
  case imports, openImports, macroPaths, macroNames
  /// What is certain at once: duplicates, labels, lifetimes, items of outer functions.
  case resolution
  /// Names that mean nothing or something else: told after the whole crate was seen.
  case unresolved
  /// Private and ambiguous names.
  case visibility
  /// What needs a feature.
  case gates
  /// What desugaring refuses.
  case lowering
  /// Jumps that leave nothing.
  case passes
  /// What is no type: told with the types of the body.
  case withTypes
  /// Type names in front of `::` that mean nothing: told after types are checked, which may explain them better.
  case lastPrefix
  /// Functions that mean nothing: likewise.
  case lastCall
  /// Type names in front of `::` in patterns and types: told after the types of all bodies.
  case end

  public static func < (a: MessagePhase, b: MessagePhase) -> Bool { a.rawValue < b.rawValue }
}

extension MessagePhase {
  fileprivate init(_ part: Diagnostic.NamePart) {
    self =
      switch part {
      case .collection: .collection
      case .expansion, .failedExpansion: .expansion
      case .imports: .imports
      case .openImports: .openImports
      case .macroPaths: .macroPaths
      case .macroNames: .macroNames
      case .visibility: .visibility
      }
  }
}

/// Messages of one task with their phases. Sharing: none.
public struct PhasedMessages: Sendable {
  struct Entry: Sendable {
    var phase: MessagePhase
    var diagnostic: Diagnostic
  }
  var entries: [Entry] = []
  public private(set) var errorCount = 0
  /// Whether a macro call turned into nothing: then only the messages of the expansion are told.
  public private(set) var hasFailedExpansion = false
  /// Whether any macro call had a meaning.
  var hasExpanded = false
  public var hasErrors: Bool { errorCount > 0 }
  public var isEmpty: Bool { entries.isEmpty }
  /// Whether a name means nothing, so that what depends on it is not to be judged. What does not parse or may not be used here has
  /// a meaning all the same, or is an error of its own in the tree.
  public var hasBadNames: Bool {
    hasErrors && entries.contains { e in
      switch e.phase {
      case .collection, .expansion, .validation, .visibility, .gates: false
      default: e.diagnostic.level == .error || e.diagnostic.level == .bug
      }
    }
  }
  public init() {}

  mutating func add(_ diagnostic: Diagnostic, _ phase: MessagePhase) {
    if diagnostic.level == .error || diagnostic.level == .bug { errorCount += 1 }
    entries.append(Entry(phase: phase, diagnostic: diagnostic))
  }
  public mutating func add(contentsOf other: PhasedMessages) {
    entries += other.entries
    errorCount += other.errorCount
    hasFailedExpansion = hasFailedExpansion || other.hasFailedExpansion
    hasExpanded = hasExpanded || other.hasExpanded
  }
  /// Adds what resolving macros and imports told.
  ///
  /// - Parameter hasExpanded: whether any macro call had a meaning.
  public mutating func add(ofNames other: DiagnosticList, hasExpanded: Bool) {
    for d in other.all {
      add(d, MessagePhase(d.part))
      if d.part == .failedExpansion { hasFailedExpansion = true }
    }
    self.hasExpanded = self.hasExpanded || hasExpanded
  }

  /// Those of a header: what waits for the types of a body has none to wait for.
  var withoutBodies: PhasedMessages {
    var result = self
    for i in entries.indices {
      switch entries[i].phase {
      case .lastPrefix, .lastCall: result.entries[i].phase = .unresolved
      case .withTypes: result.entries[i].phase = .lowering
      default: break
      }
    }
    return result
  }

  /// All messages in the order to print them.
  public var all: DiagnosticList {
    if entries.isEmpty { return DiagnosticList() }
    var (result, last, end) = ordered()
    result.add(contentsOf: last)
    result.add(contentsOf: end)
    return result
  }

  /// All messages in the order to print them: by phase, then by place in the source as written.
  ///
  /// - Returns: those to print before types are checked, with the types of the body, and after the types of all bodies.
  public func ordered() -> (names: DiagnosticList, last: DiagnosticList, end: DiagnosticList) {
    var keys: [(phase: MessagePhase, position: BytePos, index: Int)] = []
    for (i, e) in entries.enumerated() where !hasFailedExpansion || e.phase <= .expansion {
      var position = Hygiene.callSiteAtRoot(e.diagnostic.primarySpan).lo
      // Calls that stay undecided are tried again from the last to the first: once, or twice if other calls were decided meanwhile.
      if e.phase == .macroNames && !hasExpanded { position = .max - position }
      keys.append((e.phase, position, i))
    }
    keys.sort { ($0.phase.rawValue, $0.position, $0.index) < ($1.phase.rawValue, $1.position, $1.index) }
    var names = DiagnosticList()
    var last = DiagnosticList()
    var end = DiagnosticList()
    for k in keys {
      let message = entries[k.index].diagnostic
      if k.phase < .withTypes { names.add(message) } else if k.phase < .end { last.add(message) } else { end.add(message) }
    }
    return (names, last, end)
  }
}
