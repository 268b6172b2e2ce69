// Field access and `offset_of!`.
import Defs
import Diagnostics
import HIR
import Infer
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func checkField(_ expr: ID<Expr>, _ base: ID<Expr>, _ field: Ident) -> TypeID {
    if isPlace(base) { unreadPlaces.insert(base) }
    let baseType = structurallyResolve(check(base), span(base))
    if isError(baseType) { return .error }
    var privateField = false
    var autoderef = Autoderef(self, baseType, span(base))
    while let (type, _) = autoderef.next() {
      let type = tryStructurallyResolve(type, span(base))
      switch kind(type) {
      case .adt(let def, let args):
        let adt = cx.facts.adt(def)
        if adt.kind == .enum { continue }
        guard let (i, f) = findField(field, in: adt, adt.variants[0]) else { continue }
        guard isAccessible(f.def) else {
          privateField = true
          continue
        }
        apply(adjustSteps(autoderef), to: base)
        register(autoderef.obligations)
        exprFields[expr.index] = UInt32(i)
        return fieldType(f, args, span(expr))
      case .tuple(let list):
        guard let i = Int(field.name.text), i < list.count, String(i) == field.name.text else { continue }
        apply(adjustSteps(autoderef), to: base)
        register(autoderef.obligations)
        exprFields[expr.index] = UInt32(i)
        return list[i]
      default: continue
      }
    }
    let final = shallowResolve(autoderef.finalType)
    if isTyVar(final) { return typeMustBeKnown(final, span(base)) }
    if isError(final) { return .error }
    if privateField { return errorType(.privateField(field.name, of: display(baseType), at: field.span)) }
    if methodExists(field, baseType, expr) { return errorType(.methodTakenAsField(field.name, of: display(baseType), at: field.span)) }
    if case .rawPtr = kind(baseType) { return errorType(.noFieldOnPointer(field.name, of: display(baseType), at: field.span)) }
    if isPrimitive(baseType) { return errorType(.noFieldOnPrimitive(field.name, of: display(baseType), at: field.span)) }
    return errorType(.noField(field.name, of: display(baseType), at: field.span))
  }

  /// The field that `ident` means, with hygiene.
  func findField(_ ident: Ident, in adt: AdtFact, _ variant: AdtVariant) -> (Int, AdtField)? {
    for (i, f) in adt.fields(of: variant).enumerated() where f.name == ident.name && isSameHygienically(ident, f.def) { return (i, f) }
    return nil
  }

  func fieldType(_ field: AdtField, _ args: GenericArgsID, _ span: Span) -> TypeID {
    normalize(cx.facts.type(of: field.def).instantiated(args).erasingRegions, span)
  }

  func isPrimitive(_ type: TypeID) -> Bool {
    switch kind(type) {
    case .bool, .char, .int, .uint, .float, .infer(.int), .infer(.float), .str: true
    default: false
    }
  }

  func checkOffsetOf(_ expr: ID<Expr>, _ ty: ID<Ty>, _ fields: Run<FieldAccess>) -> TypeID {
    var current = lowerWritten(ty)
    var steps: [OffsetOfStep] = []
    var names = hir[fields].map(\.ident)
    while !names.isEmpty {
      let name = names.removeFirst()
      current = structurallyResolve(current, span(expr))
      switch kind(current) {
      case .adt(let def, let args):
        let adt = cx.facts.adt(def)
        var variant = 0
        var field = name
        if adt.kind == .enum {
          guard let v = adt.variants.firstIndex(where: { $0.name == name.name }) else {
            return errorType(.noVariant(name.name, of: display(current), at: name.span))
          }
          guard let next = names.first else { return errorType(.offsetOfVariant(name.name, at: name.span)) }
          names.removeFirst()
          variant = v
          field = next
        }
        guard let (i, f) = findField(field, in: adt, adt.variants[variant]) else {
          return errorType(.noField(field.name, of: display(current), at: field.span))
        }
        if !isAccessible(f.def) { report(.privateField(field.name, of: display(current), at: field.span)) }
        steps.append(OffsetOfStep(variant: UInt32(variant), field: UInt32(i)))
        current = fieldType(f, args, field.span)
      case .tuple(let list):
        guard let i = Int(name.name.text), i < list.count else {
          return errorType(.noField(name.name, of: display(current), at: name.span))
        }
        steps.append(OffsetOfStep(variant: 0, field: UInt32(i)))
        current = list[i]
      case .error: return .error
      default: return errorType(.noField(name.name, of: display(current), at: name.span))
      }
    }
    offsetOfSteps[expr] = steps
    return .usize
  }
}
