// The state of one task of lowering: one owner's header or body. Name resolution of paths happens on the way ("late
// resolution" in rustc's words), so the ribs are here too.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// One lowering task. Sharing: none; everything it makes goes into its own builder.
///
/// Syntax nodes are numbered per tree, and macro calls bring trees of their own: `ast`, `treeID` and `scope` say where the node at
/// hand stands, and are put back by whoever changes them.
struct Lowerer: ~Copyable {
  let world: World
  /// Whose header or body this is.
  let owner: DefID
  let crate: CrateID
  var hir = HIRBuilder()
  var expander: BodyExpander
  var messages = PhasedMessages()

  var treeID: TreeID
  var ast: Tree
  var scope: Scope

  var ribs = Ribs()
  var labelRibs: [LabelRib] = []
  var lifetimeRibs: [LifetimeRib] = []
  /// Lifetimes made for `'_` and left-out ones, per open binder that collects them.
  var freshLifetimes: [[HIR.GenericParam]] = []
  /// What an elided lifetime in the output could mean; nil where nobody asks.
  var elisionCandidates: [Lifetime.Kind]?
  /// Places of lifetimes left out of an output where elision failed.
  var elisionFailures: [MissingLifetime] = []

  var implTrait = ImplTraitMode.disallowed
  /// Inside of the bounds of an `impl Trait`, but not in what they say of associated types.
  var isInImplTrait = false
  /// Params and predicates made for `impl Trait` in argument position.
  var synthesizedParams: [HIR.GenericParam] = []
  var synthesizedPredicates: [HIR.WherePredicate] = []

  /// Bindings of the pattern being lowered, not yet in scope.
  var patternBindings = PatternBindings()
  var localCount = 0

  /// The innermost loop, for `break` and `continue` without label.
  var loop = LoopTarget.none
  var isInLoopCondition = false
  /// Whether a labelled block is nearer than the innermost loop.
  var isInLabeledBlock = false
  /// `.await` may be used.
  var isInAsync = false
  var tryScope = TryScope.function
  /// The definition that closures and consts made now stand in: the owner, or a closure in it.
  var parentDef: DefID
  /// How many definitions of a kind `parentDef` has got from this task: their disambiguators.
  var childCounts: [DefID: [DefKind: UInt32]] = [:]

  /// Items found in the body, in source order, with the locals they could wrongly refer to.
  var nestedItems: [NestedItem] = []
  /// Bodies of anonymous consts, in the order they were met.
  var anonBodies: [Body] = []
  /// Locals and labels of the bodies this owner is nested in: for E0434 and E0767.
  var outer = OuterScope()
  /// Items and bodies this owner is nested in, innermost first: for E0401.
  var outerOwners: [DefID] = []
  /// Opaque types made, in order.
  var opaques: [ID<HIR.OpaqueTy>] = []
  /// The list of `freshLifetimes` of the nearest trait bound: lifetimes left out of `Fn(…)` go there.
  var traitBinderList: Int?
  /// Params that a default may not name yet (E0128).
  var forwardDeclared: [DefID] = []
  /// `#[allow(…)]` and the like within the body.
  var lintAttributes: [LintAttribute] = []
  /// Inside of the arguments of a path that means nothing.
  var isInUnresolvedPath = false
  /// Attributes of the expression about to be lowered, with their tree.
  var pendingAttributes: (TreeID, Run<Attribute>)?
  var implSelfMemo: Res??

  var depth = 0
  /// Macro calls already expanded by who had to look inside first (`format_args!` arguments).
  var expandedCalls: [ExpandedCallKey: ExpandedNode] = [:]

  init(owner: DefID, world: World) {
    self.world = world
    self.owner = owner
    crate = owner.crate
    parentDef = owner
    expander = BodyExpander(world, owner: owner)
    let def = Defs[owner]
    treeID = def.tree
    ast = Trees[def.tree].tree
    scope = world.scope(of: owner)
  }
}

/// Where a syntax node stands.
struct Place {
  var treeID: TreeID
  var ast: Tree
  var scope: Scope
}

struct ExpandedCallKey: Hashable {
  var tree: TreeID
  var call: ID<MacroCall>
}

/// A nested item, and what was in scope where it stands.
public struct NestedItem: Sendable {
  public var def: DefID
  public var outer: OuterScope
}

/// The locals and labels around a nested item: not usable in it, but known to messages.
public struct OuterScope: Sendable {
  struct Local: Sendable {
    var name: Name
    var context: SyntaxContext
  }
  var locals: [Local] = []
  var labels: [Local] = []
  var labelSpans: [Span] = []
  public init() {}
}

/// Where `impl Trait` may stand, and what it becomes there.
enum ImplTraitMode {
  /// A type parameter of its own.
  case universal
  case opaque(HIR.OpaqueTy.Origin, isInTrait: Bool)
  case disallowed
}

/// What `break` without label leaves.
enum LoopTarget {
  case none
  case closure
  case loop(ID<LoopInfo>)
}

/// Where `?` goes.
enum TryScope {
  case function
  /// `try { … }`
  case homogeneous(ID<LoopInfo>)
  /// `try bikeshed T { … }`
  case heterogeneous(ID<LoopInfo>)
}

extension Lowerer {
  var place: Place {
    get { Place(treeID: treeID, ast: ast, scope: scope) }
    set {
      treeID = newValue.treeID
      ast = newValue.ast
      scope = newValue.scope
    }
  }

  /// Goes to where `node` stands. Returns the place to put back.
  mutating func enter(_ tree: TreeID, _ newScope: Scope) -> Place {
    let old = place
    place = Place(treeID: tree, ast: Trees[tree].tree, scope: newScope)
    return old
  }

  mutating func report(_ diagnostic: Diagnostic, _ phase: MessagePhase = .resolution) { messages.add(diagnostic, phase) }

  func hasFeature(_ name: Name) -> Bool { world.hasFeature(name, in: crate) }

  /// E0658 without the feature.
  mutating func gate(_ feature: Name, _ what: String, _ span: Span) {
    if let message = world.gate(feature, what, at: span, in: crate) { report(message, .gates) }
  }

  func edition(_ span: Span) -> Edition { Hygiene.edition(of: span.context) }

  /// Makes a definition inside the one being lowered.
  mutating func makeDef(_ kind: DefKind, name: Name = .empty, node: DefNode, span: Span, identSpan: Span) -> DefID {
    let n = childCounts[parentDef, default: [:]][kind, default: 0]
    childCounts[parentDef, default: [:]][kind] = n + 1
    return Defs.add(
      Def(
        kind: kind, visibility: .restricted(.root(of: crate)), parent: parentDef, name: name, disambiguator: n, tree: treeID,
        node: node, span: span, identSpan: identSpan),
      to: crate)
  }

  /// Opens one level of recursion over nested source; false, with a message, if that is too deep.
  mutating func open(at span: Span) -> Bool {
    depth += 1
    if depth <= Lowerer.maximumDepth && BigStack.hasRoom { return true }
    if depth == Lowerer.maximumDepth + 1 || !BigStack.hasRoom { report(.nestedTooDeeply(at: span)) }
    return false
  }
  mutating func close() { depth -= 1 }

  static var maximumDepth: Int { 2_000 }
}
