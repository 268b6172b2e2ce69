// Closure expressions: their signature from what is expected of them, their body.
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

/// What is known about one closure of the body.
struct ClosureState {
  let expr: ID<Expr>
  let type: TypeID
  var inputs: [TypeID]
  var output: TypeID
  var captures: [Capture] = []
}

/// A signature that the context asks of a closure.
private struct ExpectedSig {
  var inputs: [TypeID]
  var output: TypeID
  var span: Span
}

extension FnCtxt {
  func checkClosure(_ expr: ID<Expr>, _ id: ID<Closure>, _ expected: Expectation) -> TypeID {
    let c = hir[id]
    if c.kind != .closure {
      return errorType(.unsupported(c.kind == .coroutine ? "coroutines" : "async and gen blocks", at: span(expr)))
    }
    var expectedSig: ExpectedSig?
    var expectedKind: ClosureKind?
    if let t = toOption(expected) { (expectedSig, expectedKind) = deduceSignature(tryStructurallyResolve(t, span(expr))) }
    let (inputs, output) = signature(id, c, expectedSig, span(expr))
    let kindType = expectedKind.map { ClosureArgs.kindType(rank: Int($0.rawValue)) } ?? nextTyVar(span(expr))
    let upvars = nextTyVar(span(expr))
    let fnPtr = TypeID.fnPtr(PolyFnSig(inputs: [mkTuple(inputs)], output: output, abi: .rustCall))
    let args = ClosureArgs.make(parent: identityArgs, kind: kindType, signature: fnPtr, upvars: upvars)
    let type = TypeID(.closure(c.def, args))
    closures[id] = ClosureState(expr: expr, type: type, inputs: inputs, output: output)
    closureOfType[c.def] = id
    checkClosureBody(id, c, inputs, output)
    closureOrder.append(id)
    return type
  }

  private func checkClosureBody(_ id: ID<Closure>, _ c: Closure, _ inputs: [TypeID], _ output: TypeID) {
    let saved = (returnCoercion, breakables, diverges)
    returnCoercion = CoerceMany(output)
    breakables = []
    diverges = false
    checkBody(params: c.params, inputs: inputs, output: output, value: c.body)
    (returnCoercion, breakables, diverges) = saved
  }

  // MARK: Signature

  private func signature(
    _ id: ID<Closure>, _ c: Closure, _ expected: ExpectedSig?, _ span: Span
  ) -> (inputs: [TypeID], output: TypeID) {
    func supplied() -> ([TypeID], TypeID) {
      (hir[c.paramTypes].map { lowerWritten($0) }, c.output.some.map { lowerWritten($0) } ?? nextTyVar(span))
    }
    guard let expected else { return supplied() }
    if expected.inputs.count != c.params.count {
      report(.closureArgumentCount(expected: expected.inputs.count, found: c.params.count, at: expected.span.isNone ? c.headSpan : askerSpan(expected.span)))
      _ = supplied()
      return (hir[c.params].map { _ in .error }, .error)
    }
    let (inputs, output) = supplied()
    let merged: Bool? = commitIfOk {
      for (a, b) in zip(expected.inputs, inputs) where !unify(a, b) { return nil }
      return unify(expected.output, output) ? true : nil
    }
    _ = merged
    return (inputs.map { resolveVars($0) }, output)
  }

  /// The call whose callee asks for something at `at`; else `at` itself.
  private func askerSpan(_ at: Span) -> Span {
    for e in hir.nodes.exprs.all {
      if case .call(let f, _) = e.kind, span(f) == at { return e.span }
    }
    return at
  }

  private func deduceSignature(_ expected: TypeID) -> (ExpectedSig?, ClosureKind?) {
    switch kind(expected) {
    case .alias(.opaque, let def, let args):
      let bounds = cx.facts.itemBounds(of: def).elements.map { ($0.clause.instantiated(args), Span.none) }
      return deduce(expected, bounds)
    case .dynamic(let list, _):
      var sig: ExpectedSig?
      for p in list.all {
        guard case .projection(let def, let args, let term, let vars) = p, def == langItem(.fnOnceOutput), case .type(let output) = term,
          let inputs = tupleFields(openType(args[0].type ?? .error, vars))
        else { continue }
        sig = ExpectedSig(inputs: inputs, output: openType(output, vars), span: .none)
        break
      }
      return (sig, list.principal.flatMap { fnTraitKind($0.def) })
    case .infer(.type):
      let pending = pendingObligations(forSelf: expected).map { ($0.clause, $0.cause.span) }
      return deduce(expected, pending)
    case .fnPtr(let s):
      let sig = open(s)
      return (ExpectedSig(inputs: sig.inputs, output: sig.output, span: .none), .fn)
    default: return (nil, nil)
    }
  }

  /// From clauses about the closure's type: a `Fn…` bound gives the kind, its `Output` the signature.
  private func deduce(_ expected: TypeID, _ clauses: [(Clause, Span)]) -> (ExpectedSig?, ClosureKind?) {
    var sig: ExpectedSig?
    var found: ClosureKind?
    let expected = shallowResolve(expected)
    // Bounds of the parameter count with what follows from them.
    var all: [(Clause, Span)] = []
    for (clause, span) in clauses.reversed() {
      for c in elaborate([ClauseID(clause)], facts: cx.facts) { all.append((c.clause, span)) }
    }
    for (clause, span) in all {
      switch open(ClauseID(clause)) {
      case .projection(let def, let args, let term):
        guard shallowResolve(args[0].type ?? .error) == expected else { continue }
        if sig == nil, def == langItem(.fnOnceOutput), case .type(let output) = term, args.count > 1,
          let inputs = tupleFields(resolveVars(args[1].type ?? .error))
        {
          let s = ExpectedSig(inputs: inputs.map { normalize($0, span) }, output: normalize(output, span), span: span)
          // A signature that mentions the closure's own type would make it infinite.
          if !(s.inputs + [s.output]).contains(where: { mentions(resolveVars($0), expected) }) { sig = s }
        }
        if let k = fnTraitKind(Defs[def].parent) { found = stricter(found, k) }
      case .trait(let t, isNegative: false):
        guard shallowResolve(t.selfType) == expected else { continue }
        if let k = fnTraitKind(t.def) { found = stricter(found, k) }
      default: break
      }
    }
    return (sig, found)
  }

  private func stricter(_ a: ClosureKind?, _ b: ClosureKind) -> ClosureKind { a.map { min($0, b) } ?? b }

  func fnTraitKind(_ trait: DefID) -> ClosureKind? {
    if trait == langItem(.fn) { return .fn }
    if trait == langItem(.fnMut) { return .fnMut }
    if trait == langItem(.fnOnce) { return .fnOnce }
    return nil
  }

  private func mentions(_ type: TypeID, _ wanted: TypeID) -> Bool {
    var f = MentionsCheck(wanted: wanted)
    _ = f.fold(type)
    return f.found
  }

  private struct MentionsCheck: TypeFolder {
    let wanted: TypeID
    var found = false
    mutating func fold(_ type: TypeID) -> TypeID {
      if found { return type }
      if type == wanted {
        found = true
        return type
      }
      return type.flags.isDisjoint(with: .hasInfer) ? type : superFold(type)
    }
  }

  // MARK: Closure types

  /// Nil while it is not known which `Fn` traits the closure implements.
  func closureKind(_ type: TypeID) -> ClosureKind? {
    guard case .closure(_, let args) = kind(type), let rank = ClosureArgs.kindRank(shallowResolve(ClosureArgs(args).kindType)) else {
      return nil
    }
    return ClosureKind(rawValue: UInt8(rank))
  }

  /// Signature of a closure: its one input is the tuple of params.
  func closureSig(_ args: GenericArgsID) -> Sig {
    guard case .fnPtr(let s) = kind(shallowResolve(ClosureArgs(args).signatureType)) else {
      return Sig(inputs: [.error], output: .error)
    }
    return open(s)
  }

  /// The fn pointer that a closure without captures becomes.
  func fnPtrOfClosure(_ type: TypeID, isUnsafe: Bool) -> TypeID? {
    guard case .closure(_, let args) = kind(type) else { return nil }
    let sig = closureSig(args)
    guard let inputs = tupleFields(shallowResolve(sig.inputs[0])) else { return nil }
    return .fnPtr(PolyFnSig(inputs: inputs, output: sig.output, isUnsafe: isUnsafe))
  }

  /// Whether the closure's body uses variables from outside.
  func closureMentionsUpvars(_ type: TypeID) -> Bool {
    guard case .closure(let def, _) = kind(type) else { return false }
    guard let id = closureOfType[def] else { return !tupleFieldsOfUpvars(type).isEmpty }
    return !upvarsMentioned(id).isEmpty
  }

  private func tupleFieldsOfUpvars(_ type: TypeID) -> [TypeID] {
    guard case .closure(_, let args) = kind(type) else { return [] }
    return tupleFields(shallowResolve(ClosureArgs(args).upvarsType)) ?? [.error]
  }
}
