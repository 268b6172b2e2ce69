// Names that are known elsewhere: messages about names that mean nothing are told at another time where an import would help.
import Defs
import Parallel
import Syntax

extension World {
  /// Whether a module of the crate being compiled, or one of another crate that everybody sees, has a value or a type or module of this
  /// name that `use` could name.
  ///
  /// Cost: the first question looks at all names of the world.
  public func isImportable(_ name: Name, _ namespace: Namespace) -> Bool {
    t.pointee.importable.get { ImportableNames(self) }.contains(name, namespace)
  }
}

/// A set of names. SHARED: frozen; never freed, as all tables of the process.
struct ImportableNames: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see above.
  private let names: UnsafePointer<Set<UInt64>>

  func contains(_ name: Name, _ namespace: Namespace) -> Bool { names.pointee.contains(Self.key(name, namespace)) }

  private static func key(_ name: Name, _ namespace: Namespace) -> UInt64 { UInt64(name.rawValue) << 2 | UInt64(namespace.rawValue) }

  init(_ world: World) {
    var found: Set<UInt64> = []
    for i in 0..<world.modules.count {
      let module = world.modules[i]
      guard module.kind == .mod || module.kind == .enum, module.crate == .local || Self.isPublic(module, world) else { continue }
      for entry in module.names.all where !entry.best.isNone && entry.key.namespace != .macro {
        let decl = world.decls[entry.best.index]
        guard case .def(let kind, _) = decl.res, Self.isMeant(kind, entry.key.namespace) else { continue }
        if module.crate == .local || decl.visibility == .public { found.insert(Self.key(entry.key.name, entry.key.namespace)) }
      }
    }
    let place = UnsafeMutablePointer<Set<UInt64>>.allocate(capacity: 1)
    place.initialize(to: found)
    names = UnsafePointer(place)
  }

  private static func isMeant(_ kind: DefKind, _ namespace: Namespace) -> Bool {
    switch kind {
    case .fn, .const, .static, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst: namespace == .value
    case .mod, .struct, .union, .enum, .trait, .traitAlias, .tyAlias, .foreignTy: namespace == .type
    default: false
    }
  }

  /// Whether each module on the way from the crate's root is public.
  private static func isPublic(_ module: Module, _ world: World) -> Bool {
    var m = module
    while !m.parent.isNone {
      if Defs[m.def].visibility != .public { return false }
      m = world.modules[m.parent.index]
    }
    return true
  }
}
