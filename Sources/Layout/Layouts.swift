// Layouts of types, computed when they are first asked for.
import ABI
import Defs
import Parallel
import Source
import Support
import Syntax
import Types

/// What layouts need to know besides headers.
public protocol LayoutQueries: Sendable {
  var facts: any HeaderFacts { get }
  /// The type with lifetimes erased and all aliases replaced; nil if that needs params that are not known.
  func normalize(_ type: TypeID) -> TypeID?
}

/// Layouts by type. A handle; lives as long as the process. SHARED: see `OnceTable`.
///
/// - Source: rustc's layout algorithm for x86-64, which programs and `core` rely on (sizes, niches) though the language does not
///   promise all of it.
public struct Layouts: Sendable {
  let queries: any LayoutQueries
  let table: OnceTable<TypeLayout>

  public init(_ queries: any LayoutQueries) {
    self.queries = queries
    table = OnceTable(capacity: 1 << 26, name: "layouts")
  }

  /// The layout of `type`.
  ///
  /// - Requires: no inference variables.
  public func layout(of type: TypeID) throws(LayoutFailure) -> TypeLayout {
    var stack: [TypeID] = []
    return try layout(of: type, &stack)
  }

  /// The layout of a variant's or struct's fields, and so on, asks for layouts in turn: `stack` holds who asks.
  func fieldLayout(_ type: TypeID, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout { try layout(of: type, &stack) }

  private func layout(of written: TypeID, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout {
    if let found = table[Int(written.rawValue)] { return found }
    guard let type = queries.normalize(written) else { throw .tooGeneric }
    if let found = table[Int(type.rawValue)] { return table.publish(found, at: Int(written.rawValue)) }
    if stack.contains(type) || stack.count > 200 { throw .infinite }
    stack.append(type)
    let result: TypeLayout
    do throws(LayoutFailure) { result = try compute(type, &stack) } catch {
      stack.removeLast()
      throw error
    }
    stack.removeLast()
    if type != written { table.publish(result, at: Int(type.rawValue)) }
    return table.publish(result, at: Int(written.rawValue))
  }

  private func layouts(_ types: some Sequence<TypeID>, _ stack: inout [TypeID]) throws(LayoutFailure) -> [TypeLayout] {
    var result: [TypeLayout] = []
    for t in types { result.append(try layout(of: t, &stack)) }
    return result
  }

  private func compute(_ type: TypeID, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout {
    switch type.kind {
    case .bool: return .scalar(Scalar(.int(.i8, signed: false), WrappingRange(0, 1)))
    case .char: return .scalar(Scalar(.int(.i32, signed: false), WrappingRange(0, 0x10FFFF)))
    case .int(let t): return .scalar(Scalar(.int(IntegerSize(t), signed: true)))
    case .uint(let t): return .scalar(Scalar(.int(IntegerSize(t), signed: false)))
    case .float(let t):
      switch t {
      case .f16: return .scalar(Scalar(.f16))
      case .f32: return .scalar(Scalar(.f32))
      case .f64: return .scalar(Scalar(.f64))
      case .f128: return .scalar(Scalar(.f128))
      }
    case .fnPtr: return .scalar(Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))))
    case .never: return .never
    case .ref(_, let pointee, _): return try pointer(to: pointee, isNonNull: true, &stack)
    case .rawPtr(let pointee, _): return try pointer(to: pointee, isNonNull: false, &stack)
    case .array(let element, let count):
      guard let count = value(of: count) else { throw count.flags.isDisjoint(with: .hasParam) ? .unknown : .tooGeneric }
      return try array(of: layout(of: element, &stack), count: UInt64(truncatingIfNeeded: count))
    case .slice(let element): return try array(of: layout(of: element, &stack), count: nil)
    case .str: return try array(of: .scalar(Scalar(.int(.i8, signed: false))), count: nil)
    case .fnDef: return .unit
    case .dynamic, .foreign:
      return TypeLayout(size: 0, alignmentLog2: 0, repr: .memory(isSized: false), fields: .arbitrary)
    case .tuple(let list):
      let fields = try layouts(list.elements, &stack)
      return try univariant(fields, LayoutRepr(), fields.isEmpty ? .alwaysSized : .maybeUnsized).finish()
    case .closure(_, let args), .coroutineClosure(_, let args):
      guard let captures = args.elements.last?.type, case .tuple(let list) = captures.kind else { throw .unknown }
      return try univariant(layouts(list.elements, &stack), LayoutRepr(), .alwaysSized).finish()
    case .coroutine, .coroutineWitness: throw .unsupported("coroutines")
    case .pattern(let base, let pattern): return try restricted(layout(of: base, &stack), pattern)
    case .unsafeBinder(let inner, let vars):
      var opener = BinderOpener(vars.all.map { _ in GenericArg(RegionID.erased) })
      return try layout(of: opener.fold(inner), &stack)
    case .adt(let def, let args): return try adt(def, args, &stack)
    case .param, .placeholder, .bound, .alias: throw .tooGeneric
    case .infer, .error: throw .unknown
    }
  }

  func value(of const: ConstID) -> UInt128? {
    if let bits = const.bits { return bits }
    return queries.facts.evaluate(const, in: .empty)?.bits
  }

  // MARK: Pointers

  private func pointer(to pointee: TypeID, isNonNull: Bool, _ stack: inout [TypeID]) throws(LayoutFailure) -> TypeLayout {
    let data = Scalar(.pointer, WrappingRange(isNonNull ? 1 : 0, UInt128(UInt64.max)))
    switch try metadata(of: pointee) {
    case .none: return .scalar(data)
    case .length: return .scalarPair(data, Scalar(.int(.i64, signed: false)))
    case .vtable: return .scalarPair(data, Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))))
    }
  }

  public enum Metadata: Sendable { case none, length, vtable }

  /// What a pointer to `pointee` carries besides the address.
  public func metadata(of pointee: TypeID) throws(LayoutFailure) -> Metadata {
    let tail = try structTail(of: pointee)
    switch tail.kind {
    case .slice, .str: return .length
    case .dynamic: return .vtable
    case .param, .alias, .placeholder: throw .tooGeneric
    case .error, .infer, .bound: throw .unknown
    default: return .none
    }
  }

  /// The last field of the last field… of structs and tuples: what decides whether, and how, the type is unsized.
  public func structTail(of type: TypeID) throws(LayoutFailure) -> TypeID {
    var current = type
    for _ in 0..<1_000 {
      guard let normalized = queries.normalize(current) else { throw .tooGeneric }
      current = normalized
      switch current.kind {
      case .adt(let def, let args):
        let adt = queries.facts.adt(def)
        guard adt.kind == .struct, let last = adt.fields.last else { return current }
        current = queries.facts.type(of: last.def).instantiated(args)
      case .tuple(let list):
        guard let last = list.elements.last else { return current }
        current = last
      case .pattern(let base, _): current = base
      default: return current
      }
    }
    throw .infinite
  }

  // MARK: Arrays

  private func array(of element: TypeLayout, count: UInt64?) throws(LayoutFailure) -> TypeLayout {
    let n = count ?? 0
    let (size, overflows) = element.size.multipliedReportingOverflow(by: n)
    if overflows || size >= objectSizeBound { throw .sizeOverflow }
    return TypeLayout(
      size: size, alignmentLog2: element.alignmentLog2, repr: .memory(isSized: count != nil),
      fields: .array(stride: element.size, count: n), largestNiche: n == 0 ? nil : element.largestNiche,
      isUninhabited: element.isUninhabited && n > 0)
  }

  // MARK: Pattern types

  private func restricted(_ base: TypeLayout, _ pattern: PatternID) throws(LayoutFailure) -> TypeLayout {
    func with(_ s: Scalar, _ range: WrappingRange) -> Scalar { Scalar(s.primitive, range) }
    func finish(_ repr: BackendRepr, _ niche: Scalar) -> TypeLayout {
      TypeLayout(
        size: base.size, alignmentLog2: base.alignmentLog2, repr: repr, fields: .arbitrary, offsets: [0],
        largestNiche: Niche(offset: 0, scalar: niche), isUninhabited: base.isUninhabited)
    }
    switch (pattern.kind, base.repr) {
    case (.range(let start, let end), .scalar(let s)):
      guard let low = value(of: start), let high = value(of: end) else { throw .unknown }
      let new = with(s, WrappingRange(low, high))
      return finish(.scalar(new), new)
    case (.notNull, .scalar(let s)):
      let new = with(s, WrappingRange(1, s.validRange.end))
      return finish(.scalar(new), new)
    case (.notNull, .scalarPair(let a, let b)):
      let new = with(a, WrappingRange(1, a.validRange.end))
      return finish(.scalarPair(new, b), new)
    case (.or(let list), .scalar(let s)):
      // Two ranges of a signed type that meet where it wraps: one range that does.
      guard list.elements.count == 2, case .range(let a, let b) = list.elements[0].kind, case .range(let c, let d) = list.elements[1].kind,
        let a = value(of: a), let b = value(of: b), let c = value(of: c), let d = value(of: d)
      else { throw .unknown }
      let minimum = (UInt128.max >> UInt128(128 - s.bytes * 8)) / 2 + 1
      let new = with(s, a == minimum ? WrappingRange(c, b) : WrappingRange(a, d))
      return finish(.scalar(new), new)
    default: throw .unknown
    }
  }
}

extension IntegerSize {
  public init(_ type: IntTy) {
    switch type {
    case .i8: self = .i8
    case .i16: self = .i16
    case .i32: self = .i32
    case .i64, .isize: self = .i64
    case .i128: self = .i128
    }
  }
  public init(_ type: UintTy) {
    switch type {
    case .u8: self = .i8
    case .u16: self = .i16
    case .u32: self = .i32
    case .u64, .usize: self = .i64
    case .u128: self = .i128
    }
  }
}
