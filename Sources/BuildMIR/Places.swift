// Expressions that are places, and paths into them.
import Defs
import HIR
import MIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

/// A place under construction: in a closure it may start at a captured variable, which only the whole path can name.
struct PlaceBuilder {
  enum Base {
    case local(LocalID)
    case captured(LocalBindingID)
  }
  var base: Base
  var elements: [PlaceElement] = []
  init(_ local: LocalID, _ elements: [PlaceElement] = []) {
    base = .local(local)
    self.elements = elements
  }
  init(captured: LocalBindingID) { base = .captured(captured) }

  func adding(_ e: PlaceElement...) -> PlaceBuilder {
    var p = self
    p.elements += e
    return p
  }
  var dereferenced: PlaceBuilder { adding(.deref) }
}

/// An expression with its first `count` adjustments applied.
struct Adjusted {
  var expr: HExpr
  var count: Int
}

extension Builder {
  func full(_ e: HExpr) -> Adjusted { Adjusted(expr: e, count: results.adjustments(of: e).count) }
  func type(_ a: Adjusted) -> TypeID {
    a.count == 0 ? results.type(of: a.expr) : results.adjustments(of: a.expr)[a.count - 1].target
  }
  func inner(_ a: Adjusted) -> Adjusted { Adjusted(expr: a.expr, count: a.count - 1) }
  func span(_ a: Adjusted) -> Span { hir[a.expr].span }

  /// Whether the expression means a memory location rather than a value.
  func isPlace(_ a: Adjusted) -> Bool {
    if a.count > 0 {
      switch results.adjustments(of: a.expr)[a.count - 1].kind {
      case .deref, .overloadedDeref: return true
      default: return false
      }
    }
    switch hir[a.expr].kind {
    case .path(let p):
      switch results.res(of: p) {
      case .local, .def(.static, _): return true
      default: return false
      }
    case .field, .index, .unary(.deref, _): return true
    case .typeAscription(let e, _): return isPlace(full(e))
    default: return false
    }
  }

  /// The place that `a` is; a value is put into a temporary first.
  mutating func asPlace(_ a: Adjusted) -> PlaceBuilder {
    let span = span(a)
    if a.count > 0 {
      switch results.adjustments(of: a.expr)[a.count - 1].kind {
      case .deref: return asPlace(inner(a)).dereferenced
      case .overloadedDeref(let m): return overloadedDeref(asPlace(inner(a)), type(inner(a)), m, target: type(a), span)
      default: return PlaceBuilder(asTemporary(a))
      }
    }
    switch hir[a.expr].kind {
    case .path(let p):
      switch results.res(of: p) {
      case .local(let id): return variable(id)
      case .def(.static, let d): return staticPlace(d, type(a), span)
      default: break
      }
    case .field(let e, _):
      return asPlace(full(e)).adding(.field(UInt32(results.fieldIndex(of: a.expr)), type(a)))
    case .unary(.deref, let e):
      if let m = results.method(of: a.expr) { return callReturningReference(m, [full(e)], type(a), span) }
      return asPlace(full(e)).dereferenced
    case .index(let e, let i):
      if let m = results.method(of: a.expr) { return callReturningReference(m, [full(e), full(i)], type(a), brackets(behind: hir[e].span, in: span)) }
      return builtinIndex(e, i, span)
    case .typeAscription(let e, _): return asPlace(full(e))
    default: break
    }
    return PlaceBuilder(asTemporary(a))
  }

  func variable(_ id: LocalBindingID) -> PlaceBuilder {
    if id.index < variables.count {
      switch variables[id.index] {
      case .local(let l): return PlaceBuilder(l)
      case .guardReference(let l, _): return PlaceBuilder(l).dereferenced
      case .none: break
      }
    }
    return PlaceBuilder(captured: id)
  }

  /// The place as MIR names it; captured variables become fields of the closure.
  mutating func place(_ p: PlaceBuilder) -> Place {
    if let place = placeIfCaptured(p) { return place }
    unsupported("this use of a captured variable", mir.span)
    return Place(.returnPlace)
  }

  /// As `place`; nil for a place outside the closure that it has not captured, as nothing reads it.
  mutating func placeIfCaptured(_ p: PlaceBuilder) -> Place? {
    switch p.base {
    case .local(let l): return makePlace(l, p.elements)
    case .captured(let id):
      guard let closure else { return Place(.returnPlace) }
      for (i, c) in results.captures(of: closure.expr).enumerated() where c.local == id {
        let path = results.projections(of: c)
        guard let rest = strip(path, from: p.elements) else { continue }
        var elements: [PlaceElement] = closure.isByReference ? [.deref] : []
        elements.append(.field(UInt32(i), c.upvarType))
        if !c.kind.isByValue { elements.append(.deref) }
        return makePlace(LocalID(1), elements + rest)
      }
      return nil
    }
  }

  /// What is left of `elements` after the captured path; downcasts, which captures leave out, are passed over.
  private func strip(_ path: UnsafeBufferPointer<PlaceProjection>, from elements: [PlaceElement]) -> [PlaceElement]? {
    var i = 0
    for step in path {
      while i < elements.count, case .downcast = elements[i] { i += 1 }
      if i >= elements.count { return nil }
      switch (step.kind, elements[i]) {
      case (.deref, .deref): break
      case (.field(let n, _), .field(let m, _)) where n == m: break
      case (.index, .index), (.subslice, .subslice): break
      default: return nil
      }
      i += 1
    }
    return Array(elements[i...])
  }

  mutating func makePlace(_ local: LocalID, _ elements: [PlaceElement]) -> Place {
    Place(local, elements.isEmpty ? .empty : mir.projections.append(contentsOf: elements))
  }

  // MARK: Kinds of places

  /// A static is reached through its address.
  private mutating func staticPlace(_ def: DefID, _ type: TypeID, _ span: Span) -> PlaceBuilder {
    let pointer = TypeID.rawPtr(type, .mut)
    let temp = scratch(pointer, span)
    let address = mir.constant(.pointer(Allocations.add(.static(def)), offset: 0), pointer, at: source(span))
    mir.assign(Place(temp), .use(address), in: block, at: source(span))
    return PlaceBuilder(temp).dereferenced
  }

  /// The brackets of an index expression that is a call: that is where the call is said to be.
  private func brackets(behind base: Span, in span: Span) -> Span {
    guard base.context == span.context, let id = FileTable.file(at: base.hi) else { return span }
    let file = FileTable[id]
    var position = base.hi
    while position < span.hi {
      switch file.bytes[Int(position - file.base)] {
      case UInt8(ascii: "["): return Span(lo: position, hi: span.hi, context: span.context)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ")"): position += 1
      default: return span
      }
    }
    return span
  }

  private mutating func builtinIndex(_ base: HExpr, _ index: HExpr, _ span: Span) -> PlaceBuilder {
    let p = asPlace(full(base))
    let indexOperand = asOperand(full(index))
    let i = scratch(.usize, span)
    mir.assign(Place(i), .use(indexOperand), in: block, at: source(span))
    let baseType = type(full(base))
    let length: Operand
    switch baseType.kind {
    case .array(_, let n): length = mir.constant(.typeSystem(n), .usize, at: source(span))
    default: length = sliceLength(p, baseType, span)
    }
    let ok = scratch(.bool, span)
    mir.assign(Place(ok), .binary(.lt, .copy(Place(i)), length), in: block, at: source(span))
    assert(.move(Place(ok)), true, .boundsCheck(length: length, index: .copy(Place(i))), span)
    return p.adding(.index(i))
  }

  /// The number of elements of a slice place: its pointer's metadata.
  mutating func sliceLength(_ p: PlaceBuilder, _ type: TypeID, _ span: Span) -> Operand {
    let length = scratch(.usize, span)
    // What is captured may be the slice alone: the whole path is resolved before its last step is looked at.
    let target = place(p)
    let steps = target.projection
    if !steps.isEmpty, case .deref = mir.projections[steps[steps.count - 1]] {
      // Of the pointer that the place goes through.
      let pointer = Place(target.local, Run(start: Int(steps.start), count: steps.count - 1))
      mir.assign(Place(length), .unary(.ptrMetadata, .copy(pointer)), in: block, at: source(span))
    } else {
      let pointer = scratch(.rawPtr(type, .not), span)
      mir.assign(Place(pointer), .rawPtr(isMutable: false, target), in: block, at: source(span))
      mir.assign(Place(length), .unary(.ptrMetadata, .move(Place(pointer))), in: block, at: source(span))
    }
    return .copy(Place(length))
  }

  mutating func assert(_ condition: Operand, _ expected: Bool, _ message: AssertMessage, _ span: Span) {
    let next = mir.newBlock()
    let id = mir.asserts.append(Assert(condition: condition, expected: expected, message: message, target: next, unwind: .continue))
    mir.terminate(block, .assert(id), at: source(span))
    block = next
  }

  private mutating func overloadedDeref(
    _ p: PlaceBuilder, _ type: TypeID, _ m: Mutability, target: TypeID, _ span: Span
  ) -> PlaceBuilder {
    let name = m == .mut ? Name("deref_mut") : Name("deref")
    guard let trait = facts.langItem(name), let method = facts.assocItems(of: trait).first(where: { $0.kind == .fn }) else {
      unsupported("a dereference without the `\(name.text)` lang item", span)
      return p
    }
    let reference = scratch(.ref(type, m), span)
    let source = place(p)
    mir.assign(Place(reference), .ref(m == .mut ? .mut : .shared, source), in: block, at: self.source(span))
    return callReference((method.def, GenericArgsID([GenericArg(type)])), [.move(Place(reference))], .ref(target, m), span)
  }

  /// The place behind the reference that a call of an operator's method gives.
  private mutating func callReturningReference(
    _ method: (def: DefID, args: GenericArgsID), _ args: [Adjusted], _ target: TypeID, _ span: Span
  ) -> PlaceBuilder {
    let operands = args.map { asCallOperand($0) }
    var isMutable = Mutability.not
    if case .ref(_, _, let m) = type(args[0]).kind { isMutable = m }
    return callReference(method, operands, .ref(target, isMutable), span)
  }

  private mutating func callReference(
    _ method: (def: DefID, args: GenericArgsID), _ operands: [Operand], _ result: TypeID, _ span: Span
  ) -> PlaceBuilder {
    let temp = newTemporary(result, span)
    let f = functionConstant(method.def, method.args, span)
    let next = mir.newBlock()
    mir.call(block, f, operands, into: Place(temp), target: next, callSource: .overloadedOperator, fnSpan: span, at: source(span))
    block = next
    return PlaceBuilder(temp).dereferenced
  }

  mutating func functionConstant(_ def: DefID, _ args: GenericArgsID, _ span: Span) -> Operand {
    mir.constant(.zeroSized, TypeID(.fnDef(def, args)), at: source(span))
  }
}
