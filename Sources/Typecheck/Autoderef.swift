// What a value can be dereferenced to, step by step.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

/// The chain of types that `*` leads to from one type. rustc's `Autoderef`.
struct Autoderef {
  let fcx: FnCtxt
  let span: Span
  var includesRawPointers = false
  var usesReceiverTrait = false
  /// Types passed, with whether the step from them was an overloaded one.
  private(set) var steps: [(type: TypeID, isOverloaded: Bool)] = []
  private(set) var current: TypeID
  private(set) var obligations: [Obligation] = []
  private(set) var reachedLimit = false
  private var isAtStart = true

  init(_ fcx: FnCtxt, _ type: TypeID, _ span: Span) {
    self.fcx = fcx
    self.span = span
    current = fcx.resolveVars(type)
  }

  var stepCount: Int { steps.count }
  /// The last type reached.
  var finalType: TypeID { fcx.resolveVars(current) }

  /// The next type and how many steps lead to it; first the type itself with 0.
  mutating func next() -> (type: TypeID, steps: Int)? {
    if isAtStart {
      isAtStart = false
      return (current, 0)
    }
    if steps.count >= fcx.recursionLimit {
      reachedLimit = true
      return nil
    }
    current = fcx.shallowResolve(current)
    if fcx.isTyVar(current) { return nil }
    if let inner = fcx.builtinDeref(current, explicit: includesRawPointers) {
      steps.append((current, false))
      current = fcx.resolveVars(inner)
      return (current, steps.count)
    }
    guard let inner = overloaded(current) else { return nil }
    steps.append((current, true))
    current = inner
    return (current, steps.count)
  }

  /// Goes `n` steps; nil if there are fewer.
  mutating func advance(to n: Int) -> TypeID? {
    while let (type, steps) = next() { if steps == n { return type } }
    return nil
  }

  private mutating func overloaded(_ type: TypeID) -> TypeID? {
    if fcx.isError(type) { return nil }
    let traitItem: LangItem = usesReceiverTrait ? .receiver : .deref
    let targetItem: LangItem = usesReceiverTrait ? .receiverTarget : .derefTarget
    guard let trait = fcx.langItem(traitItem), let target = fcx.langItem(targetItem) else { return nil }
    guard fcx.mayHold(trait, [type]) else { return nil }
    var new: [Obligation] = []
    let result = fcx.normalize(fcx.mkProjection(target, [type]), span, &new)
    obligations += fcx.settle(new)
    return fcx.resolveVars(result)
  }
}

extension FnCtxt {
  /// The adjustments that go the way of `autoderef`.
  func adjustSteps(_ autoderef: Autoderef, _ obligations: inout [Obligation]) -> [Adjustment] {
    var result: [Adjustment] = []
    for (i, step) in autoderef.steps.enumerated() {
      let target = i + 1 < autoderef.steps.count ? autoderef.steps[i + 1].type : autoderef.finalType
      var kind = Adjustment.Kind.deref
      if step.isOverloaded, let (method, pending) = overloadedPlaceOp(.deref, step.type, nil, autoderef.span) {
        obligations += pending
        if case .ref(_, _, let m) = self.kind(method.sig.output) { kind = .overloadedDeref(m) }
      }
      result.append(Adjustment(kind, target))
    }
    return result
  }

  func adjustSteps(_ autoderef: Autoderef) -> [Adjustment] {
    var obligations: [Obligation] = []
    let result = adjustSteps(autoderef, &obligations)
    register(obligations)
    return result
  }
}
