// The functions, statics and constants that a body names.
import Defs
import HIR
import Program
import Resolve
import Support
import Typecheck

/// Collects what the paths and method calls of a body mean, those of its closures included. Sharing: per task.
struct BodyMentions: BodyVisitor {
  let tree: HIRTree
  let results: TypeckResults
  /// Only what stands inside of this closure; `.none`: everything.
  private var closure: DefID
  private var isInside: Bool
  private(set) var found: [DefID] = []
  /// Constants with a body of their own that stand in this one: lengths of arrays.
  private(set) var anonConsts: [DefID] = []

  static func mentions(in checked: CheckedBody, closure: DefID = .none) -> BodyMentions {
    var finder = BodyMentions(checked, closure)
    for p in checked.body.tree[checked.body.params] { finder.visit(p) }
    finder.visit(checked.body.value)
    return finder
  }

  private init(_ checked: CheckedBody, _ closure: DefID) {
    tree = checked.body.tree
    results = checked.results
    self.closure = closure
    isInside = closure.isNone
  }

  private mutating func add(_ def: DefID) { if isInside { found.append(def) } }

  mutating func visit(_ expr: ID<HIR.Expr>) {
    switch tree[expr].kind {
    case .path(let p): if case .def(_, let def) = results.res(of: p) { add(def) }
    case .methodCall: if let m = results.method(of: expr) { add(m.def) }
    case .repeat(_, let count): if isInside, case .anon(let def) = tree[count].kind { anonConsts.append(def) }
    case .inlineAsm(let id):
      for o in tree[tree[id].operands] { if case .symStatic(let def) = o { add(def) } }
    case .closure(let id):
      add(tree[id].def)
      if tree[id].def == closure {
        isInside = true
        walk(expr)
        isInside = false
        return
      }
    default: break
    }
    walk(expr)
  }
}
