// From values to handles and back.
import Defs
import Parallel
import Source
import Support
import Syntax

extension TypeID {
  /// The type of this kind.
  public init(_ kind: TypeKind) {
    self.init(
      rawValue: TypeTables.shared.types.intern(TypeData(kind: kind, shape: TypeTables.shape(of: kind, TypeTables.shared))))
  }
  @inlinable public var kind: TypeKind { TypeTables.shared.types[rawValue].kind }
  @inlinable public var flags: TypeFlags { TypeTables.shared.types[rawValue].shape.flags }
  /// Number of enclosing binders that bound variables inside reach out of.
  @inlinable public var outerBinder: UInt32 { TypeTables.shared.types[rawValue].shape.outerBinder }
  @inlinable public var hasEscapingBoundVars: Bool { outerBinder > 0 }

  /// Kinds with fixed numbers, in order.
  static let known: [TypeKind] = [
    .bool, .char, .str, .never, .error,
    .int(.i8), .int(.i16), .int(.i32), .int(.i64), .int(.i128), .int(.isize),
    .uint(.u8), .uint(.u16), .uint(.u32), .uint(.u64), .uint(.u128), .uint(.usize),
    .float(.f16), .float(.f32), .float(.f64), .float(.f128), .tuple(.empty),
  ]
  @inlinable public static var bool: TypeID { TypeID(rawValue: 0) }
  @inlinable public static var char: TypeID { TypeID(rawValue: 1) }
  @inlinable public static var str: TypeID { TypeID(rawValue: 2) }
  @inlinable public static var never: TypeID { TypeID(rawValue: 3) }
  @inlinable public static var error: TypeID { TypeID(rawValue: 4) }
  @inlinable public static func int(_ t: IntTy) -> TypeID { TypeID(rawValue: 5 + UInt32(t.rawValue)) }
  @inlinable public static func uint(_ t: UintTy) -> TypeID { TypeID(rawValue: 11 + UInt32(t.rawValue)) }
  @inlinable public static func float(_ t: FloatTy) -> TypeID { TypeID(rawValue: 17 + UInt32(t.rawValue)) }
  @inlinable public static var unit: TypeID { TypeID(rawValue: 21) }
  @inlinable public static var i8: TypeID { .int(.i8) }
  @inlinable public static var i16: TypeID { .int(.i16) }
  @inlinable public static var i32: TypeID { .int(.i32) }
  @inlinable public static var i64: TypeID { .int(.i64) }
  @inlinable public static var i128: TypeID { .int(.i128) }
  @inlinable public static var isize: TypeID { .int(.isize) }
  @inlinable public static var u8: TypeID { .uint(.u8) }
  @inlinable public static var u16: TypeID { .uint(.u16) }
  @inlinable public static var u32: TypeID { .uint(.u32) }
  @inlinable public static var u64: TypeID { .uint(.u64) }
  @inlinable public static var u128: TypeID { .uint(.u128) }
  @inlinable public static var usize: TypeID { .uint(.usize) }
  @inlinable public static var f32: TypeID { .float(.f32) }
  @inlinable public static var f64: TypeID { .float(.f64) }

  public static func primitive(_ p: PrimTy) -> TypeID {
    switch p {
    case .bool: .bool
    case .char: .char
    case .str: .str
    case .i8: .int(.i8)
    case .i16: .int(.i16)
    case .i32: .int(.i32)
    case .i64: .int(.i64)
    case .i128: .int(.i128)
    case .isize: .int(.isize)
    case .u8: .uint(.u8)
    case .u16: .uint(.u16)
    case .u32: .uint(.u32)
    case .u64: .uint(.u64)
    case .u128: .uint(.u128)
    case .usize: .uint(.usize)
    case .f16: .float(.f16)
    case .f32: .float(.f32)
    case .f64: .float(.f64)
    case .f128: .float(.f128)
    }
  }

  public static func tuple(_ elements: [TypeID]) -> TypeID { TypeID(.tuple(TypeListID(elements))) }
  public static func ref(_ t: TypeID, _ m: Mutability = .not, _ r: RegionID = .erased) -> TypeID { TypeID(.ref(r, t, m)) }
  public static func rawPtr(_ t: TypeID, _ m: Mutability) -> TypeID { TypeID(.rawPtr(t, m)) }
  public static func slice(_ t: TypeID) -> TypeID { TypeID(.slice(t)) }
  public static func array(_ t: TypeID, _ n: ConstID) -> TypeID { TypeID(.array(t, n)) }
  public static func fnPtr(_ sig: PolyFnSig) -> TypeID { TypeID(.fnPtr(PolyFnSigID(sig))) }
  public static func param(_ index: UInt32, _ name: Name) -> TypeID { TypeID(.param(index: index, name)) }

  @inlinable public var isUnit: Bool { self == .unit }
  @inlinable public var isNever: Bool { self == .never }
  @inlinable public var isError: Bool { self == .error }
  public var isIntegral: Bool {
    switch kind {
    case .int, .uint, .infer(.int): true
    default: false
    }
  }
  public var isFloat: Bool {
    switch kind {
    case .float, .infer(.float): true
    default: false
    }
  }
  public var isNumeric: Bool { isIntegral || isFloat }
  public var isTypeVar: Bool { if case .infer(.type) = kind { true } else { false } }
}

extension RegionID {
  static let known: [RegionKind] = [.erased, .static, .error]
  public init(_ kind: RegionKind) { self.init(rawValue: TypeTables.shared.regions.intern(RegionData(kind: kind))) }
  @inlinable public var kind: RegionKind { TypeTables.shared.regions[rawValue].kind }
  @inlinable public static var erased: RegionID { RegionID(rawValue: 0) }
  @inlinable public static var `static`: RegionID { RegionID(rawValue: 1) }
  @inlinable public static var error: RegionID { RegionID(rawValue: 2) }
}

extension ConstID {
  public init(_ kind: ConstKind) {
    self.init(rawValue: TypeTables.shared.consts.intern(ConstData(kind: kind, shape: TypeTables.shared.shape(of: kind))))
  }
  @inlinable public var kind: ConstKind { TypeTables.shared.consts[rawValue].kind }
  @inlinable public var flags: TypeFlags { TypeTables.shared.consts[rawValue].shape.flags }
  @inlinable public var outerBinder: UInt32 { TypeTables.shared.consts[rawValue].shape.outerBinder }
  public static var error: ConstID { ConstID(.error) }
  /// A scalar value of `type`.
  public init(bits: UInt128, byteSize: Int, type: TypeID) {
    self.init(
      .value(
        type,
        ValTreeID(
          .leaf(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64), byteSize: UInt8(byteSize)))))
  }
  public static func usize(_ n: UInt64) -> ConstID { ConstID(bits: UInt128(n), byteSize: 8, type: .usize) }
  public static func bool(_ b: Bool) -> ConstID { ConstID(bits: b ? 1 : 0, byteSize: 1, type: .bool) }
  /// The bits of an evaluated scalar.
  public var bits: UInt128? {
    if case .value(_, let v) = kind, case .leaf(let low, let high, _) = v.tree { return UInt128(high) << 64 | UInt128(low) }
    return nil
  }
}

extension ValTreeID {
  public init(_ tree: ValTree) { self.init(rawValue: TypeTables.shared.valTrees.intern(Hashed(value: tree, shape: Shape()))) }
  @inlinable public var tree: ValTree { TypeTables.shared.valTrees[rawValue].value }
}
extension ConstListID {
  public init(_ list: [ConstID]) { self.init(rawValue: TypeTables.shared.constLists.intern(list)) }
  @inlinable public var elements: UnsafeBufferPointer<ConstID> { TypeTables.shared.constLists[rawValue] }
}
extension PatternID {
  public init(_ kind: PatternKind) {
    let t = TypeTables.shared
    var s = Shape()
    switch kind {
    case .range(let a, let b):
      s.add(t.shape(of: a))
      s.add(t.shape(of: b))
    case .notNull: break
    case .or(let l): for p in t.patternLists[l.rawValue] { s.add(t.patterns[p.rawValue].shape) }
    }
    self.init(rawValue: t.patterns.intern(Hashed(value: kind, shape: s)))
  }
  public var kind: PatternKind { TypeTables.shared.patterns[rawValue].value }
}
extension PatternListID {
  public init(_ list: [PatternID]) { self.init(rawValue: TypeTables.shared.patternLists.intern(list)) }
  @inlinable public var elements: UnsafeBufferPointer<PatternID> { TypeTables.shared.patternLists[rawValue] }
}

extension GenericArgsID {
  public init(_ args: [GenericArg]) { self.init(rawValue: TypeTables.shared.args.intern(args)) }
  @inlinable public var elements: UnsafeBufferPointer<GenericArg> { TypeTables.shared.args[rawValue] }
  @inlinable public var flags: TypeFlags { TypeTables.shared.shape(of: self).flags }
  @inlinable public var outerBinder: UInt32 { TypeTables.shared.shape(of: self).outerBinder }
  @inlinable public var count: Int { elements.count }
  @inlinable public subscript(i: Int) -> GenericArg { elements[i] }
}
extension TypeListID {
  public init(_ types: [TypeID]) { self.init(rawValue: TypeTables.shared.typeLists.intern(types)) }
  @inlinable public var elements: UnsafeBufferPointer<TypeID> { TypeTables.shared.typeLists[rawValue] }
  @inlinable public var count: Int { elements.count }
  @inlinable public subscript(i: Int) -> TypeID { elements[i] }
}
extension BoundVarsID {
  public init(_ vars: [BoundVarKind]) {
    let t = TypeTables.shared
    self.init(rawValue: t.boundVarLists.intern(vars.map { t.boundVars.intern(Hashed(value: $0, shape: Shape())) }))
  }
  @inlinable public var count: Int { TypeTables.shared.boundVarLists[rawValue].count }
  public subscript(i: Int) -> BoundVarKind {
    TypeTables.shared.boundVars[TypeTables.shared.boundVarLists[rawValue][i]].value
  }
  public var all: [BoundVarKind] { (0..<count).map { self[$0] } }
}
extension PolyFnSigID {
  public init(_ sig: PolyFnSig) {
    var s = Shape()
    s.addUnderBinder(TypeTables.shared.shape(of: sig.inputsAndOutput), sig.vars)
    self.init(rawValue: TypeTables.shared.fnSigs.intern(FnSigData(value: sig, shape: s)))
  }
  @inlinable public var sig: PolyFnSig { TypeTables.shared.fnSigs[rawValue].value }
  @inlinable public var flags: TypeFlags { TypeTables.shared.fnSigs[rawValue].shape.flags }
}
extension ExistentialListID {
  public init(_ list: [ExistentialPredicate]) {
    let t = TypeTables.shared
    self.init(
      rawValue: t.existentialLists.intern(
        list.map { p in
          var s = Shape()
          switch p {
          case .trait(_, let a, let vars): s.addUnderBinder(t.shape(of: a), vars)
          case .projection(_, let a, let term, let vars):
            s.addUnderBinder(t.shape(of: a), vars)
            s.addUnderBinder(t.shape(of: term), vars)
          case .autoTrait: break
          }
          return t.existentials.intern(Hashed(value: p, shape: s))
        }))
  }
  @inlinable public var count: Int { TypeTables.shared.existentialLists[rawValue].count }
  public subscript(i: Int) -> ExistentialPredicate {
    TypeTables.shared.existentials[TypeTables.shared.existentialLists[rawValue][i]].value
  }
  public var all: [ExistentialPredicate] { (0..<count).map { self[$0] } }
  /// The principal trait and its arguments, if there is one.
  public var principal: (def: DefID, args: GenericArgsID, vars: BoundVarsID)? {
    for p in all { if case .trait(let d, let a, let v) = p { return (d, a, v) } }
    return nil
  }
}
extension ClauseID {
  public init(_ clause: Clause) {
    var s = Shape()
    s.addUnderBinder(TypeTables.shared.shape(of: clause.kind), clause.vars)
    self.init(rawValue: TypeTables.shared.clauses.intern(ClauseData(value: clause, shape: s)))
  }
  public init(_ kind: ClauseKind) { self.init(Clause(kind)) }
  @inlinable public var clause: Clause { TypeTables.shared.clauses[rawValue].value }
  @inlinable public var flags: TypeFlags { TypeTables.shared.clauses[rawValue].shape.flags }
}
extension ClauseListID {
  public init(_ list: [ClauseID]) { self.init(rawValue: TypeTables.shared.clauseLists.intern(list)) }
  @inlinable public var elements: UnsafeBufferPointer<ClauseID> { TypeTables.shared.clauseLists[rawValue] }
}
