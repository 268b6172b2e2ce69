// The one way in: rules for whole bodies that inference does not need.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

/// What these checks ask beyond what inference does. Answers are pure functions of frozen tables.
public protocol BodyWorld: TypeckWorld {
  /// Whether a function says `const`, or is a constructor or intrinsic that may be called in constants.
  func isConstFn(_ def: DefID) -> Bool
  func isConstTrait(_ def: DefID) -> Bool
  func isIntrinsic(_ def: DefID) -> Bool
  /// The size of values of a type without parameters, in bytes; nil if it has none or that is not known.
  func size(of type: TypeID) -> UInt64?
  /// Of a static: whether it is `mut`; whether it is of an `extern` block and not `safe`.
  func isMutableStatic(_ def: DefID) -> Bool
  func isUnsafeForeignStatic(_ def: DefID) -> Bool
  /// Whether bodies of `crate` may use what is not `const` yet: they are not checked then.
  func hasOpenConstness(_ crate: CrateID) -> Bool
}

/// What checking one body gives: errors, and lints, which are told only if there are no errors at all.
public struct BodyMessages: Sendable {
  public var unsafety = DiagnosticList()
  public var sizes = DiagnosticList()
  public var constness = DiagnosticList()
  public var lints = DiagnosticList()
  public init() {}
}

/// Checks a body whose types have no error. Pure: reads frozen facts only.
///
/// - Errors: E0133 (unsafe operations outside of `unsafe`), E0793 (references to packed fields), E0512 (`transmute` between sizes), E0015 (calls of functions that are not `const` in constants); the
///   lint `overflowing_literals`.
public func checkBody(_ body: HIR.Body, _ results: TypeckResults, in world: any BodyWorld) -> BodyMessages {
  var checker = BodyChecker(body, results, world)
  checker.run()
  return checker.messages
}

typealias HExpr = ID<HIR.Expr>
typealias HPat = ID<HIR.Pat>

/// One walk for all rules. Sharing: none.
struct BodyChecker: BodyVisitor {
  let world: any BodyWorld
  let facts: any HeaderFacts
  let body: HIR.Body
  let tree: HIRTree
  let results: TypeckResults
  var messages = BodyMessages()
  /// Inside of `unsafe { … }` or an unsafe function.
  var isUnsafe = false
  /// The words for the constant that is being computed; nil in functions that run.
  var constContext: StaticString?
  /// The expression is the left side of an assignment, or what leads to it.
  var isAssigned = false
  var isInUnionPattern = false
  /// `-literal`: the literal's value is that of the negation.
  var negated: (literal: HExpr, whole: HExpr) = (.none, .none)

  init(_ body: HIR.Body, _ results: TypeckResults, _ world: any BodyWorld) {
    self.world = world
    facts = world.facts
    self.body = body
    tree = body.tree
    self.results = results
    switch Defs[body.owner].kind {
    case .fn, .assocFn:
      isUnsafe = facts.fnSig(of: body.owner).isUnsafe
      if world.isConstFn(body.owner) { constContext = "constant functions" }
    case .static: constContext = "statics"
    default: constContext = "constants"
    }
    if world.hasOpenConstness(body.owner.crate) { constContext = nil }
  }

  mutating func run() {
    for p in tree[body.params] { visit(p) }
    visit(body.value)
  }

  mutating func visit(_ block: ID<HIR.Block>) {
    let saved = isUnsafe
    if tree[block].safety != .default { isUnsafe = true }
    walk(block)
    isUnsafe = saved
  }

  mutating func visit(_ expr: HExpr) {
    let kind = tree[expr].kind
    switch kind {
    case .field, .path, .cast: break
    default: isAssigned = false
    }
    checkUnsafety(expr, kind)
    checkBorrow(expr, kind)
    checkTransmute(expr, kind)
    if case .structure(let id) = kind { checkPrivacy(tree[id], results.type(of: expr), results.res(of: tree[id].path)) }
    if constContext != nil { checkConst(expr, kind) }
    switch kind {
    case .literal(let l): checkLiteral(l, results.type(of: expr), isNegated: negated.literal == expr, at: tree[negated.literal == expr ? negated.whole : expr].span)
    case .unary(.neg, let inner):
      if case .literal = tree[inner].kind { negated = (inner, expr) }
      visit(inner)
    case .assign(let place, let value):
      // `place = value` does not read a union's field.
      isAssigned = true
      visit(place)
      isAssigned = false
      visit(value)
    case .addrOf(.raw, _, let place):
      visitRawBorrow(place)
    case .closure(let id):
      // What a closure does when called is not done in a constant.
      let saved = constContext
      constContext = nil
      for p in tree[tree[id].params] { visit(p) }
      visit(tree[id].body)
      constContext = saved
    case .constBlock(_, let inner):
      let saved = constContext
      if !world.hasOpenConstness(body.owner.crate) { constContext = "constants" }
      visit(inner)
      constContext = saved
    default: walk(expr)
    }
  }
}
