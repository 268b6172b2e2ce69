// Imports to a fixed point: each one tried against the frozen names of the round before.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What trying one import found.
private struct ImportResult: Sendable {
  enum Found: Sendable { case unknown, none, decl(DeclID) }
  var root: ModuleRoot?
  var isPathFailed = false
  var slots: (Found, Found, Found) = (.unknown, .unknown, .unknown)
}

extension CrateResolver {
  /// Resolves imports until no round finds anything.
  func resolveImports() {
    while !openImports.isEmpty {
      let open = openImports
      let world = world
      let crate = crate
      let results = parallelMap(
        count: open.count, workers: input.workers, makeWorker: { Lookup(world, crate: crate) },
        body: { lookup, i in lookup.tryImport(open[i]) })
      var isProgress = false
      var stillOpen: [ImportID] = []
      for (id, result) in zip(open, results) {
        if merge(id, result, &isProgress) { stillOpen.append(id) }
      }
      openImports = stillOpen
      resolvePrelude()
      if !isProgress { return }
    }
  }

  /// Writes what a round found. Returns whether something of the import is still open.
  private func merge(_ id: ImportID, _ result: ImportResult, _ isProgress: inout Bool) -> Bool {
    let imported = world.imports.base + id.index
    if result.isPathFailed {
      isProgress = true
      imported.pointee.isPathFailed = true
      return false
    }
    guard let root = result.root else { return true }
    if imported.pointee.root == nil {
      imported.pointee.root = root
      isProgress = true
    }
    if imported.pointee.kind == .glob {
      fetchGlob(id, root)
      return false
    }
    var isOpen = false
    for ns in Namespace.allCases where !imported.pointee.isTypeOnly || ns == .type {
      guard case .pending = imported.pointee[ns] else { continue }
      let found =
        switch ns {
        case .type: result.slots.0
        case .value: result.slots.1
        case .macro: result.slots.2
        }
      let target = imported.pointee.target
      let module = imported.pointee.scope.module
      switch found {
      case .unknown: isOpen = true
      case .none:
        isProgress = true
        imported.pointee[ns] = .none
        if target.name != .underscore { world.removeSingle(id, from: module, NameKey(target.name, target.key, ns), target.span) }
      case .decl(let decl):
        isProgress = true
        let new = importDecl(of: decl, by: id)
        imported.pointee[ns] = .decl(new)
        plant(target, ns, new, in: module)
      }
    }
    return isOpen
  }

  /// Connects a glob import whose module is now known, and copies what is there.
  private func fetchGlob(_ id: ImportID, _ root: ModuleRoot) {
    let glob = world.imports[id.index]
    guard case .module(let module) = root else {
      diagnostics.add(.error("all crates together cannot be imported", at: glob.span))
      return
    }
    if module == glob.scope.module { return }
    let m = world.modules.base + module.index
    if mayGrow(module) {
      m.pointee.globImporters = UInt32(
        world.t.pointee.importLinks.append(ImportLink(importID: id, next: m.pointee.globImporters)))
    }
    let count = m.pointee.names.all.count
    for i in 0..<count {
      let entry = m.pointee.names.all[i]
      let decl = entry.binding
      if decl.isNone { continue }
      world.plantGlob(decl, entry.key, entry.span, from: m.pointee.expansion, by: id, isWarning: false, depth: 0)
    }
  }

  /// Whether names may still be added to `module`. Modules outside of a body are frozen when bodies are worked on, in parallel.
  private func mayGrow(_ module: ModuleID) -> Bool {
    body.isNone ? world[module].crate == crate : ownModules.contains(module)
  }

  func resolvePrelude() {
    guard let open = openPrelude else { return }
    if case .module(.module(let m)) = lookup.resolvePath(open.path, nil, open.scope, finalize: nil) {
      lookup.session.pointee.prelude = m
      openPrelude = nil
    }
  }
}

extension Lookup {
  fileprivate mutating func tryImport(_ id: ImportID) -> ImportResult {
    let i = world.imports[id.index]
    var result = ImportResult()
    if let root = i.root {
      result.root = root
    } else {
      switch resolvePath(world.t.pointee.idents[i.path], nil, i.scope, finalize: nil, ignoring: .none, id) {
      case .module(let root): result.root = root
      case .undetermined: return result
      case .resolved, .failed:
        result.isPathFailed = true
        return result
      }
    }
    if i.kind == .glob { return result }
    for ns in Namespace.allCases where !i.isTypeOnly || ns == .type {
      guard case .pending = i[ns] else { continue }
      let found: ImportResult.Found
      switch resolve(i.source, ns, in: result.root!, i.scope, finalize: nil, ignoring: .none, id) {
      case .found(let decl): found = .decl(decl)
      case .nothing(isDetermined: true, _): found = .none
      case .nothing: found = .unknown
      }
      switch ns {
      case .type: result.slots.0 = found
      case .value: result.slots.1 = found
      case .macro: result.slots.2 = found
      }
    }
    return result
  }
}
