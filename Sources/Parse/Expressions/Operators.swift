// Expressions with operators: binary, assignment, range, cast, unary.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// How tightly an operator binds.
enum Precedence {
  static let any: UInt8 = 0
  static let assign: UInt8 = 1
  static let range: UInt8 = 2
  static let or: UInt8 = 3
  static let and: UInt8 = 4
  static let compare: UInt8 = 5
  static let bitOr: UInt8 = 6
  static let bitXor: UInt8 = 7
  static let bitAnd: UInt8 = 8
  static let shift: UInt8 = 9
  static let sum: UInt8 = 10
  static let product: UInt8 = 11
  static let cast: UInt8 = 12
}

/// An operator between two operands.
struct InfixOperator {
  enum Kind { case binary, assign, assignOp, range, cast }
  var kind: Kind
  var op: BinaryOp
  var precedence: UInt8

  @inline(__always) init(_ op: BinaryOp, _ precedence: UInt8) {
    self.kind = .binary
    self.op = op
    self.precedence = precedence
  }
  @inline(__always) init(_ kind: Kind, _ op: BinaryOp, _ precedence: UInt8) {
    self.kind = kind
    self.op = op
    self.precedence = precedence
  }

  var isComparison: Bool { kind == .binary && precedence == Precedence.compare }

  /// The operator that a token stands for between operands.
  @inline(__always) static func of(_ token: TokenKind) -> InfixOperator? {
    // Most expressions are followed by one of the tokens up to `.`.
    if token.rawValue <= TokenKind.comma.rawValue { return nil }
    switch token {
    case .eq: return InfixOperator(.assign, .add, Precedence.assign)
    case .plus: return InfixOperator(.add, Precedence.sum)
    case .minus: return InfixOperator(.sub, Precedence.sum)
    case .star: return InfixOperator(.mul, Precedence.product)
    case .slash: return InfixOperator(.div, Precedence.product)
    case .percent: return InfixOperator(.rem, Precedence.product)
    case .caret: return InfixOperator(.bitXor, Precedence.bitXor)
    case .and: return InfixOperator(.bitAnd, Precedence.bitAnd)
    case .or: return InfixOperator(.bitOr, Precedence.bitOr)
    case .shl: return InfixOperator(.shl, Precedence.shift)
    case .shr: return InfixOperator(.shr, Precedence.shift)
    case .lt, .lArrow: return InfixOperator(.lt, Precedence.compare)
    case .le: return InfixOperator(.le, Precedence.compare)
    case .gt: return InfixOperator(.gt, Precedence.compare)
    case .ge: return InfixOperator(.ge, Precedence.compare)
    case .eqEq: return InfixOperator(.eq, Precedence.compare)
    case .ne: return InfixOperator(.ne, Precedence.compare)
    case .andAnd: return InfixOperator(.and, Precedence.and)
    case .orOr: return InfixOperator(.or, Precedence.or)
    case .plusEq: return InfixOperator(.assignOp, .add, Precedence.assign)
    case .minusEq: return InfixOperator(.assignOp, .sub, Precedence.assign)
    case .starEq: return InfixOperator(.assignOp, .mul, Precedence.assign)
    case .slashEq: return InfixOperator(.assignOp, .div, Precedence.assign)
    case .percentEq: return InfixOperator(.assignOp, .rem, Precedence.assign)
    case .caretEq: return InfixOperator(.assignOp, .bitXor, Precedence.assign)
    case .andEq: return InfixOperator(.assignOp, .bitAnd, Precedence.assign)
    case .orEq: return InfixOperator(.assignOp, .bitOr, Precedence.assign)
    case .shlEq: return InfixOperator(.assignOp, .shl, Precedence.assign)
    case .shrEq: return InfixOperator(.assignOp, .shr, Precedence.assign)
    case .dotDot, .dotDotEq, .dotDotDot: return InfixOperator(.range, .add, Precedence.range)
    default: return nil
    }
  }
}

extension Parser {
  /// An expression where anything is allowed.
  @inline(__always) mutating func expression() throws(ParseFailure) -> ID<Expr> {
    let attributes = try outerAttributes()
    return try expression([], attributes)
  }

  /// An expression after `attributes`, under `restrictions`.
  mutating func expression(_ restrictions: Restrictions, _ attributes: Run<Attribute>) throws(ParseFailure) -> ID<Expr> {
    let outer = self.restrictions
    self.restrictions = restrictions
    defer { self.restrictions = outer }
    return try operatorExpr(Precedence.any, attributes)
  }

  /// An expression whose outermost operators bind at least as tightly as `minimum`.
  mutating func operatorExpr(_ minimum: UInt8, _ attributes: Run<Attribute>) throws(ParseFailure) -> ID<Expr> {
    try enter()
    defer { leave() }
    if atRange { return try prefixRange(attributes) }
    let first = try prefixExpr(attributes)
    return try operatorRest(minimum, first)
  }

  @inline(__always) var atRange: Bool {
    mutating get {
      token.kind == .dotDot || token.kind == .dotDotEq || token.kind == .dotDotDot
    }
  }

  /// The operator at hand, as far as the restrictions allow one.
  @inline(__always) var infixOperator: InfixOperator? {
    mutating get {
      if let op = InfixOperator.of(token.kind) {
        if !restrictions.isDisjoint(with: [.constArgument, .pattern]) {
          switch token.kind {
          case .shr, .gt, .ge, .shrEq: if restrictions.contains(.constArgument) { return nil }
          case .or: if restrictions.contains(.pattern) { return nil }
          default: break
          }
          if restrictions.contains(.pattern), op.kind == .assign || op.kind == .assignOp || op.kind == .range { return nil }
        }
        return op
      }
      if word == .max { return nil }
      return atKeyword(.as) ? InfixOperator(.cast, .add, Precedence.cast) : wordOperator
    }
  }

  /// `and`, `or`: told of where they are taken.
  @inline(never) var wordOperator: InfixOperator? {
    mutating get {
      if word <= Name.dollarCrate.rawValue { return nil }
      switch token.name.text {
      case "and": return InfixOperator(.and, Precedence.and)
      case "or": return InfixOperator(.or, Precedence.or)
      default: return nil
      }
    }
  }

  /// The operators, and their right operands, after a first operand.
  mutating func operatorRest(_ minimum: UInt8, _ first: ID<Expr>) throws(ParseFailure) -> ID<Expr> {
    var left = first
    guard var op = infixOperator else { return left }
    if restrictions.contains(.statement) && isComplete(left) {
      switch token.kind {
      case .eq, .caret, .slash, .percent, .shr, .le, .gt, .ge, .plusEq, .minusEq, .starEq, .slashEq, .percentEq, .caretEq,
        .andEq, .orEq, .shlEq, .shrEq:
        error("this is a statement by itself; to go on after it, put it in parentheses", at: span)
      default:
        if op.kind != .cast { return left }
        error("this is a statement by itself; to go on after it, put it in parentheses", at: span)
      }
    }
    var links = 0
    var innerSpan = Span.none
    while true {
      if op.precedence < minimum { break }
      links += 1
      if links > Parser.maxChain { throw tooDeep() }
      let opToken = token
      let start = operandSpan(left)
      if opToken.kind == .dotDotDot { error("`...` is no operator; write `..` or `..=`", at: span) }
      if opToken.kind == .identifier && op.kind == .binary { error("`\(opToken.name.text)` is no operator; write `\(op.op == .and ? "&&" : "||")`", at: span) }
      if opToken.kind == .lArrow { error("`<-` is no operator; write `< -`", at: span) }
      bump()
      if op.isComparison, case .binary(let inner, _, _) = tree[left].kind, inner.isComparison {
        if let whole = try chained(inner, innerSpan, op.op, opToken.span, start: tree[left].span) { return whole }
      }
      innerSpan = opToken.span
      let isTouching = token.lo == previous.span.hi
      if isTouching
        && ((opToken.kind == .eqEq || opToken.kind == .ne) && token.kind == .eq
          || (opToken.kind == .lt || opToken.kind == .le) && token.kind == .gt)
      {
        error("there is no such comparison operator", at: opToken.span.to(span))
        if opToken.kind == .lt { op.op = .ne }
        bump()
      }
      if isTouching && opToken.kind == .plus && token.kind == .plus { throw failure("there is no `++`", at: opToken.span.to(span)) }
      if isTouching && opToken.kind == .minus && token.kind == .minus && !canBeginExpr(ahead(1)) {
        throw failure("there is no `--`", at: opToken.span.to(span))
      }
      switch op.kind {
      case .cast:
        left = try castRest(left, start)
      case .range:
        return try rangeRest(left, start, isInclusive: opToken.kind != .dotDot)
      case .binary:
        let right = try rightOperand(op.precedence + 1, restrictions)
        left = tree.add(Expr(.binary(op.op, left, right), join(start, tree[right].span)))
      case .assign:
        let right = try rightOperand(op.precedence, restrictions.intersection(.noStructLiteral))
        left = tree.add(Expr(.assign(left, right), join(start, tree[right].span)))
      case .assignOp:
        let right = try rightOperand(op.precedence, restrictions.intersection(.noStructLiteral))
        left = tree.add(Expr(.assignOp(op.op, left, right), join(start, tree[right].span)))
      }
      guard let next = infixOperator else { break }
      op = next
    }
    return left
  }

  /// After the second of two comparisons in a row, `a < b ==`: an expression in place of all that was read for it; nil where what
  /// follows is read as if they could be chained. `a < b <` and `a == b >` may be meant as generic arguments: nothing more is read.
  @inline(never) private mutating func chained(
    _ inner: BinaryOp, _ innerSpan: Span, _ outer: BinaryOp, _ outerSpan: Span, start: Span
  ) throws(ParseFailure) -> ID<Expr>? {
    let at = messages.count
    let message = Diagnostic.error("comparisons cannot be chained", at: innerSpan).also(outerSpan)
    let isLikeArguments = inner == .lt && outer == .lt || outer == .gt
    let isEquality = inner == .eq && [.lt, .le, .gt, .ge].contains(outer)
    var ends = isEquality
    if isEquality || [.lt, .le, .gt, .ge].contains(inner) && outer == .eq {
      let before = snapshot()
      do throws(ParseFailure) {
        _ = try expression()
        ends = true
      } catch {
        restore(before)
      }
    }
    messages.insert(message, at: at)
    if ends { return tree.add(Expr(.error, span(from: start))) }
    if isLikeArguments { throw ParseFailure() }
    return nil
  }

  @inline(__always) mutating func rightOperand(_ minimum: UInt8, _ restrictions: Restrictions) throws(ParseFailure) -> ID<Expr> {
    let outer = self.restrictions
    self.restrictions = restrictions.subtracting(.statement)
    defer { self.restrictions = outer }
    let attributes = try outerAttributes()
    return try operatorExpr(minimum, attributes)
  }

  /// After `as`.
  mutating func castRest(_ operand: ID<Expr>, _ start: Span) throws(ParseFailure) -> ID<Expr> {
    let ty = try castType()
    let cast = tree.add(Expr(.cast(operand, ty), join(start, tree[ty].span)))
    switch token.kind {
    case .question, .dot, .openParen, .openBracket:
      if restrictions.contains(.statement) && (token.kind == .openParen || token.kind == .openBracket) && isComplete(cast) { break }
      throw failure("a cast stands in parentheses before `?`, `.`, `(` or `[`", at: tree[cast].span)
    default: break
    }
    return cast
  }

  /// The type after `as`. What reads as its generic arguments, but are none, is told of: `a as usize < b`.
  private mutating func castType() throws(ParseFailure) -> ID<Ty> {
    if !atPathStart() { return try type(allowPlus: false, allowQuestion: true) }
    let before = snapshot()
    let marks = ids.count
    do throws(ParseFailure) {
      return try type(allowPlus: false, allowQuestion: true)
    } catch {
      let told = Array(messages[before.messages...])
      let unexpected = lastUnexpected
      // Only where the first attempt ended soon: what is nested would be read twice at each level.
      let isNear = index &- before.index <= 12
      ids.drop(to: marks)
      restore(before)
      let start = span
      if isNear, token.kind != .lt, token.kind != .shl, let path = try? self.path(.expr), token.kind == .lt || token.kind == .shl {
        self.error("this begins generic arguments; the cast stands in parentheses before \(token.kind.quoted)", at: span)
        return tree.add(Ty(.path(path, qself: .none), span(from: start)))
      }
      messages.removeSubrange(before.messages...)
      messages += told
      lastUnexpected = unexpected
      throw error
    }
  }

  /// After the `..` of a range with a start.
  mutating func rangeRest(_ first: ID<Expr>, _ start: Span, isInclusive: Bool) throws(ParseFailure) -> ID<Expr> {
    let opSpan = previousSpan
    var last = ID<Expr>.none
    if atRangeEnd() {
      let attributes = try outerAttributes()
      last = try operatorExpr(Precedence.range + 1, attributes)
    } else if isInclusive {
      reportInclusiveRangeWithoutEnd()
    }
    return tree.add(
      Expr(.range(first, last, isInclusive: isInclusive), join(start, last.isNone ? opSpan : tree[last].span)))
  }

  mutating func atRangeEnd() -> Bool {
    if !canBeginExpr(token) { return false }
    return token.kind != .openBrace || !restrictions.contains(.noStructLiteral)
  }

  /// A range without start.
  mutating func prefixRange(_ attributes: Run<Attribute>) throws(ParseFailure) -> ID<Expr> {
    if !attributes.isEmpty { error("attributes are not allowed on a range that begins with `..`", at: span) }
    if token.kind == .dotDotDot { error("`...` is no operator; write `..` or `..=`", at: span) }
    let isInclusive = token.kind != .dotDot
    let start = span
    bump()
    var last = ID<Expr>.none
    if atRangeEnd() {
      let attributes = try outerAttributes()
      last = try operatorExpr(Precedence.range + 1, attributes)
    } else if isInclusive {
      reportInclusiveRangeWithoutEnd()
    }
    return tree.add(Expr(.range(.none, last, isInclusive: isInclusive), span(from: start)))
  }

  // MARK: Unary operators

  /// `expr` with `attributes` on it.
  @inline(__always) mutating func attributed(_ attributes: Run<Attribute>, _ expr: ID<Expr>) -> ID<Expr> {
    if attributes.isEmpty { return expr }
    return tree.add(Expr(.attributed(attributes, expr), tree[expr].span))
  }

  mutating func prefixExpr(_ attributes: Run<Attribute>) throws(ParseFailure) -> ID<Expr> {
    switch token.kind {
    case .not: return attributed(attributes, try unaryExpr(.not))
    case .minus: return attributed(attributes, try unaryExpr(.neg))
    case .star: return attributed(attributes, try unaryExpr(.deref))
    case .and, .andAnd: return attributed(attributes, try borrowExpr())
    case .tilde: throw failure("`~` is no operator; write `!`", at: span)
    case .plus where kindAhead(1) == .plus: throw failure("there is no `++`", at: span.to(ahead(1).span))
    case .plus where kindAhead(1) == .integer || kindAhead(1) == .float:
      error("there is no unary `+`", at: span)
      bump()
      return try prefixExpr(attributes)
    case .identifier where atKeyword(.box):
      let start = span
      bump()
      _ = try prefixExpr(.empty)
      error("there are no `box` expressions; write `Box::new(…)`", at: span(from: start))
      return attributed(attributes, tree.add(Expr(.error, span(from: start))))
    case .identifier where atNotWord:
      error("`not` is no operator; write `!`", at: ahead(1).span)
      return attributed(attributes, try unaryExpr(.not))
    default:
      let base = try primaryExpr()
      return try postfixRest(base, operandSpan(base), attributes)
    }
  }

  /// `not` before what can only begin an operand.
  @inline(__always) var atNotWord: Bool {
    mutating get {
      guard word == Name.not.rawValue else { return false }
      let next = ahead(1)
      return next.kind == .identifier && canBeginExpr(next) || next.kind.isLiteral || next.kind == .pound
    }
  }

  mutating func unaryExpr(_ op: UnaryOp) throws(ParseFailure) -> ID<Expr> {
    let start = span
    bump()
    let operand = try unaryOperand()
    return tree.add(Expr(.unary(op, operand), join(start, operandSpan(operand))))
  }

  mutating func unaryOperand() throws(ParseFailure) -> ID<Expr> {
    try enter()
    defer { leave() }
    let attributes = try outerAttributes()
    return atRange ? try prefixRange(attributes) : try prefixExpr(attributes)
  }

  /// `&e`, `&mut e`, `&raw const e`, `&pin mut e`
  mutating func borrowExpr() throws(ParseFailure) -> ID<Expr> {
    let start = span
    _ = eatSplitting(.and)
    if atLifetime && kindAhead(1) != .colon { throw failure("a borrow has no lifetime", at: span) }
    var kind = BorrowKind.ref
    var mutability = Mutability.not
    if atKeyword(.raw) && Parser.isMutability(wordAhead(1)) {
      bump()
      kind = .raw
      mutability = atKeyword(.mut) ? .mut : .not
      bump()
    } else {
      let (isPinned, m) = pinAndMut()
      if isPinned { kind = .pin }
      mutability = m
    }
    let operand = try unaryOperand()
    return tree.add(Expr(.addrOf(kind, mutability, operand), join(start, operandSpan(operand))))
  }

  // MARK: Classes of expressions

  /// Whether an expression ends a statement or match arm by itself: it ends in a block.
  mutating func isComplete(_ expr: ID<Expr>) -> Bool {
    switch tree[expr].kind {
    case .if, .match, .block, .unsafeBlock, .while, .loop, .forLoop, .tryBlock, .constBlock: true
    case .attributed(_, let inner): isComplete(inner)
    default: false
    }
  }

  /// Whether an expression needs a `;` to be a statement.
  mutating func requiresSemi(_ expr: ID<Expr>) -> Bool {
    switch tree[expr].kind {
    case .macroCall(let call): tree[call].delimiter != .openBrace
    case .attributed(_, let inner): requiresSemi(inner)
    default: !isComplete(expr)
    }
  }
}

extension BinaryOp {
  var isComparison: Bool { rawValue >= BinaryOp.eq.rawValue && rawValue <= BinaryOp.gt.rawValue }
}
