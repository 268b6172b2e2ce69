// The frozen result: all crates' names, by number.
import Defs
import Expand
import Parallel
import Source
import Support
import Syntax

/// What is known of a definition besides `Def`. All zero means nothing.
struct DefInfo: Sendable, BitwiseCopyable {
  /// `ModuleID` + 1.
  var module: UInt32
  /// Number in `WorldTables.macros` + 1.
  var macro: UInt32
  /// `DefID` + 1.
  var ctor: UInt32
  /// Whether `scope` is set.
  var hasScope: Bool
  var scope: Scope
  /// Fields, variants, associated or foreign items: in `WorldTables.defLists`.
  var members: Range32
  var generics: Range32
  var attributes: Range32
}

/// A crate as names see it.
public struct CrateInfo: Sendable, BitwiseCopyable {
  public var id: CrateID
  public var name: Name
  public var edition: Edition
  public var root: ModuleID
  /// The module whose names everything sees (`core::prelude::rust_2024`); `.none` without.
  public var prelude: ModuleID
  /// Crates that paths may start with: `nonGlob` is an `extern crate` item's declaration, `glob` that of a dependency.
  var externPrelude = NameMap()
  /// Macros that `#[macro_use] extern crate` brought.
  var macroUsePrelude = NameMap()
  /// Registered tools besides the built-in ones.
  var tools = NameMap()
  /// Features that `#![feature(…)]` turned on.
  var features = NameMap()
  var isDone = false
  /// Whether any macro call among the items and eager bodies had a meaning.
  public var hasExpanded = false
  public var recursionLimit: Int = 128
  /// Item-level definitions with a scope of their own, in order; bodies; impls.
  public var items = Range32.empty
  public var bodyOwners = Range32.empty
  public var impls = Range32.empty
  /// Lang items: `nonGlob` as a raw `DefID` + 1.
  var langItems = NameMap()
}

/// The tables behind a `World`. See `Table` for who may write when.
struct WorldTables: @unchecked Sendable {
  // SAFETY: the pointer is to memory that lives as long as the process; see `Table`.
  let modules = Table<Module>(capacity: 1 << 22)
  let decls = Table<Decl>(capacity: 1 << 24)
  let imports = Table<Import>(capacity: 1 << 23)
  let importLinks = Table<ImportLink>(capacity: 1 << 25)
  let idents = Table<Ident>(capacity: 1 << 24)
  let importable = OnceSlot<ImportableNames>(name: "importable names")
  let macroScopes = Table<MacroScope>(capacity: 1 << 22)
  let macros = Table<MacroInfo>(capacity: 1 << 20)
  let attributes = Table<AttributeRef>(capacity: 1 << 24)
  let defLists = Table<DefID>(capacity: 1 << 25)
  let crates = Table<CrateInfo>(capacity: 2048)
  /// By crate; made by `reserveCrates`.
  let infos = UnsafeMutablePointer<Table<DefInfo>?>.allocate(capacity: 2048)
  let builtins: Builtins
  let inputs = CrateInputs()
  let dependencies = Dependencies()

  init() {
    infos.initialize(repeating: nil, count: 2048)
    decls.append(
      Decl(
        res: .err, visibility: .public, span: .none, expansion: ExpansionID(rawValue: 0), module: .none, importID: .none,
        source: .none))
    imports.append(
      Import(
        kind: .macroExport, scope: Scope(module: .none, macros: .empty, expansion: ExpansionID(rawValue: 0)), path: .empty,
        source: .none, target: .none, visibility: .public, span: .none, rootSpan: .none, item: .none))
    importLinks.append(ImportLink(importID: .none, next: 0))
    macroScopes.append(MacroScope(kind: .empty, parent: .empty))
    builtins = Builtins(decls)
  }
}

/// What crates were made from, and what was made of them ahead of time. SHARED: written before the crate's bodies are looked at.
final class CrateInputs: @unchecked Sendable {
  // SAFETY: see above.
  var inputs: [CrateID: CrateInput] = [:]
  var eager: [CrateID: EagerBlocks] = [:]
  var scans: [CrateID: BodyScan] = [:]
}

/// All crates of the compilation, resolved. One word to pass around. Sharing: frozen once `resolveCrate` has returned, but for what
/// bodies add for themselves.
public struct World: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the tables are made once and never freed; see `Table`.
  let t: UnsafePointer<WorldTables>

  /// A world without crates.
  public init() {
    let place = UnsafeMutablePointer<WorldTables>.allocate(capacity: 1)
    place.initialize(to: WorldTables())
    t = UnsafePointer(place)
  }

  // MARK: Tables

  @inline(__always) var modules: Table<Module> { t.pointee.modules }
  @inline(__always) var decls: Table<Decl> { t.pointee.decls }
  @inline(__always) var imports: Table<Import> { t.pointee.imports }
  @inline(__always) var crates: Table<CrateInfo> { t.pointee.crates }
  @inline(__always) func infos(_ def: DefID) -> UnsafeMutablePointer<DefInfo> {
    t.pointee.infos[Int(def.crate.rawValue)].unsafelyUnwrapped.base + def.index
  }

  /// What the crate being compiled read.
  public var dependencies: Dependencies { t.pointee.dependencies }

  func input(of crate: CrateID) -> CrateInput { t.pointee.inputs.inputs[crate]! }
  func eager(of crate: CrateID) -> EagerBlocks? { t.pointee.inputs.eager[crate] }

  public subscript(id: ModuleID) -> Module { modules[id.index] }
  public subscript(id: DeclID) -> Decl { decls[id.index] }

  // MARK: Crates and definitions

  public var crateCount: Int { crates.count }
  public func crate(_ id: CrateID) -> CrateInfo { crates[Int(id.rawValue)] }
  /// Item-level definitions in order: items, associated items, foreign items. Not fields, params and the like.
  public func items(in crate: CrateID) -> UnsafeBufferPointer<DefID> { t.pointee.defLists[self.crate(crate).items] }
  /// Functions with a body, constants, statics.
  public func bodyOwners(in crate: CrateID) -> UnsafeBufferPointer<DefID> { t.pointee.defLists[self.crate(crate).bodyOwners] }
  /// Inherent and trait impls, those in bodies included.
  public func impls(in crate: CrateID) -> UnsafeBufferPointer<DefID> { t.pointee.defLists[self.crate(crate).impls] }

  /// The definition marked `#[lang = "name"]` (or `#[panic_handler]` and the like, by the lang item's name).
  public func langItem(_ name: Name) -> DefID? {
    for i in 0..<crates.count {
      if let found = langItem(name, in: CrateID(rawValue: UInt16(i))) { return found }
    }
    return nil
  }
  public func langItem(_ name: Name, in crate: CrateID) -> DefID? {
    guard let e = crates[Int(crate.rawValue)].langItems.find(NameKey(name, .root, .type)) else { return nil }
    return DefID(rawValue: e.pointee.nonGlob.rawValue &- 1)
  }

  /// All lang items of one crate, in source order.
  public func langItems(in crate: CrateID) -> [DefID] {
    crates[Int(crate.rawValue)].langItems.all.map { DefID(rawValue: $0.nonGlob.rawValue &- 1) }
  }

  /// Where the signature and body of `def` look names up.
  public func scope(of def: DefID) -> Scope {
    var d = def
    while !infos(d).pointee.hasScope {
      let parent = Defs[d].parent
      if parent.isNone { return Scope(module: crate(def.crate).root, macros: .empty, expansion: ExpansionID(rawValue: 0)) }
      d = parent
    }
    return infos(d).pointee.scope
  }
  /// `def` as a namespace: crate root, mod, enum, trait.
  public func module(of def: DefID) -> ModuleID? {
    let raw = infos(def).pointee.module
    return raw == 0 ? nil : ModuleID(rawValue: raw - 1)
  }
  func members(of def: DefID) -> UnsafeBufferPointer<DefID> { t.pointee.defLists[infos(def).pointee.members] }
  /// Items of a trait or impl, after macro expansion.
  public func assocItems(of def: DefID) -> UnsafeBufferPointer<DefID> { members(of: def) }
  /// Fields of a struct, union or variant.
  public func fields(of def: DefID) -> UnsafeBufferPointer<DefID> { members(of: def) }
  public func variants(of def: DefID) -> UnsafeBufferPointer<DefID> { members(of: def) }
  public func foreignItems(of def: DefID) -> UnsafeBufferPointer<DefID> { members(of: def) }
  public func genericParams(of def: DefID) -> UnsafeBufferPointer<DefID> { t.pointee.defLists[infos(def).pointee.generics] }
  /// The constructor of a tuple or unit struct or variant.
  public func ctor(of def: DefID) -> DefID? {
    let raw = infos(def).pointee.ctor
    return raw == 0 ? nil : DefID(rawValue: raw - 1)
  }
  /// Attributes after `cfg` and `cfg_attr`, doc comments included.
  public func attributes(of def: DefID) -> UnsafeBufferPointer<AttributeRef> { t.pointee.attributes[infos(def).pointee.attributes] }
  /// The first attribute with the one-segment path `name`.
  public func attribute(_ name: Name, of def: DefID) -> AttributeRef? { attributes(of: def).first { $0.name == name } }
  public func macro(_ def: DefID) -> MacroInfo? {
    let raw = infos(def).pointee.macro
    return raw == 0 ? nil : t.pointee.macros[Int(raw - 1)]
  }

  // MARK: Visibility

  /// Whether code in `module` may use what has this visibility.
  public func isAccessible(_ visibility: DefVisibility, from module: ModuleID) -> Bool {
    switch visibility {
    case .public: return true
    case .restricted(let def):
      // A module of another crate is never inside of this one.
      if module.isNone { return false }
      var m = modules[module.index].nearestMod
      while true {
        let data = modules.base + m.index
        if data.pointee.def == def { return true }
        if data.pointee.parent.isNone { return false }
        m = modules[data.pointee.parent.index].nearestMod
      }
    }
  }

  /// Whether everybody who sees `b` sees `a` too.
  func isAtLeast(_ a: DefVisibility, _ b: DefVisibility) -> Bool {
    switch (a, b) {
    case (.public, _): return true
    case (_, .public): return false
    case (.restricted(let da), .restricted(let db)):
      if da == db { return true }
      guard let m = module(of: db) else { return false }
      return isAccessible(.restricted(da), from: m)
    }
  }
}
