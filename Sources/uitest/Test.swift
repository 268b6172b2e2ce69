// One test: a program with what its comments say about it.
import Foundation

/// `//@ word` and `//@ word: value` lines.
struct Directives {
  enum Kind: String { case checkPass = "check-pass", checkFail = "check-fail", buildPass = "build-pass", runPass = "run-pass", runFail = "run-fail" }
  var kind = Kind.checkFail
  var flags: [String] = []
  var exitStatus: Int32?
  var unknown: [String] = []

  init(_ lines: [Substring]) {
    for line in lines {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard line.hasPrefix("//@") else { continue }
      let text = line.dropFirst(3).trimmingCharacters(in: .whitespaces)
      let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard let word = parts.first else { continue }
      let value = parts.count > 1 ? parts[1] : ""
      if let kind = Kind(rawValue: word) {
        self.kind = kind
      } else if word == "edition" {
        flags.append("--edition=\(value)")
      } else if word == "compile-flags" {
        flags += value.split(separator: " ").map(String.init)
      } else if word == "exit-status" {
        exitStatus = Int32(value)
      } else {
        unknown.append(word)
      }
    }
  }
}

/// A message that a `//~` comment expects.
struct Expectation {
  var line: Int
  var level: String
  var text: String

  /// `//~` stands on its line, `//~^` one line below it for each `^`, `//~v` above it, `//~|` by the same line as the one before.
  static func all(_ lines: [Substring]) -> [Expectation] {
    var result: [Expectation] = []
    for (i, line) in lines.enumerated() {
      guard let mark = line.range(of: "//~") else { continue }
      var rest = line[mark.upperBound...]
      var target = i + 1
      if rest.hasPrefix("|") {
        target = result.last?.line ?? target
        rest.removeFirst()
      } else {
        while rest.hasPrefix("^") {
          target -= 1
          rest.removeFirst()
        }
        while rest.hasPrefix("v") {
          target += 1
          rest.removeFirst()
        }
      }
      let text = rest.trimmingCharacters(in: .whitespaces)
      let level = String(text.prefix { $0.isUppercase })
      let known = ["ERROR": "error", "WARN": "warning", "WARNING": "warning", "NOTE": "note", "HELP": "help"]
      let message = known[level] == nil ? text : String(text.dropFirst(level.count)).trimmingCharacters(in: CharacterSet(charactersIn: ": "))
      result.append(Expectation(line: target, level: known[level] ?? "error", text: message))
    }
    return result
  }
}

/// A message that the compiler gave, from its JSON form.
struct GivenMessage {
  var line: Int
  var level: String
  /// With the code behind it: `text [E0308]`.
  var text: String

  static func all(_ json: Data) -> [GivenMessage] {
    var result: [GivenMessage] = []
    func add(_ object: [String: Any], inheriting line: Int?) {
      let spans = object["spans"] as? [[String: Any]] ?? []
      let primary = spans.first { $0["is_primary"] as? Bool == true }
      let place = primary?["line_start"] as? Int ?? line
      let code = (object["code"] as? [String: Any])?["code"] as? String
      let text = (object["message"] as? String ?? "") + (code.map { " [\($0)]" } ?? "")
      if let place { result.append(GivenMessage(line: place, level: object["level"] as? String ?? "", text: text)) }
      for child in object["children"] as? [[String: Any]] ?? [] { add(child, inheriting: place) }
    }
    for line in String(decoding: json, as: UTF8.self).split(separator: "\n") where line.hasPrefix("{") {
      guard let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] else { continue }
      if object["$message_type"] as? String == "diagnostic" { add(object, inheriting: nil) }
    }
    return result
  }
}

/// What is wrong between the comments of a test and the messages that were given.
func compareMarks(_ expected: [Expectation], _ given: [GivenMessage]) -> [String] {
  var troubles: [String] = []
  var open = given
  for mark in expected {
    if let k = open.firstIndex(where: { $0.line == mark.line && $0.level == mark.level && $0.text.contains(mark.text) }) {
      open.remove(at: k)
    } else {
      troubles.append("line \(mark.line): expected \(mark.level): \(mark.text)")
    }
  }
  let levels = Set(expected.map(\.level)).union(["error"])
  for message in open where message.level == "error" || (message.level == "warning" && levels.contains("warning")) {
    troubles.append("line \(message.line): not marked in the test: \(message.level): \(message.text)")
  }
  return troubles
}
