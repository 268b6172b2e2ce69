// Types, paths and generics as written, with names resolved.
import Defs
import Parallel
import Source
import Support
import Syntax

public struct Ty: Sendable, BitwiseCopyable {
  public var kind: TyKind
  public var span: Span
  public init(_ kind: TyKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum TyKind: Sendable, BitwiseCopyable {
  case slice(ID<Ty>)
  case array(ID<Ty>, ID<ConstArg>)
  case ptr(Mutability, ID<Ty>)
  case ref(ID<Lifetime>, Mutability, ID<Ty>)
  case fnPtr(ID<FnPtrTy>)
  case never
  case tuple(IDList<Ty>)
  case path(ID<QPath>)
  /// `impl Trait` in return position and friends: an opaque type of its own.
  case opaque(ID<OpaqueTy>)
  case traitObject(Run<TraitBound>, ID<Lifetime>)
  case pattern(ID<Ty>, ID<Pat>)
  case unsafeBinder(Run<GenericParam>, ID<Ty>)
  case infer
  /// The type left out after `fn(…)`: unit.
  case error
}

public struct Lifetime: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// A generic parameter, early or late bound.
    case param(DefID)
    case `static`
    /// Left out or `'_`, to be inferred in bodies, or a fresh parameter/elision result already worked out by lowering.
    case infer
    /// The default of a trait object's bound.
    case objectDefault
    case error
  }
  public var kind: Kind
  public var ident: Ident
  public init(kind: Kind, ident: Ident) { self.kind = kind; self.ident = ident }
}

public struct FnPtrTy: Sendable, BitwiseCopyable {
  public var binder: Run<GenericParam>
  public var safety: Safety
  public var abi: Abi
  public var inputs: IDList<Ty>
  /// `.none` means unit.
  public var output: ID<Ty>
  public var isVariadic: Bool
  public init(binder: Run<GenericParam>, safety: Safety, abi: Abi, inputs: IDList<Ty>, output: ID<Ty>, isVariadic: Bool) {
    self.binder = binder
    self.safety = safety
    self.abi = abi
    self.inputs = inputs
    self.output = output
    self.isVariadic = isVariadic
  }
}

public struct OpaqueTy: Sendable, BitwiseCopyable {
  public enum Origin: UInt8, Sendable, BitwiseCopyable { case fnReturn, asyncFn, tyAlias }
  public var def: DefID
  public var origin: Origin
  /// RPITIT: desugars to an associated type of the trait.
  public var isInTrait: Bool
  public var bounds: Run<Bound>
  public init(def: DefID, origin: Origin, isInTrait: Bool, bounds: Run<Bound>) {
    self.def = def
    self.origin = origin
    self.isInTrait = isInTrait
    self.bounds = bounds
  }
}

/// A path with its meaning.
public struct QPath: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// All segments are resolved to `res`; `qself` is the type of `<T as Trait>::Assoc`, `.none` without.
    case resolved(qself: ID<Ty>, Res)
    /// `T::name`, to be looked up when types are known. `segments` holds the one segment.
    case typeRelative(ID<Ty>)
  }
  public var kind: Kind
  public var segments: Run<PathSegment>
  public var span: Span
  /// Of type-relative paths: as `MethodCall.blockModule`.
  public var blockModule: UInt32
  public init(kind: Kind, segments: Run<PathSegment>, span: Span, blockModule: UInt32 = .max) {
    self.kind = kind
    self.segments = segments
    self.span = span
    self.blockModule = blockModule
  }
}

public struct PathSegment: Sendable, BitwiseCopyable {
  public var ident: Ident
  /// What the path up to here means.
  public var res: Res
  /// `.none` without.
  public var args: ID<GenericArgs>
  public init(ident: Ident, res: Res, args: ID<GenericArgs>) { self.ident = ident; self.res = res; self.args = args }
}

public struct GenericArgs: Sendable, BitwiseCopyable {
  public var args: Run<GenericArg>
  public var constraints: Run<AssocConstraint>
  /// Written `(A, B) -> C`: args is the one tuple, constraints hold `Output`.
  public var isParenthesized: Bool
  public var span: Span
  public init(args: Run<GenericArg>, constraints: Run<AssocConstraint>, isParenthesized: Bool, span: Span) {
    self.args = args
    self.constraints = constraints
    self.isParenthesized = isParenthesized
    self.span = span
  }
}

public enum GenericArg: Sendable, BitwiseCopyable {
  case lifetime(ID<Lifetime>)
  case ty(ID<Ty>)
  case const(ID<ConstArg>)
  /// `_`: type or const, whichever the parameter is.
  case infer(Span)
}

public struct AssocConstraint: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case equalTy(ID<Ty>)
    case equalConst(ID<ConstArg>)
    case bound(Run<Bound>)
  }
  public var ident: Ident
  public var args: ID<GenericArgs>
  public var kind: Kind
  public var span: Span
  public init(ident: Ident, args: ID<GenericArgs>, kind: Kind, span: Span) {
    self.ident = ident
    self.args = args
    self.kind = kind
    self.span = span
  }
}

/// A constant in a type: a const parameter by itself, a literal, or a body of its own.
public struct ConstArg: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// A path to a const parameter, or (min_generic_const_args) to a const.
    case path(ID<QPath>)
    /// An anonymous const: body in the `BodyTable` under this definition.
    case anon(DefID)
    /// A literal, perhaps behind `-`: what an anonymous const would be made for most often.
    case literal(Literal, isNegated: Bool)
    case infer
    case error
  }
  public var kind: Kind
  public var span: Span
  public init(_ kind: Kind, _ span: Span) { self.kind = kind; self.span = span }
}

public struct Generics: Sendable, BitwiseCopyable {
  /// In declaration order, then the ones made for `impl Trait` params and elided lifetimes of headers.
  public var params: Run<GenericParam>
  public var predicates: Run<WherePredicate>
  public var span: Span
  public init(params: Run<GenericParam>, predicates: Run<WherePredicate>, span: Span) {
    self.params = params
    self.predicates = predicates
    self.span = span
  }
}

public struct GenericParam: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// `isElided`: made for `'_` or a left-out lifetime.
    case lifetime(isElided: Bool)
    /// `isImplTrait`: made for `impl Trait` in argument position.
    case type(default: ID<Ty>, isImplTrait: Bool)
    case const(ID<Ty>, default: ID<ConstArg>)
  }
  public var def: DefID
  public var ident: Ident
  public var kind: Kind
  /// `#[may_dangle]`
  public var mayDangle: Bool
  public init(def: DefID, ident: Ident, kind: Kind, mayDangle: Bool) {
    self.def = def
    self.ident = ident
    self.kind = kind
    self.mayDangle = mayDangle
  }
}

/// Bounds of parameters are predicates too: lowering turns `T: A` in the list into one.
public struct WherePredicate: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case bound(binder: Run<GenericParam>, ID<Ty>, Run<Bound>)
    case lifetime(ID<Lifetime>, Run<Bound>)
  }
  public var kind: Kind
  public var span: Span
  public init(_ kind: Kind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum Bound: Sendable, BitwiseCopyable {
  case trait(ID<TraitBound>)
  case outlives(ID<Lifetime>)
  case use(Run<GenericArg>, Span)
}

public struct TraitBound: Sendable, BitwiseCopyable {
  public var binder: Run<GenericParam>
  public var constness: Constness
  public var polarity: Syntax.TraitBound.Polarity
  /// Resolved to a trait or trait alias.
  public var path: ID<QPath>
  public var span: Span
  public init(
    binder: Run<GenericParam>, constness: Constness, polarity: Syntax.TraitBound.Polarity, path: ID<QPath>, span: Span
  ) {
    self.binder = binder
    self.constness = constness
    self.polarity = polarity
    self.path = path
    self.span = span
  }
}
