// Obligations that could not be met, as messages.
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

extension FnCtxt {
  /// Tells of obligations that cannot be met: not of those that follow from others at the same place, what is written out before what
  /// macros made, sizes and what types need to be written at all last.
  func report(_ unsorted: [FulfillmentError]) {
    // Where a trait does not hold, nothing about its items does.
    let unmet = Set(unsorted.compactMap { e -> Span? in
      if case .unimplemented = e.kind, case .trait = e.obligation.clause.kind { e.obligation.cause.span } else { nil }
    })
    var errors: [(error: FulfillmentError, clause: Clause)] = []
    var later: [(error: FulfillmentError, clause: Clause)] = []
    var last: [(error: FulfillmentError, clause: Clause)] = []
    for e in unsorted {
      if case .projection = e.obligation.clause.kind, unmet.contains(e.obligation.cause.span) { continue }
      let clause = resolveVars(e.obligation.clause)
      switch clause.kind {
      case .trait(let t, _) where t.def == langItem(.sized): later.append((e, clause))
      case .wellFormed: last.append((e, clause))
      default: errors.append((e, clause))
      }
    }
    if !isTainted, unsorted.contains(where: \.isAmbiguous), let first = firstOpenLet(before: errors.filter(\.error.isAmbiguous).map(\.error.obligation.cause.span.lo).min()) {
      report(.annotationsNeeded(at: placeToAnnotate(first.0, missedAt: first.1)))
    }
    errors += later + last
    var isSuppressed = Array(repeating: false, count: errors.count)
    let places = errors.map { placeOfMention($0.error.obligation) }
    for i in errors.indices {
      let span = places[i]
      if toldClauses[span]?.contains(where: { implies($0, errors[i].clause) || asksFor($0, errors[i]) }) == true { isSuppressed[i] = true }
      for j in errors.indices where j != i && !isSuppressed[i] && !isSuppressed[j] && places[j] == span {
        let follows = implies(errors[j].clause, errors[i].clause) || asksFor(errors[j].clause, errors[i])
        if follows && !(j > i && implies(errors[i].clause, errors[j].clause)) { isSuppressed[i] = true }
      }
    }
    for isFromMacro in [false, true] {
      for (i, (e, clause)) in errors.enumerated() where !isSuppressed[i] {
        if (e.obligation.cause.span.context.rawValue != 0) != isFromMacro { continue }
        if ClauseID(clause).flags.contains(.hasError) {
          isTainted = true
          continue
        }
        toldClauses[places[i], default: []].append(clause)
        report(e, clause)
      }
    }
  }

  /// Where a second message of the same would be no news: at the same place, or in the same call of a formatting macro.
  private func placeOfMention(_ o: Obligation) -> Span {
    for e in hir.nodes.exprs.all {
      guard case .array(let items) = e.kind else { continue }
      for item in hir[items] {
        if case .call(let f, _) = hir[item].kind, span(f) == o.cause.span, span(item) == o.cause.span { return e.span }
      }
    }
    return blamed(o)
  }

  /// The first part that is not known of the type of a `let` that ends before `position`: the type of its value and that of its pattern
  /// were to be made equal, or one a subtype of the other.
  private func firstOpenLet(before position: BytePos?) -> (TypeID, Span)? {
    for l in hir.nodes.letStmts.all where l.ty.isNone && !l.initializer.isNone && patTypes[l.pat.index] != .unset {
      if let position, span(l.initializer).hi > position { continue }
      let type = resolveVars(patTypes[l.pat.index])
      if isTyVar(type) || !type.flags.contains(.hasTypeInfer) { continue }
      var parts = OpenParts()
      _ = parts.fold(type)
      if let first = parts.first { return (first, span(l.pat)) }
    }
    return nil
  }

  private struct OpenParts: TypeFolder {
    var first: TypeID?
    mutating func fold(_ type: TypeID) -> TypeID {
      if first != nil || type.flags.isDisjoint(with: .hasInfer) { return type }
      if type.isTypeVar {
        first = type
        return type
      }
      if case .closure = type.kind { return type }
      return superFold(type)
    }
  }

  /// Whether `b` holds wherever `a` does, by supertraits: if `a` was told of, `b` is no news.
  private func implies(_ a: Clause, _ b: Clause) -> Bool {
    let wanted = ClauseID(b)
    if ClauseID(a) == wanted { return true }
    guard case .trait(let t, _) = b.kind else { return false }
    for id in elaborate([ClauseID(a)], facts: cx.facts) {
      if id == wanted { return true }
      guard case .trait(let s, _) = id.clause.kind, s.def == t.def else { continue }
      if probe({ zip(infcx.resolve(s).args.elements, infcx.resolve(t).args.elements).allSatisfy { a, b in a.type.map { x in b.type.map { infcx.tryUnify(x, $0) } ?? false } ?? true } }) { return true }
    }
    return false
  }

  /// Whether `b` was asked for on the way to something like `a`: the same type, of which `a` does not hold.
  private func asksFor(_ a: Clause, _ b: (error: FulfillmentError, clause: Clause)) -> Bool {
    guard case .trait(let x, _) = a.kind, case .trait(let y, _) = b.clause.kind, x.def != y.def else { return false }
    if b.error.obligation.depth > 0 { return x.selfType == y.selfType && !x.selfType.isTypeVar }
    // The one impl there may be asks for it.
    return probe {
      guard case .selected(let nested) = select(obligation(a, .none, .misc)) else { return false }
      return nested.contains { ClauseID(resolveVars($0.clause)) == ClauseID(b.clause) }
    }
  }

  private func report(_ e: FulfillmentError, _ clause: Clause) {
    let at = { if case .ambiguous = e.kind { ambiguityPlace(clause, missedAt: e.obligation.cause.span) } else { blamed(e.obligation) } }()
    switch e.kind {
    case .unimplemented: report(weakerClosure(clause) ?? closureMismatch(clause, at) ?? unimplemented(clause, e.obligation, at))
    case .projectionMismatch(let expected, let found):
      let wanted = TypePrinter.text(of: infcx.resolve(expected).arg)
      let got = TypePrinter.text(of: infcx.resolve(found).arg)
      report(.error("type mismatch: expected `\(wanted)`, found `\(got)`", code: "E0271", at: at, label: "in `\(display(clause))`"))
    case .ambiguous:
      // One is enough: the others follow.
      if isTainted { return }
      report(itemOfBareTrait(clause, e.obligation.cause.span) ?? ambiguous(clause, at))
    case .overflow: report(.error("too many steps while proving `\(display(clause))`", code: "E0275", at: at))
    }
  }

  /// Where a type is best written so that a clause is no longer open.
  private func ambiguityPlace(_ clause: Clause, missedAt span: Span) -> Span {
    switch open(ClauseID(clause)) {
    case .trait(let t, _): return placeToAnnotate(t.args, missedAt: span)
    case .projection(_, let args, let term):
      let known = resolveVars(args).flags.isDisjoint(with: .hasInfer)
      return known ? placeToAnnotate(GenericArgsID([term.arg]), missedAt: span) : placeToAnnotate(args, missedAt: span)
    case .wellFormed(let arg): return placeToAnnotate(arg, missedAt: span)
    default: return span
    }
  }

  private func unimplemented(_ clause: Clause, _ o: Obligation, _ at: Span) -> Diagnostic {
    let text = display(clause)
    guard case .trait(let t, _) = open(ClauseID(clause)) else {
      return .error("`\(text)` does not hold", code: "E0277", at: at)
    }
    let selfText = display(t.selfType)
    var d: Diagnostic
    if t.def == langItem(.sized) {
      d = .error("the size of `\(selfText)` is not known at compile time", code: "E0277", at: at, label: "`\(selfText)` has no fixed size")
    } else {
      d = .error("`\(text)` does not hold", code: "E0277", at: at, label: "`\(TypePrinter.text(of: t))` is not implemented for `\(selfText)`")
    }
    let root = o.rootClause
    if o.depth > 0, ClauseID(resolveVars(root)) != ClauseID(clause) { d = d.note("it is needed for `\(display(resolveVars(root)))`") }
    return d
  }

  private func ambiguous(_ clause: Clause, _ at: Span) -> Diagnostic {
    switch open(ClauseID(clause)) {
    case .trait(let t, _):
      // Nothing known but "it has a size": the plain message says it best.
      if t.def == langItem(.sized) { return .annotationsNeeded(at: at) }
      if isTyVar(t.selfType) || hasInfer(resolveVars(t.selfType)) {
        return .error(
          "type annotations needed", code: "E0283", at: at, label: "the type for which `\(TypePrinter.text(of: t))` should hold is not known")
      }
      return .error("type annotations needed: cannot decide `\(display(clause))`", code: "E0283", at: at)
    case .projection: return .error("type annotations needed: cannot decide `\(display(clause))`", code: "E0284", at: at)
    default: return .annotationsNeeded(at: at)
    }
  }

  /// E0790: `Trait::item` where nothing says of which type.
  private func itemOfBareTrait(_ clause: Clause, _ span: Span) -> Diagnostic? {
    guard case .trait(let t, _) = open(ClauseID(clause)), t.def != langItem(.sized) else { return nil }
    func isItem(_ e: ID<Expr>) -> Bool {
      guard case .path(let p) = hir[e].kind, case .resolved(let qself, .def(_, let item)) = hir[p].kind, qself.isNone,
        hir[hir[p].segments].count > 1
      else { return false }
      return Defs[item].parent == t.def
    }
    func message(_ word: StaticString, _ at: Span) -> Diagnostic {
      .error(
        "nothing says of which type the associated \(word) of `\(Defs[t.def].name)` is meant", code: "E0790", at: at,
        label: "write `<Type as \(Defs[t.def].name)>::…`")
    }
    for i in 0..<hir.nodes.exprs.count {
      let e = ID<Expr>(rawValue: UInt32(i))
      guard self.span(e) == span else { continue }
      if case .path(let p) = hir[e].kind, isItem(e) {
        for call in hir.nodes.exprs.all { if case .call(e, _) = call.kind { return message("function", call.span) } }
        if case .resolved(_, .def(.assocConst, _)) = hir[p].kind { return message("constant", span) }
        return message("function", span)
      }
    }
    return nil
  }

  /// E0525: a closure that does too much with what it captured to be called as often as is asked for.
  private func weakerClosure(_ clause: Clause) -> Diagnostic? {
    guard case .trait(let t, _) = open(ClauseID(clause)), let wanted = fnTraitKind(t.def), case .closure(let def, _) = t.selfType.kind,
      let found = closureKind(t.selfType), found > wanted, let id = closureOfType[def]
    else { return nil }
    func name(_ kind: ClosureKind) -> String { kind == .fn ? "Fn" : kind == .fnMut ? "FnMut" : "FnOnce" }
    return .error(
      "a closure that implements `\(name(wanted))` is expected, but this one implements `\(name(found))` only", code: "E0525", at: hir[id].headSpan,
      label: "does not implement `\(name(wanted))`")
  }

  // MARK: Places

  /// The operator between the two operands of `expr`. An operand that a macro was given is not part of the text of `expr`: there
  /// stands a variable for it.
  func operatorSpan(_ expr: ID<Expr>, _ lhs: ID<Expr>, _ rhs: ID<Expr>, _ symbol: String) -> Span {
    let whole = span(expr)
    let l = span(lhs)
    let r = span(rhs)
    func isPart(_ part: Span) -> Bool { part.context == whole.context && whole.lo <= part.lo && part.hi <= whole.hi }
    let start = isPart(l) ? l.hi : whole.lo
    let end = isPart(r) ? r.lo : max(whole.hi, start + 64)
    guard start <= end else { return whole }
    let between = FileTable.text(of: Span(lo: start, hi: end))
    let wanted = Array(symbol.utf8)
    var i = 0
    while i + wanted.count <= between.count {
      if between[i..<(i + wanted.count)].elementsEqual(wanted) {
        let lo = start + UInt32(i)
        return Span(lo: lo, hi: lo + UInt32(wanted.count), context: whole.context)
      }
      i += 1
    }
    return whole
  }

  /// E0593, E0631: a closure or function of another shape than the `Fn` trait wants.
  private func closureMismatch(_ clause: Clause, _ at: Span) -> Diagnostic? {
    guard case .trait(let t, _) = open(ClauseID(clause)),
      [langItem(.fn), langItem(.fnMut), langItem(.fnOnce)].contains(t.def), let wanted = tupleFields(resolveVars(typeArg(t.args, 1)))
    else { return nil }
    let found: [TypeID]
    switch t.selfType.kind {
    case .closure(_, let args):
      guard case .fnPtr(let s) = resolveVars(ClosureArgs(args).signatureType).kind, let only = s.sig.inputs.first,
        let fields = tupleFields(resolveVars(only))
      else { return nil }
      found = fields
    case .fnDef(let d, _): found = Array(cx.facts.fnSig(of: d).inputs)
    default: return nil
    }
    if found.count != wanted.count { return .closureArgumentCount(expected: wanted.count, found: found.count, at: at) }
    guard case .closure = t.selfType.kind else { return nil }
    return .error("the parameters of this closure have other types than it is called with", code: "E0631", at: at, label: "`\(display(clause))` does not hold")
  }
}

extension FulfillmentError {
  fileprivate var isAmbiguous: Bool { if case .ambiguous = kind { true } else { false } }
}
