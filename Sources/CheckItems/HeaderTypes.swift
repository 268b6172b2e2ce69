// What the types in heads must keep to: the bounds of what they name, sizes, and `Sync` of statics.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Infer
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ItemChecker {
  /// E0277 in the head of `def`: each clause that does not hold is told of once.
  mutating func checkHeaderTypes(_ def: DefID, isCoherent: Bool = true) {
    let header = facts.source.header(of: def)
    let tree = header.tree
    var check = HeaderTypes(def: def, env: infer.normalizedEnv(facts.paramEnv(of: def)))
    infer.opensUnmet = true
    defer { infer.opensUnmet = false }
    switch header.kind {
    case .fn(_, let decl):
      for t in tree[tree[decl].inputs] { require(t, tree, &check) }
      if let output = tree[decl].output.some { require(output, tree, &check) }
    case .adt(let variants): for v in tree[variants] { for f in tree[v.fields] { require(f.ty, tree, &check) } }
    case .const(let ty, let hasBody):
      require(ty, tree, &check)
      if hasBody { requireTrait("sized", ty, tree, at: tree[ty].span, &check) }
    case .static(let mutability, _, let ty, _):
      require(ty, tree, &check)
      let isForeign = !Defs[def].parent.isNone && Defs[Defs[def].parent].kind == .foreignMod
      if !isForeign { requireTrait("sized", ty, tree, at: Defs[def].span, &check) }
      if mutability == .not, !isForeign, context.world.attribute(Name("thread_local"), of: def) == nil { requireTrait("sync", ty, tree, at: tree[ty].span, &check) }
    case .impl(_, _, let isNegative, let bound, let selfTy):
      if let bound = bound.some, !isNegative, isCoherent { requireImplTrait(def, tree[bound], selfTy, tree, &check) }
      require(selfTy, tree, &check)
    default: break
    }
    requireBounds(header, &check)
    if Defs[def].kind == .assocTy, Defs[Defs[def].parent].kind == .traitImpl, case .tyAlias(_, let ty) = header.kind, !ty.isNone, own(def).isEmpty {
      require(ty, tree, &check)
    }
  }

  /// E0277: the types that an impl gives have what the trait says of them.
  mutating func checkItemBounds(ofImpl impl: DefID) {
    for def in context.world.assocItems(of: impl) where Defs[def].kind == .assocTy { checkItemBounds(of: def, in: impl) }
  }

  private mutating func checkItemBounds(of def: DefID, in impl: DefID) {
    let header = facts.source.header(of: def)
    var check = HeaderTypes(def: def, env: infer.normalizedEnv(facts.paramEnv(of: def)))
    infer.opensUnmet = true
    defer { infer.opensUnmet = false }
    guard case .tyAlias(_, let ty) = header.kind, !ty.isNone, let trait = facts.implTraitRef(of: impl), own(def).isEmpty,
      let item = facts.assocItems(of: trait.def).first(where: { $0.kind == .type && $0.name == Defs[def].name })
    else { return }
    let type = facts.type(of: def).erasingRegions
    if type.flags.contains(.hasError) || trait.args.flags.contains(.hasError) { return }
    for bound in facts.itemBounds(of: item.def).elements {
      let clause = bound.erasingRegions.clause.instantiated(trait.args.erasingRegions)
      for o in normalizedParts(of: Obligation(clause, env: check.env, cause: Cause(span: .none))) {
        for e in unmet(o) { tell(e, at: header.tree[ty].span, &check) }
      }
    }
  }

  /// What is known while the head of one definition is checked.
  struct HeaderTypes {
    let def: DefID
    let env: ParamEnv
    var told: Set<ClauseID> = []
  }

  /// The written type `ty` is well formed.
  private mutating func require(_ ty: ID<HIR.Ty>, _ tree: HIRTree, _ check: inout HeaderTypes) {
    if case .error = tree[ty].kind { return }
    let type = facts.writtenType(ty, in: check.def).erasingRegions
    if type.flags.contains(.hasError) || InferContext.isPlainlyWellFormed(type) { return }
    for e in unmet(wellFormed: type, check) { tell(e, at: deepest(ty, e, tree, check), &check) }
  }

  private mutating func requireTrait(_ name: StaticString, _ ty: ID<HIR.Ty>, _ tree: HIRTree, at span: Span, _ check: inout HeaderTypes) {
    guard let trait = facts.langItem(Name("\(name)")) else { return }
    let type = facts.writtenType(ty, in: check.def).erasingRegions
    if type.flags.contains(.hasError) || type.flags.contains(.hasOpaque) { return }
    for e in unmet(Obligation(.trait(TraitRef(trait, GenericArgsID([Types.GenericArg(type)])), isNegative: false), env: check.env, cause: Cause(span: .none))) {
      tell(e, at: span, &check)
    }
  }

  /// What the trait asks of its `Self` and arguments holds.
  private mutating func requireImplTrait(_ def: DefID, _ bound: HIR.TraitBound, _ selfTy: ID<HIR.Ty>, _ tree: HIRTree, _ check: inout HeaderTypes) {
    guard let ref = facts.implTraitRef(of: def) else { return }
    let args = ref.args.erasingRegions
    if args.flags.contains(.hasError) { return }
    let ownSelf = ref.selfType.erasingRegions
    let demands = elaborate(facts.predicates(of: ref.def).elements.map { ClauseID($0.erasingRegions.clause.instantiated(args)) }, facts: facts)
    for clause in demands.map(\.clause) {
      guard case .trait(let t, _) = clause.kind, t.def != ref.def else { continue }
      var errors: [FulfillmentError] = []
      for o in normalizedParts(of: Obligation(clause, env: check.env, cause: Cause(span: .none))) { errors += unmet(o) }
      for e in errors {
        tell(e, at: t.selfType == ownSelf ? tree[selfTy].span : tree[bound.path].span, &check)
      }
    }
    for a in args.elements.dropFirst() {
      guard let t = a.type, !InferContext.isPlainlyWellFormed(t) else { continue }
      for e in unmet(wellFormed: t, check) {
        var at = tree[bound.path].span
        for s in tree[tree[bound.path].segments] {
          guard let list = s.args.some else { continue }
          for x in tree[tree[list].args] { if case .ty(let ty) = x, fails(ty, e, check) { at = deepest(ty, e, tree, check) } }
        }
        tell(e, at: at, &check)
      }
    }
  }

  /// Bounds and where-clauses name traits whose own demands hold; those without parameters hold themselves.
  private mutating func requireBounds(_ header: ItemHeader, _ check: inout HeaderTypes) {
    let tree = header.tree
    let generics = tree[header.generics]
    for p in tree[generics.params] {
      guard case .type(let value, _) = p.kind, let ty = value.some else { continue }
      // A default that depends on other parameters is checked where it is used.
      if !facts.writtenType(ty, in: check.def).flags.isDisjoint(with: .hasNonRegionParam) { continue }
      require(ty, tree, &check)
    }
    let clauses = facts.predicates(of: check.def).elements.map { $0.erasingRegions }
    for predicate in tree[generics.predicates] {
      guard case .bound(_, let subject, let bounds) = predicate.kind else { continue }
      let type = facts.writtenType(subject, in: check.def).erasingRegions
      if type.flags.contains(.hasError) { continue }
      for b in tree[bounds] {
        guard case .trait(let id) = b else { continue }
        let path = tree[tree[id].path]
        guard tree[id].polarity == .positive, case .resolved(_, .def(.trait, let trait)) = path.kind else { continue }
        for e in unmet(wellFormed: type, check) { tell(e, at: path.span, &check) }
        for c in clauses {
          guard case .trait(let t, false) = infer.open(c.clause), t.def == trait, t.selfType == type else { continue }
          requireArguments(of: t, at: path.span, &check)
          if let c = withDefaults(c, generics, tree) {
            for e in unmetParts(of: c.clause) { tell(e, at: path.span, &check) }
          }
          if c.flags.isDisjoint(with: [.hasNonRegionParam, .hasError]), c.clause.vars == .empty {
            for e in unmetParts(of: c.clause) { tell(e, at: predicate.span, &check) }
          }
        }
      }
    }
  }

  /// `clause` with the defaults of parameters in their place; nil if something is left open, or it has no such parameter.
  private func withDefaults(_ clause: ClauseID, _ generics: HIR.Generics, _ tree: HIRTree) -> ClauseID? {
    if clause.flags.isDisjoint(with: .hasNonRegionParam) || clause.flags.contains(.hasError) { return nil }
    guard tree[generics.params].contains(where: { if case .type(let v, _) = $0.kind { !v.isNone } else { false } }),
      let def = tree[generics.params].first.map({ Defs[$0.def].parent })
    else { return nil }
    let args = zip(facts.generics(of: def).all, identityArgs(def).elements).map { p, own in
      p.kind == .type && p.hasDefault ? Types.GenericArg(facts.type(of: p.def).erasingRegions) : own
    }
    let result = ClauseID(clause.clause.instantiated(GenericArgsID(args))).erasingRegions
    return result.flags.isDisjoint(with: [.hasNonRegionParam, .hasError]) ? result : nil
  }

  /// The arguments of a bound are as the trait wants them.
  private mutating func requireArguments(of trait: TraitRef, at span: Span, _ check: inout HeaderTypes) {
    if trait.args.count < 2 || trait.args.flags.contains(.hasError) { return }
    for id in facts.predicates(of: trait.def).elements {
      let clause = id.erasingRegions.clause.instantiated(trait.args)
      guard case .trait(let t, _) = clause.kind, t.def != trait.def, t.selfType != trait.selfType else { continue }
      var errors: [FulfillmentError] = []
      for o in normalizedParts(of: Obligation(clause, env: check.env, cause: Cause(span: .none))) { errors += unmet(o) }
      for e in errors { tell(e, at: span, &check) }
    }
    for a in trait.args.elements.dropFirst() {
      guard let t = a.type, !InferContext.isPlainlyWellFormed(t) else { continue }
      for e in unmet(wellFormed: t, check) { tell(e, at: span, &check) }
    }
  }

  // MARK: What does not hold

  private mutating func unmet(wellFormed type: TypeID, _ check: HeaderTypes) -> [FulfillmentError] {
    var nested: [Obligation] = []
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    let normal = infer.normalize(type, env: check.env, cause: Cause(span: .none), depth: 0, &nested)
    var f = Fulfillment()
    f.register(nested)
    f.register(Obligation(.wellFormed(Types.GenericArg(normal)), env: check.env, cause: Cause(span: .none)))
    return resolved(f.selectWherePossible(&infer))
  }

  private mutating func unmet(_ o: Obligation) -> [FulfillmentError] {
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    var f = Fulfillment()
    f.register(o)
    return resolved(f.selectWherePossible(&infer))
  }

  /// What of `clause`, which has no parameters, does not hold.
  private mutating func unmetParts(of clause: Clause) -> [FulfillmentError] {
    var errors: [FulfillmentError] = []
    for o in normalizedParts(of: Obligation(clause, env: .empty, cause: Cause(span: .none))) { errors += unmet(o) }
    return errors
  }

  private func resolved(_ errors: [FulfillmentError]) -> [FulfillmentError] {
    var errors = errors
    for i in errors.indices { errors[i].obligation.clause = infer.resolve(errors[i].obligation.clause) }
    return errors
  }

  private mutating func fails(_ ty: ID<HIR.Ty>, _ error: FulfillmentError, _ check: HeaderTypes) -> Bool {
    let type = facts.writtenType(ty, in: check.def).erasingRegions
    if type.flags.contains(.hasError) || InferContext.isPlainlyWellFormed(type) { return false }
    let wanted = ClauseID(error.obligation.clause)
    return unmet(wellFormed: type, check).contains { ClauseID($0.obligation.clause) == wanted }
  }

  /// The innermost type written in `ty` that is not well formed for the same reason.
  private mutating func deepest(_ ty: ID<HIR.Ty>, _ error: FulfillmentError, _ tree: HIRTree, _ check: HeaderTypes) -> Span {
    var inner: [ID<HIR.Ty>] = []
    switch tree[ty].kind {
    case .slice(let t), .array(let t, _), .ptr(_, let t), .ref(_, _, let t), .pattern(let t, _): inner = [t]
    case .tuple(let l): inner = Array(tree[l])
    case .fnPtr(let f): inner = Array(tree[tree[f].inputs]) + (tree[f].output.some.map { [$0] } ?? [])
    case .path(let p):
      if case .resolved(let qself, _) = tree[p].kind, let q = qself.some { inner.append(q) }
      if case .typeRelative(let t) = tree[p].kind { inner.append(t) }
      for s in tree[tree[p].segments] {
        guard let list = s.args.some else { continue }
        for a in tree[tree[list].args] { if case .ty(let t) = a { inner.append(t) } }
      }
    default: break
    }
    for t in inner where fails(t, error, check) { return deepest(t, error, tree, check) }
    // The size of an element or argument shows at the type that wants it.
    if case .trait(let t, _) = error.obligation.clause.kind, isLang(t.def, "sized") {
      for i in inner where facts.writtenType(i, in: check.def).erasingRegions == t.selfType {
        if case .slice = tree[ty].kind { continue }
        return tree[ty].span
      }
    }
    return tree[ty].span
  }

  private mutating func tell(_ e: FulfillmentError, at span: Span, _ check: inout HeaderTypes) {
    let clause = e.obligation.clause
    let id = ClauseID(clause)
    guard case .unimplemented = e.kind, !id.flags.contains(.hasError), check.told.insert(id).inserted else { return }
    let text = TypePrinter.text(of: clause)
    guard case .trait(let t, _) = infer.open(clause) else {
      report(.error("`\(text)` does not hold", code: "E0277", at: span))
      return
    }
    let selfText = TypePrinter.text(of: t.selfType)
    if isLang(t.def, "sized") {
      report(.error("the size of `\(selfText)` is not known at compile time", code: "E0277", at: span, label: "`\(selfText)` has no fixed size"))
    } else {
      report(.error("`\(text)` does not hold", code: "E0277", at: span, label: "`\(TypePrinter.text(of: t))` is not implemented for `\(selfText)`"))
    }
  }
}
