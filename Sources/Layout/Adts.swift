// Structs, enums and unions of a program.
import ABI
import Defs
import Parallel
import Support
import Types

extension Layouts {
  func adt(_ def: DefID, _ args: GenericArgsID, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout {
    let adt = queries.facts.adt(def)
    let repr = LayoutRepr(adt.repr)
    var variants: [[TypeLayout]] = []
    for v in adt.variants {
      var fields: [TypeLayout] = []
      for f in adt.fields(of: v) { fields.append(try fieldLayout(queries.facts.type(of: f.def).instantiated(args), &stack)) }
      variants.append(fields)
    }
    if repr.isSimd { return try simd(adt, args, repr, &stack) }
    if adt.kind == .union { return try layoutOfUnion(repr, variants.first ?? []) }
    return try layoutOfADT(
      repr, variants, isEnum: adt.kind == .enum, hidesNiches: adt.isUnsafeCell || adt.isUnsafePinned,
      validRange: (adt.validRangeStart, adt.validRangeEnd), discriminants: adt.kind == .enum ? try discriminants(of: adt) : [],
      isAlwaysSized: adt.kind != .struct || isTailSized(adt))
  }

  /// Each variant's discriminant as a number.
  public func discriminants(of adt: AdtFact) throws(LayoutFailure) -> [Int128] {
    let repr = LayoutRepr(adt.repr)
    let (size, isSigned) = repr.int ?? (.i64, true)
    guard let all = adt.discriminants(evaluate: { value(of: $0) }) else { throw .unknown }
    if !isSigned { return all.map { Int128(truncatingIfNeeded: $0) } }
    let shift = Int128(128 - size.bits)
    return all.map { (Int128(truncatingIfNeeded: $0) << shift) >> shift }
  }

  /// `repr(simd)`: a vector of the elements of the one array field.
  private func simd(_ adt: AdtFact, _ args: GenericArgsID, _ repr: LayoutRepr, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout {
    guard adt.kind == .struct, adt.fields.count == 1,
      let field = queries.normalize(queries.facts.type(of: adt.fields[0].def).instantiated(args)),
      case .array(let element, let length) = field.kind, let count = value(of: length), count > 0, count <= 1 << 15
    else { throw .invalidSimd }
    let layout = try fieldLayout(element, &stack)
    guard case .scalar(let scalar) = layout.repr else { throw .invalidSimd }
    let bytes = layout.size * UInt64(count)
    // A vector is aligned to its size, rounded up to a power of two; a packed one of odd length lies as its array does.
    let rounded = bytes <= 1 ? 0 : UInt8(64 - (bytes - 1).leadingZeroBitCount)
    let isPowerOfTwo = count & (count - 1) == 0
    let alignment = repr.packed != nil && !isPowerOfTwo ? layout.alignmentLog2 : rounded
    return TypeLayout(
      size: bytes.aligned(alignment), alignmentLog2: alignment,
      repr: repr.packed != nil && !isPowerOfTwo ? .memory(isSized: true) : .vector(scalar, count: UInt64(count)), fields: .arbitrary, offsets: [0])
  }

  // MARK: Sizedness of definitions

  /// Whether the last field of a struct is sized whatever its params are.
  private func isTailSized(_ adt: AdtFact) -> Bool {
    guard let last = adt.fields.last else { return true }
    return isSized(queries.facts.type(of: last.def), in: queries.facts.paramEnv(of: adt.def), depth: 0)
  }

  private func isSized(_ type: TypeID, in env: ParamEnv, depth: Int) -> Bool {
    if depth > 100 { return true }
    switch type.kind {
    case .str, .slice, .dynamic, .foreign: return false
    case .param: return saysSized(env.clauses, type)
    case .alias(_, let def, let args):
      if saysSized(env.clauses, type) { return true }
      guard let sized = queries.facts.langItem(Name("sized")) else { return true }
      for clause in queries.facts.itemBounds(of: def).elements {
        guard case .trait(let t, false) = clause.clause.kind, t.def == sized else { continue }
        if TraitRef(t.def, t.args.instantiated(args)).selfType.erasingRegions == type.erasingRegions { return true }
      }
      return false
    case .adt(let def, let args):
      let adt = queries.facts.adt(def)
      guard adt.kind == .struct, let last = adt.fields.last else { return true }
      return isSized(queries.facts.type(of: last.def).instantiated(args), in: env, depth: depth + 1)
    case .tuple(let list):
      guard let last = list.elements.last else { return true }
      return isSized(last, in: env, depth: depth + 1)
    default: return true
    }
  }

  private func saysSized(_ clauses: ClauseListID, _ type: TypeID) -> Bool {
    guard let sized = queries.facts.langItem(Name("sized")) else { return true }
    let erased = type.erasingRegions
    return clauses.elements.contains { clause in
      if case .trait(let t, false) = clause.clause.kind { t.def == sized && t.selfType.erasingRegions == erased } else { false }
    }
  }

  // MARK: Fields

  /// The type of field `i` of a struct, tuple, closure, union or (of variant `variant` of an enum); nil if there is none.
  public func fieldType(_ i: Int, of type: TypeID, variant: UInt32 = 0) -> TypeID? {
    switch type.kind {
    case .adt(let def, let args):
      let adt = queries.facts.adt(def)
      guard Int(variant) < adt.variants.count else { return nil }
      let fields = adt.fields(of: adt.variants[Int(variant)])
      guard i < fields.count else { return nil }
      return queries.normalize(queries.facts.type(of: fields[i].def).instantiated(args))
    case .tuple(let list): return i < list.count ? list[i] : nil
    case .closure(_, let args), .coroutineClosure(_, let args):
      guard let captures = args.elements.last?.type, case .tuple(let list) = captures.kind, i < list.count else { return nil }
      return list[i]
    case .array(let t, _), .slice(let t): return t
    case .pattern(let t, _): return i == 0 ? t : nil
    default: return nil
    }
  }
}

extension LayoutRepr {
  init(_ fact: ReprFact) {
    self.init()
    isC = fact.isC
    isTransparent = fact.isTransparent
    isSimd = fact.isSimd
    if let i = fact.int { int = (IntegerSize(i), true) }
    if let u = fact.uint { int = (IntegerSize(u), false) }
    if fact.align > 0 { align = UInt8(fact.align.trailingZeroBitCount) }
    if fact.packed > 0 { packed = UInt8(fact.packed.trailingZeroBitCount) }
  }
}
