// The two sides of a rule as trees: while a definition is compiled and checked.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// How often a `$(…)` repeats.
enum Repetition: UInt8, Sendable, BitwiseCopyable { case zeroOrMore, oneOrMore, zeroOrOne }

/// A tree of a matcher or transcriber. Lives only while its definition is compiled.
struct QuotedTree {
  enum Kind { case token, delimited, sequence, variable, declaration, expression }
  var kind: Kind
  /// The token; the open bracket of `delimited`; the name of `variable` and `declaration`.
  var token: Token
  var span: Span
  /// The close bracket of `delimited`.
  var close: Token
  var children: [QuotedTree] = []
  // `sequence`:
  var separator: Token?
  var repetition = Repetition.zeroOrMore
  /// How many variables are declared within.
  var declarationCount = 0
  // `declaration`:
  var fragment = MacroFragment.tt
  var isInferred = false
  // `expression`:
  var expression: MetaVarExpression?

  init(_ kind: Kind, _ token: Token, span: Span) {
    self.kind = kind
    self.token = token
    self.span = span
    close = token
  }

  /// As messages show it.
  var text: String {
    switch kind {
    case .declaration: "$\(token.name):\(fragment.text(isInferred: isInferred))"
    case .variable: "$\(token.name)"
    default: Expand.text(of: token)
    }
  }
}

/// A metavariable's name: macros made by macros may have variables of the same text and different marks.
struct VariableKey: Hashable {
  var name: Name
  var context: SyntaxContext
  init(_ token: Token) {
    name = token.name
    context = Hygiene.data(token.context).opaqueAndSemiOpaque
  }
}

/// Reads the sides of rules. Sharing: none.
struct QuotedParser {
  let tokens: TokenBuffer
  let edition: Edition
  var diagnostics = DiagnosticList()
  /// What needs a feature.
  var gates: [MacroGate] = []
  /// Nesting of more levels than this is refused.
  static let maxDepth = 500
  private var depth = 0

  init(tokens: TokenBuffer, edition: Edition) {
    self.tokens = tokens
    self.edition = edition
  }

  /// The trees of `range`.
  mutating func parse(_ range: TokenRange, isPattern: Bool) -> [QuotedTree] {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maxDepth {
      diagnostics.add(.macroTooDeep(at: tokens[range.start].span))
      return []
    }
    var result: [QuotedTree] = []
    result.reserveCapacity(range.count)
    var i = range.start
    while i < range.end {
      let tree = parseTree(&i, range.end, isPattern: isPattern)
      guard isPattern && tree.kind == .variable else {
        result.append(tree)
        continue
      }
      result.append(declaration(tree, &i, range.end))
    }
    return result
  }

  /// `$name` has been read in a matcher: its specifier follows.
  private mutating func declaration(_ variable: QuotedTree, _ i: inout TokenIndex, _ end: TokenIndex) -> QuotedTree {
    var result = QuotedTree(.declaration, variable.token, span: variable.span)
    guard i < end, tokens[i].kind == .colon else {
      diagnostics.add(.missingFragmentSpecifier(at: variable.span))
      return result
    }
    let colon = tokens[i]
    i += 1
    guard i < end, !tokens[i].kind.isOpen else {
      diagnostics.add(.missingFragmentSpecifier(at: variable.span.to(colon.span)))
      if i < end { i = tokens.afterTree(at: i) }
      return result
    }
    let word = tokens[i]
    i += 1
    guard word.kind.isAnyIdentifier else {
      diagnostics.add(.missingFragmentSpecifier(at: word.span))
      return result
    }
    result.span = Span(lo: variable.span.lo, hi: word.span.hi, context: word.context)
    let edition = word.context.isRoot ? edition : Hygiene.edition(of: word.context)
    if let (fragment, isInferred) = MacroFragment.named(word.name, edition) {
      result.fragment = fragment
      result.isInferred = isInferred
    } else {
      diagnostics.add(.invalidFragmentSpecifier(word.name, at: result.span))
    }
    return result
  }

  private mutating func parseTree(_ i: inout TokenIndex, _ end: TokenIndex, isPattern: Bool) -> QuotedTree {
    let token = tokens[i]
    if token.kind.isOpen {
      var result = QuotedTree(.delimited, token, span: token.span.to(tokens[token.payload].span))
      result.close = tokens[token.payload]
      result.children = parse(TokenRange(i + 1, token.payload), isPattern: isPattern)
      i = token.payload + 1
      return result
    }
    i += 1
    guard token.kind == .dollar, i < end else { return QuotedTree(.token, token, span: token.span) }

    let next = tokens[i]
    if next.kind.isOpen { return sequenceOrExpression(token, &i, end, isPattern: isPattern) }
    i += 1
    if next.kind.isAnyIdentifier {
      let span = Span(lo: token.lo, hi: next.span.hi, context: next.context)
      if next.isWord(.crate) {
        return QuotedTree(.token, Token(.identifier, payload: Name.dollarCrate.rawValue, span: span), span: span)
      }
      return QuotedTree(.variable, next, span: span)
    }
    if next.kind == .dollar {
      if isPattern { diagnostics.add(.dollarInMatcher("$", at: next.span)) } else { gates.append(MacroGate(.metaVariables, next.span)) }
      return QuotedTree(.token, next, span: next.span)
    }
    diagnostics.add(.expectedMacroVariable(next))
    return QuotedTree(.variable, Token(.identifier, payload: Name.empty.rawValue, span: next.span), span: next.span)
  }

  /// At the bracket after a `$`.
  private mutating func sequenceOrExpression(
    _ dollar: Token, _ i: inout TokenIndex, _ end: TokenIndex, isPattern: Bool
  ) -> QuotedTree {
    let open = tokens[i]
    let inner = TokenRange(i + 1, open.payload)
    let span = open.span.to(tokens[open.payload].span)
    i = open.payload + 1
    if isPattern {
      if open.kind != .openParen { diagnostics.add(.dollarInMatcher(open.kind.operatorText, at: span)) }
    } else if open.kind == .openBrace {
      guard let expression = parseMetaVarExpression(inner, outer: span) else {
        return QuotedTree(.token, dollar, span: dollar.span)
      }
      let isConcat = if case .concat = expression { true } else { false }
      gates.append(MacroGate(isConcat ? .concat : .metaVariables, span))
      // The token that the expression turns into stands where its braces are.
      var result = QuotedTree(.expression, Token(.identifier, span: span), span: span)
      result.expression = expression
      return result
    } else if open.kind != .openParen {
      diagnostics.add(.expectedParenOrBrace(open.kind.operatorText, at: span))
    }
    var result = QuotedTree(.sequence, open, span: span)
    result.close = tokens[open.payload]
    result.children = parse(inner, isPattern: isPattern)
    (result.separator, result.repetition) = separatorAndRepetition(&i, end, span)
    if isPattern { result.declarationCount = result.children.reduce(0) { $0 + countDeclarations($1) } }
    return result
  }

  private func countDeclarations(_ tree: QuotedTree) -> Int {
    switch tree.kind {
    case .declaration: 1
    case .sequence: tree.declarationCount
    case .delimited: tree.children.reduce(0) { $0 + countDeclarations($1) }
    default: 0
    }
  }

  private mutating func separatorAndRepetition(
    _ i: inout TokenIndex, _ end: TokenIndex, _ span: Span
  ) -> (Token?, Repetition) {
    /// The next tree, if it is a token.
    func token(_ i: inout TokenIndex, _ place: inout Span) -> Token? {
      guard i < end else { return nil }
      let t = tokens[i]
      i = tokens.afterTree(at: i)
      place = t.span
      return t.kind.isOpen ? nil : t
    }
    var place = span
    guard let first = token(&i, &place) else {
      diagnostics.add(.expectedRepetitionOperator(at: place))
      return (nil, .zeroOrMore)
    }
    if let op = Repetition(first) { return (nil, op) }
    guard let second = token(&i, &place), let op = Repetition(second) else {
      diagnostics.add(.expectedRepetitionOperator(at: place))
      return (nil, .zeroOrMore)
    }
    if op == .zeroOrOne {
      diagnostics.add(.separatorBeforeQuestion(at: first.span))
      return (nil, .zeroOrMore)
    }
    return (first, op)
  }
}

extension Repetition {
  init?(_ token: Token) {
    switch token.kind {
    case .star: self = .zeroOrMore
    case .plus: self = .oneOrMore
    case .question: self = .zeroOrOne
    default: return nil
    }
  }
}
