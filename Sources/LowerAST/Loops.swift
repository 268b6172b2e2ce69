// Loops, labels and jumps.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  private mutating func loopInfo(_ label: ID<Syntax.Label>, _ source: LoopInfo.Source) -> ID<LoopInfo> {
    let ident = label.isNone ? Ident.none : ast[label].ident
    return hir.add(LoopInfo(label: ident, source: source))
  }

  private mutating func bindLabel(_ label: ID<Syntax.Label>, _ info: ID<LoopInfo>) {
    if label.isNone { return }
    let ident = ast[label].ident
    labelRibs.append(.label(ident.name, ident.span.context.forLocals, info, ident.span))
  }

  /// Runs `body` as what `break` and `continue` without label aim at `info` in.
  private mutating func inLoop<R>(_ info: ID<LoopInfo>, _ body: (inout Lowerer) -> R) -> R {
    let savedLoop = loop
    let savedCondition = isInLoopCondition
    let savedBlock = isInLabeledBlock
    loop = .loop(info)
    isInLoopCondition = false
    isInLabeledBlock = false
    let result = body(&self)
    loop = savedLoop
    isInLoopCondition = savedCondition
    isInLabeledBlock = savedBlock
    return result
  }

  mutating func lowerLoop(_ block: ID<Syntax.Block>, _ label: ID<Syntax.Label>, _ span: Span) -> ID<HIR.Expr> {
    let info = loopInfo(label, .loop)
    let count = labelRibs.count
    bindLabel(label, info)
    let body = inLoop(info) { $0.lowerBlock(block) }
    labelRibs.removeSubrange(count...)
    return expr(.loop(body, info), span)
  }

  /// `while c { b }` is `loop { if c { b } else { break; } }`.
  mutating func lowerWhile(
    _ condition: ID<Syntax.Expr>, _ block: ID<Syntax.Block>, _ label: ID<Syntax.Label>, _ span: Span
  ) -> ID<HIR.Expr> {
    let info = loopInfo(label, .while)
    let count = labelRibs.count
    let counts = ribCounts
    bindLabel(label, info)
    let result = inLoop(info) { l in
      l.isInLoopCondition = true
      let lowered = l.lowerExpr(condition)
      l.isInLoopCondition = false
      let then = l.lowerBlockExpr(block)
      let exit = l.expr(.break(info, .none), span)
      let otherwise = l.block([HIR.Stmt(.expr(exit), span)], .none, span)
      let choice = l.expr(.if(lowered, then: then, else: l.blockExpr(otherwise, span)), span)
      let body = l.block([], choice, span)
      return l.expr(.loop(body, info), span)
    }
    ribCounts = counts
    labelRibs.removeSubrange(count...)
    return result
  }

  /// ```
  /// match IntoIterator::into_iter(head) {
  ///   mut iter => loop {
  ///     match Iterator::next(&mut iter) { None => break, Some(pat) => body };
  ///   }
  /// }
  /// ```
  mutating func lowerFor(_ node: Syntax.ForLoop, _ span: Span) -> ID<HIR.Expr> {
    if node.isAwait { report(.unsupported("`for await` loops", at: span), .lowering) }
    let head = lowerExpr(node.iterator)
    let headSpan = ast[node.iterator].span
    let patSpan = ast[node.pat].span
    let counts = ribCounts
    let labelCount = labelRibs.count
    let pat = lowerTopPat(node.pat)
    let info = loopInfo(node.label, .forLoop)
    bindLabel(node.label, info)

    let exit = expr(.break(info, .none), span)
    let noneArm = arm(variantPat(.none, [], span), exit, span)
    let somePat = variantPat(.some, [pat], patSpan)
    let body = inLoop(info) { $0.lowerBlockExpr(node.body) }
    let someArm = arm(somePat, body, span)
    ribCounts = counts
    labelRibs.removeSubrange(labelCount...)

    let (iterPat, iter) = localPat(.iter, headSpan, mutability: .mut)
    let borrow = expr(.addrOf(.ref, .mut, localExpr(iter, .iter, headSpan)), headSpan)
    let next = callLang(.next, [borrow], headSpan)
    let step = matchExpr(next, [noneArm, someArm], .forLoop, headSpan)
    let loopBlock = block([HIR.Stmt(.expr(step), span)], .none, span)
    let loopExpr = expr(.loop(loopBlock, info), span)
    let intoIter = callLang(.intoIter, [head], headSpan)
    let result = matchExpr(intoIter, [arm(iterPat, loopExpr, span)], .forLoop, span)
    return expr(.dropTemps(result), span)
  }

  mutating func lowerLabeledBlock(_ block: ID<Syntax.Block>, _ label: ID<Syntax.Label>, _ span: Span) -> ID<HIR.Expr> {
    if label.isNone { return expr(.block(lowerBlock(block), label: .none), span) }
    let info = loopInfo(label, .block)
    let count = labelRibs.count
    bindLabel(label, info)
    let saved = isInLabeledBlock
    isInLabeledBlock = true
    let lowered = lowerBlock(block, isBreakTarget: true)
    isInLabeledBlock = saved
    labelRibs.removeSubrange(count...)
    return expr(.block(lowered, label: info), span)
  }

  // MARK: Jumps

  /// - Errors: E0267, E0268 (outside of a loop), E0426, E0767 (labels), E0571 (value for a loop without one), E0590, E0695.
  mutating func lowerBreak(_ label: ID<Syntax.Label>, _ value: ID<Syntax.Expr>, _ span: Span) -> ID<HIR.Expr> {
    let lowered: ID<HIR.Expr> = value.isNone ? .none : lowerExpr(value)
    let target = jumpTarget(label, "break", span)
    if let target, !value.isNone {
      switch hir.loops[target].source {
      case .while, .forLoop: report(.breakWithValue(hir.loops[target].source, at: span), .passes)
      default: break
      }
    }
    return expr(.break(target ?? .none, lowered), span)
  }

  /// - Errors: as `lowerBreak`, and E0696 (a block is no loop).
  mutating func lowerContinue(_ label: ID<Syntax.Label>, _ span: Span) -> ID<HIR.Expr> {
    let target = jumpTarget(label, "continue", span)
    if let target, hir.loops[target].source == .block {
      report(.continueToBlock(at: span), .passes)
      return expr(.continue(.none), span)
    }
    return expr(.continue(target ?? .none), span)
  }

  private mutating func jumpTarget(_ label: ID<Syntax.Label>, _ word: StaticString, _ span: Span) -> ID<LoopInfo>? {
    if !label.isNone {
      if let info = resolveLabel(ast[label].ident) { return info }
      switch loop {
      case .closure: report(.jumpInClosure(word, at: span), .passes)
      case .none: report(.jumpOutsideLoop(word, at: span), .passes)
      case .loop: break
      }
      return nil
    }
    if isInLabeledBlock {
      report(.unlabeledJumpInBlock(word, at: span), .passes)
      return nil
    }
    if isInLoopCondition {
      report(.unlabeledJumpInCondition(word, at: span), .passes)
      return nil
    }
    switch loop {
    case .loop(let info): return info
    case .closure:
      report(.jumpInClosure(word, at: span), .passes)
      return nil
    case .none:
      report(.jumpOutsideLoop(word, at: span), .passes)
      return nil
    }
  }
}
