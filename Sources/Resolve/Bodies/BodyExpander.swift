// Macros and items of one body: resolved by the body's own task, against names that are frozen outside of it.
import Defs
import Diagnostics
import Expand
import Parallel
import Parse
import Source
import Support
import Syntax

/// A statement where it stands after macro expansion.
public struct PlacedStmt: Sendable, BitwiseCopyable {
  public var tree: TreeID
  public var stmt: ID<Stmt>
  /// Names and textual macros at that statement.
  public var scope: Scope
  /// The definition of an item statement; `.none` for imports and other statements.
  public var def: DefID
}

/// A block, ready to be lowered.
public struct OpenedBlock: Sendable {
  /// For what is inside.
  public var scope: Scope
  /// The block's items as a module; `.none` if it has none.
  public var module: ModuleID
  public var statements: [PlacedStmt]
  /// Definitions found: functions, impls, and all else that has a header of its own, members included.
  public var items: [DefID]
}

/// What a macro call stands for.
public enum ExpansionPlace: Sendable, BitwiseCopyable { case expr, ty, pat }

/// What a macro call turned into.
public struct ExpandedNode: Sendable, BitwiseCopyable {
  public enum Node: Sendable, BitwiseCopyable { case expr(ID<Expr>), ty(ID<Ty>), pat(ID<Pat>), error }
  public var tree: TreeID
  public var node: Node
  public var scope: Scope
}

/// The expansion of one body. Sharing: none (one task owns it).
public struct BodyExpander {
  public var diagnostics = DiagnosticList()
  let world: World
  let owner: DefID
  let crate: CrateID
  private let input: CrateInput
  private let eager: EagerBlocks?
  private var host: MacroHost
  /// Whether any macro call had a meaning.
  public private(set) var hasExpanded = false
  /// Made when the body has items or statement macros.
  private var resolver: CrateResolver?
  private var preparedTrees: [TreeID: PreparedTree] = [:]

  public init(_ world: World, owner: DefID) {
    self.world = world
    self.owner = owner
    crate = owner.crate
    input = world.input(of: crate)
    eager = world.eager(of: crate)
    host = MacroHost(world, crate: crate, input.cfg, input.environment)
  }

  /// How often names were given out in this body so far; nil if none was.
  var counters: Disambiguators? { resolver?.disambiguators }

  /// Whether `cfg` lets a node with these attributes stand.
  public mutating func isEnabled(_ attributes: Run<Attribute>, in tree: TreeID) -> Bool {
    if attributes.isEmpty { return true }
    let t = Trees[tree]
    return input.cfg.isEnabled(attributes, t.tree, t.buffer, into: &diagnostics)
  }

  /// The tree of a body that was left as tokens.
  public mutating func parseBody(_ range: TokenRange, in tree: TreeID) -> (TreeID, ID<Block>) {
    if let found = eager?.bodies[EagerKey(tree: tree, start: range.start)] { return found }
    let t = Trees[tree]
    let parsed = Parse.parseBody(t.buffer, range, diagnostics: &diagnostics)
    return (Trees.add(ParsedTree(tree: parsed.tree, buffer: t.buffer, crate: crate)), parsed.block)
  }

  // MARK: Blocks

  /// Expands the macro calls among the statements, and gives the block's items, imports and macros their meaning.
  public mutating func openBlock(_ statements: Run<Stmt>, in tree: TreeID, scope: Scope) -> OpenedBlock {
    if !statements.isEmpty, let found = eager?.blocks[EagerKey(tree: tree, start: statements.start)] { return found }
    let ast = Trees[tree].tree
    var isPlain = true
    for id in statements {
      switch ast[id].kind {
      case .item: isPlain = false
      case .macroCall(let m): if ast[m].style != .noBraces || id != statements.last { isPlain = false }
      default: continue
      }
      if !isPlain { break }
    }
    if isPlain {
      return OpenedBlock(
        scope: scope, module: .none,
        statements: statements.map { PlacedStmt(tree: tree, stmt: $0, scope: scope, def: .none) }, items: [])
    }
    let resolver = resolver ?? CrateResolver(world, input, crate: crate, body: owner)
    if self.resolver == nil {
      if let counters = eager?.counters[owner] { resolver.disambiguators = counters }
      self.resolver = resolver
    }
    var opener = BlockOpener(resolver, host, owner: owner, scope: scope)
    opener.preparedTrees = preparedTrees
    opener.add(statements, tree, depth: 0)
    let result = opener.finish()
    preparedTrees = opener.preparedTrees
    hasExpanded = hasExpanded || opener.hasExpanded || resolver.hasExpanded
    diagnostics.add(contentsOf: resolver.diagnostics)
    resolver.diagnostics = DiagnosticList()
    return result
  }

  // MARK: Macro calls

  /// What a macro call in an expression, type or pattern turns into.
  public mutating func expand(
    _ call: ID<MacroCall>, in tree: TreeID, as place: ExpansionPlace, scope: Scope
  ) -> ExpandedNode {
    if let found = eager?.expansions[EagerKey(tree: tree, start: call.rawValue)] { return found }
    let source = Trees[tree]
    let node = source.tree[call]
    let failed = ExpandedNode(tree: tree, node: .error, scope: scope)
    defer { hasExpanded = hasExpanded || host.hasExpanded }
    guard let (info, expansion) = host.begin(node, source.tree, scope, &diagnostics) else { return failed }
    var inner = scope
    inner.expansion = expansion
    let input = MacroInput(
      tokens: source.buffer, arguments: node.arguments, delimiter: node.delimiter, span: node.span, expansion: expansion)
    func done(_ tree: Tree, _ tokens: TokenBuffer, _ node: ExpandedNode.Node) -> ExpandedNode {
      ExpandedNode(tree: Trees.add(ParsedTree(tree: tree, buffer: tokens, crate: crate)), node: node, scope: inner)
    }
    let tokens: TokenBuffer
    if let rules = info.rules {
      guard let made = rules.expand(input, into: &diagnostics) else { return failed }
      tokens = made
    } else {
      guard case .bang(let builtin) = BuiltinMacro(named: info.builtin) else {
        diagnostics.add(.notAMacro(info.name, at: node.span))
        return failed
      }
      host.scope = scope
      switch Expand.expand(builtin, input, host: &host, into: &diagnostics) {
      case .tokens(let made): tokens = made
      case .expr(let tree, let id, let tokens): return done(tree, tokens, .expr(id))
      case .ty(let tree, let id, let tokens): return done(tree, tokens, .ty(id))
      case .item:
        diagnostics.add(.error("`\(info.name)!` is an item, and cannot stand here", at: node.span))
        return failed
      case .undetermined, .failed:
        host.reportUses(&diagnostics)
        return failed
      }
      host.reportUses(&diagnostics)
    }
    switch place {
    case .expr:
      var hasTrailingSemi = false
      let parsed = parseExpression(tokens, hasTrailingSemi: &hasTrailingSemi, diagnostics: &diagnostics)
      return done(parsed.tree, tokens, .expr(parsed.node))
    case .ty:
      let parsed = parseType(tokens, diagnostics: &diagnostics)
      return done(parsed.tree, tokens, .ty(parsed.node))
    case .pat:
      let parsed = parsePattern(tokens, diagnostics: &diagnostics)
      return done(parsed.tree, tokens, .pat(parsed.node))
    }
  }
}

extension MacroHost {
  /// Finds the macro that a call in a body means, and starts an expansion of it. Nil after a message.
  mutating func begin(
    _ node: MacroCall, _ tree: Tree, _ scope: Scope, _ diagnostics: inout DiagnosticList
  ) -> (MacroInfo, ExpansionID)? {
    let path = tree[tree[node.path].segments].map(\.ident)
    let use = MacroUse(path: path, kind: .bang, scope: scope, span: tree[node.path].span, res: nil)
    guard case .res(let res) = lookup.resolveMacro(path, .bang, scope, force: true) else {
      hasExpanded = hasExpanded || path.count > 1
      report(use, &diagnostics)
      return nil
    }
    hasExpanded = true
    guard case .def(.macro, let def) = res, let info = world.macro(def) else {
      if res != .err { diagnostics.add(.notAMacro(path.last!.name, at: use.span)) }
      return nil
    }
    let limit = world.crate(lookup.crate).recursionLimit
    if scope.expansion.depth >= limit {
      diagnostics.add(
        .recursionLimit(limit, macro: info.name, crate: world.crate(lookup.crate).name, at: node.span))
      return nil
    }
    if path.count > 1 { report(use, &diagnostics) }
    return (info, world.addExpansion(of: info, .bang, at: node.span, from: scope))
  }

  /// The messages for a macro path, if it deserves any.
  private mutating func report(_ use: MacroUse, _ diagnostics: inout DiagnosticList) {
    let check = lookup.check(use)
    if let message = check.message { diagnostics.add(message) }
    let first = diagnostics.all.count
    for e in check.privacy { diagnostics.add(.privateName(e.ident, world[e.decl], world)) }
    for e in check.ambiguity { diagnostics.add(.ambiguous(e, world)) }
    diagnostics.mark(.visibility, from: first)
  }

  /// Tells of macros in arguments of macros that were not found.
  mutating func reportUses(_ diagnostics: inout DiagnosticList) {
    for use in uses where use.res == nil { report(use, &diagnostics) }
    uses = []
  }
}

extension ExpansionID {
  /// How many expansions are around what this one makes, itself included.
  var depth: Int {
    var e = self
    var count = 0
    while !e.isRoot {
      count += 1
      e = Hygiene[e].parent
    }
    return count
  }
}
