// `use` and `extern crate`.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

extension CrateResolver {
  func collectUse(_ use: ID<UseTree>, _ item: Item, _ prepared: Prepared, _ context: inout CollectContext) {
    let visibility = resolve(item.visibility, context)
    collect(
      use, prefix: [], isNested: false, visibility, root: context.tree[use].span,
      isPrelude: prepared.flags.contains(.hasPreludeImport), depth: 0, &context)
  }

  private func collect(
    _ use: ID<UseTree>, prefix: [Ident], isNested: Bool, _ visibility: DefVisibility, root: Span, isPrelude: Bool, depth: Int,
    _ context: inout CollectContext
  ) {
    let use = context.tree[use]
    if depth > 500 {
      diagnostics.add(.error("`use` braces are nested too deeply", at: use.span))
      return
    }
    var path = prefix
    if !use.prefix.isNone { path.append(contentsOf: context.tree[context.tree[use.prefix].segments].map(\.ident)) }

    // 2015 paths start at the crate's root. Braces get it each on its own.
    if let first = path.first {
      if !first.name.isPathSegmentKeyword, Hygiene.edition(of: first.span.context) == .e2015 {
        path.insert(Ident(.pathRoot, use.span.start.with(first.span.context)), at: 0)
      }
    } else if case .glob = use.kind, Hygiene.edition(of: use.span.context) == .e2015 {
      path.append(Ident(.pathRoot, use.span.start))
    }

    switch use.kind {
    case .simple(let rename):
      guard let source = path.popLast() else { return }
      collectLeaf(source, path, rename: rename, isNested: isNested, visibility, use.span, root: root, &context)
    case .glob:
      if isPrelude {
        openPrelude = (path, context.scope, use.span)
        resolvePrelude()
        return
      }
      addImport(
        Import(
          kind: .glob, scope: context.scope, path: world.t.pointee.idents.append(contentsOf: path), source: .none, target: .none,
          visibility: visibility, span: use.span, rootSpan: root, item: .none))
    case .nested(let trees):
      for t in context.tree[trees] {
        collect(t, prefix: path, isNested: true, visibility, root: root, isPrelude: isPrelude, depth: depth + 1, &context)
      }
      // `use a::b::{};` still needs `a::b` to be there.
      if trees.isEmpty, let last = path.last, path.count > 1 || last.name != .pathRoot {
        collectLeaf(
          Ident(.selfValue, last.span), path, rename: Ident(.underscore, last.span), isNested: true,
          .restricted(world[world[context.scope.module].nearestMod].def), use.span, root: root, &context)
      }
    }
  }

  private func collectLeaf(
    _ source: Ident, _ path: [Ident], rename: Ident, isNested: Bool, _ visibility: DefVisibility, _ span: Span, root: Span,
    _ context: inout CollectContext
  ) {
    let isTypeOnly = isNested && source.name == .selfValue
    var target = rename.isNone ? source : rename
    let parent = path.last
    if source.name == .selfValue {
      if let parent {
        if !isTypeOnly, parent.name != .pathRoot || lookup.isCrateRelative(parent) {
          diagnostics.add(.selfImportOutsideBraces(at: parent.span.end.to(source.span), of: source.span))
        }
        if rename.isNone { target = Ident(parent.name, source.span) }
        if parent.name == .pathRoot, !lookup.isCrateRelative(parent) {
          diagnostics.add(.error("the list of crates cannot be imported", at: span))
          return
        }
      } else if isNested {
        // `use {self};`
        diagnostics.add(.selfImportWithoutPath(at: source.span))
        return
      }
    } else if source.name == .dollarCrate || source.name == .crate {
      if !path.isEmpty {
        diagnostics.add(.misplacedKeyword(source))
        return
      }
    } else if source.name == .super {
      let isValid = path.enumerated().allSatisfy { $1.name == .super || $1.name == .selfValue && $0 == 0 }
      if !isValid {
        diagnostics.add(.misplacedKeyword(source))
        return
      }
    }
    if rename.isNone, target.name.isPathSegmentKeyword {
      diagnostics.add(.unnamedImport(target, isSelf: source.name == .selfValue))
      return
    }
    addImport(
      Import(
        kind: .single, isTypeOnly: isTypeOnly, isNested: isNested, scope: context.scope,
        path: world.t.pointee.idents.append(contentsOf: path), source: source, target: target, visibility: visibility, span: span,
        rootSpan: root, item: .none))
  }

  func addImport(_ new: Import) {
    let id = ImportID(world.imports.append(new))
    openImports.append(id)
    allImports.append(id)
    let module = world.modules.base + new.scope.module.index
    switch new.kind {
    case .single:
      // `_` defines no name that could be looked up.
      guard new.target.name != .underscore else { return }
      for ns in Namespace.allCases where !new.isTypeOnly || ns == .type {
        let entry = module.pointee.names.findOrAdd(NameKey(new.target.name, new.target.key, ns), span: new.target.span)
        world.addSingle(id, to: entry)
      }
    case .glob:
      module.pointee.globs = UInt32(world.t.pointee.importLinks.append(ImportLink(importID: id, next: module.pointee.globs)))
    default: break
    }
  }

  // MARK: extern crate

  func collectExternCrate(_ original: Name, _ item: Item, _ prepared: Prepared, _ context: inout CollectContext) {
    let visibility = resolve(item.visibility, context)
    let module = context.scope.module
    let isSelf = original == .selfValue
    if original.isEmpty && item.ident.name == .selfValue {
      diagnostics.add(.error("`extern crate self;` needs a new name", at: item.span).help("write `extern crate self as name;`"))
      return
    }
    let wanted = original.isEmpty ? item.ident.name : original
    let found: CrateID? = isSelf ? crate : findCrate(wanted)
    var decl = addDecl(.err, visibility: .public, span: item.span, context.scope.expansion, in: module)
    if let found {
      let info = world.crate(found)
      decl = addDecl(
        .def(.mod, .root(of: found)), visibility: .public, span: item.span, context.scope.expansion, in: module)
      if prepared.flags.contains(.hasMacroUse) {
        importMacros(of: info.root, item, prepared, isSelf: isSelf, context)
      }
    } else {
      diagnostics.add(.missingCrate(wanted, at: item.span))
    }
    let id = ImportID(
      world.imports.append(
        Import(
          kind: .externCrate, scope: context.scope, path: .empty, source: Ident(wanted, item.ident.span), target: item.ident,
          visibility: visibility, span: item.span, rootSpan: item.span, item: .none,
          root: found.map { .module(world.crate($0).root) })))
    let imported = importDecl(of: decl, by: id)
    if item.ident.name != .underscore, module == lookup.session.pointee.root {
      let entry = lookup.session.pointee.externPrelude.findOrAdd(
        NameKey(item.ident.name, item.ident.key, .type), span: item.ident.span)
      if entry.pointee.nonGlob.isNone { entry.pointee.nonGlob = imported }
    }
    plant(item.ident, .type, imported, in: module)
  }

  /// The crate that `extern crate name` means.
  func findCrate(_ name: Name) -> CrateID? {
    if let found = input.dependencies.first(where: { $0.name == name }) { return found.crate }
    return nil
  }

  /// `#[macro_use] extern crate`.
  private func importMacros(
    of root: ModuleID, _ item: Item, _ prepared: Prepared, isSelf: Bool, _ context: borrowing CollectContext
  ) {
    if !world[context.scope.module].parent.isNone {
      diagnostics.add(.macroUseInModule(at: item.span))
    }
    let attributes = world.t.pointee.attributes[prepared.attributes]
    for a in attributes where a.name == .macro_use {
      if isSelf {
        diagnostics.add(.error("`#[macro_use]` cannot be used on `extern crate self`", at: a.node.span))
        continue
      }
      switch a.node.arguments {
      case .delimited(let range):
        for i in range.start..<range.end {
          let token = context.unit.tokens[i]
          if !token.kind.isAnyIdentifier { continue }
          if let e = world[root].names.find(NameKey(token.name, .root, .macro)), !e.pointee.binding.isNone {
            addMacroUse(token.name, e.pointee.binding, span: token.span)
          } else {
            diagnostics.add(.missingImportedMacro(token.name, at: token.span))
          }
        }
      default: importAllMacros(of: root, span: a.node.span)
      }
    }
  }

  func importAllMacros(of root: ModuleID, span: Span) {
    for entry in world[root].names.all where entry.key.namespace == .macro && !entry.binding.isNone {
      if world[entry.binding].visibility == .public { addMacroUse(entry.key.name, entry.binding, span: span) }
    }
  }

  private func addMacroUse(_ name: Name, _ decl: DeclID, span: Span) {
    let id = ImportID(
      world.imports.append(
        Import(
          kind: .macroUse,
          scope: Scope(module: lookup.session.pointee.root, macros: .empty, expansion: ExpansionID(rawValue: 0)), path: .empty,
          source: Ident(name, span), target: Ident(name, span), visibility: .restricted(.root(of: crate)), span: span,
          rootSpan: span, item: .none)))
    let entry = lookup.session.pointee.macroUsePrelude.findOrAdd(NameKey(name, .root, .macro), span: span)
    entry.pointee.nonGlob = importDecl(of: decl, by: id)
  }
}
