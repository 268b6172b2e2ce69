// Headers.
import Defs
import Parallel
import Source
import Support
import Syntax

extension HIRPrinter {
  mutating func item(_ header: ItemHeader) {
    let name = pathText(header.def)
    switch header.kind {
    case .fn(let h, let decl):
      if h.constness == .always { write("const ") }
      if h.safety == .unsafe { write("unsafe ") }
      write("fn \(name)")
      generics(header.generics)
      let d = tree[decl]
      write("(")
      if d.implicitSelf != .none { write("\(d.implicitSelf) self: ") }
      list(tree[d.inputs]) { $0.type($1) }
      write(d.isVariadic ? ", ...)" : ")")
      output(d.output)
      predicates(header.generics)
      if !d.hasBody { write(";") }
    case .const(let t, let hasBody):
      write("const \(name)")
      generics(header.generics)
      write(": ")
      type(t)
      predicates(header.generics)
      if !hasBody { write(";") }
    case .static(let m, _, let t, let hasBody):
      write(m == .mut ? "static mut \(name): " : "static \(name): ")
      type(t)
      if !hasBody { write(";") }
    case .tyAlias(let b, let t):
      write("type \(name)")
      generics(header.generics)
      if !b.isEmpty {
        write(": ")
        bounds(b)
      }
      if !t.isNone {
        write(" = ")
        type(t)
      }
      predicates(header.generics)
    case .adt(let variants):
      write("\(Defs[header.def].kind) \(name)")
      generics(header.generics)
      predicates(header.generics)
      for v in variants {
        nested { p in
          let v = p.tree[v]
          p.newLine()
          p.write("\(v.ident.name) \(v.kind)")
          p.write(" { ")
          p.list(v.fields) { p, f in
            p.write("\(p.tree[f].ident.name): ")
            p.type(p.tree[f].ty)
          }
          p.write(" }")
          if !v.discriminant.isNone { p.write(" = {const \(p.pathText(v.discriminant))}") }
        }
      }
    case .trait(let safety, let constness, let isAuto, let supertraits):
      if constness == .always { write("const ") }
      if safety == .unsafe { write("unsafe ") }
      if isAuto { write("auto ") }
      write("trait \(name)")
      generics(header.generics)
      if !supertraits.isEmpty {
        write(": ")
        bounds(supertraits)
      }
      predicates(header.generics)
    case .traitAlias(let b):
      write("trait \(name)")
      generics(header.generics)
      write(" = ")
      bounds(b)
      predicates(header.generics)
    case .impl(let safety, let constness, let isNegative, let ofTrait, let selfTy):
      if safety == .unsafe { write("unsafe ") }
      write("impl")
      generics(header.generics)
      write(" ")
      if constness == .always { write("const ") }
      if !ofTrait.isNone {
        if isNegative { write("!") }
        traitBound(ofTrait)
        write(" for ")
      }
      type(selfTy)
      predicates(header.generics)
    case .foreignTy: write("extern type \(name)")
    case .opaque(let o):
      write("opaque \(name): ")
      bounds(tree[o].bounds)
    case .error: write("{error} \(name)")
    }
  }
}
