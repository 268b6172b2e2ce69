// Calls, method calls and their arguments.
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

/// The call that a path is the callee of.
struct CallArgs {
  let call: ID<Expr>
  let args: IDList<Expr>
}

extension FnCtxt {
  private enum Callee {
    case builtin(TypeID)
    case deferredClosure(Sig)
    case overloaded(MethodCallee)
  }

  func checkCall(_ expr: ID<Expr>, _ callee: ID<Expr>, _ args: IDList<Expr>, _ expected: Expectation) -> TypeID {
    let original = check(callee, callArgs: CallArgs(call: expr, args: args))
    let type = tryStructurallyResolve(original, span(expr))
    var autoderef = Autoderef(self, type, span(callee))
    var found: Callee?
    while found == nil, autoderef.next() != nil { found = callStep(expr, callee, args, autoderef) }
    register(autoderef.obligations)
    let output: TypeID
    switch found {
    case nil:
      for a in hir[args] { check(a) }
      output = isError(type) || isError(shallowResolve(autoderef.finalType)) ? .error : reportNotCallable(type, expr, callee)
    case .builtin(let type): output = confirmBuiltinCall(expr, type, args, expected)
    case .deferredClosure(let sig):
      // The tuple of the closure's params is spread.
      checkArguments(
        expr, formal: sig.inputs, output: sig.output, expected, args, isVariadic: sig.isVariadic, isTupled: true, def: nil,
        span: span(expr))
      output = sig.output
    case .overloaded(let method):
      checkArguments(
        expr, formal: Array(method.sig.inputs.dropFirst()), output: method.sig.output, expected, args,
        isVariadic: method.sig.isVariadic, isTupled: true, def: method.def, span: span(expr))
      writeMethod(method, for: expr)
      output = method.sig.output
    }
    registerWellFormed(output, span(expr))
    return output
  }

  private func callStep(_ expr: ID<Expr>, _ callee: ID<Expr>, _ args: IDList<Expr>, _ autoderef: Autoderef) -> Callee? {
    let adjusted = tryStructurallyResolve(autoderef.finalType, autoderef.span)
    switch kind(adjusted) {
    case .fnDef, .fnPtr:
      apply(adjustSteps(autoderef), to: callee)
      return .builtin(adjusted)
    case .closure(let def, let closureArgs) where closureKind(adjusted) == nil:
      // Which `Fn` trait it implements shows only when its body's captures are known.
      let sig = closureSig(closureArgs)
      deferredCalls[def, default: []].append(
        DeferredCall(call: expr, callee: callee, closureType: adjusted, adjustments: adjustSteps(autoderef), sig: sig))
      return .deferredClosure(sig)
    case .ref where autoderef.stepCount == 0:
      // `&F` calls through `F`, not by `impl Fn for &F`, so that no reference to a reference is made.
      return nil
    case .infer(.type):
      _ = typeMustBeKnown(adjusted, autoderef.span)
      return nil
    case .error: return nil
    default: break
    }
    // With the right number of params first; then with any, for a good message about the number.
    guard let (autoref, method) = overloadedCall(expr, adjusted, args) ?? overloadedCall(expr, adjusted, nil) else { return nil }
    var steps = adjustSteps(autoderef)
    if let autoref { steps.append(autoref) }
    apply(steps, to: callee)
    return .overloaded(method)
  }

  /// `F: Fn`, else `FnMut`, else `FnOnce`.
  func overloadedCall(_ expr: ID<Expr>, _ type: TypeID, _ args: IDList<Expr>?) -> (Adjustment?, MethodCallee)? {
    let choices: [(LangItem, Name, Bool)] = [(.fn, OperatorMethod.call, true), (.fnMut, OperatorMethod.callMut, true), (.fnOnce, OperatorMethod.callOnce, false)]
    for (item, name, borrows) in choices {
      guard let trait = langItem(item) else { continue }
      let input = args.map { mkTuple(hir[$0].map { nextTyVar(span($0)) }) }
      guard let (method, obligations) = lookupOperatorMethod(name, trait, type, input, span(expr)) else { continue }
      register(obligations)
      if borrows, case .ref(_, _, let m) = kind(method.sig.inputs[0]) {
        return (Adjustment(.borrow(m, allowsTwoPhase: false), method.sig.inputs[0]), method)
      }
      return (nil, method)
    }
    return nil
  }

  private func confirmBuiltinCall(_ expr: ID<Expr>, _ type: TypeID, _ args: IDList<Expr>, _ expected: Expectation) -> TypeID {
    var def: DefID?
    var sig: Sig
    switch kind(type) {
    case .fnDef(let d, let a):
      def = d
      sig = fnSig(d, a)
    case .fnPtr(let s): sig = open(s)
    default: return .error
    }
    sig = normalize(sig, span(expr))
    let isTupled = sig.abi == .rustCall
    if isTupled {
      // `extern "rust-call"` by name: the last param is a tuple, given as one argument each… only by the traits themselves.
      if sig.inputs.count == 1, tupleFields(shallowResolve(sig.inputs[0])) != nil {
        checkArguments(
          expr, formal: sig.inputs, output: sig.output, expected, args, isVariadic: false, isTupled: true, def: def, span: span(expr))
        return sig.output
      }
    }
    checkArguments(
      expr, formal: sig.inputs, output: sig.output, expected, args, isVariadic: sig.isVariadic, isTupled: false, def: def,
      span: span(expr))
    return sig.output
  }

  private func reportNotCallable(_ type: TypeID, _ expr: ID<Expr>, _ callee: ID<Expr>) -> TypeID {
    if isTainted, isTyVar(type) { return .error }
    return errorType(.notCallable(display(type), at: span(expr), callee: span(callee)))
  }

  func checkMethodCall(_ expr: ID<Expr>, _ call: MethodCall, _ expected: Expectation) -> TypeID {
    let receiver = check(call.receiver)
    let type = tryStructurallyResolve(receiver, span(call.receiver))
    switch lookupMethod(type, call, expr) {
    case .success(let method):
      writeMethod(method, for: expr)
      checkArguments(
        expr, formal: Array(method.sig.inputs.dropFirst()), output: method.sig.output, expected, call.args,
        isVariadic: method.sig.isVariadic, isTupled: false, def: method.def, span: call.segment.ident.span)
      return method.sig.output
    case .failure(let error):
      reportMethodError(error, type, call.segment.ident, receiver: call.receiver, at: call.segment.ident.span)
      for a in hir[call.args] { check(a) }
      return .error
    }
  }

  // MARK: Arguments

  /// Checks the arguments of a call against the callee's params. Closures come last: the other arguments may say what they take.
  func checkArguments(
    _ expr: ID<Expr>, formal: [TypeID], output: TypeID, _ expectation: Expectation, _ args: IDList<Expr>, isVariadic: Bool,
    isTupled: Bool, def: DefID?, span callSpan: Span
  ) {
    var formal = formal
    let ids = Array(hir[args])
    for (t, a) in zip(formal, ids) { registerWellFormed(t, span(a)) }
    let formalOutput = resolveVarsWithObligations(output)
    // What the result is expected to be tells about the params; but only as a hint, for the arguments may be coerced.
    var expected: [TypeID]?
    if let wanted = onlyHasType(expectation) {
      expected = fudgeIfOk {
        guard let obligations = relateSup(wanted, formalOutput), allMayHold(obligations) else { return nil }
        return formal.map { resolveVars($0) }
      }
    }
    var tupleMismatch = false
    if isTupled {
      let tuple = structurallyResolve(formal[0], callSpan)
      if let fields = tupleFields(tuple) {
        tupleMismatch = fields.count != ids.count
        expected = expected.flatMap { $0.first.flatMap { tupleFields($0) } }
        formal = fields
      } else {
        if !isError(tuple) { report(.callNotationNeedsTuple(at: callSpan)) }
        formal = ids.map { _ in .error }
        expected = nil
      }
    }
    let hints = expected.flatMap { $0.count == formal.count ? $0 : nil } ?? formal
    let countIsRight = isVariadic ? ids.count >= formal.count : ids.count == formal.count
    var mismatches: [(index: Int, expected: TypeID, found: TypeID)] = []
    for checksClosures in [false, true] {
      // Obligations about the closure's type may follow from the other arguments.
      if checksClosures { selectWherePossible() }
      for (i, a) in ids.enumerated() where i < formal.count {
        var isClosure = false
        if case .closure = hir[a].kind { isClosure = true }
        if isClosure != checksClosures { continue }
        let hint = rvalueHint(hints[i])
        let type = check(a, hint)
        let target = resolveVarsWithObligations(onlyHasType(hint) ?? formal[i])
        guard let coerced = coerce(a, type, to: target, allowsTwoPhase: true) else {
          mismatches.append((i, target, type))
          continue
        }
        _ = coerced
        if !eq(formal[i], target, span(a)) { mismatches.append((i, formal[i], target)) }
      }
    }
    for a in ids.dropFirst(formal.count) {
      let type = check(a)
      if isVariadic { checkVariadic(a, structurallyResolve(type, span(a))) }
    }
    if !countIsRight {
      if ids.contains(where: { referencesError(nodeType($0)) }) { isTainted = true }
      reportArgumentCount(
        expected: formal.count, found: ids.count, expr, ids, isVariadic: isVariadic, isClosureCall: tupleMismatch, def: def, callSpan)
      return
    }
    if mismatches.count > 1, mismatches.allSatisfy({ !referencesError(resolveVars($0.expected)) && !referencesError(resolveVars($0.found)) }) {
      report(.wrongArguments(at: calleeSpan(expr, callSpan), mismatches.map { (mismatchSpan(ids[$0.index]), display($0.expected), display($0.found)) }))
      return
    }
    for m in mismatches { reportMismatch(expected: m.expected, found: m.found, at: mismatchSpan(ids[m.index])) }
  }

  private func calleeSpan(_ expr: ID<Expr>, _ callSpan: Span) -> Span {
    switch hir[expr].kind {
    case .call(let callee, _): span(callee)
    case .methodCall(let c): hir[c].segment.ident.span
    default: callSpan
    }
  }

  private func checkVariadic(_ arg: ID<Expr>, _ type: TypeID) {
    let wanted: String
    switch kind(type) {
    case .float(.f32): wanted = "c_double"
    case .int(.i8), .int(.i16), .bool: wanted = "c_int"
    case .uint(.u8), .uint(.u16): wanted = "c_uint"
    default: return
    }
    report(.variadicArgument(display(type), wanted: wanted, at: span(arg)))
  }

  private func reportArgumentCount(
    expected: Int, found: Int, _ expr: ID<Expr>, _ args: [ID<Expr>], isVariadic: Bool, isClosureCall: Bool, def: DefID?, _ callSpan: Span
  ) {
    let at = calleeSpan(expr, callSpan)
    let code = isVariadic ? "E0060" : isClosureCall ? "E0057" : "E0061"
    report(.argumentCount(code: code, expected: expected, found: found, isVariadic: isVariadic, at: at))
  }
}
