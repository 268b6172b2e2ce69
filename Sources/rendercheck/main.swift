// Renders messages that the reference compiler wrote as JSON, and compares with its own rendering.
// Use: rendercheck FILE…, each holding the output of `rustc --error-format=json`, run from the folder the compiler ran in.
import Diagnostics
import Foundation
import Parallel
import Source

nonisolated(unsafe) var files: [String: FileID] = [:]
func file(_ path: String) -> SourceFile? {
  if let id = files[path] { return FileTable[id] }
  guard let loaded = try? FileTable.load(path), let id = try? FileTable.add(loaded) else { return nil }
  files[path] = id
  return FileTable[id]
}

func span(_ json: [String: Any]) -> Span? {
  guard let path = json["file_name"] as? String, let file = file(path), let lo = json["byte_start"] as? Int,
    let hi = json["byte_end"] as? Int
  else { return nil }
  var context = SyntaxContext.root
  if let expansion = json["expansion"] as? [String: Any], let call = (expansion["span"] as? [String: Any]).flatMap(span) {
    let name = (expansion["macro_decl_name"] as? String ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "!#[]"))
    let definition = (expansion["def_site_span"] as? [String: Any]).flatMap(span) ?? .none
    let kind: Expansion.Kind = name.hasPrefix("derive(") ? .derive : name.hasPrefix("desugaring of") ? .desugaring : .bang
    // Macros of the library are built in, or known to the compiler.
    let isKnown = FileTable.file(at: definition.lo).map { FileTable[$0].path.hasPrefix("/") } ?? true
    let id = Hygiene.add(
      Expansion(
        kind: kind, edition: .e2021, macroName: Name(name), macroDef: .max, macroCrate: 0, callSite: call, defSite: definition,
        parent: ExpansionID(rawValue: 0), hidesBacktrace: isKnown))
    var marker = Marker(id)
    context = marker.mark(.root, .opaque)
  }
  return Span(lo: file.base + UInt32(lo), hi: file.base + UInt32(hi), context: context)
}

func labels(_ json: [String: Any]) -> [Diagnostics.Label]? {
  var result: [Diagnostics.Label] = []
  for entry in json["spans"] as? [[String: Any]] ?? [] {
    guard let span = span(entry) else { return nil }
    result.append(Label(span, entry["label"] as? String ?? "", isPrimary: entry["is_primary"] as? Bool ?? false))
  }
  return result
}

func level(_ json: [String: Any]) -> Level {
  switch json["level"] as? String {
  case "warning": .warning
  case "note": .note
  case "help": .help
  case "failure-note": .failureNote
  default: .error
  }
}

/// JSON does not say how suggestions are to be shown, nor which replacements belong together: all ways are tried.
func diagnostics(_ json: [String: Any]) -> [Diagnostic] {
  guard let main = labels(json) else { return [] }
  var results: [Diagnostic] = []
  for style in [Suggestion.Style.verbose, .inline, .inlineWithoutCode, .messageOnly, .hidden] {
    for splits in [false, true] {
      var diagnostic = Diagnostic(level(json), json["message"] as? String ?? "", at: .none)
      diagnostic.code = (json["code"] as? [String: Any])?["code"] as? String
      diagnostic.labels = main
      for child in json["children"] as? [[String: Any]] ?? [] {
        let spans = child["spans"] as? [[String: Any]] ?? []
        if spans.contains(where: { $0["suggested_replacement"] is String }) {
          var replacements: [Suggestion.Replacement] = []
          for entry in spans {
            guard let span = span(entry) else { return [] }
            replacements.append((span, entry["suggested_replacement"] as? String ?? ""))
          }
          var suggestion = Suggestion(child["message"] as? String ?? "", replacements, .unspecified, style: style)
          if splits {
            suggestion.replacements = [replacements[0]]
            suggestion.otherReplacements = replacements.dropFirst().map { [$0] }
          }
          diagnostic.suggestions.append(suggestion)
        } else {
          guard let below = labels(child) else { return [] }
          diagnostic.children.append(SubDiagnostic(level(child), child["message"] as? String ?? "", labels: below))
        }
      }
      results.append(diagnostic)
    }
  }
  return results
}

ImportedFiles.set { position in FileTable.file(at: position).map { FileTable[$0].path.hasPrefix("/") } ?? false }
var equal = 0
var different = 0
var skipped = 0
for path in CommandLine.arguments.dropFirst() {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
  for line in text.split(separator: "\n") {
    guard let json = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any],
      let rendered = json["rendered"] as? String
    else { continue }
    let candidates = diagnostics(json)
    if candidates.isEmpty {
      skipped += 1
      continue
    }
    var options = RenderOptions()
    options.isColored = rendered.contains("\u{1B}")
    let renderer = HumanRenderer(options)
    let texts = candidates.map(renderer.render)
    // Lint notes that only the printed form has are no matter of layout.
    if texts.contains(rendered) {
      equal += 1
    } else {
      different += 1
      print("=== \(path)\n--- reference\n\(rendered)--- ours\n\(texts[0])")
    }
  }
}
print("\(equal) equal, \(different) different, \(skipped) without their files")
