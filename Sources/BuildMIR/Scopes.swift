// Scopes: when variables and temporaries die, and how control leaves.
import Defs
import HIR
import MIR
import Source
import Support
import Syntax
import Typecheck
import Types

/// What leaving a scope has to do, in reverse order of scheduling.
struct Scope {
  struct Drop {
    var local: LocalID
    /// Run the destructor, too; else the storage just ends.
    var isValue: Bool
    var hasStorage: Bool
    var source: SourceInfoID
    /// Tells it from all others of the body.
    var serial: UInt32
  }
  var drops: [Drop] = []
}

/// A step of a way out of scopes: what is dropped, and where control goes then.
struct ExitKey: Hashable {
  var serial: UInt32
  var next: BasicBlockID
}

/// What `break`, `continue` and `return` aim at.
struct Breakable {
  var info: ID<HIR.LoopInfo>
  /// `.none` for blocks.
  var continueBlock: BasicBlockID
  var breakBlock: BasicBlockID
  var destination: Place
  /// Number of scopes that stay.
  var depth: Int
}

extension Builder {
  mutating func pushScope() { scopes.append(Scope()) }

  /// Ends the innermost scope: its drops, on the path at hand.
  mutating func popScope() {
    emitDrops(of: scopes[scopes.count - 1])
    scopes.removeLast()
  }

  mutating func inScope<R>(_ body: (inout Builder) -> R) -> R {
    pushScope()
    let r = body(&self)
    popScope()
    return r
  }

  /// Runs `body` in a scope that its temporaries end with.
  mutating func inTemporaryScope<R>(_ body: (inout Builder) -> R) -> R {
    pushScope()
    temporaryScopes.append(scopes.count - 1)
    let r = body(&self)
    temporaryScopes.removeLast()
    popScope()
    return r
  }

  /// Leaves all scopes from the innermost out to number `depth` for `target`; what follows is unreachable. The scopes stay open for
  /// other paths, and ways out that have a stretch in common share its blocks.
  mutating func leave(to target: BasicBlockID, depth: Int, _ span: Span) {
    var next = target
    for i in depth..<max(depth, scopes.count) {
      for d in scopes[i].drops { next = exitBlock(d, next) }
    }
    mir.terminate(block, .goto(next), at: source(span))
    block = mir.newBlock()
  }

  /// The block that ends `d`, then goes to `next`.
  private mutating func exitBlock(_ d: Scope.Drop, _ next: BasicBlockID) -> BasicBlockID {
    let key = ExitKey(serial: d.serial, next: next)
    if let known = exits[key] { return known }
    let start = mir.newBlock()
    var end = start
    if d.isValue {
      end = d.hasStorage ? mir.newBlock() : next
      mir.terminate(start, .drop(Place(d.local), target: end, unwind: .continue, replace: false), at: d.source)
    }
    if d.hasStorage {
      mir.push(.storageDead(d.local), in: end, at: d.source)
      mir.terminate(end, .goto(next), at: d.source)
    }
    exits[key] = start
    return start
  }

  private mutating func emitDrops(of scope: Scope) {
    for d in scope.drops.reversed() {
      if d.isValue {
        let next = mir.newBlock()
        mir.terminate(block, .drop(Place(d.local), target: next, unwind: .continue, replace: false), at: d.source)
        block = next
      }
      if d.hasStorage { mir.push(.storageDead(d.local), in: block, at: d.source) }
    }
  }

  mutating func scheduleDrop(_ local: LocalID, _ span: Span, isArgument: Bool = false, scope: Int? = nil) {
    let at = scope ?? scopes.count - 1
    if at == Self.noScope { return }
    let isValue = needsDrop(mir.locals[local].type)
    if !isValue && isArgument { return }
    dropCount += 1
    scopes[at].drops.append(
      Scope.Drop(local: local, isValue: isValue, hasStorage: !isArgument, source: source(span), serial: dropCount))
  }

  /// A temporary of `type` that dies with the scope temporaries belong to, and is given its value now.
  mutating func newTemporary(_ type: TypeID, _ span: Span) -> LocalID {
    let (local, scope) = liveTemporary(type, span, for: nil)
    scheduleDrop(local, span, scope: scope)
    return local
  }

  /// A temporary, and the scope that ends it (a longer one may be noted for `expr`): the caller schedules the drop once it has a value.
  mutating func liveTemporary(_ type: TypeID, _ span: Span, for expr: HExpr?) -> (local: LocalID, scope: Int) {
    let local = mir.newLocal(type, at: source(span))
    mir.push(.storageLive(local), in: block, at: source(span))
    return (local, expr.flatMap { extended[$0.rawValue] } ?? temporaryScopes.last ?? scopes.count - 1)
  }

  /// A temporary without drop or storage marks: a value used at once.
  mutating func scratch(_ type: TypeID, _ span: Span) -> LocalID { mir.newLocal(type, at: source(span)) }

  // MARK: Extended temporaries

  /// The scope of what the value of a constant or static borrows: it never ends.
  static var noScope: Int { -1 }

  /// Notes that temporaries of `expr` that a `let` borrows live as long as the block at hand.
  ///
  /// - Source: Rust Reference, "Temporary lifetime extension".
  mutating func extendTemporaries(_ expr: HExpr, to scope: Int) {
    switch hir[expr].kind {
    case .addrOf(_, _, let inner):
      extendTemporaries(inner, to: scope)
      extendPlace(inner, to: scope)
    case .structure(let s):
      for f in hir[hir[s].fields] { extendTemporaries(f.value, to: scope) }
    case .tuple(let l), .array(let l):
      for e in hir[l] { extendTemporaries(e, to: scope) }
    case .call(let f, let args):
      // Constructors of tuple structs and variants extend like struct expressions.
      if case .path(let p) = hir[f].kind, case .def(let k, _) = results.res(of: p), k == .structCtorFn || k == .variantCtorFn {
        for a in hir[args] { extendTemporaries(a, to: scope) }
      }
    case .cast(let e, _): extendTemporaries(e, to: scope)
    case .block(let b, _):
      for s in hir[hir[b].statements] { if case .let(let l) = s.kind, hir[l].isSuper { extendedLets[hir[l].pat.rawValue] = scope } }
      if let v = hir[b].value.some { extendTemporaries(v, to: scope) }
    case .if(_, let t, let e):
      extendTemporaries(t, to: scope)
      if let e = e.some { extendTemporaries(e, to: scope) }
    case .match(_, let arms, _): for a in hir[arms] { extendTemporaries(a.body, to: scope) }
    default: break
    }
  }

  /// The operand of a borrow: it, and what it is a part of.
  mutating func extendPlace(_ expr: HExpr, to scope: Int) {
    var e = expr
    while true {
      extended[e.rawValue] = scope
      switch hir[e].kind {
      case .addrOf(_, _, let x), .unary(.deref, let x), .field(let x, _), .index(let x, _): e = x
      default: return
      }
    }
  }

  /// Whether `pat` binds by reference, so that what it is matched against must live on.
  func bindsByReference(_ pat: HPat) -> Bool {
    switch hir[pat].kind {
    case .binding(let b): return hir[b].isRef || (hir[b].sub.some.map { bindsByReference($0) } ?? false)
    case .structure(let s): return hir[hir[s].fields].contains { bindsByReference($0.pat) }
    case .slice(let s):
      return hir[hir[s].before].contains { bindsByReference($0) } || hir[hir[s].after].contains { bindsByReference($0) }
        || (hir[s].middle.some.map { bindsByReference($0) } ?? false)
    case .tuple(let l, _), .or(let l): return hir[l].contains { bindsByReference($0) }
    case .tupleStruct(let t): return hir[hir[t].fields].contains { bindsByReference($0) }
    case .box(let p): return bindsByReference(p)
    default: return false
    }
  }
}
