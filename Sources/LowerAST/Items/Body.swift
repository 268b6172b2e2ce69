// Bodies: of functions, constants and statics.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  /// The body of the owner; nil if it has none.
  mutating func lowerBodyOfOwner() -> (params: IDList<HIR.Pat>, value: ID<HIR.Expr>)? {
    bindOuterScopes(of: owner)
    bindGenericParams(of: owner, reportsDuplicates: false)
    lifetimeRibs.append(.elided(.infer))
    guard case .item(let id) = Defs[owner].node else { return nil }
    switch ast[id].kind {
    case .fn(let fn): return lowerFnBody(ast[fn])
    case .const(let node): return lowerConstBody(ast[node].value)
    case .static(let node): return lowerConstBody(ast[node].value)
    case .globalAsm(let node): return (.empty, lowerInlineAsm(ast[node], ast[id].span))
    default: return nil
    }
  }

  private mutating func lowerFnBody(_ node: FnItem) -> (params: IDList<HIR.Pat>, value: ID<HIR.Expr>)? {
    let block: ID<Syntax.Block>
    let parsed: TreeID
    switch node.body {
    case .none: return nil
    case .block(let b):
      block = b
      parsed = treeID
    case .tokens(let range): (parsed, block) = expander.parseBody(range, in: treeID)
    }
    let pats = lowerParams(node.signature.params)
    let params = hir.lists.append(pats)
    let old = enter(parsed, scope)
    let value: ID<HIR.Expr>
    switch node.header.coroutine {
    case .none: value = lowerBlockExpr(block)
    case .async: value = lowerAsyncBlock(block, isMove: true, node: .none, span: node.signature.span)
    default:
      // The header's task has given the message.
      value = hir.add(HIR.Expr(.error, node.signature.span))
    }
    place = old
    return (params, value)
  }

  private mutating func lowerConstBody(_ value: ID<Syntax.Expr>) -> (params: IDList<HIR.Pat>, value: ID<HIR.Expr>)? {
    if value.isNone { return nil }
    return (.empty, lowerExpr(value))
  }
}
