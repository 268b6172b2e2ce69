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

/// The items of a file, or of a part of it.
func parseFileItems(_ tokens: TokenBuffer, _ range: TokenRange, into diagnostics: inout DiagnosticList) -> ParsedItems {
  let file = parseFilePart(tokens, range, bodies: .skip, diagnostics: &diagnostics)
  return ParsedItems(tree: file.tree, items: file.items, attributes: file.attributes)
}

func parseItems(_ tokens: TokenBuffer, _ position: ItemPosition, into diagnostics: inout DiagnosticList) -> ParsedItems {
  let kind: ItemsKind =
    switch position {
    case .module: .module
    case .traitItems: .trait
    case .implItems: .impl
    case .foreignItems: .foreign
    }
  let parsed = Parse.parseItems(tokens, kind, diagnostics: &diagnostics)
  return ParsedItems(tree: parsed.tree, items: parsed.node, attributes: .empty)
}
