// Values of constants and statics.
import ConstEval
import Defs
import Diagnostics
import Infer
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Traits
import Types

extension ProgramAnswers {
  /// The definition and arguments whose body gives the value: an impl's constant for a trait's.
  private func resolveConstant(_ def: DefID, _ args: GenericArgsID) -> (DefID, GenericArgsID)? {
    let parent = Defs[def].parent
    guard Defs[def].kind == .assocConst, !parent.isNone, Defs[parent].kind == .trait else { return (def, args) }
    if case .item(let d, let a) = infer.resolveItem(def, args, env: .empty) { return (d, instantiate(a, .empty)) }
    return nil
  }

  func computeConstant(_ c: UnevaluatedConst, _ type: TypeID) -> ConstantValue? {
    let body: MIR.Body?
    var args = c.args
    if c.promoted >= 0 {
      body = store.promotedBody(of: c.def, Int(c.promoted))
    } else {
      guard let (d, a) = resolveConstant(c.def, c.args) else { return nil }
      body = store.body(of: d)
      args = a
    }
    guard let body else { return nil }
    do throws(EvaluationError) {
      return try ConstEval.evaluate(body, args, type: type, facts: self)
    } catch {
      note(error, body.span)
      return nil
    }
  }

  /// The value of a constant as the type system has it.
  func evaluateForTypes(_ def: DefID, _ args: GenericArgsID) -> ConstID? {
    guard let (d, a) = resolveConstant(def, args.erasingRegions) else { return nil }
    guard let body = store.body(of: d) else { return nil }
    let type = instantiate(body[LocalID.returnPlace].type, a)
    return try? ConstEval.evaluateForTypes(body, a, type: type, facts: self)
  }

  func note(_ error: EvaluationError, _ span: Span) {
    let text: String
    switch error {
    case .tooGeneric, .invalid: return
    case .panic(let t), .undefinedBehavior(let t): text = t
    case .tooManySteps: text = "constant evaluation is taking a long time"
    case .unsupported(let t):
      problems.append(Diagnostic.unsupported(t, at: span))
      return
    }
    problems.append(.error("evaluation of a constant failed: \(text)", code: "E0080", at: span))
  }
}
