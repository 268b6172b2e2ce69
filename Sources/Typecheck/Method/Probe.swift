// Which method a name means for a receiver: candidates by autoderef, tried by value, by reference, unsized. Language rules, in order.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

enum ProbeMode { case methodCall, path }

enum ProbeScope {
  case traitsInScope(TraitsInScope)
  /// Only this trait method (desugared calls).
  case single(DefID)
}

struct Pick {
  enum Kind {
    case inherentImpl
    case object
    case trait
    case whereClause(TraitRef)
  }
  enum ReceiverAdjustment: Equatable {
    case none
    case autoref(Mutability, unsizes: Bool)
    /// `*mut T` to `*const T`.
    case toConstPointer
  }
  var item: AssocItemFact
  /// The impl or trait it stands in.
  var container: DefID
  var kind: Kind
  var autoderefs = 0
  var adjustment = ReceiverAdjustment.none
}

enum MethodError: Error {
  case noMatch(unsatisfied: [Clause])
  case ambiguous
  case privateMatch(DefKind, DefID)
  /// The receiver's type is unknown or wrong; the message was given.
  case reported
}

private struct Candidate {
  enum Kind {
    case inherentImpl
    case object(TraitRef)
    case trait(TraitRef)
    case whereClause(TraitRef)
  }
  var item: AssocItemFact
  var container: DefID
  var kind: Kind
}

private struct Step {
  var type: TypeID
  var autoderefs: Int
  var isBehindRawPointer = false
  var unsizes = false
}

/// One search. Lives inside one probe: its types must not leave it.
private struct ProbeContext {
  let fcx: FnCtxt
  let name: Ident
  let mode: ProbeMode
  var steps: [Step] = []
  var inherent: [Candidate] = []
  var extensions: [Candidate] = []
  var privates: [Candidate] = []
  var seenImpls: Set<DefID> = []
  var privateCandidate: (DefKind, DefID)?
  var unsatisfied: [Clause] = []

  init(_ fcx: FnCtxt, _ name: Ident, _ mode: ProbeMode) {
    self.fcx = fcx
    self.name = name
    self.mode = mode
  }

  // MARK: Candidates

  /// The item of `container` with the name that fits the mode.
  private func item(in container: DefID) -> AssocItemFact? {
    guard let item = fcx.associatedValue(container, name) else { return nil }
    switch mode {
    case .methodCall: return item.kind == .fn && item.hasSelfParam ? item : nil
    case .path: return item.kind == .fn || item.kind == .const ? item : nil
    }
  }

  private mutating func push(_ c: Candidate, isInherent: Bool) {
    if !fcx.isAccessible(c.item.def, of: c.container) { privates.append(c) } else if isInherent { inherent.append(c) } else { extensions.append(c) }
  }

  mutating func assembleInherent() {
    for s in steps { assembleInherent(for: s.type) }
  }

  private mutating func assembleInherent(for type: TypeID) {
    let type = fcx.shallowResolve(type)
    switch fcx.kind(type) {
    case .dynamic(let list, _):
      if let p = list.principal {
        let principal = TraitRef(p.def, fcx.openArgs(GenericArgsID([GenericArg(type)] + Array(p.args.elements)), p.vars))
        for t in supertraits(of: principal, facts: fcx.cx.facts) {
          if let item = item(in: t.def) { push(Candidate(item: item, container: t.def, kind: .object(t)), isInherent: true) }
        }
      }
      assembleImpls(of: type)
    case .param:
      for clause in fcx.elaboratedEnv {
        guard case .trait(let t, isNegative: false) = fcx.open(clause), fcx.shallowResolve(t.selfType) == type else { continue }
        if let item = item(in: t.def) { push(Candidate(item: item, container: t.def, kind: .whereClause(t)), isInherent: true) }
      }
    case .alias, .bound, .closure, .coroutine, .coroutineClosure, .coroutineWitness, .error, .fnDef, .fnPtr, .infer(.type), .infer(.fresh),
      .pattern, .placeholder, .unsafeBinder:
      break
    case .infer(.int):
      // `1.pow(2)`: the impls of all integer types; none fits alone, so it ends as "ambiguous numeric type".
      break
    case .infer(.float): break
    default: assembleImpls(of: type)
    }
  }

  private mutating func assembleImpls(of type: TypeID) {
    guard let key = SimplifiedType(type) else { return }
    for impl in fcx.cx.facts.inherentImpls(for: key) where seenImpls.insert(impl).inserted {
      if let item = item(in: impl) { push(Candidate(item: item, container: impl, kind: .inherentImpl), isInherent: true) }
    }
  }

  mutating func assembleExtensions(_ traits: TraitsInScope) {
    for trait in traits.mayDefine(name.name) {
      if Defs[trait].kind == .traitAlias {
        let alias = TraitRef(trait, fcx.freshArgs(for: trait, name.span))
        for t in supertraits(of: alias, facts: fcx.cx.facts).dropFirst() { pushTrait(t) }
        continue
      }
      if fcx.cx.facts.traitFact(trait).isAuto { continue }
      guard item(in: trait) != nil else { continue }
      pushTrait(TraitRef(trait, fcx.freshArgs(for: trait, name.span)))
    }
  }

  mutating func pushTrait(_ t: TraitRef) {
    if let item = item(in: t.def) { push(Candidate(item: item, container: t.def, kind: .trait(t)), isInherent: false) }
  }

  mutating func pushOnly(_ method: DefID) {
    let trait = Defs[method].parent
    guard let item = fcx.cx.facts.assocItem(method) else { return }
    extensions.append(Candidate(item: item, container: trait, kind: .trait(TraitRef(trait, fcx.freshArgs(for: trait, name.span)))))
  }

  // MARK: Picking

  mutating func pick() -> Result<Pick, MethodError> {
    // Stable candidates first; if there is none, unstable ones too.
    for allowsUnstable in [false, true] {
      if let r = pickAll(allowsUnstable: allowsUnstable) { return r }
    }
    if let (kind, def) = privateCandidate { return .failure(.privateMatch(kind, def)) }
    return .failure(.noMatch(unsatisfied: unsatisfied))
  }

  private mutating func pickAll(allowsUnstable: Bool) -> Result<Pick, MethodError>? {
    for step in steps where !step.isBehindRawPointer && !fcx.referencesError(fcx.resolveVars(step.type)) {
      let type = fcx.resolveVars(step.type)
      if !step.unsizes, var r = pickMethod(type, allowsUnstable) {
        if case .success(var p) = r {
          p.autoderefs = step.autoderefs
          // A receiver that is a reference is borrowed again, so that `&mut` is not moved.
          if case .ref(_, _, let m) = fcx.kind(type) {
            p.autoderefs += 1
            p.adjustment = .autoref(m, unsizes: false)
          }
          r = .success(p)
        }
        return r
      }
      for m in [Mutability.not, .mut] {
        if let r = pickMethod(fcx.mkRef(type, m), allowsUnstable) {
          return r.map { p in
            var p = p
            p.autoderefs = step.autoderefs
            p.adjustment = .autoref(m, unsizes: step.unsizes)
            return p
          }
        }
      }
      if !step.unsizes, case .rawPtr(let inner, .mut) = fcx.kind(type), let r = pickMethod(fcx.mkPtr(inner, .not), allowsUnstable) {
        return r.map { p in
          var p = p
          p.autoderefs = step.autoderefs
          p.adjustment = .toConstPointer
          return p
        }
      }
    }
    return nil
  }

  private mutating func pickMethod(_ selfType: TypeID, _ allowsUnstable: Bool) -> Result<Pick, MethodError>? {
    if let r = consider(selfType, inherent, allowsUnstable, recordsUnsatisfied: true) { return r }
    if let r = consider(selfType, extensions, allowsUnstable, recordsUnsatisfied: true) { return r }
    if privateCandidate == nil, case .success(let p)? = consider(selfType, privates, true, recordsUnsatisfied: false) {
      privateCandidate = (p.item.kind == .fn ? .assocFn : .assocConst, p.item.def)
    }
    return nil
  }

  private mutating func consider(
    _ selfType: TypeID, _ candidates: [Candidate], _ allowsUnstable: Bool, recordsUnsatisfied: Bool
  ) -> Result<Pick, MethodError>? {
    var applicable: [Candidate] = []
    for c in candidates {
      var bad: [Clause] = []
      if applies(c, selfType, &bad) { applicable.append(c) } else if recordsUnsatisfied { unsatisfied += bad }
    }
    if applicable.count > 1 {
      // Several ways to one trait's method are one.
      let trait = applicable[0].container
      if Defs[trait].kind == .trait, applicable.allSatisfy({ $0.container == trait }) {
        return .success(Pick(item: applicable[0].item, container: trait, kind: .trait))
      }
    }
    if !allowsUnstable { applicable.removeAll { fcx.missingFeature(of: $0.item.def) != nil } }
    if applicable.count > 1 { return .failure(.ambiguous) }
    guard let c = applicable.first else { return nil }
    let kind: Pick.Kind
    switch c.kind {
    case .inherentImpl: kind = .inherentImpl
    case .object: kind = .object
    case .trait: kind = .trait
    case .whereClause(let t): kind = .whereClause(t)
    }
    return .success(Pick(item: c.item, container: c.container, kind: kind))
  }

  /// Whether the candidate's receiver fits `selfType` and its where-clauses may hold.
  private func applies(_ c: Candidate, _ selfType: TypeID, _ unsatisfied: inout [Clause]) -> Bool {
    fcx.probe {
      var obligations: [Obligation] = []
      switch c.kind {
      case .inherentImpl:
        let args = fcx.freshArgs(for: c.container, name.span)
        var wanted = receiver(c, fcx.typeOf(c.container, args), args)
        wanted = fcx.normalize(wanted, name.span, &obligations)
        guard fcx.unify(selfType, wanted) else { return false }
        obligations += fcx.predicates(of: c.container, args, name.span)
      case .trait(let t):
        let fact = fcx.cx.facts.traitFact(t.def)
        if fact.skipsArrayMethods, case .array = fcx.kind(selfType), fcx.edition(of: name.span) < .e2021 { return false }
        if fact.skipsBoxedSliceMethods, fcx.isBoxedSlice(selfType), fcx.edition(of: name.span) < .e2024 { return false }
        var wanted = receiver(c, t.selfType, t.args)
        wanted = fcx.normalize(wanted, name.span, &obligations)
        guard fcx.unify(selfType, wanted) else { return false }
        let trait = fcx.traitObligation(t.def, t.args, name.span, .misc)
        guard fcx.mayHold(trait) else {
          // An impl may be there whose where-clauses fail: worth a note.
          unsatisfied.append(fcx.resolveVars(trait.clause))
          return false
        }
        obligations.append(trait)
      case .object(let t), .whereClause(let t):
        var wanted = receiver(c, t.selfType, t.args)
        if case .whereClause = c.kind {
          guard case .param = fcx.kind(fcx.shallowResolve(t.selfType)) else { return false }
        }
        wanted = fcx.normalize(wanted, name.span, &obligations)
        guard fcx.unify(selfType, wanted) else { return false }
      }
      if let failed = fcx.firstFailing(obligations) {
        unsatisfied.append(fcx.resolveVars(failed.clause))
        return false
      }
      return true
    }
  }

  /// Type of the method's receiver (for paths: the type that the item belongs to).
  private func receiver(_ c: Candidate, _ selfType: TypeID, _ args: GenericArgsID) -> TypeID {
    guard mode == .methodCall, c.item.kind == .fn else { return selfType }
    let all = fcx.freshArgs(for: c.item.def, after: args, name.span)
    return fcx.fnSig(c.item.def, all).inputs[0]
  }
}

extension FnCtxt {
  /// The method or item that `name` means for `selfType`.
  func probe(_ name: Ident, _ selfType: TypeID, mode: ProbeMode, scope: ProbeScope) -> Result<Pick, MethodError> {
    var badType: TypeID?
    var reachedLimit = false
    let result: Result<Pick, MethodError> = probe {
      var context = ProbeContext(self, name, mode)
      if mode == .path {
        context.steps = [Step(type: selfType, autoderefs: 0)]
      } else {
        var autoderef = Autoderef(self, selfType, name.span)
        autoderef.includesRawPointers = true
        var isBehindRawPointer = false
        while let (type, n) = autoderef.next() {
          context.steps.append(Step(type: type, autoderefs: n, isBehindRawPointer: isBehindRawPointer))
          if case .rawPtr = kind(shallowResolve(type)) { isBehindRawPointer = true }
        }
        reachedLimit = autoderef.reachedLimit
        let final = shallowResolve(autoderef.finalType)
        switch kind(final) {
        case .infer(.type), .error:
          badType = final
          if context.steps.count > 1 { badType = .error; if isTyVar(final) { badType = final } }
          return .failure(.reported)
        case .array(let element, _):
          context.steps.append(
            Step(type: mkSlice(element), autoderefs: context.steps.count - 1, isBehindRawPointer: isBehindRawPointer, unsizes: true))
        default: break
        }
      }
      switch scope {
      case .traitsInScope(let traits):
        context.assembleInherent()
        context.assembleExtensions(traits)
      case .single(let method): context.pushOnly(method)
      }
      return context.pick()
    }
    if reachedLimit {
      report(.autoderefLimit(display(selfType), at: name.span))
      return .failure(.reported)
    }
    if let badType {
      if !isError(badType), !isTainted { report(.annotationsNeeded(at: placeToAnnotate(badType, missedAt: name.span))) }
      isTainted = true
      return .failure(.reported)
    }
    return result
  }

  func lookupMethod(_ type: TypeID, _ call: MethodCall, _ expr: ID<Expr>) -> Result<MethodCallee, MethodError> {
    var scope = ProbeScope.traitsInScope(traitsInScope(call: call))
    if case .def(.assocFn, let only) = call.segment.res { scope = .single(only) }
    switch probe(call.segment.ident, type, mode: .methodCall, scope: scope) {
    case .failure(let e):
      // An unknown receiver is marked where it stands.
      return .failure(e)
    case .success(let pick): return .success(confirm(pick, type, call, expr))
    }
  }

  /// For "this is a method, not a field".
  func methodExists(_ name: Ident, _ type: TypeID, _ expr: ID<Expr>) -> Bool {
    let saved = (diagnostics, isTainted)
    defer { (diagnostics, isTainted) = saved }
    if case .success = probe(name, type, mode: .methodCall, scope: .traitsInScope(ownerTraits)) { return true }
    return false
  }

  /// Whether a number of some type may have a method of this name: one of its own, or of any trait, imported or not.
  private func isFoundOnNumbersOrInTraits(_ name: Name) -> Bool {
    [owner.crate, langItem(.sized)?.crate ?? owner.crate].contains { crate in
      (0..<Defs.count(in: crate)).contains { index in
        let def = Defs[DefID(crate: crate, index: index)]
        guard def.name == name, def.kind == .assocFn else { return false }
        switch Defs[def.parent].kind {
        case .trait: return true
        case .inherentImpl:
          let type = cx.facts.type(of: def.parent)
          return isNumeric(type) && type != .float(.f16) && type != .float(.f128)
        default: return false
        }
      }
    }
  }

  func reportMethodError(_ error: MethodError, _ type: TypeID, _ name: Ident, receiver: ID<Expr>, at: Span) {
    isTainted = true
    let t = resolveVars(type)
    if referencesError(t) { return }
    var at = at
    // What `write!` calls is written in the library: the place to show is what is written to.
    if receiver != .none, name.name == Name("write_fmt"), at.context != span(receiver).context { at = span(receiver) }
    switch error {
    case .reported: break
    case .ambiguous: report(.ambiguousMethod(name.name, at: at))
    case .privateMatch(let kind, _): report(.privateMethod(name.name, isMethod: kind == .assocFn, at: at))
    case .noMatch(let unsatisfied):
      if case .infer(let v) = kind(t), receiver != .none, !isTyVar(t), isFoundOnNumbersOrInTraits(name.name) {
        report(.ambiguousNumeric(name.name, isFloat: { if case .float = v { true } else { false } }(), at: at))
        return
      }
      report(
        .noMethod(name.name, of: display(t), isMethod: receiver != .none, at: at, unsatisfied: unsatisfied.prefix(3).map { display($0) }))
    }
  }
}
