// Opens every block of a body ahead of time, by a walk over its expressions.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

/// The walk over one eager body. Sharing: none.
struct BlockFinder {
  private let world: World
  private var expander: BodyExpander
  private var tree: TreeID
  private var ast: Tree
  private var scope: Scope
  /// What may make impls: macros of items, and of the blocks met so far.
  private var scan: BodyScan
  private(set) var result = EagerResult()

  init(_ world: World, owner: DefID, scan: BodyScan) {
    self.world = world
    self.scan = scan
    expander = BodyExpander(world, owner: owner)
    tree = Defs[owner].tree
    ast = Trees[tree].tree
    scope = world.scope(of: owner)
  }

  /// Opens the blocks of the owner's body, and of bodies of items in it.
  mutating func run(_ owner: DefID) {
    let def = Defs[owner]
    guard case .item(let item) = def.node else { return }
    switch ast[item].kind {
    case .fn(let f):
      switch ast[f].body {
      case .none: return
      case .block(let b): visit(b)
      case .tokens(let range):
        let outer = tree
        let (parsed, block) = expander.parseBody(range, in: tree)
        result.bodies.append((EagerKey(tree: tree, start: range.start), parsed, block))
        enter(parsed)
        visit(block)
        enter(outer)
      }
    case .const(let c): visit(ast[c].value)
    case .static(let s): visit(ast[s].value)
    default: return
    }
    result.diagnostics.add(contentsOf: expander.diagnostics)
    expander.diagnostics = DiagnosticList()
    result.hasExpanded = expander.hasExpanded
    if let counters = expander.counters { result.counters.append((owner, counters)) }
  }

  private mutating func enter(_ id: TreeID) {
    if tree == id { return }
    tree = id
    ast = Trees[id].tree
  }

  // MARK: Blocks and statements

  private mutating func visit(_ id: ID<Block>) {
    if id.isNone { return }
    let statements = ast[id].statements
    if statements.isEmpty { return }
    let key = EagerKey(tree: tree, start: statements.start)
    let opened = expander.openBlock(statements, in: tree, scope: scope)
    let isChanged = opened.statements.count != statements.count || opened.statements.contains { $0.tree != tree }
    if isChanged || !opened.module.isNone { result.blocks.append((key, opened)) }
    result.items += opened.items
    let makers = BodyScan.makers(among: opened.items, from: scan.makers)
    if makers.count > scan.makers.count {
      scan = BodyScan(makers: makers)
      result.makers = makers
    }
    let outer = (tree, scope)
    for placed in opened.statements {
      enter(placed.tree)
      scope = placed.scope
      visit(placed.stmt)
    }
    enter(outer.0)
    scope = outer.1
  }

  private mutating func visit(_ id: ID<Stmt>) {
    switch ast[id].kind {
    case .let(let l):
      let node = ast[l]
      visit(node.initializer)
      visit(node.elseBlock)
    case .expr(let e), .semi(let e): visit(e)
    case .macroCall(let m): visit(ast[m].call)
    case .item, .empty: break
    }
  }

  /// A macro call in an expression: expanded now only if it can matter.
  private mutating func visit(_ call: ID<MacroCall>) {
    let source = Trees[tree]
    let node = ast[call]
    let name = ast[ast[node.path].segments].last?.ident.name ?? .empty
    guard scan.isEager(source.buffer, node.arguments) || scan.namesMaker(source.buffer, node.arguments)
      || scan.makers.contains(name.rawValue)
    else { return }
    let expanded = expander.expand(call, in: tree, as: .expr, scope: scope)
    result.expansions.append((EagerKey(tree: tree, start: call.rawValue), expanded))
    guard case .expr(let e) = expanded.node else { return }
    let outer = (tree, scope)
    enter(expanded.tree)
    scope = expanded.scope
    visit(e)
    enter(outer.0)
    scope = outer.1
  }

  // MARK: Expressions

  private mutating func visit(_ list: IDList<Expr>) {
    for e in ast[list] { visit(e) }
  }

  private mutating func visit(_ id: ID<Expr>) {
    if id.isNone { return }
    switch ast[id].kind {
    case .literal, .path, .continue, .underscore, .offsetOf, .builtin, .inlineAsm, .includedBytes, .error: break
    case .unary(_, let e), .addrOf(_, _, let e), .field(let e, _), .cast(let e, _), .typeAscription(let e, _), .paren(let e),
      .let(_, let e), .break(_, let e), .return(let e), .yield(let e), .become(let e), .yeet(let e), .await(let e), .use(let e),
      .try(let e), .attributed(_, let e):
      visit(e)
    case .binary(_, let a, let b), .assign(let a, let b), .assignOp(_, let a, let b), .index(let a, let b),
      .range(let a, let b, _), .repeat(let a, let b):
      visit(a)
      visit(b)
    case .call(let callee, let args):
      visit(callee)
      visit(args)
    case .methodCall(let m):
      let node = ast[m]
      visit(node.receiver)
      visit(node.args)
    case .tuple(let list), .array(let list): visit(list)
    case .structure(let s):
      let node = ast[s]
      for f in node.fields { visit(ast[f].value) }
      if case .base(let e) = node.rest { visit(e) }
    case .if(let condition, let then, let otherwise):
      visit(condition)
      visit(then)
      visit(otherwise)
    case .match(let subject, let arms):
      visit(subject)
      for arm in arms {
        visit(ast[arm].guardExpr)
        visit(ast[arm].body)
      }
    case .while(let condition, let body, _):
      visit(condition)
      visit(body)
    case .forLoop(let f):
      visit(ast[f].iterator)
      visit(ast[f].body)
    case .loop(let b, _), .block(let b, _), .unsafeBlock(let b), .constBlock(let b), .coroutineBlock(_, _, let b),
      .tryBlock(let b, _):
      visit(b)
    case .closure(let c): visit(ast[c].body)
    case .macroCall(let call): visit(call)
    case .formatArgs(let f):
      let arguments = ast[f].arguments
      for a in arguments { visit(ast[a].expr) }
    }
  }
}

/// What opening one eager body gave.
struct EagerResult {
  var blocks: [(EagerKey, OpenedBlock)] = []
  var bodies: [(EagerKey, TreeID, ID<Block>)] = []
  var expansions: [(EagerKey, ExpandedNode)] = []
  var items: [DefID] = []
  /// Names of all macros that may make impls, if some are of this body.
  var makers: Set<UInt32> = []
  var counters: [(DefID, Disambiguators)] = []
  var diagnostics = DiagnosticList()
  /// Whether any macro call had a meaning.
  var hasExpanded = false
}
