// Ways in which a trait reference may hold.
import Defs
import Infer
import Support
import Types

/// One way to meet `T: Trait`. rustc's `SelectionCandidate`. It says which way, not what follows: `confirm` works that out, so that
/// an answer fits every goal of the same form.
public enum Candidate: Sendable, BitwiseCopyable {
  /// A where-clause about the trait: its arguments.
  case whereClause(GenericArgsID, isGlobal: Bool)
  case impl(DefID)
  /// A rule of the language: it holds if the trait holds for certain parts of the type.
  case builtin(hasConditions: Bool)
  case autoTrait
  /// A bound of an associated or opaque type: which of its elaborated bounds.
  case itemBound(UInt32)
  /// `dyn Trait` implements its principal's supertraits: which of them.
  case object(UInt32)
  /// A closure, function item or fn pointer is callable.
  case callable
  case unsize(UnsizeRule)
  case traitAlias

  public enum UnsizeRule: UInt8, Sendable, BitwiseCopyable {
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
public enum Selection: BitwiseCopyable {
  case candidate(Candidate)
  case ambiguous
  case none
}

extension Selection {
  /// As one word, for the tables.
  var packed: UInt64 {
    switch self {
    case .none: 0
    case .ambiguous: 1
    case .candidate(.whereClause(let a, let isGlobal)): 2 | (isGlobal ? 256 : 0) | UInt64(a.rawValue) << 32
    case .candidate(.impl(let d)): 3 | UInt64(d.rawValue) << 32
    case .candidate(.builtin(let hasConditions)): 4 | (hasConditions ? 256 : 0)
    case .candidate(.autoTrait): 5
    case .candidate(.itemBound(let i)): 6 | UInt64(i) << 32
    case .candidate(.object(let i)): 7 | UInt64(i) << 32
    case .candidate(.callable): 8
    case .candidate(.unsize(let rule)): 9 | UInt64(rule.rawValue) << 32
    case .candidate(.traitAlias): 10
    }
  }

  init(packed word: UInt64) {
    let detail = UInt32(truncatingIfNeeded: word >> 32)
    let flag = word & 256 != 0
    switch word & 255 {
    case 0: self = .none
    case 1: self = .ambiguous
    case 2: self = .candidate(.whereClause(GenericArgsID(rawValue: detail), isGlobal: flag))
    case 3: self = .candidate(.impl(DefID(rawValue: detail)))
    case 4: self = .candidate(.builtin(hasConditions: flag))
    case 5: self = .candidate(.autoTrait)
    case 6: self = .candidate(.itemBound(detail))
    case 7: self = .candidate(.object(detail))
    case 8: self = .candidate(.callable)
    case 9: self = .candidate(.unsize(Candidate.UnsizeRule(rawValue: UInt8(detail))!))
    default: self = .candidate(.traitAlias)
    }
  }
}

/// The special rules there are for lang-item traits.
enum BuiltinTrait {
  case sized, metaSized, pointeeSized, copy, clone, tuple, destruct, discriminantKind, pointee, fnPtr, unsize, fn, fnMut, fnOnce
  case bikeshedNoDrop, transmute
}

extension InferContext {
  /// Which special rule, if any, is for `trait`.
  func builtin(_ trait: DefID) -> BuiltinTrait? {
    switch trait {
    case lang.sized: .sized
    case lang.clone: .clone
    case lang.copy: .copy
    case lang.fn: .fn
    case lang.fnMut: .fnMut
    case lang.fnOnce: .fnOnce
    case lang.metaSized: .metaSized
    case lang.unsize: .unsize
    case lang.pointeeSized: .pointeeSized
    case lang.tuple: .tuple
    case lang.destruct: .destruct
    case lang.discriminantKind: .discriminantKind
    case lang.pointee: .pointee
    case lang.fnPtr: .fnPtr
    case lang.bikeshedNoDrop: .bikeshedNoDrop
    case lang.transmute: .transmute
    default: nil
    }
  }
}
