// Generic params: which lifetimes are early-bound, and in which order arguments come.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

struct GenericsEntry: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: points to frozen lists.
  var fact: GenericsFact
  var lateBound: UnsafeBufferPointer<DefID>
}

extension CollectedHeaders {
  public func generics(of def: DefID) -> GenericsFact { genericsEntry(of: def).fact }

  /// The late-bound lifetimes of a function, in order of its binder's variables.
  public func lateBound(of def: DefID) -> UnsafeBufferPointer<DefID> { genericsEntry(of: def).lateBound }

  func genericsEntry(of def: DefID) -> GenericsEntry {
    let empty = GenericsEntry(
      fact: GenericsFact(all: UnsafeBufferPointer(start: nil, count: 0), parentCount: 0),
      lateBound: UnsafeBufferPointer(start: nil, count: 0))
    return demand(.generics, def, in: tables(of: def).generics, cyclic: empty) { _ in computeGenerics(def) ?? empty }
  }

  private func computeGenerics(_ def: DefID) -> GenericsEntry? {
    let data = Defs[def]
    switch data.kind {
    case .variant, .field, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst, .opaqueTy:
      return GenericsEntry(fact: inherited(data.parent), lateBound: UnsafeBufferPointer(start: nil, count: 0))
    case .closure, .coroutineClosure, .inlineConst:
      return GenericsEntry(fact: inherited(data.parent), lateBound: UnsafeBufferPointer(start: nil, count: 0))
    case .fn, .const, .static, .struct, .enum, .union, .tyAlias, .inherentImpl, .traitImpl, .foreignTy: return own(def, parent: nil)
    case .trait, .traitAlias: return own(def, parent: nil)
    case .assocFn, .assocConst, .assocTy: return own(def, parent: data.parent)
    default: return nil
    }
  }

  private func inherited(_ parent: DefID) -> GenericsFact {
    var fact = generics(of: parent)
    fact.parentCount = fact.count
    return fact
  }

  private func own(_ def: DefID, parent: DefID?) -> GenericsEntry {
    let lowered = ItemLowering(self, def)
    var all: [GenericParamFact] = parent.map { Array(generics(of: $0).all) } ?? []
    let parentCount = all.count
    let kind = Defs[def].kind
    if kind == .trait || kind == .traitAlias {
      all.append(GenericParamFact(def: def, name: .selfType, kind: .type, hasDefault: false, isImplTrait: false))
    }
    let params = lowered.hir[lowered.generics.params]
    let lateBound = lowered.lateBoundLifetimes()
    for p in params {
      if case .lifetime = p.kind, !lateBound.contains(p.def) {
        all.append(GenericParamFact(def: p.def, name: p.ident.name, kind: .lifetime, hasDefault: false, isImplTrait: false))
      }
    }
    for p in params {
      switch p.kind {
      case .lifetime: break
      case .type(let value, let isImplTrait):
        all.append(
          GenericParamFact(def: p.def, name: p.ident.name, kind: .type, hasDefault: !value.isNone, isImplTrait: isImplTrait))
      case .const(_, let value):
        all.append(GenericParamFact(def: p.def, name: p.ident.name, kind: .const, hasDefault: !value.isNone, isImplTrait: false))
      }
    }
    return GenericsEntry(fact: GenericsFact(all: frozen(all), parentCount: parentCount), lateBound: frozen(lateBound))
  }
}

extension ItemLowering {
  /// The lifetimes of a function that its callers choose anew for each call: those in no bound, and in an argument if they are in the
  /// output.
  func lateBoundLifetimes() -> [DefID] {
    guard case .fn(_, let id) = header.kind else { return [] }
    let decl = hir[id]
    var inputs = LifetimeCollector(hir: hir, onlyConstrained: true)
    for t in hir[decl.inputs] { inputs.visit(t) }
    var output = LifetimeCollector(hir: hir)
    output.visit(decl.output)
    var bounds = LifetimeCollector(hir: hir)
    for p in hir[generics.params] {
      switch p.kind {
      case .lifetime: break
      case .type(let value, _): bounds.visit(value)
      case .const(let type, _): bounds.visit(type)
      }
    }
    for p in hir[generics.predicates] {
      switch p.kind {
      case .bound(_, let type, let list):
        bounds.visit(type)
        bounds.visit(list)
      case .lifetime(let lifetime, let list):
        bounds.visit(lifetime)
        bounds.visit(list)
      }
    }
    var result: [DefID] = []
    for p in hir[generics.params] {
      guard case .lifetime = p.kind, !bounds.found.contains(p.def) else { continue }
      if !inputs.found.contains(p.def) && (output.found.contains(p.def) || output.hasOpaque) { continue }
      result.append(p.def)
    }
    return result
  }
}

/// Lifetime params mentioned in types.
struct LifetimeCollector {
  let hir: HIRTree
  /// Leave out places that do not decide what the lifetime is: arguments of projections.
  var onlyConstrained = false
  var found = Set<DefID>()
  var hasOpaque = false
  private var depth = 0

  init(hir: HIRTree, onlyConstrained: Bool = false) {
    self.hir = hir
    self.onlyConstrained = onlyConstrained
  }

  mutating func visit(_ id: ID<Lifetime>) {
    if id.isNone { return }
    if case .param(let def) = hir[id].kind { found.insert(def) }
  }

  mutating func visit(_ id: ID<HIR.Ty>) {
    if id.isNone || depth > 1_000 { return }
    depth += 1
    defer { depth -= 1 }
    switch hir[id].kind {
    case .slice(let t), .array(let t, _), .ptr(_, let t), .pattern(let t, _), .unsafeBinder(_, let t): visit(t)
    case .ref(let r, _, let t):
      visit(r)
      visit(t)
    case .fnPtr(let f):
      for t in hir[hir[f].inputs] { visit(t) }
      visit(hir[f].output)
    case .tuple(let list): for t in hir[list] { visit(t) }
    case .path(let p): visit(path: p)
    case .opaque(let o):
      hasOpaque = true
      visit(hir[o].bounds)
    case .traitObject(let bounds, let r):
      for b in hir[bounds] { visit(path: b.path) }
      visit(r)
    case .never, .infer, .error: break
    }
  }

  mutating func visit(path id: ID<QPath>) {
    let path = hir[id]
    switch path.kind {
    case .typeRelative(let t):
      if onlyConstrained { return }
      visit(t)
    case .resolved(let qself, _):
      if !qself.isNone && onlyConstrained { return }
      visit(qself)
    }
    for (i, s) in path.segments.enumerated() {
      if onlyConstrained && i + 1 < path.segments.count { continue }
      let args = hir[s].args
      if args.isNone { continue }
      visit(hir[args])
    }
  }

  mutating func visit(_ args: HIR.GenericArgs) {
    for a in hir[args.args] {
      switch a {
      case .lifetime(let r): visit(r)
      case .ty(let t): visit(t)
      case .const, .infer: break
      }
    }
    for c in hir[args.constraints] {
      if !c.args.isNone { visit(hir[c.args]) }
      switch c.kind {
      case .equalTy(let t): visit(t)
      case .equalConst: break
      case .bound(let b): visit(b)
      }
    }
  }

  mutating func visit(_ bounds: Run<HIR.Bound>) {
    for b in hir[bounds] {
      switch b {
      case .trait(let t): visit(path: hir[t].path)
      case .outlives(let r): visit(r)
      case .use: break
      }
    }
  }
}
