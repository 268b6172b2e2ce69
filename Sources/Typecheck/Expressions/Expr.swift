// The type of one expression: by construct, with what the context expects flowing down.
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

extension FnCtxt {
  /// Expressions nest at most this deep; what is deeper gets a message instead of a stack overflow.
  static var maxDepth: Int { 2500 }

  @discardableResult func check(_ expr: ID<Expr>, _ expected: Expectation = .none, callArgs: CallArgs? = nil) -> TypeID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maxDepth {
      let t = errorType(.unsupported("expressions nested this deep", at: span(expr)))
      write(t, for: expr)
      return t
    }
    let old = diverges
    diverges = false
    var type: TypeID
    if case .path(let path) = hir[expr].kind {
      type = checkPath(path, expr, callArgs)
    } else {
      type = checkKind(expr, expected)
    }
    type = resolveVars(type)
    if tryStructurallyResolve(type, span(expr)) == .never, isRead(expr) { diverges = true }
    write(type, for: expr)
    diverges = diverges || old
    return type
  }

  /// Checks `expr` and makes its places mutable if it will be borrowed or changed mutably.
  func check(_ expr: ID<Expr>, _ expected: Expectation = .none, needs mutability: Mutability) -> TypeID {
    let type = check(expr, expected)
    if mutability == .mut { convertPlaceDerefsToMutable(expr) }
    return type
  }

  /// Checks `expr`, which must have type `expected` without coercion (but for `!`).
  @discardableResult func check(_ expr: ID<Expr>, hasType expected: TypeID) -> TypeID {
    var type = check(expr, .hasType(expected))
    if tryStructurallyResolve(type, span(expr)) == .never, isRead(expr) {
      if let steps = adjustments[expr] {
        return steps.count == 1 && steps[0].kind == .neverToAny ? steps[0].target : .error
      }
      type = nextTyVar(span(expr))
      apply([Adjustment(.neverToAny, type)], to: expr)
    }
    if let obligations = commitIfOk({ relateSup(expected, type) }) {
      register(obligations)
    } else {
      reportMismatch(expected: expected, found: type, at: mismatchSpan(expr))
    }
    return type
  }

  /// Checks `expr`, which is coerced to `expected`.
  @discardableResult func check(_ expr: ID<Expr>, coercibleTo expected: TypeID) -> TypeID {
    let type = check(expr, .hasType(expected))
    return demandCoerce(expr, type, expected)
  }

  private func checkKind(_ expr: ID<Expr>, _ expected: Expectation) -> TypeID {
    let node = hir[expr]
    switch node.kind {
    case .literal(let l): return checkLiteral(l, expected)
    case .path: return .error
    case .unary(let op, let e): return checkUnary(op, e, expected, expr)
    case .binary(let op, let l, let r): return checkBinary(expr, op, l, r, expected)
    case .assign(let l, let r): return checkAssign(expr, l, r, expected)
    case .assignOp(let op, let l, let r): return checkAssignOp(expr, op, l, r, expected)
    case .addrOf(let k, let m, let e): return checkAddrOf(k, m, e, expected, expr)
    case .call(let callee, let args): return checkCall(expr, callee, args, expected)
    case .methodCall(let call): return checkMethodCall(expr, hir[call], expected)
    case .field(let base, let field): return checkField(expr, base, hir[field].ident)
    case .index(let base, let index): return checkIndex(expr, base, index)
    case .cast(let e, let ty): return checkCast(expr, e, ty)
    case .typeAscription(let e, let ty):
      let type = lowerWritten(ty)
      let found = check(e, .hasType(type))
      demandEq(type, found, span(e))
      return type
    case .tuple(let elements): return checkTuple(expr, elements, expected)
    case .array(let elements): return checkArray(expr, elements, expected)
    case .repeat(let element, let count): return checkRepeat(expr, element, count, expected)
    case .structure(let s): return checkStruct(expr, s, expected)
    case .if(let c, let then, let other): return checkIf(expr, c, then, other, expected)
    case .let(let l): return checkLet(expr, hir[l])
    case .match(let scrutinee, let arms, let source): return checkMatch(expr, scrutinee, arms, source, expected)
    case .loop(let block, let info): return checkLoop(expr, block, info, expected)
    case .block(let block, let label): return checkBlock(block, label, expected)
    case .constBlock(_, let inner): return checkConstBlock(inner, expected)
    case .closure(let c): return checkClosure(expr, c, expected)
    case .break(let target, let value): return checkBreak(expr, target, value)
    case .continue(let target): return target.isNone ? tainted(.error) : .never
    case .return(let value): return checkReturn(expr, value)
    case .become(let call): return checkBecome(expr, call)
    case .yield(let e):
      check(e)
      return errorType(.unsupported("coroutines", at: node.span))
    case .dropTemps(let e): return check(e, expected)
    case .offsetOf(let ty, let fields): return checkOffsetOf(expr, ty, fields)
    case .inlineAsm(let asm): return checkAsm(asm, node.span)
    case .builtin(let b, let e):
      if b == .useClone { return check(e, expected) }
      check(e)
      return errorType(.unsupported("unsafe binders", at: node.span))
    case .error: return tainted(.error)
    }
  }

  /// The error type for a node whose message was given by an earlier step.
  func tainted(_ type: TypeID) -> TypeID {
    isTainted = true
    return type
  }

  // MARK: Small expressions

  func checkLiteral(_ literal: Literal, _ expected: Expectation) -> TypeID {
    switch literal {
    case .bool: return .bool
    case .char: return .char
    case .byte: return .u8
    case .str: return mkRef(.str, .not)
    case .byteStr(let name): return mkRef(mkArray(.u8, UInt64(name.bytes.count)), .not)
    case .cStr: return langItem(.cStr).map { mkRef(mkAdt($0, .empty), .not) } ?? .error
    case .int(_, _, let suffix):
      if let suffix { return primitive(suffix) }
      if let t = toOption(expected) {
        switch kind(t) {
        case .int, .uint: return t
        case .char: return .u8
        case .rawPtr, .fnDef, .fnPtr: return .usize
        case .pattern(let base, _) where isIntegral(base): return t
        default: break
        }
      }
      return nextIntVar()
    case .float(_, let suffix):
      if let suffix { return primitive(suffix) }
      if let t = toOption(expected), case .float = kind(t) { return t }
      return nextFloatVar()
    case .error: return tainted(.error)
    }
  }

  private func checkUnary(_ op: UnaryOp, _ operand: ID<Expr>, _ expected: Expectation, _ expr: ID<Expr>) -> TypeID {
    var type = check(operand, op == .deref ? .none : expected)
    if isError(type) { return .error }
    type = structurallyResolve(type, span(expr))
    switch op {
    case .deref:
      if let inner = lookupDeref(expr, operand, type) { return inner }
      if isError(type) { return .error }
      return errorType(.cannotDeref(display(type), at: span(expr)))
    case .not:
      let result = checkOverloadedUnary(expr, type, op)
      return isIntegral(type) || type == .bool ? type : result
    case .neg:
      let result = checkOverloadedUnary(expr, type, op)
      return isNumeric(type) ? type : result
    }
  }

  private func checkAddrOf(
    _ borrow: BorrowKind, _ mutability: Mutability, _ operand: ID<Expr>, _ expected: Expectation, _ expr: ID<Expr>
  ) -> TypeID {
    var hint = Expectation.none
    if let t = onlyHasType(expected) {
      switch kind(tryStructurallyResolve(t, span(expr))) {
      case .ref(_, let inner, _), .rawPtr(let inner, _):
        // A place has a type of its own: `&*vec` may be expected to be `&[T]`, but nothing is unsized within it.
        hint = isPlace(operand) ? .hasType(inner) : rvalueHint(inner)
      default: break
      }
    }
    if isPlace(operand) { unreadPlaces.insert(operand) }
    let type = check(operand, hint, needs: mutability)
    if isError(type) { return .error }
    switch borrow {
    case .raw:
      if !isPlaceOrDereferenced(operand) { report(.addressOfTemporary(at: span(operand))) }
      return mkPtr(type, mutability)
    case .ref: return mkRef(type, mutability)
    case .pin:
      guard let pin = langItem(.pin) else { return .error }
      return mkAdt(pin, mkArgs([GenericArg(mkRef(type, mutability))]))
    }
  }

  private func checkTuple(_ expr: ID<Expr>, _ elements: IDList<Expr>, _ expected: Expectation) -> TypeID {
    var hints: [TypeID] = []
    if let t = onlyHasType(expected), let fields = tupleFields(tryStructurallyResolve(t, span(expr))) { hints = fields }
    var types: [TypeID] = []
    for (i, e) in hir[elements].enumerated() {
      let t = i < hints.count ? hints[i] : nextTyVar(span(e))
      check(e, coercibleTo: t)
      types.append(t)
    }
    let tuple = mkTuple(types)
    if referencesError(tuple) { return .error }
    requireSized(tuple, span(expr), .sizedTuple)
    return tuple
  }

  private func checkArray(_ expr: ID<Expr>, _ elements: IDList<Expr>, _ expected: Expectation) -> TypeID {
    let ids = hir[elements]
    var element = TypeID.error
    if ids.isEmpty {
      element = nextTyVar(span(expr))
    } else {
      var target: TypeID?
      if let t = toOption(expected), let inner = builtinIndex(tryStructurallyResolve(t, span(expr))),
        !isTyVar(tryStructurallyResolve(inner, span(expr)))
      {
        target = inner
      }
      let to = target ?? nextTyVar(span(expr))
      var coerce = CoerceMany(to)
      for e in ids {
        let t = check(e, .hasType(to))
        coerce.coerce(self, e, t, at: span(e))
      }
      element = coerce.complete(self)
    }
    return mkArray(element, UInt64(ids.count))
  }

  private func checkRepeat(_ expr: ID<Expr>, _ element: ID<Expr>, _ count: ID<ConstArg>, _ expected: Expectation) -> TypeID {
    let length = resolveConst(normalizeConst(lowerConst(count, .usize, at: span(expr)), hir[count].span))
    constArgs[count.index] = length
    var hint: TypeID?
    if case .hasType(let t) = expected { hint = builtinIndex(shallowResolve(t)) }
    let type: TypeID
    let elementType: TypeID
    if let hint {
      check(element, coercibleTo: hint)
      type = hint
      elementType = hint
    } else {
      type = nextTyVar(span(element))
      elementType = check(element, hasType: type)
    }
    if isError(elementType) { return .error }
    deferredRepeats.append((element, elementType, length))
    let array = mkArray(type, length)
    registerWellFormed(array, span(expr))
    return array
  }

  private func checkIndex(_ expr: ID<Expr>, _ base: ID<Expr>, _ index: ID<Expr>) -> TypeID {
    let baseType = check(base)
    let indexType = check(index)
    if isError(baseType) { return .error }
    if isError(indexType) { return .error }
    let resolved = structurallyResolve(baseType, span(base))
    if let (wanted, element) = lookupIndexing(expr, base, resolved, index, indexType) {
      demandCoerce(index, indexType, wanted)
      selectWherePossible()
      return element
    }
    if isError(resolved) { return .error }
    return errorType(
      .cannotIndex(display(resolved), at: Span(lo: max(span(expr).lo, span(base).hi), hi: span(expr).hi, context: span(expr).context)))
  }

  private func checkConstBlock(_ inner: ID<Expr>, _ expected: Expectation) -> TypeID {
    let savedReturn = returnCoercion
    let savedBreakables = breakables
    returnCoercion = nil
    breakables = []
    let type = check(inner, expected)
    requireSized(type, span(inner), .sizedConst)
    returnCoercion = savedReturn
    breakables = savedBreakables
    return type
  }

  private func checkAssign(_ expr: ID<Expr>, _ lhs: ID<Expr>, _ rhs: ID<Expr>, _ expected: Expectation) -> TypeID {
    if onlyHasType(expected) == .bool {
      check(lhs)
      check(rhs)
      reportMismatch(expected: .bool, found: .unit, at: span(expr))
      return .error
    }
    if isPlace(lhs) { unreadPlaces.insert(lhs) }
    let lhsType = check(lhs, .none, needs: .mut)
    let rhsType = check(rhs, .hasType(lhsType))
    // That the left side is no place explains types of other kinds, not references of another mutability.
    demandCoerce(rhs, rhsType, lhsType, isTold: !isPlace(lhs) && !differInMutability(rhsType, lhsType))
    if !isPlace(lhs) { checkAssignable(lhs, code: "E0070", at: assignmentSpan(expr, lhs, rhs)) }
    requireSized(lhsType, span(lhs), .sizedAssignment)
    return isError(lhsType) || isError(rhsType) ? .error : .unit
  }

  private func differInMutability(_ a: TypeID, _ b: TypeID) -> Bool {
    guard case .ref(_, _, let m) = resolveVars(a).kind, case .ref(_, _, let n) = resolveVars(b).kind else { return false }
    return m != n
  }

  /// The `=` of an assignment. That of `(a, b) = …` has become a block of a `let` and assignments, all of the whole's span.
  private func assignmentSpan(_ expr: ID<Expr>, _ lhs: ID<Expr>, _ rhs: ID<Expr>) -> Span {
    if span(rhs) != span(lhs) { return operatorSpan(expr, lhs, rhs, "=") }
    for b in hir.nodes.blocks.all where b.span.lo <= span(expr).lo && span(expr).hi <= b.span.hi {
      let statements = hir[b.statements]
      guard let first = statements.first, case .let(let l) = first.kind, let value = hir[l].initializer.some,
        statements.contains(where: { if case .expr(let e) = $0.kind { e == expr } else { false } })
      else { continue }
      return operatorSpan(expr, lhs, value, "=")
    }
    return span(expr)
  }

  func checkAssignable(_ lhs: ID<Expr>, code: String, at span: Span) {
    if isPlace(lhs) || containsLet(lhs) { return }
    if case .error = hir[lhs].kind { return }
    report(.invalidAssignment(code: code, at: span, place: self.span(lhs)))
  }

  private func containsLet(_ expr: ID<Expr>) -> Bool {
    switch hir[expr].kind {
    case .let: true
    case .binary(.and, let l, let r): containsLet(l) || containsLet(r)
    default: false
    }
  }

  private func checkCast(_ expr: ID<Expr>, _ operand: ID<Expr>, _ ty: ID<Ty>) -> TypeID {
    let target = resolveVars(lowerWritten(ty))
    let type = resolveVars(check(operand, .castable(target)))
    if isError(type) || isError(target) { return .error }
    return deferCast(
      DeferredCast(expr: expr, operand: operand, operandType: type, target: target, targetSpan: hir[ty].span, span: span(expr)))
  }

  // MARK: Jumps

  private func checkReturn(_ expr: ID<Expr>, _ value: ID<Expr>) -> TypeID {
    guard returnCoercion != nil else {
      report(.returnOutsideFn(at: span(expr)))
      if let value = value.some { check(value) }
      return .never
    }
    if let value = value.some {
      checkReturnValue(value)
    } else {
      returnCoercion!.coerceUnit(self, at: span(expr), .returnNoValue)
    }
    return .never
  }

  /// The value of `return` or of the whole body.
  func checkReturnValue(_ value: ID<Expr>) {
    guard let expected = returnCoercion?.expected else { return }
    let type = check(value, .hasType(expected))
    let at = span(value)
    var coercion = returnCoercion!
    coercion.coerce(self, value, type, at: at)
    returnCoercion = coercion
  }

  private func checkBecome(_ expr: ID<Expr>, _ call: ID<Expr>) -> TypeID {
    if let expected = returnCoercion?.expected {
      let type = check(call, .hasType(expected))
      demandSub(expected, type, span(expr))
    } else {
      report(.returnOutsideFn(at: span(expr)))
      check(call)
    }
    return .never
  }

  private func checkBreak(_ expr: ID<Expr>, _ target: ID<LoopInfo>, _ value: ID<Expr>) -> TypeID {
    guard !target.isNone, let i = breakableIndex(target) else {
      if let value = value.some { check(value, .hasType(.error)) }
      return tainted(.error)
    }
    if let value = value.some {
      let expected = breakables[i].coerce?.expected
      // A loop without value: told of with the names.
      if expected == nil { isTainted = true }
      let type = check(value, .hasType(expected ?? .error))
      if var coerce = breakables[i].coerce {
        coerce.coerce(self, value, type, at: span(value))
        breakables[i].coerce = coerce
      }
    } else if var coerce = breakables[i].coerce {
      coerce.coerceUnit(self, at: span(expr), .breakNoValue)
      breakables[i].coerce = coerce
    }
    if !diverges { breakables[i].mayBreak = true }
    return .never
  }

  // MARK: Places

  /// Whether the expression denotes a place by its form alone.
  func isPlace(_ expr: ID<Expr>) -> Bool {
    switch hir[expr].kind {
    case .path(let p):
      switch hir[p].kind {
      case .resolved(_, let res):
        switch res {
        case .local, .err: return true
        case .def(.static, _): return true
        default: return false
        }
      case .typeRelative: return false
      }
    case .typeAscription(let e, _): return isPlace(e)
    case .unary(.deref, _): return true
    case .field, .index: return true
    case .error: return true
    default: return false
    }
  }

  /// The same, but a field of a temporary is none.
  private func isPlaceOrDereferenced(_ expr: ID<Expr>) -> Bool {
    switch hir[expr].kind {
    case .field(let base, _), .index(let base, _):
      if adjustments[base]?.contains(where: { a in
        switch a.kind {
        case .deref, .overloadedDeref: true
        default: false
        }
      }) == true { return true }
      return isPlaceOrDereferenced(base)
    default: return isPlace(expr)
    }
  }

  /// Whether evaluating `expr` reads its value: a place of type `!` that is only borrowed or matched by `_` does not diverge.
  func isRead(_ expr: ID<Expr>) -> Bool { !isPlace(expr) || !unreadPlaces.contains(expr) }
}
