// Headers of items: what others may ask about them, without their bodies.
import Defs
import Parallel
import Source
import Support
import Syntax

/// The header of one definition, in a tree of its own.
public enum ItemKind: Sendable, BitwiseCopyable {
  case fn(FnHeader, ID<FnDecl>)
  /// Type, and whether there is a body.
  case const(ID<Ty>, hasBody: Bool)
  case `static`(Mutability, Safety, ID<Ty>, hasBody: Bool)
  /// Bounds (associated types); type `.none` if there is none.
  case tyAlias(bounds: Run<Bound>, ID<Ty>)
  case adt(Run<VariantDef>)
  case trait(Safety, Constness, isAuto: Bool, supertraits: Run<Bound>)
  case traitAlias(bounds: Run<Bound>)
  /// `ofTrait` `.none` for inherent impls.
  case impl(Safety, Constness, isNegative: Bool, ofTrait: ID<TraitBound>, selfTy: ID<Ty>)
  case foreignTy
  /// An opaque type of `impl Trait`.
  case opaque(ID<OpaqueTy>)
  case error
}

public struct FnDecl: Sendable, BitwiseCopyable {
  public enum ImplicitSelf: UInt8, Sendable, BitwiseCopyable { case none, value, mutValue, ref, mutRef, typed }
  public var inputs: IDList<Ty>
  /// `.none` means unit.
  public var output: ID<Ty>
  public var isVariadic: Bool
  public var implicitSelf: ImplicitSelf
  public var hasBody: Bool
  /// Names of the params, for messages; empty where patterns are not names.
  public var paramNames: Run<NameNode>
  public var span: Span
  public init(
    inputs: IDList<Ty>, output: ID<Ty>, isVariadic: Bool, implicitSelf: ImplicitSelf, hasBody: Bool,
    paramNames: Run<NameNode>, span: Span
  ) {
    self.inputs = inputs
    self.output = output
    self.isVariadic = isVariadic
    self.implicitSelf = implicitSelf
    self.hasBody = hasBody
    self.paramNames = paramNames
    self.span = span
  }
}

/// A variant of an enum; structs and unions have one.
public struct VariantDef: Sendable, BitwiseCopyable {
  /// The variant's definition, or the struct's own.
  public var def: DefID
  /// Its constructor in the value namespace; `.none` for braced ones.
  public var ctor: DefID
  public var ident: Ident
  public var kind: VariantData.Kind
  public var fields: Run<FieldDef>
  /// The anonymous const of `= expr`; `.none` without.
  public var discriminant: DefID
  public init(def: DefID, ctor: DefID, ident: Ident, kind: VariantData.Kind, fields: Run<FieldDef>, discriminant: DefID) {
    self.def = def
    self.ctor = ctor
    self.ident = ident
    self.kind = kind
    self.fields = fields
    self.discriminant = discriminant
  }
}

public struct FieldDef: Sendable, BitwiseCopyable {
  public var def: DefID
  public var ident: Ident
  public var ty: ID<Ty>
  public init(def: DefID, ident: Ident, ty: ID<Ty>) { self.def = def; self.ident = ident; self.ty = ty }
}

/// The lowered header of one item.
public struct ItemHeader: Sendable, BitwiseCopyable {
  public var def: DefID
  public var generics: ID<Generics>
  public var kind: ItemKind
  public var tree: HIRTree
  public init(def: DefID, generics: ID<Generics>, kind: ItemKind, tree: HIRTree) {
    self.def = def
    self.generics = generics
    self.kind = kind
    self.tree = tree
  }
}

/// One body: of a fn, const, static, anonymous const. Closures are part of the body they stand in.
public struct Body: Sendable, BitwiseCopyable {
  public var owner: DefID
  /// Patterns of the params; their types are in the header's `FnDecl`.
  public var params: IDList<Pat>
  public var value: ID<Expr>
  public var localCount: Int
  public var tree: HIRTree
  public init(owner: DefID, params: IDList<Pat>, value: ID<Expr>, localCount: Int, tree: HIRTree) {
    self.owner = owner
    self.params = params
    self.value = value
    self.localCount = localCount
    self.tree = tree
  }
}
