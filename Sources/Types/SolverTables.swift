// What the trait solver has found out so far, for all bodies. The tables stand here so that headers can own them.
import Defs
import Parallel
import Support

/// A question for the solver, or a fact it derives: four words that say all that the answer depends on.
public struct SolverGoal: Internable, Sendable {
  public enum Kind: UInt32, Sendable {
    case trait, projection, specializes, itemBounds, normalizedEnv, envKind
  }
  /// The kind, and whether everything is revealed.
  var tag: UInt32
  var def: UInt32
  var args: UInt32
  var env: UInt32
  public init(_ kind: Kind, revealsAll: Bool, def: UInt32 = 0, args: UInt32 = 0, env: UInt32 = 0) {
    tag = kind.rawValue << 1 | (revealsAll ? 1 : 0)
    self.def = def
    self.args = args
    self.env = env
  }
  public static func == (a: SolverGoal, b: SolverGoal) -> Bool {
    a.tag == b.tag && a.def == b.def && a.args == b.args && a.env == b.env
  }
  public var internHash: UInt32 {
    var m = Mixer()
    m.add(tag, def)
    m.add(args, env)
    return m.result
  }
}

/// Answers of the solver that no inference variable and no body can change. SHARED: goals are interned, answers published once; an
/// answer is a pure function of its goal, so it does not matter who finds it. A handle; the tables live as long as the process.
public struct SolverTables: Sendable, BitwiseCopyable {
  public let goals = Interner<SolverGoal>(capacity: 1 << 25, name: "goals")
  /// By goal: whether it holds.
  public let evaluations = OnceTable<UInt8>(capacity: 1 << 25, name: "evaluations")
  /// By goal: how it holds, as the solver packs it.
  public let selections = OnceTable<UInt64>(capacity: 1 << 25, name: "selections")
  /// By goal: a type, an environment, a list of clauses.
  public let results = OnceTable<UInt32>(capacity: 1 << 25, name: "results")
  public let langItems = OnceSlot<SolverLangItems>(name: "lang items")
  public init() {}
}

/// Lang items that the solver has rules for; `.none` where the crate graph has no such item.
public struct SolverLangItems: Sendable, BitwiseCopyable {
  public var sized, metaSized, pointeeSized, copy, clone, tuple, destruct, discriminantKind, pointee, fnPtr, unsize: DefID
  public var fn, fnMut, fnOnce, bikeshedNoDrop, transmute: DefID
  public var fnOnceOutput, discriminantType, metadataType, dynMetadata: DefID

  public init(_ facts: any HeaderFacts) {
    func find(_ name: String) -> DefID { facts.langItem(Name(name)) ?? .none }
    sized = find("sized")
    metaSized = find("meta_sized")
    pointeeSized = find("pointee_sized")
    copy = find("copy")
    clone = find("clone")
    tuple = find("tuple_trait")
    destruct = find("destruct")
    discriminantKind = find("discriminant_kind")
    pointee = find("pointee_trait")
    fnPtr = find("fn_ptr_trait")
    unsize = find("unsize")
    fn = find("fn")
    fnMut = find("fn_mut")
    fnOnce = find("fn_once")
    bikeshedNoDrop = find("bikeshed_guaranteed_no_drop")
    transmute = find("transmute_trait")
    fnOnceOutput = find("fn_once_output")
    discriminantType = find("discriminant_type")
    metadataType = find("metadata_type")
    dynMetadata = find("dyn_metadata")
  }
}
