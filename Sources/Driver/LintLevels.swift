// How loud a lint is at a definition: attributes around it, then the command line.
import Defs
import Diagnostics
import Expand
import LowerAST
import Parallel
import Resolve
import Session
import Source
import Support
import Syntax

/// A lint, by the names that set its level: its own and those of its groups.
struct Lint: Sendable {
  var name: String
  var groups: [String] = []
  var level: LintOption.Level

  static let unreachablePatterns = Lint(name: "unreachable_patterns", groups: ["unused"], level: .warn)
  static let overflowingLiterals = Lint(name: "overflowing_literals", level: .deny)
  /// Whether it is an error is asked once for the whole crate.
  static let longRunningConstEval = Lint(name: "long_running_const_eval", level: .deny)
  static let all = [unreachablePatterns, overflowingLiterals]
}

/// Levels as attributes and the command line say: the nearest attribute first, then those of items around, then options.
struct LintLevels: Sendable {
  let world: World
  let options: Options

  /// The messages that remain: those of lints as loud as they are at `def`.
  ///
  /// - Parameter inner: attributes in the body of `def`.
  func applied(to list: DiagnosticList, at def: DefID, inner: [LintAttribute] = []) -> DiagnosticList {
    if list.isEmpty { return list }
    var result = DiagnosticList()
    for var d in list.all {
      if let lint = Lint.all.first(where: { $0.name == d.code }) {
        switch level(of: lint, at: def, innerLevel(of: lint, at: d.primarySpan, inner)) {
        case .allow: continue
        case .warn, .forceWarn: d.level = .warning
        case .deny, .forbid: d.level = .error
        }
      }
      result.add(d)
    }
    return result
  }

  func level(of lint: Lint, at def: DefID, _ inner: LintOption.Level?) -> LintOption.Level {
    var level = inner ?? attributeLevel(lint, def) ?? optionLevel(lint) ?? lint.level
    // What is forbidden stays so.
    if optionLevel(lint) == .forbid { level = .forbid }
    if level == .warn, let all = named("warnings") { level = all }
    if let cap = options.capLints, rank(cap) < rank(level) { level = cap }
    return level
  }

  /// What the innermost attribute around `span` says.
  private func innerLevel(of lint: Lint, at span: Span, _ attributes: [LintAttribute]) -> LintOption.Level? {
    if attributes.isEmpty { return nil }
    let written = Hygiene.callSiteAtRoot(span)
    var best: (length: UInt32, level: LintOption.Level)?
    for a in attributes {
      let around = Hygiene.callSiteAtRoot(a.span)
      guard around.lo <= written.lo, written.hi <= around.hi, let level = Self.level(named: a.level.text) else { continue }
      guard a.lints.contains(where: { matches(lint, $0.text) }) else { continue }
      // Of two on one thing the later counts.
      if best == nil || around.hi - around.lo <= best!.length { best = (around.hi - around.lo, level) }
    }
    return best?.level
  }

  private static func level(named word: String) -> LintOption.Level? {
    switch word {
    case "allow", "expect": .allow
    case "warn": .warn
    case "deny": .deny
    case "forbid": .forbid
    default: nil
    }
  }

  private func matches(_ lint: Lint, _ word: String) -> Bool {
    word == lint.name || lint.groups.contains(word) || (word == "warnings" && lint.level == .warn)
  }

  private func rank(_ level: LintOption.Level) -> Int {
    switch level {
    case .allow: 0
    case .warn, .forceWarn: 1
    default: 2
    }
  }

  private func optionLevel(_ lint: Lint) -> LintOption.Level? {
    options.lints.last { $0.lint == lint.name || lint.groups.contains($0.lint) }?.level
  }
  private func named(_ group: String) -> LintOption.Level? { options.lints.last { $0.lint == group }?.level }

  private func attributeLevel(_ lint: Lint, _ def: DefID) -> LintOption.Level? {
    var d = def
    while !d.isNone {
      let buffer = Trees[Defs[d].tree].buffer
      for a in world.attributes(of: d).reversed() {
        guard let level = Self.level(named: a.name.text) else { continue }
        guard case .delimited(let range) = a.tree[a.id].arguments else { continue }
        for i in range.start..<range.end where buffer[i].kind.isAnyIdentifier {
          if matches(lint, buffer[i].name.text) { return level }
        }
      }
      d = Defs[d].parent
    }
    return nil
  }
}
