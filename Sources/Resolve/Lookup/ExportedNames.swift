// What the outside can name in a module.
import Defs
import Parallel

extension World {
  /// The definitions that code outside of the crate names as members of `module`, if it can name the module itself: each step on the
  /// way from the name to the definition, the definition's own visibility included, is public.
  ///
  /// - Source: Rust Reference, "Visibility and Privacy", "Re-exporting and Visibility".
  public func exportedNames(of module: ModuleID) -> [DefID] {
    var result: [DefID] = []
    for entry in modules[module.index].names.all {
      var id = entry.best
      while let step = id.some, decls[step.index].visibility == .public {
        let decl = decls[step.index]
        if decl.importID.isNone {
          if case .def(_, let def) = decl.res { result.append(def) }
          break
        }
        id = decl.source
      }
    }
    return result
  }

  /// The definitions that a name of `module` stands for, if code in `place` may use the name.
  public func names(of module: ModuleID, accessibleFrom place: ModuleID) -> [DefID] {
    modules[module.index].names.all.compactMap { entry in
      guard !entry.best.isNone else { return nil }
      let decl = decls[entry.best.index]
      guard isAccessible(decl.visibility, from: place), case .def(_, let def) = decl.res else { return nil }
      return def
    }
  }
}
