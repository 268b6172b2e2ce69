// Cutting a large file between its items, so that several workers parse it.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The tokens of `buffer` in ranges of about `target` tokens or more, cut where an item ends and another surely begins: outside all
/// brackets, after `;` or `}`, before an attribute, a doc comment or a word that items begin with. One range if there is no such place.
///
/// In a file without syntax errors the parts parse to the items of the whole. In one with errors a place may be wrong; then the part
/// before it ends too early and has a message, and the whole file is to be parsed in its stead.
///
/// - Complexity: linear in the tokens outside brackets.
public func fileParts(_ buffer: TokenBuffer, target: Int = 1 << 14) -> [TokenRange] {
  var parts: [TokenRange] = []
  var start: TokenIndex = 0
  var i: TokenIndex = 0
  let end = TokenIndex(buffer.count)
  while i < end {
    let next = buffer.afterTree(at: i)
    let last = buffer[next - 1].kind
    if Int(next) - Int(start) >= target, next < end, last == .semi || last == .closeBrace, beginsItem(buffer, next) {
      parts.append(TokenRange(start, next))
      start = next
    }
    i = next
  }
  parts.append(TokenRange(start, end))
  return parts
}

/// Whether the token at `i` begins an item wherever an item may begin, and goes on with none.
private func beginsItem(_ buffer: TokenBuffer, _ i: TokenIndex) -> Bool {
  let token = buffer[i]
  return switch token.kind {
  case .pound: buffer[i + 1].kind != .not
  case .outerLineDoc, .outerBlockDoc: true
  case .identifier:
    switch token.name {
    case .pub, .fn, .use, .struct, .enum, .trait, .impl, .mod, .const, .static, .type, .extern: true
    default: false
    }
  default: false
  }
}

/// The items in a part of a file; its inner attributes stand in the first.
public func parseFilePart(
  _ buffer: TokenBuffer, _ range: TokenRange, bodies: BodyParsing, diagnostics: inout DiagnosticList
) -> ParsedFile {
  var parser = Parser(buffer)
  parser.skipsBodies = bodies == .skip
  parser.start(range)
  var attributes = Run<Attribute>.empty
  var items = IDList<Item>.empty
  if !buffer.isBroken {
    do throws(ParseFailure) {
      (attributes, items) = try parser.moduleItems(.endOfInput)
    } catch {
      // The message has been given.
    }
  }
  return parser.finish(&diagnostics) { tree in
    ParsedFile(tree: tree, buffer: buffer, attributes: attributes, items: items)
  }
}
