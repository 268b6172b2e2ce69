// Patterns.
import Defs
import Parallel
import Source
import Support
import Syntax

extension HIRPrinter {
  mutating func pattern(_ id: ID<Pat>) {
    switch tree[id].kind {
    case .wild: write("_")
    case .never: write("!")
    case .binding(let b):
      let b = tree[b]
      if b.isRef { write(b.refMutability == .mut ? "ref mut " : "ref ") }
      if b.mutability == .mut { write("mut ") }
      write("\(b.ident.name)#\(b.local.rawValue)")
      if !b.sub.isNone {
        write(" @ ")
        pattern(b.sub)
      }
    case .structure(let s):
      let s = tree[s]
      path(s.path)
      write(" { ")
      list(s.fields) { p, f in
        p.write("\(p.tree[f].ident.name): ")
        p.pattern(p.tree[f].pat)
      }
      write(s.hasRest ? ", .. }" : " }")
    case .tupleStruct(let t):
      let t = tree[t]
      path(t.path)
      sequence(t.fields, t.dotDot)
    case .or(let l):
      write("(")
      list(tree[l], separator: " | ") { $0.pattern($1) }
      write(")")
    case .path(let p): path(p)
    case .tuple(let l, let dotDot): sequence(l, dotDot)
    case .box(let p):
      write("box ")
      pattern(p)
    case .deref(let p):
      write("deref!(")
      pattern(p)
      write(")")
    case .ref(let p, let m):
      write(m == .mut ? "&mut " : "&")
      pattern(p)
    case .expr(let e): constant(e)
    case .range(let a, let b, let end):
      if !a.isNone { constant(a) }
      write(end == .excluded ? ".." : "..=")
      if !b.isNone { constant(b) }
    case .slice(let s):
      let s = tree[s]
      write("[")
      list(tree[s.before]) { $0.pattern($1) }
      if !s.middle.isNone {
        write(s.before.isEmpty ? ".. " : ", .. ")
        pattern(s.middle)
        if !s.after.isEmpty { write(", ") }
      }
      list(tree[s.after]) { $0.pattern($1) }
      write("]")
    case .guard(let p, let e):
      pattern(p)
      write(" if ")
      expression(e)
    case .error: write("{error}")
    }
  }

  private mutating func sequence(_ l: IDList<Pat>, _ dotDot: UInt32) {
    write("(")
    for (i, p) in tree[l].enumerated() {
      if i > 0 { write(", ") }
      if dotDot == UInt32(i) { write(".., ") }
      pattern(p)
    }
    if dotDot != .max && Int(dotDot) == l.count { write(l.isEmpty ? ".." : ", ..") }
    write(")")
  }

  private mutating func constant(_ e: ID<PatExpr>) {
    switch tree[e].kind {
    case .literal(let l, let isNegated):
      if isNegated { write("-") }
      literal(l)
    case .path(let p): path(p)
    case .constBlock(_, let e):
      write("const ")
      expression(e)
    }
  }
}
