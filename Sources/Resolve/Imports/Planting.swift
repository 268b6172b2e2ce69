// Putting declarations into modules, and on into those that import them by globs.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension CrateResolver {
  /// The declaration that an import of `decl` is.
  func importDecl(of decl: DeclID, by id: ImportID) -> DeclID { world.addImportDecl(of: decl, by: id) }

  /// Puts `decl` under `ident` into `module`; reports a clash.
  func plant(_ ident: Ident, _ ns: Namespace, _ decl: DeclID, in module: ModuleID) {
    if let old = world.plant(ident.name, ident.key, ident.span, ns, decl, in: module) {
      reportClash(ident, ns, old: old, new: decl, in: module)
    }
  }
}

extension World {
  func addImportDecl(of decl: DeclID, by id: ImportID) -> DeclID {
    let imported = imports.base + id.index
    let source = self[decl]
    // A private `extern crate` may be reexported, for old code's sake.
    let isOldReexport =
      imported.pointee.kind == .single && !source.importID.isNone && imports[source.importID.index].kind == .externCrate
      && imported.pointee.visibility == .public
    let visibility =
      isAtLeast(source.visibility, imported.pointee.visibility) || isOldReexport ? imported.pointee.visibility : source.visibility
    return DeclID(
      decls.append(
        Decl(
          res: source.res, visibility: visibility, span: imported.pointee.span, expansion: imported.pointee.scope.expansion,
          module: imported.pointee.scope.module, importID: id, source: decl)))
  }

  private func isGlob(_ decl: DeclID) -> Bool {
    let id = decls[decl.index].importID
    return !id.isNone && imports[id.index].kind == .glob
  }

  /// Puts `decl` into `module`, and into the modules that glob it. Returns what is there already if two items clash.
  func plant(
    _ name: Name, _ context: SyntaxContext, _ span: Span, _ ns: Namespace, _ decl: DeclID, in module: ModuleID,
    isWarning: Bool = false, depth: Int = 0
  ) -> DeclID? {
    let m = modules.base + module.index
    var disambiguator: UInt32 = 0
    if name == .underscore {
      m.pointee.underscores += 1
      disambiguator = m.pointee.underscores
    }
    let key = NameKey(name, context, ns, disambiguator: disambiguator)
    return update(module, key, span, isWarning: isWarning, depth: depth) { entry in
      let old = entry.pointee.best
      if old.isNone {
        if isGlob(decl) { entry.pointee.glob = decl } else { entry.pointee.nonGlob = decl }
        return nil
      }
      if decls[decl.index].res == .err && decls[old.index].res != .err { return nil }
      switch (isGlob(old), isGlob(decl)) {
      case (true, true): entry.pointee.glob = choose(old, decl, isWarning: isWarning)
      case (false, false):
        if decls[old.index].res == .err && !decls[old.index].importID.isNone { entry.pointee.nonGlob = decl; return nil }
        return old
      case (let isOldGlob, _):
        let (glob, nonGlob) = isOldGlob ? (old, decl) : (decl, old)
        entry.pointee.nonGlob = nonGlob
        let before = entry.pointee.glob
        entry.pointee.glob = !before.isNone && before != glob ? choose(before, glob, isWarning: false) : glob
      }
      return nil
    }
  }

  /// Changes the entry of `key`, and tells the glob importers of `module` if its meaning changed.
  @discardableResult func update(
    _ module: ModuleID, _ key: NameKey, _ span: Span, isWarning: Bool = false, depth: Int = 0,
    _ change: (UnsafeMutablePointer<NameEntry>) -> DeclID?
  ) -> DeclID? {
    let m = modules.base + module.index
    let entry = m.pointee.names.findOrAdd(key, span: span)
    let before = entry.pointee.binding
    let clash = change(entry)
    let after = entry.pointee.binding
    let place = entry.pointee.span
    if after.isNone || after == before || m.pointee.globImporters == 0 { return clash }
    // Globs in a circle end here at the latest; chains that long are no programs.
    if depth > 400 { return clash }
    let isWarning = isWarning || !before.isNone
    var link = m.pointee.globImporters
    while link != 0 {
      let l = t.pointee.importLinks[Int(link)]
      link = l.next
      plantGlob(after, key, place, from: m.pointee.expansion, by: l.importID, isWarning: isWarning, depth: depth + 1)
    }
    return clash
  }

  /// Brings `decl`, called `key` in a module that `expansion` made, to where the glob import `id` stands.
  func plantGlob(
    _ decl: DeclID, _ key: NameKey, _ span: Span, from expansion: ExpansionID, by id: ImportID, isWarning: Bool, depth: Int
  ) {
    let glob = imports.base + id.index
    var context = key.context
    guard let mark = context.reverseGlobAdjust(to: expansion, glob.pointee.span.context) else { return }
    var from = glob.pointee.scope.module
    if let mark {
      let data = Hygiene[mark]
      if data.macroDef != .max, let info = macro(DefID(rawValue: data.macroDef)) { from = info.module }
    }
    guard isAccessible(decls[decl.index].visibility, from: from) else { return }
    // The same import of the same declaration again changes nothing.
    let target = glob.pointee.scope.module
    if key.name != .underscore, let e = modules[target.index].names.find(NameKey(key.name, context, key.namespace)),
      !e.pointee.glob.isNone, decls[e.pointee.glob.index].importID == id, decls[e.pointee.glob.index].source == decl
    {
      return
    }
    _ = plant(
      key.name, context, span, key.namespace, addImportDecl(of: decl, by: id), in: target, isWarning: isWarning, depth: depth)
  }

  /// Which of two globs' declarations of one name stays.
  private func choose(_ old: DeclID, _ new: DeclID, isWarning: Bool) -> DeclID {
    let o = decls.base + old.index
    let n = decls.base + new.index
    if isRefetch(old, new) {
      if !o.pointee.ambiguity.isNone && n.pointee.ambiguity.isNone { n.pointee.ambiguity = o.pointee.ambiguity }
      return new
    }
    if o.pointee.res != n.pointee.res {
      if o.pointee.res == .err { return new }
      if n.pointee.res == .err { return old }
      o.pointee.ambiguity = new
      o.pointee.isAmbiguityWarning = isWarning
      if isWarning { return old }
      // A fresh one, so that importers see a change.
      return DeclID(decls.append(o.pointee))
    }
    if !isAtLeast(o.pointee.visibility, n.pointee.visibility) { return new }
    if isAmbiguous(new) && !isAmbiguous(old) {
      o.pointee.ambiguity = new
      o.pointee.isAmbiguityWarning = true
    }
    return old
  }

  /// Whether `new` came by the same imports as `old`, at least the first.
  private func isRefetch(_ old: DeclID, _ new: DeclID) -> Bool {
    let a = decls[old.index].importID
    return !a.isNone && a == decls[new.index].importID
  }

  func isAmbiguous(_ decl: DeclID) -> Bool {
    var d = decl
    while !d.isNone {
      if !decls[d.index].ambiguity.isNone { return true }
      d = decls[d.index].source
    }
    return false
  }

  /// Adds `id` to the imports that may still define the name: behind the others, as they are tried and taken off in that order.
  func addSingle(_ id: ImportID, to entry: UnsafeMutablePointer<NameEntry>) {
    let links = t.pointee.importLinks
    let new = UInt32(links.append(ImportLink(importID: id, next: 0)))
    let last = entry.pointee.singles
    if last == 0 {
      links.base[Int(new)].next = new
    } else {
      links.base[Int(new)].next = links.base[Int(last)].next
      links.base[Int(last)].next = new
    }
    entry.pointee.singles = new
  }

  /// Takes `id` off the imports that may still define `key` in `module`.
  func removeSingle(_ id: ImportID, from module: ModuleID, _ key: NameKey, _ span: Span) {
    update(module, key, span) { entry in
      let links = t.pointee.importLinks
      let last = entry.pointee.singles
      if last == 0 { return nil }
      var previous = last
      repeat {
        let link = links.base[Int(previous)].next
        if links.base[Int(link)].importID == id {
          links.base[Int(previous)].next = links.base[Int(link)].next
          if link == last { entry.pointee.singles = previous == link ? 0 : previous }
          break
        }
        previous = link
      } while previous != last
      return nil
    }
  }
}
