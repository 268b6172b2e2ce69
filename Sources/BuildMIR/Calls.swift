// Calls, overloaded operators, struct expressions, inline assembly.
import Defs
import HIR
import Infer
import MIR
import Parallel
import Source
import Support
import Syntax
import Traits
import Typecheck
import Types

extension Builder {
  mutating func call(_ e: HExpr, _ f: HExpr, _ args: [HExpr], _ destination: Place, _ span: Span) {
    if let m = results.method(of: e) {
      // `Fn*::call*`: the callee, then the arguments as one tuple.
      let callee = asCallOperand(full(f))
      let operands = args.map { asCallOperand(full($0)) }
      let tupleType = TypeID.tuple(args.map { type(full($0)) })
      let tuple = scratch(tupleType, span)
      mir.assign(Place(tuple), mir.aggregate(.tuple, operands), in: block, at: source(span))
      emitCall(functionConstant(m.def, m.args, span), [callee, .move(Place(tuple))], destination, type(Adjusted(expr: e, count: 0)), span, fnSpan: span)
      return
    }
    if case .path(let p) = hir[f].kind, results.adjustments(of: f).isEmpty, constructor(p, args, type(Adjusted(expr: e, count: 0)), destination, span) {
      return
    }
    let callee = asOperand(full(f))
    let operands = args.map { asCallOperand(full($0)) }
    emitCall(callee, operands, destination, type(Adjusted(expr: e, count: 0)), span, fnSpan: span)
  }

  mutating func methodCall(_ e: HExpr, _ m: HIR.MethodCall, _ destination: Place, _ span: Span) {
    guard let method = results.method(of: e) else {
      mir.isTainted = true
      return
    }
    var operands = [asCallOperand(full(m.receiver))]
    for a in hir[m.args] { operands.append(asCallOperand(full(a))) }
    emitCall(functionConstant(method.def, method.args, span), operands, destination, type(Adjusted(expr: e, count: 0)), span, fnSpan: m.span)
  }

  /// An operator that means a method: operands as its arguments, in order.
  mutating func operatorCall(_ e: HExpr, _ m: (def: DefID, args: GenericArgsID), _ destination: Place, _ span: Span) {
    var args: [HExpr]
    switch hir[e].kind {
    case .unary(_, let x): args = [x]
    case .binary(_, let l, let r), .assignOp(_, let l, let r), .index(let l, let r): args = [l, r]
    default: args = []
    }
    if case .unary(.deref, _) = hir[e].kind {
      let p = asPlace(Adjusted(expr: e, count: 0))
      let t = type(Adjusted(expr: e, count: 0))
      mir.assign(destination, .use(use(place(p), t)), in: block, at: source(span))
      return
    }
    if case .index = hir[e].kind {
      let p = asPlace(Adjusted(expr: e, count: 0))
      let t = type(Adjusted(expr: e, count: 0))
      mir.assign(destination, .use(use(place(p), t)), in: block, at: source(span))
      return
    }
    let operands = args.map { asCallOperand(full($0)) }
    args = []
    emitCall(functionConstant(m.def, m.args, span), operands, destination, type(Adjusted(expr: e, count: 0)), span, fnSpan: span, .overloadedOperator)
  }

  mutating func emitCall(
    _ function: Operand, _ args: [Operand], _ destination: Place, _ result: TypeID, _ span: Span, fnSpan: Span,
    _ callSource: CallSource = .normal
  ) {
    if result.isNever {
      mir.call(block, function, args, into: destination, target: .none, callSource: callSource, fnSpan: fnSpan, at: source(span))
      block = mir.newBlock()
      return
    }
    let next = mir.newBlock()
    mir.call(block, function, args, into: destination, target: next, callSource: callSource, fnSpan: fnSpan, at: source(span))
    block = next
  }

  /// `Struct(a, b)`, `Variant(a)`: an aggregate, no call.
  private mutating func constructor(
    _ p: ID<HIR.QPath>, _ args: [HExpr], _ type: TypeID, _ destination: Place, _ span: Span
  ) -> Bool {
    guard case .adt(let d, let adtArgs) = type.kind else { return false }
    var variant: UInt32 = 0
    switch results.res(of: p) {
    case .def(.structCtorFn, _), .selfCtor: break
    case .def(.variantCtorFn, let c):
      guard let v = variantIndex(c, of: d) else { return false }
      variant = v
    default: return false
    }
    let fields = args.map { asCallOperand(full($0)) }
    mir.assign(destination, mir.aggregate(.adt(d, variant: variant, adtArgs, activeField: -1), fields), in: block, at: source(span))
    return true
  }

  // MARK: Struct expressions

  mutating func structure(_ e: HExpr, _ id: ID<HIR.StructExpr>, _ destination: Place, _ span: Span) {
    let node = hir[id]
    guard case .adt(let d, let args) = type(Adjusted(expr: e, count: 0)).kind else {
      mir.isTainted = true
      return
    }
    let adt = facts.adt(d)
    var variant: UInt32 = 0
    if adt.kind == .enum {
      if case .def(_, let v) = results.res(of: node.path), let n = variantIndex(v, of: d) { variant = n }
    }
    let count = Int(adt.variants[Int(variant)].fieldCount)
    // Written order of evaluation; the aggregate has them in order of declaration.
    var values: [Int: Operand] = [:]
    var active: Int32 = -1
    for i in node.fields.indices {
      let fieldID = node.fields[i - Int(node.fields.start)]
      let f = hir[fieldID]
      let n = results.fieldIndex(of: fieldID)
      values[n] = asCallOperand(full(f.value))
      active = Int32(n)
    }
    var fields: [Operand] = []
    switch node.rest {
    case .none:
      if adt.kind == .union {
        if let v = values[Int(active)] { fields = [v] }
      } else {
        for n in 0..<count { if let v = values[n] { fields.append(v) } }
      }
    case .base(let base):
      let p = asPlace(full(base))
      let types = results.baseFieldTypes(of: id)
      for n in 0..<count {
        if let v = values[n] {
          fields.append(v)
        } else {
          let t = types[n]
          fields.append(use(place(p.adding(.field(UInt32(n), t))), t))
        }
      }
    case .defaults(let s): unsupported("default values of fields", s)
    }
    mir.assign(
      destination, mir.aggregate(.adt(d, variant: variant, args, activeField: adt.kind == .union ? active : -1), fields), in: block,
      at: source(span))
  }

  /// `offset_of!`: a call of the intrinsic for each step, added up.
  mutating func offsetOf(_ e: HExpr, _ ty: ID<HIR.Ty>, _ destination: Place, _ span: Span) {
    guard let intrinsic = facts.langItem(Name("offset_of")) else { return unsupported("`offset_of!` without its lang item", span) }
    var container = results.type(of: ty)
    let total = scratch(.usize, span)
    mir.assign(Place(total), .use(mir.constant(.scalar(low: 0, high: 0), .usize, at: source(span))), in: block, at: source(span))
    for step in results.offsetOfSteps(of: e) {
      let part = scratch(.usize, span)
      let variant = mir.constant(.scalar(low: UInt64(step.variant), high: 0), .u32, at: source(span))
      let field = mir.constant(.scalar(low: UInt64(step.field), high: 0), .u32, at: source(span))
      emitCall(
        functionConstant(intrinsic, GenericArgsID([GenericArg(container)]), span), [variant, field], Place(part), .usize, span,
        fnSpan: span)
      mir.assign(Place(total), .binary(.add, .copy(Place(total)), .move(Place(part))), in: block, at: source(span))
      container = fieldType(of: container, step)
    }
    mir.assign(destination, .use(.copy(Place(total))), in: block, at: source(span))
  }

  private mutating func fieldType(of type: TypeID, _ step: OffsetOfStep) -> TypeID {
    switch type.kind {
    case .tuple(let l): return l[Int(step.field)]
    case .adt(let d, let args):
      let adt = facts.adt(d)
      let field = adt.fields(of: adt.variants[Int(step.variant)])[Int(step.field)]
      return infer.normalizeCompletely(facts.type(of: field.def).instantiated(args), env: env).erasingRegions
    default: return .error
    }
  }

  // MARK: Inline assembly

  mutating func inlineAsm(_ id: ID<HIR.InlineAsm>, _ destination: Place, _ span: Span) {
    let node = hir[id]
    var operands: [MIR.InlineAsm.AsmOperand] = []
    let next = mir.newBlock()
    var targets = node.isNoreturn ? [] : [BlockTarget(next)]
    var labels: [(start: BasicBlockID, body: ID<HIR.Block>)] = []
    // A register that is named stands in quotes.
    func isClass(_ n: Name) -> Bool { !n.text.hasPrefix("\"") }
    func bare(_ n: Name) -> Name { isClass(n) ? n : Name(String(n.text.dropFirst().dropLast())) }
    for o in hir[node.operands] {
      switch o {
      case .input(let r, let e): operands.append(.input(register: bare(r), isClass: isClass(r), asCallOperand(full(e))))
      case .output(let r, let late, let e):
        let p = e.some.map { place(asPlace(full($0))) }
        operands.append(.output(register: bare(r), isClass: isClass(r), late: late, p))
      case .inOut(let r, let late, let e):
        let p = place(asPlace(full(e)))
        operands.append(.inOut(register: bare(r), isClass: isClass(r), late: late, input: .copy(p), output: p))
      case .splitInOut(let r, let late, let i, let o):
        let input = asCallOperand(full(i))
        let p = o.some.map { place(asPlace(full($0))) }
        operands.append(.inOut(register: bare(r), isClass: isClass(r), late: late, input: input, output: p))
      case .const(let e): if case .constant(let c) = asOperand(full(e)) { operands.append(.const(c)) }
      case .symFn(let e): if case .constant(let c) = asOperand(full(e)) { operands.append(.symFn(c)) }
      case .symStatic(let d): operands.append(.symStatic(d))
      case .label(let b):
        let start = mir.newBlock()
        operands.append(.label(UInt32(targets.count)))
        targets.append(BlockTarget(start))
        labels.append((start, b))
      }
    }
    var pieces: [MIR.InlineAsm.Piece] = []
    for p in hir[node.pieces] {
      switch p {
      case .text(let n): pieces.append(.text(n))
      case .operand(let i, let m): pieces.append(.operand(index: i, modifier: m))
      }
    }
    let options = MIR.InlineAsm.Options(rawValue: node.options & 511 | (node.isNoreturn ? 16 : 0))
    let asm = MIR.InlineAsm(
      pieces: mir.asmPieces.append(contentsOf: pieces), operands: mir.asmOperands.append(contentsOf: operands),
      clobberABIs: mir.names.append(contentsOf: hir[node.clobbers].map { MIR.NameNode($0.name) }), options: options,
      targets: mir.blockTargets.append(contentsOf: targets), unwind: .unreachable)
    mir.terminate(block, .inlineAsm(mir.asms.append(asm)), at: source(span))
    for l in labels {
      block = l.start
      let unit = scratch(.unit, hir[l.body].span)
      inTemporaryScope { b in b.blockBody(l.body, Place(unit)) }
      mir.terminate(block, .goto(next), at: source(hir[l.body].span))
    }
    block = next
    if !options.contains(.noreturn) || !labels.isEmpty { assignUnit(destination, span) }
  }
}
