// The module tables as text, for tests and `-Z dump=modules`.
import Defs
import Parallel
import Source
import Support

extension World {
  /// The names of all modules of `crate` in order, one line each, and the crate's impls. The same text for equal inputs, whatever the
  /// number of threads.
  public func dumpNames(of crate: CrateID) -> String {
    var text = ""
    for i in 0..<modules.count where modules[i].crate == crate && !isInBlock(ModuleID(i)) {
      let m = modules[i]
      text += "\(m.kind) \(path(of: m.def))\n"
      for e in m.names.all {
        let decl = e.best
        if decl.isNone { continue }
        let d = self[decl]
        let how =
          d.importID.isNone ? "" : e.nonGlob.isNone ? " (glob)" : imports[d.importID.index].kind == .macroExport ? " (exported)" : " (import)"
        text += "  \(e.key.namespace) \(e.key.name)\(e.key.context.isRoot ? "" : "'") = \(describe(d.res))\(how)"
        text += " \(describe(d.visibility))\(d.ambiguity.isNone ? "" : " ambiguous")\n"
      }
    }
    for def in impls(in: crate) {
      text += "impl \(Defs[def].kind) in \(path(of: Defs[def].parent)): \(assocItems(of: def).map { Defs[$0].name.text }.joined(separator: " "))\n"
    }
    return text
  }

  /// Modules of bodies are numbered in arrival order.
  private func isInBlock(_ module: ModuleID) -> Bool {
    var m = module
    while !m.isNone {
      if self[m].kind == .block { return true }
      m = self[m].parent
    }
    return false
  }

  func describe(_ res: Res) -> String {
    switch res {
    case .def(let kind, let def): "\(kind) \(path(of: def))"
    default: "\(res)"
    }
  }

  func describe(_ visibility: DefVisibility) -> String {
    switch visibility {
    case .public: "pub"
    case .restricted(let def): "pub(in \(path(of: def)))"
    }
  }

  /// `krate::a::b`.
  public func path(of def: DefID) -> String {
    if def.isNone { return "-" }
    var parts: [String] = []
    var d = def
    while !d.isNone {
      let data = Defs[d]
      let name = data.name.isEmpty ? "{\(data.kind)}" : data.name.text
      parts.append(data.disambiguator == 0 ? name : "\(name)#\(data.disambiguator)")
      d = data.parent
    }
    return parts.reversed().joined(separator: "::")
  }

  /// How many item-level definitions of each kind there are, by kind.
  public func countItems(in crate: CrateID) -> [(kind: DefKind, count: Int)] {
    var counts: [UInt8: Int] = [:]
    for def in items(in: crate) { counts[Defs[def].kind.rawValue, default: 0] += 1 }
    return (0...UInt8(63)).compactMap { raw in
      guard let kind = DefKind(rawValue: raw), let count = counts[raw] else { return nil }
      return (kind, count)
    }
  }
}
