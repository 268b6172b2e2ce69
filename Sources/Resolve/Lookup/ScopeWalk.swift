// The order in which scopes are searched (rustc's `visit_scopes`).
import Defs
import Parallel
import Source
import Support
import Syntax

/// One walk outward over the scopes that a name can be found in.
///
/// Types: modules and their hygienic parents, crates, tools, the standard prelude, built-in types. Values: modules, prelude. Macros:
/// textual scopes, modules, `#[macro_use]` prelude, standard prelude, built-in attributes.
struct ScopeWalk {
  enum Place: Equatable {
    case macroRules(MacroScopeID)
    case nonGlobs(ModuleID)
    case globs(ModuleID)
    case macroUsePrelude, stdPrelude, builtinAttributes
    case externPreludeItems, externPreludeFlags, toolPrelude, builtinTypes
    case end
  }
  private(set) var place: Place
  private(set) var context: SyntaxContext
  private(set) var usesPrelude: Bool
  var isEdition2015 = false
  private let start: ModuleID
  private let isModuleOnly: Bool
  private let isWithExternPrelude: Bool
  private let isExternPreludeOnly: Bool

  init(set: ScopeSet, scope: Scope, context: SyntaxContext, lookup: inout Lookup) {
    self.context = context
    var isModuleOnly = false
    var isWithExternPrelude = false
    var isExternPreludeOnly = false
    switch set {
    case .module(_, let m):
      start = m
      isModuleOnly = true
      place = .nonGlobs(m)
    case .moduleAndExternPrelude(_, let m):
      start = m
      isWithExternPrelude = true
      place = .nonGlobs(m)
    case .externPrelude:
      start = lookup.nearestItemScope(scope.module)
      isExternPreludeOnly = true
      place = .externPreludeItems
    case .all(.macro), .macro:
      start = lookup.nearestItemScope(scope.module)
      place = .macroRules(scope.macros)
    case .all:
      start = lookup.nearestItemScope(scope.module)
      place = .nonGlobs(start)
    }
    self.isModuleOnly = isModuleOnly
    self.isWithExternPrelude = isWithExternPrelude
    self.isExternPreludeOnly = isExternPreludeOnly
    usesPrelude = !lookup.modules[start.index].noImplicitPrelude
    skipAliases(&lookup)
  }

  func isVisible(_ lookup: inout Lookup, _ ns: Namespace) -> Bool {
    switch place {
    case .macroRules, .nonGlobs, .globs, .builtinAttributes, .builtinTypes: true
    case .macroUsePrelude: usesPrelude || isEdition2015
    case .externPreludeItems, .externPreludeFlags: usesPrelude || isWithExternPrelude || isExternPreludeOnly
    case .toolPrelude: usesPrelude
    case .stdPrelude: usesPrelude || ns == .macro
    case .end: false
    }
  }

  mutating func advance(_ lookup: inout Lookup, _ ns: Namespace) {
    switch place {
    case .macroRules(let id):
      let s = lookup.world.t.pointee.macroScopes[id.index]
      place = s.kind == .empty ? .nonGlobs(start) : .macroRules(s.parent)
      skipAliases(&lookup)
    case .nonGlobs(let m): place = .globs(m)
    case .globs(let m):
      if isModuleOnly {
        place = .end
      } else if isWithExternPrelude {
        _ = context.adjust(to: ExpansionID(rawValue: 0))
        place = ns == .type ? .externPreludeItems : .end
      } else {
        usesPrelude = !lookup.modules[m.index].noImplicitPrelude
        if let parent = lexicalParent(&lookup, m) {
          place = .nonGlobs(parent)
        } else {
          _ = context.adjust(to: ExpansionID(rawValue: 0))
          place =
            switch ns {
            case .type: .externPreludeItems
            case .value: .stdPrelude
            case .macro: .macroUsePrelude
            }
        }
      }
    case .macroUsePrelude: place = .stdPrelude
    case .externPreludeItems: place = .externPreludeFlags
    case .externPreludeFlags: place = isWithExternPrelude || isExternPreludeOnly ? .end : .toolPrelude
    case .toolPrelude: place = .stdPrelude
    case .stdPrelude:
      place =
        switch ns {
        case .type: .builtinTypes
        case .value: .end
        case .macro: .builtinAttributes
        }
    case .builtinTypes, .builtinAttributes, .end: place = .end
    }
  }

  /// The module to go on with: around a block, or where the macro that made the name is defined.
  private mutating func lexicalParent(_ lookup: inout Lookup, _ module: ModuleID) -> ModuleID? {
    let m = lookup.modules + module.index
    if !context.isRoot, !m.pointee.expansion.isInside(context.outerExpansion) {
      return lookup.nearestItemScope(lookup.definitionScope(of: context.removeMark()))
    }
    return m.pointee.kind == .block ? lookup.nearestItemScope(m.pointee.parent) : nil
  }

  /// Macro calls that have been expanded stand for what they made.
  private mutating func skipAliases(_ lookup: inout Lookup) {
    guard case .macroRules(var id) = place else { return }
    while lookup.world.t.pointee.macroScopes[id.index].kind == .alias {
      id = lookup.world.t.pointee.macroScopes[id.index].parent
    }
    place = .macroRules(id)
  }
}

extension Lookup {
  /// Whether `outer`, found after `inner`, makes the name ambiguous: notes the error if so.
  mutating func isAmbiguous(
    _ ident: Ident, _ set: ScopeSet, _ scope: Scope, inner: DeclID, innerPlace: ScopeWalk.Place, outer: DeclID,
    outerPlace: ScopeWalk.Place, _ finalize: Finalize, _ seenNonGlobs: [ModuleID]
  ) -> Bool {
    let a = decls[inner.index]
    let b = decls[outer.index]
    if a.res == b.res { return false }
    if a.res == .err || b.res == .err { return false }
    var isModuleOnly = false
    if case .module = set { isModuleOnly = true }
    var kind: AmbiguityError.Kind? = nil
    if a.res == .nonMacroAttr || b.res == .nonMacroAttr {
      kind = .builtinAttribute
    } else if case .macroRules = innerPlace, outerPlace.module != nil, !isPreferred(inner, outer) {
      kind = .macroRulesVsModularized
    } else if isGlobImport(inner) {
      kind = .globVsOuter
    } else if !isModuleOnly && !b.expansion.isInside(a.expansion) && !scope.expansion.isInside(a.expansion) {
      kind = .moreExpandedVsOuter
    } else if !a.expansion.isRoot, !isModuleOnly || set.namespace == .macro, case .globs(let m1) = outerPlace,
      case .nonGlobs(let m2) = innerPlace, m1 == m2
    {
      kind = .globVsExpanded
    }
    guard let kind else { return false }
    // A name that an item of the same module hides is no candidate of its globs.
    if case .globs(let m) = outerPlace, seenNonGlobs.contains(m), case .nonGlobs(m) = innerPlace {} else if case .globs(let m) = outerPlace,
      seenNonGlobs.contains(m)
    {
      return false
    }
    // `panic!` of core and of std mean the same to those who cannot tell.
    if ident.name == .panic, outerPlace == .stdPrelude { return false }
    ambiguityErrors.append(AmbiguityError(kind: kind, ident: ident, first: inner, second: outer))
    return true
  }

  func isGlobImport(_ decl: DeclID) -> Bool {
    let id = decls[decl.index].importID
    return !id.isNone && world.imports[id.index].kind == .glob
  }

  /// A `macro_rules` inside of the module whose macro it competes with wins, as `let` would.
  private func isPreferred(_ macroRules: DeclID, _ modularized: DeclID) -> Bool {
    let inner = decls[macroRules.index].module
    let outer = decls[modularized.index].module
    if inner.isNone || outer.isNone { return false }
    guard modules[inner.index].nearestMod == modules[outer.index].nearestMod else { return false }
    var m = inner
    while true {
      if m == outer { return true }
      let parent = modules[m.index].parent
      if parent.isNone { return false }
      m = parent
    }
  }
}

extension ScopeWalk.Place {
  var module: ModuleID? {
    switch self {
    case .nonGlobs(let m), .globs(let m): m
    default: nil
    }
  }
}
