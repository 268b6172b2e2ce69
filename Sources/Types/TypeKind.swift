// What types, lifetimes and constants are. rustc's `TyKind`, `RegionKind`, `ConstKind`.
import Defs
import Parallel
import Source
import Support
import Syntax

public enum IntTy: UInt8, Sendable, BitwiseCopyable, CaseIterable { case i8, i16, i32, i64, i128, isize }
public enum UintTy: UInt8, Sendable, BitwiseCopyable, CaseIterable { case u8, u16, u32, u64, u128, usize }
public enum FloatTy: UInt8, Sendable, BitwiseCopyable, CaseIterable { case f16, f32, f64, f128 }
public enum AliasKind: UInt8, Sendable, BitwiseCopyable { case projection, inherent, opaque, free }

/// An inference variable of one `InferContext`.
public enum InferVar: Hashable, Sendable, BitwiseCopyable {
  case type(UInt32)
  case int(UInt32)
  case float(UInt32)
  /// Made by canonicalisation.
  case fresh(UInt32)
}

public enum TypeKind: Hashable, Sendable, BitwiseCopyable {
  case bool, char, str, never
  case int(IntTy)
  case uint(UintTy)
  case float(FloatTy)
  case adt(DefID, GenericArgsID)
  case foreign(DefID)
  case array(TypeID, ConstID)
  case slice(TypeID)
  case pattern(TypeID, PatternID)
  case rawPtr(TypeID, Mutability)
  case ref(RegionID, TypeID, Mutability)
  /// The type of one function item, constructor or method.
  case fnDef(DefID, GenericArgsID)
  case fnPtr(PolyFnSigID)
  case dynamic(ExistentialListID, RegionID)
  /// Arguments: the parent's, then closure kind (as an integer type), signature (as a fn pointer), tuple of captured types.
  case closure(DefID, GenericArgsID)
  case coroutine(DefID, GenericArgsID)
  case coroutineClosure(DefID, GenericArgsID)
  case coroutineWitness(DefID, GenericArgsID)
  case tuple(TypeListID)
  case alias(AliasKind, DefID, GenericArgsID)
  case param(index: UInt32, Name)
  case bound(DebruijnIndex, variable: UInt32)
  case placeholder(universe: UInt32, variable: UInt32)
  case infer(InferVar)
  /// `unsafe<'a> T`: the type stands under a binder.
  case unsafeBinder(TypeID, BoundVarsID)
  case error
}

public enum RegionKind: Hashable, Sendable, BitwiseCopyable {
  /// Index counts with types and consts in the generics.
  case earlyParam(index: UInt32, Name)
  /// A late-bound lifetime of `scope` seen from inside its body.
  case lateParam(scope: DefID, DefID)
  case bound(DebruijnIndex, variable: UInt32)
  case `static`
  case `var`(UInt32)
  case placeholder(universe: UInt32, variable: UInt32)
  case erased
  case error
}

public enum ConstKind: Hashable, Sendable, BitwiseCopyable {
  case param(index: UInt32, Name)
  case infer(UInt32)
  case fresh(UInt32)
  case bound(DebruijnIndex, variable: UInt32)
  case placeholder(universe: UInt32, variable: UInt32)
  /// A constant whose body has not been evaluated.
  case unevaluated(DefID, GenericArgsID)
  case value(TypeID, ValTreeID)
  case error
}

/// A value of the type system: integers, bools, chars as leaves; tuples, arrays, ADTs (variant index first), strings as branches.
public enum ValTree: Hashable, Sendable, BitwiseCopyable {
  case leaf(low: UInt64, high: UInt64, byteSize: UInt8)
  case branch(ConstListID)
}
public struct ValTreeID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
public struct ConstListID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The pattern of a pattern type.
public enum PatternKind: Hashable, Sendable, BitwiseCopyable {
  /// Both ends included.
  case range(start: ConstID, end: ConstID)
  case notNull
  case or(PatternListID)
}
public struct PatternID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
public struct PatternListID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One variable of a binder.
public enum BoundVarKind: Hashable, Sendable, BitwiseCopyable {
  /// With the lifetime parameter it was made from, if any.
  case region(DefID)
  case anonymousRegion
  case type(DefID)
  case const(DefID)
}

/// `extern "…"`, checked. rustc's `ExternAbi`.
public enum CallAbi: UInt8, Sendable, BitwiseCopyable {
  case rust, rustCall, rustCold, rustPreserveNone, rustTail, rustIntrinsic, unadjusted, custom
  case c, cUnwind, system, systemUnwind, cdecl, cdeclUnwind
  case sysV64, sysV64Unwind, win64, win64Unwind, efiApi, stdcall, stdcallUnwind, fastcall, fastcallUnwind, thiscall, thiscallUnwind
  case vectorcall, vectorcallUnwind, x86Interrupt, cmseNonSecureCall, cmseNonSecureEntry, aapcs, aapcsUnwind, ptxKernel, gpuKernel
  case msp430Interrupt, avrInterrupt, avrNonBlockingInterrupt, riscvInterruptM, riscvInterruptS, swift
}

/// A function's type, under its binder `vars`.
public struct PolyFnSig: Hashable, Sendable, BitwiseCopyable {
  /// Inputs, then the output.
  public var inputsAndOutput: TypeListID
  public var vars: BoundVarsID
  public var isVariadic: Bool
  public var isUnsafe: Bool
  /// A safe `#[target_feature]` function: safe to call only where the features are on.
  public var abi: CallAbi
  public init(inputsAndOutput: TypeListID, vars: BoundVarsID = .empty, isVariadic: Bool = false, isUnsafe: Bool = false, abi: CallAbi = .rust) {
    self.inputsAndOutput = inputsAndOutput
    self.vars = vars
    self.isVariadic = isVariadic
    self.isUnsafe = isUnsafe
    self.abi = abi
  }
  public init(inputs: [TypeID], output: TypeID, vars: BoundVarsID = .empty, isVariadic: Bool = false, isUnsafe: Bool = false, abi: CallAbi = .rust) {
    self.init(inputsAndOutput: TypeListID(inputs + [output]), vars: vars, isVariadic: isVariadic, isUnsafe: isUnsafe, abi: abi)
  }
  public var inputs: Slice<UnsafeBufferPointer<TypeID>> { inputsAndOutput.elements.dropLast() }
  public var output: TypeID { inputsAndOutput.elements[inputsAndOutput.elements.count - 1] }
}

/// A trait applied to arguments; the first is `Self`.
public struct TraitRef: Hashable, Sendable, BitwiseCopyable {
  public var def: DefID
  public var args: GenericArgsID
  public init(_ def: DefID, _ args: GenericArgsID) { self.def = def; self.args = args }
  public var selfType: TypeID { args.elements[0].type! }
}

/// A type or a constant: what a projection is equal to.
public enum Term: Hashable, Sendable, BitwiseCopyable {
  case type(TypeID)
  case const(ConstID)
  public var arg: GenericArg {
    switch self {
    case .type(let t): GenericArg(t)
    case .const(let c): GenericArg(c)
    }
  }
}

/// One bound of a `dyn` type, without its `Self`. Each stands under a binder of its own.
public enum ExistentialPredicate: Hashable, Sendable, BitwiseCopyable {
  case trait(DefID, GenericArgsID, BoundVarsID)
  /// The associated item, the trait's arguments without `Self` followed by its own.
  case projection(DefID, GenericArgsID, Term, BoundVarsID)
  case autoTrait(DefID)
}

public enum ClauseKind: Hashable, Sendable, BitwiseCopyable {
  case trait(TraitRef, isNegative: Bool)
  /// `<args[0] as Trait>::def == term`
  case projection(DefID, GenericArgsID, Term)
  case typeOutlives(TypeID, RegionID)
  case regionOutlives(RegionID, RegionID)
  case constArgHasType(ConstID, TypeID)
  case wellFormed(GenericArg)
  case constEvaluatable(ConstID)
  /// `[const] Trait` (maybe) or `const Trait`.
  case hostEffect(TraitRef, isMaybe: Bool)
}

/// A clause under its binder.
public struct Clause: Hashable, Sendable, BitwiseCopyable {
  public var kind: ClauseKind
  public var vars: BoundVarsID
  public init(_ kind: ClauseKind, vars: BoundVarsID = .empty) { self.kind = kind; self.vars = vars }
}
