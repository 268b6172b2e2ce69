// Checking one match or one pattern, and saying what is wrong with it.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

/// Where a pattern stands that must match everything.
enum IrrefutablePlace {
  case local(Span, hasInitializer: Bool)
  case parameter, closureParameter, forLoop

  var words: String {
    switch self {
    case .local: "local binding"
    case .parameter: "function argument"
    case .closureParameter: "closure argument"
    case .forLoop: "`for` loop binding"
    }
  }
}

extension PatternChecker {
  private func reset() {
    patterns.removeAll(keepingCapacity: true)
    isUnknown = false
    opaqueCount = 0
  }

  // MARK: Matches

  func checkMatch(_ expr: HExpr, _ scrutinee: HExpr, _ arms: Run<HIR.Arm>, _ source: MatchSource) {
    let all = hir[arms]
    if let first = all.first, all.count == 1, isTrivial(first.pat), first.guardExpr.isNone { return }
    reset()
    let lowered = all.map { MatchArm(pattern: lower($0.pat), hasGuard: !$0.guardExpr.isNone) }
    if isUnknown { return }
    let type = reveal(results.adjustedType(of: scrutinee))
    if type.flags.contains(.hasError) { return }
    let isValid = isKnownValid(scrutinee)
    let witnesses = analyze(lowered, type: type, isKnownValid: isValid)
    if source != .tryOperator && source != .await && !(source == .forLoop && all.count == 1) {
      reportUnreachable(lowered, type, isValid)
    }
    if witnesses.isEmpty { return }
    if source == .forLoop, all.count == 2, case .tupleStruct(let id) = hir[all[1].pat].kind, let p = hir[hir[id].fields].first {
      checkIrrefutable(p, .forLoop)
      return
    }
    var worksWithoutGuards = false
    if lowered.contains(where: { $0.hasGuard }) {
      let open = lowered.map { MatchArm(pattern: $0.pattern, hasGuard: false) }
      worksWithoutGuards = analyze(open, type: type, isKnownValid: isValid).isEmpty
    }
    report(witnesses, type, expr, scrutinee, Array(all), worksWithoutGuards)
  }

  /// `if let` and its like: looks for alternatives that match nothing new.
  func checkLet(_ pat: HPat, _ scrutinee: HExpr) {
    if isTrivial(pat) { return }
    reset()
    let arm = MatchArm(pattern: lower(pat), hasGuard: false)
    if isUnknown { return }
    let type = patterns[Int(arm.pattern)].type
    let isValid = isKnownValid(scrutinee)
    _ = analyze([arm], type: type, isKnownValid: isValid)
    reportUnreachable([arm], type, isValid)
  }

  /// Where a pattern shows: `x` of `x @ 1`.
  private func span(of pat: HPat) -> Span {
    guard case .binding(let b) = hir[pat].kind else { return hir[pat].span }
    let name = hir[b].ident.span
    return name.context == hir[pat].span.context ? hir[pat].span.start.to(name) : hir[pat].span
  }

  func checkIrrefutable(_ pat: HPat, _ place: IrrefutablePlace, scrutinee: HExpr? = nil) {
    if isTrivial(pat) { return }
    reset()
    let arm = MatchArm(pattern: lower(pat), hasGuard: false)
    if isUnknown { return }
    let type = patterns[Int(arm.pattern)].type
    if type.flags.contains(.hasError) { return }
    let witnesses = analyze([arm], type: type, isKnownValid: scrutinee.map { isKnownValid($0) } ?? true)
    if witnesses.isEmpty { return }
    let covered = joined(witnesses)
    var d = Diagnostic.error(
      "refutable pattern in \(place.words)", code: "E0005", at: span(of: pat),
      label: "pattern\(witnesses.count == 1 ? "" : "s") \(covered) not covered")
    if case .local = place {
      d = d.note("a `let` without `else` needs a pattern that always matches, as of a struct or an enum with one variant")
    }
    if let note = definition(of: type, witnesses) { d.children.append(note) }
    d = d.note("the matched value is of type `\(TypePrinter.text(of: type))`")
    if case .local(let span, true) = place, span.context.isRoot {
      if binds(pat) {
        let end = Span(lo: span.hi - 1, hi: span.hi - 1, context: span.context)
        d.suggestions.append(
          Suggestion("leave the block where it does not match", [(end, " else { todo!() }")], .hasPlaceholders))
      } else {
        let last = Span(lo: span.hi - 1, hi: span.hi, context: span.context)
        d.suggestions.append(
          Suggestion("do something only where it matches", [(span.start, "if "), (last, " { todo!() }")], .hasPlaceholders))
      }
    }
    diagnostics.add(d)
  }

  private func binds(_ pat: HPat) -> Bool {
    struct Finder: BodyVisitor {
      let tree: HIRTree
      var found = false
      mutating func visit(_ pat: HPat) {
        if case .binding = tree[pat].kind { found = true }
        walk(pat)
      }
      mutating func visit(_ expr: HExpr) {}
    }
    var f = Finder(tree: hir)
    f.visit(pat)
    return f.found
  }

  /// Whether the matched place holds a valid value in any case: what is behind pointers or in unions may not.
  private func isKnownValid(_ expr: HExpr) -> Bool {
    for a in results.adjustments(of: expr).reversed() {
      switch a.kind {
      case .deref, .overloadedDeref: return false
      case .borrow, .borrowRaw: return true
      case .neverToAny, .pointer: break
      }
    }
    switch hir[expr].kind {
    case .unary(.deref, _): return false
    case .field(let base, _):
      if case .adt(let d, _) = results.adjustedType(of: base).kind, facts.adt(d).kind == .union { return false }
      return isKnownValid(base)
    case .index(let base, _): return results.method(of: expr) == nil && isKnownValid(base)
    case .cast(let e, _), .typeAscription(let e, _), .dropTemps(let e): return isKnownValid(e)
    default: return true
    }
  }

  // MARK: E0004

  private func joined(_ all: [Witness]) -> String {
    let texts = all.map { "`\(text($0))`" }
    switch texts.count {
    case 1: return texts[0]
    case 2, 3: return texts.dropLast().joined(separator: ", ") + " and " + texts.last!
    default: return texts.prefix(3).joined(separator: ", ") + " and \(texts.count - 3) more"
    }
  }

  private func report(
    _ witnesses: [Witness], _ type: TypeID, _ expr: HExpr, _ scrutinee: HExpr, _ arms: [HIR.Arm], _ worksWithoutGuards: Bool
  ) {
    let at = hir[scrutinee].span
    let typeText = TypePrinter.text(of: type)
    var isFullEnum = false
    if case .adt(let d, _) = type.kind { isFullEnum = facts.adt(d).kind == .enum && !facts.adt(d).variants.isEmpty }
    if arms.isEmpty && !isFullEnum {
      var d = Diagnostic.error("non-exhaustive patterns: type `\(typeText)` is non-empty", code: "E0004", at: at)
      if let note = definition(of: type, witnesses) { d.children.append(note) }
      d = d.note("the matched value is of type `\(typeText)`")
      if case .ref(_, let t, _) = type.kind, isEmpty(reveal(t)) { d = d.note("a reference counts as a value, whatever it points to") }
      diagnostics.add(d.help("add an arm with a wildcard pattern: `_ => todo!()`"))
      return
    }
    let names = joined(witnesses)
    let plural = witnesses.count == 1 ? "" : "s"
    var d = Diagnostic.error(
      "non-exhaustive patterns: \(names) not covered", code: "E0004", at: at, label: "pattern\(plural) \(names) not covered")
    if let note = definition(of: type, witnesses) { d.children.append(note) }
    d = d.note("the matched value is of type `\(typeText)`")
    if !arms.isEmpty { for n in specialNotes(witnesses[0]) { d = d.note(n) } }
    if case .ref(_, let t, _) = type.kind, isEmpty(reveal(t)) { d = d.note("a reference counts as a value, whatever it points to") }
    if worksWithoutGuards { d = d.note("an arm with a guard does not count: the guard may be false") }
    let arm = witnesses.count < 4 ? witnesses.map(text).joined(separator: " | ") : "_"
    let advice = "add an arm for what is not covered, or one with a wildcard pattern"
    if let last = arms.last, last.span.context.isRoot {
      var comma = ","
      if case .block = hir[last.body].kind { comma = "" }
      d.suggestions.append(Suggestion(advice, [(last.span.end, "\(comma) \(arm) => todo!()")], .hasPlaceholders))
    } else {
      d = d.help("\(advice): `\(arm) => todo!()`")
    }
    diagnostics.add(d)
  }

  /// The enum and those of its variants that are missing, if it is of this crate.
  private func definition(of type: TypeID, _ witnesses: [Witness]) -> SubDiagnostic? {
    var t = type
    while case .ref(_, let inner, _) = t.kind { t = inner }
    guard case .adt(let d, _) = t.kind, d.crate == .local, facts.adt(d).kind == .enum else { return nil }
    let adt = facts.adt(d)
    var labels = [Label(Defs[d].identSpan, "", isPrimary: true)]
    var seen: Set<Int> = []
    if witnesses.count < 5 {
      for w in witnesses { note(w, d, &seen) }
      for i in seen.sorted() { labels.append(Label(Defs[adt.variants[i].def].identSpan, "not covered")) }
    }
    return SubDiagnostic(.note, "`\(TypePrinter.text(of: t))` defined here", labels: labels)
  }

  private func note(_ w: Witness, _ adt: DefID, _ seen: inout Set<Int>) {
    if case .variant(let i) = w.ctor, case .adt(adt, _) = w.type.kind { seen.insert(i) }
    for f in w.fields { note(f, adt, &seen) }
  }

  private func specialNotes(_ w: Witness) -> [String] {
    var types: [TypeID] = []
    collectSpecial(w, &types)
    return types.compactMap { t in
      let name = TypePrinter.text(of: t)
      switch t.kind {
      case .uint(.usize): return "`usize::MAX` does not count as the end: only a range without end reaches it"
      case .int(.isize): return "`isize::MIN` and `isize::MAX` do not count as the ends: only ranges without end reach them"
      case .str: return "`&str` has more values than patterns can list: a wildcard `_` is needed"
      case .adt(let d, _) where facts.adt(d).isNonExhaustive && d.crate != owner.crate:
        return "`\(name)` may get more variants (`#[non_exhaustive]`): a wildcard `_` is needed"
      default: return isEmpty(t) ? "`\(name)` has no values, but what is matched is not known to be one: a wildcard `_` is needed" : nil
      }
    }
  }

  private func collectSpecial(_ w: Witness, _ into: inout [TypeID]) {
    func add(_ t: TypeID) { if !into.contains(t) { into.append(t) } }
    switch w.ctor {
    case .nonExhaustive, .never: add(w.type)
    case .integers(let r):
      if w.type == .usize || w.type == .isize, (r.low.rank == 0 && r.low.value >= 1 << 64) || r.high == IntBound(0) { add(w.type) }
    default: break
    }
    for f in w.fields { collectSpecial(f, &into) }
  }

  // MARK: Unreachable patterns

  private func reportUnreachable(_ arms: [MatchArm], _ type: TypeID, _ isValid: Bool) {
    if !branches.contains(where: { $0.isSeen && !$0.isUseful }) { return }
    _ = analyze(arms, type: type, isKnownValid: isValid, tracksOverlaps: true)
    for arm in arms { reportUnreachable(arm.pattern) }
  }

  private func reportUnreachable(_ p: PatternRef) {
    let facts = branches[Int(p)]
    if facts.isSeen && !facts.isUseful {
      warn(p, facts.coveredBy)
      return
    }
    for f in patterns[Int(p)].fields { reportUnreachable(f.pattern) }
  }

  private func warn(_ p: PatternRef, _ coveredBy: [PatternRef]) {
    let at = span(of: patterns[Int(p)].source)
    if !at.context.isRoot { return }
    var d = Diagnostic(.warning, "unreachable pattern", code: "unreachable_patterns", at: at)
    switch coveredBy.count {
    case 0:
      d.labels[0].text = "matches no value: its type has none"
    case 1:
      let other = span(of: patterns[Int(coveredBy[0])].source)
      d.labels[0].text = "no value can reach this"
      d.labels.append(Label(other, isCatchAll(coveredBy[0]) ? "matches any value" : "matches all the relevant values"))
    default:
      d.labels[0].text = "no value can reach this"
      var labels = [Label(at, "together they make this unreachable", isPrimary: true)]
      for c in coveredBy.prefix(4) { labels.append(Label(span(of: patterns[Int(c)].source), "matches some of the same values")) }
      d.children.append(SubDiagnostic(.note, "several patterns cover it", labels: labels))
    }
    diagnostics.add(d.note("`#[warn(unreachable_patterns)]` on by default"))
  }

  private func isCatchAll(_ p: PatternRef) -> Bool {
    let pattern = patterns[Int(p)]
    switch pattern.ctor {
    case .wild: return true
    case .single, .reference: return pattern.fields.allSatisfy { isCatchAll($0.pattern) }
    default: return false
    }
  }
}

extension Diagnostic {
  /// E0030, E0579. A range without values.
  static func emptyRange(isClosed: Bool, at span: Span) -> Diagnostic {
    .error(
      isClosed ? "the first value of this range is greater than its last" : "this range is empty: its end must be greater than its start",
      code: isClosed ? "E0030" : "E0579", at: span, label: isClosed ? "no value is in it" : "")
  }
}
