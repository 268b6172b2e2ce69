// How loud a lint is at a definition: attributes around it, then the command line.
import Defs
import Diagnostics
import Expand
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
  static let all = [unreachablePatterns, overflowingLiterals]
}

/// Levels as attributes of items and the command line say. Attributes inside bodies are not looked at.
struct LintLevels: Sendable {
  let world: World
  let options: Options

  /// The messages that remain: those of lints as loud as they are at `def`.
  func applied(to list: DiagnosticList, at def: DefID) -> DiagnosticList {
    if list.isEmpty { return list }
    var result = DiagnosticList()
    for var d in list.all {
      if let lint = Lint.all.first(where: { $0.name == d.code }) {
        switch level(of: lint, at: def) {
        case .allow: continue
        case .warn, .forceWarn: d.level = .warning
        case .deny, .forbid: d.level = .error
        }
      }
      result.add(d)
    }
    return result
  }

  func level(of lint: Lint, at def: DefID) -> LintOption.Level {
    var level = attributeLevel(lint, def) ?? optionLevel(lint) ?? lint.level
    if level == .warn, let all = named("warnings") { level = all }
    if let cap = options.capLints, rank(cap) < rank(level) { level = cap }
    return level
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
        let level: LintOption.Level
        switch a.name.text {
        case "allow", "expect": level = .allow
        case "warn": level = .warn
        case "deny", "forbid": level = .deny
        default: continue
        }
        guard case .delimited(let range) = a.tree[a.id].arguments else { continue }
        for i in range.start..<range.end where buffer[i].kind.isAnyIdentifier {
          let word = buffer[i].name.text
          if word == lint.name || lint.groups.contains(word) || (word == "warnings" && lint.level == .warn) { return level }
        }
      }
      d = Defs[d].parent
    }
    return nil
  }
}
