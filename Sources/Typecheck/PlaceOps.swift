// Overloaded `*` and `[]`: found as `Deref` and `Index`, made `DerefMut` and `IndexMut` once the place must be mutable.
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

enum PlaceOp { case deref, index }

extension FnCtxt {
  func overloadedPlaceOp(_ op: PlaceOp, _ base: TypeID, _ argument: TypeID?, _ span: Span) -> (MethodCallee, [Obligation])? {
    switch op {
    case .deref: langItem(.deref).flatMap { lookupOperatorMethod(OperatorMethod.deref, $0, base, argument, span) }
    case .index: langItem(.index).flatMap { lookupOperatorMethod(OperatorMethod.index, $0, base, argument, span) }
    }
  }

  func mutableOverloadedPlaceOp(_ op: PlaceOp, _ base: TypeID, _ argument: TypeID?, _ span: Span) -> (MethodCallee, [Obligation])? {
    switch op {
    case .deref: langItem(.derefMut).flatMap { lookupOperatorMethod(OperatorMethod.derefMut, $0, base, argument, span) }
    case .index: langItem(.indexMut).flatMap { lookupOperatorMethod(OperatorMethod.indexMut, $0, base, argument, span) }
    }
  }

  /// Type of `*operand`; nil if it cannot be dereferenced.
  func lookupDeref(_ expr: ID<Expr>, _ operand: ID<Expr>, _ type: TypeID) -> TypeID? {
    if let inner = builtinDeref(type, explicit: true) { return inner }
    guard let (method, obligations) = overloadedPlaceOp(.deref, type, nil, span(expr)) else { return nil }
    register(obligations)
    if case .ref(_, _, .not) = kind(method.sig.inputs[0]) {
      apply([Adjustment(.borrow(.not, allowsTwoPhase: false), method.sig.inputs[0])], to: operand)
    }
    writeMethod(method, for: expr)
    return builtinDeref(method.sig.output, explicit: true) ?? .error
  }

  /// Types of index and element of `base[index]`; nil if `base` cannot be indexed by it.
  func lookupIndexing(
    _ expr: ID<Expr>, _ base: ID<Expr>, _ baseType: TypeID, _ index: ID<Expr>, _ indexType: TypeID
  ) -> (index: TypeID, element: TypeID)? {
    var autoderef = Autoderef(self, baseType, span(base))
    var result: (TypeID, TypeID)?
    while result == nil, autoderef.next() != nil { result = indexStep(expr, base, autoderef, indexType, index) }
    register(autoderef.obligations)
    return result
  }

  private func indexStep(
    _ expr: ID<Expr>, _ base: ID<Expr>, _ autoderef: Autoderef, _ indexType: TypeID, _ index: ID<Expr>
  ) -> (TypeID, TypeID)? {
    let adjusted = structurallyResolve(autoderef.finalType, autoderef.span)
    if case .unary(.neg, let operand) = hir[index].kind, case .literal(.int) = hir[operand].kind {
      switch kind(adjusted) {
      case .slice, .array:
        report(.negativeIndex(on: display(adjusted), at: span(index)))
        return (.error, .error)
      default: break
      }
    }
    for unsizes in [false, true] {
      var selfType = adjusted
      if unsizes {
        guard let (element, _) = arrayParts(adjusted) else { continue }
        selfType = mkSlice(element)
      }
      let input = nextTyVar(span(base))
      guard let (method, obligations) = overloadedPlaceOp(.index, selfType, input, span(expr)) else { continue }
      register(obligations)
      var adjustments = adjustSteps(autoderef)
      if case .ref(_, _, .not) = kind(method.sig.inputs[0]) {
        adjustments.append(Adjustment(.borrow(.not, allowsTwoPhase: false), mkRef(adjusted, .not)))
      }
      if unsizes { adjustments.append(Adjustment(.pointer(.unsize), method.sig.inputs[0])) }
      apply(adjustments, to: base)
      writeMethod(method, for: expr)
      return (input, builtinDeref(method.sig.output, explicit: true) ?? .error)
    }
    return nil
  }

  /// The place turned out to be borrowed mutably or assigned to: every overloaded step on the way to it is taken mutably.
  func convertPlaceDerefsToMutable(_ expr: ID<Expr>) {
    var chain = [expr]
    while true {
      switch hir[chain.last!].kind {
      case .field(let inner, _), .index(let inner, _), .unary(.deref, let inner):
        chain.append(inner)
        continue
      default: break
      }
      break
    }
    var isInsideUnion = false
    for e in chain.reversed() {
      var source = nodeType(e)
      if case .unary(.deref, _) = hir[e].kind { isInsideUnion = false }
      if isUnion(source) { isInsideUnion = true }
      if var steps = adjustments.removeValue(forKey: e) {
        for i in steps.indices {
          if case .overloadedDeref = steps[i].kind, let (method, obligations) = mutableOverloadedPlaceOp(.deref, source, nil, span(e)) {
            register(obligations)
            if case .ref(_, _, let m) = kind(method.sig.output) { steps[i].kind = .overloadedDeref(m) }
            if isInsideUnion, isManuallyDrop(source) { report(.implicitDerefMutOnUnionField(at: span(e))) }
          }
          source = steps[i].target
        }
        adjustments[e] = steps
      }
      switch hir[e].kind {
      case .index(let base, _): convertPlaceOpToMutable(.index, e, base)
      case .unary(.deref, let base): convertPlaceOpToMutable(.deref, e, base)
      default: break
      }
    }
  }

  private func convertPlaceOpToMutable(_ op: PlaceOp, _ expr: ID<Expr>, _ base: ID<Expr>) {
    guard isMethodCall(expr), let baseType = builtinDeref(shallowResolve(adjustedType(base)), explicit: false) else { return }
    let argument: TypeID? = op == .index ? typeArg(exprArgs[expr.index], 1) : nil
    guard let (method, obligations) = mutableOverloadedPlaceOp(op, baseType, argument, span(expr)) else { return }
    register(obligations)
    writeMethod(method, for: expr)
    guard case .ref(_, _, .mut) = kind(method.sig.inputs[0]), var steps = adjustments[base] else { return }
    var source = nodeType(base)
    for i in steps.indices {
      if case .borrow = steps[i].kind {
        steps[i] = Adjustment(.borrow(.mut, allowsTwoPhase: false), mkRef(source, .mut))
      }
      source = steps[i].target
    }
    if steps.count >= 2, steps.last!.kind == .pointer(.unsize), case .borrow = steps[steps.count - 2].kind {
      steps[steps.count - 1].target = method.sig.inputs[0]
    }
    adjustments[base] = steps
  }

  /// The method of an operator's trait for these types, if an impl may exist, with what is still to be proved.
  func lookupOperatorMethod(
    _ name: Name, _ trait: DefID, _ selfType: TypeID, _ rhs: TypeID?, _ span: Span
  ) -> (MethodCallee, [Obligation])? {
    var list = [GenericArg(selfType)]
    for param in cx.facts.generics(of: trait).all.dropFirst() {
      if let rhs, list.count == 1 { list.append(GenericArg(rhs)) } else { list.append(freshArg(param, span)) }
    }
    let args = mkArgs(list)
    let obligation = traitObligation(trait, args, span, .operatorCall)
    guard mayHold(obligation), let method = associatedValue(trait, name) else { return nil }
    var obligations: [Obligation] = []
    var sig = fnSig(method.def, args)
    sig = normalize(sig, span, &obligations)
    obligations += predicates(of: method.def, args, span)
    for t in sig.inputs where !InferContext.isPlainlyWellFormed(t) { obligations.append(wellFormed(t, span)) }
    if !InferContext.isPlainlyWellFormed(sig.output) { obligations.append(wellFormed(sig.output, span)) }
    return (MethodCallee(def: method.def, args: args, sig: sig), obligations)
  }
}
