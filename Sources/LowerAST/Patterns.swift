// Patterns: which names bind, which are constants, and which bindings the alternatives of an or-pattern share.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// The bindings of one pattern (or of all params of a function) while it is lowered.
struct PatternBindings {
  enum Context { case product, or }
  struct Bound {
    var name: Name
    var context: SyntaxContext
    var local: LocalBindingID
    var span: Span
  }
  /// Sets of names, outermost first: those bound side by side, and those bound by earlier alternatives.
  var levels: [(context: Context, bound: [Bound])] = [(.product, [])]
  /// In order of first appearance: what the pattern brings into scope.
  var fresh: [Bound] = []
  var isParam = false
}

/// A binding of an alternative, with its mode: for E0408 and E0409.
struct AlternativeBinding {
  var name: Name
  var context: SyntaxContext
  var span: Span
  var isRef: Bool
  var mutability: Mutability
}

extension Lowerer {
  /// Lowers a whole pattern and brings its bindings into scope.
  mutating func lowerTopPat(_ pat: ID<Syntax.Pat>) -> ID<HIR.Pat> {
    let outer = patternBindings
    patternBindings = PatternBindings()
    let result = lowerPat(pat)
    bindPattern()
    patternBindings = outer
    return result
  }

  mutating func bindPattern() {
    for b in patternBindings.fresh { bindLocal(b.name, b.context, b.local) }
    patternBindings.fresh = []
  }

  mutating func lowerPat(_ id: ID<Syntax.Pat>) -> ID<HIR.Pat> {
    let pat = ast[id]
    guard open(at: pat.span) else {
      close()
      return hir.add(HIR.Pat(.error, pat.span))
    }
    defer { close() }
    let kind: HIR.PatKind
    switch pat.kind {
    case .paren(let inner): return lowerPat(inner)
    case .wild: kind = .wild
    case .never: kind = .never
    case .rest:
      report(.misplacedRestPattern(at: pat.span), .lowering)
      kind = .error
    case .ident(let ident): kind = lowerIdentPat(ast[ident]) { $0.ast[ident].sub.isNone ? .none : $0.lowerPat($0.ast[ident].sub) }
    case .expr(let expr):
      if let constant = lowerPatExpr(expr, allowsPaths: false) { kind = .expr(constant) } else { kind = .error }
    case .range(let lo, let hi, let end):
      if end == .includedDotDotDot, edition(pat.span) >= .e2021 { report(.threeDotsInPattern(at: pat.span), .gates) }
      let low = lo.isNone ? nil : lowerPatExpr(lo, allowsPaths: true)
      let high = hi.isNone ? nil : lowerPatExpr(hi, allowsPaths: true)
      if (low == nil && !lo.isNone) || (high == nil && !hi.isNone) {
        kind = .error
      } else {
        kind = .range(low ?? .none, high ?? .none, end)
      }
    case .ref(let mutability, let inner): kind = .ref(lowerPat(inner), mutability)
    case .pinRef(_, let inner):
      report(.unsupported("`&pin` patterns", at: pat.span), .lowering)
      _ = lowerPat(inner)
      kind = .error
    case .tuple(let list):
      let (pats, dotDot) = lowerPatSequence(Array(ast[list]))
      kind = .tuple(hir.lists.append(pats), dotDot: dotDot)
    case .slice(let list): kind = lowerSlicePat(Array(ast[list]))
    case .path(let path, let qself): kind = .path(lowerPath(path, qself, as: .pat))
    case .tupleStruct(let node):
      let node = ast[node]
      let path = lowerPath(node.path, node.qself, as: .tupleStruct(pat.span))
      let (pats, dotDot) = lowerPatSequence(Array(ast[node.fields]))
      kind = .tupleStruct(hir.add(HIR.TupleStructPat(path: path, fields: hir.lists.append(pats), dotDot: dotDot)))
    case .structure(let node): kind = lowerStructPat(ast[node])
    case .or(let list): kind = lowerOrPat(Array(ast[list]))
    case .box(let inner):
      gate(Known.box_patterns, "box patterns are", pat.span)
      kind = .box(lowerPat(inner))
    case .deref(let inner): kind = .deref(lowerPat(inner))
    case .guard(let inner, let condition):
      let lowered = lowerPat(inner)
      let outer = patternBindings
      let count = ribs.count
      for b in outer.fresh { bindLocal(b.name, b.context, b.local) }
      patternBindings = PatternBindings()
      kind = .guard(lowered, lowerExpr(condition))
      ribs.truncate(to: count)
      patternBindings = outer
    case .macroCall(let call):
      let node = expandCall(call, as: .pat)
      guard case .pat(let inner) = node.node else {
        kind = .error
        break
      }
      let old = enter(node.tree, node.scope)
      let result = lowerPat(inner)
      place = old
      return result
    case .error: kind = .error
    }
    return hir.add(HIR.Pat(kind, pat.span))
  }

  // MARK: Names

  private mutating func lowerIdentPat(_ node: IdentPat, _ sub: (inout Lowerer) -> ID<HIR.Pat>) -> HIR.PatKind {
    let isPlain = !node.isRef && node.mutability == .not && node.sub.isNone
    if let res = constantNamed(node.ident, isPlain: isPlain) {
      return .path(resolvedPath(res, node.ident, node.ident.span))
    }
    if node.isRef && node.mutability == .mut { gate(Known.mut_ref, "`mut` before `ref` is", node.ident.span) }
    let local = bind(node.ident)
    let lowered = sub(&self)
    return .binding(
      hir.add(
        BindingPat(
          isRef: node.isRef, refMutability: node.refMutability, mutability: node.mutability, local: local, ident: node.ident,
          sub: lowered)))
  }

  /// The constant, unit struct or unit variant that a plain name in a pattern means; nil if it binds.
  ///
  /// - Errors: E0530 (a binding may not hide a static, a tuple struct …).
  private mutating func constantNamed(_ ident: Ident, isPlain: Bool) -> Res? {
    guard let found = lookUp(ident, .value, finalize: false) else { return nil }
    let res: Res
    switch found {
    case .res(let r): res = r
    case .binding(let b): res = b.res
    case .error: return nil
    }
    switch res {
    case .selfCtor:
      return isPlain ? res : nil
    case .def(let kind, let def):
      switch kind {
      case .structCtorConst, .variantCtorConst, .const, .assocConst, .constParam:
        if isPlain { return res }
        if kind == .constParam { return nil }
        report(.bindingShadows(ident, kind, def))
        return nil
      case .structCtorFn, .variantCtorFn, .static:
        report(.bindingShadows(ident, kind, def))
        return nil
      default: return nil
      }
    default: return nil
    }
  }

  /// The local that a binding named `ident` is: a new one, or that of an earlier alternative.
  private mutating func bind(_ ident: Ident) -> LocalBindingID {
    let context = ident.span.context.forLocals
    var shared: LocalBindingID?
    for level in patternBindings.levels {
      for b in level.bound where b.name == ident.name && b.context == context {
        if level.context == .or {
          shared = b.local
        } else if patternBindings.isParam {
          report(.boundTwiceInParams(ident))
        } else {
          report(.boundTwiceInPattern(ident))
        }
      }
    }
    let bound = PatternBindings.Bound(name: ident.name, context: context, local: shared ?? makeLocal(), span: ident.span)
    patternBindings.levels[patternBindings.levels.count - 1].bound.append(bound)
    if shared == nil { patternBindings.fresh.append(bound) }
    return bound.local
  }

  // MARK: Or-patterns

  private mutating func lowerOrPat(_ alternatives: [ID<Syntax.Pat>]) -> HIR.PatKind {
    patternBindings.levels.append((.or, []))
    var result: [ID<HIR.Pat>] = []
    var bindings: [[AlternativeBinding]] = []
    for alternative in alternatives {
      patternBindings.levels.append((.product, []))
      let lowered = lowerPat(alternative)
      result.append(lowered)
      let bound = patternBindings.levels.removeLast().bound
      patternBindings.levels[patternBindings.levels.count - 1].bound += bound
      bindings.append(collectBindings(lowered))
    }
    let all = patternBindings.levels.removeLast().bound
    patternBindings.levels[patternBindings.levels.count - 1].bound += all
    checkConsistency(bindings, result)
    return .or(hir.lists.append(result))
  }

  private func collectBindings(_ pat: ID<HIR.Pat>) -> [AlternativeBinding] {
    var result: [AlternativeBinding] = []
    var stack = [pat]
    func push<C: Collection>(_ ids: C) where C.Element == ID<HIR.Pat> { stack += ids.reversed() }
    func list(_ l: IDList<HIR.Pat>) -> [ID<HIR.Pat>] {
      (0..<l.count).map { ID(rawValue: hir.lists.store[ID(Int(l.start) + $0)]) }
    }
    while let next = stack.popLast() {
      switch hir.pats[next].kind {
      case .binding(let b):
        let node = hir.bindings[b]
        let context = node.ident.span.context.forLocals
        if !result.contains(where: { $0.name == node.ident.name && $0.context == context }) {
          result.append(
            AlternativeBinding(
              name: node.ident.name, context: context, span: node.ident.span, isRef: node.isRef, mutability: node.refMutability))
        }
        if !node.sub.isNone { stack.append(node.sub) }
      case .structure(let s): push(hir.structPats[s].fields.map { hir.patFields[$0].pat })
      case .tupleStruct(let t): push(list(hir.tupleStructPats[t].fields))
      case .or(let l): if l.count > 0 { stack.append(list(l)[0]) }
      case .tuple(let l, _): push(list(l))
      case .box(let p), .deref(let p), .ref(let p, _), .guard(let p, _): stack.append(p)
      case .slice(let s):
        let node = hir.slicePats[s]
        push(list(node.before) + (node.middle.isNone ? [] : [node.middle]) + list(node.after))
      default: break
      }
    }
    return result
  }

  /// E0408, E0409.
  private mutating func checkConsistency(_ bindings: [[AlternativeBinding]], _ pats: [ID<HIR.Pat>]) {
    var told: [AlternativeBinding] = []
    for list in bindings {
      for b in list where !told.contains(where: { $0.name == b.name && $0.context == b.context }) {
        var missing: [Span] = []
        var origins: [Span] = []
        var otherMode: Span?
        for (i, other) in bindings.enumerated() {
          if let found = other.first(where: { $0.name == b.name && $0.context == b.context }) {
            origins.append(found.span)
            if found.isRef != b.isRef || found.mutability != b.mutability { otherMode = found.span }
          } else if case .never = hir.pats[pats[i]].kind {
            continue
          } else {
            missing.append(hir.pats[pats[i]].span)
          }
        }
        told.append(b)
        if !missing.isEmpty {
          report(.notBoundInAllPatterns(b.name, missing: missing, bound: origins))
        } else if let otherMode {
          report(.boundInDifferentModes(b.name, first: b.span, at: otherMode))
        }
      }
    }
  }

  // MARK: Parts

  /// The elements of a tuple pattern: one `..` may stand for several.
  private mutating func lowerPatSequence(_ list: [ID<Syntax.Pat>]) -> ([ID<HIR.Pat>], dotDot: UInt32) {
    var result: [ID<HIR.Pat>] = []
    var dotDot: UInt32 = .max
    for id in list {
      if case .rest = ast[id].kind {
        if dotDot == .max { dotDot = UInt32(result.count) } else { report(.secondRestPattern(at: ast[id].span), .lowering) }
        continue
      }
      if case .ident(let ident) = ast[id].kind, !ast[ident].sub.isNone, case .rest = ast[ast[ident].sub].kind {
        report(.subTupleBinding(ast[ident].ident, at: ast[id].span), .lowering)
        continue
      }
      result.append(lowerPat(id))
    }
    return (result, dotDot)
  }

  private mutating func lowerSlicePat(_ list: [ID<Syntax.Pat>]) -> HIR.PatKind {
    var before: [ID<HIR.Pat>] = []
    var after: [ID<HIR.Pat>] = []
    var middle: ID<HIR.Pat> = .none
    func isRest(_ id: ID<Syntax.Pat>) -> Bool { if case .rest = ast[id].kind { true } else { false } }
    for id in list {
      if isRest(id) {
        if middle.isNone { middle = hir.add(HIR.Pat(.wild, ast[id].span)) } else { report(.secondRestPattern(at: ast[id].span), .lowering) }
        continue
      }
      if case .ident(let ident) = ast[id].kind, !ast[ident].sub.isNone, isRest(ast[ident].sub) {
        if !middle.isNone {
          report(.secondRestPattern(at: ast[ast[ident].sub].span), .lowering)
          continue
        }
        let restSpan = ast[ast[ident].sub].span
        let kind = lowerIdentPat(ast[ident]) { $0.hir.add(HIR.Pat(.wild, restSpan)) }
        middle = hir.add(HIR.Pat(kind, ast[id].span))
        continue
      }
      let lowered = lowerPat(id)
      if middle.isNone { before.append(lowered) } else { after.append(lowered) }
    }
    return .slice(
      hir.add(SlicePat(before: hir.lists.append(before), middle: middle, after: hir.lists.append(after))))
  }

  private mutating func lowerStructPat(_ node: Syntax.StructPat) -> HIR.PatKind {
    let path = lowerPath(node.path, node.qself, as: .structure)
    var fields: [HIR.PatField] = []
    for f in ast[node.fields] where isEnabled(f.attributes) {
      fields.append(HIR.PatField(ident: f.ident, pat: lowerPat(f.pat), isShorthand: f.isShorthand, span: f.span))
    }
    return .structure(
      hir.add(HIR.StructPat(path: path, fields: hir.patFields.append(contentsOf: fields), hasRest: node.hasRest)))
  }

  /// A literal, constant or const block in a pattern; nil after a message.
  private mutating func lowerPatExpr(_ id: ID<Syntax.Expr>, allowsPaths: Bool) -> ID<PatExpr>? {
    let expr = ast[id]
    switch expr.kind {
    case .paren(let inner): return lowerPatExpr(inner, allowsPaths: allowsPaths)
    case .attributed(_, let inner): return lowerPatExpr(inner, allowsPaths: allowsPaths)
    case .literal(let kind, let text):
      return hir.add(PatExpr(.literal(lowerLiteral(kind, text, at: expr.span), isNegated: false), expr.span))
    case .includedBytes(let bytes): return hir.add(PatExpr(.literal(.byteStr(bytes), isNegated: false), expr.span))
    case .unary(.neg, let operand):
      if case .literal(let kind, let text) = ast[operand].kind {
        return hir.add(PatExpr(.literal(lowerLiteral(kind, text, at: expr.span), isNegated: true), expr.span))
      }
    case .path(let path, let qself) where allowsPaths:
      return hir.add(PatExpr(.path(lowerPath(path, qself, as: .pat)), expr.span))
    case .constBlock(let block):
      let (def, value) = lowerInlineConst(block, id)
      return hir.add(PatExpr(.constBlock(def, value), expr.span))
    case .macroCall(let call):
      let node = expandCall(call, as: .expr)
      guard case .expr(let inner) = node.node else { return nil }
      let old = enter(node.tree, node.scope)
      let result = lowerPatExpr(inner, allowsPaths: allowsPaths)
      place = old
      return result
    case .error: return nil
    default: break
    }
    report(.arbitraryExpressionInPattern(at: expr.span), .lowering)
    return nil
  }
}
