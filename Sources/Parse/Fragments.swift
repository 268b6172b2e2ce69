// What macros make, and what their matchers match.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Which kind of items an expansion stands for.
public enum ItemsKind: Sendable { case module, trait, impl, foreign }

/// A tree and a node in it. Sharing: frozen.
public struct Parsed<Node: Sendable & BitwiseCopyable>: Sendable, BitwiseCopyable {
  public let tree: Tree
  public let node: Node
}

/// The items that `buffer` consists of.
///
/// - Errors: a message for what is left over; then only the items before it are given.
public func parseItems(
  _ buffer: TokenBuffer, _ kind: ItemsKind, bodies: BodyParsing = .skip, diagnostics: inout DiagnosticList
) -> Parsed<IDList<Item>> {
  var parser = Parser(expansion: buffer)
  parser.skipsBodies = bodies == .skip
  let context: ItemContext =
    switch kind {
    case .module: .module
    case .trait: .trait
    case .impl: .impl
    case .foreign: .foreign
    }
  var items = IDList<Item>.empty
  if !buffer.isBroken { items = parser.expandedItems(context) }
  return parser.finish(&diagnostics) { Parsed(tree: $0, node: items) }
}

/// The statements that `buffer` consists of. A last expression without `;` is the value, as in a block.
///
/// - Parameter hasSemi: the call is followed by `;`, which becomes the last statement's.
public func parseStatements(_ buffer: TokenBuffer, hasSemi: Bool, diagnostics: inout DiagnosticList) -> Parsed<Run<Stmt>> {
  var parser = Parser(expansion: buffer)
  let statements = parser.expandedStatements(hasSemi: hasSemi)
  return parser.finish(&diagnostics) { Parsed(tree: $0, node: statements) }
}

/// The expression that `buffer` consists of; `ExprKind.error` if it is none. One `;` after it is passed over, and told in
/// `hasTrailingSemi`: rustc warns of it.
public func parseExpression(
  _ buffer: TokenBuffer, hasTrailingSemi: inout Bool, diagnostics: inout DiagnosticList
) -> Parsed<ID<Expr>> {
  var parser = Parser(expansion: buffer)
  var expr = ID<Expr>.none
  hasTrailingSemi = false
  do throws(ParseFailure) {
    expr = try parser.expression()
    hasTrailingSemi = parser.eat(.semi)
    parser.expectEnd()
  } catch {
    expr = parser.tree.add(Expr(.error, parser.span))
  }
  return parser.finish(&diagnostics) { Parsed(tree: $0, node: expr) }
}

/// The pattern that `buffer` consists of; `PatKind.error` if it is none.
public func parsePattern(_ buffer: TokenBuffer, diagnostics: inout DiagnosticList) -> Parsed<ID<Pat>> {
  var parser = Parser(expansion: buffer)
  var pat = ID<Pat>.none
  do throws(ParseFailure) {
    pat = try parser.patternWithGuard()
    parser.expectEnd()
  } catch {
    pat = parser.tree.add(Pat(.error, parser.span))
  }
  return parser.finish(&diagnostics) { Parsed(tree: $0, node: pat) }
}

/// The type that `buffer` consists of; `TyKind.error` if it is none.
public func parseType(_ buffer: TokenBuffer, diagnostics: inout DiagnosticList) -> Parsed<ID<Ty>> {
  var parser = Parser(expansion: buffer)
  var ty = ID<Ty>.none
  do throws(ParseFailure) {
    ty = try parser.type()
    parser.expectEnd()
  } catch {
    ty = parser.tree.add(Ty(.error, parser.span))
  }
  return parser.finish(&diagnostics) { Parsed(tree: $0, node: ty) }
}

/// The comma-separated expressions of `range`, as in `vec![a, b]` and `assert!(a, b)`; nil, with a message, if it is something else.
public func parseExpressionList(
  _ buffer: TokenBuffer, _ range: TokenRange, diagnostics: inout DiagnosticList
) -> Parsed<IDList<Expr>>? {
  var parser = Parser(buffer)
  parser.start(range)
  var list: IDList<Expr>?
  do throws(ParseFailure) { list = try parser.exprList(.endOfInput) } catch {}
  return parser.finish(&diagnostics) { tree in list.map { Parsed(tree: tree, node: $0) } }
}

extension Parser {
  /// Over what a macro made.
  init(expansion buffer: TokenBuffer) {
    self.init(buffer)
    isExpansion = true
  }

  /// Tells of tokens after the end of what was asked for.
  mutating func expectEnd() {
    if token.kind != .endOfInput { error("the expansion goes on after its end with \(description(of: token))", at: span) }
  }

  mutating func expandedItems(_ context: ItemContext) -> IDList<Item> {
    let mark = ids.count
    defer { ids.drop(to: mark) }
    do throws(ParseFailure) {
      while token.kind != .endOfInput && token.kind != .closeBrace {
        let first = index
        let attributes = try outerAttributes()
        guard let item = try item(attributes, first, context, allowsMacros: true) else {
          if !attributes.isEmpty { reportUnused(attributes) }
          break
        }
        ids.push(item.rawValue)
      }
      expectEnd()
    } catch {}
    return ids.finish(mark, into: &tree.lists)
  }

  mutating func expandedStatements(hasSemi: Bool) -> Run<Stmt> {
    let mark = stmtScratch.count
    defer { stmtScratch.drop(to: mark) }
    do throws(ParseFailure) {
      while token.kind != .endOfInput && token.kind != .closeBrace {
        if let stmt = try fullStmt() { stmtScratch.push(stmt) }
      }
      if hasSemi && stmtScratch.count > mark {
        let last = stmtScratch[stmtScratch.count - 1]
        stmtScratch.drop(to: stmtScratch.count - 1)
        stmtScratch.push(withSemi(last))
      }
      expectEnd()
    } catch {}
    return stmtScratch.finish(mark, into: &tree.stmts)
  }
}

/// Finds where fragments of `macro_rules` matchers end. One is used for all fragments of a macro call. Sharing: per worker.
///
/// A fragment that was begun must be whole: rustc does not try another arm after an error in it.
public struct FragmentMatcher: ~Copyable {
  private var parser: Parser
  private let buffer: TokenBuffer
  /// After `end(of:)`: what is left of the token at the end, if the fragment took its first half only (`>` of `>>`).
  public private(set) var restOfSplitToken: Token?

  public init(_ buffer: TokenBuffer) {
    self.buffer = buffer
    parser = Parser(buffer)
  }

  /// Whether a fragment of this kind may begin at `index`: the test that comes before trying to parse it.
  ///
  /// - Parameter limit: where the input ends.
  public mutating func canBegin(_ kind: FragmentKind, at index: TokenIndex, limit: TokenIndex) -> Bool {
    parser.start(TokenRange(index, limit))
    return parser.canBegin(kind)
  }

  /// The index after the fragment at `index`; nil, with messages, if there is none.
  ///
  /// `vis` may be empty; `item` and `stmt` may not. `expr` and `expr2021` differ only in `canBegin`.
  public mutating func end(
    of kind: FragmentKind, at index: TokenIndex, limit: TokenIndex, diagnostics: inout DiagnosticList
  ) -> TokenIndex? {
    parser.start(TokenRange(index, limit))
    parser.messages.removeAll(keepingCapacity: true)
    if parser.tree.exprs.count > 100_000 { parser.tree = SyntaxTreeBuilder() }
    var hasFailed = false
    do throws(ParseFailure) { try parser.fragment(kind) } catch { hasFailed = true }
    for message in parser.messages { diagnostics.add(message) }
    if hasFailed || !parser.messages.isEmpty { return nil }
    restOfSplitToken = parser.isBetweenTokens ? nil : parser.token
    return parser.index
  }

  /// `$x:ident` matches any identifier or keyword but `_`.
  public static func isIdentifier(_ token: Token) -> Bool { token.kind.isAnyIdentifier && token.name != .underscore }
  /// `$x:lifetime`
  public static func isLifetime(_ token: Token) -> Bool { Parser.isLifetime(token.kind) }
}

extension Parser {
  /// Whether the token at hand is whole, not the rest of a glued one.
  var isBetweenTokens: Bool { mutating get { index == limit || tokens[Int(index)].lo == token.lo && tokens[Int(index)].kind == token.kind } }

  mutating func fragment(_ kind: FragmentKind) throws(ParseFailure) {
    switch kind {
    case .block: _ = try block()
    case .expr, .expr2021: _ = try expression()
    case .item:
      let first = index
      let attributes = try outerAttributes()
      if try item(attributes, first, .module, allowsMacros: true) == nil { throw expected("an item") }
    case .literal: if try literalMaybeMinus() == nil { throw expected("a literal") }
    case .meta: _ = try attributeItem()
    case .pat: _ = try pattern()
    case .patParam: _ = try patternNoTopAlt()
    case .path: _ = try path(.type)
    case .stmt: if try stmt(fullExpr: false) == nil { throw expected("a statement") }
    case .ty: _ = try type(allowQuestion: true)
    case .vis: _ = try visibility(isBeforeType: true)
    case .guard: if try armGuard().isNone { throw expected("`if`") }
    }
  }

  mutating func canBegin(_ kind: FragmentKind) -> Bool {
    switch kind {
    case .expr: return (canBeginExpr(token) || atKeyword(.underscore)) && !atKeyword(.let)
    case .expr2021: return canBeginExpr(token) && !atKeyword(.let) && !atKeyword(.const)
    case .ty: return canBeginType(token)
    case .literal: return canBeginLiteral
    case .vis:
      return token.kind == .comma || token.kind.isAnyIdentifier || token.kind == .openInvisible || canBeginType(token)
    case .block:
      if token.kind == .openBrace { return true }
      return atInvisible(.block) || atInvisible(.stmt) || atInvisible(.expr) || atInvisible(.expr2021) || atInvisible(.literal)
    case .path, .meta:
      if token.kind == .colonColon || token.kind.isAnyIdentifier { return true }
      guard token.kind == .openInvisible else { return false }
      switch token.fragment {
      case .stmt, .pat, .patParam, .expr, .expr2021, .ty, .literal, .meta, .path: return true
      case .item, .block, .vis, .guard: return false
      }
    case .pat: return Parser.canBeginPattern(token, withOr: true)
    case .patParam: return Parser.canBeginPattern(token, withOr: false)
    case .guard: return atKeyword(.if)
    case .item, .stmt: return !token.kind.isClose
    }
  }

  var canBeginLiteral: Bool {
    mutating get {
      if token.kind.isLiteral || token.kind == .minus || atBool || atInvisible(.literal) { return true }
      guard atInvisible(.expr) || atInvisible(.expr2021) else { return false }
      var i: UInt32 = 1
      if kindAhead(i) == .minus { i += 1 }
      let t = ahead(i)
      return (t.kind.isLiteral || t.kind == .identifier && (t.name == .true || t.name == .false))
        && index &+ i &+ 1 == token.payload
    }
  }
}
