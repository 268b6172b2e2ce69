// What others ask of a finished world.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What a name means, and how it came there.
public struct Binding: Sendable, BitwiseCopyable {
  public var res: Res
  /// Its declaration: visibility, place, import.
  public var decl: DeclID
}

extension World {
  /// What `ident` means, looked up lexically from the module of `scope` (also a block's): its module, the ones around a block,
  /// crates, preludes. Ribs are the caller's.
  public func resolveIdent(_ ident: Ident, _ ns: Namespace, in scope: Scope) -> Binding? {
    var lookup = Lookup(self, crate: self[scope.module].crate)
    guard case .found(let decl) = lookup.resolve(ident, .all(ns), scope, finalize: nil) else { return nil }
    return Binding(res: self[decl].res, decl: decl)
  }

  /// What `ident` means in `module` itself.
  public func resolveIdent(_ ident: Ident, _ ns: Namespace, inModule module: ModuleID, from scope: Scope) -> Binding? {
    var lookup = Lookup(self, crate: self[scope.module].crate)
    guard case .found(let decl) = lookup.resolve(ident, .module(ns, module), scope, finalize: nil) else { return nil }
    return Binding(res: self[decl].res, decl: decl)
  }

  /// What a path means, without messages. Private names are found too.
  public func resolvePath(_ segments: [Ident], _ ns: Namespace, in scope: Scope) -> PathResult {
    var lookup = Lookup(self, crate: self[scope.module].crate)
    return result(lookup.resolvePath(segments, ns, scope, finalize: Finalize(.none, isLate: true)))
  }

  /// What a path means; tells of private names (E0603) and ambiguous ones (E0659). What is not found is the caller's to tell.
  public func resolvePath(
    _ segments: [Ident], _ ns: Namespace, in scope: Scope, span: Span, diagnostics: inout DiagnosticList
  ) -> PathResult {
    var lookup = Lookup(self, crate: self[scope.module].crate)
    let found = result(lookup.resolvePath(segments, ns, scope, finalize: Finalize(span, isLate: true)))
    for e in lookup.privacyErrors { diagnostics.add(.privateName(e.ident, self[e.decl], self)) }
    for e in lookup.ambiguityErrors { diagnostics.add(.ambiguous(e, self)) }
    return found
  }

  private func result(_ outcome: PathOutcome) -> PathResult {
    switch outcome {
    case .resolved(let res, let unresolved): return .resolved(res, unresolved: unresolved)
    case .failed(let failure): return .failed(failure)
    case .module(.module(let m)): return .resolved(res(of: m), unresolved: 0)
    case .module, .undetermined: return .resolved(.err, unresolved: 0)
    }
  }

  /// A module as the thing that a path means.
  public func res(of module: ModuleID) -> Res {
    let m = self[module]
    switch m.kind {
    case .mod: return .def(.mod, m.def)
    case .enum: return .def(.enum, m.def)
    case .trait: return .def(.trait, m.def)
    case .block: return .err
    }
  }

  /// Where a path's segment was looked for, in words; nil for the scope itself.
  public func describe(_ root: ModuleRoot) -> String? {
    switch root {
    case .module(let m):
      let data = self[m]
      if data.parent.isNone { return "the crate root" }
      let what = data.kind == .mod ? "module" : data.kind == .enum ? "enum" : data.kind == .trait ? "trait" : "block"
      return data.def.isNone ? what : "\(what) `\(Defs[data.def].name)`"
    case .externPrelude: return "the list of crates"
    case .moduleAndExternPrelude: return "the crate root or the list of crates"
    case .currentScope: return nil
    }
  }

  /// Whether `#![feature(name)]` is on in `crate`.
  public func hasFeature(_ name: Name, in crate: CrateID) -> Bool {
    self.crate(crate).features.find(NameKey(name, .root, .type)) != nil
  }

  /// The source text of `span`.
  public func sourceText(_ span: Span) -> String { String(decoding: FileTable.text(of: span), as: UTF8.self) }

  /// The traits whose methods can be called by name in `scope`: defined or imported in its module and the blocks around, or in the
  /// prelude. In deterministic order, each once.
  public func traitsInScope(_ scope: Scope) -> [DefID] {
    var result: [DefID] = []
    var seen: Set<DefID> = []
    func add(_ module: ModuleID, from: ModuleID) {
      for entry in self[module].names.all where entry.key.namespace == .type {
        let decl = entry.best
        if decl.isNone { continue }
        switch self[decl].res {
        case .def(.trait, let def), .def(.traitAlias, let def):
          if isAccessible(self[decl].visibility, from: from), seen.insert(def).inserted { result.append(def) }
        default: break
        }
      }
    }
    var m = scope.module
    while true {
      add(m, from: scope.module)
      let data = self[m]
      if data.kind == .mod || data.parent.isNone { break }
      m = data.parent
    }
    let prelude = crate(self[scope.module].crate).prelude
    if !prelude.isNone, !self[m].noImplicitPrelude { add(prelude, from: scope.module) }
    return result
  }
}
