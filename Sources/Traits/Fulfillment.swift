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
    /// Met since; only where there is an index.
    var isDone = false
  }
  var waiting: [Waiting] = []
  /// Who waits for which variable: made when many wait, as they do in long functions.
  private var index = WaitIndex()
  private var isIndexed = false
  private static var indexedFrom: Int { 48 }
  /// The variables that obligations wait for: a pool of runs.
  private var variables: [GenericArg] = []
  private var hasNew = false
  /// How much was known when nothing moved any more.
  private var knownCount = -1
  /// What waits after a round, or a step; else memory of the last.
  private var results: [Waiting] = []
  private var stack: [Obligation] = []
  public init() {}

  public mutating func register(_ o: Obligation) {
    waiting.append(Waiting(obligation: o))
    hasNew = true
  }
  public mutating func register(_ all: [Obligation]) { for o in all { register(o) } }
  public var pending: [Obligation] { waiting.compactMap { $0.isDone ? nil : $0.obligation } }
  public var isEmpty: Bool { waiting.allSatisfy(\.isDone) }

  /// Meets what can be met now, binding variables as a consequence, until nothing moves. Errors in order of registration, each once:
  /// what several obligations come down to is told of where it came up first.
  public mutating func selectWherePossible(_ context: inout InferContext) -> [FulfillmentError] {
    var errors: [FulfillmentError] = []
    while hasNew || knownCount != context.knownCount {
      hasNew = false
      knownCount = context.knownCount
      if isIndexed {
        wakeRound(&context, &errors)
        continue
      }
      if waiting.isEmpty {
        variables.removeAll(keepingCapacity: true)
        break
      }
      var all: [Waiting] = []
      swap(&all, &waiting)
      for w in all {
        if isStalled(w, context) { results.append(w) } else { step(w.obligation, &context, &errors) }
      }
      all.removeAll(keepingCapacity: true)
      swap(&waiting, &results)
      swap(&all, &results)
      if waiting.count > Self.indexedFrom { makeIndex(&context) }
    }
    return Self.unique(errors, context)
  }

  private static func unique(_ errors: [FulfillmentError], _ context: borrowing InferContext) -> [FulfillmentError] {
    if errors.count < 2 { return errors }
    var seen: Set<ClauseID> = []
    return errors.filter { e in
      // Each variable, each argument needs a size.
      if e.obligation.depth == 0, case .trait(let t, _) = e.obligation.clause.kind, t.def == context.lang.sized { return true }
      return seen.insert(ClauseID(context.resolve(e.obligation.clause))).inserted
    }
  }

  // MARK: Many that wait

  /// The same as one round over all, but looks only at those whose variables became known, and at new ones: in order as well. What
  /// waits after a step stands where the obligation stood.
  private mutating func wakeRound(_ context: inout InferContext, _ errors: inout [FulfillmentError]) {
    index.wakeThoseThatAskAlways()
    index.noteBindings(context)
    let oldCount = index.count
    var position = 0
    while let i = index.nextAwake(from: position), i < index.count {
      position = i + 1
      if waiting[i].isDone || isStalled(waiting[i], context) { continue }
      step(waiting[i].obligation, &context, &errors)
      if results.count <= 1 {
        waiting[i] = results.first ?? Waiting(obligation: waiting[i].obligation, isDone: true)
        if let w = results.first { watch(w, i, context) } else { index.doneCount += 1 }
      } else {
        waiting.replaceSubrange(i...i, with: results)
        position = i + results.count
        remakeIndex(count: index.count + results.count - 1, context)
      }
      results.removeAll(keepingCapacity: true)
      index.noteBindings(context)
    }
    let new = Array(waiting[index.count...])
    waiting.removeLast(new.count)
    for w in new {
      step(w.obligation, &context, &errors)
      for r in results {
        waiting.append(r)
        index.count += 1
        watch(r, index.count - 1, context)
      }
      results.removeAll(keepingCapacity: true)
      index.noteBindings(context)
    }
    if index.doneCount > max(Self.indexedFrom, oldCount / 2) {
      waiting.removeAll(where: \.isDone)
      isIndexed = waiting.count > Self.indexedFrom / 2
      if isIndexed { remakeIndex(count: waiting.count, context) }
    }
  }

  private mutating func makeIndex(_ context: inout InferContext) {
    isIndexed = true
    context.notesBindings = true
    remakeIndex(count: waiting.count, context)
  }

  /// - Parameter count: how many of `waiting` are not new.
  private mutating func remakeIndex(count: Int, _ context: borrowing InferContext) {
    index.clear(count: count, noted: context.bindings.count)
    for i in 0..<count {
      if waiting[i].isDone { index.doneCount += 1 } else { watch(waiting[i], i, context) }
    }
  }

  /// Wakes `w`, number `i`, when one of its variables becomes known; now if one is.
  private mutating func watch(_ w: Waiting, _ i: Int, _ context: borrowing InferContext) {
    if w.variableCount == 0 { return index.askAlways(i) }
    if !isStalled(w, context) { return index.wake(i) }
    for v in Int(w.firstVariable)..<Int(w.firstVariable + w.variableCount) { index.watch(context.root(of: variables[v]), i) }
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
    // In a long chain of adapters each repeats what the one before it needs: what was handled is not handled again.
    var seen = Set<SeenObligation>()
    while let o = stack.popLast() {
      steps += 1
      if steps > 32, !seen.insert(SeenObligation(clause: o.clause, env: o.env)).inserted { continue }
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
        results.append(
          Waiting(
            obligation: o, firstVariable: UInt32(firstVariable), variableCount: UInt32(variables.count - firstVariable)))
      case .failed(let kind): errors.append(FulfillmentError(obligation: o, kind: kind))
      }
    }
  }

  /// At the end: everything that still waits is an error.
  public mutating func selectAllOrError(_ context: inout InferContext) -> [FulfillmentError] {
    var errors = selectWherePossible(&context)
    for o in pending { errors.append(FulfillmentError(obligation: o, kind: .ambiguous)) }
    waiting = []
    isIndexed = false
    return Self.unique(errors, context)
  }
}

/// An obligation, wherever it comes from.
private struct SeenObligation: Hashable {
  var clause: Clause
  var env: ParamEnv
}

enum StepResult {
  /// What is left to prove was added to the list.
  case done
  /// The variables to wait for were added to the list.
  case wait
  case failed(FulfillmentError.Kind)
}

extension InferContext {
  /// Whether an impl is for whatever is a function pointer: no news where something is none.
  private func isForFnPointers(_ impl: DefID) -> Bool {
    guard let type = facts.implTraitRef(of: impl)?.selfType, case .param = type.kind else { return false }
    return facts.predicates(of: impl).elements.contains {
      if case .trait(let t, _) = $0.clause.kind { t.def == lang.fnPtr && t.selfType == type } else { false }
    }
  }

  mutating func process(_ o: Obligation, _ nested: inout [Obligation], _ variables: inout [GenericArg]) -> StepResult {
    switch open(o.clause) {
    case .trait(let t, isNegative: false):
      let goal = resolve(t)
      let selfType = shallow(goal.selfType)
      if selfType.isTypeVar {
        variables.append(GenericArg(selfType))
        return .wait
      }
      var fails = false
      if goal.args.flags.isDisjoint(with: .hasInfer) {
        // No variables: a yes or no that is remembered.
        switch evaluate(goal, env: o.env, depth: o.depth) {
        case .holds: return .done
        case .fails: fails = true
        case .ambiguous: break
        }
      }
      switch select(goal, env: o.env, depth: o.depth) {
      case .none: return .failed(.unimplemented)
      case .ambiguous:
        appendVariables(in: goal.args, to: &variables)
        return .wait
      case .candidate(let c):
        // What it is that does not hold, of all that follows from it, is found step by step.
        if fails, case .impl(let def) = c, isForFnPointers(def) { return .failed(.unimplemented) }
        return confirm(c, o, goal, &nested) ? .done : .failed(.unimplemented)
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
