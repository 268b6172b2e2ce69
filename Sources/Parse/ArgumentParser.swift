// For macros that the compiler implements: arguments that are not just expressions.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Reads the arguments of one builtin macro, piece by piece, into a tree to which the macro adds nodes of its own. Sharing: none.
///
/// A method that returns an ID gives `.none` after a message; then nothing more should be read.
public struct ArgumentParser: ~Copyable {
  private var parser: Parser

  public init(_ buffer: TokenBuffer, _ range: TokenRange) {
    parser = Parser(buffer)
    parser.start(range)
  }

  /// The token at hand, or one ahead of it; `endOfInput` at the end.
  public var token: Token { parser.token }
  public mutating func ahead(_ distance: UInt32) -> Token { parser.ahead(distance) }
  public var index: TokenIndex { parser.index }
  public var isAtEnd: Bool { parser.token.kind == .endOfInput }
  /// From `start` to the last token taken.
  public mutating func span(from start: Span) -> Span { parser.span(from: start) }
  public var previousSpan: Span { parser.previousSpan }

  public mutating func advance() { parser.bump() }
  public mutating func eat(_ kind: TokenKind) -> Bool { parser.eat(kind) }
  /// Takes a plain identifier or keyword of that name.
  public mutating func eatWord(_ word: Name) -> Bool {
    if parser.token.kind != .identifier || parser.token.name != word { return false }
    parser.bump()
    return true
  }
  /// Moves over the token tree at hand.
  public mutating func skipTree() { parser.jump(to: parser.indexAfterTree(0)) }

  public mutating func expr() -> ID<Expr> { (try? parser.expression()) ?? .none }
  public mutating func type() -> ID<Ty> { (try? parser.type()) ?? .none }
  public mutating func pattern() -> ID<Pat> { (try? parser.pattern()) ?? .none }
  public mutating func block() -> ID<Block> { (try? parser.block()) ?? .none }

  /// A message about the token at hand.
  public mutating func expected(_ what: String) { _ = parser.expected(what) }
  public mutating func report(_ diagnostic: Diagnostic) { parser.messages.append(diagnostic) }
  public var hasErrors: Bool { parser.messages.contains { $0.level == .error } }

  /// The tree, for nodes that the macro makes.
  public mutating func withTree<R>(_ body: (inout SyntaxTreeBuilder) -> R) -> R { body(&parser.tree) }
  public func span(_ id: ID<Expr>) -> Span { parser.tree[id].span }
  public func node(_ id: ID<Expr>) -> Expr { parser.tree[id] }

  /// An expression that is a name.
  public mutating func path(_ ident: Ident) -> ID<Expr> {
    let path = parser.singleSegmentPath(ident)
    return parser.tree.add(Expr(.path(path, qself: .none), ident.span))
  }

  /// Ends reading: hands over the messages and the tree.
  public consuming func finish(into diagnostics: inout DiagnosticList) -> Tree {
    parser.finish(&diagnostics) { $0 }
  }
}
