// A tree as text, compact enough for expectations: every node in parentheses or in Rust's own notation.
import Lex
import Parallel
import Parse
import Support
import Syntax

struct Dump {
  let tree: Tree

  func list<T>(_ ids: IDList<T>, _ each: (ID<T>) -> String) -> String { tree[ids].map(each).joined(separator: " ") }
  func run<T>(_ run: Run<T>, _ each: (T) -> String, _ get: (Run<T>) -> UnsafeBufferPointer<T>) -> String {
    run.isEmpty ? "" : get(run).map(each).joined(separator: " ")
  }

  // MARK: Paths and types

  func path(_ id: ID<Path>, _ qself: ID<QSelf> = .none) -> String {
    let names = tree[id].segments.isEmpty ? [] : tree[tree[id].segments].map(segment)
    guard let q = qself.some else { return names.joined(separator: "::") }
    let position = Int(tree[q].position)
    let head = position == 0 ? "" : " as " + names[..<position].joined(separator: "::")
    return (["<\(ty(tree[q].ty))\(head)>"] + names[position...]).joined(separator: "::")
  }

  func segment(_ s: PathSegment) -> String { s.ident.name.text + (s.args.some.map(args) ?? "") }

  func args(_ id: ID<GenericArgs>) -> String {
    switch tree[id].kind {
    case .angle(let run): return "<" + (run.isEmpty ? "" : tree[run].map(arg).joined(separator: ", ")) + ">"
    case .parenthesized(let inputs, let output):
      return "(" + list(inputs, ty) + ")" + (output.some.map { "->" + ty($0) } ?? "")
    case .elided: return "(..)"
    }
  }

  func arg(_ a: GenericArg) -> String {
    switch a {
    case .lifetime(let i): return i.name.text
    case .ty(let t): return ty(t)
    case .const(let e): return expr(e)
    case .constraint(let id):
      let c = tree[id]
      let name = c.ident.name.text + (c.args.some.map(args) ?? "")
      switch c.kind {
      case .equalTy(let t): return "\(name)=\(ty(t))"
      case .equalConst(let e): return "\(name)=\(expr(e))"
      case .bound(let b): return "\(name):\(bounds(b))"
      }
    }
  }

  func bounds(_ run: Run<Bound>) -> String { run.isEmpty ? "" : tree[run].map(bound).joined(separator: "+") }

  func bound(_ b: Bound) -> String {
    switch b {
    case .outlives(let i): return i.name.text
    case .use(let a, _): return "use<" + (a.isEmpty ? "" : tree[a].map(arg).joined(separator: ", ")) + ">"
    case .trait(let id):
      let t = tree[id]
      var s = t.params.isEmpty ? "" : "for" + params(t.params)
      if t.constness != .never { s += t.constness == .maybe ? "~const " : "const " }
      if t.isAsync { s += "async " }
      if t.polarity != .positive { s += t.polarity == .maybe ? "?" : "!" }
      return s + path(t.path)
    }
  }

  func params(_ run: Run<GenericParam>) -> String {
    if run.isEmpty { return "" }
    let texts = tree[run].map { p -> String in
      let b = p.bounds.isEmpty ? "" : ":" + bounds(p.bounds)
      switch p.kind {
      case .lifetime: return p.ident.name.text + b
      case .type(let d): return p.ident.name.text + b + (d.some.map { "=" + ty($0) } ?? "")
      case .const(let t, let d): return "const \(p.ident.name.text):\(ty(t))" + (d.some.map { "=" + expr($0) } ?? "")
      }
    }
    return "<" + texts.joined(separator: ", ") + ">"
  }

  func ty(_ id: ID<Ty>) -> String {
    guard !id.isNone else { return "-" }
    switch tree[id].kind {
    case .slice(let t): return "[\(ty(t))]"
    case .array(let t, let n): return "[\(ty(t)); \(expr(n))]"
    case .ptr(let m, let t): return "*\(m == .mut ? "mut" : "const") \(ty(t))"
    case .ref(let r):
      let r = tree[r]
      return "&" + (r.lifetime.isNone ? "" : r.lifetime.name.text + " ") + (r.isPinned ? "pin " : "")
        + (r.mutability == .mut ? "mut " : "") + ty(r.ty)
    case .fnPtr(let f):
      let f = tree[f]
      return (f.params.isEmpty ? "" : "for" + params(f.params) + " ") + header(f.header) + "fn" + signature(f.signature)
    case .never: return "!"
    case .tuple(let l): return "(" + list(l, { ty($0) + "," }) + ")"
    case .path(let p, let q): return path(p, q)
    case .traitObject(let b, let hasDyn): return (hasDyn ? "dyn " : "obj ") + bounds(b)
    case .implTrait(let b): return "impl " + bounds(b)
    case .paren(let t): return "(\(ty(t)))"
    case .infer: return "_"
    case .implicitSelf: return "Self?"
    case .macroCall(let m): return path(tree[m].path) + "!"
    case .pattern: return "pattern"
    case .unsafeBinder(let p, let t): return "unsafe\(params(p)) \(ty(t))"
    case .typeof(let e): return "typeof(\(expr(e)))"
    case .cVarArgs: return "..."
    case .fieldOf(let t, let f): return "field_of(\(ty(t)), \(fields(f)))"
    case .error: return "{error}"
    }
  }

  func fields(_ run: Run<FieldAccess>) -> String { run.isEmpty ? "" : tree[run].map { $0.ident.name.text }.joined(separator: ".") }

  func header(_ h: FnHeader) -> String {
    var s = h.constness == .always ? "const " : ""
    switch h.coroutine {
    case .none: break
    case .async: s += "async "
    case .gen: s += "gen "
    case .asyncGen: s += "async gen "
    }
    if h.safety != .default { s += h.safety == .unsafe ? "unsafe " : "safe " }
    switch h.abi {
    case .rust: break
    case .implicit: s += "extern "
    case .explicit(let n): s += "extern \(n.text) "
    }
    return s
  }

  func signature(_ s: FnSignature) -> String {
    let ps = s.params.isEmpty ? [] : tree[s.params].map { ($0.pat.isNone ? "" : pat($0.pat) + ":") + ty($0.ty) }
    return "(" + ps.joined(separator: ", ") + ")" + (s.output.some.map { "->" + ty($0) } ?? "")
  }

  // MARK: Patterns

  func pat(_ id: ID<Pat>) -> String {
    guard !id.isNone else { return "-" }
    switch tree[id].kind {
    case .wild: return "_"
    case .never: return "!"
    case .rest: return ".."
    case .ident(let i):
      let p = tree[i]
      return (p.mutability == .mut ? "mut " : "") + (p.isRef ? "ref " : "") + (p.refMutability == .mut ? "mut " : "")
        + p.ident.name.text + (p.sub.some.map { "@" + pat($0) } ?? "")
    case .expr(let e): return expr(e)
    case .range(let a, let b, let end):
      return "(" + (a.isNone ? "" : expr(a)) + (end == .excluded ? ".." : end == .included ? "..=" : "...") + (b.isNone ? "" : expr(b)) + ")"
    case .ref(let m, let p): return "&" + (m == .mut ? "mut " : "") + pat(p)
    case .pinRef(let m, let p): return "&pin " + (m == .mut ? "mut " : "const ") + pat(p)
    case .tuple(let l): return "(" + list(l, { pat($0) + "," }) + ")"
    case .slice(let l): return "[" + list(l, { pat($0) + "," }) + "]"
    case .path(let p, let q): return path(p, q)
    case .tupleStruct(let t): return path(tree[t].path, tree[t].qself) + "(" + list(tree[t].fields, { pat($0) + "," }) + ")"
    case .structure(let s):
      let fs = tree[s].fields.isEmpty ? [] : tree[tree[s].fields].map { $0.ident.name.text + ":" + pat($0.pat) }
      return path(tree[s].path, tree[s].qself) + "{" + (fs + (tree[s].hasRest ? [".."] : [])).joined(separator: ", ") + "}"
    case .or(let l): return "(or " + list(l, pat) + ")"
    case .paren(let p): return "(\(pat(p)))"
    case .box(let p): return "box " + pat(p)
    case .deref(let p): return "deref " + pat(p)
    case .guard(let p, let e): return "(\(pat(p)) if \(expr(e)))"
    case .macroCall(let m): return path(tree[m].path) + "!"
    case .error: return "{error}"
    }
  }

  // MARK: Expressions

  func expr(_ id: ID<Expr>) -> String {
    guard !id.isNone else { return "-" }
    switch tree[id].kind {
    case .literal(_, let n): return n.text
    case .path(let p, let q): return path(p, q)
    case .unary(let op, let e): return "(\(op) \(expr(e)))"
    case .binary(let op, let a, let b): return "(\(op) \(expr(a)) \(expr(b)))"
    case .assign(let a, let b): return "(= \(expr(a)) \(expr(b)))"
    case .assignOp(let op, let a, let b): return "(\(op)= \(expr(a)) \(expr(b)))"
    case .addrOf(let k, let m, let e): return "(&\(k) \(m) \(expr(e)))"
    case .call(let f, let l): return "(call \(expr(f)) \(list(l, expr)))"
    case .methodCall(let m): return "(\(expr(tree[m].receiver)).\(segment(tree[m].segment)) \(list(tree[m].args, expr)))"
    case .field(let e, let f): return "(\(expr(e)).\(tree[f].ident.name.text))"
    case .index(let a, let b): return "(index \(expr(a)) \(expr(b)))"
    case .range(let a, let b, let i): return "(\(i ? "..=" : "..") \(expr(a)) \(expr(b)))"
    case .cast(let e, let t): return "(as \(expr(e)) \(ty(t)))"
    case .typeAscription(let e, let t): return "(: \(expr(e)) \(ty(t)))"
    case .tuple(let l): return "(tuple \(list(l, expr)))"
    case .array(let l): return "[\(list(l, expr))]"
    case .repeat(let e, let n): return "[\(expr(e)); \(expr(n))]"
    case .structure(let s):
      let fs = tree[s].fields.isEmpty ? [] : tree[tree[s].fields].map { "\($0.ident.name.text):\(expr($0.value))" }
      let rest: [String] =
        switch tree[s].rest {
        case .none: []
        case .base(let e): ["..\(expr(e))"]
        case .dotDot: [".."]
        }
      return "\(path(tree[s].path, tree[s].qself)){\((fs + rest).joined(separator: ", "))}"
    case .paren(let e): return "(paren \(expr(e)))"
    case .if(let c, let t, let e): return "(if \(expr(c)) \(block(t)) \(expr(e)))"
    case .let(let p, let e): return "(let \(pat(p)) \(expr(e)))"
    case .match(let e, let arms): return "(match \(expr(e)) " + (arms.isEmpty ? "" : tree[arms].map(arm).joined(separator: " ")) + ")"
    case .loop(let b, let l): return "(loop\(label(l)) \(block(b)))"
    case .while(let c, let b, let l): return "(while\(label(l)) \(expr(c)) \(block(b)))"
    case .forLoop(let f): return "(for\(label(tree[f].label)) \(pat(tree[f].pat)) \(expr(tree[f].iterator)) \(block(tree[f].body)))"
    case .block(let b, let l): return l.isNone ? block(b) : "(block\(label(l)) \(block(b)))"
    case .unsafeBlock(let b): return "unsafe" + block(b)
    case .constBlock(let b): return "const" + block(b)
    case .coroutineBlock(let k, let m, let b): return "\(k)\(m ? " move" : "")" + block(b)
    case .tryBlock(let b, let t): return "try" + (t.some.map { " " + ty($0) } ?? "") + block(b)
    case .closure(let c):
      let c = tree[c]
      return "(closure\(c.hasBinder ? " for" + params(c.binder) : "")\(c.isStatic ? " static" : "")\(c.coroutine == .none ? "" : " \(c.coroutine)")"
        + "\(c.capture == .byRef ? "" : " \(c.capture)") \(signature(c.signature)) \(expr(c.body)))"
    case .break(let l, let e): return "(break\(label(l)) \(expr(e)))"
    case .continue(let l): return "(continue\(label(l)))"
    case .return(let e): return "(return \(expr(e)))"
    case .yield(let e): return "(yield \(expr(e)))"
    case .become(let e): return "(become \(expr(e)))"
    case .yeet(let e): return "(yeet \(expr(e)))"
    case .await(let e): return "(await \(expr(e)))"
    case .use(let e): return "(use \(expr(e)))"
    case .try(let e): return "(? \(expr(e)))"
    case .underscore: return "_"
    case .macroCall(let m): return call(m)
    case .attributed(let a, let e): return "(#\(a.count) \(expr(e)))"
    case .offsetOf(let t, let f): return "offset_of(\(ty(t)), \(fields(f)))"
    case .builtin(let n, _): return "builtin(\(n.text))"
    case .formatArgs, .inlineAsm, .includedBytes: return "made by a builtin macro"
    case .error: return "{error}"
    }
  }

  func call(_ m: ID<MacroCall>) -> String {
    let c = tree[m]
    return "\(path(c.path))!" + (c.delimiter == .openParen ? "()" : c.delimiter == .openBrace ? "{}" : "[]")
  }
  func label(_ l: ID<Syntax.Label>) -> String { l.isNone ? "" : " " + tree[l].ident.name.text }

  func arm(_ a: Arm) -> String {
    "{\(pat(a.pat))" + (a.guardExpr.isNone ? "" : " if \(expr(a.guardExpr))") + (a.body.isNone ? "}" : " => \(expr(a.body))}")
  }

  func block(_ id: ID<Block>) -> String {
    let b = tree[id]
    return "{" + (b.statements.isEmpty ? "" : tree[b.statements].map(stmt).joined(separator: " ")) + "}"
  }

  func stmt(_ s: Stmt) -> String {
    switch s.kind {
    case .let(let l):
      let l = tree[l]
      return (l.isSuper ? "super " : "") + "let \(pat(l.pat))" + (l.ty.isNone ? "" : ": \(ty(l.ty))")
        + (l.initializer.isNone ? "" : " = \(expr(l.initializer))") + (l.elseBlock.isNone ? "" : " else \(block(l.elseBlock))") + ";"
    case .item(let i): return item(i)
    case .expr(let e): return expr(e)
    case .semi(let e): return expr(e) + ";"
    case .macroCall(let m): return "\(call(tree[m].call))<\(tree[m].style)>"
    case .empty: return ";"
    }
  }

  // MARK: Items

  func item(_ id: ID<Item>) -> String {
    let i = tree[id]
    var s = i.attributes.isEmpty ? "" : "#\(i.attributes.count) "
    switch i.visibility.kind {
    case .inherited: break
    case .public: s += "pub "
    case .restricted(let p, let short): s += "pub(\(short ? "" : "in ")\(path(p))) "
    }
    if i.isDefault { s += "default " }
    if i.isFinal { s += "final " }
    return s + kind(i)
  }

  func generics(_ id: ID<Generics>) -> String {
    let g = tree[id]
    let w = g.predicates.isEmpty ? [] : tree[g.predicates].map(predicate)
    return params(g.params) + (w.isEmpty ? "" : " where " + w.joined(separator: ", "))
  }

  func predicate(_ p: WherePredicate) -> String {
    switch p.kind {
    case .bound(let ps, let t, let b): return (ps.isEmpty ? "" : "for" + params(ps) + " ") + ty(t) + ":" + bounds(b)
    case .lifetime(let i, let b): return i.name.text + ":" + bounds(b)
    case .equal(let a, let b): return ty(a) + "=" + ty(b)
    }
  }

  func data(_ d: VariantData) -> String {
    let fs = d.fields.isEmpty ? [] : tree[d.fields].map { f in
      (f.ident.isNone ? "" : f.ident.name.text + ":") + ty(f.ty) + (f.defaultValue.isNone ? "" : "=" + expr(f.defaultValue))
    }
    switch d.kind {
    case .unit: return ""
    case .tuple: return "(" + fs.joined(separator: ", ") + ")"
    case .named: return "{" + fs.joined(separator: ", ") + "}"
    }
  }

  func useTree(_ id: ID<UseTree>) -> String {
    let u = tree[id]
    let prefix = path(u.prefix)
    switch u.kind {
    case .simple(let r): return prefix + (r.isNone ? "" : " as \(r.name.text)")
    case .glob: return prefix.isEmpty ? "*" : prefix + "::*"
    case .nested(let l): return (prefix.isEmpty ? "" : prefix + "::") + "{" + list(l, useTree) + "}"
    }
  }

  func kind(_ i: Item) -> String {
    let name = i.ident.name.text
    switch i.kind {
    case .externCrate(let original): return "extern crate \(original.isEmpty ? "" : original.text + " as ")\(name)"
    case .use(let u): return "use " + useTree(u)
    case .static(let id): return "static \(tree[id].mutability == .mut ? "mut " : "")\(name): \(ty(tree[id].ty)) = \(expr(tree[id].value))"
    case .const(let id): return "const \(name)\(generics(tree[id].generics)): \(ty(tree[id].ty)) = \(expr(tree[id].value))"
    case .fn(let id):
      let f = tree[id]
      let body: String =
        switch f.body {
        case .none: ";"
        case .tokens(let r): " tokens(\(r.count))"
        case .block(let b): " " + block(b)
        }
      return header(f.header) + "fn \(name)\(generics(f.generics))\(signature(f.signature))" + body
    case .outlineMod: return "mod \(name);"
    case .inlineMod(_, let items): return "mod \(name) {\(list(items, item))}"
    case .foreignMod(let id): return "extern {\(list(tree[id].items, item))}"
    case .globalAsm: return "global_asm"
    case .tyAlias(let id):
      return "type \(name)\(generics(tree[id].generics))" + (tree[id].bounds.isEmpty ? "" : ":" + bounds(tree[id].bounds)) + " = \(ty(tree[id].ty))"
    case .enum(let id):
      let vs = tree[id].variants.isEmpty ? [] : tree[tree[id].variants].map {
        $0.ident.name.text + data($0.data) + ($0.discriminant.isNone ? "" : "=" + expr($0.discriminant))
      }
      return "enum \(name)\(generics(tree[id].generics)) {\(vs.joined(separator: ", "))}"
    case .struct(let id): return "struct \(name)\(generics(tree[id].generics))\(data(tree[id].data))"
    case .union(let id): return "union \(name)\(generics(tree[id].generics))\(data(tree[id].data))"
    case .trait(let id):
      let t = tree[id]
      return "trait \(name)\(generics(t.generics))" + (t.supertraits.isEmpty ? "" : ":" + bounds(t.supertraits)) + " {\(list(t.items, item))}"
    case .traitAlias(let id): return "trait \(name) = \(bounds(tree[id].bounds))"
    case .impl(let id):
      let t = tree[id]
      let of = t.ofTrait.isNone ? "" : "\(t.isNegative ? "!" : "")\(path(t.ofTrait)) for "
      return "impl\(generics(t.generics)) \(of)\(ty(t.selfTy)) {\(list(t.items, item))}"
    case .macroCall(let id): return call(id)
    case .macroDef(let id): return "\(tree[id].isMacroRules ? "macro_rules" : "macro") \(name) tokens(\(tree[id].body.count))"
    case .delegation(let id): return "reuse \(path(tree[id].path, tree[id].qself)) as \(name)"
    case .constBlock(let b): return "const " + block(b)
    case .error: return "{error}"
    }
  }
}
