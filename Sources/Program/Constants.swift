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
    do throws(EvaluationFailure) {
      return try ConstEval.evaluate(body, args, type: type, facts: self)
    } catch {
      note(error, of: c.def)
      return nil
    }
  }

  /// The value of a constant as the type system has it: `.error` if what it needs has errors, nil if it depends on what is not
  /// known.
  func evaluateForTypes(_ def: DefID, _ args: GenericArgsID) -> ConstID? {
    guard let (d, a) = resolveConstant(def, args.erasingRegions) else { return nil }
    guard let body = store.body(of: d) else { return store.check(store.owner(of: d))?.hasErrors == true ? .error : nil }
    let type = instantiate(body[LocalID.returnPlace].type, a)
    do throws(EvaluationFailure) {
      return try ConstEval.evaluateForTypes(body, a, type: type, facts: self)
    } catch {
      note(error, of: def)
      if case .tooGeneric = error.error { return nil }
      return .error
    }
  }

  /// Keeps the message about a constant that has no value.
  ///
  /// - Errors: E0080.
  func note(_ failure: EvaluationFailure, of def: DefID) {
    let text: String
    var code = "E0080"
    let first = failure.places.first.map { Hygiene.callSiteAtRoot($0.span) } ?? Defs[def].identSpan
    switch failure.error {
    case .tooGeneric, .invalid: return
    case .panic(let t), .undefinedBehavior(let t): text = t
    case .tooManySteps:
      text = "constant evaluation is taking a long time"
      code = "long_running_const_eval"
    case .unsupported(let t): return store.note(.unsupported(t, at: first), of: def)
    }
    let isInside = failure.places.count > 1
    var d = Diagnostic.error(
      text, code: code, at: first,
      label: "evaluation of `\(localPath(def))` failed \(isInside ? "inside this call" : "here")")
    for (i, place) in failure.places.enumerated().dropFirst() {
      guard let instance = place.instance else { continue }
      let label = i == failure.places.count - 1 ? "the failure occurred here" : ""
      d.children.append(
        SubDiagnostic(
          .note, "inside `\(localPath(instance.def))`", labels: [Label(Hygiene.callSiteAtRoot(place.span), label, isPrimary: true)]))
    }
    store.note(d, of: def)
  }

  /// The path of an item, without the name of the crate being compiled.
  private func localPath(_ def: DefID) -> String {
    if Defs[def].kind == .anonConst || Defs[def].kind == .inlineConst { return localPath(Defs[def].parent) + "::{constant#0}" }
    let text = TypePrinter.path(of: def)
    let own = crateName(.local) + "::"
    return def.crate == .local && text.hasPrefix(own) ? String(text.dropFirst(own.count)) : text
  }
}
