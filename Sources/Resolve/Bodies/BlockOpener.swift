// One block with items or statement macros: expanded to a flat list of statements.
import Defs
import Diagnostics
import Expand
import Parallel
import Parse
import Source
import Support
import Syntax

/// The work of opening one block. Sharing: none.
struct BlockOpener {
  /// A statement, or a macro call that will become statements.
  private enum Piece {
    case placed(PlacedStmt)
    case call(Int)
  }
  private struct Call {
    var tree: TreeID
    var stmt: ID<Stmt>
    var node: StmtMacro
    var scope: Scope
    var step: MacroScopeID
    var isOpen = true
    var pieces: [Piece] = []
  }

  let resolver: CrateResolver
  let world: World
  let owner: DefID
  private var host: MacroHost
  /// Whether any macro call had a meaning.
  var hasExpanded: Bool { host.hasExpanded }
  private let outer: Scope
  private var module = ModuleID.none
  private var scope: Scope
  private var pieces: [Piece] = []
  private var calls: [Call] = []
  private let firstItem: Int
  var preparedTrees: [TreeID: PreparedTree] = [:]

  init(_ resolver: CrateResolver, _ host: MacroHost, owner: DefID, scope: Scope) {
    self.resolver = resolver
    self.host = host
    self.owner = owner
    self.scope = scope
    world = resolver.world
    outer = scope
    firstItem = resolver.items.count
  }

  /// Adds the statements to the block's end.
  mutating func add(_ statements: Run<Stmt>, _ tree: TreeID, depth: Int) {
    pieces += open(statements, tree, isLast: true)
  }

  private mutating func open(_ statements: Run<Stmt>, _ tree: TreeID, isLast: Bool) -> [Piece] {
    let source = Trees[tree]
    var result: [Piece] = []
    for id in statements {
      switch source.tree[id].kind {
      case .item(let item):
        let before = resolver.items.count
        collect(item, tree, source)
        let def = resolver.items.count > before ? resolver.items[before] : .none
        result.append(.placed(PlacedStmt(tree: tree, stmt: id, scope: scope, def: def)))
      case .macroCall(let m):
        let node = source.tree[m]
        if node.style == .noBraces && isLast && id == statements.last {
          result.append(.placed(PlacedStmt(tree: tree, stmt: id, scope: scope, def: .none)))
          continue
        }
        if !node.attributes.isEmpty,
          !resolver.input.cfg.isEnabled(node.attributes, source.tree, source.buffer, into: &resolver.diagnostics)
        {
          continue
        }
        let step = MacroScopeID(
          world.t.pointee.macroScopes.append(MacroScope(kind: .invocation, parent: scope.macros)))
        calls.append(Call(tree: tree, stmt: id, node: node, scope: scope, step: step))
        if !module.isNone { (world.modules.base + module.index).pointee.pendingInvocations += 1 }
        result.append(.call(calls.count - 1))
        scope.macros = step
      default:
        result.append(.placed(PlacedStmt(tree: tree, stmt: id, scope: scope, def: .none)))
      }
    }
    return result
  }

  private mutating func collect(_ item: ID<Item>, _ tree: TreeID, _ source: ParsedTree) {
    let prepared = preparedTrees[tree] ?? PreparedTree(source.tree)
    preparedTrees[tree] = prepared
    var preparer = Preparer(world, resolver.input.cfg, source.tree, source.buffer, into: prepared)
    preparer.prepare(item)
    resolver.diagnostics.add(contentsOf: preparer.diagnostics)
    if prepared[item].flags.contains(.isGone) { return }
    needModule()
    let unit = SourceUnit(treeID: tree, tree: source.tree, tokens: source.buffer, items: .empty, prepared: prepared)
    let directory = resolver.blockDirectory(at: source.tree[item].span)
    if !preparer.outlineMods.isEmpty { resolver.loadMods([(unit, preparer.outlineMods, directory)]) }
    var context = CollectContext(
      unit: unit, scope: Scope(module: module, macros: scope.macros, expansion: scope.expansion), container: owner,
      position: .module, directory: directory, depth: scope.expansion.depth,
      inheritedVisibility: .restricted(world[world[module].nearestMod].def))
    resolver.collect(item, &context)
    scope.macros = context.scope.macros
  }

  private mutating func needModule() {
    guard module.isNone else { return }
    module = resolver.addModule(
      .block, def: .none, parent: outer.module, expansion: outer.expansion, span: .none,
      noImplicitPrelude: world[outer.module].noImplicitPrelude)
    var open: Int32 = 0
    for c in calls where c.isOpen { open += 1 }
    (world.modules.base + module.index).pointee.pendingInvocations = open
  }

  // MARK: To the end

  mutating func finish() -> OpenedBlock {
    var force = false
    while true {
      resolver.resolveImports()
      var isProgress = false
      var isOpen = false
      var i = 0
      while i < calls.count {
        if calls[i].isOpen {
          if attempt(i, force: force) { isProgress = true } else { isOpen = true }
        }
        i += 1
      }
      if !resolver.invocations.isEmpty {
        if resolver.expandRound(force: force) { isProgress = true }
        if !resolver.invocations.isEmpty { isOpen = true }
      }
      if !isOpen && resolver.invocations.isEmpty { break }
      if force && !isProgress {
        resolver.giveUp()
        break
      }
      force = !isProgress
    }
    resolver.resolveImports()
    if !module.isNone { resolver.finishBody() }
    var result = outer
    if !module.isNone { result.module = module }
    result.macros = outer.macros
    var statements: [PlacedStmt] = []
    flatten(pieces, into: &statements)
    return OpenedBlock(
      scope: result, module: module, statements: statements, items: Array(resolver.items[firstItem...]))
  }

  private func flatten(_ pieces: [Piece], into statements: inout [PlacedStmt]) {
    for piece in pieces {
      switch piece {
      case .placed(var stmt):
        if !module.isNone { stmt.scope.module = module }
        statements.append(stmt)
      case .call(let i): flatten(calls[i].pieces, into: &statements)
      }
    }
  }

  /// Tries one call. Returns whether it is done.
  private mutating func attempt(_ i: Int, force: Bool) -> Bool {
    let call = calls[i]
    let source = Trees[call.tree]
    let node = source.tree[call.node.call]
    var from = call.scope
    if !module.isNone { from.module = module }
    let path = source.tree[source.tree[node.path].segments].map(\.ident)
    if case .undetermined = host.lookup.resolveMacro(path, .bang, from, force: force) { return false }
    close(i)
    // What the call makes stands where the call stood: the textual scope goes on from there.
    let after = scope
    scope = from
    defer {
      let step = world.t.pointee.macroScopes.base + call.step.index
      step.pointee.kind = .alias
      step.pointee.parent = scope.macros
      scope = after
    }
    guard let (info, expansion) = host.begin(node, source.tree, from, &resolver.diagnostics) else { return true }
    scope.expansion = expansion
    let input = MacroInput(
      tokens: source.buffer, arguments: node.arguments, delimiter: node.delimiter, span: node.span, expansion: expansion)
    var tokens: TokenBuffer? = nil
    if let rules = info.rules {
      tokens = rules.expand(input, into: &resolver.diagnostics)
    } else if case .bang(let builtin) = BuiltinMacro(named: info.builtin) {
      host.scope = from
      switch Expand.expand(builtin, input, host: &host, into: &resolver.diagnostics) {
      case .tokens(let made): tokens = made
      case .expr, .ty:
        // A node that tokens cannot express: the lowerer asks for it as an expression.
        calls[i].pieces = [.placed(PlacedStmt(tree: call.tree, stmt: call.stmt, scope: from, def: .none))]
        return true
      case .item(let tree, let id, let made):
        let treeID = Trees.add(ParsedTree(tree: tree, buffer: made, crate: resolver.crate))
        collect(id, treeID, Trees[treeID])
      case .undetermined, .failed: break
      }
      host.reportUses(&resolver.diagnostics)
    }
    guard let tokens else { return true }
    let parsed = parseStatements(tokens, hasSemi: call.node.style == .semicolon, diagnostics: &resolver.diagnostics)
    let treeID = Trees.add(ParsedTree(tree: parsed.tree, buffer: tokens, crate: resolver.crate))
    calls[i].pieces = open(parsed.node, treeID, isLast: isLastPiece(i))
    return true
  }

  private mutating func close(_ i: Int) {
    calls[i].isOpen = false
    if !module.isNone { (world.modules.base + module.index).pointee.pendingInvocations -= 1 }
  }

  private func isLastPiece(_ i: Int) -> Bool {
    var last = pieces.last
    while case .call(let j) = last {
      if i == j { return true }
      last = calls[j].pieces.last
    }
    return false
  }
}
