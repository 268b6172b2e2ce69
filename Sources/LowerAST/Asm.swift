// `asm!` and `naked_asm!`.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerInlineAsm(_ node: Syntax.InlineAsm, _ span: Span) -> ID<HIR.Expr> {
    var pieces: [HIR.InlineAsm.Piece] = []
    for piece in ast[node.template] {
      switch piece {
      case .text(let text): pieces.append(.text(text))
      case .operand(let index, let modifier, _): pieces.append(.operand(index: index, modifier: modifier))
      }
    }
    var operands: [HIR.InlineAsm.Operand] = []
    for operand in ast[node.operands] { operands.append(lowerAsmOperand(operand)) }
    let clobbers = ast[node.clobberABIs].map { NameNode($0.name) }
    let asm = HIR.InlineAsm(
      pieces: hir.asmPieces.append(contentsOf: pieces), operands: hir.asmOperands.append(contentsOf: operands),
      clobbers: hir.names.append(contentsOf: clobbers), options: node.options.rawValue | (node.macro == .asm ? 0 : 512))
    return expr(.inlineAsm(hir.add(asm)), span)
  }

  private mutating func lowerAsmOperand(_ operand: AsmOperand) -> HIR.InlineAsm.Operand {
    let register: Name
    switch operand.register {
    case .none: register = .empty
    case .class(let name): register = name
    case .explicit(let name): register = Name("\"" + name.text + "\"")
    }
    func optional(_ id: ID<Syntax.Expr>, _ l: inout Lowerer) -> ID<HIR.Expr> { id.isNone ? .none : l.lowerExpr(id) }
    switch operand.kind {
    case .input(let e): return .input(register: register, lowerExpr(e))
    case .output(let late, let e): return .output(register: register, late: late, optional(e, &self))
    case .inOut(let late, let e): return .inOut(register: register, late: late, lowerExpr(e))
    case .splitInOut(let late, let input, let output):
      let lowered = lowerExpr(input)
      return .splitInOut(register: register, late: late, input: lowered, output: optional(output, &self))
    case .const(let e):
      let def = makeDef(.inlineConst, node: .expr(e), span: ast[e].span, identSpan: ast[e].span)
      let value = inNewBody(def, barrier: .const(genericsAllowed: true, isTrivial: false), isConcrete: false) { l in l.lowerExpr(e) }
      return .const(expr(.constBlock(def, value), ast[e].span))
    case .symbol(let path, let qself):
      let resolution = resolve(path, qself, as: .expr(call: nil))
      if resolution.unresolved == 0, case .def(.static, let def) = resolution.res { return .symStatic(def) }
      let qpath = lowerResolved(path, qself, resolution)
      return .symFn(expr(.path(qpath), operand.span))
    case .label(let block): return .label(lowerBlock(block))
    }
  }
}
