// Expressions and statements.
import Defs
import Parallel
import Source
import Support
import Syntax

extension HIRPrinter {
  mutating func expressions(_ ids: IDList<Expr>) { list(tree[ids]) { $0.expression($1) } }

  mutating func expression(_ id: ID<Expr>) {
    switch tree[id].kind {
    case .literal(let l): literal(l)
    case .path(let p): path(p)
    case .unary(let op, let e):
      write(op == .deref ? "*" : op == .not ? "!" : "-")
      expression(e)
    case .binary(let op, let a, let b):
      write("(")
      expression(a)
      write(" \(HIRPrinter.operatorText(op)) ")
      expression(b)
      write(")")
    case .assign(let a, let b):
      expression(a)
      write(" = ")
      expression(b)
    case .assignOp(let op, let a, let b):
      expression(a)
      write(" \(HIRPrinter.operatorText(op))= ")
      expression(b)
    case .addrOf(let kind, let m, let e):
      write(kind == .raw ? (m == .mut ? "&raw mut " : "&raw const ") : m == .mut ? "&mut " : "&")
      expression(e)
    case .call(let f, let args):
      expression(f)
      write("(")
      expressions(args)
      write(")")
    case .methodCall(let call):
      let call = tree[call]
      expression(call.receiver)
      write(".\(call.segment.ident.name)")
      if !call.segment.args.isNone { genericArgs(call.segment.args) }
      write("(")
      expressions(call.args)
      write(")")
    case .field(let e, let f):
      expression(e)
      write(".\(tree[f].ident.name)")
    case .index(let a, let b):
      expression(a)
      write("[")
      expression(b)
      write("]")
    case .cast(let e, let t):
      write("(")
      expression(e)
      write(" as ")
      type(t)
      write(")")
    case .typeAscription(let e, let t):
      write("(")
      expression(e)
      write(": ")
      type(t)
      write(")")
    case .tuple(let l):
      write("(")
      expressions(l)
      write(l.count == 1 ? ",)" : ")")
    case .array(let l):
      write("[")
      expressions(l)
      write("]")
    case .repeat(let e, let n):
      write("[")
      expression(e)
      write("; ")
      constArg(n)
      write("]")
    case .structure(let s):
      let s = tree[s]
      path(s.path)
      write(" { ")
      list(s.fields) { p, f in
        p.write("\(p.tree[f].ident.name): ")
        p.expression(p.tree[f].value)
      }
      switch s.rest {
      case .none: break
      case .base(let e):
        write(", ..")
        expression(e)
      case .defaults: write(", ..")
      }
      write(" }")
    case .if(let c, let a, let b):
      write("if ")
      expression(c)
      write(" ")
      expression(a)
      if !b.isNone {
        write(" else ")
        expression(b)
      }
    case .let(let l):
      let l = tree[l]
      write("let ")
      pattern(l.pat)
      write(" = ")
      expression(l.initializer)
    case .match(let e, let arms, let source):
      write(source == .normal ? "match " : "match(\(source)) ")
      expression(e)
      write(" {")
      nested { p in
        for arm in arms {
          let arm = p.tree[arm]
          p.newLine()
          p.pattern(arm.pat)
          if !arm.guardExpr.isNone {
            p.write(" if ")
            p.expression(arm.guardExpr)
          }
          p.write(" => ")
          p.expression(arm.body)
        }
      }
      newLine()
      write("}")
    case .loop(let b, let info):
      label(info)
      write(tree[info].source == .loop ? "loop " : "loop(\(tree[info].source)) ")
      block(b)
    case .block(let b, let info):
      if !info.isNone { label(info) }
      block(b)
    case .constBlock(_, let e):
      write("const ")
      expression(e)
    case .closure(let c):
      let c = tree[c]
      binder(c.binder)
      if c.constness == .always { write("const ") }
      if c.isMove { write("move ") }
      write("|")
      list(zip(tree[c.params], tree[c.paramTypes]).map { $0 }) { p, param in
        p.pattern(param.0)
        p.write(": ")
        p.type(param.1)
      }
      write("|")
      output(c.output)
      write(" ")
      expression(c.body)
    case .break(let info, let e):
      write("break ")
      target(info)
      if !e.isNone {
        write(" ")
        expression(e)
      }
    case .continue(let info):
      write("continue ")
      target(info)
    case .return(let e):
      write("return")
      if !e.isNone {
        write(" ")
        expression(e)
      }
    case .become(let e):
      write("become ")
      expression(e)
    case .yield(let e):
      write("yield ")
      expression(e)
    case .dropTemps(let e):
      write("drop_temps(")
      expression(e)
      write(")")
    case .offsetOf(let t, let fields):
      write("offset_of(")
      type(t)
      for f in fields { write(", \(tree[f].ident.name)") }
      write(")")
    case .inlineAsm(let a): asm(tree[a])
    case .builtin(let kind, let e):
      write("\(kind)(")
      expression(e)
      write(")")
    case .error: write("{error}")
    }
  }

  private mutating func label(_ info: ID<LoopInfo>) {
    let l = tree[info]
    write(l.label.isNone ? "'\(info.rawValue): " : "\(l.label.name)\(info.rawValue): ")
  }
  private mutating func target(_ info: ID<LoopInfo>) {
    if info.isNone { return write("{error}") }
    let l = tree[info]
    write(l.label.isNone ? "'\(info.rawValue)" : "\(l.label.name)\(info.rawValue)")
  }

  private mutating func asm(_ a: InlineAsm) {
    write("asm(")
    for p in a.pieces {
      switch tree.nodes.asmPieces[p] {
      case .text(let t): write(HIRPrinter.quoted(t.bytes))
      case .operand(let i, _): write("{\(i)}")
      }
      write(" ")
    }
    list(a.operands) { p, o in
      switch p.tree.nodes.asmOperands[o] {
      case .input(let r, let e):
        p.write("in(\(r)) ")
        p.expression(e)
      case .output(let r, _, let e):
        p.write("out(\(r)) ")
        if e.isNone { p.write("_") } else { p.expression(e) }
      case .inOut(let r, _, let e):
        p.write("inout(\(r)) ")
        p.expression(e)
      case .splitInOut(let r, _, let i, let o):
        p.write("inout(\(r)) ")
        p.expression(i)
        p.write(" => ")
        if o.isNone { p.write("_") } else { p.expression(o) }
      case .const(let c):
        p.write("const ")
        p.expression(c)
      case .symFn(let e):
        p.write("sym ")
        p.expression(e)
      case .symStatic(let d): p.write("sym \(p.pathText(d))")
      case .label(let b):
        p.write("label ")
        p.block(b)
      }
    }
    write(")")
  }

  mutating func block(_ id: ID<Block>) {
    let b = tree[id]
    if b.safety != .default { write("unsafe ") }
    if b.statements.isEmpty && b.value.isNone { return write("{}") }
    write("{")
    nested { p in
      for s in b.statements {
        p.newLine()
        switch p.tree[s].kind {
        case .let(let l):
          let l = p.tree[l]
          p.write(l.isSuper ? "super let " : "let ")
          p.pattern(l.pat)
          if !l.ty.isNone {
            p.write(": ")
            p.type(l.ty)
          }
          if !l.initializer.isNone {
            p.write(" = ")
            p.expression(l.initializer)
          }
          if !l.elseBlock.isNone {
            p.write(" else ")
            p.block(l.elseBlock)
          }
          p.write(";")
        case .item(let d): p.write("item \(p.pathText(d))")
        case .expr(let e): p.expression(e)
        case .semi(let e):
          p.expression(e)
          p.write(";")
        }
      }
      if !b.value.isNone {
        p.newLine()
        p.expression(b.value)
      }
    }
    newLine()
    write("}")
  }

  mutating func literal(_ l: Literal) {
    switch l {
    case .bool(let b): write("\(b)")
    case .char(let c): write("'\\u{\(String(c, radix: 16))}'")
    case .byte(let b): write("b'\\x\(String(b, radix: 16))'")
    case .int(let low, let high, let suffix):
      write("\(UInt128(high) << 64 | UInt128(low))\(suffix.map { "\($0)" } ?? "")")
    case .float(let digits, let suffix): write("\(digits)\(suffix.map { "\($0)" } ?? "")")
    case .str(let s): write(HIRPrinter.quoted(s.bytes))
    case .byteStr(let s): write("b" + HIRPrinter.quoted(s.bytes))
    case .cStr(let s): write("c" + HIRPrinter.quoted(s.bytes))
    case .error: write("{error}")
    }
  }

  static func operatorText(_ op: BinaryOp) -> String {
    switch op {
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .rem: "%"
    case .bitXor: "^"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .shl: "<<"
    case .shr: ">>"
    case .eq: "=="
    case .lt: "<"
    case .le: "<="
    case .ne: "!="
    case .ge: ">="
    case .gt: ">"
    case .and: "&&"
    case .or: "||"
    }
  }
}
