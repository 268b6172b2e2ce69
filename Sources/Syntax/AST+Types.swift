// Paths, generics and types.
import Parallel
import Source
import Support

public struct Path: Sendable, BitwiseCopyable {
  /// A leading `::` is a first segment named `Name.pathRoot`.
  public var segments: Run<PathSegment>
  public var span: Span
  public init(segments: Run<PathSegment>, span: Span) { self.segments = segments; self.span = span }
}

public struct PathSegment: Sendable, BitwiseCopyable {
  public var ident: Ident
  /// `.none` without.
  public var args: ID<GenericArgs>
  public init(ident: Ident, args: ID<GenericArgs>) { self.ident = ident; self.args = args }
}

/// `<T as Trait>::…`: the type, and how many segments of the path belong to the trait (0 for `<T>::…`).
public struct QSelf: Sendable, BitwiseCopyable {
  public var ty: ID<Ty>
  public var position: UInt32
  public init(ty: ID<Ty>, position: UInt32) { self.ty = ty; self.position = position }
}

public struct GenericArgs: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// `<'a, T, N, Item = U>`
    case angle(Run<GenericArg>)
    /// `(A, B) -> C`; output `.none` without.
    case parenthesized(inputs: IDList<Ty>, output: ID<Ty>)
    /// `(..)` (return type notation)
    case elided
  }
  public var kind: Kind
  public var span: Span
  public init(kind: Kind, span: Span) { self.kind = kind; self.span = span }
}

public enum GenericArg: Sendable, BitwiseCopyable {
  case lifetime(Ident)
  /// May turn out to be a const when resolved, if it is a path of one segment.
  case ty(ID<Ty>)
  case const(ID<Expr>)
  case constraint(ID<AssocConstraint>)
}

/// `Item = T`, `Item: Bound`, `N = 3` inside `<…>`.
public struct AssocConstraint: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case equalTy(ID<Ty>)
    case equalConst(ID<Expr>)
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

public struct Generics: Sendable, BitwiseCopyable {
  public var params: Run<GenericParam>
  public var predicates: Run<WherePredicate>
  /// `<…>`, empty without.
  public var span: Span
  public var whereSpan: Span
  public init(params: Run<GenericParam>, predicates: Run<WherePredicate>, span: Span, whereSpan: Span) {
    self.params = params
    self.predicates = predicates
    self.span = span
    self.whereSpan = whereSpan
  }
}

public struct GenericParam: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case lifetime
    /// Default `.none` without.
    case type(default: ID<Ty>)
    case const(ID<Ty>, default: ID<Expr>)
  }
  public var attributes: Run<Attribute>
  public var ident: Ident
  public var bounds: Run<Bound>
  public var kind: Kind
  public init(attributes: Run<Attribute>, ident: Ident, bounds: Run<Bound>, kind: Kind) {
    self.attributes = attributes
    self.ident = ident
    self.bounds = bounds
    self.kind = kind
  }
}

public struct WherePredicate: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// `for<'a> T: Bounds`
    case bound(params: Run<GenericParam>, ty: ID<Ty>, bounds: Run<Bound>)
    /// `'a: 'b + 'c`
    case lifetime(Ident, bounds: Run<Bound>)
    /// `T = U`: accepted by the grammar, refused later.
    case equal(ID<Ty>, ID<Ty>)
  }
  public var attributes: Run<Attribute>
  public var kind: Kind
  public var span: Span
  public init(attributes: Run<Attribute>, kind: Kind, span: Span) {
    self.attributes = attributes
    self.kind = kind
    self.span = span
  }
}

public enum Bound: Sendable, BitwiseCopyable {
  case trait(ID<TraitBound>)
  case outlives(Ident)
  /// `use<'a, T>` (precise capturing)
  case use(Run<GenericArg>, Span)
}

/// `for<'a> [const] async ?Trait<…>`
public struct TraitBound: Sendable, BitwiseCopyable {
  public enum Polarity: UInt8, Sendable, BitwiseCopyable { case positive, maybe, negative }
  public var params: Run<GenericParam>
  public var constness: Constness
  public var isAsync: Bool
  public var polarity: Polarity
  public var path: ID<Path>
  public var span: Span
  public init(
    params: Run<GenericParam>, constness: Constness, isAsync: Bool, polarity: Polarity, path: ID<Path>, span: Span
  ) {
    self.params = params
    self.constness = constness
    self.isAsync = isAsync
    self.polarity = polarity
    self.path = path
    self.span = span
  }
}

public struct Ty: Sendable, BitwiseCopyable {
  public var kind: TyKind
  public var span: Span
  public init(_ kind: TyKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum TyKind: Sendable, BitwiseCopyable {
  case slice(ID<Ty>)
  case array(ID<Ty>, length: ID<Expr>)
  case ptr(Mutability, ID<Ty>)
  case ref(ID<RefTy>)
  case fnPtr(ID<FnPtrTy>)
  case never
  case tuple(IDList<Ty>)
  case path(ID<Path>, qself: ID<QSelf>)
  case traitObject(Run<Bound>, hasDyn: Bool)
  case implTrait(Run<Bound>)
  case paren(ID<Ty>)
  case infer
  /// `builtin # field_of(T, variant.field)` (unstable).
  case fieldOf(ID<Ty>, Run<FieldAccess>)
  /// The type of a `self` param without type.
  case implicitSelf
  case macroCall(ID<MacroCall>)
  /// `pattern_type!(T is pat)`: made by the builtin macro, never by the grammar.
  case pattern(ID<Ty>, ID<Pat>)
  /// `unsafe<'a> T` (unstable)
  case unsafeBinder(Run<GenericParam>, ID<Ty>)
  /// `typeof(expr)`: reserved syntax.
  case typeof(ID<Expr>)
  /// `...` as the type of the last param.
  case cVarArgs
  case error
}

public struct RefTy: Sendable, BitwiseCopyable {
  public var lifetime: Ident
  public var mutability: Mutability
  /// `&pin mut T` (unstable).
  public var isPinned: Bool
  public var ty: ID<Ty>
  public init(lifetime: Ident, mutability: Mutability, isPinned: Bool = false, ty: ID<Ty>) {
    self.lifetime = lifetime
    self.mutability = mutability
    self.isPinned = isPinned
    self.ty = ty
  }
}

public struct FnPtrTy: Sendable, BitwiseCopyable {
  public var params: Run<GenericParam>
  public var header: FnHeader
  public var signature: FnSignature
  public init(params: Run<GenericParam>, header: FnHeader, signature: FnSignature) {
    self.params = params
    self.header = header
    self.signature = signature
  }
}
