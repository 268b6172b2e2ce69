// The crate's root file, and what its first attributes say about the crate as a whole.
import Diagnostics
import Lex
import Parallel
import Parse
import Session
import Source
import Support
import Syntax

/// The root of the crate being compiled. Sharing: frozen.
struct CrateRoot {
  var file: FileID
  var tokens: TokenBuffer
  /// What the lexer had to say.
  var messages: DiagnosticList
  var attributes = CrateAttributes()
}

/// `#![crate_name = "…"]` and `#![crate_type = "…"]`.
struct CrateAttributes {
  var name: (text: String, span: Span)?
  var types: [CrateType] = []

  /// Looks at the inner attributes before the first item.
  init(_ tokens: TokenBuffer) {
    var i: TokenIndex = 0
    while i < tokens.count {
      let t = tokens[i]
      if t.kind == .innerLineDoc || t.kind == .innerBlockDoc {
        i += 1
        continue
      }
      guard t.kind == .pound, tokens[i + 1].kind == .not, tokens[i + 2].kind == .openBracket else { return }
      let end = tokens.afterTree(at: i + 2)
      if end > i + 6, tokens[i + 3].kind == .identifier, tokens[i + 4].kind == .eq,
        let value = parseMetaValue(tokens, TokenRange(i + 5, end - 1)), let text = value.string
      {
        switch tokens[i + 3].name.text {
        case "crate_name": if name == nil { name = (text, value.span) }
        case "crate_type": if let type = CrateType(rawValue: text) { types.append(type) }
        default: break
        }
      }
      i = end
    }
  }

  init() {}
}

/// Reads the crate's root file and gives it the first positions.
func readRoot(_ options: Options) -> (CrateRoot?, DiagnosticList) {
  var diagnostics = DiagnosticList()
  var shown = "<anon>"
  do {
    let loaded: Source.LoadedFile
    switch options.input! {
    case .standardInput: loaded = try FileTable.loadStandardInput()
    case .file(let path):
      shown = path
      loaded = try FileTable.load(path)
    }
    let id = try FileTable.add(loaded)
    Hygiene.setRoot(crate: 0, edition: options.edition)
    let file = FileTable[id]
    // Its messages come when it is parsed.
    var messages = DiagnosticList()
    let tokens = lex(file.bytes, base: file.base, context: .root, into: &messages)
    return (CrateRoot(file: id, tokens: tokens, messages: messages, attributes: CrateAttributes(tokens)), diagnostics)
  } catch {
    diagnostics.add(.error("couldn't read `\(shown)`: \(error.text)", at: .none))
    return (nil, diagnostics)
  }
}

/// The crate's name: that of the command line, of the attribute, or of the input file.
func crateName(_ options: Options, _ root: CrateRoot?) -> (String, DiagnosticList) {
  var diagnostics = DiagnosticList()
  func validated(_ name: String, at span: Span) -> String {
    if name.isEmpty { diagnostics.add(.error("crate name must not be empty", at: span)) }
    for c in name.unicodeScalars where !(c.properties.isAlphabetic || c.properties.numericType != nil || c == "_") {
      diagnostics.add(.error("invalid character \(quoted(c)) in crate name: `\(name)`", at: span))
    }
    return name
  }
  if let name = options.crateName {
    if let attribute = root?.attributes.name, attribute.text != name {
      diagnostics.add(
        .error(
          "`--crate-name` and `#[crate_name]` are required to match, but `\(name)` != `\(attribute.text)`", at: attribute.span))
    }
    return (validated(name, at: .none), diagnostics)
  }
  if let attribute = root?.attributes.name { return (validated(attribute.text, at: attribute.span), diagnostics) }
  if case .file(let path)? = options.input {
    let stem = FileName.stem(of: path)
    if stem.hasPrefix("-") {
      diagnostics.add(.error("crate names cannot start with a `-`, but `\(stem)` has a leading hyphen", at: .none))
    } else {
      return (validated(stem.replacing("-", with: "_"), at: .none), diagnostics)
    }
  }
  return ("rust_out", diagnostics)
}

private func quoted(_ c: Unicode.Scalar) -> String { "'\(c)'" }

/// What is made of the crate: the command line's types, else the attributes', else a program.
func crateTypes(_ options: Options, _ root: CrateRoot?) -> [CrateType] {
  if options.isTest { return [.bin] }
  let given = options.crateTypes.isEmpty ? root?.attributes.types ?? [] : options.crateTypes
  var result: [CrateType] = []
  for type in given.map({ $0 == .lib ? .rlib : $0 }) where !result.contains(type) { result.append(type) }
  return result.isEmpty ? [.bin] : result
}

/// Parses the root file, bodies included: what `-Z parse-crate-root-only` sees. The parts of a large file are parsed in parallel.
///
/// - Returns: whether names can be looked at all the same.
func parseRoot(_ root: CrateRoot, _ workers: Workers) -> (Bool, DiagnosticList) {
  let tokens = root.tokens
  let parts = root.messages.isEmpty ? fileParts(tokens) : [tokens.wholeRange]
  let messages = parallelMap(count: parts.count, workers: workers) { i in
    var messages = DiagnosticList()
    _ = parseFilePart(tokens, parts[i], bodies: .parse, diagnostics: &messages)
    return messages
  }
  var diagnostics = root.messages
  if parts.count > 1 && messages.contains(where: { !$0.isEmpty }) {
    // After a message the cuts are not trusted.
    _ = parseFile(tokens, bodies: .parse, diagnostics: &diagnostics)
  } else {
    for list in messages { diagnostics.add(contentsOf: list) }
  }
  return (!tokens.isBroken, diagnostics)
}
