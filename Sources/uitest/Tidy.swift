// What no compiler checks: marks in comments, the order of modules, words that must not stay.
import Foundation

/// Problems, one line each, and remarks that fail nothing.
func tidy(root: String) -> (problems: [String], remarks: [String]) {
  var problems: [String] = []
  var remarks: [String] = []
  let files = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
    .filter { !$0.hasPrefix(".") && !$0.contains("/.build/") }.sorted()
  func text(_ path: String) -> String {
    FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
  let modules = moduleTable(text("Package.swift"))

  for path in files where path.hasPrefix("Sources/") || path.hasPrefix("Tests/") {
    let isSwift = path.hasSuffix(".swift")
    guard isSwift || path.hasSuffix(".c") || path.hasSuffix(".h") || path.hasSuffix(".cpp") else { continue }
    let lines = text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.count > 700 { remarks.append("\(path): \(lines.count) lines; look for a seam") }
    let module = path.split(separator: "/").count > 1 ? String(path.split(separator: "/")[1]) : ""
    for (i, line) in lines.enumerated() {
      let place = "\(path):\(i + 1)"
      if !isSwift { continue }
      let code = line.trimmingCharacters(in: .whitespaces)
      if code.hasPrefix("#if") || code.hasPrefix("#else") {
        problems.append("\(place): conditional compilation; the one flag is in CParallel.h")
      }
      if path.hasPrefix("Tests/") || code.hasPrefix("//") { continue }
      if line.contains("@unchecked Sendable"), code.hasSuffix("{") || code.hasSuffix("}") {
        let near = lines[i...min(i + 3, lines.count - 1)].joined()
        if !near.contains("SAFETY:") { problems.append("\(place): @unchecked Sendable without a SAFETY: line") }
      }
      for word in ["try!", "as!", "fatalError(\"TODO", "FIXME"] where code.contains(word) {
        if !path.contains("/uitest/Tidy") { problems.append("\(place): \(word)") }
      }
      if code.contains("TODO") && !path.contains("/uitest/Tidy") && code.range(of: #"TODO\([a-z-]+\): .*#\d+"#, options: .regularExpression) == nil {
        problems.append("\(place): a TODO names a topic and an issue: TODO(topic): … #12")
      }
      if code.hasPrefix("import "), path.hasPrefix("Sources/"), let allowed = modules[module] {
        let name = code.dropFirst(7).split(separator: " ").first.map(String.init) ?? ""
        if modules[name] != nil && !allowed.contains(name) { problems.append("\(place): \(module) may not import \(name)") }
      }
    }
  }
  for path in files where path.hasSuffix(".md") {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    var rest = Substring(text(path))
    while let open = rest.range(of: "](") {
      rest = rest[open.upperBound...]
      let target = String(rest.prefix { $0 != ")" && $0 != "#" && $0 != " " })
      if target.isEmpty || target.contains("://") || target.hasPrefix("mailto:") { continue }
      let full = folder.isEmpty ? target : "\(folder)/\(target)"
      if !FileManager.default.fileExists(atPath: "\(root)/\(full)") { problems.append("\(path): nothing is at \(target)") }
    }
  }
  return (problems, remarks)
}

/// From each module of the package to those it may import, as Package.swift says.
private func moduleTable(_ package: String) -> [String: Set<String>] {
  var table: [String: Set<String>] = [:]
  let flat = package.replacingOccurrences(of: "\n", with: " ")
  let pattern = #"(?:step\(\s*|[tT]arget\(\s*name: )"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?"#
  guard let expression = try? NSRegularExpression(pattern: pattern) else { return [:] }
  for match in expression.matches(in: flat, range: NSRange(flat.startIndex..., in: flat)) {
    guard let name = Range(match.range(at: 1), in: flat) else { continue }
    var allowed: Set<String> = []
    if let list = Range(match.range(at: 2), in: flat) {
      for word in flat[list].split(separator: ",") { allowed.insert(word.trimmingCharacters(in: CharacterSet(charactersIn: " \""))) }
    }
    table[String(flat[name])] = allowed
  }
  return table
}
