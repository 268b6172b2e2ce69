// What this step asks of the parser.
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// Items with the inner attributes in front of them.
struct ParsedItems {
  var tree: Tree
  var items: IDList<Item>
  var attributes: Run<Attribute>
}

func parseFileItems(_ tokens: TokenBuffer, into diagnostics: inout DiagnosticList) -> ParsedItems {
  var builder = SyntaxTreeBuilder()
  let items: [ID<Item>] = []
  let list = builder.add(items)
  return ParsedItems(tree: Tree(builder.freeze()), items: list, attributes: .empty)
}

func parseItems(_ tokens: TokenBuffer, _ position: ItemPosition, into diagnostics: inout DiagnosticList) -> ParsedItems {
  parseFileItems(tokens, into: &diagnostics)
}

func parseBodyBlock(_ tokens: TokenBuffer, _ range: TokenRange, into diagnostics: inout DiagnosticList) -> (Tree, ID<Block>) {
  var builder = SyntaxTreeBuilder()
  let id = builder.add(Block(statements: .empty, attributes: .empty, span: .none))
  return (Tree(builder.freeze()), id)
}

func parseExprFragment(
  _ tokens: TokenBuffer, macro: Name, call: Span, into diagnostics: inout DiagnosticList
) -> (Tree, ID<Expr>)? { nil }

func parseTyFragment(
  _ tokens: TokenBuffer, macro: Name, call: Span, into diagnostics: inout DiagnosticList
) -> (Tree, ID<Ty>)? { nil }

func parsePatFragment(
  _ tokens: TokenBuffer, macro: Name, call: Span, into diagnostics: inout DiagnosticList
) -> (Tree, ID<Pat>)? { nil }

func parseStmtsFragment(
  _ tokens: TokenBuffer, macro: Name, call: Span, into diagnostics: inout DiagnosticList
) -> (Tree, Run<Stmt>) { (Tree(SyntaxTreeBuilder().freeze()), .empty) }
