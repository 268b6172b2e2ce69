// Messages of type checking, in the order of their codes.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Diagnostic {
  private static func list(_ names: [String]) -> String {
    let quoted = names.prefix(3).map { "`\($0)`" }
    if names.count > 3 { return quoted.joined(separator: ", ") + " and \(names.count - 3) more" }
    if quoted.count <= 1 { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + quoted.last!
  }
  private static func plural(_ n: Int, _ word: String) -> String { n == 1 ? "1 \(word)" : "\(n) \(word)s" }

  /// E0023. A tuple-struct pattern has another number of fields than the struct.
  static func patternFieldCount(expected: Int, found: Int, at span: Span) -> Diagnostic {
    .error(
      "this pattern has \(plural(found, "field")), but its struct or variant has \(plural(expected, "field"))", code: "E0023", at: span,
      label: "expected \(plural(expected, "field")), found \(found)")
  }
  /// E0025.
  static func fieldTwiceInPattern(_ name: Name, at span: Span, first: Span) -> Diagnostic {
    .error("field `\(name)` is matched twice in this pattern", code: "E0025", at: span, label: "matched again here")
      .label(first, "first matched here")
  }
  /// E0026.
  static func unknownPatternFields(_ fields: [Ident], of type: String) -> Diagnostic {
    if fields.count == 1 {
      return .error("`\(type)` has no field named `\(fields[0].name)`", code: "E0026", at: fields[0].span, label: "no such field")
    }
    return .error("`\(type)` has no fields named \(list(fields.map(\.name.text)))", code: "E0026", at: fields[0].span)
      .also(fields.dropFirst().dropLast().map(\.span)).also(fields.last!.span, "no such fields")
  }
  /// E0769.
  static func tuplePatternWithNames(_ type: String, at span: Span) -> Diagnostic {
    .error("`\(type)` has fields without names: they are matched in `(…)`", code: "E0769", at: span, label: "written as if its fields had names")
  }
  /// E0027.
  static func missingPatternFields(_ names: [String], at span: Span) -> Diagnostic {
    .error(
      "pattern does not mention \(names.count == 1 ? "field" : "fields") \(list(names))", code: "E0027", at: span,
      label: "missing \(list(names))"
    ).help("name the missing \(names.count == 1 ? "field" : "fields"), or end the pattern with `..`")
  }
  /// E0029.
  static func rangePatternType(at span: Span) -> Diagnostic {
    .error("only numbers and `char` can be matched by a range", code: "E0029", at: span)
  }
  /// E0033.
  static func derefOfTraitObjectPattern(_ type: String, at span: Span) -> Diagnostic {
    .error("a value of type `\(type)` cannot be dereferenced by a pattern", code: "E0033", at: span, label: "a trait object has no size")
  }
  /// E0034.
  static func ambiguousMethod(_ name: Name, at span: Span) -> Diagnostic {
    .error("several items named `\(name)` apply here", code: "E0034", at: span, label: "more than one `\(name)` found")
      .help("say which one is meant: `<Type as Trait>::\(name)`")
  }
  /// E0040.
  static func explicitDrop(at span: Span) -> Diagnostic {
    .error("a destructor cannot be called by name", code: "E0040", at: span, label: "destructors run by themselves")
      .help("use `drop(value)` to end a value's life early")
  }
  /// E0054.
  static func castToBool(_ from: String, at span: Span) -> Diagnostic {
    .error("cannot cast `\(from)` to `bool`", code: "E0054", at: span, label: "compare with zero instead: `!= 0`")
  }
  /// E0057, E0060, E0061. Wrong number of arguments.
  static func argumentCount(code: String, expected: Int, found: Int, isVariadic: Bool, at span: Span) -> Diagnostic {
    .error(
      "this call has \(plural(found, "argument")), but \(isVariadic ? "at least " : "")\(expected) \(expected == 1 ? "is" : "are") expected",
      code: code, at: span)
  }
  /// E0059.
  static func callNotationNeedsTuple(at span: Span) -> Diagnostic {
    .error("call notation needs a tuple as the parameter of the `Fn` trait", code: "E0059", at: span)
  }
  /// E0062.
  static func fieldTwice(_ name: Name, at span: Span, first: Span) -> Diagnostic {
    .error("field `\(name)` is given twice", code: "E0062", at: span, label: "given again here").label(first, "first given here")
  }
  /// E0063.
  static func missingFields(_ names: [String], of type: String, at span: Span) -> Diagnostic {
    .error(
      "missing \(names.count == 1 ? "field" : "fields") \(list(names)) of `\(type)`", code: "E0063", at: span, label: "missing \(list(names))")
  }
  /// E0067, E0070. The left side is no place.
  static func invalidAssignment(code: String, at span: Span, place: Span) -> Diagnostic {
    .error("the left side of this assignment is no place", code: code, at: span).label(place, "a value cannot be assigned to")
  }
  /// E0069.
  static func returnWithoutValue(at span: Span) -> Diagnostic {
    .error("`return;` in a function whose result is not `()`", code: "E0069", at: span, label: "a value is expected here")
  }
  /// E0071, E0574.
  static func expectedStruct(at span: Span) -> Diagnostic {
    .error("expected a struct, variant or union type", code: "E0071", at: span, label: "not a struct")
  }
  /// E0164.
  static func expectedTupleStruct(at span: Span) -> Diagnostic {
    .error("expected a tuple struct or tuple variant", code: "E0164", at: span, label: "not a tuple struct or variant")
  }
  /// E0282.
  static func annotationsNeeded(at span: Span) -> Diagnostic {
    .error("type annotations needed", code: "E0282", at: span, label: "the type here cannot be inferred")
  }
  /// E0308.
  static func mismatchedTypes(expected: String, found: String, at span: Span) -> Diagnostic {
    .error("mismatched types", code: "E0308", at: span, label: "expected `\(expected)`, found `\(found)`")
  }
  /// E0308 of more than one argument of a call.
  static func wrongArguments(at span: Span, _ arguments: [(at: Span, expected: String, found: String)]) -> Diagnostic {
    var d = Diagnostic.error("the arguments of this call have other types than its parameters", code: "E0308", at: span)
    for a in arguments { d = d.label(a.at, "expected `\(a.expected)`, found `\(a.found)`") }
    return d
  }
  /// E0317.
  static func ifWithoutElse(expected: String, at span: Span) -> Diagnostic {
    .error("an `if` without `else` gives `()`", code: "E0317", at: span, label: "expected `\(expected)`, found `()`")
      .help("add an `else` with a value of the expected type")
  }
  /// E0368.
  static func assignOpNotImplemented(_ op: String, _ lhs: String, at span: Span, lhs lhsSpan: Span) -> Diagnostic {
    .error("`\(op)=` cannot be applied to a place of type `\(lhs)`", code: "E0368", at: span)
      .label(lhsSpan, "of type `\(lhs)`")
  }
  /// E0369.
  static func binaryOpNotImplemented(
    _ op: String, _ lhs: String, _ rhs: String, at span: Span, lhs lhsSpan: Span, rhs rhsSpan: Span
  ) -> Diagnostic {
    .error("`\(op)` cannot be applied to `\(lhs)` and `\(rhs)`", code: "E0369", at: span)
      .label(lhsSpan, "of type `\(lhs)`").label(rhsSpan, "of type `\(rhs)`")
  }
  /// E0423-like: a path that is no value.
  static func expectedValueFoundOther(at span: Span) -> Diagnostic { .error("expected a value", code: "E0423", at: span, label: "not a value") }
  /// E0451.
  static func privateFieldsInLiteral(_ type: String, at span: Span) -> Diagnostic {
    .error("`\(type)` cannot be built here: some of its fields are private", at: span)
  }
  /// E0436.
  static func baseOfNonStruct(at span: Span) -> Diagnostic {
    .error("`..base` needs a struct", code: "E0436", at: span)
  }
  /// E0527, E0528.
  static func arrayPatternLength(needs: UInt64, has: UInt64, atLeast: Bool, at span: Span) -> Diagnostic {
    .error(
      "this pattern needs \(atLeast ? "at least " : "")\(plural(Int(needs), "element")), but the array has \(has)",
      code: atLeast ? "E0528" : "E0527", at: span, label: "the array has \(plural(Int(has), "element"))")
  }
  /// E0529.
  static func expectedArrayOrSlice(_ type: String, at span: Span) -> Diagnostic {
    .error("expected an array or slice, found `\(type)`", code: "E0529", at: span, label: "a value of type `\(type)` is no sequence")
  }
  /// E0533.
  static func expectedUnitPattern(at span: Span) -> Diagnostic {
    .error("expected a unit struct, unit variant or constant", code: "E0533", at: span, label: "has fields or is a function")
  }
  static func expectedValue(foundVariant name: Name, at span: Span) -> Diagnostic {
    .error("expected a value, found the struct variant `\(name)`", code: "E0533", at: span, label: "not a value")
  }
  /// E0559, E0560.
  static func unknownField(_ name: Name, of type: String, variant: Name?, at span: Span) -> Diagnostic {
    .error(
      "`\(type)\(variant.map { "::\($0)" } ?? "")` has no field named `\(name)`", code: variant == nil ? "E0560" : "E0559", at: span,
      label: "no such field")
  }
  /// E0562.
  static func implTraitInBody(at span: Span) -> Diagnostic {
    .error("`impl Trait` cannot stand in a type within a body", code: "E0562", at: span)
  }
  /// E0572.
  static func returnOutsideFn(at span: Span) -> Diagnostic { .error("`return` outside of a function", code: "E0572", at: span) }
  /// E0593.
  static func closureArgumentCount(expected: Int, found: Int, at span: Span) -> Diagnostic {
    .error(
      "a closure with \(plural(expected, "argument")) is expected, but this one takes \(found)", code: "E0593", at: span,
      label: "takes \(plural(found, "argument"))")
  }
  /// E0599.
  static func noMethod(_ name: Name, of type: String, isMethod: Bool, at span: Span, unsatisfied: [String]) -> Diagnostic {
    var d = Diagnostic.error(
      isMethod ? "no method `\(name)` for `\(type)`" : "no function or constant `\(name)` for `\(type)`", code: "E0599", at: span,
      label: isMethod ? "no method found" : "no item found")
    for u in unsatisfied { d = d.note("there is one where `\(u)` holds, but it does not") }
    return d
  }
  /// E0604.
  static func castToChar(_ from: String, at span: Span) -> Diagnostic {
    .error("only `u8` can be cast to `char`, not `\(from)`", code: "E0604", at: span)
  }
  /// E0605.
  static func nonPrimitiveCast(_ from: String, _ to: String, at span: Span) -> Diagnostic {
    .error("`\(from)` cannot be cast to `\(to)`", code: "E0605", at: span, label: "`as` is for primitive types")
  }
  /// E0606.
  static func invalidCast(_ from: String, _ to: String, at span: Span) -> Diagnostic {
    .error("casting `\(from)` to `\(to)` is not possible", code: "E0606", at: span)
  }
  /// E0607.
  static func thinToWideCast(_ from: String, _ to: String, at span: Span) -> Diagnostic {
    .error("the thin pointer `\(from)` cannot become the wide pointer `\(to)`", code: "E0607", at: span)
  }
  /// E0608.
  static func cannotIndex(_ type: String, at span: Span) -> Diagnostic {
    .error("a value of type `\(type)` cannot be indexed", code: "E0608", at: span)
  }
  /// E0609.
  static func noField(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("no field `\(name)` on type `\(type)`", code: "E0609", at: span, label: "unknown field")
  }
  static func noFieldOnPointer(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("no field `\(name)` on type `\(type)`", code: "E0609", at: span, label: "unknown field").help("dereference the pointer first")
  }
  /// E0610.
  static func noFieldOnPrimitive(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("`\(type)` is a primitive type and has no fields", code: "E0610", at: span)
  }
  /// E0614.
  static func cannotDeref(_ type: String, at span: Span) -> Diagnostic {
    .error("a value of type `\(type)` cannot be dereferenced", code: "E0614", at: span, label: "can't be dereferenced")
  }
  /// E0615.
  static func methodTakenAsField(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("`\(name)` on `\(type)` is a method, not a field", code: "E0615", at: span, label: "call it: `\(name)(…)`")
  }
  /// E0616.
  static func privateField(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("field `\(name)` of `\(type)` is private", code: "E0616", at: span, label: "private field")
  }
  /// E0617.
  static func variadicArgument(_ type: String, wanted: String, at span: Span) -> Diagnostic {
    .error("`\(type)` cannot be passed to a variadic function: cast it to `\(wanted)`", code: "E0617", at: span)
  }
  /// E0618.
  static func notCallable(_ type: String, at span: Span, callee: Span) -> Diagnostic {
    .error("expected a function, found `\(type)`", code: "E0618", at: callee).label(span, "called here")
  }
  /// E0620.
  static func castToUnsized(_ from: String, _ to: String, at span: Span) -> Diagnostic {
    .error("`\(from)` cannot be cast to `\(to)`, which has no known size", code: "E0620", at: span)
  }
  /// E0624.
  static func privateMethod(_ name: Name, isMethod: Bool, at span: Span) -> Diagnostic {
    .error("\(isMethod ? "method" : "associated item") `\(name)` is private", code: "E0624", at: span, label: "private here")
  }
  /// E0641.
  static func castOfUnknownPointer(at span: Span) -> Diagnostic {
    .error("a pointer to an unknown kind of type takes part in this cast", code: "E0641", at: span, label: "say more about the type")
  }
  /// E0689.
  static func ambiguousNumeric(_ name: Name, isFloat: Bool, at span: Span) -> Diagnostic {
    .error("`\(name)` is called on a number whose type is not known", code: "E0689", at: span)
      .help("give the number a type, as in `1\(isFloat ? ".0_f32" : "_i32")`")
  }
  /// E0730.
  static func arrayPatternUnknownLength(at span: Span) -> Diagnostic {
    .error("an array of unknown length cannot be matched by this pattern", code: "E0730", at: span)
  }
  /// E0740-like: union literals and patterns.
  static func unionFields(at span: Span) -> Diagnostic { .error("a union is built from exactly one field", code: "E0784", at: span) }
  static func unionPattern(at span: Span) -> Diagnostic { .error("a union pattern names exactly one field", at: span) }
  /// E0746.
  static func resultIsTraitObject(at span: Span) -> Diagnostic {
    .error("a result cannot be a trait object, which has no known size", code: "E0746", at: span, label: "has no fixed size")
      .help("use `impl Trait`, or a pointer to the trait object")
  }
  /// E0745.
  static func addressOfTemporary(at span: Span) -> Diagnostic {
    .error("a temporary value has no address that lasts", code: "E0745", at: span, label: "temporary value")
  }

  // MARK: Without code

  static func negativeIndex(on type: String, at span: Span) -> Diagnostic {
    .error("a negative number cannot index a value of type `\(type)`", at: span)
  }
  static func implicitDerefMutOnUnionField(at span: Span) -> Diagnostic {
    .error("`DerefMut` is not applied by itself to a `ManuallyDrop` field of a union", at: span).help("write `*` if that is meant")
  }
  static func selfCtorOfNonStruct(at span: Span) -> Diagnostic {
    .error("`Self` can be used as a constructor for tuple and unit structs only", at: span)
  }
  static func invalidAsmOutput(at span: Span) -> Diagnostic {
    .error("an `asm!` output must be a place", at: span, label: "cannot be assigned to")
  }
  static func offsetOfVariant(_ name: Name, at span: Span) -> Diagnostic {
    .error("`\(name)` is a variant; name one of its fields", code: "E0795", at: span)
  }
  static func inaccessiblePatternFields(at span: Span) -> Diagnostic {
    .error("this pattern needs `..`: some fields are private", at: span)
  }
  static func bindingModifierUnderDefaultMode(at span: Span) -> Diagnostic {
    .error("no `&`, `ref` or `mut` where the pattern already borrows implicitly", at: span)
      .help("write out the reference pattern that is implied further out")
  }
  static func autoderefLimit(_ type: String, at span: Span) -> Diagnostic {
    .error("too many steps while dereferencing `\(type)`", code: "E0055", at: span)
  }
}
