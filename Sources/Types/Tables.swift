// The tables behind the handles. SHARED: see `Interner`; nothing ever leaves them.
import CParallel
import Defs
import Parallel
import Support
import Syntax

/// Mixes words into a hash. Not stable between processes: arguments include arrival-order numbers.
@usableFromInline struct Mixer {
  @usableFromInline var h: UInt64 = 0x9E37_79B9_7F4A_7C15
  @inlinable init() {}
  @inlinable mutating func add(_ x: UInt32) { h = ((h << 5 | h >> 59) ^ UInt64(x)) &* 0x517C_C1B7_2722_0A95 }
  @inlinable mutating func add(_ x: UInt32, _ y: UInt32) { h = ((h << 5 | h >> 59) ^ (UInt64(x) | UInt64(y) << 32)) &* 0x517C_C1B7_2722_0A95 }
  @inlinable var result: UInt32 { UInt32(truncatingIfNeeded: (h ^ h >> 29) >> 16) }
}

/// Facts about a type, constant or list that are computed once, when it is interned.
public struct TypeFlags: OptionSet, Sendable, BitwiseCopyable, Hashable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var hasTypeParam: TypeFlags { TypeFlags(rawValue: 1) }
  @inlinable public static var hasRegionParam: TypeFlags { TypeFlags(rawValue: 2) }
  @inlinable public static var hasConstParam: TypeFlags { TypeFlags(rawValue: 4) }
  @inlinable public static var hasTypeInfer: TypeFlags { TypeFlags(rawValue: 8) }
  @inlinable public static var hasRegionInfer: TypeFlags { TypeFlags(rawValue: 16) }
  @inlinable public static var hasConstInfer: TypeFlags { TypeFlags(rawValue: 32) }
  @inlinable public static var hasPlaceholder: TypeFlags { TypeFlags(rawValue: 64) }
  /// A projection or inherent alias.
  @inlinable public static var hasProjection: TypeFlags { TypeFlags(rawValue: 128) }
  @inlinable public static var hasOpaque: TypeFlags { TypeFlags(rawValue: 256) }
  @inlinable public static var hasFreeAlias: TypeFlags { TypeFlags(rawValue: 512) }
  @inlinable public static var hasUnevaluatedConst: TypeFlags { TypeFlags(rawValue: 1024) }
  @inlinable public static var hasError: TypeFlags { TypeFlags(rawValue: 2048) }
  /// Any lifetime but erased ones and bound ones.
  @inlinable public static var hasFreeRegion: TypeFlags { TypeFlags(rawValue: 4096) }
  /// A bound variable of any kind, whether its binder is inside or not.
  @inlinable public static var hasBound: TypeFlags { TypeFlags(rawValue: 8192) }
  @inlinable public static var hasFresh: TypeFlags { TypeFlags(rawValue: 16384) }
  /// A binder with variables, whether anything refers to them or not.
  @inlinable public static var hasBinder: TypeFlags { TypeFlags(rawValue: 32768) }
  @inlinable public static var hasParam: TypeFlags { [.hasTypeParam, .hasRegionParam, .hasConstParam] }
  /// Parameters that matter when regions are erased.
  @inlinable public static var hasNonRegionParam: TypeFlags { [.hasTypeParam, .hasConstParam] }
  @inlinable public static var hasInfer: TypeFlags { [.hasTypeInfer, .hasConstInfer] }
  @inlinable public static var hasAlias: TypeFlags { [.hasProjection, .hasOpaque, .hasFreeAlias, .hasUnevaluatedConst] }
}

/// Flags, and the number of enclosing binders that bound variables inside reach out of: 0 if none escapes.
@usableFromInline struct Shape: BitwiseCopyable {
  @usableFromInline var flags: TypeFlags = []
  @usableFromInline var outerBinder: UInt32 = 0
  @inlinable init() {}
  mutating func add(_ other: Shape) {
    flags.formUnion(other.flags)
    outerBinder = max(outerBinder, other.outerBinder)
  }
  mutating func addUnderBinder(_ other: Shape, _ vars: BoundVarsID) {
    flags.formUnion(other.flags)
    if vars != .empty { flags.insert(.hasBinder) }
    outerBinder = max(outerBinder, other.outerBinder == 0 ? 0 : other.outerBinder - 1)
  }
}

@usableFromInline struct TypeData: Internable {
  @usableFromInline var kind: TypeKind
  @usableFromInline var shape: Shape
  @usableFromInline static func == (a: TypeData, b: TypeData) -> Bool { a.kind == b.kind }
  @usableFromInline var internHash: UInt32 {
    var m = Mixer()
    switch kind {
    case .bool: m.add(1)
    case .char: m.add(2)
    case .str: m.add(3)
    case .never: m.add(4)
    case .int(let t): m.add(5, UInt32(t.rawValue))
    case .uint(let t): m.add(6, UInt32(t.rawValue))
    case .float(let t): m.add(7, UInt32(t.rawValue))
    case .adt(let d, let a): m.add(8); m.add(d.rawValue, a.rawValue)
    case .foreign(let d): m.add(9, d.rawValue)
    case .array(let t, let c): m.add(10); m.add(t.rawValue, c.rawValue)
    case .slice(let t): m.add(11, t.rawValue)
    case .pattern(let t, let p): m.add(12); m.add(t.rawValue, p.rawValue)
    case .rawPtr(let t, let mu): m.add(13, UInt32(mu.rawValue)); m.add(t.rawValue)
    case .ref(let r, let t, let mu): m.add(14, UInt32(mu.rawValue)); m.add(t.rawValue, r.rawValue)
    case .fnDef(let d, let a): m.add(15); m.add(d.rawValue, a.rawValue)
    case .fnPtr(let s): m.add(16, s.rawValue)
    case .dynamic(let e, let r): m.add(17); m.add(e.rawValue, r.rawValue)
    case .closure(let d, let a): m.add(18); m.add(d.rawValue, a.rawValue)
    case .coroutine(let d, let a): m.add(19); m.add(d.rawValue, a.rawValue)
    case .coroutineClosure(let d, let a): m.add(20); m.add(d.rawValue, a.rawValue)
    case .coroutineWitness(let d, let a): m.add(21); m.add(d.rawValue, a.rawValue)
    case .tuple(let l): m.add(22, l.rawValue)
    case .alias(let k, let d, let a): m.add(23, UInt32(k.rawValue)); m.add(d.rawValue, a.rawValue)
    case .param(let i, let n): m.add(24, i); m.add(n.rawValue)
    case .bound(let d, let v): m.add(25); m.add(d, v)
    case .placeholder(let u, let v): m.add(26); m.add(u, v)
    case .infer(.type(let v)): m.add(27, v)
    case .infer(.int(let v)): m.add(28, v)
    case .infer(.float(let v)): m.add(29, v)
    case .infer(.fresh(let v)): m.add(30, v)
    case .unsafeBinder(let t, let v): m.add(31); m.add(t.rawValue, v.rawValue)
    case .error: m.add(32)
    }
    return m.result
  }
}

@usableFromInline struct RegionData: Internable {
  @usableFromInline var kind: RegionKind
  @usableFromInline var internHash: UInt32 {
    var m = Mixer()
    switch kind {
    case .earlyParam(let i, let n): m.add(1); m.add(i, n.rawValue)
    case .lateParam(let s, let d): m.add(2); m.add(s.rawValue, d.rawValue)
    case .bound(let d, let v): m.add(3); m.add(d, v)
    case .static: m.add(4)
    case .var(let v): m.add(5, v)
    case .placeholder(let u, let v): m.add(6); m.add(u, v)
    case .erased: m.add(7)
    case .error: m.add(8)
    }
    return m.result
  }
}

@usableFromInline struct ConstData: Internable {
  @usableFromInline var kind: ConstKind
  @usableFromInline var shape: Shape
  @usableFromInline static func == (a: ConstData, b: ConstData) -> Bool { a.kind == b.kind }
  @usableFromInline var internHash: UInt32 {
    var m = Mixer()
    switch kind {
    case .param(let i, let n): m.add(1); m.add(i, n.rawValue)
    case .infer(let v): m.add(2, v)
    case .fresh(let v): m.add(3, v)
    case .bound(let d, let v): m.add(4); m.add(d, v)
    case .placeholder(let u, let v): m.add(5); m.add(u, v)
    case .unevaluated(let d, let a): m.add(6); m.add(d.rawValue, a.rawValue)
    case .value(let t, let v): m.add(7); m.add(t.rawValue, v.rawValue)
    case .error: m.add(8)
    }
    return m.result
  }
}

@usableFromInline struct ClauseData: Internable {
  @usableFromInline var value: Clause
  @usableFromInline var shape: Shape
  @usableFromInline static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @usableFromInline var internHash: UInt32 {
    var m = Mixer()
    m.add(value.vars.rawValue)
    switch value.kind {
    case .trait(let t, let n): m.add(n ? 1 : 2); m.add(t.def.rawValue, t.args.rawValue)
    case .projection(let d, let a, let t): m.add(3, t.arg.rawValue); m.add(d.rawValue, a.rawValue)
    case .typeOutlives(let t, let r): m.add(4); m.add(t.rawValue, r.rawValue)
    case .regionOutlives(let a, let b): m.add(5); m.add(a.rawValue, b.rawValue)
    case .constArgHasType(let c, let t): m.add(6); m.add(c.rawValue, t.rawValue)
    case .wellFormed(let a): m.add(7, a.rawValue)
    case .constEvaluatable(let c): m.add(8, c.rawValue)
    case .hostEffect(let t, let b): m.add(b ? 9 : 10); m.add(t.def.rawValue, t.args.rawValue)
    }
    return m.result
  }
}

@usableFromInline struct FnSigData: Internable {
  @usableFromInline var value: PolyFnSig
  @usableFromInline var shape: Shape
  @usableFromInline static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @usableFromInline var internHash: UInt32 {
    var m = Mixer()
    m.add(value.inputsAndOutput.rawValue, value.vars.rawValue)
    m.add(value.isUnsafe ? 1 : 0, value.isVariadic ? 1 : 0)
    return m.result
  }
}

/// Any `Hashable` plain value, hashed with the standard library's hasher. For the colder tables.
@usableFromInline struct Hashed<Value: Hashable & BitwiseCopyable>: Internable {
  @usableFromInline var value: Value
  @usableFromInline var shape: Shape
  @usableFromInline static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @usableFromInline var internHash: UInt32 { UInt32(truncatingIfNeeded: value.hashValue) }
}

/// The tables of the process.
@usableFromInline struct TypeTables: Sendable, BitwiseCopyable {
  @usableFromInline let types = Interner<TypeData>(capacity: 1 << 26, name: "types")
  @usableFromInline let regions = Interner<RegionData>(capacity: 1 << 24, name: "regions")
  @usableFromInline let consts = Interner<ConstData>(capacity: 1 << 24, name: "consts")
  @usableFromInline let args = ListInterner<GenericArg>(capacity: 1 << 26, elements: 1 << 28, name: "args")
  @usableFromInline let typeLists = ListInterner<TypeID>(capacity: 1 << 25, elements: 1 << 27, name: "type lists")
  @usableFromInline let fnSigs = Interner<FnSigData>(capacity: 1 << 24, name: "fn sigs")
  @usableFromInline let boundVars = Interner<Hashed<BoundVarKind>>(capacity: 1 << 22, name: "bound vars")
  @usableFromInline let boundVarLists = ListInterner<UInt32>(capacity: 1 << 22, elements: 1 << 24, name: "bound var lists")
  @usableFromInline let existentials = Interner<Hashed<ExistentialPredicate>>(capacity: 1 << 22, name: "existentials")
  @usableFromInline let existentialLists = ListInterner<UInt32>(capacity: 1 << 22, elements: 1 << 24, name: "existential lists")
  @usableFromInline let clauses = Interner<ClauseData>(capacity: 1 << 25, name: "clauses")
  @usableFromInline let clauseLists = ListInterner<ClauseID>(capacity: 1 << 23, elements: 1 << 27, name: "clause lists")
  @usableFromInline let valTrees = Interner<Hashed<ValTree>>(capacity: 1 << 22, name: "val trees")
  @usableFromInline let constLists = ListInterner<ConstID>(capacity: 1 << 22, elements: 1 << 24, name: "const lists")
  @usableFromInline let patterns = Interner<Hashed<PatternKind>>(capacity: 1 << 20, name: "patterns")
  @usableFromInline let patternLists = ListInterner<PatternID>(capacity: 1 << 20, elements: 1 << 22, name: "pattern lists")

  /// Shapes of argument lists, by number; filled when a list is first asked for.
  @usableFromInline let argShapes = OnceTable<Shape>(capacity: 1 << 26, name: "arg shapes")

  /// Words of a static table: the address of the tables, and the lock of their making. So no access goes through `swift_once`.
  @inlinable @inline(__always) static var root: UnsafeMutablePointer<UInt64> {
    skein_static_table(StaticTableSlot.typeRoot.rawValue)!.assumingMemoryBound(to: UInt64.self)
  }
  @inlinable static var shared: TypeTables {
    // An address, not a copy: the tables are many words.
    @inline(__always) unsafeAddress { UnsafePointer<TypeTables>(bitPattern: UInt(skein_load_acquire_u64(root))) ?? start() }
  }
  @usableFromInline @inline(never) static func start() -> UnsafePointer<TypeTables> {
    let lock = UnsafeMutableRawPointer(root + 1).assumingMemoryBound(to: skein_lock_t.self)
    skein_lock(lock)
    defer { skein_unlock(lock) }
    if let found = UnsafePointer<TypeTables>(bitPattern: UInt(root.pointee)) { return found }
    let place = UnsafeMutablePointer<TypeTables>.allocate(capacity: 1)
    place.initialize(to: TypeTables())
    skein_store_release_u64(root, UInt64(UInt(bitPattern: place)))
    return UnsafePointer(place)
  }

  init() {
    for (i, kind) in TypeID.known.enumerated() {
      let n = types.intern(TypeData(kind: kind, shape: TypeTables.shape(of: kind, self)))
      precondition(Int(n) == i)
    }
    for (i, kind) in RegionID.known.enumerated() { precondition(Int(regions.intern(RegionData(kind: kind))) == i) }
  }
}

extension TypeTables {
  func shape(of t: TypeID) -> Shape { types[t.rawValue].shape }
  func shape(of c: ConstID) -> Shape { consts[c.rawValue].shape }

  func shape(of r: RegionID) -> Shape {
    var s = Shape()
    switch regions[r.rawValue].kind {
    case .earlyParam: s.flags = [.hasRegionParam, .hasFreeRegion]
    case .lateParam, .static: s.flags = .hasFreeRegion
    case .error: s.flags = [.hasFreeRegion, .hasError]
    case .var: s.flags = [.hasRegionInfer, .hasFreeRegion]
    case .placeholder: s.flags = [.hasPlaceholder, .hasFreeRegion]
    case .bound(let d, _):
      s.flags = .hasBound
      s.outerBinder = d + 1
    case .erased: break
    }
    return s
  }

  func shape(of a: GenericArg) -> Shape {
    switch a.kind {
    case .type(let t): shape(of: t)
    case .region(let r): shape(of: r)
    case .const(let c): shape(of: c)
    }
  }

  @usableFromInline func shape(of a: GenericArgsID) -> Shape {
    argShapes.get(Int(a.rawValue)) {
      var s = Shape()
      for arg in args[a.rawValue] { s.add(shape(of: arg)) }
      return s
    }
  }

  func shape(of l: TypeListID) -> Shape {
    var s = Shape()
    for t in typeLists[l.rawValue] { s.add(shape(of: t)) }
    return s
  }

  func shape(of term: Term) -> Shape {
    switch term {
    case .type(let t): shape(of: t)
    case .const(let c): shape(of: c)
    }
  }

  static func shape(of kind: TypeKind, _ t: TypeTables) -> Shape {
    var s = Shape()
    switch kind {
    case .bool, .char, .str, .never, .int, .uint, .float, .foreign: break
    case .adt(_, let a), .fnDef(_, let a), .closure(_, let a), .coroutine(_, let a), .coroutineClosure(_, let a),
      .coroutineWitness(_, let a):
      s = t.shape(of: a)
    case .array(let e, let n):
      s = t.shape(of: e)
      s.add(t.shape(of: n))
    case .slice(let e), .rawPtr(let e, _): s = t.shape(of: e)
    case .pattern(let e, let p):
      s = t.shape(of: e)
      s.add(t.patterns[p.rawValue].shape)
    case .ref(let r, let e, _):
      s = t.shape(of: e)
      s.add(t.shape(of: r))
    case .fnPtr(let f): s = t.fnSigs[f.rawValue].shape
    case .dynamic(let e, let r):
      for p in t.existentialLists[e.rawValue] { s.add(t.existentials[p].shape) }
      s.add(t.shape(of: r))
    case .tuple(let l): s = t.shape(of: l)
    case .alias(let k, _, let a):
      s = t.shape(of: a)
      switch k {
      case .projection, .inherent: s.flags.insert(.hasProjection)
      case .opaque: s.flags.insert(.hasOpaque)
      case .free: s.flags.insert(.hasFreeAlias)
      }
    case .param: s.flags = .hasTypeParam
    case .bound(let d, _):
      s.flags = .hasBound
      s.outerBinder = d + 1
    case .placeholder: s.flags = .hasPlaceholder
    case .infer(.fresh): s.flags = .hasFresh
    case .infer: s.flags = .hasTypeInfer
    case .unsafeBinder(let e, let vars): s.addUnderBinder(t.shape(of: e), vars)
    case .error: s.flags = .hasError
    }
    return s
  }

  func shape(of kind: ConstKind) -> Shape {
    var s = Shape()
    switch kind {
    case .param: s.flags = .hasConstParam
    case .infer: s.flags = .hasConstInfer
    case .fresh: s.flags = .hasFresh
    case .bound(let d, _):
      s.flags = .hasBound
      s.outerBinder = d + 1
    case .placeholder: s.flags = .hasPlaceholder
    case .unevaluated(_, let a):
      s = shape(of: a)
      s.flags.insert(.hasUnevaluatedConst)
    case .value(let t, _): s = shape(of: t)
    case .error: s.flags = .hasError
    }
    return s
  }

  func shape(of kind: ClauseKind) -> Shape {
    var s = Shape()
    switch kind {
    case .trait(let t, _), .hostEffect(let t, _): s = shape(of: t.args)
    case .projection(_, let a, let term):
      s = shape(of: a)
      s.add(shape(of: term))
    case .typeOutlives(let t, let r):
      s = shape(of: t)
      s.add(shape(of: r))
    case .regionOutlives(let a, let b):
      s = shape(of: a)
      s.add(shape(of: b))
    case .constArgHasType(let c, let t):
      s = shape(of: c)
      s.add(shape(of: t))
    case .wellFormed(let a): s = shape(of: a)
    case .constEvaluatable(let c): s = shape(of: c)
    }
    return s
  }
}
