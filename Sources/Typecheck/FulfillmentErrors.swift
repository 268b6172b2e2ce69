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
  func report(_ errors: [FulfillmentError]) {
    var seen: Set<ClauseID> = []
    for e in errors {
      let clause = resolveVars(e.obligation.clause)
      if ClauseID(clause).flags.contains(.hasError) {
        isTainted = true
        continue
      }
      if !seen.insert(ClauseID(clause)).inserted { continue }
      report(e, clause)
    }
  }

  private func report(_ e: FulfillmentError, _ clause: Clause) {
    let at = e.obligation.cause.span
    switch e.kind {
    case .unimplemented: report(unimplemented(clause, e.obligation, at))
    case .projectionMismatch(let expected, let found):
      let wanted = TypePrinter.text(of: infcx.resolve(expected).arg)
      let got = TypePrinter.text(of: infcx.resolve(found).arg)
      report(.error("type mismatch: expected `\(wanted)`, found `\(got)`", code: "E0271", at: at, label: "in `\(display(clause))`"))
    case .ambiguous:
      // One is enough: the others follow.
      if isTainted { return }
      report(ambiguous(clause, at))
    case .overflow: report(.error("too many steps while proving `\(display(clause))`", code: "E0275", at: at))
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
}
