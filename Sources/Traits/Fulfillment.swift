// The obligations of a body: kept until enough is known, met in order.
import Defs
import Infer
import Source
import Support
import Types

/// Obligations that wait. Sharing: none.
public struct Fulfillment {
  struct Waiting {
    var obligation: Obligation
    /// The variable it waits for: nothing changes before that one is bound. `.error` for none.
    var stalledOn: TypeID
  }
  var waiting: [Waiting] = []
  public init() {}

  public mutating func register(_ o: Obligation) { waiting.append(Waiting(obligation: o, stalledOn: .error)) }
  public mutating func register(_ all: [Obligation]) { for o in all { register(o) } }
  public var pending: [Obligation] { waiting.map { $0.obligation } }
  public var isEmpty: Bool { waiting.isEmpty }

  /// Meets what can be met now, binding variables as a consequence, until nothing moves. Errors in order of registration.
  public mutating func selectWherePossible(_ context: inout InferContext) -> [FulfillmentError] {
    var errors: [FulfillmentError] = []
    var moved = true
    while moved {
      moved = false
      var next: [Waiting] = []
      next.reserveCapacity(waiting.count)
      let all = waiting
      waiting = []
      for w in all {
        if w.stalledOn != .error, context.shallow(w.stalledOn) == w.stalledOn {
          next.append(w)
          continue
        }
        moved = step(w.obligation, &context, &next, &errors) || moved
      }
      waiting = next
    }
    return errors
  }

  /// Handles one obligation and, depth first, what follows from it. Whether anything was learned.
  private func step(
    _ first: Obligation, _ context: inout InferContext, _ next: inout [Waiting], _ errors: inout [FulfillmentError]
  ) -> Bool {
    var stack = [first]
    var moved = false
    var steps = 0
    while let o = stack.popLast() {
      steps += 1
      if o.depth > InferContext.recursionLimit || steps > 100_000 {
        errors.append(FulfillmentError(obligation: o, kind: .overflow))
        return true
      }
      switch context.process(o) {
      case .done(let nested):
        moved = true
        stack.append(contentsOf: nested.reversed())
      case .wait(let on): next.append(Waiting(obligation: o, stalledOn: on))
      case .failed(let kind):
        moved = true
        errors.append(FulfillmentError(obligation: o, kind: kind))
      }
    }
    return moved
  }

  /// At the end: everything that still waits is an error.
  public mutating func selectAllOrError(_ context: inout InferContext) -> [FulfillmentError] {
    var errors = selectWherePossible(&context)
    for w in waiting { errors.append(FulfillmentError(obligation: w.obligation, kind: .ambiguous)) }
    waiting = []
    return errors
  }
}

enum StepResult {
  case done([Obligation])
  case wait(TypeID)
  case failed(FulfillmentError.Kind)
}

extension InferContext {
  mutating func process(_ o: Obligation) -> StepResult {
    switch open(o.clause) {
    case .trait(let t, isNegative: false):
      let goal = resolve(t)
      let selfType = shallow(goal.selfType)
      if selfType.isTypeVar { return .wait(selfType) }
      if goal.args.flags.isDisjoint(with: .hasInfer) {
        // No variables: a yes or no that is remembered.
        switch evaluate(goal, env: o.env, depth: o.depth) {
        case .holds: return .done([])
        case .fails: return .failed(.unimplemented)
        case .ambiguous: break
        }
      }
      switch select(goal, env: o.env, depth: o.depth) {
      case .none: return .failed(.unimplemented)
      case .ambiguous: return .wait(.error)
      case .candidate(let c):
        guard let nested = confirm(c, o, goal) else { return .failed(.unimplemented) }
        return .done(nested)
      }
    case .trait(_, isNegative: true): return .done([])
    case .projection(let d, let a, let term):
      var nested: [Obligation] = []
      let s = snapshot()
      let result = project(d, a, env: o.env, cause: o.cause, depth: o.depth, &nested)
      let found: Term
      switch result {
      case .ambiguous:
        rollBack(to: s)
        let selfType = a.count > 0 ? a[0].type.map { shallow($0) } : nil
        return .wait(selfType.map { $0.isTypeVar ? $0 : .error } ?? .error)
      case .error:
        commit(s)
        return .failed(.unimplemented)
      case .type(let t), .rigid(let t): found = .type(t)
      case .const(let c): found = .const(c)
      }
      commit(s)
      let inner = snapshot()
      if unify(found, term) {
        commit(inner)
        return .done(nested)
      }
      rollBack(to: inner)
      return .failed(.projectionMismatch(expected: resolve(term), found: resolve(found)))
    case .typeOutlives, .regionOutlives, .constEvaluatable, .hostEffect: return .done([])
    case .constArgHasType(let c, let t):
      if case .value(let u, _) = shallow(c).kind { return unify(u, t) ? .done([]) : .failed(.unimplemented) }
      return .done([])
    case .wellFormed(let arg):
      if let nested = wellFormed(arg, o) { return .done(nested) }
      return .wait(arg.type.map { shallow($0) } ?? .error)
    }
  }
}
