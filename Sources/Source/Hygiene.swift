// Hygiene: which expansion a token came from, and what its names can see from there.
import Parallel
import Support

/// One macro expansion (or crate root). Arrival order: see `SyntaxContext`.
public struct ExpansionID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public var isRoot: Bool { rawValue < SyntaxContext.crateLimit }
}

/// How much a mark hides. Rust Reference, "Hygiene"; rustc's words.
public enum Transparency: UInt8, Sendable, BitwiseCopyable {
  /// Names resolve at the call site (`$crate` excepted); nothing is hidden.
  case transparent
  /// `macro_rules!`: locals, labels and `$crate` resolve at the definition, everything else at the call.
  case semiOpaque
  /// `macro`: everything resolves at the definition.
  case opaque
}

/// What one expansion was. 64 bytes or less; never changes after it was added.
public struct Expansion: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case root, bang, attribute, derive, desugaring }
  public var kind: Kind
  public var edition: Edition
  /// `#[allow_internal_unstable]`, `#[allow_internal_unsafe]`.
  public var allowsInternalUnstable: Bool
  public var allowsInternalUnsafe: Bool
  /// The macro is built in, or one that everybody knows (`rustc_diagnostic_item`): messages do not name it.
  public var hidesBacktrace: Bool
  /// `#[allow_internal_unstable(edition_panic)]`: which `panic!` is meant within is decided by the caller's edition.
  public var allowsEditionPanic: Bool
  /// The macro's name, or the desugaring's.
  public var macroName: Name
  /// The macro's `DefID` as a raw value (`UInt32.max` for none): what `$crate` and def-site names resolve in.
  public var macroDef: UInt32
  /// Number of the crate that defines the macro.
  public var macroCrate: UInt32
  /// The call, in its own context: following `callSite.context` leads out to the root.
  public var callSite: Span
  public var defSite: Span
  /// The module the macro was called in/defined in, as raw `ModuleID`s of `Resolve`; `UInt32.max` unknown.
  public var parentModule: UInt32
  public var parent: ExpansionID

  public init(
    kind: Kind, edition: Edition, macroName: Name, macroDef: UInt32, macroCrate: UInt32, callSite: Span, defSite: Span,
    parent: ExpansionID, parentModule: UInt32 = .max, allowsInternalUnstable: Bool = false, allowsInternalUnsafe: Bool = false,
    hidesBacktrace: Bool = false, allowsEditionPanic: Bool = false
  ) {
    self.kind = kind
    self.edition = edition
    self.macroName = macroName
    self.macroDef = macroDef
    self.macroCrate = macroCrate
    self.callSite = callSite
    self.defSite = defSite
    self.parent = parent
    self.parentModule = parentModule
    self.allowsInternalUnstable = allowsInternalUnstable
    self.allowsInternalUnsafe = allowsInternalUnsafe
    self.hidesBacktrace = hidesBacktrace
    self.allowsEditionPanic = allowsEditionPanic
  }
}

/// What one context is: a chain of (expansion, transparency) marks, newest first.
public struct ContextData: Sendable, BitwiseCopyable {
  public var outerExpansion: ExpansionID
  public var outerTransparency: Transparency
  public var parent: SyntaxContext
  /// This context with all transparent and semi-opaque marks left out: for resolving items ("macros 2.0" hygiene).
  public var opaque: SyntaxContext
  /// This context with all transparent marks left out: for locals and labels.
  public var opaqueAndSemiOpaque: SyntaxContext
}

/// All expansions and contexts of the process. SHARED: entries are appended with an atomic counter into reserved address space,
/// filled by the one who got the number before anybody else sees it, and never change.
public enum Hygiene {
  static var expansions: StaticTable<Expansion> { StaticTable(.expansions) }
  static var contexts: StaticTable<ContextData> { StaticTable(.syntaxContexts) }

  /// Adds an expansion.
  public static func add(_ expansion: Expansion) -> ExpansionID {
    // The first numbers are those of the crate roots.
    let n = expansions.reserve(1) + Int(SyntaxContext.crateLimit)
    expansions[n] = expansion
    return ExpansionID(rawValue: UInt32(n))
  }

  /// Says which edition crate number `crate` is written in: its root context and expansion.
  public static func setRoot(crate: Int, edition: Edition) { expansions[crate].edition = edition }

  @inlinable public static subscript(id: ExpansionID) -> Expansion { expansion(id) }
  public static func expansion(_ id: ExpansionID) -> Expansion {
    var found = expansions[Int(id.rawValue)]
    if id.isRoot {
      // Of a root's entry only the edition is ever written.
      found = Expansion(
        kind: .root, edition: found.edition, macroName: .empty, macroDef: .max, macroCrate: id.rawValue, callSite: .none,
        defSite: .none, parent: id)
    }
    return found
  }
  public static func data(_ context: SyntaxContext) -> ContextData {
    if context.isRoot {
      return ContextData(
        outerExpansion: ExpansionID(rawValue: context.rawValue), outerTransparency: .opaque, parent: context, opaque: context,
        opaqueAndSemiOpaque: context)
    }
    return contexts[Int(context.rawValue)]
  }

  /// The edition that the code in `context` is written in.
  public static func edition(of context: SyntaxContext) -> Edition {
    expansion(data(context).outerExpansion).edition
  }

  /// `span` followed out of all expansions: the place in code as written that it stands for (panic locations, `line!()`).
  public static func callSiteAtRoot(_ span: Span) -> Span {
    var span = span
    while !span.context.isRoot { span = expansion(data(span.context).outerExpansion).callSite }
    return span
  }

  fileprivate static func addContext(_ make: (SyntaxContext) -> ContextData) -> SyntaxContext {
    let context = SyntaxContext(rawValue: UInt32(contexts.reserve(1)) + SyntaxContext.crateLimit)
    contexts[Int(context.rawValue)] = make(context)
    return context
  }
}

/// Marks the tokens that one expansion makes. Sharing: none: since an expansion is performed once, by one worker, equal inputs
/// need to give equal contexts only within one `Marker`, so no shared table is searched.
public struct Marker {
  let expansion: ExpansionID
  private var made: [Key: SyntaxContext] = [:]
  private struct Key: Hashable {
    var context: SyntaxContext
    var expansion: ExpansionID
    var transparency: Transparency
  }

  public init(_ expansion: ExpansionID) { self.expansion = expansion }

  /// `context` with the mark of this expansion added, of the given transparency.
  ///
  /// A `macro_rules` macro that is itself made by a `macro` keeps that one's opacity: the call site's context without opaque
  /// marks is put under tokens from the definition (as in rustc's `apply_mark`).
  public mutating func mark(_ context: SyntaxContext, _ transparency: Transparency) -> SyntaxContext {
    if transparency == .opaque { return plainMark(context, transparency) }
    let callContext = Hygiene.expansion(expansion).callSite.context
    var under = transparency == .semiOpaque ? Hygiene.data(callContext).opaque : Hygiene.data(callContext).opaqueAndSemiOpaque
    if under.isRoot { return plainMark(context, transparency) }
    // The marks of `context` are put on top of the call site's, oldest first, then our own.
    var chain: [(ExpansionID, Transparency)] = []
    var c = context
    while !c.isRoot {
      let d = Hygiene.data(c)
      chain.append((d.outerExpansion, d.outerTransparency))
      c = d.parent
    }
    for (e, t) in chain.reversed() { under = mark(under, e, t) }
    return plainMark(under, transparency)
  }

  private mutating func plainMark(_ context: SyntaxContext, _ transparency: Transparency) -> SyntaxContext {
    mark(context, expansion, transparency)
  }

  private mutating func mark(
    _ context: SyntaxContext, _ expansion: ExpansionID, _ transparency: Transparency
  ) -> SyntaxContext {
    let key = Key(context: context, expansion: expansion, transparency: transparency)
    if let found = made[key] { return found }
    let d = Hygiene.data(context)
    var opaque: SyntaxContext? = d.opaque
    var semi: SyntaxContext? = d.opaqueAndSemiOpaque
    if transparency == .opaque { opaque = d.opaque == context ? nil : mark(d.opaque, expansion, transparency) }
    if transparency != .transparent {
      semi = d.opaqueAndSemiOpaque == context ? nil : mark(d.opaqueAndSemiOpaque, expansion, transparency)
    }
    let result = Hygiene.addContext { me in
      ContextData(
        outerExpansion: expansion, outerTransparency: transparency, parent: context, opaque: opaque ?? me,
        opaqueAndSemiOpaque: semi ?? me)
    }
    made[key] = result
    return result
  }
}
