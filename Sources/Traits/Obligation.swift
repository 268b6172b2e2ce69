// What has to be proved, and why.
import Defs
import Infer
import Source
import Support
import Types

/// Where an obligation comes from, for messages.
public struct Cause: Sendable, BitwiseCopyable {
  public var span: Span
  /// The definition whose where-clause it is, `.none` for others.
  public var source: DefID
  /// What the asker wants to remember: codes of its own.
  public var code: UInt32
  public init(span: Span, source: DefID = .none, code: UInt32 = 0) {
    self.span = span
    self.source = source
    self.code = code
  }
}

/// A clause to prove in an environment.
public struct Obligation: Sendable, BitwiseCopyable {
  public var clause: Clause
  public var env: ParamEnv
  public var cause: Cause
  /// How many steps it is away from an obligation of the program.
  public var depth: UInt32
  /// The clause of the program that led here; `none` if it is this one.
  private var root: ClauseID

  public init(_ clause: Clause, env: ParamEnv, cause: Cause, depth: UInt32 = 0) {
    self.clause = clause
    self.env = env
    self.cause = cause
    self.depth = depth
    root = Self.none
  }
  public init(_ kind: ClauseKind, env: ParamEnv, cause: Cause) { self.init(Clause(kind), env: env, cause: cause) }

  /// A question asked on the way: nobody will want to know where it came from.
  init(probe kind: ClauseKind, env: ParamEnv, depth: UInt32) {
    self.init(Clause(kind), env: env, cause: Cause(span: .none), depth: depth)
    root = Self.unimportant
  }

  private static var none: ClauseID { ClauseID(rawValue: .max) }
  private static var unimportant: ClauseID { ClauseID(rawValue: .max - 1) }

  /// The clause of the program that led here, for messages.
  public var rootClause: Clause { root == Self.none || root == Self.unimportant ? clause : root.clause }

  /// An obligation that follows from this one.
  func nested(_ clause: Clause) -> Obligation {
    var o = Obligation(clause, env: env, cause: cause, depth: depth + 1)
    o.root = root == Self.none ? ClauseID(self.clause) : root
    return o
  }
  func nested(_ kind: ClauseKind) -> Obligation { nested(Clause(kind)) }
}

public enum EvaluationResult: UInt8, Comparable, Sendable, BitwiseCopyable {
  case holds, ambiguous, fails
  public static func < (a: EvaluationResult, b: EvaluationResult) -> Bool { a.rawValue < b.rawValue }
  public var mayHold: Bool { self != .fails }
}

/// Why an obligation could not be met.
public struct FulfillmentError: Sendable, BitwiseCopyable {
  public enum Kind: Sendable, BitwiseCopyable {
    /// No impl, clause or rule gives it.
    case unimplemented
    /// `<T as Trait>::Item == found` where something else was expected.
    case projectionMismatch(expected: Term, found: Term)
    /// Not enough is known about its types (at the end of a body).
    case ambiguous
    /// More steps than the recursion limit.
    case overflow
  }
  public var obligation: Obligation
  public var kind: Kind
}

extension InferContext {
  /// Steps after which a chain of obligations is given up (`#![recursion_limit]`'s default).
  static var recursionLimit: UInt32 { 128 }

  /// The clauses of `def` with `args` in place, projections in them normalised, to be proved in `env`.
  public mutating func obligations(of def: DefID, _ args: GenericArgsID, env: ParamEnv, cause: Cause) -> [Obligation] {
    var result: [Obligation] = []
    let cause = Cause(span: cause.span, source: def, code: cause.code)
    let args = args.erasingRegions
    for id in facts.predicates(of: def).elements where !isVoid(id) {
      normalized(Obligation(id.erasingRegions.clause.instantiated(args), env: env, cause: cause), &result)
    }
    return result
  }

  /// `clause` without its binder: bound lifetimes are erased; nothing else may be bound there.
  public func open(_ clause: Clause) -> ClauseKind {
    if clause.vars == .empty { return clause.kind }
    var opener = BinderOpener(InferContext.openings(clause.vars))
    return opener.fold(clause.kind)
  }

  /// Erased lifetimes for bound ones; error types and constants for bound types and constants (`for<T>` is unstable).
  public static func openings(_ vars: BoundVarsID) -> [GenericArg] {
    vars.all.map {
      switch $0 {
      case .region, .anonymousRegion: GenericArg(RegionID.erased)
      case .type: GenericArg(TypeID.error)
      case .const: GenericArg(ConstID.error)
      }
    }
  }

  /// A function signature without its binder, bound lifetimes erased.
  public func open(_ sig: PolyFnSig) -> PolyFnSig {
    if sig.vars == .empty { return sig }
    var opener = BinderOpener(InferContext.openings(sig.vars))
    var result = sig
    result.inputsAndOutput = opener.fold(sig.inputsAndOutput)
    result.vars = .empty
    return result
  }
}
