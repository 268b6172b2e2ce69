import Diagnostics
import Lex
import Parallel
import Parse
import Source
import Support
import Syntax
import Testing

/// Crate numbers 1…4 stand for the four editions.
func context(_ edition: Edition) -> SyntaxContext {
  let crate = Int(edition.rawValue) + 1
  Hygiene.setRoot(crate: crate, edition: edition)
  return .root(ofCrate: crate)
}

func buffer(_ text: String, _ edition: Edition = .e2024) -> TokenBuffer {
  var diagnostics = DiagnosticList()
  return lex(text: text, context: context(edition), into: &diagnostics)
}

/// Number of errors in `text` as a file.
func errors(_ text: String, _ edition: Edition = .e2024) -> Int {
  var diagnostics = DiagnosticList()
  let buffer = lex(text: text, context: context(edition), into: &diagnostics)
  _ = parseFile(buffer, bodies: .parse, diagnostics: &diagnostics)
  return diagnostics.errorCount
}

private func dumpItems(_ text: String, bodies: BodyParsing = .parse) -> String {
  var diagnostics = DiagnosticList()
  let file = parseFile(buffer(text), bodies: bodies, diagnostics: &diagnostics)
  let dump = Dump(tree: file.tree)
  return dump.list(file.items, dump.item) + String(repeating: " !", count: diagnostics.errorCount)
}

private func dumpExpr(_ text: String) -> String {
  var diagnostics = DiagnosticList()
  var semi = false
  let parsed = parseExpression(buffer(text), hasTrailingSemi: &semi, diagnostics: &diagnostics)
  return Dump(tree: parsed.tree).expr(parsed.node) + String(repeating: " !", count: diagnostics.errorCount)
}

@Suite struct ParseTests {
  @Test(arguments: [
    ("a + b * c - d", "(sub (add a (mul b c)) d)"), ("a = b = c", "(= a (= b c))"), ("a += b..c", "(add= a (.. b c))"),
    ("a || b && c == d | e ^ f & g << h + i * j as k", "(or a (and b (eq c (bitOr d (bitXor e (bitAnd f (shl g (add h (mul i (as j k))))))))))"),
    ("-a.b()?.await", "(neg (await (? (a.b ))))"), ("&&mut *x", "(&ref not (&ref mut (deref x)))"), ("&raw mut x", "(&raw mut x)"), ("&raw", "(&ref not raw)"),
    ("x.0.1.2", "(((x.0).1).2)"), ("x.1. 0", "((x.1).0)"), ("..=1", "(..= - 1)"), ("a..", "(.. a -)"), ("-1..", "(.. (neg 1) -)"),
    ("a::<u8>::b::<'c, 1, {2}, -3>", "a<u8>::b<'c, 1, {2}, (neg 3)>"), ("<T as A<u8>>::b(1)", "(call <T as A<u8>>::b 1)"), ("Vec::<Vec<u8>>::new()", "(call Vec<Vec<u8>>::new )"),
    ("f::<T, A = u8, B: C>()", "(call f<T, A=u8, B:C> )"), ("a < b", "(lt a b)"), ("a as usize >> 3", "(shr (as a usize) 3)"), ("a >>= b", "(shr= a b)"),
    ("|a, &b: &u8| -> u8 { a }", "(closure (a:-, &b:&u8)->u8 {a})"), ("|| || 1", "(closure () (closure () 1))"), ("async move |x| x", "(closure async move (x:-) x)"),
    ("for<'a> |x: &'a u8| x", "(closure for<'a> (x:&'a u8) x)"), ("if a {1} else if b {2} else {3}", "(if a {1} (if b {2} {3}))"),
    ("if let A(x) = y && z {}", "(if (and (let A(x,) y) z) {} -)"), ("if x == S {}", "(if (eq x S) {} -)"), ("S { a, b: 1, ..c }", "S{a:a, b:1, ..c}"),
    ("match x { a | b if c => d, _ => {} e => f, ! }", "(match x {(or a b) if c => d} {_ => {}} {e => f} {!})"), ("x.match { _ => 1 }", "(match x {_ => 1})"),
    ("'a: loop { break 'a 1 }", "(loop 'a {(break 'a 1)})"), ("{ x; m!(); m!{} m!() }", "{x; m!()<semicolon> m!{}<braces> m!()<noBraces>}"),
    ("{ {1} - 1 }", "{{1} (neg 1)}"), ("{ if a {} (b) }", "{(if a {} -) (paren b)}"), ("{ match x {}.y }", "{((match x ).y)}"), ("{ unsafe { a } b }", "{unsafe{a} b}"),
    ("{ let Some(x) = y else { return }; }", "{let Some(x,) = y else {(return -)};}"), ("{ #[a] x; #[b] fn f() {} }", "{(#1 x); #1 fn f() {}}"),
    ("{ union.x; auto = 1; default(); }", "{(union.x); (= auto 1); (call default );}"), ("{ union U { x: u8 } }", "{union U{x:u8}}"),
    ("do yeet 1", "(yeet 1)"), ("try { 1 }", "try{1}"), ("gen { 1 }", "gen{1}"), ("const { 1 }", "const{1}"), ("builtin # offset_of(T, a.0.1)", "offset_of(T, a.0.1)"),
    ("builtin # type_ascribe(x, u8)", "(: x u8)"), ("return return 1", "(return (return 1))"), ("[a; 3]", "[a; 3]"), ("(a,)", "(tuple a)"), ("a + |x| x + 1", "(add a (closure (x:-) (add x 1)))"),
  ] as [(String, String)])
  func expressions(_ text: String, _ expected: String) { #expect(dumpExpr(text) == expected) }

  @Test(arguments: [
    ("&'a mut dyn A", "&'a mut dyn A"), ("&pin mut T", "&pin mut T"), ("A<B<C<D>>>", "A<B<C<D>>>"), ("Fn(A, B) -> C + 'a", "obj Fn(A B)->C+'a"), ("impl for<'a> F<'a> + use<'b, T>", "impl for<'a>F<'a>+use<'b, T>"),
    ("dyn A + ?Sized + ~const B + [const] C", "dyn A+?Sized+~const B+~const C"), ("for<'a> unsafe extern \"C\" fn(x: u8, ...) -> !", "for<'a> unsafe extern \"C\" fn(x:u8, ...)->!"),
    ("[u8; N + 1]", "[u8; (add N 1)]"), ("(A)", "(A)"), ("(A,)", "(A,)"), ("<A as B>::C<D>", "<A as B>::C<D>"), ("A<B = C, D: E + F, 'g>", "A<B=C, D:E+F, 'g>"), ("A<B<C>=D>", "A<B<C>=D>"), ("T::f(..)", "T::f(..)"),
    ("unsafe<'a> &'a T", "unsafe<'a> &'a T"), ("m![a]", "m!"), ("*const *mut T", "*const *mut T"), ("(A) + B", "obj A+B"), ("&&T", "&&T"),
  ] as [(String, String)])
  func types(_ text: String, _ expected: String) {
    var diagnostics = DiagnosticList()
    let parsed = parseType(buffer(text), diagnostics: &diagnostics)
    #expect(Dump(tree: parsed.tree).ty(parsed.node) == expected)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("ref mut a @ Some(_)", "ref mut a@Some(_,)"), ("mut a", "mut a"), ("&&mut a", "&&mut a"), ("(a, .., b)", "(a, .., b,)"), ("(a)", "(a)"), ("(..)", "(..,)"), ("[a, b @ ..]", "[a, b@..,]"),
    ("S { a, ref b, c: d, 0: e, .. }", "S{a:a, b:ref b, c:d, 0:e, ..}"), ("a::b | C(1..=2) | -1", "(or a::b C((1..=2),) (neg 1))"), ("1..", "(1..)"), ("..=A::B", "(..=A::B)"), ("(a if b)", "((a if b))"),
    ("<T>::A", "<T>::A"), ("box a", "box a"), ("!", "!"), ("m!()", "m!"), ("builtin # deref(a)", "deref a"), ("&pin mut a", "&pin mut a"),
  ] as [(String, String)])
  func patterns(_ text: String, _ expected: String) {
    var diagnostics = DiagnosticList()
    let parsed = parsePattern(buffer(text), diagnostics: &diagnostics)
    #expect(Dump(tree: parsed.tree).pat(parsed.node) == expected)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("use a::{self, b as _, c::*, ::d};", "use a::{self b as _ c::* {{root}}::d}"), ("pub(in a::b) struct S<'a, T: 'a = u8, const N: usize = 3>(pub T) where T: A;", "pub(in a::b) struct S<'a, T:'a=u8, const N:usize=3> where T:A(T)"),
    ("enum E { A = 1, B { x: u8 }, C(u8) }", "enum E {A=1, B{x:u8}, C(u8)}"), ("pub const async unsafe extern \"C\" fn f(&'a mut self, mut b: u8) -> T where T: A {}", "pub const async unsafe extern \"C\" fn f where T:A(self:&'a mut Self?, mut b:u8)->T {}"),
    ("trait T<U>: A + 'a { type X: B = C; const Y: u8; fn z(self: Box<Self>); }", "trait T<U>:A+'a {type X:B = C const Y: u8 = - fn z(self:Box<Self>);}"), ("impl<T> !A for B<T> {}", "impl<T> !A for B<T> {}"),
    ("default impl A for B { default fn f() {} }", "default impl A for B {default fn f() {}}"), ("unsafe extern \"C\" { safe fn f(...); static X: u8; type T; }", "extern {safe fn f(...); static X: u8 = - type T = -}"),
    ("#[a] mod m { #![b] m!{} fn f() { #![c] } }", "#2 mod m {m!{} #1 fn f() {}}"), ("macro_rules! m { () => {} } macro n($a:expr) { $a }", "macro_rules m tokens(5) macro n tokens(10)"), ("reuse a::b as c { self.0 }", "reuse a::b as c"),
    ("extern crate a as b; extern crate c;", "extern crate a as b extern crate c"), ("const {} static mut X: u8 = 1;", "const {} static mut X: u8 = 1"), ("auto trait A {} trait B = C + D;", "trait A {} trait B = C+D"), ("struct S { x: u8 = 3 }", "struct S{x:u8=3}"),
  ] as [(String, String)])
  func items(_ text: String, _ expected: String) { #expect(dumpItems(text) == expected) }

  @Test func skippedBodies() {
    let text = "fn f() { #![a] let x = { 1 }; } impl A { fn g() { fn h() { 2 } } }"
    #expect(dumpItems(text, bodies: .skip) == "#1 fn f() tokens(14) impl A {fn g() tokens(9)}")
    var diagnostics = DiagnosticList()
    let file = parseFile(buffer(text), bodies: .skip, diagnostics: &diagnostics)
    let bodies = file.tree.nodes.fns.all.map { f -> String in
      guard case .tokens(let range) = f.body else { return "?" }
      let body = parseBody(file.buffer, range, diagnostics: &diagnostics)
      return Dump(tree: body.tree).block(body.block)
    }
    #expect(bodies == ["{let x = {1};}", "{fn h() {2}}"])
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("fn f() { let x = ; } fn g() { a b }", 2), ("impl A { fn f(&) {} } fn f() { let x = ; }", 2), ("fn f(a, b: u8) {}", 1), ("struct S { x u8, y: u8 }", 1), ("fn f() { match x { a b => c } }", 1), ("fn f() { 1 + }", 1),
    ("fn f() { x.0u8; }", 1), ("fn f() { a < b < c; }", 1), ("fn f() {} ;", 1), ("let x = 1;", 1), ("/// x", 1), ("fn f() { if let a = b || c {} }", 1), ("impl A { struct S; }", 1), ("pub m!{}", 1), ("fn f() { let x = 1\n  let y = 2; }", 1),
  ] as [(String, Int)])
  func errorCounts(_ text: String, _ count: Int) { #expect(errors(text) == count) }

  @Test func editions() {
    #expect(errors("fn f() { async { 1 } }", .e2015) == 1)
    #expect(errors("fn async() { dyn + await + r#try }", .e2015) == 0)
    #expect(errors("fn async() {}", .e2018) == 1)
    #expect(errors("trait T { fn f(u8); }", .e2015) == 0)
    #expect(errors("trait T { fn f(u8); }", .e2018) == 1)
    #expect(errors("fn f(x: dyn::A, y: dyn A) {}", .e2015) == 0)
    #expect(errors("fn gen() {}", .e2021) == 0)
    #expect(errors("fn gen() {}", .e2024) == 1)
    #expect(errors("fn f() { if let a = b && c {} }", .e2021) == 1)
    #expect(errors("fn f() { match x { a if let b = c && d => e } }", .e2021) == 0)
  }

  @Test func sizes() {
    #expect(MemoryLayout<Expr>.size == 28)
    #expect(MemoryLayout<Ty>.size <= 28)
    #expect(MemoryLayout<Pat>.size <= 28)
    #expect(MemoryLayout<Stmt>.size <= 20)
    #expect(MemoryLayout<Item>.size <= 96)
  }

  @Test(arguments: [
    "(", "[", "{", "!", "- ", "& ", "* ", "f(", "|a| ", "if a {", "match a { _ => ", "S { a: ", "return ", "f::<", "<", "&(", "unsafe {", "async {", "loop {", "let a = b else {", "'a: {", "..", "#[a] ",
  ])
  func deepExpressions(_ unit: String) {
    let text = "fn f() { let _ = " + String(repeating: unit, count: 100_000)
    #expect(errors(text) >= 1)
    let open = unit.filter { "([{".contains($0) }
    let close = String(open.reversed().map { $0 == "(" ? ")" as Character : $0 == "[" ? "]" : "}" })
    let balanced = "fn f() { let _ = " + String(repeating: unit, count: 100_000) + "x" + String(repeating: close, count: 100_000) + "; }"
    #expect(errors(balanced) >= 1)
  }

  @Test(arguments: ["a + ", "a && ", "a = ", "a.b(). ", "a[0] ", "a? ", "a as u8 as ", "if a {} else "])
  func longChains(_ unit: String) { #expect(errors("fn f() { " + String(repeating: unit, count: 100_000) + "x }") >= 1) }

  @Test(arguments: ["&", "(", "[", "*const ", "A<", "fn(", "fn() -> ", "impl A<", "dyn A<B=", "for<'a> ", "Fn(", "<"])
  func deepTypes(_ unit: String) { #expect(errors("type X = " + String(repeating: unit, count: 100_000)) >= 1) }

  @Test(arguments: ["& ", "(", "[", "a @ ", "A(", "S { a: ", "box ", "mut "])
  func deepPatterns(_ unit: String) { #expect(errors("fn f() { let " + String(repeating: unit, count: 100_000)) >= 1) }

  @Test(arguments: ["mod a {", "fn f() {", "use a::{", "impl A { fn f() {", "#![a(", "struct S<T = "])
  func deepItems(_ unit: String) { #expect(errors(String(repeating: unit, count: 100_000)) >= 1) }

  @Test func longElseIf() {
    // Long chains that real programs have are accepted.
    #expect(errors("fn f() { " + String(repeating: "if a {} else ", count: 5000) + "{} }") == 0)
    #expect(errors("fn f() { " + String(repeating: "a + ", count: 5000) + "a }") == 0)
  }
}

@Suite struct FragmentTests {
  /// The index after the fragment at the start of `text`; nil if there is none.
  private func end(_ kind: FragmentKind, _ text: String, _ edition: Edition = .e2021) -> UInt32? {
    let tokens = buffer(text, edition)
    var matcher = FragmentMatcher(tokens)
    var diagnostics = DiagnosticList()
    guard matcher.canBegin(kind, at: 0, limit: UInt32(tokens.count)) else { return nil }
    return matcher.end(of: kind, at: 0, limit: UInt32(tokens.count), diagnostics: &diagnostics)
  }

  @Test func matchers() {
    #expect(end(.expr, "a + b, c") == 3)
    #expect(end(.expr, "_ = 1") == 3)
    #expect(end(.expr2021, "_") == nil)
    #expect(end(.expr2021, "const { 1 }") == nil)
    #expect(end(.expr, "const { 1 }") == 4)
    #expect(end(.expr, "let x = 1") == nil)
    #expect(end(.expr, "1 +") == nil)
    #expect(end(.pat, "a | b") == 3)
    #expect(end(.patParam, "a | b") == 1)
    #expect(end(.ty, "A<B> + C") == 6)
    #expect(end(.ty, "A?") == 1)
    #expect(end(.path, "A<B>::c d") == 6)
    #expect(end(.vis, "pub(crate) x") == 4)
    #expect(end(.vis, "x") == 0)
    #expect(end(.vis, "pub (u8, u8)") == 1)
    #expect(end(.literal, "-1") == 2)
    #expect(end(.literal, "true") == 1)
    #expect(end(.block, "{ a }") == 3)
    #expect(end(.stmt, "let x = 1; y") == 4)
    #expect(end(.stmt, "x.y() z") == 5)
    #expect(end(.item, "pub fn f() {} x") == 7)
    #expect(end(.item, "x") == nil)
    #expect(end(.meta, "a(b) c") == 4)
    #expect(end(.meta, "a = \"b\"") == 3)
    #expect(end(.guard, "if a && b") == 4)
    #expect(end(.ty, "A<B<C>> = D") == 6)
  }

  @Test func expansions() {
    var diagnostics = DiagnosticList()
    let statements = parseStatements(buffer("let x = 1; x + 1; fn f() {} x"), hasSemi: false, diagnostics: &diagnostics)
    let dump = Dump(tree: statements.tree)
    #expect(statements.tree[statements.node].map(dump.stmt) == ["let x = 1;", "(add x 1);", "fn f() {}", "x"])
    let methods = parseItems(buffer("fn f(&self); const X: u8;"), .trait, diagnostics: &diagnostics)
    #expect(methods.tree[methods.node].count == 2 && diagnostics.isEmpty)
    _ = parseItems(buffer("fn f() {} x"), .module, diagnostics: &diagnostics)
    _ = parseType(buffer("A B"), diagnostics: &diagnostics)
    #expect(diagnostics.errorCount == 2)
  }

  /// Tokens of `text`, with invisible brackets of kind `kind` for each `⟦` … `⟧`, written as `__open` and `__close`.
  private func withGroups(_ text: String, _ kind: FragmentKind) -> TokenBuffer {
    let plain = buffer(text)
    var tokens = Store<Token>()
    var open: [UInt32] = []
    var map: [UInt32] = []
    for i in 0..<UInt32(plain.count) {
      var t = plain[i]
      map.append(UInt32(tokens.count))
      if t.kind == .identifier && t.name.text == "__open" {
        open.append(UInt32(tokens.count))
        t = Token(.openInvisible, span: t.span, flags: kind.rawValue)
      } else if t.kind == .identifier && t.name.text == "__close" {
        let o = open.removeLast()
        tokens[ID(rawValue: o)].payload = UInt32(tokens.count)
        t = Token(.closeInvisible, payload: o, span: t.span, flags: kind.rawValue)
      }
      tokens.append(t)
    }
    tokens.append(plain[UInt32(plain.count)])
    return TokenBuffer(tokens.freeze())
  }

  @Test(arguments: [
    (.expr, "__open a + b __close * c", "(mul (add a b) c)"), (.expr, "- __open 1 __close .x", "(neg (1.x))"), (.literal, "f( __open -1 __close )", "(call f (neg 1))"),
    (.path, "__open a::b<u8> __close ::<c>", "!"), (.path, "__open a::b __close { x: 1 }", "a::b{x:1}"), (.path, "__open a::b __close !()", "a::b!()"), (.ty, "x as __open A + B __close", "(as x obj A+B)"),
    (.ty, "<__open [u8] __close>::f", "<[u8]>::f"), (.block, "if a __open { 1 } __close", "(if a {1} -)"), (.block, "unsafe __open { 1 } __close", "unsafe{1}"), (.block, "|| -> u8 __open { 1 } __close", "(closure ()->u8 {1})"),
    (.pat, "match x { __open a | b __close => 1 }", "(match x {(or a b) => 1})"), (.pat, "|__open a __close: u8| 1", "(closure (a:u8) 1)"), (.stmt, "{ __open let x = 1 __close; 2 }", "{let x = 1; 2}"), (.stmt, "{ __open x + 1 __close }", "{(add x 1)}"),
    (.item, "{ #[a] __open fn f() {} __close }", "{#1 fn f() {}}"), (.vis, "{ __open pub __close fn f() {} __open __close fn g() {} }", "{pub fn f() {} fn g() {}}"), (.expr, "x[__open 1 + 2 __close]", "(index x (add 1 2))"),
    (.expr, "match x { __open 1 __close => 2, __open 1 __close ..= __open 2 __close => 3 }", "(match x {1 => 2} {(1..=2) => 3})"), (.guard, "match x { a __open if b __close => c }", "(match x {a if b => c})"),
  ] as [(FragmentKind, String, String)])
  func invisibleGroups(_ kind: FragmentKind, _ text: String, _ expected: String) {
    var diagnostics = DiagnosticList()
    var semi = false
    let parsed = parseExpression(withGroups(text, kind), hasTrailingSemi: &semi, diagnostics: &diagnostics)
    if expected == "!" {
      #expect(diagnostics.hasErrors)
    } else {
      #expect(Dump(tree: parsed.tree).expr(parsed.node) == expected)
      #expect(diagnostics.isEmpty)
    }
  }

  @Test func metaItems() {
    func text(_ items: [MetaItem]) -> String {
      items.map { item in
        let path = item.path.map(\.name.text).joined(separator: "::")
        switch item.kind {
        case .word: return path
        case .value(let l): return path + "=" + (l.string ?? l.text.text)
        case .list(let l): return path + "(" + text(l) + ")"
        case .literal(let l): return l.text.text
        }
      }.joined(separator: ",")
    }
    var diagnostics = DiagnosticList()
    let tokens = buffer("all(a, not(b = \"c\\n\"), d::e), true, 3,")
    let items = parseMetaItems(tokens, tokens.wholeRange, diagnostics: &diagnostics)
    #expect(items.map(text) == "all(a,not(b=c\n),d::e),true,3")
    let attr = buffer("unix, path = \"x\", derive(A, B)")
    let parsed = parseCfgAttr(attr, attr.wholeRange, diagnostics: &diagnostics)
    #expect(parsed?.predicate.name.text == "unix" && parsed?.attributes.node.count == 2 && diagnostics.isEmpty)
    let bad = buffer("a = b")
    let none = parseMetaItems(bad, bad.wholeRange, diagnostics: &diagnostics)
    #expect(none.map(text) == nil && diagnostics.errorCount == 1)
    #expect(parseMetaValue(attr, TokenRange(4, 5))?.string == "x")
  }
}

@Test func partsOfAFileAreTheItemsOfTheWhole() {
  let piece = """
    #[inline] pub fn f<const N: usize>(a: [u8; N]) -> A<{ 1 }> where B: C<{ N }> { a; { b } }
    const X: fn() = if c { d } else { e };
    /// doc
    struct S { a: u8 }
    impl C<{ 2 }> for S { const D: u8 = { 3 }; }
    m! { fn x } m!(y);
    macro_rules! n { () => {}; }
    use a::{b, c};
    extern "C" { fn g(); }

    """
  BigStack.run {
    let text = "#![no_std]\n" + String(repeating: piece, count: 40)
    let buffer = buffer(text)
    let parts = fileParts(buffer, target: 50)
    #expect(parts.count > 40)
    #expect(parts.first!.start == 0 && Int(parts.last!.end) == buffer.count)
    #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.end == $1.start })
    var diagnostics = DiagnosticList()
    let whole = parseFile(buffer, bodies: .skip, diagnostics: &diagnostics)
    let expected = whole.tree[whole.items].map(Dump(tree: whole.tree).item)
    var found: [String] = []
    for part in parts {
      let parsed = parseFilePart(buffer, part, bodies: .skip, diagnostics: &diagnostics)
      found += parsed.tree[parsed.items].map(Dump(tree: parsed.tree).item)
    }
    #expect(!diagnostics.hasErrors && found == expected)
  }
}

@Test func aFileIsNotCutWithinAnItem() {
  BigStack.run {
    // An inner attribute begins no item; what follows an open bracket lies within.
    for text in ["fn f() {} #![a]", "const A: u8 = { 1 } + 2;", "mod m { fn f() {} fn g() {} }"] {
      #expect(fileParts(buffer(text), target: 1).count == 1)
    }
  }
}
