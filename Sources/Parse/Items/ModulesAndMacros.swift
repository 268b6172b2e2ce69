// Modules, imports, extern crates, macros, delegation.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// At `mod`.
  mutating func modItem(_ parts: inout ItemParts, isUnsafe: Bool) throws(ParseFailure) -> ItemKind {
    bump()
    parts.ident = try identifier()
    if token.kind != .openBrace {
      if token.kind == .semi || isOnNewLine(token, after: previous) {
        try expectSemi()
      } else {
        throw expected("`;` or `{`")
      }
      return .outlineMod(isUnsafe: isUnsafe)
    }
    bump()
    let (attributes, items) = try moduleItems(.closeBrace)
    parts.attributes = joined(parts.attributes, attributes)
    return .inlineMod(isUnsafe: isUnsafe, items)
  }

  // MARK: Imports

  mutating func useTree() throws(ParseFailure) -> ID<UseTree> {
    try enter()
    defer { leave() }
    let start = span
    var prefix: ID<Path>
    var kind: UseTree.Kind
    if token.kind == .openBrace || token.kind == .star || atImportCoupler {
      var segments = Run<PathSegment>.empty
      if token.kind == .colonColon {
        let root = tree.add(PathSegment(ident: Ident(.pathRoot, span.start), args: .none))
        segments = Run(start: root.index, count: 1)
        try pathSeparator()
      }
      prefix = tree.add(Path(segments: segments, span: start.start))
      kind = try useGlobOrList()
    } else {
      prefix = try path(.mod)
      if token.kind == .colonColon {
        try pathSeparator()
        kind = try useGlobOrList()
      } else {
        if token.kind == .colon {
          error("a path's parts are separated by `::`, not `:`", at: span)
          skipTrees(to: .semi, or: .comma)
        }
        kind = .simple(rename: try rename())
      }
    }
    return tree.add(UseTree(prefix: prefix, kind: kind, span: span(from: start)))
  }

  mutating func useGlobOrList() throws(ParseFailure) -> UseTree.Kind {
    if eat(.star) { return .glob }
    try expect(.openBrace)
    let mark = ids.count
    defer { ids.drop(to: mark) }
    _ = try commaSeparated(.closeBrace) { parser throws(ParseFailure) in parser.ids.push(try parser.useTree().rawValue) }
    try expect(.closeBrace)
    return .nested(ids.finish(mark, into: &tree.lists))
  }

  /// `as name` if it is there.
  mutating func rename() throws(ParseFailure) -> Ident {
    try eatKeyword(.as) ? identifierOrUnderscore() : .none
  }

  /// After `extern crate`.
  mutating func externCrate(_ parts: inout ItemParts) throws(ParseFailure) -> ItemKind {
    let original = try atKeyword(.selfValue) ? pathSegmentIdentifier() : identifier()
    if token.kind == .minus { throw failure("the name of a crate in code has `_` for each `-`", at: span) }
    let rename = try self.rename()
    try expectSemi()
    parts.ident = rename.isNone ? original : rename
    return .externCrate(original: rename.isNone ? .empty : original.name)
  }

  // MARK: Macros

  /// A macro call as an item.
  mutating func macroItem(_ visibility: Visibility) throws(ParseFailure) -> ItemKind {
    let start = span
    let path = try self.path(.mod)
    if !eat(.not) { throw expected("`!` or `::`") }
    let call = try macroCall(path, from: start)
    if tree[call].delimiter != .openBrace && !eat(.semi) {
      error("a macro call that makes items ends in `;` or has braces", at: tree[call].span)
    }
    if !isInherited(visibility) { error("a macro call has no visibility", at: visibility.span) }
    return .macroCall(call)
  }

  mutating func isInherited(_ visibility: Visibility) -> Bool {
    if case .inherited = visibility.kind { return true }
    return false
  }

  /// At `macro_rules`.
  mutating func macroRules(_ parts: inout ItemParts, _ visibility: Visibility) throws(ParseFailure) -> ID<MacroDef> {
    bump()
    if !eat(.not) { error("`!` is missing after `macro_rules`", at: previousSpan) }
    parts.ident = try identifier()
    if token.kind == .not {
      error("no `!` follows the name of a macro here", at: span)
      bump()
    }
    let delimiter = token.kind
    let start = span
    let body = try delimited()
    if delimiter != .openBrace && !eat(.semi) {
      error("the rules of a macro stand in braces or end in `;`", at: span(from: start))
    }
    if !isInherited(visibility) { error("`macro_rules` has no visibility; use `#[macro_export]`", at: visibility.span) }
    return tree.add(MacroDef(isMacroRules: true, body: body))
  }

  /// After `macro`.
  mutating func declMacro(_ parts: inout ItemParts) throws(ParseFailure) -> ID<MacroDef> {
    parts.ident = try identifier()
    if token.kind == .openBrace { return tree.add(MacroDef(isMacroRules: false, body: try delimited())) }
    let first = index
    guard token.kind == .openParen else { throw expected("`{` or `(`") }
    _ = try delimited()
    guard token.kind == .openBrace else { throw expected("`{`") }
    _ = try delimited()
    return tree.add(MacroDef(isMacroRules: false, body: TokenRange(first, index)))
  }

  // MARK: Delegation

  /// At `reuse`.
  mutating func delegation(_ parts: inout ItemParts) throws(ParseFailure) -> ItemKind {
    let start = span
    bump()
    if isImplFrontMatter(0) {
      let item = try implItem(&parts, isDefault: false, isReuse: true)
      guard case .impl(let id) = item, !tree[id].ofTrait.isNone else {
        throw failure("`reuse impl` needs a trait", at: span(from: start))
      }
      _ = try delegationBody()
      return item
    }
    var qself = ID<QSelf>.none
    let path: ID<Path>
    let pathStart = span
    if eatSplitting(.lt) {
      (qself, path) = try qualifiedPath(.expr, from: pathStart)
    } else {
      path = try self.path(.expr)
    }
    if token.kind == .colonColon {
      try pathSeparator()
      if !eat(.star) {
        try expect(.openBrace)
        while token.kind != .closeBrace {
          _ = try pathSegmentIdentifier()
          if eatKeyword(.as) { _ = try identifier() }
          if !eat(.comma) { break }
        }
        try expect(.closeBrace)
      }
    } else if eatKeyword(.as) {
      parts.ident = try identifier()
    } else if let last = tree[path].segments.last {
      parts.ident = tree[last].ident
    }
    let body = try delegationBody()
    return .delegation(tree.add(Delegation(path: path, qself: qself, body: body)))
  }

  /// `{ … }` or `;`
  mutating func delegationBody() throws(ParseFailure) -> TokenRange {
    let first = index
    if token.kind == .openBrace {
      _ = try block()
      return TokenRange(first, index)
    }
    try expect(.semi)
    return TokenRange(first, first)
  }
}
