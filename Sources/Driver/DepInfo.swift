// `--emit dep-info`: rules for make, and the environment, in rustc's form.
import Resolve
import Session

/// The text of the dep-info file: each output depends on all files; each file stands alone once more, so that make does not fail when
/// it is deleted; then the variables of the environment.
func depInfoText(_ world: World, _ session: Session) -> String {
  let files = world.dependencies.files().filter { $0 != "<anon>" }.map { $0.replacing(" ", with: "\\ ") }
  var text = ""
  for target in session.outputs.all(session.crateTypes, crateName: session.crateName, options: session.options) {
    text += "\(target): \(files.joined(separator: " "))\n\n"
  }
  for file in files { text += "\(file):\n" }
  let variables = world.dependencies.variables()
  if !variables.isEmpty { text += "\n" }
  for (name, value) in variables {
    text += "# env-dep:\(escaped(name))"
    if let value { text += "=\(escaped(value))" }
    text += "\n"
  }
  return text
}

private func escaped(_ text: String) -> String {
  var result = ""
  for c in text.unicodeScalars {
    switch c {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\\": result += "\\\\"
    default: result.unicodeScalars.append(c)
    }
  }
  return result
}
