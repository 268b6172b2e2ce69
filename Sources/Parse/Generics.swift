// Generic parameters, where-clauses and bounds.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// `<…>` if it is there. The where-clause is filled in later with `add(where:)`.
  mutating func generics() throws(ParseFailure) -> Generics {
    if token.kind != .lt && token.kind != .shl && token.kind != .le {
      if token.kind == .colonColon { throw failure("`::` is not written before generic parameters", at: span) }
      let nothing = previousSpan.end
      return Generics(params: .empty, predicates: .empty, span: nothing, whereSpan: nothing)
    }
    let start = span
    let params = try angleParams()
    let whole = span(from: start)
    return Generics(params: params, predicates: .empty, span: whole, whereSpan: whole.end)
  }

  /// `<…>` with generic parameters.
  mutating func angleParams() throws(ParseFailure) -> Run<GenericParam> {
    try expectSplitting(.lt)
    let params = try genericParams()
    try expectSplitting(.gt)
    return params
  }

  mutating func genericParams() throws(ParseFailure) -> Run<GenericParam> {
    try enter()
    defer { leave() }
    let mark = genericParamScratch.count
    defer { genericParamScratch.drop(to: mark) }
    while true {
      let attributes = try outerAttributes()
      if atLifetime {
        let ident = try lifetime()
        let bounds = try eat(.colon) ? lifetimeBounds() : .empty
        genericParamScratch.push(GenericParam(attributes: attributes, ident: ident, bounds: bounds, kind: .lifetime))
        if token.kind == .eq && Parser.isLifetime(kindAhead(1)) {
          throw failure("a lifetime parameter has no default", at: span)
        }
      } else if atKeyword(.const) {
        genericParamScratch.push(try constParam(attributes))
      } else if atIdentifier {
        genericParamScratch.push(try typeParam(attributes))
      } else {
        if canBeginType(token) { throw expected("a generic parameter") }
        if let first = attributes.first {
          error("no generic parameter follows this attribute", at: tree[first].span)
        }
        break
      }
      if !eat(.comma) { break }
    }
    return genericParamScratch.finish(mark, into: &tree.genericParams)
  }

  mutating func typeParam(_ attributes: Run<Attribute>) throws(ParseFailure) -> GenericParam {
    let ident = try identifier()
    let bounds = try eat(.colon) ? self.bounds() : .empty
    let standard = try eat(.eq) ? type() : ID<Ty>.none
    return GenericParam(attributes: attributes, ident: ident, bounds: bounds, kind: .type(default: standard))
  }

  mutating func constParam(_ attributes: Run<Attribute>) throws(ParseFailure) -> GenericParam {
    bump()
    let ident = try identifier()
    try expect(.colon)
    let ty = try type()
    let standard = try eat(.eq) ? constArg() : ID<Expr>.none
    return GenericParam(attributes: attributes, ident: ident, bounds: .empty, kind: .const(ty, default: standard))
  }

  /// `for<…>` if it is there.
  @inline(__always) mutating func binder() throws(ParseFailure) -> Run<GenericParam>? {
    if !atKeyword(.for) { return nil }
    bump()
    return try angleParams()
  }

  mutating func lifetimeBounds() throws(ParseFailure) -> Run<Bound> {
    let mark = boundScratch.count
    defer { boundScratch.drop(to: mark) }
    while atLifetime {
      boundScratch.push(.outlives(try lifetime()))
      if !eatSplitting(.plus) { break }
    }
    return boundScratch.finish(mark, into: &tree.bounds)
  }

  // MARK: Where-clauses

  /// Reads a where-clause, if there is one, into `generics`.
  mutating func addWhere(_ generics: inout Generics) throws(ParseFailure) {
    if !atKeyword(.where) { return }
    let (predicates, span) = try whereClause()
    generics.predicates = predicates
    generics.whereSpan = span
  }

  /// A where-clause if it is there.
  mutating func whereClause() throws(ParseFailure) -> (Run<WherePredicate>, Span) {
    if !atKeyword(.where) { return (.empty, previousSpan.end) }
    let start = span
    bump()
    if token.kind == .colon { throw failure("no `:` follows `where`", at: span) }
    if choosesGenericsOverQualifiedPath(0) {
      let at = span
      _ = try generics()
      error("generic parameters do not stand on `where`", at: span(from: at))
    }
    let mark = predicateScratch.count
    defer { predicateScratch.drop(to: mark) }
    while true {
      let attributes = try outerAttributes()
      let predicateStart = span
      let kind: WherePredicate.Kind
      if atLifetime && !Parser.isPlus(kindAhead(1)) {
        let ident = try lifetime()
        try expect(.colon)
        kind = .lifetime(ident, bounds: try lifetimeBounds())
      } else if canBeginType(token) {
        kind = try typePredicate()
      } else {
        if let last = attributes.last { error("no condition follows this attribute", at: tree[last].span) }
        break
      }
      predicateScratch.push(WherePredicate(attributes: attributes, kind: kind, span: span(from: predicateStart)))
      let hasComma = eat(.comma)
      if atKeyword(.where) {
        error("there is one `where` for all conditions", at: span)
        bump()
      } else if !hasComma {
        break
      }
    }
    return (predicateScratch.finish(mark, into: &tree.wherePredicates), span(from: start))
  }

  mutating func typePredicate() throws(ParseFailure) -> WherePredicate.Kind {
    let params = try binder() ?? .empty
    let ty = try type()
    if eat(.colon) { return .bound(params: params, ty: ty, bounds: try bounds()) }
    if eat(.eq) || eat(.eqEq) { return .equal(ty, try type()) }
    throw expected("`:`")
  }

  // MARK: Bounds

  /// Whether a bound begins here; with recovery, also what looks like a mistaken one.
  mutating func canBeginBound() -> Bool {
    switch token.kind {
    case .identifier:
      atPathStart() || atKeyword(.for) || atKeyword(.const) || atKeyword(.async) || atKeyword(.use)
    case .lifetime, .rawLifetime, .not, .question, .tilde, .openParen: true
    case .openBracket: atMaybeConstBound
    default: atPathStart()
    }
  }

  /// `[const]`
  var atMaybeConstBound: Bool { mutating get { token.kind == .openBracket && isAhead(1, .const) && kindAhead(2) == .closeBracket } }

  /// `A + B + 'c`, maybe nothing.
  mutating func bounds(allowPlus: Bool = true) throws(ParseFailure) -> Run<Bound> {
    let mark = boundScratch.count
    defer { boundScratch.drop(to: mark) }
    while try atBound() {
      boundScratch.push(try bound())
      if !allowPlus || !eatSplitting(.plus) { break }
    }
    return boundScratch.finish(mark, into: &tree.bounds)
  }

  /// Whether the list of bounds goes on. Types that are no traits are read, and refused, as bounds.
  mutating func atBound() throws(ParseFailure) -> Bool {
    if canBeginBound() { return true }
    if canBeginType(token) || isReserved(token) && !atKeyword(.where) { return true }
    return false
  }

  mutating func bound() throws(ParseFailure) -> Bound {
    let start = span
    try enter()
    defer { leave() }
    if atKeyword(.dyn) && edition() >= .e2018 { throw failure("`dyn` is not part of a bound", at: span) }
    let hasParens = eat(.openParen)
    if atLifetime {
      let ident = try lifetime()
      if hasParens {
        try expect(.closeParen)
        error("a lifetime bound stands without parentheses", at: span(from: start))
      }
      return .outlives(ident)
    }
    if eatKeyword(.use) {
      let bound = try useBound(start)
      if hasParens {
        try expect(.closeParen)
        error("`use<…>` stands without parentheses", at: span(from: start))
      }
      return bound
    }
    return try traitBound(start, hasParens: hasParens)
  }

  /// After `use`.
  mutating func useBound(_ start: Span) throws(ParseFailure) -> Bound {
    try expectSplitting(.lt)
    let mark = genericArgScratch.count
    defer { genericArgScratch.drop(to: mark) }
    while token.kind != .gt && token.kind != .ge && token.kind != .shr {
      if atLifetime {
        genericArgScratch.push(.lifetime(try lifetime()))
      } else {
        let ident: Ident
        if atKeyword(.selfType) {
          ident = Ident(.selfType, nameSpan)
          bump()
        } else {
          ident = try identifier()
        }
        let path = singleSegmentPath(ident)
        genericArgScratch.push(.ty(tree.add(Ty(.path(path, qself: .none), ident.span))))
      }
      if !eat(.comma) { break }
    }
    try expectSplitting(.gt)
    return .use(genericArgScratch.finish(mark, into: &tree.genericArgs), span(from: start))
  }

  mutating func traitBound(_ start: Span, hasParens: Bool) throws(ParseFailure) -> Bound {
    let params = try binder()
    let modifiersStart = span
    var constness = Constness.never
    if eat(.tilde) {
      try expectKeyword(.const)
      constness = .maybe
    } else if atMaybeConstBound {
      bump()
      bump()
      bump()
      constness = .maybe
    } else if eatKeyword(.const) {
      constness = .always
    }
    var isAsync = false
    if atKeyword(.async) && (edition() >= .e2018 || isNameAhead(1)) {
      if edition() < .e2018 { error("`async` bounds exist since the 2018 edition", at: span) }
      bump()
      isAsync = true
    }
    var polarity = TraitBound.Polarity.positive
    if eat(.question) {
      polarity = .maybe
    } else if eat(.not) {
      polarity = .negative
    }
    if polarity != .positive && (constness != .never || isAsync) {
      error("`?` and `!` cannot be joined with other words before a bound", at: span(from: modifiersStart))
    }
    if polarity != .positive && params != nil {
      error("`for<…>` cannot be joined with `?` or `!`", at: span(from: modifiersStart))
    }
    if atLifetime { throw failure("only traits have such words before them, not lifetimes", at: modifiersStart) }
    if atKeyword(.for) { throw failure("`for<…>` stands before `const`, `async`, `?` and `!`", at: span) }
    if !atPathStart() && canBeginType(token) && !(token.kind == .openInvisible && token.fragment == .ty) {
      let ty = try type(allowPlus: false)
      throw failure("a bound is a trait or lifetime, not another type", at: tree[ty].span)
    }
    let path = try self.path(.type)
    if hasParens { try expect(.closeParen) }
    return .trait(
      tree.add(
        TraitBound(
          params: params ?? .empty, constness: constness, isAsync: isAsync, polarity: polarity, path: path,
          span: span(from: start))))
  }
}
