// What the solver and the checker ask about headers. `Collect` answers; the protocol stands here so that they can be built apart.
import Defs
import Parallel
import Support
import Syntax

/// One generic parameter of a definition, in the order of its arguments.
public struct GenericParamFact: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case lifetime, type, const }
  public var def: DefID
  public var name: Name
  public var kind: Kind
  public var hasDefault: Bool
  /// Made for `impl Trait` in argument position.
  public var isImplTrait: Bool
  public init(def: DefID, name: Name, kind: Kind, hasDefault: Bool, isImplTrait: Bool) {
    self.def = def
    self.name = name
    self.kind = kind
    self.hasDefault = hasDefault
    self.isImplTrait = isImplTrait
  }
}

/// All early-bound parameters of a definition: its parents' first. A trait's first is `Self`. Sharing: frozen.
public struct GenericsFact: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: points into a frozen store.
  public var all: UnsafeBufferPointer<GenericParamFact>
  public var parentCount: Int
  public init(all: UnsafeBufferPointer<GenericParamFact>, parentCount: Int) {
    self.all = all
    self.parentCount = parentCount
  }
  public var count: Int { all.count }
}

/// What a type looks like from outside, to sort impls by: two types that unify have equal or nil keys.
public struct SimplifiedType: Hashable, Sendable, BitwiseCopyable {
  public enum Head: UInt8, Sendable, BitwiseCopyable {
    case bool, char, str, never, int, uint, float, adt, foreign, array, slice, ref, mutRef, ptr, mutPtr, tuple, dyn, closure
    case fnDef, fnPtr, coroutine, coroutineClosure, unsafeBinder, autoDyn, error
  }
  public var head: Head
  /// Which int; tuple or fn-pointer arity; raw `DefID`.
  public var detail: UInt32
  public init(_ head: Head, _ detail: UInt32 = 0) { self.head = head; self.detail = detail }

  /// Nil for inference variables, params, aliases and placeholders: they may be anything (or nothing) by now.
  public init?(_ type: TypeID) {
    switch type.kind {
    case .bool: self.init(Head.bool)
    case .char: self.init(Head.char)
    case .str: self.init(Head.str)
    case .never: self.init(Head.never)
    case .int(let t): self.init(Head.int, UInt32(t.rawValue))
    case .uint(let t): self.init(Head.uint, UInt32(t.rawValue))
    case .float(let t): self.init(Head.float, UInt32(t.rawValue))
    case .adt(let d, _): self.init(Head.adt, d.rawValue)
    case .foreign(let d): self.init(Head.foreign, d.rawValue)
    case .array: self.init(Head.array)
    case .slice: self.init(Head.slice)
    case .pattern(let t, _): self.init(t)
    case .ref(_, _, .not): self.init(Head.ref)
    case .ref(_, _, .mut): self.init(Head.mutRef)
    case .rawPtr(_, .not): self.init(Head.ptr)
    case .rawPtr(_, .mut): self.init(Head.mutPtr)
    case .tuple(let l): self.init(Head.tuple, UInt32(l.count))
    case .dynamic(let e, _):
      if let p = e.principal { self.init(Head.dyn, p.def.rawValue) } else { self.init(Head.autoDyn) }
    case .closure(let d, _): self.init(Head.closure, d.rawValue)
    case .coroutine(let d, _), .coroutineWitness(let d, _): self.init(Head.coroutine, d.rawValue)
    case .coroutineClosure(let d, _): self.init(Head.coroutineClosure, d.rawValue)
    case .fnDef(let d, _): self.init(Head.fnDef, d.rawValue)
    case .fnPtr(let s): self.init(Head.fnPtr, UInt32(s.sig.inputsAndOutput.count))
    case .unsafeBinder: self.init(Head.unsafeBinder)
    case .error: self.init(Head.error)
    case .param, .bound, .placeholder, .infer, .alias: return nil
    }
  }
}

/// One impl of a trait.
public struct TraitImplFact: Sendable, BitwiseCopyable {
  public var def: DefID
  /// Of the impl's self type; nil for blanket impls.
  public var simplified: SimplifiedType?
  public init(def: DefID, simplified: SimplifiedType?) { self.def = def; self.simplified = simplified }
}

/// What is special about a trait.
public struct TraitFact: Sendable, BitwiseCopyable {
  public var isAuto = false
  public var isUnsafe = false
  /// `#[marker]`: impls may overlap.
  public var isMarker = false
  /// `#[rustc_coinductive]` or auto.
  public var isCoinductive = false
  public var isFundamental = false
  public var hasParenSugar = false
  public var isConst = false
  /// `#[rustc_specialization_trait]`, `#[rustc_unsafe_specialization_marker]`.
  public var isSpecializationTrait = false
  public var isSpecializationMarker = false
  /// `#[rustc_skip_during_method_dispatch(array, boxed_slice)]`
  public var skipsArrayMethods = false
  public var skipsBoxedSliceMethods = false
  public var deniesExplicitImpl = false
  public init() {}
}

public enum AdtKind: UInt8, Sendable, BitwiseCopyable { case `struct`, `enum`, union }

public struct AdtField: Sendable, BitwiseCopyable {
  public var def: DefID
  public var name: Name
  public init(def: DefID, name: Name) { self.def = def; self.name = name }
}

public struct AdtVariant: Sendable, BitwiseCopyable {
  /// The variant, or the struct itself.
  public var def: DefID
  public var ctor: DefID
  public var name: Name
  public var kind: VariantData.Kind
  public var firstField: UInt32
  public var fieldCount: UInt32
  /// The anonymous const of an explicit discriminant; `.none` without.
  public var discriminant: DefID
  public init(def: DefID, ctor: DefID, name: Name, kind: VariantData.Kind, firstField: Int, fieldCount: Int, discriminant: DefID) {
    self.def = def
    self.ctor = ctor
    self.name = name
    self.kind = kind
    self.firstField = UInt32(firstField)
    self.fieldCount = UInt32(fieldCount)
    self.discriminant = discriminant
  }
}

/// `#[repr(…)]`.
public struct ReprFact: Sendable, BitwiseCopyable {
  public var isC = false
  public var isTransparent = false
  public var isSimd = false
  /// Explicit discriminant type of an enum.
  public var int: IntTy?
  public var uint: UintTy?
  /// Bytes; 0 without.
  public var align: UInt32 = 0
  /// Bytes; 0 without.
  public var packed: UInt32 = 0
  public init() {}
}

/// A struct, enum or union. Sharing: frozen.
public struct AdtFact: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: points into frozen stores.
  public var def: DefID
  public var kind: AdtKind
  public var variants: UnsafeBufferPointer<AdtVariant>
  public var fields: UnsafeBufferPointer<AdtField>
  public var repr: ReprFact
  public var isBox = false
  public var isPhantomData = false
  public var isManuallyDrop = false
  public var isUnsafeCell = false
  public var isUnsafePinned = false
  public var isMaybeDangling = false
  public var isFundamental = false
  public var isNonExhaustive = false
  /// `#[rustc_layout_scalar_valid_range_start/end]`
  public var validRangeStart: UInt128?
  public var validRangeEnd: UInt128?
  public init(
    def: DefID, kind: AdtKind, variants: UnsafeBufferPointer<AdtVariant>, fields: UnsafeBufferPointer<AdtField>, repr: ReprFact
  ) {
    self.def = def
    self.kind = kind
    self.variants = variants
    self.fields = fields
    self.repr = repr
  }
  public func fields(of variant: AdtVariant) -> UnsafeBufferPointer<AdtField> {
    UnsafeBufferPointer(rebasing: fields[Int(variant.firstField)..<Int(variant.firstField + variant.fieldCount)])
  }
}

/// An associated item of a trait or impl.
public struct AssocItemFact: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case fn, const, type }
  public var def: DefID
  public var name: Name
  public var kind: Kind
  /// The trait's item that this one of an impl gives; `.none` in traits and inherent impls.
  public var traitItem: DefID
  /// Has a body, value or type: in traits, a default.
  public var hasValue: Bool
  /// `default` in an impl: more special impls may replace it.
  public var isSpecializable: Bool
  public var hasSelfParam: Bool
  public init(
    def: DefID, name: Name, kind: Kind, traitItem: DefID, hasValue: Bool, isSpecializable: Bool, hasSelfParam: Bool
  ) {
    self.def = def
    self.name = name
    self.kind = kind
    self.traitItem = traitItem
    self.hasValue = hasValue
    self.isSpecializable = isSpecializable
    self.hasSelfParam = hasSelfParam
  }
}

/// A trait bound under its binder.
public struct PolyTraitRef: Hashable, Sendable, BitwiseCopyable {
  public var value: TraitRef
  public var vars: BoundVarsID
  public init(_ value: TraitRef, _ vars: BoundVarsID = .empty) { self.value = value; self.vars = vars }
  public var def: DefID { value.def }
}

/// Demanded facts about headers. Every answer is a pure function of frozen tables; a cycle or an error gives the error type and a
/// message on the item it belongs to.
public protocol HeaderFacts: Sendable {
  /// Where the solver keeps what it found out about these headers.
  var solverTables: SolverTables { get }
  func generics(of def: DefID) -> GenericsFact
  /// All clauses that must hold to use `def`, its parents' included; for a trait also `Self: Trait`.
  func predicates(of def: DefID) -> ClauseListID
  /// What follows from `Self: Trait`: supertraits and bounds on `Self` (also for trait aliases, all bounds).
  func superPredicates(of trait: DefID) -> ClauseListID
  /// Bounds of an associated or opaque type, about the alias applied to its own parameters.
  func itemBounds(of def: DefID) -> ClauseListID
  func paramEnv(of def: DefID) -> ParamEnv
  /// Of consts, statics, fields, aliases, associated types with a value, const params; of impls their self type; of ADTs and variants
  /// the ADT applied to its own params; of functions and constructors their zero-sized type; of type params their default.
  func type(of def: DefID) -> TypeID
  /// The default of a const param.
  func constDefault(of param: DefID) -> ConstID
  /// Of functions, methods, constructors.
  func fnSig(of def: DefID) -> PolyFnSig
  func implTraitRef(of impl: DefID) -> TraitRef?
  func isNegative(impl: DefID) -> Bool
  func isReservation(impl: DefID) -> Bool
  func impls(of trait: DefID) -> UnsafeBufferPointer<TraitImplFact>
  /// Those of them that may be for a type that looks like this, in the same order.
  func impls(of trait: DefID, for type: SimplifiedType) -> UnsafeBufferPointer<TraitImplFact>
  /// Those that are for any type.
  func blanketImpls(of trait: DefID) -> UnsafeBufferPointer<TraitImplFact>
  /// Inherent impls whose self type looks like this.
  func inherentImpls(for type: SimplifiedType) -> UnsafeBufferPointer<DefID>
  func assocItems(of traitOrImpl: DefID) -> UnsafeBufferPointer<AssocItemFact>
  func assocItem(_ def: DefID) -> AssocItemFact?
  func traitFact(_ trait: DefID) -> TraitFact
  func adt(_ def: DefID) -> AdtFact
  func langItem(_ name: Name) -> DefID?
  /// The constant's value if it can be evaluated now: no inference variables, no needed parameters. Nil if not (yet).
  func evaluate(_ const: ConstID, in env: ParamEnv) -> ConstID?
  /// The type behind an opaque type, with its own parameters; nil while its defining body is being checked.
  func hiddenType(of opaque: DefID) -> TypeID?

  // MARK: Parts of headers, for lowering other headers without going in circles

  /// Names of a trait's or impl's items, without looking at their types.
  func assocItemNames(of traitOrImpl: DefID) -> UnsafeBufferPointer<AssocItemName>
  /// The supertraits that may define (or lead to) an associated item of this name, as bounds of the trait's `Self`.
  func supertraits(of trait: DefID, mayDefine name: Name) -> [PolyTraitRef]
  /// What a method of an impl has where the trait's method has this `impl Trait`, in the impl method's own params.
  func returnPositionType(of opaque: DefID, in implMethod: DefID) -> TypeID
  /// `type::name` as an associated constant of an inherent impl; nil while impls are not known yet.
  func inherentAssocConst(_ type: TypeID, _ name: Name) -> DefID?
}

/// An associated item's name and kind.
public struct AssocItemName: Sendable, BitwiseCopyable {
  public var def: DefID
  public var name: Name
  public var kind: AssocItemFact.Kind
  public init(def: DefID, name: Name, kind: AssocItemFact.Kind) {
    self.def = def
    self.name = name
    self.kind = kind
  }
}

extension HeaderFacts {
  public func constDefault(of param: DefID) -> ConstID { .error }
  public func inherentAssocConst(_ type: TypeID, _ name: Name) -> DefID? { nil }
  public func returnPositionType(of opaque: DefID, in implMethod: DefID) -> TypeID { .error }

  /// The trait whose item it is; of `impl Trait` in the output of a trait's method, that trait.
  public func trait(ofItem def: DefID) -> DefID {
    Defs[def].kind == .opaqueTy ? Defs[Defs[def].parent].parent : Defs[def].parent
  }
  public func assocItemNames(of traitOrImpl: DefID) -> UnsafeBufferPointer<AssocItemName> {
    UnsafeBufferPointer(start: nil, count: 0)
  }
  public func supertraits(of trait: DefID, mayDefine name: Name) -> [PolyTraitRef] {
    superPredicates(of: trait).elements.compactMap {
      if case .trait(let t, false) = $0.clause.kind { PolyTraitRef(t, $0.clause.vars) } else { nil }
    }
  }
}

extension HeaderFacts {
  /// The place of param `def` in the generics of its item; nil for late-bound lifetimes.
  public func param(_ def: DefID) -> (index: UInt32, param: GenericParamFact)? {
    let all = generics(of: Defs[def].parent).all
    for i in 0..<all.count where all[i].def == def { return (UInt32(i), all[i]) }
    return nil
  }

  /// Arguments that stand for themselves: the params of `def`.
  public func identityArgs(of def: DefID) -> GenericArgsID {
    let all = generics(of: def).all
    return GenericArgsID(all.enumerated().map { GenericArg(param: $1, index: UInt32($0)) })
  }
}

extension GenericArg {
  /// The param itself, as an argument.
  public init(param: GenericParamFact, index: UInt32) {
    switch param.kind {
    case .lifetime: self.init(RegionID(.earlyParam(index: index, param.name)))
    case .type: self.init(TypeID.param(index, param.name))
    case .const: self.init(ConstID(.param(index: index, param.name)))
    }
  }
}
