// Traits, impls, extern blocks, and what stands in them.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  mutating func traitItem(_ parts: inout ItemParts, _ start: Span) throws(ParseFailure) -> ItemKind {
    let constness: Constness = eatKeyword(.const) ? .always : .never
    let safety: Safety = eatKeyword(.unsafe) ? .unsafe : .default
    let isAuto = eatKeyword(.auto)
    let restriction = try implRestriction()
    try expectKeyword(.trait)
    parts.ident = try identifier()
    var generics = try self.generics()
    let hasColon = eat(.colon)
    let supertraits = try hasColon ? bounds() : .empty
    if eat(.eq) {
      if hasColon { error("a trait alias has no supertraits", at: previousSpan) }
      let bounds = try self.bounds()
      try addWhere(&generics)
      try expectSemi()
      let whole = span(from: start)
      if isAuto { error("a trait alias cannot be `auto`", at: whole) }
      if safety == .unsafe { error("a trait alias cannot be `unsafe`", at: whole) }
      if !restriction.isNone { error("a trait alias cannot be implemented", at: whole) }
      return .traitAlias(tree.add(TraitAliasItem(constness: constness, generics: tree.add(generics), bounds: bounds)))
    }
    try addWhere(&generics)
    let items = try itemList(&parts, .trait)
    return .trait(
      tree.add(
        TraitItem(
          safety: safety, constness: constness, isAuto: isAuto, generics: tree.add(generics), supertraits: supertraits,
          items: items, implRestriction: restriction)))
  }

  /// `impl(crate)`, `impl(in path)` before `trait`; `.none` without.
  mutating func implRestriction() throws(ParseFailure) -> ID<Path> {
    if !eatKeyword(.impl) { return .none }
    try expect(.openParen)
    let isShorthand = !eatKeyword(.in)
    if isShorthand && !(kindAhead(1) == .closeParen && (atKeyword(.crate) || atKeyword(.super) || atKeyword(.selfValue))) {
      throw failure("the path of `impl(…)` is written `impl(in path)`", at: span)
    }
    let path = try self.path(.mod)
    try expect(.closeParen)
    return path
  }

  mutating func implItem(_ parts: inout ItemParts, isDefault: Bool, isReuse: Bool) throws(ParseFailure) -> ItemKind {
    var constness: Constness = eatKeyword(.const) ? .always : .never
    let safety: Safety = eatKeyword(.unsafe) ? .unsafe : .default
    try expectKeyword(.impl)
    var generics: Generics
    if choosesGenericsOverQualifiedPath(0) {
      generics = try self.generics()
    } else {
      let nothing = previousSpan.end
      generics = Generics(params: .empty, predicates: .empty, span: nothing, whereSpan: nothing)
    }
    if constness == .never && atKeyword(.const) && kindAhead(1) != .openBrace {
      bump()
      constness = .always
    }
    if atKeyword(.async) && (edition() >= .e2018 || isNameAhead(1)) {
      error("an `impl` cannot be `async`", at: span)
      bump()
    }
    let isNegative = token.kind == .not && canBeginType(ahead(1))
    if isNegative { bump() }
    if atKeyword(.for) && kindAhead(1) != .lt { throw failure("the trait is missing between `impl` and `for`", at: gap) }
    let first = try type()
    let hasFor = eatKeyword(.for)
    var selfTy = first
    var ofTrait = ID<Path>.none
    if token.kind == .dotDot { throw failure("`impl Trait for ..` does not exist any more", at: span) }
    if hasFor || canBeginType(token) {
      if !hasFor { error("`for` is missing between trait and type", at: gap) }
      selfTy = try type()
      if case .path(let path, let qself) = tree[first].kind, qself.isNone {
        ofTrait = path
      } else {
        throw failure("a trait is expected between `impl` and `for`", at: tree[first].span)
      }
    } else {
      if safety == .unsafe {
        messages.append(.error("an inherent `impl` cannot be `unsafe`", code: "E0197", at: tree[selfTy].span))
      }
      if isNegative { error("an inherent `impl` cannot be negative", at: tree[selfTy].span) }
      if isDefault { error("an inherent `impl` cannot be `default`", at: tree[selfTy].span) }
    }
    try addWhere(&generics)
    let items = try isReuse ? .empty : itemList(&parts, .impl)
    return .impl(
      tree.add(
        ImplItem(
          safety: safety, constness: constness, isNegative: isNegative, generics: tree.add(generics), ofTrait: ofTrait,
          selfTy: selfTy, items: items)))
  }

  /// After `extern` (and `unsafe` before it).
  mutating func foreignMod(_ parts: inout ItemParts, _ safety: Safety) throws(ParseFailure) -> ItemKind {
    let abi = try self.abi()
    if atKeyword(.unsafe) && kindAhead(1) == .openBrace { throw failure("`unsafe` stands before `extern`", at: span) }
    let items = try itemList(&parts, .foreign)
    return .foreignMod(tree.add(ForeignMod(safety: safety, abi: abi, items: items)))
  }

  /// `{ … }` with inner attributes and items. After an item that cannot be parsed, the rest of the list is left out.
  mutating func itemList(_ parts: inout ItemParts, _ context: ItemContext) throws(ParseFailure) -> IDList<Item> {
    if token.kind == .semi {
      error("`{}` is expected here, not `;`", at: span)
      bump()
      return .empty
    }
    let close = token.payload
    try expect(.openBrace)
    try enter()
    defer { leave() }
    parts.attributes = joined(parts.attributes, try innerAttributes())
    let mark = ids.count
    defer { ids.drop(to: mark) }
    while token.kind != .closeBrace {
      let itemMark = ids.count
      do throws(ParseFailure) {
        if token.kind.isDoc && kindAhead(1) == .closeBrace {
          messages.append(.error("this doc comment documents nothing", code: "E0584", at: span))
          bump()
          continue
        }
        let first = index
        let attributes = try outerAttributes()
        guard let item = try item(attributes, first, context, allowsMacros: true) else {
          if !attributes.isEmpty {
            reportUnused(attributes)
            throw ParseFailure()
          }
          throw expected("an associated item or `}`")
        }
        ids.push(item.rawValue)
      } catch {
        ids.drop(to: itemMark)
        recover(to: close)
        if token.kind == .endOfInput { throw error }
      }
    }
    bump()
    return ids.finish(mark, into: &tree.lists)
  }
}
