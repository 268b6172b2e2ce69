// `S { field: value, ..base }`
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
  /// The variant and type that the path of a struct expression or pattern means.
  func checkStructPath(_ path: ID<QPath>) -> (adt: AdtFact, variant: Int, type: TypeID)? {
    let q = hir[path]
    let (res, raw) = resolveStructPath(path)
    var type = raw
    var variantDef: DefID?
    switch res {
    case .err:
      isTainted = true
      return nil
    case .def(.variant, let d): variantDef = d
    case .def(.variantCtorFn, let d), .def(.variantCtorConst, let d): variantDef = Defs[d].parent
    case .def(.struct, _), .def(.union, _), .def(.tyAlias, _), .def(.assocTy, _), .selfTyAlias, .selfTyParam, .def(.structCtorFn, _),
      .def(.structCtorConst, _), .selfCtor:
      break
    default:
      report(.expectedStruct(at: q.span))
      return nil
    }
    type = structurallyResolve(normalize(type, q.span), q.span)
    guard case .adt(let def, let args) = kind(type) else {
      if !isError(type) { report(.expectedStruct(at: q.span)) }
      return nil
    }
    // What the type demands of its arguments; a closure in a field takes its signature from it.
    register(predicates(of: def, args, q.span))
    let adt = cx.facts.adt(def)
    pathRes[path.index] = res
    if let variantDef {
      guard let i = adt.variants.firstIndex(where: { $0.def == variantDef }) else { return nil }
      return (adt, i, type)
    }
    if adt.kind == .enum {
      report(.expectedStruct(at: q.span))
      return nil
    }
    return (adt, 0, type)
  }

  func checkStruct(_ expr: ID<Expr>, _ id: ID<StructExpr>, _ expected: Expectation) -> TypeID {
    let s = hir[id]
    guard let (adt, variant, type) = checkStructPath(s.path) else {
      for f in hir[s.fields] { check(f.value) }
      if case .base(let base) = s.rest { check(base) }
      return .error
    }
    checkStructFields(expr, id, s, adt, variant, type, expected)
    requireSized(type, span(expr), .sizedStruct)
    return type
  }

  private func checkStructFields(
    _ expr: ID<Expr>, _ id: ID<StructExpr>, _ s: StructExpr, _ adt: AdtFact, _ variantIndex: Int, _ type: TypeID, _ expected: Expectation
  ) {
    let variant = adt.variants[variantIndex]
    let pathSpan = hir[s.path].span
    // The expected type tells about the type's arguments, unless a field then needs a coercion.
    if let wanted = onlyHasType(expected) {
      let hint: TypeID? = fudgeIfOk {
        guard let obligations = relateSup(wanted, type), allMayHold(obligations) else { return nil }
        return resolveVars(type)
      }
      if let hint { demandEq(hint, type, pathSpan) }
    }
    guard case .adt(_, let args) = kind(resolveVars(type)) else { return }
    let fields = adt.fields(of: variant)
    var seen = [Span?](repeating: nil, count: fields.count)
    var failed = false
    for (n, f) in hir[s.fields].enumerated() {
      let fieldID = s.fields[n]
      var fieldType = TypeID.error
      if let (i, field) = findField(f.ident, in: adt, variant) {
        if let previous = seen[i] {
          failed = true
          report(.fieldTwice(f.ident.name, at: f.ident.span, first: previous))
        } else {
          fieldType = self.fieldType(field, args, f.span)
        }
        seen[i] = f.span
        exprFieldIndices[fieldID.index] = UInt32(i)
      } else {
        failed = true
        report(.unknownField(f.ident.name, of: display(type), variant: adt.kind == .enum ? variant.name : nil, at: f.ident.span))
      }
      registerWellFormed(fieldType, span(f.value))
      let found = check(f.value, .hasType(fieldType))
      demandCoerce(f.value, found, fieldType)
    }
    if adt.kind == .union, hir[s.fields].count != 1 { report(.unionFields(at: pathSpan)) }
    if failed {
      if case .base(let base) = s.rest { check(base) }
      return
    }
    switch s.rest {
    case .none:
      if adt.kind == .union { return }
      let missing = fields.indices.filter { seen[$0] == nil }
      if missing.isEmpty { return }
      if missing.contains(where: { !isAccessible(fields[$0].def) }) {
        report(.privateFieldsInLiteral(display(type), at: pathSpan))
      } else {
        report(.missingFields(missing.map { fields[$0].name.text }.sorted(), of: display(type), at: pathSpan))
      }
    case .base(let base):
      check(base, hasType: type)
      guard adt.kind == .struct else {
        report(.baseOfNonStruct(at: span(base)))
        return
      }
      guard case .adt(_, let args) = kind(resolveVars(type)) else { return }
      baseFieldTypes[id] = fields.map { fieldType($0, args, span(expr)) }
    case .defaults(let at): report(.unsupported("default field values", at: at))
    }
  }
}
