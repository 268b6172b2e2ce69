// The one way in: a checked body gives messages about its patterns.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

/// What checking patterns asks beyond what inference does. Answers are pure functions of frozen tables.
public protocol PatternWorld: TypeckWorld {
  /// Whether `variant` says `#[non_exhaustive]`.
  func isNonExhaustive(_ variant: DefID) -> Bool
  /// Whether messages to `owner` should not name `variant`, which is of another crate: it is unstable or not documented.
  func isHidden(_ variant: DefID, from owner: DefID) -> Bool
}

/// Checks that each `match` of `body` covers all values and each pattern that must match does, and finds patterns that match
/// nothing new. Pure: reads frozen facts only.
///
/// - Requires: the body's types have no error.
/// - Errors: E0004, E0005; warns of `unreachable_patterns`.
/// - Source: Luc Maranget, "Warnings for pattern matching" (2007); rustc's rules on empty types.
public func checkPatterns(_ body: HIR.Body, _ results: TypeckResults, in world: any PatternWorld) -> DiagnosticList {
  var walk = PatternWalk(checker: PatternChecker(body, results, world))
  walk.run()
  return walk.checker.diagnostics
}

/// Finds the patterns of a body. Those of closures come after those of the body around them.
struct PatternWalk: BodyVisitor {
  let checker: PatternChecker
  var tree: HIRTree { checker.hir }
  private var closures: [ID<HIR.Closure>] = []
  init(checker: PatternChecker) {
    self.checker = checker
  }

  mutating func run() {
    visit(checker.body.value)
    for p in tree[checker.body.params] { checker.checkIrrefutable(p, .parameter) }
    var next = 0
    while next < closures.count {
      let c = tree[closures[next]]
      next += 1
      visit(c.body)
      for p in tree[c.params] { checker.checkIrrefutable(p, .closureParameter) }
    }
  }

  mutating func visit(_ expr: HExpr) {
    switch tree[expr].kind {
    case .closure(let id):
      closures.append(id)
      return
    case .match(let scrutinee, let arms, let source): checker.checkMatch(expr, scrutinee, arms, source)
    case .let(let id):
      checker.checkLet(tree[id].pat, tree[id].initializer)
    default: break
    }
    walk(expr)
  }

  mutating func visit(_ stmt: HIR.Stmt) {
    if case .let(let id) = stmt.kind {
      let l = tree[id]
      if l.elseBlock.isNone {
        checker.checkIrrefutable(l.pat, .local(stmt.span, hasInitializer: l.initializer.some != nil), scrutinee: l.initializer.some)
      } else {
        checker.checkLet(l.pat, l.initializer)
      }
    }
    walk(stmt)
  }

  mutating func visit(_ pat: HPat) {}
}
