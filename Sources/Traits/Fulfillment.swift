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
    /// The variables it waits for, in `variables`: nothing changes before one of them is known. None: look at it every time.
    var firstVariable: UInt32 = 0
    var variableCount: UInt32 = 0
  }
  var waiting: [Waiting] = []
  /// The variables that obligations wait for: a pool of runs.
  private var variables: [GenericArg] = []
  private var hasNew = false
  /// How much was known when nothing moved any more.
  private var knownCount = -1
  /// Memory of the last round.
  private var spare: [Waiting] = []
  private var stack: [Obligation] = []
  public init() {}

  public mutating func register(_ o: Obligation) {
    waiting.append(Waiting(obligation: o))
    hasNew = true
  }
  public mutating func register(_ all: [Obligation]) { for o in all { register(o) } }
  public var pending: [Obligation] { waiting.map { $0.obligation } }
  public var isEmpty: Bool { waiting.isEmpty }

  /// Meets what can be met now, binding variables as a consequence, until nothing moves. Errors in order of registration.
  public mutating func selectWherePossible(_ context: inout InferContext) -> [FulfillmentError] {
    var errors: [FulfillmentError] = []
    while hasNew || knownCount != context.knownCount {
      hasNew = false
      knownCount = context.knownCount
      if waiting.isEmpty {
        variables.removeAll(keepingCapacity: true)
        break
      }
      var all: [Waiting] = []
      swap(&all, &waiting)
      swap(&waiting, &spare)
      for w in all {
        if isStalled(w, context) { waiting.append(w) } else { step(w.obligation, &context, &errors) }
      }
      all.removeAll(keepingCapacity: true)
      swap(&all, &spare)
    }
    return errors
  }

  private func isStalled(_ w: Waiting, _ context: borrowing InferContext) -> Bool {
    if w.variableCount == 0 { return false }
    for i in Int(w.firstVariable)..<Int(w.firstVariable + w.variableCount) where context.isKnown(variables[i]) { return false }
    return true
  }

  /// Handles one obligation and, depth first, what follows from it.
  private mutating func step(_ first: Obligation, _ context: inout InferContext, _ errors: inout [FulfillmentError]) {
    stack.append(first)
    var steps = 0
    while let o = stack.popLast() {
      steps += 1
      if o.depth > InferContext.recursionLimit || steps > 100_000 {
        errors.append(FulfillmentError(obligation: o, kind: .overflow))
        stack.removeAll(keepingCapacity: true)
        return
      }
      let firstNested = stack.count
      let firstVariable = variables.count
      switch context.process(o, &stack, &variables) {
      case .done:
        // The first is handled first.
        if stack.count > firstNested + 1 { stack[firstNested...].reverse() }
      case .wait:
        waiting.append(
          Waiting(
            obligation: o, firstVariable: UInt32(firstVariable), variableCount: UInt32(variables.count - firstVariable)))
      case .failed(let kind): errors.append(FulfillmentError(obligation: o, kind: kind))
      }
    }
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
  /// What is left to prove was added to the list.
  case done
  /// The variables to wait for were added to the list.
  case wait
  case failed(FulfillmentError.Kind)
}

extension InferContext {
  mutating func process(_ o: Obligation, _ nested: inout [Obligation], _ variables: inout [GenericArg]) -> StepResult {
    switch open(o.clause) {
    case .trait(let t, isNegative: false):
      let goal = resolve(t)
      let selfType = shallow(goal.selfType)
      if selfType.isTypeVar {
        variables.append(GenericArg(selfType))
        return .wait
      }
      if goal.args.flags.isDisjoint(with: .hasInfer) {
        // No variables: a yes or no that is remembered.
        switch evaluate(goal, env: o.env, depth: o.depth) {
        case .holds: return .done
        case .fails: return .failed(.unimplemented)
        case .ambiguous: break
        }
      }
      switch select(goal, env: o.env, depth: o.depth) {
      case .none: return .failed(.unimplemented)
      case .ambiguous:
        appendVariables(in: goal.args, to: &variables)
        return .wait
      case .candidate(let c): return confirm(c, o, goal, &nested) ? .done : .failed(.unimplemented)
      }
    case .trait(_, isNegative: true): return .done
    case .projection(let d, let a, let term):
      let s = snapshot()
      let count = nested.count
      let found: Term
      switch project(d, a, env: o.env, cause: o.cause, depth: o.depth, &nested) {
      case .ambiguous:
        rollBack(to: s)
        nested.removeLast(nested.count - count)
        appendVariables(in: a, to: &variables)
        return .wait
      case .error:
        commit(s)
        nested.removeLast(nested.count - count)
        return .failed(.unimplemented)
      case .unmet:
        // What is left is that the trait does not hold.
        commit(s)
        return .done
      case .type(let t), .rigid(let t): found = .type(t)
      case .const(let c): found = .const(c)
      }
      commit(s)
      let inner = snapshot()
      if unify(found, term) {
        commit(inner)
        return .done
      }
      rollBack(to: inner)
      nested.removeLast(nested.count - count)
      return .failed(.projectionMismatch(expected: resolve(term), found: resolve(found)))
    case .typeOutlives, .regionOutlives, .constEvaluatable, .hostEffect: return .done
    case .constArgHasType(let c, let t):
      if case .value(let u, _) = shallow(c).kind { return unify(u, t) ? .done : .failed(.unimplemented) }
      return .done
    case .wellFormed(let arg):
      if wellFormed(arg, o, &nested) { return .done }
      if let t = arg.type { variables.append(GenericArg(shallow(t))) }
      return .wait
    }
  }
}
