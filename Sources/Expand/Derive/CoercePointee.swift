// derive(CoercePointee)
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Deriver {
  /// `CoercePointeeValidated`, and `DispatchFromDyn` and `CoerceUnsized` to the same type with the pointee replaced by `__S`.
  mutating func deriveCoercePointee() {
    func fail(_ message: String, _ span: Span) { diagnostics.add(.error(message, code: "E0802", at: span)) }
    guard item.kind == .structure else {
      return fail("`CoercePointee` can only be derived on `struct`s with `#[repr(transparent)]`", input.traitSpan)
    }
    if item.variants[0].fields.isEmpty {
      return fail("`CoercePointee` can only be derived on `struct`s with at least one field", input.traitSpan)
    }
    let types = item.parameters.indices.filter { item.parameters[$0].kind == .type }
    guard var pointee = types.first else {
      return fail("`CoercePointee` can only be derived on `struct`s that are generic over at least one type", input.traitSpan)
    }
    if types.count > 1 {
      let marked = types.filter { item.parameters[$0].isPointee }
      guard let first = marked.first else {
        return fail("exactly one generic type parameter must be marked as `#[pointee]` to derive `CoercePointee`", input.traitSpan)
      }
      if marked.count > 1 {
        return fail("only one type parameter can be marked as `#[pointee]`", item.parameters[marked[1]].name.span)
      }
      pointee = first
    }
    let name = item.parameters[pointee].name
    if !isMaybeSized(item.parameters[pointee]) {
      return fail("`derive(CoercePointee)` requires `\(name.name)` to be marked `?Sized`", name.span)
    }

    beginImpl(DerivedTrait(path: "$crate::marker::CoercePointeeValidated", skipsOwnBound: true))
    endImpl()
    coerceImpl("$crate::ops::DispatchFromDyn", pointee)
    coerceImpl("$crate::ops::CoerceUnsized", pointee)
  }

  private func isMaybeSized(_ parameter: DeriveItem.Parameter) -> Bool {
    func mentionsMaybeSized(_ range: TokenRange) -> Bool {
      guard range.count >= 2 else { return false }
      return (range.start..<range.end - 1).contains { i in
        guard tokens[i].kind == .question else { return false }
        // `?Sized`, or `?` and a path to it.
        var k = i + 1
        while k < range.end && (tokens[k].kind == .colonColon || tokens[k].kind == .identifier) {
          if tokens[k].kind == .identifier && tokens[k].name.text == "Sized" { return true }
          k += 1
        }
        return false
      }
    }
    if mentionsMaybeSized(parameter.bounds) { return true }
    return item.predicates.contains { range in
      range.count > 2 && tokens[range.start].kind == .identifier && tokens[range.start].name == parameter.name.name
        && tokens[range.start + 1].kind == .colon && mentionsMaybeSized(TokenRange(range.start + 2, range.end))
    }
  }

  private mutating func coerceImpl(_ trait: StaticString, _ pointee: Int) {
    let pointeeName = item.parameters[pointee].name.name
    w.text("#[automatically_derived] impl<")
    for (i, parameter) in item.parameters.enumerated() {
      if parameter.kind == .const { w.text("const") }
      w.token(parameter.name)
      w.text(":")
      w.splice(tokens, parameter.bounds)
      if i == pointee {
        if !parameter.bounds.isEmpty { w.text("+") }
        w.text("$crate::marker::Unsize<__S>, __S:")
        substitute(parameter.bounds, pointeeName)
      } else if parameter.kind == .type && mentions(parameter.bounds, pointeeName) {
        w.text("+")
        substitute(parameter.bounds, pointeeName)
      }
      w.text(",")
    }
    w.text(">")
    w.text(trait)
    w.text("<")
    selfArguments(replacing: pointee)
    w.text("> for")
    selfType()
    if !item.predicates.isEmpty {
      w.text("where")
      for predicate in item.predicates {
        w.splice(tokens, predicate)
        w.text(",")
        if mentions(predicate, pointeeName) {
          substitute(predicate, pointeeName)
          w.text(",")
        }
      }
    }
    w.text("{}")
  }

  private mutating func selfArguments(replacing pointee: Int) {
    w.token(item.name)
    w.text("<")
    for (i, parameter) in item.parameters.enumerated() {
      if i == pointee { w.text("__S") } else { w.token(parameter.name) }
      w.text(",")
    }
    w.text(">")
  }

  /// Whether `index` is the type parameter `name` alone, not part of a longer path.
  private func isPlainType(_ index: TokenIndex, _ range: TokenRange, _ name: Name) -> Bool {
    guard tokens[index].kind == .identifier, tokens[index].name == name else { return false }
    if index > range.start && tokens[index - 1].kind == .colonColon { return false }
    return index + 1 >= range.end || tokens[index + 1].kind != .colonColon && tokens[index + 1].kind != .lt
  }

  private func mentions(_ range: TokenRange, _ name: Name) -> Bool {
    (range.start..<range.end).contains { isPlainType($0, range, name) }
  }

  private mutating func substitute(_ range: TokenRange, _ name: Name) {
    for i in range.start..<range.end {
      if isPlainType(i, range, name) { w.text("__S") } else { w.tokens.append(tokens[i]) }
    }
  }
}
