// What `--help`, `-C help`, `-Z help`, `--version` and `-vV` print.
import Glibc
import Session

enum Version {
  static let rust = "1.96.0"
  static let skein = "0.1.0"
  /// The date of the version of Rust that is implemented: tools read it from the version line.
  static let date = "2026-05-25"

  /// Names this build: changes whenever the program changes, because tools keep what an equal version made.
  static var build: String { BuildID.text }

  static var short: String { "rustc \(rust) (\(build.prefix(9)) \(date)) (Skein \(skein))" }

  static func text(verbose: Bool) -> String {
    if !verbose { return short + "\n" }
    return """
      \(short)
      binary: rustc
      commit-hash: \(build)
      commit-date: \(date)
      host: x86_64-unknown-linux-gnu
      release: \(rust)
      LLVM version: 19.1.7

      """
  }
}

enum Help {
  static func text() -> String {
    var text = "Usage: skeinc [OPTIONS] INPUT\n\nA compiler for Rust \(Version.rust) that takes rustc's command line.\n\nOptions:\n"
    for option in Grammar.options {
      var head = "    "
      head += option.short.map { "-\($0)" } ?? "  "
      if let long = option.long { head += (option.short == nil ? "  " : ", ") + "--" + long }
      if !option.hint.isEmpty { head += " " + option.hint }
      if head.count < 24 {
        head += String(repeating: " ", count: 24 - head.count)
      } else {
        head += "\n" + String(repeating: " ", count: 24)
      }
      text += head + wrapped(option.text, indent: 24) + "\n"
    }
    return text + """

      Additional help:
          -C help             Print codegen options
          -Z help             Print unstable compiler options

      """
  }

  static func codegenOptions() -> String {
    var text = "Available codegen options:\n\n"
    for option in CodegenOptions.all {
      text += "    -C \(padded(option.name, 26))=val -- \(option.text)\(option.works ? "" : " (accepted, without effect yet)")\n"
    }
    return text
  }

  static func unstableOptions() -> String {
    var text = "Available unstable options:\n\n"
    for option in UnstableOptions.all { text += "    -Z \(padded(option.name, 26))=val -- \(option.text)\n" }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func wrapped(_ text: String, indent: Int) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 56 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
