// Whole files, and bodies that were skipped.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Whether bodies of functions are parsed with their items.
public enum BodyParsing: Sendable {
  /// A body with braces becomes `FnBody.tokens`, in O(1): each is parsed by its own task, with `parseBody`.
  case skip
  case parse
}

/// The tree of one file. Sharing: frozen.
public struct ParsedFile: Sendable, BitwiseCopyable {
  public let tree: Tree
  public let buffer: TokenBuffer
  /// The file's inner attributes.
  public let attributes: Run<Attribute>
  public let items: IDList<Item>
}

/// The tree of one body. Sharing: frozen.
public struct ParsedBody: Sendable, BitwiseCopyable {
  public let tree: Tree
  public let block: ID<Block>
}

/// The items of a file.
///
/// - Complexity: linear in the tokens that are not skipped.
public func parseFile(_ buffer: TokenBuffer, bodies: BodyParsing, diagnostics: inout DiagnosticList) -> ParsedFile {
  parseFilePart(buffer, buffer.wholeRange, bodies: bodies, diagnostics: &diagnostics)
}

/// The block that a `FnBody.tokens` range stands for. Functions in the body are parsed with it.
public func parseBody(_ buffer: TokenBuffer, _ range: TokenRange, diagnostics: inout DiagnosticList) -> ParsedBody {
  var parser = Parser(buffer)
  parser.start(range)
  var block = ID<Block>.none
  do {
    block = try parser.blockWithAttributes()
  } catch {
    block = parser.tree.add(Block(statements: .empty, attributes: .empty, span: parser.span))
  }
  return parser.finish(&diagnostics) { tree in ParsedBody(tree: tree, block: block) }
}

extension Parser {
  /// Ends parsing: hands over the messages, and makes a result of the frozen tree.
  consuming func finish<Result>(_ diagnostics: inout DiagnosticList, _ make: (Tree) -> Result) -> Result {
    for message in messages { diagnostics.add(message) }
    return make(Tree(tree.freeze()))
  }
}
