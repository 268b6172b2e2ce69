// Types, paths, generics.
import Defs
import Parallel
import Source
import Support
import Syntax

extension HIRPrinter {
  mutating func type(_ id: ID<Ty>) {
    switch tree[id].kind {
    case .slice(let t):
      write("[")
      type(t)
      write("]")
    case .array(let t, let n):
      write("[")
      type(t)
      write("; ")
      constArg(n)
      write("]")
    case .ptr(let m, let t):
      write(m == .mut ? "*mut " : "*const ")
      type(t)
    case .ref(let l, let m, let t):
      write("&")
      lifetime(l)
      write(m == .mut ? " mut " : " ")
      type(t)
    case .fnPtr(let p):
      let p = tree[p]
      binder(p.binder)
      if p.safety == .unsafe { write("unsafe ") }
      switch p.abi {
      case .rust: break
      case .implicit: write("extern ")
      case .explicit(let name): write("extern \(name) ")
      }
      write("fn(")
      list(tree[p.inputs]) { $0.type($1) }
      write(p.isVariadic ? ", ...)" : ")")
      output(p.output)
    case .never: write("!")
    case .tuple(let l):
      write("(")
      list(tree[l]) { $0.type($1) }
      write(l.count == 1 ? ",)" : ")")
    case .path(let p): path(p)
    case .opaque(let o):
      write("opaque \(pathText(tree[o].def)): ")
      bounds(tree[o].bounds)
    case .traitObject(let traits, let l):
      write("dyn ")
      list(traits, separator: " + ") { $0.traitBound($1) }
      write(" + ")
      lifetime(l)
    case .pattern(let t, let p):
      write("pattern_type(")
      type(t)
      write(" is ")
      pattern(p)
      write(")")
    case .unsafeBinder(let params, let t):
      write("unsafe ")
      binder(params)
      type(t)
    case .infer: write("_")
    case .error: write("{error}")
    }
  }

  mutating func output(_ id: ID<Ty>) {
    if id.isNone { return }
    write(" -> ")
    type(id)
  }

  mutating func lifetime(_ id: ID<Lifetime>) {
    switch tree[id].kind {
    case .param(let def):
      let data = Defs[def]
      write(data.name == .underscoreLifetime ? "'_\(data.disambiguator)" : data.name.text)
    case .static: write("'static")
    case .infer: write("'?")
    case .objectDefault: write("'default")
    case .error: write("'{error}")
    }
  }

  mutating func constArg(_ id: ID<ConstArg>) {
    switch tree[id].kind {
    case .path(let p): path(p)
    case .anon(let def): write("{const \(pathText(def))}")
    case .literal(let l, let isNegated):
      if isNegated { write("-") }
      literal(l)
    case .infer: write("_")
    case .error: write("{error}")
    }
  }

  mutating func path(_ id: ID<QPath>) {
    let p = tree[id]
    switch p.kind {
    case .resolved(let qself, let res):
      if !qself.isNone {
        write("<")
        type(qself)
        write(" as>::")
      }
      if case .local = res, p.segments.count == 1 { write(tree[p.segments[0]].ident.name.text) }
      write(resText(res))
      let args = p.segments.map { tree[$0].args }
      // Arguments of earlier segments are marked with how far in front they stand.
      for (i, a) in args.enumerated() where !a.isNone {
        if i + 1 < args.count { write("^\(args.count - 1 - i)") }
        genericArgs(a)
      }
    case .typeRelative(let t):
      write("<")
      type(t)
      write(">::")
      let segment = tree[p.segments[0]]
      write(segment.ident.name.text)
      if !segment.args.isNone { genericArgs(segment.args) }
    }
  }

  mutating func genericArgs(_ id: ID<GenericArgs>) {
    let node = tree[id]
    write("<")
    list(node.args) { p, a in
      switch p.tree[a] {
      case .lifetime(let l): p.lifetime(l)
      case .ty(let t): p.type(t)
      case .const(let c): p.constArg(c)
      case .infer: p.write("_")
      }
    }
    for c in node.constraints {
      let c = tree[c]
      write(", \(c.ident.name)")
      if !c.args.isNone { genericArgs(c.args) }
      switch c.kind {
      case .equalTy(let t):
        write(" = ")
        type(t)
      case .equalConst(let k):
        write(" = ")
        constArg(k)
      case .bound(let b):
        write(": ")
        bounds(b)
      }
    }
    write(">")
  }

  mutating func bounds(_ run: Run<Bound>) {
    list(run, separator: " + ") { p, b in
      switch p.tree[b] {
      case .trait(let t): p.traitBound(t)
      case .outlives(let l): p.lifetime(l)
      case .use(let args, _):
        p.write("use<")
        p.list(args) { p, a in
          switch p.tree[a] {
          case .lifetime(let l): p.lifetime(l)
          case .ty(let t): p.type(t)
          case .const(let c): p.constArg(c)
          case .infer: p.write("_")
          }
        }
        p.write(">")
      }
    }
  }

  mutating func traitBound(_ id: ID<TraitBound>) {
    let b = tree[id]
    binder(b.binder)
    switch b.constness {
    case .never: break
    case .always: write("const ")
    case .maybe: write("[const] ")
    }
    switch b.polarity {
    case .positive: break
    case .maybe: write("?")
    case .negative: write("!")
    }
    path(b.path)
  }

  mutating func binder(_ params: Run<GenericParam>) {
    if params.isEmpty { return }
    write("for<")
    list(params) { $0.genericParam($1) }
    write("> ")
  }

  mutating func genericParam(_ id: ID<GenericParam>) {
    let p = tree[id]
    if p.mayDangle { write("#[may_dangle] ") }
    switch p.kind {
    case .lifetime(let isElided): write(isElided ? "'_\(Defs[p.def].disambiguator)" : p.ident.name.text)
    case .type(let value, let isImplTrait):
      write(isImplTrait ? "{\(p.ident.name)}" : p.ident.name.text)
      if !value.isNone {
        write(" = ")
        type(value)
      }
    case .const(let t, let value):
      write("const \(p.ident.name): ")
      type(t)
      if !value.isNone {
        write(" = ")
        constArg(value)
      }
    }
  }

  mutating func generics(_ id: ID<Generics>) {
    let g = tree[id]
    if !g.params.isEmpty {
      write("<")
      list(g.params) { $0.genericParam($1) }
      write(">")
    }
  }

  mutating func predicates(_ id: ID<Generics>) {
    let g = tree[id]
    if g.predicates.isEmpty { return }
    write(" where ")
    list(g.predicates) { p, w in
      switch p.tree[w].kind {
      case .bound(let b, let t, let bounds):
        p.binder(b)
        p.type(t)
        p.write(": ")
        p.bounds(bounds)
      case .lifetime(let l, let bounds):
        p.lifetime(l)
        p.write(": ")
        p.bounds(bounds)
      }
    }
  }
}
