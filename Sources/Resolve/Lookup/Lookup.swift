// Looking up one name: the walk over scopes, in rustc's order and with its notion of what is determined.
import Defs
import Parallel
import Source
import Support
import Syntax

/// What a lookup may say while imports and macros are still open.
enum Outcome {
  case found(DeclID)
  /// Nothing here. `isDetermined`: and nothing can appear; `isFinal`: do not look in outer scopes.
  case nothing(isDetermined: Bool, isFinal: Bool)

  static var determined: Outcome { .nothing(isDetermined: true, isFinal: false) }
  static var undetermined: Outcome { .nothing(isDetermined: false, isFinal: false) }
}

/// How macros are called; attribute and derive macros share names apart from bang macros.
public enum MacroKind: UInt8, Sendable, BitwiseCopyable { case bang, attribute, derive }

enum ScopeSet {
  case all(Namespace)
  case module(Namespace, ModuleID)
  case moduleAndExternPrelude(Namespace, ModuleID)
  case externPrelude
  case macro(MacroKind)

  var namespace: Namespace {
    switch self {
    case .all(let ns), .module(let ns, _), .moduleAndExternPrelude(let ns, _): ns
    case .externPrelude: .type
    case .macro: .macro
    }
  }
}

/// How the last, checking pass looks names up: with messages.
struct Finalize {
  var pathSpan: Span
  var reportsPrivate = true
  /// Bodies and signatures: all imports are known, so only privacy is checked.
  var isLate = false
  var importVisibility: DefVisibility? = nil
  init(_ pathSpan: Span, isLate: Bool = false) { self.pathSpan = pathSpan; self.isLate = isLate }
}

struct PrivacyError {
  var ident: Ident
  var decl: DeclID
  var pathSpan: Span
}

struct AmbiguityError {
  enum Kind { case globVsGlob, globVsOuter, macroRulesVsModularized, moreExpandedVsOuter, globVsExpanded, builtinAttribute, deriveHelper }
  var kind: Kind
  var ident: Ident
  var first: DeclID
  var second: DeclID
}

/// The scratch state of one task that looks names up. Sharing: per worker.
struct Lookup {
  let world: World
  /// Whose preludes count.
  var crate: CrateID
  var finalize: Finalize? = nil
  var privacyErrors: [PrivacyError] = []
  var ambiguityErrors: [AmbiguityError] = []
  /// Names whose lookup led to the one now being looked up: a cycle of imports defines nothing.
  private var busy: [Busy] = []
  private struct Busy: Equatable {
    var module: ModuleID
    var key: NameKey
    var isGlob: Bool
  }

  init(_ world: World, crate: CrateID) {
    self.world = world
    self.crate = crate
  }

  @inline(__always) var modules: UnsafeMutablePointer<Module> { world.modules.base }
  @inline(__always) var decls: UnsafeMutablePointer<Decl> { world.decls.base }
  @inline(__always) var session: UnsafeMutablePointer<CrateInfo> { world.crates.base + Int(crate.rawValue) }
  func nearestItemScope(_ module: ModuleID) -> ModuleID {
    let m = modules + module.index
    return m.pointee.kind == .enum || m.pointee.kind == .trait ? m.pointee.parent : module
  }
  /// No macro call of the crate is open.
  var isExpanded: Bool { modules[session.pointee.root.index].pendingInvocations == 0 }

  // MARK: Scopes

  mutating func resolve(
    _ ident: Ident, _ set: ScopeSet, _ scope: Scope, finalize: Finalize?, ignoring ignoredDecl: DeclID = .none,
    _ ignoredImport: ImportID = .none
  ) -> Outcome {
    resolve(
      ident.name, ident.key, ident.span, set, scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
  }

  mutating func resolve(
    _ name: Name, _ context: SyntaxContext, _ span: Span, _ set: ScopeSet, _ scope: Scope, finalize: Finalize?,
    ignoring ignoredDecl: DeclID, _ ignoredImport: ImportID
  ) -> Outcome {
    if case .module = set {} else if name.isPathSegmentKeyword { return .determined }
    var walk = ScopeWalk(set: set, scope: scope, context: context, lookup: &self)
    walk.isEdition2015 = Hygiene.edition(of: span.context) == .e2015
    let ns = set.namespace
    var macroKind: MacroKind? = nil
    if case .macro(let kind) = set { macroKind = kind }
    var first = DeclID.none
    var firstPlace = ScopeWalk.Place.end
    var seenNonGlobs: [ModuleID] = []
    var isDetermined = true

    while walk.place != .end {
      if walk.isVisible(&self, ns) {
        let outcome = lookUp(
          name, walk.context, span, ns, walk, set, scope, finalize: first.isNone ? finalize : nil, ignoring: ignoredDecl,
          ignoredImport)
        switch outcome {
        case .found(let decl) where macroKindsMatch(decl, macroKind):
          guard let finalize, !finalize.isLate else { return .found(decl) }
          if first.isNone {
            first = decl
            firstPlace = walk.place
          } else if isAmbiguous(
            Ident(name, span), set, scope, inner: first, innerPlace: firstPlace, outer: decl, outerPlace: walk.place, finalize,
            seenNonGlobs)
          {
            return .found(first)
          }
          if case .nonGlobs(let m) = walk.place { seenNonGlobs.append(m) }
        case .found: break
        case .nothing(let determined, let isFinal):
          if isFinal && first.isNone { return .nothing(isDetermined: determined, isFinal: false) }
          if !determined { isDetermined = false }
        }
      }
      walk.advance(&self, ns)
    }
    return first.isNone ? .nothing(isDetermined: isDetermined, isFinal: false) : .found(first)
  }

  func macroKind(_ decl: DeclID) -> MacroKind? {
    switch decls[decl.index].res {
    case .def(.macro, let def): world.macro(def)?.kind
    case .nonMacroAttr: .attribute
    default: nil
    }
  }
  private func macroKindsMatch(_ decl: DeclID, _ wanted: MacroKind?) -> Bool {
    guard let wanted, let found = macroKind(decl) else { return true }
    return (found == .bang) == (wanted == .bang)
  }

  private mutating func lookUp(
    _ name: Name, _ context: SyntaxContext, _ span: Span, _ ns: Namespace, _ walk: ScopeWalk, _ set: ScopeSet, _ scope: Scope,
    finalize: Finalize?, ignoring ignoredDecl: DeclID, _ ignoredImport: ImportID
  ) -> Outcome {
    switch walk.place {
    case .end: return .determined
    case .macroRules(let id):
      let s = world.t.pointee.macroScopes.base + id.index
      switch s.pointee.kind {
      case .definition where s.pointee.name == name && s.pointee.context == context:
        return s.pointee.decl == ignoredDecl ? .determined : .found(s.pointee.decl)
      case .invocation: return .undetermined
      default: return .determined
      }
    case .nonGlobs(let module), .globs(let module):
      var from = scope
      var isRestricted = true
      switch set {
      case .module: isRestricted = false
      case .moduleAndExternPrelude: break
      default: from.module = module
      }
      if case .nonGlobs = walk.place {
        return nonGlob(name, context, span, ns, in: module, from, finalize, ignoredDecl, ignoredImport)
      }
      return glob(name, context, span, ns, in: module, from, isRestricted, finalize, ignoredDecl, ignoredImport)
    case .macroUsePrelude:
      if let e = session.pointee.macroUsePrelude.find(NameKey(name, .root, .macro)) { return .found(e.pointee.nonGlob) }
      return .nothing(isDetermined: isExpanded, isFinal: false)
    case .stdPrelude:
      let prelude = session.pointee.prelude
      if prelude.isNone { return .determined }
      guard
        case .found(let decl) = resolve(
          name, context, span, .module(ns, prelude), scope, finalize: nil, ignoring: ignoredDecl, ignoredImport)
      else { return .determined }
      if walk.usesPrelude { return .found(decl) }
      if case .def(.macro, let def) = decls[decl.index].res, let info = world.macro(def), !info.builtin.isEmpty {
        return .found(decl)
      }
      return .determined
    case .builtinAttributes:
      return name.isBuiltinAttribute ? .found(world.t.pointee.builtins.attribute) : .determined
    case .externPreludeItems:
      if let e = session.pointee.externPrelude.find(NameKey(name, context, .type)), !e.pointee.nonGlob.isNone {
        return .found(e.pointee.nonGlob)
      }
      return .nothing(isDetermined: isExpanded, isFinal: false)
    case .externPreludeFlags:
      if let e = session.pointee.externPrelude.find(NameKey(name, context, .type)), !e.pointee.glob.isNone {
        return .found(e.pointee.glob)
      }
      return .determined
    case .toolPrelude:
      let builtins = world.t.pointee.builtins
      if builtins.isTool(name) || session.pointee.tools.find(NameKey(name, .root, .type)) != nil {
        return .found(builtins.tool)
      }
      return .determined
    case .builtinTypes:
      let decl = world.t.pointee.builtins.type(name)
      return decl.isNone ? .determined : .found(decl)
    }
  }

  // MARK: One module

  /// Items and single imports of `module`.
  private mutating func nonGlob(
    _ name: Name, _ context: SyntaxContext, _ span: Span, _ ns: Namespace, in module: ModuleID, _ scope: Scope,
    _ finalize: Finalize?, _ ignoredDecl: DeclID, _ ignoredImport: ImportID
  ) -> Outcome {
    let key = NameKey(name, context, ns)
    let m = modules + module.index
    guard let entry = m.pointee.names.find(key)?.pointee else {
      return .nothing(isDetermined: finalize != nil || m.pointee.pendingInvocations == 0, isFinal: false)
    }
    let me = Busy(module: module, key: key, isGlob: false)
    if !busy.isEmpty && busy.contains(me) { return .determined }
    let decl = entry.nonGlob == ignoredDecl ? .none : entry.nonGlob
    if let finalize { return check(Ident(name, span), decl, scope, finalize) }
    if !decl.isNone {
      return world.isAccessible(decls[decl.index].visibility, from: scope.module)
        ? .found(decl) : .nothing(isDetermined: true, isFinal: true)
    }
    if entry.singles != 0 {
      busy.append(me)
      let canDefine = singleImportCanDefine(entry, .none, ns, scope, ignoredDecl, ignoredImport)
      busy.removeLast()
      if canDefine { return .nothing(isDetermined: false, isFinal: true) }
    }
    return .nothing(isDetermined: m.pointee.pendingInvocations == 0, isFinal: false)
  }

  /// What glob imports bring into `module`, or may still bring.
  private mutating func glob(
    _ name: Name, _ context: SyntaxContext, _ span: Span, _ ns: Namespace, in module: ModuleID, _ scope: Scope,
    _ isRestricted: Bool, _ finalize: Finalize?, _ ignoredDecl: DeclID, _ ignoredImport: ImportID
  ) -> Outcome {
    let key = NameKey(name, context, ns)
    let m = modules + module.index
    if m.pointee.globs == 0 {
      return .nothing(isDetermined: finalize != nil || m.pointee.pendingInvocations == 0, isFinal: false)
    }
    let me = Busy(module: module, key: key, isGlob: true)
    if !busy.isEmpty && (busy.contains(me) || busy.count > 2000) { return .determined }
    let entry = m.pointee.names.find(key)?.pointee ?? NameEntry(key: key, span: span)
    let decl = entry.glob == ignoredDecl ? .none : entry.glob
    if let finalize { return check(Ident(name, span), decl, scope, finalize) }
    if entry.singles != 0 {
      busy.append(me)
      let canDefine = singleImportCanDefine(entry, decl, ns, scope, ignoredDecl, ignoredImport)
      busy.removeLast()
      if canDefine { return .nothing(isDetermined: false, isFinal: true) }
    }
    if !decl.isNone {
      guard ns == .macro || isRestricted || isDetermined(decl) else { return .nothing(isDetermined: false, isFinal: true) }
      return world.isAccessible(decls[decl.index].visibility, from: scope.module)
        ? .found(decl) : .nothing(isDetermined: true, isFinal: true)
    }
    if m.pointee.pendingInvocations != 0 { return .undetermined }
    if world.crates[Int(m.pointee.crate.rawValue)].isDone { return .determined }

    var link = m.pointee.globs
    while link != 0 {
      let l = world.t.pointee.importLinks[Int(link)]
      link = l.next
      if l.importID == ignoredImport { continue }
      let imported = world.imports.base + l.importID.index
      if imported.pointee.isPathFailed || !world.isAccessible(imported.pointee.visibility, from: scope.module) { continue }
      let target: ModuleID
      switch imported.pointee.root {
      case .module(let found): target = found
      case nil: return .undetermined
      default: continue
      }
      var context = context
      guard let mark = context.globAdjust(to: modules[target.index].expansion, imported.pointee.span.context) else { continue }
      var from = scope
      if let mark { from.module = definitionScope(of: mark) }
      busy.append(me)
      let outcome = resolve(
        name, context, span, .module(ns, target), from, finalize: nil, ignoring: ignoredDecl, ignoredImport)
      busy.removeLast()
      switch outcome {
      case .nothing(isDetermined: true, _): continue
      case .found(let d) where !world.isAccessible(decls[d.index].visibility, from: imported.pointee.scope.module): continue
      default: return .undetermined
      }
    }
    return .determined
  }

  /// Whether no macro call can still shadow what a glob import brought.
  private func isDetermined(_ decl: DeclID) -> Bool {
    var d = decl
    while true {
      let data = decls[d.index]
      if data.importID.isNone { return true }
      let i = world.imports[data.importID.index]
      if i.kind != .glob { return true }
      if modules[i.scope.module.index].pendingInvocations != 0 { return false }
      d = data.source
    }
  }

  private mutating func singleImportCanDefine(
    _ entry: NameEntry, _ found: DeclID, _ ns: Namespace, _ scope: Scope, _ ignoredDecl: DeclID, _ ignoredImport: ImportID
  ) -> Bool {
    let links = world.t.pointee.importLinks
    var link = entry.singles
    var isLast = link == 0
    while !isLast {
      link = links[Int(link)].next
      isLast = link == entry.singles
      let l = links[Int(link)]
      if l.importID == ignoredImport { continue }
      if !entry.nonGlob.isNone && decls[entry.nonGlob.index].importID == l.importID { continue }
      let i = world.imports[l.importID.index]
      if i.isPathFailed || !world.isAccessible(i.visibility, from: scope.module) { continue }
      if !ignoredDecl.isNone && decls[ignoredDecl.index].importID == l.importID { continue }
      guard let root = i.root else { return true }
      if i.source.name != i.target.name || i.source.key != i.target.key {
        if !i.hasAnyDecl { return true }
        if i.decl(ns).isNone && !found.isNone { return true }
      }
      switch resolve(i.source, ns, in: root, i.scope, finalize: nil, ignoring: ignoredDecl, ignoredImport) {
      case .nothing(isDetermined: true, _): continue
      case .found(let d) where !world.isAccessible(decls[d.index].visibility, from: i.scope.module): continue
      default: return true
      }
    }
    return false
  }

  /// The checking pass: privacy and ambiguity of what was found.
  private mutating func check(_ ident: Ident, _ decl: DeclID, _ scope: Scope, _ finalize: Finalize) -> Outcome {
    if decl.isNone { return .determined }
    let d = decls[decl.index]
    if !world.isAccessible(d.visibility, from: scope.module) {
      if !finalize.reportsPrivate { return .nothing(isDetermined: true, isFinal: true) }
      privacyErrors.append(PrivacyError(ident: ident, decl: decl, pathSpan: finalize.pathSpan))
    }
    recordUse(ident, decl)
    return .found(decl)
  }

  mutating func recordUse(_ ident: Ident, _ decl: DeclID) {
    var d = decl
    while !d.isNone {
      let data = decls[d.index]
      if !data.ambiguity.isNone && !data.isAmbiguityWarning {
        if data.res == .err || decls[data.ambiguity.index].res == .err { return }
        ambiguityErrors.append(AmbiguityError(kind: .globVsGlob, ident: ident, first: d, second: data.ambiguity))
        return
      }
      d = data.source
    }
  }

  /// The module that a macro was defined in, given one of its expansions.
  func definitionScope(of expansion: ExpansionID) -> ModuleID {
    let data = Hygiene[expansion]
    if data.macroDef != .max, let info = world.macro(DefID(rawValue: data.macroDef)) { return info.module }
    return session.pointee.root
  }

  // MARK: Relative to a module or root

  mutating func resolve(
    _ ident: Ident, _ ns: Namespace, in root: ModuleRoot, _ scope: Scope, finalize: Finalize?,
    ignoring ignoredDecl: DeclID = .none, _ ignoredImport: ImportID = .none
  ) -> Outcome {
    switch root {
    case .module(let module):
      if ns == .type {
        if ident.name == .selfValue { return .found(modules[module.index].selfDecl) }
        if ident.name == .super, let parent = superModule(ident, of: module, scope) {
          return .found(modules[parent.index].selfDecl)
        }
      }
      var context = ident.key
      var from = scope
      if let mark = context.adjust(to: modules[module.index].expansion) { from.module = definitionScope(of: mark) }
      return resolve(
        ident.name, context, ident.span, .module(ns, module), from, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
    case .moduleAndExternPrelude(let module):
      return resolve(
        ident, .moduleAndExternPrelude(ns, module), scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
    case .externPrelude:
      if ns != .type { return .determined }
      var context = ident.key
      _ = context.adjust(to: ExpansionID(rawValue: 0))
      return resolve(
        ident.name, context, ident.span, .externPrelude, scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
    case .currentScope:
      if ns == .type {
        switch ident.name {
        case .selfValue:
          var context = ident.key
          return .found(modules[selfModule(&context, scope.module).index].selfDecl)
        case .super:
          if let parent = superModule(ident, of: nil, scope) { return .found(modules[parent.index].selfDecl) }
        case .crate, .dollarCrate:
          return .found(modules[crateRoot(ident).index].selfDecl)
        case .pathRoot where isCrateRelative(ident):
          return .found(modules[crateRoot(ident).index].selfDecl)
        default: break
        }
      }
      return resolve(ident, .all(ns), scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
    }
  }

  func isCrateRelative(_ root: Ident) -> Bool {
    root.name == .pathRoot && Hygiene.edition(of: root.span.context) == .e2015 && session.pointee.edition == .e2015
  }

  func selfModule(_ context: inout SyntaxContext, _ module: ModuleID) -> ModuleID {
    var m = modules[module.index].nearestMod
    while modules[m.index].span.context.normalized != context {
      let parent = modules[m.index].parent
      if parent.isNone {
        if context.isRoot { return m }
        m = modules[definitionScope(of: context.removeMark()).index].nearestMod
      } else {
        m = modules[parent.index].nearestMod
      }
    }
    return m
  }

  func superModule(_ ident: Ident, of module: ModuleID?, _ scope: Scope) -> ModuleID? {
    var context = ident.key
    let m = module ?? selfModule(&context, scope.module)
    let parent = modules[m.index].parent
    return parent.isNone ? nil : selfModule(&context, parent)
  }

  /// What `crate`, `$crate` or a leading `::` of 2015 stands for.
  func crateRoot(_ ident: Ident) -> ModuleID {
    var mark: ExpansionID? = nil
    if ident.name == .dollarCrate {
      var c = ident.span.context
      if !c.isRoot { c = Hygiene.data(c).opaqueAndSemiOpaque }
      // Marks from the oldest: opaque ones first, then semi-opaque ones; the last of them.
      var marks: [(ExpansionID, Transparency)] = []
      while !c.isRoot {
        let data = Hygiene.data(c)
        marks.append((data.outerExpansion, data.outerTransparency))
        c = data.parent
      }
      // `marks` is newest first, the order in which rustc walks them.
      var i = 0
      while i < marks.count, marks[i].1 == .opaque {
        mark = marks[i].0
        i += 1
      }
      while i < marks.count, marks[i].1 == .semiOpaque {
        mark = marks[i].0
        i += 1
      }
    } else {
      var c = ident.key
      mark = c.adjust(to: ExpansionID(rawValue: 0))
    }
    guard let mark else {
      // `$crate` that no expansion marks: written in the macro's own crate.
      if ident.span.context.isRoot, ident.span.context.rawValue < UInt32(world.crates.count) {
        return world.crates[Int(ident.span.context.rawValue)].root
      }
      return session.pointee.root
    }
    let data = Hygiene[mark]
    if data.macroDef == .max { return session.pointee.root }
    return world.crates[Int(DefID(rawValue: data.macroDef).crate.rawValue)].root
  }
}

extension Name {
  /// Words that only a path's own rules may give a meaning.
  var isPathSegmentKeyword: Bool {
    switch self {
    case .super, .selfValue, .selfType, .crate, .pathRoot, .dollarCrate: true
    default: false
    }
  }
}
