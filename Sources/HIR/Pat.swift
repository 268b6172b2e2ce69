// Patterns: names are known to bind or to mean a constant.
import Defs
import Parallel
import Source
import Support
import Syntax

public struct Pat: Sendable, BitwiseCopyable {
  public var kind: PatKind
  public var span: Span
  public init(_ kind: PatKind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum PatKind: Sendable, BitwiseCopyable {
  case wild
  case never
  case binding(ID<BindingPat>)
  case structure(ID<StructPat>)
  case tupleStruct(ID<TupleStructPat>)
  case or(IDList<Pat>)
  /// A unit struct, unit variant or constant.
  case path(ID<QPath>)
  /// `dotDot`: how many patterns stand before `..`; `UInt32.max` without.
  case tuple(IDList<Pat>, dotDot: UInt32)
  case box(ID<Pat>)
  case deref(ID<Pat>)
  case ref(ID<Pat>, Mutability)
  /// A literal (or its negation) or const block.
  case expr(ID<PatExpr>)
  case range(ID<PatExpr>, ID<PatExpr>, RangeEnd)
  /// `[before.., slice @ .., after..]`
  case slice(ID<SlicePat>)
  case `guard`(ID<Pat>, ID<Expr>)
  case error
}

public struct BindingPat: Sendable, BitwiseCopyable {
  public var isRef: Bool
  public var refMutability: Mutability
  public var mutability: Mutability
  /// All alternatives of an or-pattern that bind one name share its ID.
  public var local: LocalBindingID
  public var ident: Ident
  public var sub: ID<Pat>
  public init(isRef: Bool, refMutability: Mutability, mutability: Mutability, local: LocalBindingID, ident: Ident, sub: ID<Pat>) {
    self.isRef = isRef
    self.refMutability = refMutability
    self.mutability = mutability
    self.local = local
    self.ident = ident
    self.sub = sub
  }
}

public struct StructPat: Sendable, BitwiseCopyable {
  public var path: ID<QPath>
  public var fields: Run<PatField>
  public var hasRest: Bool
  public init(path: ID<QPath>, fields: Run<PatField>, hasRest: Bool) { self.path = path; self.fields = fields; self.hasRest = hasRest }
}

public struct PatField: Sendable, BitwiseCopyable {
  public var ident: Ident
  public var pat: ID<Pat>
  public var isShorthand: Bool
  public var span: Span
  public init(ident: Ident, pat: ID<Pat>, isShorthand: Bool, span: Span) {
    self.ident = ident
    self.pat = pat
    self.isShorthand = isShorthand
    self.span = span
  }
}

public struct TupleStructPat: Sendable, BitwiseCopyable {
  public var path: ID<QPath>
  public var fields: IDList<Pat>
  public var dotDot: UInt32
  public init(path: ID<QPath>, fields: IDList<Pat>, dotDot: UInt32) { self.path = path; self.fields = fields; self.dotDot = dotDot }
}

public struct SlicePat: Sendable, BitwiseCopyable {
  public var before: IDList<Pat>
  /// The pattern of `..`: `.none` if there is no `..`, wild for `..` alone.
  public var middle: ID<Pat>
  public var after: IDList<Pat>
  public init(before: IDList<Pat>, middle: ID<Pat>, after: IDList<Pat>) {
    self.before = before
    self.middle = middle
    self.after = after
  }
}

public struct PatExpr: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case literal(Literal, isNegated: Bool)
    case path(ID<QPath>)
    case constBlock(DefID, ID<Expr>)
  }
  public var kind: Kind
  public var span: Span
  public init(_ kind: Kind, _ span: Span) { self.kind = kind; self.span = span }
}
