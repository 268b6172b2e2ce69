// Ways in which a trait reference may hold.
import Defs
import Infer
import Parallel
import Support
import Types

/// One way to meet `T: Trait`. rustc's `SelectionCandidate`.
public enum Candidate: Sendable {
  /// A where-clause.
  case whereClause(TraitRef, isGlobal: Bool)
  case impl(DefID)
  /// A rule of the language: it holds if the trait holds for these types.
  case builtin([TypeID])
  case autoTrait([TypeID])
  /// A bound of an associated or opaque type.
  case itemBound(TraitRef)
  /// `dyn Trait` implements its principal's supertraits: this one.
  case object(TraitRef)
  /// A closure, function item or fn pointer is callable: its signature, without binder.
  case callable(PolyFnSig, isClosure: Bool)
  case unsize(UnsizeRule)
  case traitAlias

  public enum UnsizeRule: Sendable {
    /// `[T; N]` to `[T]`.
    case array
    /// `T` to `dyn …`.
    case dynFromSized
    /// `dyn A` to `dyn B`.
    case dynUpcast
    /// `Struct<.., T, ..>` to `Struct<.., U, ..>`: the parameters to be replaced.
    case structTail
  }
}

/// What selection says about a trait reference.
public enum Selection {
  case candidate(Candidate)
  case ambiguous
  case none
}

/// The special rules there are for lang-item traits.
enum BuiltinTrait {
  case sized, metaSized, pointeeSized, copy, clone, tuple, destruct, discriminantKind, pointee, fnPtr, unsize, fn, fnMut, fnOnce
  case bikeshedNoDrop, transmute
}

extension InferContext {
  /// Which special rule, if any, is for `trait`.
  func builtin(_ trait: DefID) -> BuiltinTrait? {
    for (name, rule) in LangTraits.names where facts.langItem(name) == trait { return rule }
    return nil
  }
}

/// The names of the traits with special rules, as lang items.
enum LangTraits {
  static let names: [(Name, BuiltinTrait)] = [
    (Name("sized"), .sized), (Name("meta_sized"), .metaSized), (Name("pointee_sized"), .pointeeSized), (Name("copy"), .copy),
    (Name("clone"), .clone), (Name("tuple_trait"), .tuple), (Name("destruct"), .destruct),
    (Name("discriminant_kind"), .discriminantKind), (Name("pointee_trait"), .pointee), (Name("fn_ptr_trait"), .fnPtr),
    (Name("unsize"), .unsize), (Name("fn"), .fn), (Name("fn_mut"), .fnMut), (Name("fn_once"), .fnOnce),
    (Name("bikeshed_guaranteed_no_drop"), .bikeshedNoDrop), (Name("transmute_trait"), .transmute),
  ]
}
