// Paths: `a::b::c` from a scope.
import Defs
import Parallel
import Source
import Support
import Syntax

/// Why a path means nothing.
public struct PathFailure: Sendable {
  public enum Kind: Sendable {
    /// Nothing of that name in the scope or module.
    case notFound
    /// What stands before it is no module, enum or trait.
    case notAModule(Res)
    case tooManySupers
    case misplacedKeyword
  }
  public var kind: Kind
  /// The segment that failed.
  public var index: Int
  public var ident: Ident
  public var isLast: Bool
  /// What the segment was looked up in; nil for the scope itself.
  public var root: ModuleRoot?
  var isTooManySupers: Bool { if case .tooManySupers = kind { true } else { false } }
}

public enum PathResult: Sendable {
  /// The path up to its last `unresolved` segments, which are associated items of `res`.
  case resolved(Res, unresolved: Int)
  case failed(PathFailure)
}

enum PathOutcome {
  case module(ModuleRoot)
  case resolved(Res, unresolved: Int)
  case undetermined
  case failed(PathFailure)
}

extension Lookup {
  /// The path `segments`; `namespace` is that of its last segment, nil for the path of an import.
  mutating func resolvePath(
    _ segments: some RandomAccessCollection<Ident>, _ namespace: Namespace?, _ scope: Scope, finalize: Finalize?,
    ignoring ignoredDecl: DeclID = .none, _ ignoredImport: ImportID = .none
  ) -> PathOutcome {
    var root: ModuleRoot? = nil
    var allowsSuper = true
    let count = segments.count
    var i = -1
    for ident in segments {
      i += 1
      let isLast = i + 1 == count
      let ns = isLast ? namespace ?? .type : .type
      let name = ident.name
      func failure(_ kind: PathFailure.Kind) -> PathOutcome {
        .failed(PathFailure(kind: kind, index: i, ident: ident, isLast: isLast, root: root))
      }

      allowsSuper = allowsSuper && ns == .type && (name == .selfValue || name == .super)
      if ns == .type {
        if allowsSuper && name == .super {
          var from: ModuleID? = nil
          if case .module(let m) = root { from = m } else if i > 0 { return failure(.tooManySupers) }
          guard let parent = superModule(ident, of: from, scope) else { return failure(.tooManySupers) }
          root = .module(parent)
          continue
        }
        if i == 0 {
          if name == .selfValue {
            var context = ident.key
            root = .module(selfModule(&context, scope.module))
            continue
          }
          if name == .pathRoot {
            let is2015 = Hygiene.edition(of: ident.span.context) == .e2015
            if !is2015 {
              root = .externPrelude
            } else if session.pointee.edition != .e2015 {
              root = .moduleAndExternPrelude(crateRoot(ident))
            } else {
              root = .module(crateRoot(ident))
            }
            continue
          }
          if name == .crate || name == .dollarCrate {
            root = .module(crateRoot(ident))
            continue
          }
        }
      }
      if i > 0 && name.isPathSegmentKeyword { return failure(.misplacedKeyword) }

      let outcome: Outcome
      if let root {
        outcome = resolve(ident, ns, in: root, scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
      } else {
        outcome = resolve(ident, .all(ns), scope, finalize: finalize, ignoring: ignoredDecl, ignoredImport)
      }
      switch outcome {
      case .found(let decl):
        let res = decls[decl.index].res
        if let module = moduleLike(res) {
          root = .module(module)
        } else if res == .toolMod && !isLast && namespace != nil {
          return .resolved(.nonMacroAttr, unresolved: 0)
        } else if res == .err {
          return .resolved(.err, unresolved: 0)
        } else if namespace != nil && (isLast || namespace != .macro && res.mayHaveAssociatedItems) {
          return .resolved(res, unresolved: count - i - 1)
        } else {
          return failure(.notAModule(res))
        }
      case .nothing(isDetermined: false, _) where finalize == nil:
        return .undetermined
      case .nothing:
        if case .module(let m) = root, namespace != nil, modules[m.index].kind != .mod {
          let data = modules[m.index]
          if data.kind != .block {
            return .resolved(.def(data.kind == .enum ? .enum : .trait, data.def), unresolved: count - i)
          }
        }
        return failure(.notFound)
      }
    }
    return .module(root ?? .currentScope)
  }

  /// The module that `res` is as a namespace.
  func moduleLike(_ res: Res) -> ModuleID? {
    guard case .def(let kind, let def) = res else { return nil }
    switch kind {
    case .mod, .enum, .trait: return world.module(of: def)
    default: return nil
    }
  }
}

extension Res {
  /// Whether `res::x` may be an associated item of a type.
  var mayHaveAssociatedItems: Bool {
    switch self {
    case .primTy, .selfTyParam, .selfTyAlias: true
    case .def(let kind, _):
      switch kind {
      case .struct, .union, .enum, .trait, .traitAlias, .tyAlias, .assocTy, .tyParam, .opaqueTy, .foreignTy: true
      default: false
      }
    default: false
    }
  }
}
