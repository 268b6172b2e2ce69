// What follows from a clause by supertraits alone.
import Defs
import Infer
import Parallel
import Source
import Support
import Types

/// `clauses` and everything that follows from them by supertraits, each once, in order of discovery.
public func elaborate(_ clauses: some Sequence<ClauseID>, facts: any HeaderFacts) -> [ClauseID] {
  var result: [ClauseID] = []
  var seen = Set<ClauseID>()
  for c in clauses where seen.insert(c).inserted { result.append(c) }
  var i = 0
  while i < result.count {
    let clause = result[i].clause
    i += 1
    guard case .trait(let trait, isNegative: false) = clause.kind else { continue }
    for s in facts.superPredicates(of: trait.def).elements {
      let next = ClauseID(superClause(s.clause, of: trait, vars: clause.vars))
      if seen.insert(next).inserted { result.append(next) }
    }
  }
  return result
}

/// A clause that holds for `Self` of a trait, applied to a trait reference that stands under a binder `vars`.
func superClause(_ clause: Clause, of trait: TraitRef, vars: BoundVarsID) -> Clause {
  if vars == .empty { return clause.instantiated(trait.args) }
  if clause.vars == .empty {
    // The clause moves under the reference's binder, which its arguments already belong to.
    var open = Instantiator(trait.args)
    return Clause(open.fold(clause.kind), vars: vars)
  }
  // Both bind: the clause's variables come after the reference's. Lifetimes only, and those are not looked at.
  var opener = BinderOpener(InferContext.openings(clause.vars))
  var open = Instantiator(trait.args)
  return Clause(open.fold(opener.fold(clause.kind)), vars: vars)
}

/// All supertraits of `trait`, itself first, in order of discovery.
public func supertraits(of trait: TraitRef, facts: any HeaderFacts) -> [TraitRef] {
  var result = [trait]
  var i = 0
  while i < result.count {
    let t = result[i]
    i += 1
    for s in facts.superPredicates(of: t.def).elements {
      if case .trait(let next, isNegative: false) = superClause(s.clause, of: t, vars: .empty).kind, next.args[0] == t.args[0] {
        if !result.contains(next) { result.append(next) }
      }
    }
  }
  return result
}

extension InferContext {
  /// The bounds of an associated or opaque type and what follows from them by supertraits.
  func elaboratedItemBounds(of def: DefID) -> ClauseListID {
    let goal = Int(tables.goals.intern(SolverGoal(.itemBounds, revealsAll: false, def: def.rawValue)))
    if let found = tables.results[goal] { return ClauseListID(rawValue: found) }
    let all = ClauseListID(elaborate(facts.itemBounds(of: def).elements.map { $0.erasingRegions }, facts: facts))
    tables.results.publish(all.rawValue, at: goal)
    return all
  }

  /// `env` with its clauses elaborated and their projections normalised in themselves.
  public mutating func normalizedEnv(_ env: ParamEnv) -> ParamEnv {
    if env == .empty { return env }
    let goal = Int(tables.goals.intern(SolverGoal(.normalizedEnv, revealsAll: revealsAll, env: env.clauses.rawValue)))
    if let found = tables.results[goal] { return ParamEnv(ClauseListID(rawValue: found)) }
    let all = elaborate(env.clauses.elements.map { $0.erasingRegions }, facts: facts)
    let elaborated = ParamEnv(ClauseListID(all))
    var result: [ClauseID] = []
    for c in all {
      if c.flags.isDisjoint(with: [.hasProjection, .hasFreeAlias, .hasUnevaluatedConst]) {
        result.append(c)
        continue
      }
      let clause = c.clause
      var nested: [Obligation] = []
      let cause = Cause(span: .none)
      let kind: ClauseKind
      switch clause.kind {
      // Only arguments: a projection clause's own alias must stay as it is.
      case .trait(let t, let n):
        kind = .trait(TraitRef(t.def, normalize(t.args, env: elaborated, cause: cause, &nested)), isNegative: n)
      case .projection(let d, let a, let term):
        let args = normalize(a, env: elaborated, cause: cause, &nested)
        switch term {
        case .type(let t): kind = .projection(d, args, .type(normalize(t, env: elaborated, cause: cause, &nested)))
        case .const: kind = .projection(d, args, term)
        }
      default: kind = clause.kind
      }
      // What an impl's own clauses determine is known once they are met.
      var fulfillment = Fulfillment()
      fulfillment.register(nested)
      _ = fulfillment.selectWherePossible(&self)
      // What could not be decided stays as written: a variable must not get into an environment.
      let normal = ClauseID(resolve(Clause(kind, vars: clause.vars)))
      result.append(normal.flags.isDisjoint(with: .hasInfer) ? normal : c)
    }
    let final = ParamEnv(ClauseListID(result))
    tables.results.publish(final.clauses.rawValue, at: goal)
    // Done is done.
    let again = Int(tables.goals.intern(SolverGoal(.normalizedEnv, revealsAll: revealsAll, env: final.clauses.rawValue)))
    _ = tables.results.get(again) { final.clauses.rawValue }
    return final
  }
}
