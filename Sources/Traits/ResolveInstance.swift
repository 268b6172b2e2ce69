// From a trait's item and concrete arguments to the code that runs.
import Defs
import Infer
import Source
import Support
import Types

/// What a use of a trait's item means once its arguments are known.
public enum ResolvedItem: Sendable {
  /// This definition with these arguments: an impl's item or the trait's default.
  case item(DefID, GenericArgsID)
  /// The trait holds by a rule of the language: a closure is called, a type cloned, …
  case builtin(Candidate)
  /// Through the vtable of a `dyn` type.
  case object(TraitRef)
  /// Not enough is known (parameters left), or the trait does not hold.
  case unknown
}

extension InferContext {
  /// The item that stands for `traitItem` with `args`: those of the trait, then its own.
  ///
  /// - Requires: no inference variables; `revealsAll` for code generation.
  public mutating func resolveItem(_ traitItem: DefID, _ args: GenericArgsID, env: ParamEnv) -> ResolvedItem {
    let trait = Defs[traitItem].parent
    let count = facts.generics(of: trait).count
    let ref = TraitRef(trait, GenericArgsID(Array(args.elements.prefix(count))))
    let s = snapshot()
    defer { rollBack(to: s) }
    switch select(ref, env: env) {
    case .none, .ambiguous: return .unknown
    case .candidate(.object(let i)): return objectTrait(i, of: shallow(ref.selfType)).map { .object($0) } ?? .unknown
    case .candidate(.impl(let impl)):
      let goal = Obligation(.trait(ref, isNegative: false), env: env, cause: Cause(span: .none))
      var nested: [Obligation] = []
      guard let matched = match(impl, ref, goal, &nested), let leaf = leafItem(of: traitItem, in: impl) else { return .unknown }
      if leaf.container == trait { return leaf.item.hasValue ? .item(traitItem, args) : .unknown }
      if leaf.item.isSpecializable && !revealsAll { return .unknown }
      normalizedPredicates(of: impl, matched, goal, &nested)
      var implArgs = matched
      if leaf.container != impl {
        guard let t = translate(matched, from: impl, to: leaf.container, goal, &nested) else { return .unknown }
        implArgs = t
      }
      // Clauses may determine arguments that the header does not.
      var fulfillment = Fulfillment()
      fulfillment.register(nested)
      _ = fulfillment.selectWherePossible(&self)
      let all = Array(resolve(implArgs).elements) + Array(args.elements.dropFirst(count))
      return .item(leaf.item.def, GenericArgsID(all).erasingRegions)
    case .candidate(.whereClause), .candidate(.itemBound): return .unknown
    case .candidate(let c): return .builtin(c)
    }
  }

  /// Whether `trait` holds for `type` alone, in `env`.
  public mutating func implements(_ type: TypeID, _ trait: DefID, env: ParamEnv) -> EvaluationResult {
    let s = snapshot()
    defer { rollBack(to: s) }
    return evaluate(TraitRef(trait, GenericArgsID([GenericArg(type)])), env: env)
  }
}
