// `asm!`: operands are values and places of types that fit into registers.
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
  func checkAsm(_ id: ID<InlineAsm>, _ span: Span) -> TypeID {
    let asm = hir[id]
    var goesOn = !asm.isNoreturn
    for op in hir[asm.operands] {
      switch op {
      case .input(_, let e): checkOperand(e, isInput: true)
      case .output(_, _, let e): if let e = e.some { checkOperand(e, isInput: false) }
      case .inOut(_, _, let e): checkOperand(e, isInput: false)
      case .splitInOut(_, _, let i, let o):
        checkOperand(i, isInput: true)
        if let o = o.some { checkOperand(o, isInput: false) }
      case .const(let e): demandEq(nextIntVar(), check(e), self.span(e))
      case .symFn(let e): check(e)
      case .symStatic: break
      case .label(let b):
        let before = diverges
        let type = checkBlock(b, .none, .none)
        if type != .never {
          demandEq(.unit, type, hir[b].span)
          goesOn = true
        }
        diverges = before
      }
    }
    if !goesOn {
      diverges = true
      return .never
    }
    return .unit
  }

  private func checkOperand(_ e: ID<Expr>, isInput: Bool) {
    let type = check(e, .none, needs: isInput ? .not : .mut)
    requireSized(type, span(e), .misc)
    if !isInput, !isPlace(e) { report(.invalidAsmOutput(at: span(e))) }
    guard isInput else { return }
    let t = structurallyResolve(type, span(e))
    switch kind(t) {
    case .fnDef: if let p = fnPtrOfItem(t) { demandCoerce(e, t, p) }
    case .ref(_, let inner, let m): demandCoerce(e, t, mkPtr(inner, m))
    default: break
    }
  }
}
