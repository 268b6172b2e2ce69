// Modules: everything that maps names to declarations.
import Defs
import Parallel
import Source
import Support
import Syntax

/// Number of a module: one table for all crates. Item level in assigned order, bodies in arrival order.
public struct ModuleID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable init(_ n: Int) { rawValue = UInt32(truncatingIfNeeded: n) }
  @inlinable public static var none: ModuleID { ModuleID(rawValue: .max) }
  @inlinable public var isNone: Bool { rawValue == .max }
  @inlinable public var some: ModuleID? { isNone ? nil : self }
  @inlinable var index: Int { Int(rawValue) }
}

/// A place where names are defined: crate root, `mod`, enum, trait, or a block that has items.
public struct Module: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case mod, `enum`, trait, block }
  public var kind: Kind
  public var noImplicitPrelude = false
  public var crate: CrateID
  /// `.none` for blocks.
  public var def: DefID
  /// `.none` for crate roots. The module around it, which may be a block.
  public var parent: ModuleID
  /// The nearest `mod` or root: itself, or an ancestor. What private means here.
  public var nearestMod: ModuleID
  /// The expansion that made it, for hygiene.
  public var expansion: ExpansionID
  public var span: Span
  public var names = NameMap()
  /// Glob imports in this module, as a chain of `ImportLink`s (newest first), and the imports of other modules that glob this one.
  var globs: UInt32 = 0
  var globImporters: UInt32 = 0
  /// Macro calls in it that are not expanded yet.
  var pendingInvocations: Int32 = 0
  /// Its file could not be read: names missing in it have had their message.
  var isBroken = false
  /// The declaration that `self` means.
  var selfDecl = DeclID.none
  var underscores: UInt32 = 0

  init(kind: Kind, crate: CrateID, def: DefID, parent: ModuleID, nearestMod: ModuleID, expansion: ExpansionID, span: Span) {
    self.kind = kind
    self.crate = crate
    self.def = def
    self.parent = parent
    self.nearestMod = nearestMod
    self.expansion = expansion
    self.span = span
  }
}

/// Where code stands, as far as names go: rustc's `ParentScope`. Ribs are the lowerer's.
public struct Scope: Hashable, Sendable, BitwiseCopyable {
  public var module: ModuleID
  /// The textual scope of `macro_rules!`.
  public var macros: MacroScopeID
  /// The innermost expansion that made the code.
  public var expansion: ExpansionID
  public init(module: ModuleID, macros: MacroScopeID, expansion: ExpansionID) {
    self.module = module
    self.macros = macros
    self.expansion = expansion
  }
}

/// A step of a textual macro scope; 0 is the empty scope.
public struct MacroScopeID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable init(_ n: Int) { rawValue = UInt32(truncatingIfNeeded: n) }
  @inlinable public static var empty: MacroScopeID { MacroScopeID(rawValue: 0) }
  @inlinable var index: Int { Int(rawValue) }
}

struct MacroScope: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable, BitwiseCopyable { case empty, definition, invocation, alias }
  var kind: Kind
  /// What is in scope before it; for `alias`, the scope it stands for.
  var parent: MacroScopeID
  /// `definition`: what is defined.
  var name = Name.empty
  var context = SyntaxContext.root
  var decl = DeclID.none
}

/// What a name is defined as in one namespace of one module, or an import of such.
public struct Decl: Sendable, BitwiseCopyable {
  public var res: Res
  public var visibility: DefVisibility
  public var span: Span
  public var expansion: ExpansionID
  /// The module it is defined in; `.none` for built-in names.
  public var module: ModuleID
  /// `.none` for definitions.
  public var importID: ImportID
  /// What an import imports: the next declaration on the way to the definition.
  public var source: DeclID
  /// Another glob import of the same name that means something else.
  public var ambiguity = DeclID.none
  /// Of the same kind, but accepted by rustc with a warning.
  var isAmbiguityWarning = false
}

public struct DeclID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable init(_ n: Int) { rawValue = UInt32(truncatingIfNeeded: n) }
  /// Number 0 is never given out.
  @inlinable public static var none: DeclID { DeclID(rawValue: 0) }
  @inlinable public var isNone: Bool { rawValue == 0 }
  @inlinable public var some: DeclID? { isNone ? nil : self }
  @inlinable var index: Int { Int(rawValue) }
}

public struct ImportID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable init(_ n: Int) { rawValue = UInt32(truncatingIfNeeded: n) }
  /// Number 0 is never given out.
  @inlinable public static var none: ImportID { ImportID(rawValue: 0) }
  @inlinable public var isNone: Bool { rawValue == 0 }
  @inlinable var index: Int { Int(rawValue) }
}

/// A chain of imports. Number 0 ends a chain.
struct ImportLink: Sendable, BitwiseCopyable {
  var importID: ImportID
  var next: UInt32
}

/// The start of a path: what `a` of `a::b` is looked up in. rustc's `ModuleOrUniformRoot`.
public enum ModuleRoot: Hashable, Sendable, BitwiseCopyable {
  case module(ModuleID)
  /// `::a` written in 2015 code that a later edition expands.
  case moduleAndExternPrelude(ModuleID)
  /// `::a`, 2018 and later.
  case externPrelude
  /// `use a;`
  case currentScope
}

/// One leaf of a `use`, or what acts like one.
public struct Import: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable, BitwiseCopyable { case single, glob, externCrate, macroUse, macroExport }
  enum Slot: Sendable, BitwiseCopyable { case pending, none, decl(DeclID) }
  var kind: Kind
  /// `…::{self}`: the type namespace only.
  var isTypeOnly = false
  var isNested = false
  var scope: Scope
  /// The path before the last segment (all of it for globs), in `WorldTables.idents`.
  var path: Range32
  var source: Ident
  var target: Ident
  var visibility: DefVisibility
  /// Of this leaf, and of the whole tree after `use`.
  var span: Span
  var rootSpan: Span
  /// The `use` or `extern crate` item.
  var item: DefID
  /// Nil before the path is resolved.
  var root: ModuleRoot?
  /// By namespace: type, value, macro.
  var slots: (Slot, Slot, Slot) = (.pending, .pending, .pending)
  var isPathFailed = false

  subscript(ns: Namespace) -> Slot {
    get {
      switch ns {
      case .type: slots.0
      case .value: slots.1
      case .macro: slots.2
      }
    }
    set {
      switch ns {
      case .type: slots.0 = newValue
      case .value: slots.1 = newValue
      case .macro: slots.2 = newValue
      }
    }
  }
  func decl(_ ns: Namespace) -> DeclID { if case .decl(let d) = self[ns] { d } else { .none } }
  var hasAnyDecl: Bool { !decl(.type).isNone || !decl(.value).isNone || !decl(.macro).isNone }
}
