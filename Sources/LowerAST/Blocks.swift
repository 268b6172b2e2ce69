// Blocks and statements.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerBlock(
    _ id: ID<Syntax.Block>, isBreakTarget: Bool = false, safety: HIR.Block.Safety = .default
  ) -> ID<HIR.Block> {
    let node = lowerBlockNode(id, isBreakTarget: isBreakTarget, safety: safety)
    return hir.add(node)
  }

  mutating func lowerBlockNode(
    _ id: ID<Syntax.Block>, isBreakTarget: Bool = false, safety: HIR.Block.Safety = .default
  ) -> HIR.Block {
    let block = ast[id]
    noteLints(block.attributes, over: block.span)
    let counts = ribCounts
    let labelCount = labelRibs.count
    let old = place
    let opened = expander.openBlock(block.statements, in: treeID, scope: scope)
    scope = opened.scope
    if !opened.module.isNone { ribs.append(.block(opened.module)) }
    var scopes: [DefID: OuterScope] = [:]
    var around = opened.items.isEmpty ? OuterScope() : visibleScope()
    var statements: [HIR.Stmt] = []
    var value: ID<HIR.Expr> = .none
    for (i, placed) in opened.statements.enumerated() {
      place = Place(treeID: placed.tree, ast: Trees[placed.tree].tree, scope: placed.scope)
      if !placed.def.isNone { scopes[placed.def] = visibleScope() }
      lowerStatement(placed, isLast: i + 1 == opened.statements.count, into: &statements, value: &value)
    }
    // Members of an item come behind it.
    for item in opened.items {
      around = scopes[item] ?? around
      nestedItems.append(NestedItem(def: item, outer: around))
    }
    // What followed may have been taken away by `cfg`: the last that is left is the value.
    if value.isNone, case .expr(let last)? = statements.last?.kind, !endsWithEmpty(opened.statements) {
      statements.removeLast()
      value = last
    }
    place = old
    ribCounts = counts
    labelRibs.removeSubrange(labelCount...)
    return HIR.Block(
      statements: hir.stmts.append(contentsOf: statements), value: value, safety: safety, isBreakTarget: isBreakTarget,
      dropsTailTemporariesFirst: edition(block.span) >= .e2024, span: block.span)
  }

  private func endsWithEmpty(_ statements: [PlacedStmt]) -> Bool {
    guard let last = statements.last else { return false }
    if case .empty = Trees[last.tree].tree[last.stmt].kind { return true }
    return false
  }

  private mutating func lowerStatement(
    _ placed: PlacedStmt, isLast: Bool, into statements: inout [HIR.Stmt], value: inout ID<HIR.Expr>
  ) {
    let stmt = ast[placed.stmt]
    switch stmt.kind {
    case .let(let node):
      guard isEnabled(ast[node].attributes) else { return }
      noteLints(ast[node].attributes, over: stmt.span)
      statements.append(HIR.Stmt(.let(lowerLet(ast[node])), stmt.span))
    case .item:
      let def = placed.def
      if def.isNone { return }
      if Defs[def].kind == .macro {
        ribs.append(.macroDefinition(def))
        labelRibs.append(.macroDefinition(def))
        return
      }
      statements.append(HIR.Stmt(.item(def), stmt.span))
    case .expr(let expr):
      guard let lowered = lowerIfEnabled(expr) else { return }
      if isLast { value = lowered } else { statements.append(HIR.Stmt(.expr(lowered), stmt.span)) }
    case .semi(let expr):
      guard let lowered = lowerIfEnabled(expr) else { return }
      statements.append(HIR.Stmt(.semi(lowered), stmt.span))
    case .macroCall(let node):
      // Left by `openBlock`: a call that stands for an expression.
      let node = ast[node]
      guard isEnabled(node.attributes) else { return }
      noteLints(node.attributes, over: stmt.span)
      let lowered = lowerMacroExpr(node.call)
      if isLast && node.style != .semicolon {
        value = lowered
      } else {
        statements.append(HIR.Stmt(node.style == .semicolon ? .semi(lowered) : .expr(lowered), stmt.span))
      }
    case .empty: break
    }
  }

  /// Nil if a `cfg` on the expression takes it away.
  mutating func lowerIfEnabled(_ id: ID<Syntax.Expr>) -> ID<HIR.Expr>? {
    if case .attributed(let attributes, _) = ast[id].kind, !isEnabled(attributes) { return nil }
    return lowerExpr(id)
  }

  private mutating func lowerLet(_ node: Syntax.LetStmt) -> ID<HIR.LetStmt> {
    let ty: ID<HIR.Ty> = node.ty.isNone ? .none : lowerType(node.ty)
    let initializer: ID<HIR.Expr> = node.initializer.isNone ? .none : lowerExpr(node.initializer)
    let elseBlock: ID<HIR.Block> = node.elseBlock.isNone ? .none : lowerBlock(node.elseBlock)
    let pat = lowerTopPat(node.pat)
    return hir.add(
      HIR.LetStmt(isSuper: node.isSuper, pat: pat, ty: ty, initializer: initializer, elseBlock: elseBlock))
  }

  // MARK: Attributes and macros

  mutating func isEnabled(_ attributes: Run<Attribute>) -> Bool {
    if attributes.isEmpty { return true }
    return expander.isEnabled(attributes, in: treeID)
  }

  /// What a macro call turned into, from where it was already expanded if somebody had to look inside before.
  mutating func expandCall(_ call: ID<MacroCall>, as kind: ExpansionPlace) -> ExpandedNode {
    let key = ExpandedCallKey(tree: treeID, call: call)
    if let found = expandedCalls[key] { return found }
    return expander.expand(call, in: treeID, as: kind, scope: scope)
  }

  mutating func lowerMacroExpr(_ call: ID<MacroCall>) -> ID<HIR.Expr> {
    let span = ast[call].span
    let node = expandCall(call, as: .expr)
    guard case .expr(let inner) = node.node else { return hir.add(HIR.Expr(.error, span)) }
    let old = enter(node.tree, node.scope)
    let result = lowerExpr(inner)
    place = old
    return result
  }

  /// `const { … }` in an expression or pattern.
  mutating func lowerInlineConst(_ block: ID<Syntax.Block>, _ id: ID<Syntax.Expr>) -> (DefID, ID<HIR.Expr>) {
    let span = ast[id].span
    let def = makeDef(.inlineConst, node: .expr(id), span: span, identSpan: span)
    let value = inNewBody(def, barrier: .const(genericsAllowed: true, isTrivial: false), isConcrete: false) { l in
      l.lowerBlockExpr(block)
    }
    return (def, value)
  }

  mutating func lowerBlockExpr(_ block: ID<Syntax.Block>, safety: HIR.Block.Safety = .default) -> ID<HIR.Expr> {
    let lowered = lowerBlock(block, safety: safety)
    return hir.add(HIR.Expr(.block(lowered, label: .none), ast[block].span))
  }
}
