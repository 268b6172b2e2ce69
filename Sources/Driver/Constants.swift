// The step that evaluates the crate's own constants, used or not.
import Collect
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
    evaluate(owners[i], store, answers)
    return true
  }
  return ((), store.takeConstantProblems())
}

/// Evaluates a constant or static that does not depend on parameters.
private func evaluate(_ def: DefID, _ store: ProgramStore, _ answers: ProgramAnswers) {
  let kind = Defs[def].kind
  if kind == .static {
    _ = answers.staticValue(def)
  } else if answers.genericCounts(of: def).all > 0 {
    return
  } else if kind == .anonConst {
    _ = store.headers.evaluate(ConstID(.unevaluated(def, .empty)), in: .empty)
  } else {
    _ = answers.evaluate(UnevaluatedConst(def: def, args: .empty), type: answers.staticType(def))
  }
}

/// What is wrong with the value of a constant, static or constant in a type, whose types are right. What is only not supported yet is
/// left to the step that evaluates all.
///
/// - Errors: E0080.
func problems(evaluating def: DefID, _ store: ProgramStore) -> DiagnosticList {
  switch Defs[def].kind {
  case .const, .static, .anonConst: break
  case .assocConst where Defs[Defs[def].parent].kind != .trait: break
  default: return DiagnosticList()
  }
  evaluate(def, store, ProgramAnswers(store))
  var result = DiagnosticList()
  for problem in store.takeConstantProblems(of: def).all where problem.code != nil { result.add(problem) }
  return result
}
