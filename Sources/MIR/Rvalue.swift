// Rvalues: computations whose result is assigned to a place. rustc's words.
import Defs
import Support
import Types

public enum BorrowKind: UInt8, Sendable, BitwiseCopyable {
  case shared
  /// Made by matches with guards; removed after borrow checking.
  case fakeShallow, fakeDeep
  case mut
  /// `&mut` of an autoref that is only activated by its use.
  case twoPhase
  /// `&mut` through an immutable binding: captures of closures.
  case closureCapture
  public var isMutable: Bool { self == .mut || self == .twoPhase || self == .closureCapture }
}

public enum BinOp: UInt8, Sendable, BitwiseCopyable {
  case add, addUnchecked, addWithOverflow, sub, subUnchecked, subWithOverflow, mul, mulUnchecked, mulWithOverflow
  case div, rem, bitXor, bitAnd, bitOr, shl, shlUnchecked, shr, shrUnchecked
  case eq, lt, le, ne, ge, gt, cmp
  /// `ptr::offset`: in bounds, unit is the pointee.
  case offset

  public var isComparison: Bool {
    switch self {
    case .eq, .lt, .le, .ne, .ge, .gt: true
    default: false
    }
  }
  public var isShift: Bool { self == .shl || self == .shlUnchecked || self == .shr || self == .shrUnchecked }
  /// Result is a pair of value and `bool`.
  public var isOverflowing: Bool { self == .addWithOverflow || self == .subWithOverflow || self == .mulWithOverflow }
}

public enum UnOp: UInt8, Sendable, BitwiseCopyable { case not, neg, ptrMetadata }

public enum CastKind: UInt8, Sendable, BitwiseCopyable {
  case pointerExposeProvenance, pointerWithExposedProvenance
  case reifyFnPointer, unsafeFnPointer, closureFnPointer, mutToConstPointer, arrayToPointer
  /// `[T; N]` to `[T]`, `T` to `dyn Trait`, upcasting, and structs that hold such a pointer (`CoerceUnsized`).
  case unsize
  case intToInt, floatToInt, floatToFloat, intToFloat, ptrToPtr, fnPtrToPtr
  case transmute
  /// Between types that differ in lifetimes only.
  case subtype
}

/// A computation. 40 bytes.
public enum Rvalue: Sendable, BitwiseCopyable {
  case use(Operand)
  /// `[x; N]`.
  case `repeat`(Operand, ConstID)
  case ref(BorrowKind, Place)
  /// Address of a thread-local static.
  case threadLocalRef(DefID)
  case rawPtr(isMutable: Bool, Place)
  case cast(CastKind, Operand, TypeID)
  case binary(BinOp, Operand, Operand)
  case unary(UnOp, Operand)
  /// The discriminant of an enum, in its discriminant type; zero (of `u8`) for other types.
  case discriminant(Place)
  case aggregate(ID<Aggregate>)
  /// As `use(.copy)`, of a pointer that is only dereferenced.
  case copyForDeref(Place)
  /// A `Box` around an allocation that is not initialised yet (allocator is zero-sized).
  case shallowInitBox(Operand, TypeID)
  case wrapUnsafeBinder(Operand, TypeID)
}

/// A value made of parts, in source order of fields.
public struct Aggregate: Sendable, BitwiseCopyable {
  public var kind: AggregateKind
  public var fields: Run<Operand>
  public init(_ kind: AggregateKind, _ fields: Run<Operand>) { self.kind = kind; self.fields = fields }
}

public enum AggregateKind: Sendable, BitwiseCopyable {
  /// Element type.
  case array(TypeID)
  case tuple
  /// `activeField` is the field of a union that is set; -1 for structs and enums.
  case adt(DefID, variant: UInt32, GenericArgsID, activeField: Int32)
  case closure(DefID, GenericArgsID)
  case coroutine(DefID, GenericArgsID)
  case coroutineClosure(DefID, GenericArgsID)
  /// Pointee type; fields are the thin pointer and the metadata.
  case rawPtr(TypeID, isMutable: Bool)
}
