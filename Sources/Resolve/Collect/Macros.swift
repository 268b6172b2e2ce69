// Macro definitions, lang items, and what attributes say.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

extension CrateResolver {
  func defineMacro(_ id: ID<MacroDef>, _ itemID: ID<Item>, _ item: Item, _ prepared: Prepared, _ context: inout CollectContext) {
    let node = context.tree[id]
    let isExported = prepared.flags.contains(.hasMacroExport)
    let visibility: DefVisibility =
      node.isMacroRules ? (isExported ? .public : .restricted(.root(of: crate))) : resolve(item.visibility, context)
    let def = addDef(
      .macro, visibility, parent: context.container, item.ident, context, node: .item(itemID), span: item.span)
    setScope(def, context.scope)
    world.infos(def).pointee.attributes = prepared.attributes
    items.append(def)
    let info = world.macroInfo(
      def, item, id, context.unit, prepared, module: context.scope.module, edition: Hygiene.edition(of: item.ident.span.context),
      &diagnostics)
    world.infos(def).pointee.macro = UInt32(world.t.pointee.macros.append(info)) + 1

    let module = context.scope.module
    let expansion = context.scope.expansion
    guard node.isMacroRules else {
      define(item.ident, .macro, .def(.macro, def), visibility, span: item.span, expansion, in: module)
      return
    }
    let decl = addDecl(.def(.macro, def), visibility: visibility, span: item.span, expansion, in: module)
    if isExported && body.isNone {
      // An exported macro lives in the crate's root, as if imported there.
      let root = lookup.session.pointee.root
      let importID = ImportID(
        world.imports.append(
          Import(
            kind: .macroExport, scope: Scope(module: root, macros: .empty, expansion: expansion), path: .empty,
            source: item.ident, target: item.ident, visibility: .public, span: item.span, rootSpan: item.span, item: def)))
      plant(item.ident, .macro, importDecl(of: decl, by: importID), in: root)
    }
    context.scope.macros = MacroScopeID(
      world.t.pointee.macroScopes.append(
        MacroScope(
          kind: .definition, parent: context.scope.macros, name: item.ident.name, context: item.ident.key, decl: decl)))
  }

  func noteLangItems(_ def: DefID, _ prepared: Prepared, _ unit: SourceUnit) {
    if !body.isNone { return }
    for a in world.t.pointee.attributes[prepared.attributes] {
      var name = Name.empty
      switch a.name {
      case .lang:
        if let text = a.stringValue(unit.tokens) { name = Name(text) }
      case .panic_handler: name = Name("panic_impl")
      default: continue
      }
      if name.isEmpty { continue }
      let entry = lookup.session.pointee.langItems.findOrAdd(NameKey(name, .root, .type), span: a.node.span)
      entry.pointee.nonGlob = DeclID(rawValue: def.rawValue &+ 1)
    }
  }

  func stringAttribute(_ name: Name, _ prepared: Prepared, _ unit: SourceUnit) -> String? {
    for a in world.t.pointee.attributes[prepared.attributes] where a.name == name {
      if let text = a.stringValue(unit.tokens) { return text }
    }
    return nil
  }
}

extension World {
  /// The macro that an item defines, with its rules compiled.
  func macroInfo(
    _ def: DefID, _ item: Item, _ id: ID<MacroDef>, _ unit: SourceUnit, _ prepared: Prepared, module: ModuleID, edition: Edition,
    _ diagnostics: inout DiagnosticList
  ) -> MacroInfo {
    let node = unit.tree[id]
    var info = MacroInfo(
      def: def, name: item.ident.name, kind: .bang, isMacroRules: node.isMacroRules, builtin: .empty, helperAttributes: .empty,
      hasLocalInnerMacros: false, allowsInternalUnstable: false, allowsInternalUnsafe: false, edition: edition, module: module,
      span: item.span, rules: nil)
    for a in t.pointee.attributes[prepared.attributes] {
      switch a.name {
      case .rustc_builtin_macro:
        info.builtin = item.ident.name
        let words = a.words(unit.tokens)
        if let first = words.first { info.builtin = first.name }
        if words.count > 2, words[1].name == Known.attributes {
          info.helperAttributes = t.pointee.idents.append(contentsOf: words.dropFirst(2))
        }
        switch BuiltinMacro(named: info.builtin) {
        case .derive: info.kind = .derive
        case .attribute: info.kind = .attribute
        case .bang: info.kind = .bang
        case nil: diagnostics.add(.unknownBuiltinMacro(info.builtin, at: item.span))
        }
      case .macro_export:
        if a.words(unit.tokens).contains(where: { $0.name == Known.localInnerMacros }) { info.hasLocalInnerMacros = true }
      case .allow_internal_unstable:
        info.allowsInternalUnstable = true
        info.allowsEditionPanic = a.words(unit.tokens).contains { $0.name.text == "edition_panic" }
      case .allow_internal_unsafe: info.allowsInternalUnsafe = true
      default: break
      }
    }
    if info.builtin.isEmpty {
      guard let compiled = unit.prepared.macros[id.index] else { return info }
      diagnostics.add(contentsOf: compiled.diagnostics)
      for gate in compiled.gates where !hasFeature(gate.feature, in: def.crate) { diagnostics.add(gate.message) }
      let rules = compiled.rules
      if !rules.hasBangRules {
        if rules.hasAttributeRules { info.kind = .attribute } else if rules.hasDeriveRules { info.kind = .derive }
      }
      info.rules = rules
    }
    return info
  }
}

extension AttributeRef {
  /// The text of `#[name = "text"]`, or of `#[name = stringify!(text)]`.
  ///
  /// Items are collected before the names of macros are known, so the builtin is recognised by how it is written.
  func stringValue(_ tokens: TokenBuffer) -> String? {
    guard case .value(let range) = node.arguments else { return nil }
    // Fragments of a macro's arguments stand in brackets that nobody wrote.
    let written = (range.start..<range.end).filter { tokens[$0].kind != .openInvisible && tokens[$0].kind != .closeInvisible }
    if written.count == 1 { return tokens[written[0]].stringContents }
    guard written.count >= 4, tokens[written[0]].name == .stringify, tokens[written[1]].kind == .not,
      tokens[written[2]].kind == .openParen, tokens.afterTree(at: written[2]) == range.end
    else { return nil }
    return stringify(tokens, TokenRange(written[2] + 1, range.end - 1))
  }

  /// All identifiers among the arguments, in order; brackets and commas left out.
  func words(_ tokens: TokenBuffer) -> [Ident] {
    guard case .delimited(let range) = node.arguments else { return [] }
    var result: [Ident] = []
    for i in range.start..<range.end where tokens[i].kind.isAnyIdentifier {
      result.append(Ident(tokens[i].name, tokens[i].span))
    }
    return result
  }
}

extension Token {
  /// What a string literal holds; nil for other tokens.
  var stringContents: String? {
    guard kind == .string || kind == .rawString else { return nil }
    return String(decoding: decodeString(kind, name), as: UTF8.self)
  }
}
