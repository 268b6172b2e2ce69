// Patterns flattened: what to test, in which order, and what to bind.
import Defs
import HIR
import MIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Traits
import Types

/// One thing to find out about a place.
enum PatternTest {
  case variant(DefID, UInt32)
  /// Equal to a scalar of this type.
  case scalar(UInt128, TypeID)
  /// `==` by the type's `PartialEq` (strings).
  case equal(Operand, TypeID)
  /// The lower bound included, the upper one unless `excludesEnd` (floats alone); nil where open.
  case range(UInt128?, UInt128?, TypeID, excludesEnd: Bool)
  /// Length of a slice: exactly, or at least.
  case length(UInt64, isExact: Bool)
  /// One of these matches, whichever: nothing is bound.
  case any([MatchCandidate])
  /// Matches nothing (error recovery, `!`).
  case never
}

struct PatternPair {
  var place: PlaceBuilder
  var type: TypeID
  var test: PatternTest
}

struct PatternBinding {
  var id: ID<HIR.BindingPat>
  var place: PlaceBuilder
  /// Of the variable: for a binding by reference that of the reference.
  var type: TypeID
  var span: Span
}

/// One way to match an arm: or-patterns give several.
struct MatchCandidate {
  var pairs: [PatternPair] = []
  var bindings: [PatternBinding] = []
  var arm: Int
}

extension Builder {
  /// Or-patterns that multiply to more alternatives than this are refused.
  static var alternativeLimit: Int { 4096 }
  /// From this many on, or-patterns that bind nothing are tested for themselves.
  static var alternativesTestedTogether: Int { 64 }

  /// All ways to match `pat` against `place`.
  mutating func alternatives(_ pat: HPat, _ place: PlaceBuilder, arm: Int) -> [MatchCandidate] {
    var result = [MatchCandidate(arm: arm)]
    flatten(pat, place, &result)
    return result
  }

  /// Adds what `pat` demands of `place` to each of `into`.
  private mutating func flatten(_ pat: HPat, _ place: PlaceBuilder, _ into: inout [MatchCandidate]) {
    let span = hir[pat].span
    var place = place
    for a in results.adjustments(of: pat) {
      switch a.kind {
      case .builtinDeref: place = place.dereferenced
      case .overloadedDeref: unsupported("patterns through overloaded dereferences", span)
      }
    }
    let type = results.type(of: pat)
    switch hir[pat].kind {
    case .wild: break
    case .never: add(PatternPair(place: place, type: type, test: .never), &into)
    case .error: mir.isTainted = true
    case .binding(let id):
      for i in into.indices { into[i].bindings.append(PatternBinding(id: id, place: place, type: type, span: span)) }
      if let sub = hir[id].sub.some { flatten(sub, place, &into) }
    case .tuple(let l, let dotDot):
      let count = tupleCount(type)
      for (n, p) in positions(hir[l].count, dotDot, count).enumerated() {
        flatten(hir[l][n], place.adding(.field(UInt32(p), tupleElement(type, p))), &into)
      }
    case .tupleStruct(let id):
      let node = hir[id]
      guard let (variant, inner) = enter(node.path, place, type, &into) else { return }
      let fields = Array(hir[node.fields])
      for (n, p) in positions(fields.count, node.dotDot, Int(variant.fieldCount)).enumerated() {
        flatten(fields[n], inner.adding(.field(UInt32(p), fieldType(fields[n]))), &into)
      }
    case .structure(let id):
      let node = hir[id]
      guard let (_, inner) = enter(node.path, place, type, &into) else { return }
      for i in 0..<node.fields.count {
        let f = hir[node.fields[i]]
        flatten(f.pat, inner.adding(.field(UInt32(results.fieldIndex(of: node.fields[i])), fieldType(f.pat))), &into)
      }
    case .path(let p): flattenPath(p, place, type, span, &into)
    case .or(let l):
      if into.count * hir[l].count > Self.alternativesTestedTogether, !hasBindings(pat) {
        let arm = into.first?.arm ?? 0
        var inner: [MatchCandidate] = []
        for p in hir[l] { inner += alternatives(p, place, arm: arm) }
        add(PatternPair(place: place, type: type, test: .any(inner)), &into)
        return
      }
      var all: [MatchCandidate] = []
      for p in hir[l] {
        var own = into
        flatten(p, place, &own)
        all += own
        if all.count > Self.alternativeLimit {
          unsupported("or-patterns with this many alternatives", span)
          return
        }
      }
      into = all
    case .ref(let p, _): flatten(p, place.dereferenced, &into)
    case .box, .deref: unsupported("this pattern", span)
    case .expr(let e): flattenExpression(e, place, type, &into)
    case .range(let lo, let hi, let end): flattenRange(lo, hi, end, place, type, &into)
    case .slice(let id): flattenSlice(hir[id], place, type, &into)
    case .guard: unsupported("guard patterns", span)
    }
  }

  private func add(_ pair: PatternPair, _ into: inout [MatchCandidate]) { for i in into.indices { into[i].pairs.append(pair) } }

  /// The type that a sub-pattern sees: before its own implicit dereferences.
  private func fieldType(_ pat: HPat) -> TypeID {
    let type = results.adjustedType(of: pat)
    // A binding by reference has the type of the reference.
    if case .binding(let id) = hir[pat].kind, results.bindingMode(of: id).isRef, results.adjustments(of: pat).isEmpty,
      case .ref(_, let place, _) = type.kind
    {
      return place
    }
    return type
  }

  private func tupleCount(_ type: TypeID) -> Int { if case .tuple(let l) = type.kind { l.count } else { 0 } }
  private func tupleElement(_ type: TypeID, _ n: Int) -> TypeID { if case .tuple(let l) = type.kind { l[n] } else { .error } }

  /// Field numbers of `count` patterns of which those from `dotDot` on stand at the end of `total`.
  private func positions(_ count: Int, _ dotDot: UInt32, _ total: Int) -> [Int] {
    if dotDot == .max { return Array(0..<min(count, total)) }
    let before = min(Int(dotDot), count)
    return Array(0..<before) + (before..<count).map { $0 + total - count }
  }

  /// The variant that a path names, tested for if there are others; the place of its fields.
  private func enter(
    _ path: ID<HIR.QPath>, _ place: PlaceBuilder, _ type: TypeID, _ into: inout [MatchCandidate]
  ) -> (AdtVariant, PlaceBuilder)? {
    guard case .adt(let d, _) = type.kind else { return nil }
    let adt = facts.adt(d)
    guard adt.kind == .enum else { return (adt.variants[0], place) }
    guard case .def(_, let v) = results.res(of: path), let n = variantIndex(v, of: d) else { return nil }
    if adt.variants.count > 1 { add(PatternPair(place: place, type: type, test: .variant(d, n)), &into) }
    return (adt.variants[Int(n)], place.adding(.downcast(n)))
  }

  // MARK: Constants

  private mutating func flattenPath(
    _ p: ID<HIR.QPath>, _ place: PlaceBuilder, _ type: TypeID, _ span: Span, _ into: inout [MatchCandidate]
  ) {
    switch results.res(of: p) {
    case .def(.const, let d), .def(.assocConst, let d), .def(.constParam, let d):
      let value = facts.evaluate(ConstID(.unevaluated(d, results.args(of: p))), in: env)
      flattenConst(value, mir.unevaluated(d, results.args(of: p), type), place, type, span, &into)
    default: _ = enter(p, place, type, &into)
    }
  }

  /// A constant as a pattern: taken apart as far as types are structural.
  private mutating func flattenConst(
    _ value: ConstID?, _ operand: Operand, _ place: PlaceBuilder, _ type: TypeID, _ span: Span, _ into: inout [MatchCandidate]
  ) {
    if let bits = value?.bits, isScalar(type) {
      add(PatternPair(place: place, type: type, test: .scalar(bits, type)), &into)
      return
    }
    if isScalar(type) || isString(type) {
      add(PatternPair(place: place, type: type, test: .equal(operand, type)), &into)
      return
    }
    guard let value, case .value(_, let tree) = value.kind else {
      unsupported("a constant of this type as a pattern", span)
      return
    }
    flattenTree(tree, place, type, span, &into)
  }

  private mutating func flattenTree(
    _ tree: ValTreeID, _ place: PlaceBuilder, _ type: TypeID, _ span: Span, _ into: inout [MatchCandidate]
  ) {
    switch (tree.tree, type.kind) {
    case (.leaf(let low, let high, _), _):
      add(PatternPair(place: place, type: type, test: .scalar(UInt128(high) << 64 | UInt128(low), type)), &into)
    case (.branch(let l), .ref(_, .str, _)):
      let bytes = l.elements.map { UInt8(truncatingIfNeeded: $0.bits ?? 0) }
      let id = Allocations.add(.memory(ConstAllocation(bytes, alignmentLog2: 0)))
      let operand = mir.constant(.slice(id, length: UInt64(bytes.count)), type, at: source(span))
      add(PatternPair(place: place, type: type, test: .equal(operand, type)), &into)
    case (.branch, .ref(_, let t, _)): flattenTree(tree, place.dereferenced, t, span, &into)
    case (.branch(let l), .tuple(let types)):
      for (i, c) in l.elements.enumerated() {
        guard case .value(_, let v) = c.kind else { continue }
        flattenTree(v, place.adding(.field(UInt32(i), types[i])), types[i], span, &into)
      }
    case (.branch(let l), .array(let t, _)):
      for (i, c) in l.elements.enumerated() {
        guard case .value(_, let v) = c.kind else { continue }
        flattenTree(
          v, place.adding(.constantIndex(offset: UInt32(i), minLength: UInt32(l.elements.count), fromEnd: false)), t, span, &into)
      }
    case (.branch(let l), .slice(let t)):
      let n = l.elements.count
      add(PatternPair(place: place, type: type, test: .length(UInt64(n), isExact: true)), &into)
      for (i, c) in l.elements.enumerated() {
        guard case .value(_, let v) = c.kind else { continue }
        flattenTree(v, place.adding(.constantIndex(offset: UInt32(i), minLength: UInt32(n), fromEnd: false)), t, span, &into)
      }
    case (.branch(let l), .adt(let d, let args)):
      let adt = facts.adt(d)
      var rest = Array(l.elements)
      var inner = place
      var variant = adt.variants[0]
      if adt.kind == .enum, let first = rest.first, let n = first.bits {
        rest.removeFirst()
        variant = adt.variants[Int(n)]
        if adt.variants.count > 1 { add(PatternPair(place: place, type: type, test: .variant(d, UInt32(n))), &into) }
        inner = place.adding(.downcast(UInt32(n)))
      }
      for (i, (f, c)) in zip(facts.adt(d).fields(of: variant), rest).enumerated() {
        guard case .value(_, let v) = c.kind else { continue }
        let t = infer.normalizeCompletely(facts.type(of: f.def).instantiated(args), env: env).erasingRegions
        flattenTree(v, inner.adding(.field(UInt32(i), t)), t, span, &into)
      }
    default: unsupported("a constant of this type as a pattern", span)
    }
  }

  func isScalar(_ t: TypeID) -> Bool {
    switch t.kind {
    case .bool, .char, .int, .uint, .float, .rawPtr, .fnPtr: true
    case .pattern(let u, _): isScalar(u)
    default: false
    }
  }
  private func isString(_ t: TypeID) -> Bool { if case .ref(_, let u, _) = t.kind { u == .str } else { t == .str } }

  private mutating func flattenExpression(
    _ id: ID<HIR.PatExpr>, _ place: PlaceBuilder, _ type: TypeID, _ into: inout [MatchCandidate]
  ) {
    let e = hir[id]
    switch e.kind {
    case .literal(let l, let isNegated):
      if let bits = literalBits(l, type, isNegated: isNegated) {
        add(PatternPair(place: place, type: type, test: .scalar(bits, type)), &into)
        return
      }
      switch l {
      case .byteStr(let n): flattenBytes(n, place, type, e.span, &into)
      case .str:
        // Under `deref_patterns` the type may be `str` itself.
        guard let operand = literal(l, type == .str ? .ref(.str) : type, isNegated: false, e.span) else { return }
        add(PatternPair(place: place, type: type, test: .equal(operand, type)), &into)
      default: unsupported("this literal as a pattern", e.span)
      }
    case .path(let p): flattenPath(p, place, type, e.span, &into)
    case .constBlock: unsupported("const blocks as patterns", e.span)
    }
  }

  /// `b"…"` against an array or a slice: byte by byte.
  private mutating func flattenBytes(
    _ n: Name, _ place: PlaceBuilder, _ type: TypeID, _ span: Span, _ into: inout [MatchCandidate]
  ) {
    let bytes = n.bytes
    guard case .ref(_, let t, _) = type.kind else { return unsupported("this literal as a pattern", span) }
    let inner = place.dereferenced
    if case .slice = t.kind {
      add(PatternPair(place: inner, type: t, test: .length(UInt64(bytes.count), isExact: true)), &into)
    }
    for (i, b) in bytes.enumerated() {
      let p = inner.adding(.constantIndex(offset: UInt32(i), minLength: UInt32(bytes.count), fromEnd: false))
      add(PatternPair(place: p, type: .u8, test: .scalar(UInt128(b), .u8)), &into)
    }
  }

  private mutating func flattenRange(
    _ lo: ID<HIR.PatExpr>, _ hi: ID<HIR.PatExpr>, _ end: RangeEnd, _ place: PlaceBuilder, _ type: TypeID,
    _ into: inout [MatchCandidate]
  ) {
    let low = lo.some.flatMap { bound($0, type) }
    var high = hi.some.flatMap { bound($0, type) }
    if lo.some != nil && low == nil || hi.some != nil && high == nil { return }
    if end == .excluded, let h = high, !type.isFloat {
      // Made inclusive; an empty range is an error found before.
      high = isSigned(type) ? signedPredecessor(h, type) : h &- 1
    }
    add(PatternPair(place: place, type: type, test: .range(low, high, type, excludesEnd: end == .excluded && type.isFloat)), &into)
  }

  func isSigned(_ t: TypeID) -> Bool { if case .int = t.kind { true } else { false } }
  private func signedPredecessor(_ bits: UInt128, _ t: TypeID) -> UInt128 { (bits &- 1) & mask(bitWidth(of: t)) }

  private mutating func bound(_ id: ID<HIR.PatExpr>, _ type: TypeID) -> UInt128? {
    switch hir[id].kind {
    case .literal(let l, let n): return literalBits(l, type, isNegated: n)
    case .path(let p):
      if case .def(_, let d) = results.res(of: p), let v = facts.evaluate(ConstID(.unevaluated(d, results.args(of: p))), in: env)?.bits {
        return v
      }
    default: break
    }
    unsupported("this end of a range pattern", hir[id].span)
    return nil
  }

  // MARK: Slices

  private mutating func flattenSlice(
    _ s: HIR.SlicePat, _ place: PlaceBuilder, _ type: TypeID, _ into: inout [MatchCandidate]
  ) {
    let before = Array(hir[s.before])
    let after = Array(hir[s.after])
    let count = before.count + after.count
    let isArray: Bool
    var arrayLength: UInt64 = 0
    if case .array(_, let n) = type.kind {
      isArray = true
      arrayLength = UInt64(truncatingIfNeeded: n.bits ?? UInt128(count))
    } else {
      isArray = false
      if !(s.middle.isNone == false && count == 0) {
        add(PatternPair(place: place, type: type, test: .length(UInt64(count), isExact: s.middle.isNone)), &into)
      }
    }
    let minLength = isArray ? UInt32(truncatingIfNeeded: arrayLength) : UInt32(count)
    for (i, p) in before.enumerated() {
      flatten(p, place.adding(.constantIndex(offset: UInt32(i), minLength: minLength, fromEnd: false)), &into)
    }
    if let middle = s.middle.some, !isWild(middle) {
      let p =
        isArray
        ? place.adding(.subslice(from: UInt32(before.count), to: UInt32(arrayLength) - UInt32(after.count), fromEnd: false))
        : place.adding(.subslice(from: UInt32(before.count), to: UInt32(after.count), fromEnd: true))
      flatten(middle, p, &into)
    }
    for (i, p) in after.enumerated() {
      let back = after.count - i
      let e: PlaceElement =
        isArray
        ? .constantIndex(offset: UInt32(arrayLength) - UInt32(back), minLength: minLength, fromEnd: false)
        : .constantIndex(offset: UInt32(back), minLength: minLength, fromEnd: true)
      flatten(p, place.adding(e), &into)
    }
  }

  private func isWild(_ p: HPat) -> Bool { if case .wild = hir[p].kind { true } else { false } }
}
