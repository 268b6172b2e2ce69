// The step that evaluates the crate's own constants, used or not.
import Defs
import Diagnostics
import Monomorphize
import MIR
import Parallel
import Program
import Resolve
import Session
import Types

/// Evaluates every constant and static of the crate that does not depend on parameters: mistakes in them are errors even if nothing
/// uses them. Returns also what constants in types did wrong.
///
/// - Errors: E0080.
func evaluateConstants(_ store: ProgramStore, _ session: Session) -> (Void, DiagnosticList) {
  let owners = bodyOwnersAtAnyDepth(store.world, session.workers).filter { def in
    switch Defs[def].kind {
    case .const, .static: return true
    // A trait's own constant depends on `Self`.
    case .assocConst: return Defs[Defs[def].parent].kind != .trait
    default: return false
    }
  }
  _ = parallelMap(count: owners.count, workers: session.workers, makeWorker: { ProgramAnswers(store) }) { answers, i -> Bool in
    let def = owners[i]
    if Defs[def].kind == .static {
      _ = answers.staticValue(def)
    } else if answers.genericCounts(of: def).all == 0 {
      _ = answers.evaluate(UnevaluatedConst(def: def, args: .empty), type: answers.staticType(def))
    }
    return true
  }
  return ((), store.takeConstantProblems())
}
