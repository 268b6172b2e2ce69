// What inference found out about one body: the input of MIR building.
import Defs
import HIR
import Parallel
import Source
import Support
import enum Syntax.Mutability
import Types

/// A change of an expression's value between its own type and what its context sees. Applied in order.
public struct Adjustment: Sendable, BitwiseCopyable {
  public enum Kind: Hashable, Sendable, BitwiseCopyable {
    /// From `!` to any type: the value never exists.
    case neverToAny
    /// `*place`, built in.
    case deref
    /// `*Deref::deref(&place)`; with `.mut` `*DerefMut::deref_mut(&mut place)`. What stands before is a place.
    case overloadedDeref(Mutability)
    /// `&place` or `&mut place`.
    case borrow(Mutability, allowsTwoPhase: Bool)
    /// `&raw const place` or `&raw mut place`.
    case borrowRaw(Mutability)
    case pointer(PointerCoercion)
  }
  public var kind: Kind
  /// The type after the change.
  public var target: TypeID
  public init(_ kind: Kind, _ target: TypeID) { self.kind = kind; self.target = target }
}

public enum PointerCoercion: UInt8, Hashable, Sendable, BitwiseCopyable {
  case reifyFnPointer, unsafeFnPointer, closureFnPointer, mutToConst, arrayToPointer, unsize
}

/// An implicit step from the matched place to the one the pattern looks at. rustc's match ergonomics.
public struct PatAdjustment: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case builtinDeref, overloadedDeref }
  public var kind: Kind
  /// The type before the step.
  public var source: TypeID
  public init(_ kind: Kind, source: TypeID) { self.kind = kind; self.source = source }
}

/// How a binding takes its value, default binding modes worked in.
public struct BindingMode: Hashable, Sendable, BitwiseCopyable {
  public var isRef: Bool
  /// Of the reference, if `isRef`.
  public var refMutability: Mutability
  /// Of the variable.
  public var mutability: Mutability
  public init(isRef: Bool, refMutability: Mutability, mutability: Mutability) {
    self.isRef = isRef
    self.refMutability = refMutability
    self.mutability = mutability
  }
}

public enum ClosureKind: UInt8, Comparable, Sendable, BitwiseCopyable {
  case fn, fnMut, fnOnce
  public static func < (a: ClosureKind, b: ClosureKind) -> Bool { a.rawValue < b.rawValue }
}

/// One step from a variable to the place that a closure captures.
public struct PlaceProjection: Hashable, Sendable, BitwiseCopyable {
  public enum Kind: Hashable, Sendable, BitwiseCopyable {
    case deref
    case field(UInt32, variant: UInt32)
    case index
    case subslice
  }
  public var kind: Kind
  /// The type after the step.
  public var ty: TypeID
  public init(_ kind: Kind, _ ty: TypeID) { self.kind = kind; self.ty = ty }
}

/// How a closure holds a captured place.
public enum CaptureKind: UInt8, Sendable, BitwiseCopyable {
  case byValue
  case byRef
  /// A unique borrow of a place behind a `&mut` in a variable that need not be `mut`.
  case byUniqueRef
  case byMutRef
  public var isByValue: Bool { self == .byValue }
}

/// One captured place: field number = position in `ClosureResults.captures`.
public struct CapturedPlace: Sendable, BitwiseCopyable {
  public var local: LocalBindingID
  public var baseType: TypeID
  public var projections: Run<PlaceProjection>
  public var kind: CaptureKind
  /// Whether the place may be changed through the capture.
  public var mutability: Mutability
  /// The use that decided about the capture.
  public var span: Source.Span
  /// Type of the closure's field.
  public var upvarType: TypeID
}

public struct ClosureResults: Sendable, BitwiseCopyable {
  /// Type of the closure itself.
  public var type: TypeID
  public var kind: ClosureKind
  /// Params as the body sees them (not tupled).
  public var inputs: Run<TypeID>
  public var output: TypeID
  public var captures: Run<CapturedPlace>
}

/// The hidden type of an `impl Trait` that this body defines.
public struct HiddenType: Sendable, BitwiseCopyable {
  public var opaque: DefID
  /// In terms of the opaque type's own generic params.
  public var type: TypeID
  public var span: Source.Span
}

/// A field on the way of `offset_of!`.
public struct OffsetOfStep: Sendable, BitwiseCopyable {
  public var variant: UInt32
  public var field: UInt32
}

/// The stores of `TypeckResults`. Sharing: frozen.
public struct TypeckStores: Sendable {
  // By expression.
  public let exprTypes: FrozenStore<TypeID>
  public let exprAdjustments: FrozenStore<Run<Adjustment>>
  /// Method calls, overloaded operators, indexing, derefs and calls: the method called; `.none` where built in.
  public let exprMethods: FrozenStore<DefID>
  public let exprArgs: FrozenStore<GenericArgsID>
  /// `a.b`: number of the field. `offset_of!`: unused.
  public let exprFields: FrozenStore<UInt32>
  /// Casts that are only a coercion.
  public let coercionCasts: FrozenStore<Bool>
  // By path (of expressions, struct expressions and patterns).
  public let pathRes: FrozenStore<Res>
  public let pathArgs: FrozenStore<GenericArgsID>
  // By pattern.
  public let patTypes: FrozenStore<TypeID>
  public let patAdjustments: FrozenStore<Run<PatAdjustment>>
  public let patExprTypes: FrozenStore<TypeID>
  public let bindingModes: FrozenStore<BindingMode>
  public let patFieldIndices: FrozenStore<UInt32>
  // By struct-expression field.
  public let exprFieldIndices: FrozenStore<UInt32>
  /// By local variable.
  public let localTypes: FrozenStore<TypeID>
  /// By closure expression.
  public let closures: FrozenStore<ClosureResults>
  /// By const argument: lengths of array repeats and other constants written in the body; none where not used.
  public let constArgs: FrozenStore<ConstID>
  /// By type written in the body, as far as it was lowered.
  public let writtenTypes: FrozenStore<TypeID>
  /// By struct expression with a base: types of its fields.
  public let baseFieldTypes: FrozenStore<Run<TypeID>>
  public let offsetOfSteps: FrozenStore<Run<OffsetOfStep>>
  // Pools.
  public let adjustments: FrozenStore<Adjustment>
  public let patAdjustmentPool: FrozenStore<PatAdjustment>
  public let types: FrozenStore<TypeID>
  public let captures: FrozenStore<CapturedPlace>
  public let projections: FrozenStore<PlaceProjection>
  public let offsets: FrozenStore<OffsetOfStep>
  public let hiddenTypes: FrozenStore<HiddenType>
  /// Types of the params, then the result, of a fn body; for constants just the type.
  public let inputs: Run<TypeID>
  public let output: TypeID
}

/// What inference found out about one body, by address. All types are fully resolved, regions erased. Sharing: frozen; lives as
/// long as the process.
public struct TypeckResults: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the stores are written once by `init` and never freed.
  let stores: UnsafePointer<TypeckStores>
  /// Whether messages were given: no MIR is built then.
  public let isTainted: Bool

  init(_ stores: TypeckStores, isTainted: Bool) {
    let place = UnsafeMutablePointer<TypeckStores>.allocate(capacity: 1)
    place.initialize(to: stores)
    self.stores = UnsafePointer(place)
    self.isTainted = isTainted
  }

  public var tables: TypeckStores { stores.pointee }

  /// Type of the expression itself.
  public func type(of expr: ID<HIR.Expr>) -> TypeID { stores.pointee.exprTypes[index: expr.index] }
  public func adjustments(of expr: ID<HIR.Expr>) -> UnsafeBufferPointer<Adjustment> {
    stores.pointee.adjustments[stores.pointee.exprAdjustments[index: expr.index]]
  }
  /// Type of the expression after its adjustments: what the context sees.
  public func adjustedType(of expr: ID<HIR.Expr>) -> TypeID { adjustments(of: expr).last?.target ?? type(of: expr) }
  /// The method an operator, index, deref, call or method call means; nil where built in.
  public func method(of expr: ID<HIR.Expr>) -> (def: DefID, args: GenericArgsID)? {
    guard let def = stores.pointee.exprMethods[index: expr.index].some else { return nil }
    return (def, stores.pointee.exprArgs[index: expr.index])
  }
  public func fieldIndex(of expr: ID<HIR.Expr>) -> Int { Int(stores.pointee.exprFields[index: expr.index]) }
  public func isCoercionCast(_ expr: ID<HIR.Expr>) -> Bool { stores.pointee.coercionCasts[index: expr.index] }
  public func res(of path: ID<HIR.QPath>) -> Res { stores.pointee.pathRes[index: path.index] }
  public func args(of path: ID<HIR.QPath>) -> GenericArgsID { stores.pointee.pathArgs[index: path.index] }
  public func type(of pat: ID<HIR.Pat>) -> TypeID { stores.pointee.patTypes[index: pat.index] }
  public func adjustments(of pat: ID<HIR.Pat>) -> UnsafeBufferPointer<PatAdjustment> {
    stores.pointee.patAdjustmentPool[stores.pointee.patAdjustments[index: pat.index]]
  }
  /// Type of the place that `pat` is matched against, before its implicit derefs.
  public func adjustedType(of pat: ID<HIR.Pat>) -> TypeID { adjustments(of: pat).first?.source ?? type(of: pat) }
  public func type(of expr: ID<HIR.PatExpr>) -> TypeID { stores.pointee.patExprTypes[index: expr.index] }
  public func bindingMode(of binding: ID<HIR.BindingPat>) -> BindingMode { stores.pointee.bindingModes[index: binding.index] }
  public func fieldIndex(of field: ID<HIR.PatField>) -> Int { Int(stores.pointee.patFieldIndices[index: field.index]) }
  public func fieldIndex(of field: ID<HIR.ExprField>) -> Int { Int(stores.pointee.exprFieldIndices[index: field.index]) }
  public func type(of local: LocalBindingID) -> TypeID { stores.pointee.localTypes[index: local.index] }
  public func closure(_ id: ID<HIR.Closure>) -> ClosureResults { stores.pointee.closures[index: id.index] }
  public func captures(of id: ID<HIR.Closure>) -> UnsafeBufferPointer<CapturedPlace> { stores.pointee.captures[closure(id).captures] }
  public func projections(of place: CapturedPlace) -> UnsafeBufferPointer<PlaceProjection> {
    stores.pointee.projections[place.projections]
  }
  public func inputs(of id: ID<HIR.Closure>) -> UnsafeBufferPointer<TypeID> { stores.pointee.types[closure(id).inputs] }
  public func value(of arg: ID<HIR.ConstArg>) -> ConstID { stores.pointee.constArgs[index: arg.index] }
  /// The type that `ty` (a cast's target, an ascription, `offset_of!`'s container) means.
  public func type(of ty: ID<HIR.Ty>) -> TypeID { stores.pointee.writtenTypes[index: ty.index] }
  /// Types of all fields, for `S { a, ..base }`.
  public func baseFieldTypes(of expr: ID<HIR.StructExpr>) -> UnsafeBufferPointer<TypeID> {
    stores.pointee.types[stores.pointee.baseFieldTypes[index: expr.index]]
  }
  public func offsetOfSteps(of expr: ID<HIR.Expr>) -> UnsafeBufferPointer<OffsetOfStep> {
    stores.pointee.offsets[stores.pointee.offsetOfSteps[index: expr.index]]
  }
  public var hiddenTypes: UnsafeBufferPointer<HiddenType> { stores.pointee.hiddenTypes.all }
  /// Types of the body's params.
  public var inputs: UnsafeBufferPointer<TypeID> { stores.pointee.types[stores.pointee.inputs] }
  /// Type of the body's value.
  public var output: TypeID { stores.pointee.output }
}
