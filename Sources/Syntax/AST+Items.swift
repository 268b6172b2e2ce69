// Items: what a module, trait, impl or extern block holds.
import Parallel
import Source
import Support

/// A name as written at a place. The span's context is its hygiene mark.
public struct Ident: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let span: Span
  @inlinable public init(_ name: Name, _ span: Span) { self.name = name; self.span = span }
  /// The missing identifier (recovery), or none where it is optional.
  @inlinable public static var none: Ident { Ident(.empty, .none) }
  @inlinable public var isNone: Bool { name == .empty }
}

public struct Item: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var visibility: Visibility
  /// The item's own name; `.none` for impls, `extern` blocks, macro calls, `use`, global asm.
  public var ident: Ident
  /// `default fn` and the like (specialization).
  public var isDefault: Bool
  /// `final fn` (unstable).
  public var isFinal: Bool
  public var kind: ItemKind
  public var span: Span
  /// The item's tokens with its attributes: what derives and attribute macros are given.
  public var tokens: TokenRange

  public init(
    attributes: Run<Attribute>, visibility: Visibility, ident: Ident, isDefault: Bool, kind: ItemKind, span: Span,
    tokens: TokenRange, isFinal: Bool = false
  ) {
    self.attributes = attributes
    self.visibility = visibility
    self.ident = ident
    self.isDefault = isDefault
    self.isFinal = isFinal
    self.kind = kind
    self.span = span
    self.tokens = tokens
  }
}

/// The same type serves module items, associated items and items of `extern` blocks; which kinds may stand where is checked
/// after parsing (AST validation), as the grammar for macros accepts more than the language.
public enum ItemKind: Sendable, BitwiseCopyable {
  /// `extern crate original as ident;` `original` is empty without `as`.
  case externCrate(original: Name)
  case use(ID<UseTree>)
  case `static`(ID<StaticItem>)
  case const(ID<ConstItem>)
  case fn(ID<FnItem>)
  /// `mod name;`: the items are in another file.
  case outlineMod(isUnsafe: Bool)
  /// `mod name { … }`. Inner attributes are part of the item's attributes.
  case inlineMod(isUnsafe: Bool, IDList<Item>)
  case foreignMod(ID<ForeignMod>)
  /// Made by `global_asm!` only.
  case globalAsm(ID<InlineAsm>)
  case tyAlias(ID<TyAliasItem>)
  case `enum`(ID<EnumItem>)
  case `struct`(ID<StructItem>)
  case union(ID<StructItem>)
  case trait(ID<TraitItem>)
  case traitAlias(ID<TraitAliasItem>)
  case impl(ID<ImplItem>)
  case macroCall(ID<MacroCall>)
  /// `macro_rules! ident { … }` and `macro ident(…) { … }`.
  case macroDef(ID<MacroDef>)
  /// `reuse path::{a, b} { … }` (unstable; accepted by the grammar, refused later).
  case delegation(ID<Delegation>)
  /// `const { … }` in a module (unstable).
  case constBlock(ID<Block>)
  case error
}

public struct Visibility: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    case inherited, `public`
    /// `pub(crate)`, `pub(self)`, `pub(super)`, `pub(in path)`; `shorthand` when there is no `in`.
    case restricted(ID<Path>, shorthand: Bool)
  }
  public var kind: Kind
  public var span: Span
  public init(_ kind: Kind, _ span: Span) { self.kind = kind; self.span = span }
}

public enum Safety: UInt8, Sendable, BitwiseCopyable { case `default`, unsafe, safe }
public enum Mutability: UInt8, Sendable, BitwiseCopyable { case not, mut }
/// `const` in front of a trait, impl, closure; `[const]`/`~const` in front of a bound is `maybe`.
public enum Constness: UInt8, Sendable, BitwiseCopyable { case never, always, maybe }

public struct UseTree: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// `a::b` or `a::b as c` (`as _` gives the name `_`); `.none` without `as`.
    case simple(rename: Ident)
    case nested(IDList<UseTree>)
    case glob
  }
  /// May be empty (no segments): `use {a, b};`, `use *;`.
  public var prefix: ID<Path>
  public var kind: Kind
  public var span: Span
  public init(prefix: ID<Path>, kind: Kind, span: Span) { self.prefix = prefix; self.kind = kind; self.span = span }
}

public struct StaticItem: Sendable, BitwiseCopyable {
  public var safety: Safety
  public var mutability: Mutability
  public var ty: ID<Ty>
  /// `.none` in extern blocks.
  public var value: ID<Expr>
  public init(safety: Safety, mutability: Mutability, ty: ID<Ty>, value: ID<Expr>) {
    self.safety = safety
    self.mutability = mutability
    self.ty = ty
    self.value = value
  }
}

public struct ConstItem: Sendable, BitwiseCopyable {
  public var generics: ID<Generics>
  /// `.none` if left out (an error that recovery lets pass).
  public var ty: ID<Ty>
  /// `.none` in traits without default.
  public var value: ID<Expr>
  /// `type const` (unstable).
  public var isTypeConst: Bool
  public init(generics: ID<Generics>, ty: ID<Ty>, value: ID<Expr>, isTypeConst: Bool = false) {
    self.generics = generics
    self.ty = ty
    self.value = value
    self.isTypeConst = isTypeConst
  }
}

public struct FnHeader: Sendable, BitwiseCopyable {
  public enum Coroutine: UInt8, Sendable, BitwiseCopyable { case none, async, gen, asyncGen }
  public var constness: Constness = .never
  public var coroutine: Coroutine = .none
  public var safety: Safety = .default
  public var abi: Abi = .rust
  public init() {}
}

/// `extern "abi"`. `.rust` when there is no `extern`; `.implicit` for `extern` alone (means "C").
public enum Abi: Hashable, Sendable, BitwiseCopyable {
  case rust
  case implicit
  /// The literal's `Name`, as written with its quotes.
  case explicit(Name)
}

public struct FnItem: Sendable, BitwiseCopyable {
  public var header: FnHeader
  public var generics: ID<Generics>
  public var signature: FnSignature
  public var contract: ID<FnContract>
  public var body: FnBody
  public init(header: FnHeader, generics: ID<Generics>, signature: FnSignature, contract: ID<FnContract>, body: FnBody) {
    self.header = header
    self.generics = generics
    self.signature = signature
    self.contract = contract
    self.body = body
  }
}

/// `contract_requires { … }`/`contract_ensures expr` (unstable).
public struct FnContract: Sendable, BitwiseCopyable {
  public var requires: ID<Expr>
  public var ensures: ID<Expr>
  public init(requires: ID<Expr>, ensures: ID<Expr>) { self.requires = requires; self.ensures = ensures }
}

public enum FnBody: Sendable, BitwiseCopyable {
  /// `;`
  case none
  /// The body's own task parses it later: the braces and what is between them.
  case tokens(TokenRange)
  /// Parsed with the item (when the parser was asked to, or the function is local to a body).
  case block(ID<Block>)
}

public struct FnSignature: Sendable, BitwiseCopyable {
  public var params: Run<Param>
  /// `.none` without `->`.
  public var output: ID<Ty>
  public var isVariadic: Bool
  /// The first param is `self` in one of its forms.
  public var hasSelf: Bool
  /// From `fn` or its qualifiers to the end of the signature.
  public var span: Span
  public init(params: Run<Param>, output: ID<Ty>, isVariadic: Bool, hasSelf: Bool, span: Span) {
    self.params = params
    self.output = output
    self.isVariadic = isVariadic
    self.hasSelf = hasSelf
    self.span = span
  }
}

/// A parameter. `self` forms are desugared: pattern `self`/`mut self`, and type `Self`, `&'a Self`, `&'a mut Self` made of
/// `TyKind.implicitSelf`.
public struct Param: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  /// `.none` where a type alone is allowed (2015 traits, fn pointer types).
  public var pat: ID<Pat>
  /// `.none` for closure params without type.
  public var ty: ID<Ty>
  public var span: Span
  public init(attributes: Run<Attribute>, pat: ID<Pat>, ty: ID<Ty>, span: Span) {
    self.attributes = attributes
    self.pat = pat
    self.ty = ty
    self.span = span
  }
}

public struct ForeignMod: Sendable, BitwiseCopyable {
  public var safety: Safety
  public var abi: Abi
  public var items: IDList<Item>
  public init(safety: Safety, abi: Abi, items: IDList<Item>) { self.safety = safety; self.abi = abi; self.items = items }
}

public struct TyAliasItem: Sendable, BitwiseCopyable {
  public var generics: ID<Generics>
  /// Bounds after `:` (associated types).
  public var bounds: Run<Bound>
  /// `.none` without `=`.
  public var ty: ID<Ty>
  /// Where-clauses after the type; those before it are in `generics`.
  public var trailingWhere: Run<WherePredicate>
  public init(generics: ID<Generics>, bounds: Run<Bound>, ty: ID<Ty>, trailingWhere: Run<WherePredicate>) {
    self.generics = generics
    self.bounds = bounds
    self.ty = ty
    self.trailingWhere = trailingWhere
  }
}

public struct EnumItem: Sendable, BitwiseCopyable {
  public var generics: ID<Generics>
  public var variants: Run<Variant>
  public init(generics: ID<Generics>, variants: Run<Variant>) { self.generics = generics; self.variants = variants }
}

public struct StructItem: Sendable, BitwiseCopyable {
  public var generics: ID<Generics>
  public var data: VariantData
  public init(generics: ID<Generics>, data: VariantData) { self.generics = generics; self.data = data }
}

public struct VariantData: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable { case named, tuple, unit }
  public var kind: Kind
  public var fields: Run<FieldDef>
  public init(kind: Kind, fields: Run<FieldDef>) { self.kind = kind; self.fields = fields }
}

public struct FieldDef: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var visibility: Visibility
  public var safety: Safety
  /// `.none` in tuple structs.
  public var ident: Ident
  public var ty: ID<Ty>
  /// `field: T = expr` (unstable default_field_values); `.none` without.
  public var defaultValue: ID<Expr>
  public var span: Span
  public init(
    attributes: Run<Attribute>, visibility: Visibility, safety: Safety, ident: Ident, ty: ID<Ty>, defaultValue: ID<Expr>,
    span: Span
  ) {
    self.attributes = attributes
    self.visibility = visibility
    self.safety = safety
    self.ident = ident
    self.ty = ty
    self.defaultValue = defaultValue
    self.span = span
  }
}

public struct Variant: Sendable, BitwiseCopyable {
  public var attributes: Run<Attribute>
  public var visibility: Visibility
  public var ident: Ident
  public var data: VariantData
  /// `= expr`; `.none` without.
  public var discriminant: ID<Expr>
  public var span: Span
  public init(
    attributes: Run<Attribute>, visibility: Visibility, ident: Ident, data: VariantData, discriminant: ID<Expr>, span: Span
  ) {
    self.attributes = attributes
    self.visibility = visibility
    self.ident = ident
    self.data = data
    self.discriminant = discriminant
    self.span = span
  }
}

public struct TraitItem: Sendable, BitwiseCopyable {
  public var safety: Safety
  public var constness: Constness
  public var isAuto: Bool
  public var generics: ID<Generics>
  public var supertraits: Run<Bound>
  public var items: IDList<Item>
  /// Where the trait may be implemented: `impl(crate) trait`, `impl(in path) trait` (unstable); `.none` without.
  public var implRestriction: ID<Path>
  public init(
    safety: Safety, constness: Constness, isAuto: Bool, generics: ID<Generics>, supertraits: Run<Bound>, items: IDList<Item>,
    implRestriction: ID<Path> = .none
  ) {
    self.safety = safety
    self.constness = constness
    self.isAuto = isAuto
    self.generics = generics
    self.supertraits = supertraits
    self.items = items
    self.implRestriction = implRestriction
  }
}

public struct TraitAliasItem: Sendable, BitwiseCopyable {
  public var constness: Constness
  public var generics: ID<Generics>
  public var bounds: Run<Bound>
  public init(constness: Constness, generics: ID<Generics>, bounds: Run<Bound>) {
    self.constness = constness
    self.generics = generics
    self.bounds = bounds
  }
}

public struct ImplItem: Sendable, BitwiseCopyable {
  public var safety: Safety
  public var constness: Constness
  public var isNegative: Bool
  public var generics: ID<Generics>
  /// `.none` for inherent impls.
  public var ofTrait: ID<Path>
  public var selfTy: ID<Ty>
  public var items: IDList<Item>
  public init(
    safety: Safety, constness: Constness, isNegative: Bool, generics: ID<Generics>, ofTrait: ID<Path>, selfTy: ID<Ty>,
    items: IDList<Item>
  ) {
    self.safety = safety
    self.constness = constness
    self.isNegative = isNegative
    self.generics = generics
    self.ofTrait = ofTrait
    self.selfTy = selfTy
    self.items = items
  }
}

public struct MacroDef: Sendable, BitwiseCopyable {
  /// `macro_rules!` (textual scope, mixed-site hygiene) rather than `macro` (path scope, def-site hygiene).
  public var isMacroRules: Bool
  /// The tokens between the outer brackets, exclusive. `macro m($a:expr) { … }` is given as its two groups, brackets included.
  public var body: TokenRange
  public init(isMacroRules: Bool, body: TokenRange) { self.isMacroRules = isMacroRules; self.body = body }
}

public struct Delegation: Sendable, BitwiseCopyable {
  public var path: ID<Path>
  public var qself: ID<QSelf>
  public var body: TokenRange
  public init(path: ID<Path>, qself: ID<QSelf>, body: TokenRange) { self.path = path; self.qself = qself; self.body = body }
}

/// `path!(…)`, `path![…]`, `path!{…}`, in any position.
public struct MacroCall: Sendable, BitwiseCopyable {
  public var path: ID<Path>
  /// The arguments' brackets: `openParen`, `openBracket` or `openBrace`.
  public var delimiter: TokenKind
  /// The tokens between the brackets, exclusive.
  public var arguments: TokenRange
  /// From the path to the closing bracket.
  public var span: Span
  public init(path: ID<Path>, delimiter: TokenKind, arguments: TokenRange, span: Span) {
    self.path = path
    self.delimiter = delimiter
    self.arguments = arguments
    self.span = span
  }
}

public struct Attribute: Sendable, BitwiseCopyable {
  public enum Arguments: Sendable, BitwiseCopyable {
    case none
    /// `(…)`, `[…]`, `{…}`: the tokens between the brackets, exclusive.
    case delimited(TokenRange)
    /// `= expr`: the tokens of the value. Most often one literal, but `= include_str!("x")` is allowed.
    case value(TokenRange)
    /// A doc comment: its text.
    case doc(Name)
  }
  public var isInner: Bool
  /// `#[unsafe(…)]`
  public var isUnsafe: Bool
  /// `doc` for doc comments.
  public var path: ID<Path>
  public var arguments: Arguments
  public var span: Span
  /// The whole attribute's tokens, from `#`; for a doc comment the one token.
  public var tokens: TokenRange
  public init(
    isInner: Bool, isUnsafe: Bool, path: ID<Path>, arguments: Arguments, span: Span, tokens: TokenRange
  ) {
    self.isInner = isInner
    self.isUnsafe = isUnsafe
    self.path = path
    self.arguments = arguments
    self.span = span
    self.tokens = tokens
  }
}
