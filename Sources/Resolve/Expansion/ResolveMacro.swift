// Which macro a call means.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

enum MacroOutcome {
  case res(Res)
  case undetermined
  case notFound
}

/// A macro path that was looked up, to be checked when all names are known.
struct MacroUse: Sendable {
  var path: [Ident]
  var kind: MacroKind
  var scope: Scope
  var span: Span
  /// Nil: not found.
  var res: Res?
}

extension Lookup {
  mutating func resolveMacro(_ path: [Ident], _ kind: MacroKind, _ scope: Scope, force: Bool) -> MacroOutcome {
    var path = path
    if kind == .bang && path.count == 1 && hasLocalInnerMacros(path[0]) { path.insert(Ident(.dollarCrate, path[0].span), at: 0) }
    if path.count > 1 {
      switch resolvePath(path, .macro, scope, finalize: nil) {
      case .resolved(let res, unresolved: 0): return .res(res)
      case .undetermined where !force: return .undetermined
      default: return .notFound
      }
    }
    guard let ident = path.first else { return .notFound }
    switch resolve(ident, .macro(kind), scope, finalize: nil) {
    case .found(let decl): return .res(decls[decl.index].res)
    case .nothing(isDetermined: false, _) where !force: return .undetermined
    case .nothing: return .notFound
    }
  }

  func hasLocalInnerMacros(_ ident: Ident) -> Bool {
    if ident.span.context.isRoot { return false }
    let data = Hygiene[ident.span.context.outerExpansion]
    guard data.macroDef != .max, let info = world.macro(DefID(rawValue: data.macroDef)) else { return false }
    return info.hasLocalInnerMacros
  }
}

extension World {
  /// A new expansion of `info`, called at `span` from `scope`.
  func addExpansion(of info: MacroInfo, _ kind: Expansion.Kind, at span: Span, from scope: Scope) -> ExpansionID {
    Hygiene.add(
      Expansion(
        kind: kind, edition: info.edition, macroName: info.name, macroDef: info.def.rawValue,
        macroCrate: UInt32(info.def.crate.rawValue), callSite: span, defSite: info.span, parent: scope.expansion,
        parentModule: info.module.rawValue, allowsInternalUnstable: info.allowsInternalUnstable,
        allowsInternalUnsafe: info.allowsInternalUnsafe,
        allowsEditionPanic: info.allowsEditionPanic))
  }

  /// `a::b` for a module, from its crate's name.
  public func modulePath(_ module: ModuleID) -> String {
    var m = modules[module.index].nearestMod
    var parts: [String] = []
    while true {
      let data = modules[m.index]
      if data.parent.isNone {
        parts.append(crate(data.crate).name.text)
        break
      }
      parts.append(Defs[data.def].name.text)
      m = modules[data.parent.index].nearestMod
    }
    return parts.reversed().joined(separator: "::")
  }
}
