// Patterns: their types, implicit dereferences and binding modes.
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

/// What holds on the way down a pattern.
struct PatInfo {
  /// Nil: bindings move; else they borrow.
  var bindingMode: Mutability?
  /// The value matched, for messages.
  var origin: ID<Expr>
  var isIrrefutable: Bool
  var depth = 0
}

/// What the path of a pattern means.
private enum ResolvedPath {
  case value(type: TypeID, res: Res)
  case structure(type: TypeID, AdtFact, variant: Int)
  case failed

  var type: TypeID? {
    switch self {
    case .value(let t, _), .structure(let t, _, _): t
    case .failed: nil
    }
  }
}

extension FnCtxt {
  func checkTop(_ pat: ID<Pat>, _ expected: TypeID, origin: ID<Expr>, isIrrefutable: Bool = false) {
    check(pat, expected, PatInfo(bindingMode: nil, origin: origin, isIrrefutable: isIrrefutable))
  }

  func check(_ pat: ID<Pat>, _ expected: TypeID, _ info: PatInfo) {
    if info.depth > Self.maxDepth {
      write(errorType(.unsupported("patterns nested this deep", at: span(pat))), for: pat)
      return
    }
    let resolved = resolvePath(of: pat)
    var expected = expected
    var info = info
    if peels(pat, resolved) {
      // Match ergonomics: go through references until the pattern's own shape is met.
      expected = tryStructurallyResolve(expected, span(pat))
      while case .ref(_, let inner, let m) = kind(expected) {
        patAdjustments[pat, default: []].append(PatAdjustment(.builtinDeref, source: expected))
        info.bindingMode = info.bindingMode == .not ? .not : m
        expected = tryStructurallyResolve(inner, span(pat))
      }
    }
    info.depth += 1
    let type = checkInner(pat, resolved, expected, info)
    write(type, for: pat)
  }

  private func resolvePath(of pat: ID<Pat>) -> ResolvedPath? {
    switch hir[pat].kind {
    case .path(let path): return resolveUnit(path, span(pat))
    case .expr(let e):
      if case .path(let path) = hir[e].kind { return resolveUnit(path, span(pat)) }
      return nil
    case .structure(let s):
      guard let (adt, variant, type) = checkStructPath(hir[s].path) else { return .failed }
      return .structure(type: type, adt, variant: variant)
    case .tupleStruct(let s): return resolveTupleStruct(hir[s].path, span(pat))
    default: return nil
    }
  }

  private func resolveUnit(_ path: ID<QPath>, _ span: Span) -> ResolvedPath {
    let (res, selfType, segments) = resolve(path)
    switch res {
    case .err:
      isTainted = true
      return .failed
    case .def(.assocFn, _), .def(.structCtorFn, _), .def(.variantCtorFn, _), .def(.variant, _), .def(.fn, _):
      report(.expectedUnitPattern(at: span))
      return .failed
    default: break
    }
    let (type, final) = instantiate(path, res, selfType, segments, span)
    return final == .err ? .failed : .value(type: type, res: final)
  }

  private func resolveTupleStruct(_ path: ID<QPath>, _ span: Span) -> ResolvedPath {
    let (res, selfType, segments) = resolve(path)
    if res == .err {
      isTainted = true
      return .failed
    }
    let (type, final) = instantiate(path, res, selfType, segments, span)
    guard case .fnDef(let def, let args) = kind(type) else {
      if !isError(type) { report(.expectedTupleStruct(at: span)) }
      return .failed
    }
    switch final {
    case .def(.structCtorFn, _), .def(.variantCtorFn, _): break
    default:
      report(.expectedTupleStruct(at: span))
      return .failed
    }
    let output = fnSig(def, args).output
    guard case .adt(let adtDef, _) = kind(resolveVars(output)) else { return .failed }
    let adt = cx.facts.adt(adtDef)
    guard let variant = adt.variants.firstIndex(where: { $0.ctor == def }) else { return .failed }
    return .structure(type: output, adt, variant: variant)
  }

  /// Whether references in front of the matched value are gone through.
  private func peels(_ pat: ID<Pat>, _ resolved: ResolvedPath?) -> Bool {
    switch hir[pat].kind {
    case .tuple, .range, .slice, .never, .box, .deref, .structure, .tupleStruct: return true
    case .path, .expr:
      if let resolved {
        if case .value(_, let res) = resolved {
          switch res {
          case .def(.const, _), .def(.assocConst, _): return false
          default: return true
          }
        }
        return true
      }
      guard case .expr(let e) = hir[pat].kind else { return true }
      // A string literal is a reference itself.
      if case .ref = kind(resolveVars(checkPatExpr(e))) { return false }
      return true
    case .ref, .wild, .error, .binding, .or, .guard: return false
    }
  }

  private func checkInner(_ pat: ID<Pat>, _ resolved: ResolvedPath?, _ expected: TypeID, _ info: PatInfo) -> TypeID {
    let at = span(pat)
    switch hir[pat].kind {
    case .wild, .never: return expected
    case .error: return tainted(.error)
    case .path:
      guard case .value(let type, _)? = resolved else { return .error }
      demandPatSub(expected, type, at)
      return type
    case .expr(let e):
      if case .path = hir[e].kind {
        guard case .value(let type, _)? = resolved else { return .error }
        demandPatSub(expected, type, at)
        patExprTypes[e.index] = type
        return type
      }
      return checkPatLiteral(e, expected, at)
    case .range(let lo, let hi, _): return checkRange(lo, hi, expected, at)
    case .binding(let b): return checkBinding(pat, b, expected, info)
    case .structure(let s): return checkStructPat(pat, hir[s], resolved, expected, info)
    case .tupleStruct(let s): return checkTupleStruct(pat, hir[s], resolved, expected, info)
    case .or(let pats):
      for p in hir[pats] { check(p, expected, info) }
      return expected
    case .guard(let p, let condition):
      check(p, expected, info)
      check(condition, hasType: .bool)
      return expected
    case .tuple(let pats, let dotDot): return checkTuple(pats, dotDot, expected, info, at)
    case .box(let inner):
      guard let boxDef = langItem(.ownedBox) else { return .error }
      let innerType = nextTyVar(span(inner))
      let box = mkAdt(boxDef, freshBoxArgs(boxDef, innerType, at))
      let ok = demandEq(expected, box, at)
      check(inner, ok ? innerType : .error, info)
      return box
    case .deref(let inner):
      guard let target = langItem(.derefTarget), let pure = langItem(.derefPure) else { return .error }
      register([traitObligation(pure, [expected], at, .misc)])
      let type = tryStructurallyResolve(normalize(mkProjection(target, [expected]), at), at)
      check(inner, type, info)
      return expected
    case .ref(let inner, let m): return checkRef(pat, inner, m, expected, info)
    case .slice(let s): return checkSlice(hir[s], expected, info, at)
    }
  }

  private func freshBoxArgs(_ def: DefID, _ inner: TypeID, _ span: Span) -> GenericArgsID {
    var list = [GenericArg(inner)]
    for p in cx.facts.generics(of: def).all.dropFirst() {
      list.append(
        p.hasDefault ? GenericArg(cx.facts.type(of: p.def).instantiated(GenericArgsID(list)).erasingRegions) : freshArg(p, span))
    }
    return GenericArgsID(list)
  }

  private func demandPatSub(_ expected: TypeID, _ found: TypeID, _ span: Span) { demandSub(expected, found, span) }

  // MARK: Literals and ranges

  func checkPatExpr(_ e: ID<PatExpr>) -> TypeID {
    if patExprTypes[e.index] != .unset { return patExprTypes[e.index] }
    let node = hir[e]
    var type: TypeID
    switch node.kind {
    case .literal(let l, let isNegated):
      type = checkLiteral(l, .none)
      if isNegated, let neg = langItem(.neg) { register([traitObligation(neg, [type], node.span, .misc)]) }
    case .path(let path):
      let (res, selfType, segments) = resolve(path)
      type = res == .err ? tainted(.error) : instantiate(path, res, selfType, segments, node.span).type
    case .constBlock(_, let inner): type = check(inner)
    }
    patExprTypes[e.index] = type
    return type
  }

  private func checkPatLiteral(_ e: ID<PatExpr>, _ expected: TypeID, _ span: Span) -> TypeID {
    var type = checkPatExpr(e)
    if case .literal(.byteStr, _) = hir[e].kind {
      // A byte string also matches a slice.
      if case .ref(_, let inner, _) = kind(structurallyResolve(expected, span)), case .slice = kind(tryStructurallyResolve(inner, span)) {
        type = mkRef(mkSlice(.u8), .not)
        patExprTypes[e.index] = type
      }
    }
    demandPatSub(expected, type, span)
    return type
  }

  private func checkRange(_ lo: ID<PatExpr>, _ hi: ID<PatExpr>, _ expected: TypeID, _ span: Span) -> TypeID {
    var bad: [Span] = []
    let ends = [lo, hi].compactMap(\.some)
    for e in ends {
      let type = tryStructurallyResolve(checkPatExpr(e), hir[e].span)
      if !(isNumeric(type) || type == .char || isTyVar(type) || isError(type)) { bad.append(hir[e].span) }
    }
    if !bad.isEmpty { return errorType(.rangePatternType(at: bad.count == 2 ? span : bad[0])) }
    var ok = true
    for e in ends where !demandEq(expected, patExprTypes[e.index], hir[e].span) { ok = false }
    if !ok { return .error }
    let type = structurallyResolve(expected, span)
    if isNumeric(type) || type == .char || isError(type) { return type }
    return errorType(.rangePatternType(at: span))
  }

  // MARK: Bindings and references

  private func checkBinding(_ pat: ID<Pat>, _ b: ID<BindingPat>, _ expected: TypeID, _ info: PatInfo) -> TypeID {
    let binding = hir[b]
    let edition = edition(of: span(pat))
    if info.bindingMode != nil, edition >= .e2024, binding.isRef || binding.mutability == .mut {
      report(.bindingModifierUnderDefaultMode(at: span(pat)))
    }
    let mode: BindingMode
    if binding.isRef {
      mode = BindingMode(isRef: true, refMutability: binding.refMutability, mutability: binding.mutability)
    } else if binding.mutability == .mut {
      // `mut x` resets the default mode to moving.
      mode = BindingMode(isRef: false, refMutability: .not, mutability: .mut)
    } else if let m = info.bindingMode {
      mode = BindingMode(isRef: true, refMutability: m, mutability: .not)
    } else {
      mode = BindingMode(isRef: false, refMutability: .not, mutability: .not)
    }
    bindingModes[b.index] = mode
    let local = localType(binding.local)
    let type = mode.isRef ? mkRef(expected, mode.refMutability) : expected
    demandEq(type, local, span(pat))
    if let sub = binding.sub.some { check(sub, expected, info) }
    return local
  }

  private func checkRef(_ pat: ID<Pat>, _ inner: ID<Pat>, _ m: Mutability, _ expected: TypeID, _ info: PatInfo) -> TypeID {
    var info = info
    let expected = tryStructurallyResolve(expected, span(pat))
    if info.bindingMode != nil, edition(of: span(pat)) >= .e2024 { report(.bindingModifierUnderDefaultMode(at: span(pat))) }
    // `&` always resets the default mode.
    info.bindingMode = nil
    if case .ref(_, let type, let found) = kind(expected), found == m {
      if case .binding = hir[inner].kind, case .dynamic = kind(shallowResolve(type)) {
        _ = errorType(.derefOfTraitObjectPattern(display(expected), at: span(pat)))
        check(inner, .error, info)
        return .error
      }
      check(inner, type, info)
      return expected
    }
    let type = nextTyVar(span(inner))
    let ref = mkRef(type, m)
    demandEq(expected, ref, span(pat))
    check(inner, type, info)
    return ref
  }

  // MARK: Structs, tuples, slices

  private func checkTupleStruct(
    _ pat: ID<Pat>, _ s: TupleStructPat, _ resolved: ResolvedPath?, _ expected: TypeID, _ info: PatInfo
  ) -> TypeID {
    let subs = Array(hir[s.fields])
    guard case .structure(let type, let adt, let variantIndex)? = resolved else {
      for p in subs { check(p, .error, info) }
      return .error
    }
    let fields = adt.fields(of: adt.variants[variantIndex])
    let ok = demandEq(expected, type, span(pat))
    let hasDots = s.dotDot != .max
    guard subs.count == fields.count || (hasDots && subs.count < fields.count) else {
      let last = subs.last.map { span($0) } ?? span(pat)
      report(.patternFieldCount(expected: fields.count, found: subs.count, at: last).also(subs.dropLast().map { span($0) }))
      for p in subs { check(p, .error, info) }
      return .error
    }
    guard case .adt(_, let args) = kind(resolveVars(type)) else { return .error }
    for (i, p) in subs.enumerated() {
      let field = hasDots && i >= Int(s.dotDot) ? i + fields.count - subs.count : i
      check(p, ok ? fieldType(fields[field], args, span(p)) : .error, info)
    }
    return ok ? type : .error
  }

  private func checkStructPat(
    _ pat: ID<Pat>, _ s: StructPat, _ resolved: ResolvedPath?, _ expected: TypeID, _ info: PatInfo
  ) -> TypeID {
    guard case .structure(let type, let adt, let variantIndex)? = resolved else {
      for f in hir[s.fields] { check(f.pat, .error, info) }
      return .error
    }
    let variant = adt.variants[variantIndex]
    let fields = adt.fields(of: variant)
    let ok = demandEq(expected, type, span(pat))
    guard case .adt(_, let args) = kind(resolveVars(type)) else { return .error }
    var seen = [Span?](repeating: nil, count: fields.count)
    var unknown: [PatField] = []
    for (n, f) in hir[s.fields].enumerated() {
      var type = TypeID.error
      if let (i, field) = findField(f.ident, in: adt, variant) {
        if let first = seen[i] {
          report(.fieldTwiceInPattern(f.ident.name, at: f.span, first: first))
        } else {
          type = fieldType(field, args, f.span)
        }
        seen[i] = f.span
        patFieldIndices[s.fields[n].index] = UInt32(i)
      } else {
        unknown.append(f)
      }
      check(f.pat, type, info)
    }
    var missing = adt.kind == .union || s.hasRest ? [] : fields.indices.filter { seen[$0] == nil }
    if !missing.isEmpty, variant.kind == .tuple, hir[s.fields].isEmpty || !hir[s.fields].allSatisfy({ $0.ident.name.text.allSatisfy(\.isNumber) }) {
      report(.tuplePatternWithNames(display(type), at: span(pat)))
      return ok ? type : .error
    }
    if !unknown.isEmpty { report(.unknownPatternFields(unknown.map(\.ident), of: display(type))) }
    if unknown.count == 1 {
      // What was probably meant is not missing.
      let meant = bestMatch(for: unknown[0].ident.name, among: fields.indices.lazy.filter { seen[$0] == nil }.map { fields[$0].name })
      missing.removeAll { fields[$0].name == meant }
    }
    if adt.kind == .union {
      if hir[s.fields].count != 1 || s.hasRest { report(.unionPattern(at: span(pat))) }
    } else if missing.contains(where: { !isAccessible(fields[$0].def) }) {
      report(.inaccessiblePatternFields(at: span(pat)))
    } else if !missing.isEmpty {
      report(.missingPatternFields(missing.map { fields[$0].name.text }, at: span(pat)))
    }
    return ok ? type : .error
  }

  private func checkTuple(_ pats: IDList<Pat>, _ dotDot: UInt32, _ expected: TypeID, _ info: PatInfo, _ span: Span) -> TypeID {
    let subs = Array(hir[pats])
    let hasDots = dotDot != .max
    var count = subs.count
    if hasDots, let fields = tupleFields(structurallyResolve(expected, span)) { count = max(fields.count, count) }
    let types = (0..<count).map { _ in nextTyVar(span) }
    let tuple = mkTuple(types)
    let ok = demandEq(expected, tuple, span)
    for (i, p) in subs.enumerated() {
      let field = hasDots && i >= Int(dotDot) ? i + count - subs.count : i
      check(p, ok ? types[field] : .error, info)
    }
    return ok ? tuple : .error
  }

  private func checkSlice(_ s: SlicePat, _ expected: TypeID, _ info: PatInfo, _ span: Span) -> TypeID {
    let before = hir[s.before]
    let after = hir[s.after]
    var expected = tryStructurallyResolve(expected, span)
    if info.isIrrefutable, isTyVar(expected), s.middle.isNone {
      // Only an array can be matched irrefutably.
      _ = eq(expected, mkArray(nextTyVar(span), UInt64(before.count + after.count)), span)
    }
    expected = structurallyResolve(expected, span)
    var element = TypeID.error
    var rest = TypeID.error
    var result = expected
    switch kind(expected) {
    case .slice(let e):
      element = e
      rest = expected
    case .array(let e, let length):
      element = e
      let least = UInt64(before.count + after.count)
      if let n = resolveConst(length).bits.map({ UInt64(truncatingIfNeeded: $0) }) {
        if s.middle.isNone {
          if n != least { report(.arrayPatternLength(needs: least, has: n, atLeast: false, at: span)) }
        } else if n >= least {
          rest = mkArray(e, n - least)
        } else {
          report(.arrayPatternLength(needs: least, has: n, atLeast: true, at: span))
        }
      } else if s.middle.isNone {
        result = mkArray(e, least)
        demandEq(result, expected, span)
      } else {
        report(.arrayPatternUnknownLength(at: span))
      }
    case .error: result = .error
    default:
      report(.expectedArrayOrSlice(display(expected), at: span))
      result = .error
    }
    for p in before { check(p, element, info) }
    if let m = s.middle.some { check(m, rest, info) }
    for p in after { check(p, element, info) }
    return result
  }
}
