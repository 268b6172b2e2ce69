// Lifetimes: named ones by rib, left-out ones by the rules of elision.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// One entry of the stack of lifetime scopes, innermost last.
enum LifetimeRib {
  /// `context` normalised for `macro`. A def of `.none` is a lifetime that was an error where it was declared.
  case binding(Name, SyntaxContext, DefID, Span)
  /// `'_` and left-out ones become params: appended to `freshLifetimes[list]`. `reportsInPath`: E0726 for ones left out of a path.
  case create(list: Int, reportsInPath: Bool)
  case elided(Lifetime.Kind)
  /// E0637.
  case reportError
  /// `'static` for associated consts.
  case staticIfNoneInScope
  case elisionFailure
  /// Lifetimes of an outer item stop here.
  case item
  case constParamTy
  case concreteAnonConst
}

/// What is known so far of the lifetime that an output may leave out.
private enum Elision {
  case none, failed
  case param(Lifetime.Kind), ofSelf(Lifetime.Kind)
}

/// A lifetime that elision could not give.
struct MissingLifetime {
  var span: Span
  /// Left out after `&`, written `'_`, or left out of a path's arguments (how many).
  enum Kind { case ampersand, underscore, path(Int) }
  var kind: Kind
}

extension Lowerer {
  mutating func lowerLifetime(_ ident: Ident) -> ID<Lifetime> {
    hir.add(Lifetime(kind: resolveLifetime(ident), ident: ident))
  }

  private mutating func candidate(_ kind: Lifetime.Kind) {
    switch kind {
    case .param, .static: elisionCandidates?.append(kind)
    default: break
    }
  }

  private mutating func resolveLifetime(_ ident: Ident) -> Lifetime.Kind {
    if ident.name == .staticLifetime {
      candidate(.static)
      return .static
    }
    if ident.name == .underscoreLifetime { return resolveAnonymous(MissingLifetime(span: ident.span, kind: .underscore), ident) }
    let context = ident.span.context.forItems
    var i = lifetimeRibs.count
    search: while i > 0 {
      i -= 1
      switch lifetimeRibs[i] {
      case .binding(let name, let bound, let def, _):
        if name == ident.name && bound == context {
          if def.isNone { return .error }
          candidate(.param(def))
          return .param(def)
        }
      case .item: break search
      case .constParamTy:
        report(.lifetimeInTypeOfConstParam(ident))
        return .error
      case .concreteAnonConst:
        report(.lifetimeInAnonConst(ident))
        return .error
      default: break
      }
    }
    var isOuter = false
    for case .binding(let name, let bound, _, _) in lifetimeRibs[..<i] where name == ident.name && bound == context { isOuter = true }
    for outerOwner in outerOwners where !isOuter {
      isOuter = world.genericParams(of: outerOwner).contains {
        Defs[$0].kind == .lifetimeParam && Defs[$0].name == ident.name && Defs[$0].identSpan.context.forItems == context
      }
    }
    report(isOuter ? .lifetimeFromOuterItem(ident) : .undeclaredLifetime(ident, derive: deriveOfOwner))
    return .error
  }

  /// The `derive` that made the item at hand; none if it was written.
  private var deriveOfOwner: Span {
    let context = Defs[owner].span.context
    if context.isRoot { return .none }
    let expansion = Hygiene[Hygiene.data(context).outerExpansion]
    return expansion.kind == .derive ? expansion.callSite : .none
  }

  /// Whether this is the value of an associated type without params of a trait impl.
  private var isPlainAssocTypeOfImpl: Bool {
    let def = Defs[owner]
    return def.kind == .assocTy && Defs[def.parent].kind == .traitImpl && world.genericParams(of: owner).isEmpty
  }

  /// The lifetime left out after `&`.
  mutating func lowerElidedLifetime(at span: Span) -> ID<Lifetime> {
    let ident = Ident(.underscoreLifetime, span)
    return hir.add(Lifetime(kind: resolveAnonymous(MissingLifetime(span: span, kind: .ampersand), ident), ident: ident))
  }

  private mutating func resolveAnonymous(_ missing: MissingLifetime, _ ident: Ident) -> Lifetime.Kind {
    var i = lifetimeRibs.count
    while i > 0 {
      i -= 1
      switch lifetimeRibs[i] {
      case .create(let list, _):
        let kind = makeFresh(ident, list)
        candidate(kind)
        return kind
      case .elided(let kind):
        candidate(kind)
        return kind
      case .staticIfNoneInScope:
        candidate(.static)
        return .static
      case .reportError:
        if case .ampersand = missing.kind, isPlainAssocTypeOfImpl {
          report(.missingLifetimeInAssocType(at: missing.span))
        } else {
          report(.anonymousLifetimeNotAllowed(missing))
        }
        return .error
      case .elisionFailure:
        elisionFailures.append(missing)
        return .error
      case .item:
        i = 0
      default: break
      }
    }
    report(.missingLifetime([missing]))
    return .error
  }

  mutating func makeFresh(_ ident: Ident, _ list: Int) -> Lifetime.Kind {
    let def = makeDef(.lifetimeParam, name: .underscoreLifetime, node: .none, span: ident.span, identSpan: ident.span)
    freshLifetimes[list].append(
      HIR.GenericParam(def: def, ident: ident, kind: .lifetime(isElided: true), mayDangle: false))
    return .param(def)
  }

  /// The lifetimes that a path leaves out: `count` arguments for the segment at `span`.
  ///
  /// - Returns: empty where they are to be inferred.
  mutating func lowerElidedPathLifetimes(_ count: Int, at span: Span) -> [ID<Lifetime>] {
    let ident = Ident(.underscoreLifetime, span)
    return elidedPathLifetimes(count, ident).map { hir.add(Lifetime(kind: $0, ident: ident)) }
  }

  private mutating func elidedPathLifetimes(_ count: Int, _ ident: Ident) -> [Lifetime.Kind] {
    let missing = MissingLifetime(span: ident.span, kind: .path(count))
    let errors = [Lifetime.Kind](repeating: .error, count: count)
    for rib in lifetimeRibs.reversed() {
      switch rib {
      case .create(let list, let reportsInPath):
        if reportsInPath {
          report(.implicitElidedLifetime(at: ident.span))
          return errors
        }
        let kinds = (0..<count).map { _ in makeFresh(ident, list) }
        for k in kinds { candidate(k) }
        return kinds
      case .elided(.infer): return []
      case .elided(let kind):
        candidate(kind)
        return Array(repeating: kind, count: count)
      case .staticIfNoneInScope: return Array(repeating: .static, count: count)
      case .elisionFailure:
        elisionFailures.append(missing)
        return errors
      case .reportError, .item:
        report(.missingLifetime([missing]))
        return errors
      default: break
      }
    }
    report(.missingLifetime([missing]))
    return errors
  }

  /// The lifetime that a function's output gets where it leaves one out; nil if elision fails.
  ///
  /// - Source: Rust Reference, "Lifetime elision".
  mutating func lowerInputs<C: Collection>(
    _ params: C, hasSelf: Bool, lower: (inout Lowerer, C.Element, Int) -> ID<HIR.Ty>
  ) -> (types: [ID<HIR.Ty>], output: Lifetime.Kind?) {
    let outer = elisionCandidates
    var elision = Elision.none
    var types: [ID<HIR.Ty>] = []
    for (index, param) in params.enumerated() {
      elisionCandidates = []
      let ty = lower(&self, param, index)
      types.append(ty)
      var distinct: [Lifetime.Kind] = []
      for c in elisionCandidates! where !distinct.contains(where: { $0.isSame(as: c) }) { distinct.append(c) }
      if !distinct.isEmpty {
        switch elision {
        case .none: elision = distinct.count == 1 ? .param(distinct[0]) : .failed
        case .param: elision = .failed
        case .ofSelf, .failed: break
        }
      }
      if index == 0 && hasSelf {
        let found = lifetimesOfSelf(ty)
        elision = found.isEmpty ? .none : found.count == 1 ? .ofSelf(found[0]) : .failed
      }
    }
    elisionCandidates = outer
    switch elision {
    case .param(let k), .ofSelf(let k): return (types, k)
    default: return (types, nil)
    }
  }

  /// The distinct lifetimes of references in the type of `self` whose referents hold `Self`.
  private mutating func lifetimesOfSelf(_ ty: ID<HIR.Ty>) -> [Lifetime.Kind] {
    var found: [Lifetime.Kind] = []
    var stack = [ty]
    while let next = stack.popLast() {
      let node = hir.types[next]
      if case .ref(let lifetime, _, let inner) = node.kind, mentionsSelf(inner) {
        let kind = hir.lifetimes[lifetime].kind
        if !found.contains(where: { $0.isSame(as: kind) }) { found.append(kind) }
      }
      stack.append(contentsOf: partsOfType(node).reversed())
    }
    return found
  }

  private mutating func mentionsSelf(_ ty: ID<HIR.Ty>) -> Bool {
    var stack = [ty]
    while let next = stack.popLast() {
      let node = hir.types[next]
      if case .path(let path) = node.kind, case .resolved(let qself, let res) = hir.qpaths[path].kind, qself.isNone {
        switch res {
        case .selfTyParam, .selfTyAlias: return true
        default: if let s = implSelf, s == res { return true }
        }
      }
      stack.append(contentsOf: partsOfType(node))
    }
    return false
  }

  /// The types right inside a type, as far as elision for `self` looks.
  private func partsOfType(_ node: HIR.Ty) -> [ID<HIR.Ty>] {
    switch node.kind {
    case .slice(let t), .array(let t, _), .ptr(_, let t), .ref(_, _, let t): return [t]
    case .tuple(let list): return (0..<list.count).map { ID(rawValue: hir.lists.store[ID(Int(list.start) + $0)]) }
    case .path(let path):
      let qpath = hir.qpaths[path]
      var result: [ID<HIR.Ty>] = []
      switch qpath.kind {
      case .resolved(let qself, _): if !qself.isNone { result.append(qself) }
      case .typeRelative(let t): result.append(t)
      }
      for s in qpath.segments {
        let args = hir.segments[s].args
        if args.isNone { continue }
        for a in hir.genericArgLists[args].args { if case .ty(let t) = hir.genericArgs[a] { result.append(t) } }
      }
      return result
    default: return []
    }
  }
}

extension Lifetime.Kind {
  func isSame(as other: Lifetime.Kind) -> Bool {
    switch (self, other) {
    case (.param(let a), .param(let b)): a == b
    case (.static, .static), (.infer, .infer), (.error, .error), (.objectDefault, .objectDefault): true
    default: false
    }
  }
}
