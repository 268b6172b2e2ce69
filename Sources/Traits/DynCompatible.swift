// Traits that `dyn` cannot be put in front of.
import Defs
import Parallel
import Source
import Support
import Syntax
import Types

/// What of a trait keeps it out of `dyn` types, and where it stands.
public struct DynViolation: Sendable {
  public var span: Span
  public var text: String
}

extension HeaderFacts {
  /// What of `trait` and its supertraits cannot be in a table of methods; empty if there can be a `dyn` of it.
  ///
  /// - Source: Rust Reference, "Dyn compatibility".
  public func dynViolations(of trait: DefID) -> [DynViolation] {
    var result: [DynViolation] = []
    let itself = TraitRef(trait, identityArgs(of: trait))
    for t in [trait] + Traits.supertraits(of: itself, facts: self).map(\.def).filter({ $0 != trait }) {
      if demandsSizedSelf(t) { result.append(DynViolation(span: Defs[t].identSpan, text: "it demands `Self: Sized`")) }
      for c in superPredicates(of: t).elements {
        guard case .trait(let s, false) = c.clause.kind, case .param(0, _) = s.selfType.kind else { continue }
        if s.args.elements.dropFirst().contains(where: { mentionsSelf($0) }) {
          result.append(DynViolation(span: Defs[t].identSpan, text: "`Self` is an argument of a supertrait"))
        }
      }
      for item in assocItems(of: t) {
        if let text = violation(of: item) { result.append(DynViolation(span: Defs[item.def].identSpan, text: text)) }
      }
    }
    return result
  }

  private func demandsSizedSelf(_ def: DefID) -> Bool {
    let sized = langItem(Name("sized"))
    return (Defs[def].kind == .trait ? superPredicates(of: def) : predicates(of: def)).elements.contains {
      if case .trait(let t, false) = $0.clause.kind, t.def == sized, case .param(0, _) = t.selfType.kind { true } else { false }
    }
  }

  private func mentionsSelf(_ arg: Types.GenericArg) -> Bool {
    var finder = SelfFinder()
    _ = finder.fold(arg)
    return finder.isFound
  }

  private func violation(of item: AssocItemFact) -> String? {
    let generics = generics(of: item.def)
    let own = generics.all.dropFirst(generics.parentCount)
    switch item.kind {
    case .const: return "it has the constant `\(item.name)`"
    case .type:
      if own.isEmpty || demandsSizedSelf(item.def) || Defs[item.def].kind != .assocTy { return nil }
      return "its type `\(item.name)` has parameters"
    case .fn:
      if demandsSizedSelf(item.def) { return nil }
      if !item.hasSelfParam { return "`\(item.name)` has no `self` parameter" }
      if own.contains(where: { $0.kind != .lifetime }) { return "the method `\(item.name)` has type parameters" }
      let sig = fnSig(of: item.def)
      if sig.inputs.dropFirst().contains(where: { mentionsSelf(Types.GenericArg($0)) }) { return "the method `\(item.name)` has `Self` in its parameters" }
      if mentionsSelf(Types.GenericArg(sig.output)) { return "the method `\(item.name)` gives a `Self`" }
      var finder = SelfFinder()
      _ = finder.fold(sig.output)
      return finder.hasOpaque ? "the method `\(item.name)` gives an `impl Trait` or is `async`" : nil
    }
  }
}

/// Looks for `Self` in a type of a trait, but not inside of projections, and for `impl Trait`.
private struct SelfFinder: TypeFolder {
  var isFound = false
  var hasOpaque = false
  mutating func fold(_ type: TypeID) -> TypeID {
    switch type.kind {
    case .param(0, _): isFound = true
    case .alias(let kind, let def, _):
      if kind == .opaque || Defs[def].kind == .opaqueTy { hasOpaque = true } else { return type }
      return kind == .opaque ? superFold(type) : type
    default: return type.flags.isDisjoint(with: [.hasParam, .hasAlias]) ? type : superFold(type)
    }
    return type
  }
  mutating func fold(_ const: ConstID) -> ConstID {
    switch const.kind {
    case .param(0, _): isFound = true
    case .unevaluated: return const
    default: return superFold(const)
    }
    return const
  }
}
