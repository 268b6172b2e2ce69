// The step's entry: one crate, from its root file to names.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

extension World {
  /// Reads, expands and resolves a crate at item level. Crate numbers are those of `reserveCrates`.
  ///
  /// - Errors: E0252, E0254, E0255, E0259, E0260, E0364, E0365, E0428-E0433, E0463, E0468, E0469, E0577, E0578, E0583, E0603, E0659,
  ///   E0742, E0761, E0774, and those of parsing and expansion.
  public func resolveCrate(_ input: CrateInput, as crate: CrateID) -> DiagnosticList {
    let resolver = CrateResolver(self, input, crate: crate)
    resolver.run()
    return resolver.diagnostics
  }

  /// Makes room for `count` crates, numbered from 0. Done once, before the first is resolved.
  public func reserveCrates(_ count: Int) {
    for i in 0..<count {
      t.pointee.infos[i] = Table<DefInfo>(capacity: 1 << 21)
      crates.append(
        CrateInfo(
          id: CrateID(rawValue: UInt16(i)), name: .empty, edition: .e2015, root: .none, prelude: .none))
    }
  }
}

extension CrateResolver {
  func run() {
    world.t.pointee.inputs.inputs[crate] = input
    Hygiene.setRoot(crate: Int(crate.rawValue), edition: input.edition)
    lookup.session.pointee.name = input.name
    lookup.session.pointee.edition = input.edition
    guard let root = loadFiles() else {
      makeRoot(nil)
      finish()
      return
    }
    var context = makeRoot(root)
    if !root.isGone {
      injectPrelude(root)
      collect(root.parts, &context)
      diagnostics.mark(.collection)
      expandAll()
    }
    finalizeImports()
    finalizeMacroUses()
    finishMembers()
    openEagerBodies()
    finish()
  }

  @discardableResult private func makeRoot(_ root: LoadedMod?) -> CollectContext {
    let rootExpansion = ExpansionID(rawValue: 0)
    let span = Span(lo: 0, hi: 0, context: .root(ofCrate: Int(crate.rawValue)))
    let def = Defs.add(
      Def(
        kind: .mod, visibility: .public, parent: .none, name: input.name, disambiguator: 0, tree: root?.units[0].treeID ?? .none,
        node: .none, span: span, identSpan: span), to: crate)
    let module = addModule(
      .mod, def: def, parent: .none, expansion: rootExpansion, span: span,
      noImplicitPrelude: root?.flags.contains(.hasNoImplicitPrelude) ?? false)
    lookup.session.pointee.root = module
    let scope = Scope(module: module, macros: .empty, expansion: rootExpansion)
    setScope(def, scope)
    world.infos(def).pointee.attributes = root?.attributes ?? .empty
    let nothing = SourceUnit(
      treeID: .none, tree: Tree(SyntaxTreeBuilder().freeze()), tokens: TokenBuffer(FrozenStore()), items: .empty,
      prepared: PreparedTree(Tree(SyntaxTreeBuilder().freeze())))
    return CollectContext(
      unit: root?.units[0] ?? nothing, scope: scope, container: def, position: .module, directory: 0, depth: 0,
      inheritedVisibility: .restricted(def))
  }

  /// What every crate sees without saying so.
  private func injectPrelude(_ root: LoadedMod) {
    var noCore = false
    var noStd = false
    for a in world.t.pointee.attributes[root.attributes] {
      switch a.name {
      case .no_core: noCore = true
      case .no_std: noStd = true
      case .recursion_limit:
        if let text = a.stringValue(root.units[0].tokens), let limit = Int(text) {
          lookup.session.pointee.recursionLimit = limit
        }
      case .feature:
        for word in a.words(root.units[0].tokens) {
          _ = lookup.session.pointee.features.findOrAdd(NameKey(word.name, .root, .type), span: word.span)
        }
      case Known.registerTool:
        for word in a.words(root.units[0].tokens) {
          _ = lookup.session.pointee.tools.findOrAdd(NameKey(word.name, .root, .type), span: word.span)
        }
      default: break
      }
    }
    func addFlag(_ name: Name, _ crate: CrateID) {
      let decl = addDecl(
        .def(.mod, .root(of: crate)), visibility: .public, span: .none, ExpansionID(rawValue: 0), in: .none)
      let entry = lookup.session.pointee.externPrelude.findOrAdd(NameKey(name, .root, .type), span: .none)
      entry.pointee.glob = decl
    }
    for d in input.dependencies where d.name != .core && d.name != .std && (d.name != .alloc || input.hasAllocInPaths) {
      addFlag(d.name, d.crate)
    }
    if noCore { return }
    let core = input.dependencies.first { $0.name == .core }?.crate
    let std = noStd ? nil : input.dependencies.first { $0.name == .std }?.crate
    if let core { addFlag(.core, core) }
    if let std { addFlag(.std, std) }
    guard let library = std ?? core else {
      diagnostics.add(.missingCrate(noStd ? .core : .std, at: .none))
      return
    }
    if !noStd && std == nil { diagnostics.add(.missingCrate(.std, at: .none)) }
    let info = world.crate(library)
    importAllMacros(of: info.root, span: .none)
    if input.edition == .e2015 {
      // `::core::…` of the 2015 edition.
      let decl = addDecl(
        .def(.mod, .root(of: library)), visibility: .restricted(.root(of: crate)), span: .none, ExpansionID(rawValue: 0),
        in: lookup.session.pointee.root)
      plant(Ident(std == nil ? .core : .std, .none), .type, decl, in: lookup.session.pointee.root)
    }
    let year =
      switch input.edition {
      case .e2015: "rust_2015"
      case .e2018: "rust_2018"
      case .e2021: "rust_2021"
      case .e2024: "rust_2024"
      }
    if let prelude = child("prelude", of: info.root), let edition = child(year, of: prelude) {
      lookup.session.pointee.prelude = edition
    }
  }

  private func child(_ name: String, of module: ModuleID) -> ModuleID? {
    guard let entry = world[module].names.find(NameKey(Name(name), .root, .type)), !entry.pointee.best.isNone else { return nil }
    return lookup.moduleLike(world[entry.pointee.best].res)
  }

  /// Looks every macro path up again, for messages.
  func finalizeMacroUses() {
    let uses = macroUses
    let world = world
    let crate = crate
    let results = parallelMap(
      count: uses.count, workers: input.workers, makeWorker: { Lookup(world, crate: crate) },
      body: { lookup, i in lookup.check(uses[i]) })
    for (use, result) in zip(uses, results) {
      lateAmbiguities += result.ambiguity
      latePrivacies += result.privacy
      if let message = result.message, reportedPlaces.insert(use.path.last!.span).inserted { diagnostics.add(message) }
    }
    reportLate()
  }

  /// Ends the names of a block: imports are checked, and what failed means "error".
  func finishBody() {
    finalizeImports()
    finalizeMacroUses()
    allImports = []
    macroUses = []
    finishMembers()
  }

  private func finishMembers() {
    for container in openMemberOrder {
      world.infos(container).pointee.members = world.t.pointee.defLists.append(contentsOf: openMembers[container]!)
    }
    openMembers = [:]
    openMemberOrder = []
  }

  /// Freezes the lists of the crate.
  private func finish() {
    finishMembers()
    let session = lookup.session
    session.pointee.items = world.t.pointee.defLists.append(contentsOf: items)
    session.pointee.bodyOwners = world.t.pointee.defLists.append(contentsOf: bodyOwners)
    session.pointee.impls = world.t.pointee.defLists.append(contentsOf: impls)
    session.pointee.hasExpanded = hasExpanded
    session.pointee.isDone = true
  }
}

/// What checking one macro path found.
struct MacroCheck: Sendable {
  var message: Diagnostic?
  var privacy: [PrivacyError] = []
  var ambiguity: [AmbiguityError] = []
}

extension Lookup {
  mutating func check(_ use: MacroUse) -> MacroCheck {
    privacyErrors = []
    ambiguityErrors = []
    var result = MacroCheck()
    let finalize = Finalize(use.span)
    if use.path.count > 1 {
      switch resolvePath(use.path, .macro, use.scope, finalize: finalize) {
      case .failed(let failure) where !isBroken(failure.root): result.message = .unresolvedPath(failure, use.path, world)
      case .resolved(let res, let rest) where rest > 0 && res != .err:
        result.message = .error(
          "no macro can be found in \(res.description)", code: "E0433", at: use.path.last!.span, label: "not found")
      default: break
      }
    } else if let ident = use.path.first, !hasLocalInnerMacros(ident) || use.kind != .bang {
      if case .nothing = resolve(ident, .macro(use.kind), use.scope, finalize: finalize) {
        result.message = .unresolvedMacro(ident, use.kind, similar: similarMacro(ident.name, use))
      }
    }
    result.message?.part = use.path.count > 1 ? .macroPaths : .macroNames
    result.privacy = privacyErrors
    result.ambiguity = ambiguityErrors
    return result
  }

  private func similarMacro(_ name: Name, _ use: MacroUse) -> Name {
    var names: [Name] = []
    var scope = use.scope.macros
    while true {
      let s = world.t.pointee.macroScopes[scope.index]
      if s.kind == .definition { names.append(s.name) }
      if s.kind == .empty { break }
      scope = s.parent
    }
    names += session.pointee.macroUsePrelude.all.map(\.key.name)
    if !session.pointee.prelude.isNone {
      names += modules[session.pointee.prelude.index].names.all.filter { $0.key.namespace == .macro }.map(\.key.name)
    }
    return bestMatch(for: name, among: names)
  }
}
