// Patterns.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// A pattern with alternatives, and a guard after it if there is one (`p if cond`, unstable).
  mutating func patternWithGuard() throws(ParseFailure) -> ID<Pat> {
    let pat = try pattern()
    if !atKeyword(.if) { return pat }
    bump()
    let condition = try expression()
    return tree.add(Pat(.guard(pat, condition), span(from: tree[pat].span)))
  }

  /// A pattern with alternatives. `isTop`: a `,` after it is a mistake to tell of here.
  mutating func pattern(isTop: Bool = false) throws(ParseFailure) -> ID<Pat> {
    let start = span
    let hasLeadingOr = try eatOr()
    let first = try patternNoTopAlt()
    if isTop && token.kind == .comma && !couldBeNever(first) { throw commaInPattern() }
    if token.kind != .or && token.kind != .orOr {
      if !hasLeadingOr { return first }
      let mark = ids.count
      ids.push(first.rawValue)
      let alternatives: IDList<Pat> = ids.finish(mark, into: &tree.lists)
      return tree.add(Pat(.or(alternatives), span(from: start)))
    }
    let mark = ids.count
    defer { ids.drop(to: mark) }
    ids.push(first.rawValue)
    while try eatOr() {
      let next = try patternNoTopAlt()
      if isTop && token.kind == .comma && !couldBeNever(next) { throw commaInPattern() }
      ids.push(next.rawValue)
    }
    return tree.add(Pat(.or(ids.finish(mark, into: &tree.lists)), span(from: start)))
  }

  mutating func commaInPattern() -> ParseFailure {
    failure("a pattern with `,` stands in parentheses", at: span)
  }

  mutating func eatOr() throws(ParseFailure) -> Bool {
    if token.kind == .orOr {
      error("alternatives are separated by one `|`", at: span)
      bump()
      return true
    }
    if token.kind != .or { return false }
    switch kindAhead(1) {
    case .fatArrow, .eq, .semi, .colon, .comma, .closeBracket, .closeParen, .closeBrace: break
    case .identifier where isAhead(1, .if): break
    default:
      bump()
      return true
    }
    error("no `|` stands after the last alternative", at: span)
    bump()
    return false
  }

  /// A pattern before `: T`, where alternatives must stand in parentheses.
  mutating func patternBeforeType(_ what: String) throws(ParseFailure) -> ID<Pat> {
    let pat = try pattern(isTop: what == "`let`")
    if case .or = tree[pat].kind {
      error("alternatives stand in parentheses in \(what)", at: tree[pat].span)
    }
    return pat
  }

  /// A pattern without alternatives at its top. `allowRange`: `a..b` is not ambiguous here.
  mutating func patternNoTopAlt(allowRange: Bool = true) throws(ParseFailure) -> ID<Pat> {
    if token.kind == .openInvisible, let pat = try invisiblePattern() { return pat }
    let start = span
    try enter()
    defer { leave() }
    var kind = try patternKind(start)
    switch token.kind {
    case .dot, .plus, .minus, .star, .slash, .percent, .caret, .and, .shl, .shr, .question, .openBracket,
      .identifier where atKeyword(.as):
      if isExpressionInPattern(after: kind, start) { kind = .error }
    default: break
    }
    if token.kind == .colonColon { throw failure("the type before `::` stands in `<…>` here", at: span(from: start)) }
    if token.kind == .at { throw failure("only a name can be bound with `@`", at: span(from: start)) }
    let pat = tree.add(Pat(kind, span(from: start)))
    if !allowRange, case .range(_, _, let end) = kind, end != .includedDotDotDot {
      error("a range pattern stands in parentheses here", at: tree[pat].span)
    }
    return pat
  }

  /// What may be the start of an expression, with an operator behind it: `1 + 2 =>`. It is read to its end and told of.
  @inline(never) private mutating func isExpressionInPattern(after kind: PatKind, _ start: Span) -> Bool {
    switch kind {
    case .expr, .path, .paren, .tuple, .macroCall: break
    case .ident(let id) where tree[id].sub.isNone && !tree[id].isRef && tree[id].mutability == .not: break
    default: return false
    }
    switch token.kind {
    case .dot: if !ahead(1).kind.isAnyIdentifier && kindAhead(1) != .integer && kindAhead(1) != .float { return false }
    case .openBracket: if kindAhead(1) == .closeBracket { return false }
    default: break
    }
    let before = snapshot()
    let mark = ids.count
    restrictions = .pattern
    defer { restrictions = before.restrictions }
    if let operand = try? postfixRest(tree.add(Expr(.error, span(from: start))), start, .empty),
      (try? operatorRest(Precedence.any, operand)) != nil
    {
      messages.removeSubrange(before.messages...)
      error("expected a pattern, found an expression", at: span(from: start))
      return true
    }
    ids.drop(to: mark)
    restore(before)
    return false
  }

  @inline(never) mutating func invisiblePattern() throws(ParseFailure) -> ID<Pat>? {
    guard token.fragment == .pat || token.fragment == .patParam else { return nil }
    bump()
    let pat = try pattern()
    try closeInvisible()
    return pat
  }

  @inline(__always) mutating func patternKind(_ start: Span) throws(ParseFailure) -> PatKind {
    switch token.kind {
    case .identifier, .rawIdentifier: return try wordPattern(start)
    case .and, .andAnd:
      _ = eatSplitting(.and)
      return try referencePattern()
    case .openParen: return try tuplePattern()
    case .openBracket:
      bump()
      return .slice(try patternList(.closeBracket).list)
    case .dotDot where !isRangeEndStart(1):
      bump()
      return .rest
    case .dotDotDot where !isRangeEndStart(1):
      throw failure("the rest of a pattern is written `..`", at: start)
    case .dotDot, .dotDotEq, .dotDotDot:
      let end = rangeEnd().unsafelyUnwrapped
      let last = try patternRangeEnd()
      if end == .includedDotDotDot { error("a range pattern without start is written `..=`", at: start) }
      return .range(.none, last, end == .excluded ? .excluded : .included)
    case .not:
      bump()
      return .never
    case .colonColon, .lt, .shl: return try pathPattern(start)
    case .openInvisible where token.fragment == .path: return try pathPattern(start)
    default: return try literalPattern()
    }
  }

  /// A pattern that begins with a word.
  @inline(__always) mutating func wordPattern(_ start: Span) throws(ParseFailure) -> PatKind {
    if word <= Name.dollarCrate.rawValue {
      switch token.name {
      case .underscore:
        bump()
        return .wild
      case .mut:
        bump()
        return try mutPattern()
      case .ref:
        bump()
        if atKeyword(.box) { throw failure("`box` stands before `ref`", at: span) }
        let (isPinned, mutability) = pinAndMut()
        return try identPattern(isRef: true, refMutability: mutability, isPinned: isPinned)
      case .box:
        bump()
        return try boxPattern()
      case .const where isInlineConst(0):
        throw failure("a const block is no pattern", at: span)
      case .builtin where atBuiltin: return try builtinPattern()
      case .true, .false: return try literalPattern()
      case .let where Parser.canBeginPattern(ahead(1), withOr: false):
        error("`let` is not part of a pattern", at: start)
        bump()
        let pat = try patternNoTopAlt()
        return tree[pat].kind
      default:
        if Parser.isPathSegmentKeyword(word) { return try pathPattern(start) }
        if atKeyword(.in) { throw expected("a pattern") }
      }
    }
    switch kindAhead(1) {
    case .openParen, .openBrace, .dotDotDot, .dotDotEq, .dotDot, .colonColon, .not: return try pathPattern(start)
    default: return try identPattern()
    }
  }

  mutating func pinAndMut() -> (isPinned: Bool, Mutability) {
    if atPin {
      bump()
      let mutability = atKeyword(.mut) ? Mutability.mut : .not
      bump()
      return (true, mutability)
    }
    return (false, eatKeyword(.mut) ? .mut : .not)
  }

  mutating func identPattern(
    isRef: Bool = false, refMutability: Mutability = .not, isPinned: Bool = false
  ) throws(ParseFailure) -> PatKind {
    let ident = try identifier()
    if token.kind == .lt && canBeginType(ahead(1)) {
      throw failure("generic arguments are written `::<…>` in a pattern", at: span)
    }
    let sub = try eat(.at) ? patternNoTopAlt() : ID<Pat>.none
    if token.kind == .openParen { throw failure("a pattern with fields begins with a path, not a binding", at: previousSpan) }
    return .ident(
      tree.add(IdentPat(isRef: isRef, refMutability: refMutability, mutability: .not, ident: ident, sub: sub)))
  }

  /// After `mut`.
  mutating func mutPattern() throws(ParseFailure) -> PatKind {
    let start = previousSpan
    if atKeyword(.mut) { throw failure("one `mut` is enough", at: span) }
    var isRef = false
    var refMutability = Mutability.not
    if eatKeyword(.ref) {
      isRef = true
      refMutability = pinAndMut().1
      if atKeyword(.mut) { throw failure("one `mut` is enough", at: span) }
    }
    let pat = try patternNoTopAlt()
    guard case .ident(let id) = tree[pat].kind, !tree[id].isRef, tree[id].mutability == .not else {
      error("`mut` stands directly before a name", at: join(start, tree[pat].span))
      return tree[pat].kind
    }
    tree[id].mutability = .mut
    tree[id].isRef = isRef
    tree[id].refMutability = refMutability
    return .ident(id)
  }

  /// After `box`.
  mutating func boxPattern() throws(ParseFailure) -> PatKind {
    switch token.kind {
    case .eq, .colon, .comma, .semi, .at, .openBrace, .closeBrace, .closeParen:
      throw failure("`box` is a keyword: a pattern follows it", at: span)
    default: return .box(try patternNoTopAlt(allowRange: false))
    }
  }

  /// `builtin # deref(p)`
  mutating func builtinPattern() throws(ParseFailure) -> PatKind {
    let start = span
    bump()
    bump()
    let ident = try identifier()
    guard ident.name == .deref else { throw failure("there is no such builtin pattern", at: span(from: start)) }
    try expect(.openParen)
    let pat = try patternWithGuard()
    try expect(.closeParen)
    return .deref(pat)
  }

  /// After `&`.
  mutating func referencePattern() throws(ParseFailure) -> PatKind {
    if atLifetime { throw failure("a reference pattern has no lifetime", at: span) }
    let (isPinned, mutability) = pinAndMut()
    let pat = try patternNoTopAlt(allowRange: false)
    return isPinned ? .pinRef(mutability, pat) : .ref(mutability, pat)
  }

  /// Patterns up to `close`, which is taken.
  mutating func patternList(_ close: TokenKind) throws(ParseFailure) -> (list: IDList<Pat>, hasTrailingComma: Bool) {
    let mark = ids.count
    defer { ids.drop(to: mark) }
    let hasTrailingComma = try commaSeparated(close) { parser throws(ParseFailure) in
      parser.ids.push(try parser.patternWithGuard().rawValue)
    }
    try expect(close)
    return (ids.finish(mark, into: &tree.lists), hasTrailingComma)
  }

  mutating func tuplePattern() throws(ParseFailure) -> PatKind {
    bump()
    let mark = ids.count
    defer { ids.drop(to: mark) }
    let hasTrailingComma = try commaSeparated(.closeParen) { parser throws(ParseFailure) in
      parser.ids.push(try parser.patternWithGuard().rawValue)
    }
    try expect(.closeParen)
    if ids.count - mark == 1 && !hasTrailingComma {
      let only = ID<Pat>(rawValue: ids[mark])
      if case .rest = tree[only].kind {} else { return .paren(only) }
    }
    return .tuple(ids.finish(mark, into: &tree.lists))
  }

  /// A pattern that begins with a path.
  mutating func pathPattern(_ start: Span) throws(ParseFailure) -> PatKind {
    var qself = ID<QSelf>.none
    let path: ID<Path>
    if eatSplitting(.lt) {
      (qself, path) = try qualifiedPath(.pat, from: start)
    } else {
      path = try self.path(.pat)
    }
    switch token.kind {
    case .not where qself.isNone:
      bump()
      return .macroCall(try macroCall(path, from: start))
    case .dotDot, .dotDotEq, .dotDotDot:
      let end = rangeEnd().unsafelyUnwrapped
      let first = tree.add(Expr(.path(path, qself: qself), tree[path].span))
      return try patternRange(from: first, end)
    case .openBrace: return try structPattern(path, qself)
    case .openParen:
      bump()
      let fields = try patternList(.closeParen).list
      return .tupleStruct(tree.add(TupleStructPat(path: path, qself: qself, fields: fields)))
    default: return .path(path, qself: qself)
    }
  }

  mutating func literalPattern() throws(ParseFailure) -> PatKind {
    guard let first = try literalMaybeMinus() else { throw expected("a pattern") }
    guard let end = rangeEnd() else { return .expr(first) }
    return try patternRange(from: first, end)
  }

  /// `..`, `..=` or `...` if it is there.
  mutating func rangeEnd() -> RangeEnd? {
    switch token.kind {
    case .dotDot:
      bump()
      return .excluded
    case .dotDotEq:
      bump()
      return .included
    case .dotDotDot:
      bump()
      return .includedDotDotDot
    default: return nil
    }
  }

  mutating func patternRange(from first: ID<Expr>, _ end: RangeEnd) throws(ParseFailure) -> PatKind {
    if isRangeEndStart(0) { return .range(first, try patternRangeEnd(), end) }
    if end != .excluded { reportInclusiveRangeWithoutEnd() }
    return .range(first, .none, end)
  }

  /// E0586.
  mutating func reportInclusiveRangeWithoutEnd() {
    messages.append(.error("an inclusive range needs an end", code: "E0586", at: previousSpan))
    if token.kind == .eq && previous.span.hi == token.lo { bump() }
  }

  mutating func isRangeEndStart(_ distance: UInt32) -> Bool {
    if isInlineConst(distance) { return true }
    let t = ahead(distance)
    switch t.kind {
    case .minus, .dot, .lifetime, .rawLifetime: return true
    case .identifier where t.name == .true || t.name == .false: return true
    case .openInvisible:
      switch t.fragment {
      case .expr, .expr2021, .literal, .path, .block: return true
      default: return false
      }
    case .openParen: return kindAhead(distance + 1) != .openParen && isRangeEndStart(distance + 1)
    default: return t.kind.isLiteral || isPathStart(t)
    }
  }

  mutating func patternRangeEnd() throws(ParseFailure) -> ID<Expr> {
    if token.kind == .openParen { throw failure("the ends of a range pattern stand without parentheses", at: span) }
    if isInlineConst(0) { throw failure("a const block is no pattern", at: span) }
    if atPathStart() {
      let start = span
      var qself = ID<QSelf>.none
      let path: ID<Path>
      if eatSplitting(.lt) {
        (qself, path) = try qualifiedPath(.pat, from: start)
      } else {
        path = try self.path(.pat)
      }
      return tree.add(Expr(.path(path, qself: qself), span(from: start)))
    }
    guard let literal = try literalMaybeMinus() else { throw expected("the end of a range pattern") }
    return literal
  }

  // MARK: Struct patterns

  /// At `{`.
  mutating func structPattern(_ path: ID<Path>, _ qself: ID<QSelf>) throws(ParseFailure) -> PatKind {
    let close = token.payload
    bump()
    let mark = patFieldScratch.count
    defer { patFieldScratch.drop(to: mark) }
    var hasRest = false
    do throws(ParseFailure) {
      try patternFields(&hasRest)
    } catch {
      // Which fields are meant is not known: those so far, and any others.
      recover(to: close)
      if token.kind == .endOfInput { throw error }
      bump()
      hasRest = true
    }
    let fields = patFieldScratch.finish(mark, into: &tree.patFields)
    return .structure(tree.add(StructPat(path: path, qself: qself, fields: fields, hasRest: hasRest)))
  }

  /// The fields of a struct pattern and the `}` after them.
  mutating func patternFields(_ hasRest: inout Bool) throws(ParseFailure) {
    while token.kind != .closeBrace {
      if token.kind == .dotDot {
        hasRest = true
        bump()
        if token.kind == .closeBrace { break }
        let failure = expected("`}` after `..`")
        if !eat(.comma) { throw failure }
        continue
      }
      let attributes = try outerAttributes()
      if token.kind == .dotDotDot || atKeyword(.underscore) {
        throw failure("fields that are not named are left out with `..`", at: span)
      }
      patFieldScratch.push(try patternField(attributes))
      if !eat(.comma) && token.kind != .closeBrace { throw expected("`,` or `}`") }
    }
    try expect(.closeBrace)
  }

  mutating func patternField(_ attributes: Run<Attribute>) throws(ParseFailure) -> PatField {
    let start = span
    if kindAhead(1) == .colon {
      let ident = try fieldName()
      bump()
      let pat = try patternWithGuard()
      return PatField(attributes: attributes, ident: ident, pat: pat, isShorthand: false, span: span(from: start))
    }
    let isBox = eatKeyword(.box)
    let patStart = span
    let isMut = eatKeyword(.mut)
    var isRef = false
    var refMutability = Mutability.not
    if eatKeyword(.ref) {
      isRef = true
      refMutability = pinAndMut().1
    }
    let ident = try fieldName()
    let binding = tree.add(
      IdentPat(isRef: isRef, refMutability: refMutability, mutability: isMut ? .mut : .not, ident: ident, sub: .none))
    var pat = tree.add(Pat(.ident(binding), span(from: patStart)))
    if isBox { pat = tree.add(Pat(.box(pat), span(from: start))) }
    return PatField(attributes: attributes, ident: ident, pat: pat, isShorthand: true, span: span(from: start))
  }

  /// A field's name, or index in a tuple.
  mutating func fieldName() throws(ParseFailure) -> Ident {
    if token.kind == .integer {
      let ident = Ident(token.name, nameSpan)
      let suffix = literalSuffix(.integer, ident.name)
      if suffix != .empty { error("the index of a field has no suffix", at: span) }
      bump()
      return ident
    }
    return try identifier()
  }

  // MARK: Never patterns

  /// Whether the pattern could be a never pattern, which needs no arm body.
  mutating func couldBeNever(_ pat: ID<Pat>) -> Bool {
    switch tree[pat].kind {
    case .never, .macroCall: return true
    case .or(let list): return indices(of: list).allSatisfy { couldBeNever(ID(rawValue: tree.lists.store[$0])) }
    case .ref(_, let p), .pinRef(_, let p), .paren(let p), .box(let p), .deref(let p), .guard(let p, _): return couldBeNever(p)
    case .ident(let id): return !tree[id].sub.isNone && couldBeNever(tree[id].sub)
    case .tuple(let list), .slice(let list):
      return indices(of: list).contains { couldBeNever(ID(rawValue: tree.lists.store[$0])) }
    case .tupleStruct(let id):
      return indices(of: tree[id].fields).contains { couldBeNever(ID(rawValue: tree.lists.store[$0])) }
    case .structure(let id): return tree[id].fields.contains { couldBeNever(tree[$0].pat) }
    default: return false
    }
  }

  /// The IDs (as indices into the pool of lists) of the elements of `list`.
  mutating func indices(of list: IDList<Pat>) -> [ID<UInt32>] {
    (0..<list.count).map { ID<UInt32>(rawValue: list.start + UInt32($0)) }
  }
}
