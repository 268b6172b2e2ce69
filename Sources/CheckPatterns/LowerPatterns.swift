// From patterns as written to constructors and fields.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension PatternChecker {
  private func add(_ p: Pattern) -> PatternRef {
    patterns.append(p)
    return PatternRef(patterns.count - 1)
  }
  private func add(
    _ ctor: Ctor, _ type: TypeID, _ fields: [(index: Int, pattern: PatternRef)] = [], arity: Int = 0, from source: HPat
  ) -> PatternRef {
    add(Pattern(ctor: ctor, type: type, fields: fields, arity: arity, source: source))
  }
  private func addOpaque(_ type: TypeID, from source: HPat) -> PatternRef {
    opaqueCount += 1
    return add(.opaque(opaqueCount), type, from: source)
  }

  /// Whether `pat` matches everything at first sight, as most do that must.
  func isTrivial(_ pat: HPat) -> Bool {
    switch hir[pat].kind {
    case .wild: return true
    case .binding(let b):
      guard let sub = hir[b].sub.some else { return true }
      return isTrivial(sub)
    case .ref(let p, _): return isTrivial(p)
    case .tuple(let l, _): return hir[l].allSatisfy { isTrivial($0) }
    default: return false
    }
  }

  /// `pat` with the dereferences that it implies.
  func lower(_ pat: HPat) -> PatternRef {
    var p = lowerPlain(pat)
    for a in results.adjustments(of: pat).reversed() {
      let source = reveal(a.source)
      switch a.kind {
      case .builtinDeref: p = add(.reference, source, [(0, p)], arity: 1, from: pat)
      case .overloadedDeref: p = add(.deref(patterns[Int(p)].type), source, [(0, p)], arity: 1, from: pat)
      }
    }
    return p
  }

  private func lowerPlain(_ pat: HPat) -> PatternRef {
    let type = reveal(results.type(of: pat))
    switch hir[pat].kind {
    case .wild, .never: return add(.wild, type, from: pat)
    case .error: return addOpaque(type, from: pat)
    case .binding(let b):
      guard let sub = hir[b].sub.some else { return add(.wild, type, from: pat) }
      return lower(sub)
    case .guard(let p, _): return lower(p)
    case .or:
      var all: [HPat] = []
      flatten(pat, &all)
      let fields = all.enumerated().map { (index: $0, pattern: lower($1)) }
      return add(.or, type, fields, arity: fields.count, from: pat)
    case .ref(let p, _): return add(.reference, type, [(0, lower(p))], arity: 1, from: pat)
    case .box(let p), .deref(let p):
      let inner = lower(p)
      return add(.deref(patterns[Int(inner)].type), type, [(0, inner)], arity: 1, from: pat)
    case .tuple(let l, let dotDot):
      guard case .tuple(let types) = type.kind else { return addOpaque(type, from: pat) }
      let pats = Array(hir[l])
      return add(.single, type, positioned(pats, dotDot, types.count), arity: types.count, from: pat)
    case .tupleStruct(let id):
      guard let (ctor, count) = constructor(hir[id].path, type) else { return addOpaque(type, from: pat) }
      return add(ctor, type, positioned(Array(hir[hir[id].fields]), hir[id].dotDot, count), arity: count, from: pat)
    case .structure(let id):
      let s = hir[id]
      guard let (ctor, count) = constructor(s.path, type) else { return addOpaque(type, from: pat) }
      let fields = (0..<s.fields.count).map { i in
        (index: results.fieldIndex(of: s.fields[i]), pattern: lower(hir[s.fields[i]].pat))
      }
      return add(ctor, type, fields, arity: count, from: pat)
    case .path(let p): return lower(p, type, pat)
    case .expr(let e): return lower(e, type, pat)
    case .range(let lo, let hi, let end): return lowerRange(lo.some, hi.some, end, type, pat)
    case .slice(let id):
      let s = hir[id]
      var length: Int?
      if case .array(_, let n) = type.kind {
        length = arrayLength(n)
        if length == nil { isUnknown = true }
      }
      let before = Array(hir[s.before])
      let after = Array(hir[s.after])
      let isOpen = s.middle.some != nil
      let ctor = SliceCtor(
        arrayLength: length, before: isOpen ? before.count : before.count + after.count, after: isOpen ? after.count : nil)
      let fields = (before + after).enumerated().map { (index: $0, pattern: lower($1)) }
      return add(.slice(ctor), type, fields, arity: fields.count, from: pat)
    }
  }

  private func flatten(_ pat: HPat, _ into: inout [HPat]) {
    if case .or(let l) = hir[pat].kind, results.adjustments(of: pat).isEmpty {
      for p in hir[l] { flatten(p, &into) }
    } else {
      into.append(pat)
    }
  }

  private func positioned(_ pats: [HPat], _ dotDot: UInt32, _ total: Int) -> [(index: Int, pattern: PatternRef)] {
    let dots = dotDot == .max ? pats.count : min(Int(dotDot), pats.count)
    return pats.enumerated().map { (index: $0 < dots ? $0 : $0 + total - pats.count, pattern: lower($1)) }
  }

  private func constructor(_ path: ID<HIR.QPath>, _ type: TypeID) -> (Ctor, Int)? {
    guard case .adt(let d, _) = type.kind else { return nil }
    let adt = facts.adt(d)
    switch adt.kind {
    case .struct: return (.single, Int(adt.variants[0].fieldCount))
    case .union: return (.unionField, Int(adt.variants[0].fieldCount))
    case .enum:
      guard case .def(_, let v) = results.res(of: path),
        let i = adt.variants.firstIndex(where: { $0.def == v || $0.ctor == v })
      else { return nil }
      return (.variant(i), Int(adt.variants[i].fieldCount))
    }
  }

  // MARK: Constants

  private func lower(_ path: ID<HIR.QPath>, _ type: TypeID, _ pat: HPat) -> PatternRef {
    switch results.res(of: path) {
    case .def(.const, let d), .def(.assocConst, let d):
      guard let value = facts.evaluate(ConstID(.unevaluated(d, results.args(of: path))), in: env), case .value(_, let tree) = value.kind
      else {
        // Its value has an error of its own, or cannot be a pattern.
        isUnknown = true
        return addOpaque(type, from: pat)
      }
      return lower(tree, type, pat)
    case .def(.constParam, _):
      isUnknown = true
      return addOpaque(type, from: pat)
    default:
      guard let (ctor, count) = constructor(path, type) else { return addOpaque(type, from: pat) }
      return add(ctor, type, arity: count, from: pat)
    }
  }

  private func lower(_ e: ID<HIR.PatExpr>, _ type: TypeID, _ pat: HPat) -> PatternRef {
    switch hir[e].kind {
    case .path(let p): return lower(p, type, pat)
    case .constBlock:
      isUnknown = true
      return addOpaque(type, from: pat)
    case .literal(let l, let isNegated):
      switch l {
      case .str(let n):
        guard case .ref(_, let t, _) = type.kind else { return add(.string(n), type, from: pat) }
        return add(.reference, type, [(0, add(.string(n), t, from: pat))], arity: 1, from: pat)
      case .byteStr(let n):
        guard case .ref(_, let t, _) = type.kind else { return addOpaque(type, from: pat) }
        let fields = n.bytes.enumerated().map { (index: $0, pattern: scalar(UInt128($1), .u8, pat)) }
        var length: Int?
        if case .array = t.kind { length = fields.count }
        let slice = SliceCtor(arrayLength: length, before: fields.count, after: nil)
        let inner = add(.slice(slice), t, fields, arity: fields.count, from: pat)
        return add(.reference, type, [(0, inner)], arity: 1, from: pat)
      default:
        if case .float = type.kind, let v = float(l, isNegated) { return add(.floats(v, v, isClosed: true), type, from: pat) }
        guard let bits = integer(l, isNegated) else { return addOpaque(type, from: pat) }
        return scalar(bits, type, pat)
      }
    }
  }

  private func scalar(_ bits: UInt128, _ type: TypeID, _ pat: HPat) -> PatternRef {
    switch type.kind {
    case .bool: return add(.bool(bits != 0), type, from: pat)
    case .int, .uint, .char:
      let b = bound(bits, type)
      return add(.integers(IntRange(low: b, high: b.successor)), type, from: pat)
    case .float(let f):
      guard let v = float(bits, f) else { return addOpaque(type, from: pat) }
      return add(.floats(v, v, isClosed: true), type, from: pat)
    default: return addOpaque(type, from: pat)
    }
  }

  private func lower(_ tree: ValTreeID, _ type: TypeID, _ pat: HPat) -> PatternRef {
    switch (tree.tree, type.kind) {
    case (.leaf(let low, let high, _), _): return scalar(UInt128(high) << 64 | UInt128(low), type, pat)
    case (.branch, .ref(_, let t, _)):
      return add(.reference, type, [(0, lower(tree, reveal(t), pat))], arity: 1, from: pat)
    case (.branch(let l), .str):
      let bytes = l.elements.map { UInt8(truncatingIfNeeded: $0.bits ?? 0) }
      return add(.string(bytes.withUnsafeBufferPointer { Name(bytes: $0) }), type, from: pat)
    case (.branch(let l), .tuple(let types)):
      return add(.single, type, fields(Array(l.elements), types.elements.map { $0 }, pat), arity: types.count, from: pat)
    case (.branch(let l), .array(let t, _)), (.branch(let l), .slice(let t)):
      let values = Array(l.elements)
      var length: Int?
      if case .array = type.kind { length = values.count }
      let slice = SliceCtor(arrayLength: length, before: values.count, after: nil)
      let types = [TypeID](repeating: reveal(t), count: values.count)
      return add(.slice(slice), type, fields(values, types, pat), arity: values.count, from: pat)
    case (.branch(let l), .adt(let d, _)):
      let adt = facts.adt(d)
      var values = Array(l.elements)
      var ctor = Ctor.single
      if adt.kind == .enum {
        guard let n = values.first?.bits, n < UInt128(adt.variants.count) else { return addOpaque(type, from: pat) }
        values.removeFirst()
        ctor = .variant(Int(n))
      } else if adt.kind == .union {
        return addOpaque(type, from: pat)
      }
      let types = fieldPlaces(of: ctor, MatchedPlace(type: type, isKnownValid: true)).map(\.type)
      return add(ctor, type, fields(values, types, pat), arity: types.count, from: pat)
    default: return addOpaque(type, from: pat)
    }
  }

  private func fields(_ values: [ConstID], _ types: [TypeID], _ pat: HPat) -> [(index: Int, pattern: PatternRef)] {
    zip(values, types).enumerated().map { i, pair in
      guard case .value(_, let v) = pair.0.kind else { return (index: i, pattern: addOpaque(pair.1, from: pat)) }
      return (index: i, pattern: lower(v, reveal(pair.1), pat))
    }
  }

  // MARK: Ranges and numbers

  private func lowerRange(
    _ lo: ID<HIR.PatExpr>?, _ hi: ID<HIR.PatExpr>?, _ end: RangeEnd, _ type: TypeID, _ pat: HPat
  ) -> PatternRef {
    let isClosed = end != .excluded
    switch type.kind {
    case .float:
      let low = lo.map { floatEnd($0, type) } ?? -.infinity
      let high = hi.map { floatEnd($0, type) } ?? .infinity
      guard let low, let high else { return addOpaque(type, from: pat) }
      if hi != nil, isClosed ? low > high : low >= high { emptyRange(isClosed, pat) }
      return add(.floats(low, high, isClosed: isClosed || hi == nil), type, from: pat)
    case .int, .uint, .char:
      var low = IntBound.below
      var high = IntBound.above
      if let lo {
        guard let bits = rangeEnd(lo) else { return addOpaque(type, from: pat) }
        low = bound(bits, type)
      }
      if let hi {
        guard let bits = rangeEnd(hi) else { return addOpaque(type, from: pat) }
        high = bound(bits, type)
        if isClosed ? low > high : low >= high { emptyRange(isClosed, pat) }
        if isClosed { high = high.successor }
        if !isClosed, lo == nil, !isSigned(type) || type != .isize, high == IntBound(0) { emptyRange(isClosed, pat) }
      }
      return add(.integers(IntRange(low: low, high: high)), type, from: pat)
    default: return addOpaque(type, from: pat)
    }
  }

  private func emptyRange(_ isClosed: Bool, _ pat: HPat) {
    isUnknown = true
    diagnostics.add(.emptyRange(isClosed: isClosed, at: hir[pat].span))
  }

  private func rangeEnd(_ e: ID<HIR.PatExpr>) -> UInt128? {
    switch hir[e].kind {
    case .literal(let l, let isNegated): if let bits = integer(l, isNegated) { return bits }
    case .path(let p):
      if case .def(_, let d) = results.res(of: p), let v = facts.evaluate(ConstID(.unevaluated(d, results.args(of: p))), in: env)?.bits {
        return v
      }
    case .constBlock: break
    }
    isUnknown = true
    return nil
  }

  private func floatEnd(_ e: ID<HIR.PatExpr>, _ type: TypeID) -> Double? {
    if case .literal(let l, let isNegated) = hir[e].kind { return float(l, isNegated) }
    guard let bits = rangeEnd(e), case .float(let f) = type.kind else { return nil }
    return float(bits, f)
  }

  private func integer(_ l: Literal, _ isNegated: Bool) -> UInt128? {
    switch l {
    case .bool(let b): return b ? 1 : 0
    case .char(let c): return UInt128(c)
    case .byte(let b): return UInt128(b)
    case .int(let low, let high, _):
      let value = UInt128(high) << 64 | UInt128(low)
      return isNegated ? 0 &- value : value
    default: return nil
    }
  }

  private func float(_ l: Literal, _ isNegated: Bool) -> Double? {
    var value: Double?
    switch l {
    case .float(let n, _): value = Double(n.text)
    case .int(let low, let high, _): value = Double(UInt128(high) << 64 | UInt128(low))
    default: break
    }
    return value.map { isNegated ? -$0 : $0 }
  }

  private func float(_ bits: UInt128, _ type: FloatTy) -> Double? {
    switch type {
    case .f16: Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .f32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .f64: Double(bitPattern: UInt64(truncatingIfNeeded: bits))
    case .f128: nil
    }
  }
}
