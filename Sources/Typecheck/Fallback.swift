// Variables that nothing determined: integers become `i32`, floats `f64`, what never exists `()` or `!`.
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
  func fallBack() {
    selectWherePossible()
    let diverging = Set(divergingVars.map { shallowResolve($0) }.filter { isTyVar($0) })
    // Since edition 2024 diverging variables become `!`.
    let divergingType: TypeID = ownerEdition >= .e2024 ? .never : .unit
    var occurred = false
    for v in unresolvedVariables() {
      let fallback: TypeID
      switch kind(v) {
      case .infer(.int): fallback = isTainted ? .error : .i32
      case .infer(.float): fallback = isTainted ? .error : .f64
      default:
        if isTainted { fallback = .error } else if diverging.contains(v) { fallback = divergingType } else { continue }
      }
      let current = shallowResolve(v)
      guard case .infer = kind(current) else { continue }
      _ = eq(current, fallback, .none)
      occurred = true
    }
    if occurred { selectWherePossible() }
  }

  /// Elements of `[x; n]` with n > 1 must be `Copy` (or constants).
  func checkRepeats() {
    guard let copy = langItem(.copy) else { return }
    for (element, type, count) in deferredRepeats {
      switch hir[element].kind {
      case .constBlock: continue
      case .path(let p):
        switch pathRes[p.index] {
        case .def(.const, _)?, .def(.assocConst, _)?: continue
        default: break
        }
      default: break
      }
      let n = resolveConst(normalizeConst(count, span(element)))
      if case .error = n.kind { continue }
      if let bits = n.bits, bits <= 1 { continue }
      register([traitObligation(copy, [type], span(element), .repeatCopy)])
    }
    deferredRepeats = []
  }
}
