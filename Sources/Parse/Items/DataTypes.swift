// Enums, structs, unions, type aliases, constants, statics.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  mutating func enumItem(_ parts: inout ItemParts) throws(ParseFailure) -> ID<EnumItem> {
    if atKeyword(.struct) { throw failure("`enum` and `struct` exclude each other", at: span) }
    parts.ident = try identifier()
    var generics = try self.generics()
    try addWhere(&generics)
    if token.kind == .semi { throw failure("`{}` is expected here, not `;`", at: span) }
    try expect(.openBrace)
    let mark = variantScratch.count
    defer { variantScratch.drop(to: mark) }
    while token.kind != .closeBrace {
      variantScratch.push(try variant())
      if !eat(.comma) { break }
    }
    try expect(.closeBrace)
    let variants = variantScratch.finish(mark, into: &tree.variants)
    return tree.add(EnumItem(generics: tree.add(generics), variants: variants))
  }

  mutating func variant() throws(ParseFailure) -> Variant {
    let attributes = try outerAttributes()
    let start = span
    let visibility = try self.visibility(isBeforeType: false)
    let ident = try identifier()
    if token.kind == .not { throw failure("a macro cannot make variants", at: span) }
    let data: VariantData
    switch token.kind {
    case .openBrace: data = VariantData(kind: .named, fields: try namedFields())
    case .openParen: data = VariantData(kind: .tuple, fields: try tupleFields())
    default: data = VariantData(kind: .unit, fields: .empty)
    }
    let discriminant = try eat(.eq) ? expression() : ID<Expr>.none
    return Variant(
      attributes: attributes, visibility: visibility, ident: ident, data: data, discriminant: discriminant,
      span: span(from: start))
  }

  mutating func structItem(_ parts: inout ItemParts) throws(ParseFailure) -> ID<StructItem> {
    parts.ident = try identifier()
    var generics = try self.generics()
    let data: VariantData
    let hasWhere = atKeyword(.where)
    try addWhere(&generics)
    switch token.kind {
    case .semi:
      bump()
      data = VariantData(kind: .unit, fields: .empty)
    case .openBrace: data = VariantData(kind: .named, fields: try namedFields())
    case .openParen where !hasWhere:
      let fields = try tupleFields()
      try addWhere(&generics)
      try expectSemi()
      data = VariantData(kind: .tuple, fields: fields)
    default: throw expected(hasWhere ? "`{` or `;`" : "`where`, `{`, `(` or `;`")
    }
    return tree.add(StructItem(generics: tree.add(generics), data: data))
  }

  mutating func unionItem(_ parts: inout ItemParts) throws(ParseFailure) -> ID<StructItem> {
    parts.ident = try identifier()
    var generics = try self.generics()
    try addWhere(&generics)
    if token.kind != .openBrace { throw expected("`where` or `{`") }
    let data = VariantData(kind: .named, fields: try namedFields())
    return tree.add(StructItem(generics: tree.add(generics), data: data))
  }

  /// `{ a: A, b: B }`
  mutating func namedFields() throws(ParseFailure) -> Run<FieldDef> {
    let close = token.payload
    bump()
    let mark = fieldScratch.count
    defer { fieldScratch.drop(to: mark) }
    while token.kind != .closeBrace {
      do throws(ParseFailure) {
        fieldScratch.push(try namedField())
      } catch {
        recover(to: close)
        if token.kind == .endOfInput { throw error }
        break
      }
    }
    try expect(.closeBrace)
    return fieldScratch.finish(mark, into: &tree.fields)
  }

  mutating func namedField() throws(ParseFailure) -> FieldDef {
    let attributes = try outerAttributes()
    let start = span
    let visibility = try self.visibility(isBeforeType: false)
    let safety: Safety = eatKeyword(.unsafe) ? .unsafe : .default
    if atKeyword(.fn) || atKeyword(.struct) { try reportItem(from: start) }
    let ident = try identifier()
    if token.kind == .not { throw failure("a macro cannot make fields", at: span) }
    try expect(.colon)
    let ty = try type()
    if token.kind == .colon { error("a path's parts are separated by `::`, not `:`", at: span) }
    let value = try eat(.eq) ? expression() : ID<Expr>.none
    let field = FieldDef(
      attributes: attributes, visibility: visibility, safety: safety, ident: ident, ty: ty, defaultValue: value,
      span: span(from: start))
    switch token.kind {
    case .comma: bump()
    case .semi:
      error("fields are separated by `,`", at: span)
      bump()
    case .closeBrace: break
    default:
      if token.kind.isDoc {
        messages.append(.error("this doc comment documents nothing", code: "E0585", at: span))
        bump()
        if eat(.comma) || token.kind == .closeBrace { break }
        throw ParseFailure()
      }
      let isField = atIdentifier || token.kind == .pound && kindAhead(1) == .openBracket
      error("expected `,` or `}`, found \(description(of: token))", at: previousSpan.end)
      lastUnexpected = token.lo
      if !isField { throw ParseFailure() }
    }
    return field
  }

  /// At an item where a field should be.
  private mutating func reportItem(from start: Span) throws(ParseFailure) {
    let before = snapshot()
    let mark = ids.count
    if let item = try? item(.empty, index, .statement, allowsMacros: false) {
      messages.removeSubrange(before.messages...)
      let isStruct = if case .struct = tree[item].kind { true } else { false }
      throw failure("items do not stand among fields", at: isStruct ? join(start, tree[item].ident.span) : span(from: start))
    }
    ids.drop(to: mark)
    restore(before)
  }

  /// `(A, pub B)`
  mutating func tupleFields() throws(ParseFailure) -> Run<FieldDef> {
    bump()
    let mark = fieldScratch.count
    defer { fieldScratch.drop(to: mark) }
    while token.kind != .closeParen {
      let attributes = try outerAttributes()
      let start = span
      let visibility = try self.visibility(isBeforeType: true)
      let ty = try type()
      let value = try eat(.eq) ? expression() : ID<Expr>.none
      fieldScratch.push(
        FieldDef(
          attributes: attributes, visibility: visibility, safety: .default, ident: .none, ty: ty, defaultValue: value,
          span: span(from: start)))
      if !eat(.comma) { break }
    }
    try expect(.closeParen)
    return fieldScratch.finish(mark, into: &tree.fields)
  }

  mutating func tyAlias(_ parts: inout ItemParts) throws(ParseFailure) -> ID<TyAliasItem> {
    parts.ident = try identifier()
    var generics = try self.generics()
    let bounds = try eat(.colon) ? self.bounds() : .empty
    try addWhere(&generics)
    let ty = try eat(.eq) ? type() : ID<Ty>.none
    let (trailing, _) = try whereClause()
    try expectSemi()
    return tree.add(TyAliasItem(generics: tree.add(generics), bounds: bounds, ty: ty, trailingWhere: trailing))
  }

  /// After `const`.
  mutating func constItem(_ parts: inout ItemParts, isTypeConst: Bool) throws(ParseFailure) -> ID<ConstItem> {
    if atKeyword(.let) { throw failure("`const` and `let` exclude each other", at: previousSpan.to(span)) }
    if atKeyword(.mut) { throw failure("a constant is not `mut`", at: span) }
    parts.ident = try identifierOrUnderscore()
    var generics = try self.generics()
    var ty = ID<Ty>.none
    let hasColon = eat(.colon)
    var untyped = Span.none
    if !hasColon || token.kind == .eq || token.kind == .semi || atKeyword(.where) {
      untyped = previousSpan.end
    } else {
      ty = try type()
    }
    // Told after what else is wrong here.
    defer { if !untyped.isNone { error("the type of the constant is missing", at: untyped) } }
    let before = try whereClause()
    let value = try eat(.eq) ? expression() : ID<Expr>.none
    let after = try whereClause()
    if !before.0.isEmpty && !value.isNone { error("the where-clause of a constant stands after its value", at: before.1) }
    generics.predicates = after.0.isEmpty ? before.0 : after.0
    generics.whereSpan = after.0.isEmpty ? before.1 : after.1
    try expectSemi()
    return tree.add(ConstItem(generics: tree.add(generics), ty: ty, value: value, isTypeConst: isTypeConst))
  }

  /// At `static`.
  mutating func staticItem(_ parts: inout ItemParts, _ safety: Safety) throws(ParseFailure) -> ItemKind {
    bump()
    let mutability: Mutability = eatKeyword(.mut) ? .mut : .not
    parts.ident = try identifier()
    if token.kind == .lt { throw failure("a `static` has no generic parameters", at: span) }
    var ty = ID<Ty>.none
    let hasColon = eat(.colon)
    var untyped = Span.none
    if !hasColon || token.kind == .eq || token.kind == .semi {
      untyped = previousSpan.end
    } else {
      ty = try type()
    }
    defer { if !untyped.isNone { error("the type of the `static` is missing", at: untyped) } }
    let value = try eat(.eq) ? expression() : ID<Expr>.none
    try expectSemi()
    return .static(tree.add(StaticItem(safety: safety, mutability: mutability, ty: ty, value: value)))
  }
}
