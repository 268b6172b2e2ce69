// What monomorphisation and code generation ask about the program. Later steps answer.
import ABI
import Defs
import MIR
import Parallel
import Source
import Support
import Types

/// A monomorphic type with its layout. For a variant of an enum: the enum's type with the variant's layout.
public struct TypedLayout: Sendable, BitwiseCopyable {
  public var type: TypeID
  public var layout: TypeLayout
  public init(_ type: TypeID, _ layout: TypeLayout) { self.type = type; self.layout = layout }
  @inlinable public var size: UInt64 { layout.size }
  @inlinable public var isZeroSized: Bool { layout.isZeroSized }
}

public enum CallConvention: UInt8, Sendable, BitwiseCopyable { case rust, rustCold, c, sysv64, win64, vectorcall, x86Interrupt, unadjusted }

/// A function's parameters as the ABI sees them: the environment of a closure first, a "rust-call" tuple as its elements, an
/// implicit `&Location` last.
public struct MonoSignature: Sendable {
  public var inputs: [TypeID]
  public var output: TypeID
  public var convention: CallConvention
  public var isVariadic: Bool
  /// The last input is the implicit location of `#[track_caller]`.
  public var hasCallerLocation: Bool
  public var canUnwind: Bool
  public init(
    inputs: [TypeID], output: TypeID, convention: CallConvention = .rust, isVariadic: Bool = false, hasCallerLocation: Bool = false,
    canUnwind: Bool = false
  ) {
    self.inputs = inputs
    self.output = output
    self.convention = convention
    self.isVariadic = isVariadic
    self.hasCallerLocation = hasCallerLocation
    self.canUnwind = canUnwind
  }
}

public enum InlineAttribute: UInt8, Sendable, BitwiseCopyable { case none, hint, always, never }

/// `#[linkage]` and what follows from `#[no_mangle]`.
public enum Linkage: UInt8, Sendable, BitwiseCopyable { case external, externalWeak, weakAny, weakODR, linkOnceAny, linkOnceODR, `internal`, `private`, common, availableExternally }

/// Attributes of a definition that code generation looks at. rustc's `CodegenFnAttrs`.
public struct CodegenAttributes: Sendable, BitwiseCopyable {
  public var inline: InlineAttribute = .none
  public var isCold = false
  public var isNaked = false
  public var isTrackCaller = false
  public var isThreadLocal = false
  public var neverReturns = false
  /// `#[used]`: kept by the linker though nothing refers to it.
  public var isUsed = false
  /// `#[no_mangle]`, `#[export_name]`, lang items with a fixed symbol, items of `extern` blocks. `.empty` for mangled names.
  public var symbolName: Name = .empty
  /// Seen from outside of the object whatever refers to it (`#[no_mangle]` and such).
  public var isExported = false
  public var section: Name = .empty
  public var linkage: Linkage?
  /// Declared in an `extern` block, not defined here.
  public var isForeign = false
  /// LLVM's spelling, joined by commas: `+avx2,+bmi1`.
  public var targetFeatures: Name = .empty
  public var optimizeForSize = false
  public var neverOptimize = false
  /// Log2 of `#[rustc_align]`; 0 without.
  public var alignmentLog2: UInt8 = 0
  /// Of an allocator function (`#[rustc_allocator]` and its family): 0 none, 1 alloc, 2 zeroed alloc, 3 realloc, 4 dealloc.
  public var allocatorKind: UInt8 = 0
  public init() {}
}

/// An entry of a vtable behind drop, size and align.
public enum VTableEntry: Sendable, BitwiseCopyable {
  case method(Instance)
  /// A method that cannot be called on a trait object (`where Self: Sized`).
  case vacant
  /// The vtable of the same type for a supertrait: for upcasting where it does not coincide with a prefix.
  case superTrait(VTableTrait)
}

/// A file position as `core::panic::Location` holds it.
public struct CallerLocation: Hashable, Sendable {
  public var file: String
  public var line: UInt32
  /// 1-based, in characters.
  public var column: UInt32
  public init(file: String, line: UInt32, column: UInt32) { self.file = file; self.line = line; self.column = column }
}

/// Well-known functions that generated code calls. Names are rustc's lang items.
public enum PanicFunction: UInt8, Sendable, CaseIterable {
  case addOverflow, subOverflow, mulOverflow, divOverflow, remOverflow, negOverflow, shlOverflow, shrOverflow
  case divByZero, remByZero, boundsCheck, misalignedPointer, nullPointer, invalidEnum
  case nounwind, inCleanup, cannotUnwind, fmt, plain
  case coroutineResumed, coroutineResumedPanic, coroutineResumedDrop

  /// The lang item's name in `core`.
  public var langItem: String {
    switch self {
    case .addOverflow: "panic_const_add_overflow"
    case .subOverflow: "panic_const_sub_overflow"
    case .mulOverflow: "panic_const_mul_overflow"
    case .divOverflow: "panic_const_div_overflow"
    case .remOverflow: "panic_const_rem_overflow"
    case .negOverflow: "panic_const_neg_overflow"
    case .shlOverflow: "panic_const_shl_overflow"
    case .shrOverflow: "panic_const_shr_overflow"
    case .divByZero: "panic_const_div_by_zero"
    case .remByZero: "panic_const_rem_by_zero"
    case .boundsCheck: "panic_bounds_check"
    case .misalignedPointer: "panic_misaligned_pointer_dereference"
    case .nullPointer: "panic_null_pointer_dereference"
    case .invalidEnum: "panic_invalid_enum_construction"
    case .nounwind: "panic_nounwind"
    case .inCleanup: "panic_in_cleanup"
    case .cannotUnwind: "panic_cannot_unwind"
    case .fmt: "panic_fmt"
    case .plain: "panic"
    case .coroutineResumed: "panic_const_coroutine_resumed"
    case .coroutineResumedPanic: "panic_const_coroutine_resumed_panic"
    case .coroutineResumedDrop: "panic_const_coroutine_resumed_drop"
    }
  }
  /// Whether it takes the caller's location (`#[track_caller]`).
  public var hasCallerLocation: Bool {
    switch self {
    case .inCleanup, .cannotUnwind: false
    default: true
    }
  }
}

/// A constant that is fully evaluated: `zeroSized`, `scalar`, `pointer`, `slice`, `indirect` or `undef`.
public typealias EvaluatedConst = ConstantValue

/// Answers about a type-checked program. A subclass connects the steps before.
///
/// Sharing: per worker. Each worker makes its own object, so that its reference count and caches belong to one thread; what the
/// object forwards to is frozen or SHARED. All types given are monomorphic unless said otherwise; regions are erased.
open class ProgramFacts {
  public init() {}

  // MARK: types

  /// `type` of a body of an owner with `args`, with params replaced and aliases normalised.
  open func instantiate(_ type: TypeID, _ args: GenericArgsID) -> TypeID { missing() }
  open func instantiate(_ args: GenericArgsID, _ owner: GenericArgsID) -> GenericArgsID { missing() }
  open func layout(of type: TypeID) -> TypeLayout { missing() }
  /// The type of field `i` of a struct, union, enum variant, closure (captures) or coroutine.
  open func fieldType(of type: TypeID, variant: UInt32, _ i: Int) -> TypeID { missing() }
  open func needsDrop(_ type: TypeID) -> Bool { missing() }
  /// No `UnsafeCell` outside of indirections.
  open func isFreeze(_ type: TypeID) -> Bool { missing() }
  open func isUnpin(_ type: TypeID) -> Bool { missing() }
  open func isCopy(_ type: TypeID) -> Bool { missing() }
  open func isEnum(_ type: TypeID) -> Bool { missing() }
  /// False for unions and `ManuallyDrop`.
  open func dropsFields(_ def: DefID) -> Bool { missing() }
  open func isBox(_ def: DefID) -> Bool { missing() }
  /// `repr(packed(n))` of a struct, in bytes; nil without.
  open func packedAlignment(of type: TypeID) -> UInt64? { missing() }
  /// The discriminant of `variant`, as bits of the discriminant type.
  open func discriminant(of type: TypeID, variant: UInt32) -> UInt128 { missing() }
  open func discriminantType(of type: TypeID) -> TypeID { missing() }
  /// Whether the values of constants may take as long as they like.
  open var allowsLongEvaluation: Bool { missing() }
  open func variantCount(of type: TypeID) -> Int { missing() }
  /// 128-bit hash for `TypeId`, equal in all crates and runs.
  open func typeIDHash(_ type: TypeID) -> UInt128 { missing() }
  /// What `type_name` gives.
  open func typeName(_ type: TypeID) -> String { missing() }

  /// `core::cmp::Ordering`.
  open func orderingType() -> TypeID { missing() }
  /// Arguments of a `dyn` type's principal with what its binder binds erased.
  open func eraseBinder(_ args: GenericArgsID) -> GenericArgsID { args }

  /// Of a `#[repr(simd)]` struct.
  open func simdElement(of type: TypeID) -> TypeID { missing() }
  /// All-zero bytes, or uninitialised ones, make a valid value.
  open func mayBeZero(_ type: TypedLayout) -> Bool { true }
  open func mayBeUninitialized(_ type: TypedLayout) -> Bool { true }

  // MARK: functions

  /// The instance that a path to `def` with `args` calls: an impl's method for a trait's, a shim where there is no body.
  open func resolve(_ def: DefID, _ args: GenericArgsID) -> Instance? { missing() }
  open func signature(of instance: Instance) -> MonoSignature { missing() }
  /// Of a `fn` pointer type.
  open func signature(ofPointer type: TypeID) -> MonoSignature { missing() }
  open func attributes(of def: DefID) -> CodegenAttributes { missing() }
  /// Whether the declaration in the trait of this method, or of what it implements, has `#[track_caller]`.
  open func traitTracksCaller(_ def: DefID) -> Bool { missing() }
  /// The MIR of an item, in phase `runtime`, generic over its params. Nil for foreign items and intrinsics.
  open func body(of def: DefID) -> Body? { missing() }
  /// The name of an intrinsic; its fallback body, if any, is given by `body(of:)`.
  open func intrinsicName(of def: DefID) -> Name? { missing() }
  open func intrinsicHasFallback(_ def: DefID) -> Bool { missing() }
  /// Whether `def` is a function that constants may call.
  open func isConstFn(_ def: DefID) -> Bool { missing() }
  /// A lang item that is a function without generics.
  open func panicFunction(_ which: PanicFunction) -> Instance? { missing() }
  /// `Drop::drop` of the impl for `type`, if there is one.
  open func dropImpl(of type: TypeID) -> Instance? { missing() }
  /// `drop_in_place::<type>`; nil without that lang item.
  open func dropGlue(of type: TypeID) -> Instance? {
    guard let def = langItem(Name("drop_in_place")) else { return nil }
    return Instance(.dropGlue(def, type), GenericArgsID([Types.GenericArg(type)]))
  }
  /// Declared with `extern "rust-call"`.
  open func isRustCall(_ def: DefID) -> Bool { missing() }
  /// Inputs (not adjusted for the ABI) and output of a function item.
  open func fnItemSignature(_ def: DefID, _ args: GenericArgsID) -> (inputs: [TypeID], output: TypeID)? { missing() }
  /// A signature with what its binder binds erased.
  open func eraseBinder(_ sig: PolyFnSig) -> PolyFnSig { sig }
  /// The instance that is a closure's own body.
  open func closureBody(_ type: TypeID) -> Instance? {
    if case .closure(let def, let args) = type.kind { return Instance(.item(def), args) }
    return nil
  }
  /// Code for it is in another object that will be linked.
  open func isExternal(_ instance: Instance) -> Bool { false }
  open func isExternal(static def: DefID) -> Bool { false }
  /// A lang item that is a function without generics.
  public func langFunction(_ name: String) -> Instance? { langItem(Name(name)).map { Instance(.item($0), .empty) } }
  /// The closure's body as a plain function (a closure without captures coerced to a `fn` pointer).
  open func closureAsFunction(_ def: DefID, _ args: GenericArgsID) -> Instance? { missing() }
  open func langItem(_ name: Name) -> DefID? { missing() }

  // MARK: names

  open func crateName(_ crate: CrateID) -> String { missing() }
  /// The crate's stable id, from its name and `-C metadata`.
  open func crateDisambiguator(_ crate: CrateID) -> UInt64 { missing() }
  /// How many arguments are the parents', and how many there are.
  open func genericCounts(of def: DefID) -> (parent: Int, all: Int) { missing() }
  /// How many of the last arguments are what the parameters' defaults say: paths are written without them.
  open func trailingDefaults(of def: DefID, _ args: GenericArgsID) -> Int { 0 }
  /// Self type and trait of an impl, in its own params.
  open func implHeader(_ def: DefID) -> (selfType: TypeID, trait: TraitRef?) { missing() }

  // MARK: constants

  open func evaluate(_ constant: UnevaluatedConst, type: TypeID) -> EvaluatedConst? { missing() }
  /// A constant of the type system, after substitution by `args`.
  open func evaluate(_ constant: ConstID, _ args: GenericArgsID) -> EvaluatedConst? { missing() }
  open func staticValue(_ def: DefID) -> ConstAllocation? { missing() }
  open func staticType(_ def: DefID) -> TypeID { missing() }
  /// Entries after drop, size, align, in order.
  open func vtableEntries(of type: TypeID, _ trait: VTableTrait) -> [VTableEntry] { missing() }
  /// In which slot of `source`'s vtable the vtable of `target` is; nil if `target`'s is a prefix of it.
  open func upcastSlot(from source: VTableTrait, to target: VTableTrait) -> Int? { missing() }

  // MARK: places

  open func location(of span: Span) -> CallerLocation { missing() }

  private func missing(_ function: StaticString = #function) -> Never {
    fatalError("ProgramFacts.\(function) has no answer")
  }
}
