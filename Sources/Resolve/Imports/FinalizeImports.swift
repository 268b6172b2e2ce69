// The last word on imports: each one is looked up again with all names known, and checked.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What is wrong with one import.
private struct ImportCheck: Sendable {
  struct Unresolved: Sendable {
    var span: Span
    var label: String
    var path: String
    var similar: Name
    var ident: Ident
  }
  var unresolved: Unresolved?
  var diagnostics = DiagnosticList()
  var privacy: [PrivacyError] = []
  var ambiguity: [AmbiguityError] = []
  var isUndetermined = false
  var isFine: Bool { unresolved == nil && diagnostics.isEmpty }
}

extension CrateResolver {
  func finalizeImports() {
    let all = allImports
    let world = world
    let crate = crate
    let checks = parallelMap(
      count: all.count, workers: input.workers, makeWorker: { Lookup(world, crate: crate) },
      body: { lookup, i in lookup.check(all[i]) })

    let open = Set(openImports)
    func part(_ id: ImportID) -> Diagnostic.NamePart { open.contains(id) ? .openImports : .imports }
    // Unresolved imports of one `use` are told of together.
    var together: [(ImportID, ImportCheck.Unresolved)] = []
    func flush() {
      if together.isEmpty { return }
      let part = part(together[0].0)
      let count = diagnostics.all.count
      defer { diagnostics.mark(part, from: count) }
      diagnostics.add(.unresolvedImports(together.map { ($0.1.span, $0.1.label, $0.1.path, $0.1.similar, $0.1.ident) }))
      together = []
    }
    var ambiguities: [AmbiguityError] = []
    var privacies: [PrivacyError] = []
    var hasDummies = false
    for (id, first) in zip(all, checks) {
      // What an import before it failed to bring is no reason for another message.
      let check = hasDummies && !first.isFine ? lookup.check(id) : first
      let imported = world.imports[id.index]
      if check.unresolved != nil, let first = together.first, world.imports[first.0.index].rootSpan != imported.rootSpan {
        flush()
      }
      let count = diagnostics.all.count
      diagnostics.add(contentsOf: check.diagnostics)
      diagnostics.mark(part(id), from: count)
      privacies += check.privacy
      ambiguities += check.ambiguity
      if let unresolved = check.unresolved, !together.contains(where: { $0.1.span == unresolved.span }) {
        together.append((id, unresolved))
      }
      if imported.kind == .single, !imported.hasAnyDecl {
        plantDummies(id, imported)
        hasDummies = true
      }
    }
    flush()
    openImports = []
    lateAmbiguities += ambiguities
    latePrivacies += privacies
  }

  /// Ambiguous and private names come after all other messages of names.
  func reportLate() {
    let first = diagnostics.all.count
    report(lateAmbiguities, latePrivacies)
    diagnostics.mark(.visibility, from: first)
    lateAmbiguities = []
    latePrivacies = []
  }

  /// Gives the name of a failed import the meaning "error", so that its users are silent.
  private func plantDummies(_ id: ImportID, _ imported: Import) {
    let error = DeclID(
      world.decls.append(
        Decl(
          res: .err, visibility: .public, span: imported.span, expansion: imported.scope.expansion, module: imported.scope.module,
          importID: .none, source: .none)))
    for ns in Namespace.allCases {
      let decl = importDecl(of: error, by: id)
      _ = world.plant(
        imported.target.name, imported.target.key, imported.target.span, ns, decl, in: imported.scope.module)
      if imported.target.name != .underscore {
        world.removeSingle(
          id, from: imported.scope.module, NameKey(imported.target.name, imported.target.key, ns), imported.target.span)
      }
    }
  }

  // MARK: Clashes, privacy, ambiguity

  func reportClash(_ ident: Ident, _ ns: Namespace, old: DeclID, new: DeclID, in module: ModuleID) {
    var a = world[old]
    var b = world[new]
    if a.res == .err || b.res == .err { return }
    if a.span.lo > b.span.lo { swap(&a, &b) }
    let key = ClashKey(name: ident.name, span: b.span)
    if !reportedClashes.insert(key).inserted { return }
    func kind(_ d: Decl) -> Import.Kind? { d.importID.isNone ? nil : world.imports[d.importID.index].kind }
    let aKind = kind(a)
    let bKind = kind(b)
    let isACrate = aKind == .externCrate
    let isBCrate = bKind == .externCrate
    let code: String
    if isACrate && isBCrate {
      code = "E0259"
    } else if isACrate || isBCrate {
      code = aKind != nil && bKind != nil ? "E0254" : "E0260"
    } else {
      let isAImport = aKind == .single
      let isBImport = bKind == .single
      code = !isAImport && !isBImport ? "E0428" : isAImport && isBImport ? "E0252" : "E0255"
    }
    diagnostics.add(
      .nameClash(
        ident.name, ns, code: code, old: a.span.head, new: b.span.head, isNewImport: bKind == .single || bKind == .externCrate,
        isOldImport: aKind == .single || aKind == .externCrate, place: world.describe(module)))
  }

  func report(_ ambiguities: [AmbiguityError], _ privacies: [PrivacyError]) {
    for e in ambiguities where reportedPlaces.insert(e.ident.span).inserted {
      diagnostics.add(.ambiguous(e, world))
    }
    for e in privacies where reportedPlaces.insert(e.ident.span).inserted {
      diagnostics.add(.privateName(e.ident, world[e.decl], world))
    }
  }
}

struct ClashKey: Hashable {
  var name: Name
  var span: Span
}

extension Lookup {
  fileprivate mutating func check(_ id: ImportID) -> ImportCheck {
    let i = world.imports[id.index]
    var result = ImportCheck()
    privacyErrors = []
    ambiguityErrors = []
    let finalize = Finalize(i.span)
    let path = Array(world.t.pointee.idents[i.path])
    func text(_ ident: Ident?) -> String { pathText(path, ident, isGlob: i.kind == .glob) }
    var root = ModuleRoot.currentScope
    switch resolvePath(path, nil, i.scope, finalize: finalize, ignoring: i.decl(.type), id) {
    case .module(let found): root = found
    case .failed(let failure):
      if !ambiguityErrors.isEmpty { return finish(result) }
      if isBroken(failure.root) { return finish(result) }
      if failure.isLast, !failure.isTooManySupers {
        result.unresolved = .init(
          span: failure.ident.span, label: world.reason(failure, path), path: pathText(path, i.kind == .glob ? nil : i.source, isGlob: i.kind == .glob),
          similar: .empty, ident: failure.ident)
      } else {
        result.diagnostics.add(.unresolvedPath(failure, path, world))
      }
      return finish(result)
    case .resolved, .undetermined: return finish(result)
    }
    if i.root == nil && privacyErrors.isEmpty && ambiguityErrors.isEmpty {
      result.diagnostics.add(.undeterminedImport(at: i.span))
      return finish(result)
    }
    if i.kind == .glob {
      if case .module(i.scope.module) = root {
        result.unresolved = .init(
          span: i.span, label: "a module cannot import from itself", path: text(nil), similar: .empty, ident: .none)
      }
      return finish(result)
    }

    var hasNoDecl = true
    for ns in Namespace.allCases where !i.isTypeOnly || ns == .type {
      var quiet = finalize
      quiet.reportsPrivate = false
      quiet.importVisibility = i.visibility
      let found = resolve(i.source, ns, in: root, i.scope, finalize: quiet, ignoring: i.decl(ns), id)
      if !i.decl(ns).isNone { hasNoDecl = false }
      guard case .found(let decl) = found, i.decl(ns).isNone else { continue }
      if decls[decl.index].res == .err || !privacyErrors.isEmpty || !ambiguityErrors.isEmpty { continue }
      result.isUndetermined = true
    }
    if hasNoDecl {
      var isMissing = true
      for ns in Namespace.allCases where !i.isTypeOnly || ns == .type {
        if case .found(let decl) = resolve(i.source, ns, in: root, i.scope, finalize: finalize) {
          isMissing = false
          if decls[decl.index].res == .err { return finish(result) }
        }
      }
      if isMissing && !isBroken(root) {
        result.unresolved = .init(
          span: i.span, label: label(i.source, root), path: text(i.source), similar: similarName(i.source.name, in: root),
          ident: i.source)
      } else if privacyErrors.isEmpty && ambiguityErrors.isEmpty && result.isUndetermined {
        result.diagnostics.add(.undeterminedImport(at: i.span))
      }
      return finish(result)
    }

    // Reexports: at least one namespace must be as visible as the import.
    var failed: (Namespace, DeclID)? = nil
    var isCratePrivate = false
    var isAnyGood = false
    for ns in Namespace.allCases {
      guard let decl = i.decl(ns).some else { continue }
      let source = decls[decl.index].source
      let d = decls[source.index]
      if world.isAtLeast(d.visibility, i.visibility) {
        isAnyGood = true
      } else {
        failed = (ns, source)
        if case .restricted(let def) = d.visibility, Defs[def].parent.isNone { isCratePrivate = true }
      }
    }
    if !isAnyGood, let (ns, source) = failed {
      let d = decls[source.index]
      let isOldCrate = !d.importID.isNone && world.imports[d.importID.index].kind == .externCrate && i.visibility == .public
      if !isOldCrate && d.res != .err {
        result.diagnostics.add(.privateReexport(i.source, ns, isCratePrivate: isCratePrivate, at: i.span))
      }
    }
    return finish(result)
  }

  private func finish(_ result: ImportCheck) -> ImportCheck {
    var result = result
    result.privacy = privacyErrors
    result.ambiguity = ambiguityErrors
    return result
  }

  func isBroken(_ root: ModuleRoot?) -> Bool {
    if case .module(let m) = root { return modules[m.index].isBroken }
    return false
  }

  private func label(_ ident: Ident, _ root: ModuleRoot) -> String {
    switch root {
    case .module(let m):
      let path = world.modulePath(m)
      return modules[m.index].parent.isNone ? "no `\(ident.name)` in the root" : "no `\(ident.name)` in `\(path)`"
    default:
      return ident.name.isPathSegmentKeyword ? "no `\(ident.name)` in the root" : "no external crate `\(ident.name)`"
    }
  }

  /// A name like `name` that the module has; `.empty` if there is none.
  func similarName(_ name: Name, in root: ModuleRoot) -> Name {
    guard case .module(let m) = root else { return .empty }
    return bestMatch(
      for: name, among: modules[m.index].names.all.lazy.filter { !$0.best.isNone && self.decls[$0.best.index].res != .err }.map(\.key.name))
  }
}

func pathText(_ path: [Ident], _ last: Ident?, isGlob: Bool) -> String {
  var parts = path.map { $0.name == .pathRoot ? "" : $0.name.text }
  if let last { parts.append(last.name.text) } else if isGlob { parts.append("*") }
  if parts.first == "", parts.count > 1 { parts.removeFirst() }
  return parts.joined(separator: "::")
}

extension Span {
  /// The part before the first `{`, if it is one line.
  var head: Span {
    let text = FileTable.text(of: self)
    var end = 0
    while end < text.count, text[end] != UInt8(ascii: "{") {
      if text[end] == UInt8(ascii: "\n") { return self }
      end += 1
    }
    while end > 0, text[end - 1] == 32 || text[end - 1] == 9 { end -= 1 }
    return end == 0 ? self : Span(lo: lo, hi: lo + UInt32(end), context: context)
  }
}
