// Files to trees: each file is a task, and each part of a large one.
import Defs
import Diagnostics
import Expand
import Lex
import Parallel
import Parse
import Source
import Support
import Syntax

/// What one task made of a file or an expansion.
struct ParsedUnit: Sendable {
  var tree: Tree
  var tokens: TokenBuffer
  var items: IDList<Item>
  /// The one item there is instead, when a builtin macro made it as a node.
  var onlyItem = ID<Item>.none
  var prepared: PreparedTree
  var fileAttributes: Prepared
  var isActive: Bool
  var outlineMods: [OutlineMod]
  var diagnostics: DiagnosticList
  /// Lexer or parser gave messages.
  var hasSyntaxMessages = false
}

extension ParsedUnit {
  /// Parses and prepares the items of a file, or of a part of it.
  init(_ tokens: TokenBuffer, _ range: TokenRange, _ world: World, _ cfg: CfgSet, _ messages: DiagnosticList) {
    var messages = messages
    let parsed = parseFileItems(tokens, range, into: &messages)
    self.init(parsed, tokens, world, cfg, messages)
  }

  init(_ parsed: ParsedItems, _ tokens: TokenBuffer, _ world: World, _ cfg: CfgSet, _ messages: DiagnosticList) {
    var preparer = Preparer(world, cfg, parsed.tree, tokens)
    let (fileAttributes, isActive) = preparer.prepare(parsed.attributes)
    if isActive { preparer.prepare(parsed.items) }
    let hasSyntaxMessages = !messages.isEmpty
    var messages = messages
    messages.add(contentsOf: preparer.diagnostics)
    self.init(
      tree: parsed.tree, tokens: tokens, items: parsed.items, prepared: preparer.result, fileAttributes: fileAttributes,
      isActive: isActive, outlineMods: preparer.outlineMods, diagnostics: messages,
      hasSyntaxMessages: hasSyntaxMessages)
  }
}

/// A file after the first step of tasks.
private enum LexedFile: Sendable {
  case parsed(ParsedUnit)
  /// A large file that is cut: a second step parses the parts.
  case cut(TokenBuffer, [TokenRange])
}

extension CrateResolver {
  /// Files of at least so many bytes are cut. In such a file a part has some 2,000 lines.
  private static var largeFile: Int { 1 << 18 }

  /// Lexes and parses files in parallel. A file gives its parts in order, at least one. What comes out does not depend on the number of workers: large files are always cut.
  ///
  /// - Parameter known: the tokens of the one file, if it has been lexed, and messages given.
  func parse(_ all: [SourceFile?], lexed known: TokenBuffer? = nil) -> [[ParsedUnit]?] {
    let context = SyntaxContext.root(ofCrate: Int(crate.rawValue))
    let world = world
    let cfg = input.cfg
    let lexed = parallelMap(count: all.count, workers: input.workers, costs: all.map { $0?.bytes.count ?? 0 }) { i -> LexedFile? in
      guard let file = all[i] else { return nil }
      var diagnostics = DiagnosticList()
      let tokens = known ?? lex(file.bytes, base: file.base, context: context, into: &diagnostics)
      if file.bytes.count >= Self.largeFile, diagnostics.isEmpty {
        let parts = fileParts(tokens)
        if parts.count > 1 { return .cut(tokens, parts) }
      }
      return .parsed(ParsedUnit(tokens, tokens.wholeRange, world, cfg, diagnostics))
    }
    var partsOfFiles: [(file: Int, tokens: TokenBuffer, range: TokenRange)] = []
    for case (let i, .cut(let tokens, let ranges)?) in lexed.enumerated() { partsOfFiles += ranges.map { (i, tokens, $0) } }
    let parts = partsOfFiles
    let parsed = parallelMap(count: parts.count, workers: input.workers) { i in
      ParsedUnit(parts[i].tokens, parts[i].range, world, cfg, DiagnosticList())
    }
    var ofFile: [[ParsedUnit]] = Array(repeating: [], count: all.count)
    for (part, unit) in zip(parts, parsed) { ofFile[part.file].append(unit) }
    return zip(lexed, ofFile).map { file, parts in
      switch file {
      case .parsed(let unit): [unit]
      case .cut(let tokens, _):
        // After a message the cuts are not trusted. A file that `#![cfg(…)]` takes away has no items.
        if parts.contains(where: \.hasSyntaxMessages) {
          [ParsedUnit(tokens, tokens.wholeRange, world, cfg, DiagnosticList())]
        } else if !parts[0].isActive {
          [parts[0]]
        } else {
          parts
        }
      case nil: nil
      }
    }
  }
}
