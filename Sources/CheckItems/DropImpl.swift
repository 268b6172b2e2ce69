// `impl Drop` is for a type as it is, not for some of its arguments.
import Collect
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Traits
import Types

extension ItemChecker {
  /// E0366: arguments that are no parameters, or one twice; E0367: demands that the type itself does not make.
  mutating func checkDropImpl(_ impl: DefID) {
    guard let ref = facts.implTraitRef(of: impl), isLang(ref.def, "drop"), !facts.isNegative(impl: impl),
      case .adt(let adt, let args) = ref.selfType.kind, adt.crate == context.crate, !args.flags.contains(.hasError)
    else { return }
    var types: Set<UInt32> = []
    for a in args.elements {
      let index: UInt32? =
        if let t = a.type {
          if case .param(let i, _) = t.kind { i } else { nil }
        } else if let c = a.const {
          if case .param(let i, _) = c.kind { i } else { nil }
        } else if let r = a.region {
          if case .earlyParam(let i, _) = r.kind { i } else { nil }
        } else {
          nil
        }
      guard let index, types.insert(index).inserted else {
        report(
          .error("`Drop` is implemented for all of a type or not at all", code: "E0366", at: headSpan(impl))
            .note("the arguments of `\(Defs[adt].name)` are not parameters of the impl, each once"))
        return
      }
    }
    checkDropBounds(impl, adt, args)
  }

  private mutating func checkDropBounds(_ impl: DefID, _ adt: DefID, _ args: GenericArgsID) {
    let given = facts.predicates(of: adt).elements.map { ClauseID($0.erasingRegions.clause.instantiated(args.erasingRegions)) }
    let env = infer.normalizedEnv(ParamEnv(ClauseListID(elaborate(given, facts: facts))))
    let header = facts.source.header(of: impl)
    let tree = header.tree
    var told: Set<ClauseID> = []
    for id in facts.predicates(of: impl).elements {
      let clause = id.erasingRegions
      if clause.flags.contains(.hasError) { continue }
      switch infer.open(clause.clause) {
      case .trait, .projection: break
      default: continue
      }
      guard evaluate(clause.clause, env) != .holds, told.insert(clause).inserted else { continue }
      report(
        .error(
          "this `Drop` needs `\(TypePrinter.text(of: clause.clause))`, and `\(Defs[adt].name)` does not", code: "E0367",
          at: boundSpan(clause, tree, header) ?? headSpan(impl)))
    }
  }

  /// Where the bound is written that makes `clause`.
  private mutating func boundSpan(_ clause: ClauseID, _ tree: HIRTree, _ header: ItemHeader) -> Span? {
    let wanted: DefID
    let type: TypeID
    switch infer.open(clause.clause) {
    case .trait(let t, _): (wanted, type) = (t.def, t.selfType)
    case .projection(let item, let args, _):
      guard let own = args.elements.first?.type else { return nil }
      (wanted, type) = (Defs[item].parent, own)
    default: return nil
    }
    for p in tree[tree[header.generics].predicates] {
      guard case .bound(_, let subject, let bounds) = p.kind, facts.writtenType(subject, in: header.def).erasingRegions == type else { continue }
      for case .trait(let b) in tree[bounds] {
        if case .resolved(_, .def(.trait, wanted)) = tree[tree[b].path].kind { return tree[tree[b].path].span }
      }
    }
    return nil
  }
}
