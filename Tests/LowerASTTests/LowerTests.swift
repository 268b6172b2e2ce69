// What lowering makes of headers, patterns, hygiene and sugar.
import Testing

@Suite struct LowerTests {
  @Test func lifetimesLeftOut() {
    let r = lower(
      """
      trait T { fn f(&self, x: &u8) -> &Self; }
      struct S<'a>(&'a u8);
      fn g(x: S) -> S { x }
      fn h(f: fn(&u8) -> &u8) {}
      impl<'a> T for S<'a> { fn f(&self, x: &u8) -> &Self { self } }
      """)
    #expect(r.errors == [])
    #expect(r.text.contains("fn c::T::f<'_0, '_1>(ref self: &'_0 Self(c::T), &'_1 u8) -> &'_0 Self(c::T);"))
    #expect(r.text.contains("fn c::g<'_0>(c::S<'_0>) -> c::S<'_0>"))
    #expect(r.text.contains("fn c::h(for<'_0> fn(&'_0 u8) -> &'_0 u8)"))
  }

  @Test func alternativesShareLocals() {
    let text = bodyOfF("enum E { A(u8), B(u8, u8) } use E::*; fn f(e: E) { match e { A(x) | B(x, _) => { x; } } }")
    #expect(text.contains("(c::E::A::A(x#1) | c::E::B::B(x#1, _)) => {\nx#1;\n}"))
  }

  @Test func constantsInPatternsDoNotBind() {
    let text = bodyOfF("const K: u8 = 1; fn f(x: u8) { match x { K => {} y => { y; } } }")
    #expect(text.contains("c::K => {}"))
    #expect(text.contains("y#1 => {\ny#1;\n}"))
  }

  @Test func macroLocalsAreHygienic() {
    let text = bodyOfF(
      """
      macro_rules! both { ($e:expr) => { { let x = 1u8; $e; x } } }
      fn f() { let x = 2u8; both!(x); }
      """)
    #expect(text.contains("let x#0 = 2u8;"))
    #expect(text.contains("let x#1 = 1u8;\nx#0;\nx#1"))
  }

  @Test func macrosSeeTheLocalsOfTheirDefinition() {
    let text = bodyOfF("fn f() { let a = 1u8; macro_rules! m { () => { a } } let a = 2u8; m!(); a; }")
    #expect(text.contains("a#0;\na#1;"))
  }

  @Test func blockItemsAreSeenInAllOfTheBlock() {
    let text = bodyOfF("fn g() {} fn f() { g(); { g(); fn g() {} } }")
    #expect(text.contains("c::g();"))
    #expect(text.contains("c::f::g();"))
  }

  @Test func whileIsALoop() {
    #expect(bodyOfF("fn f(c: bool) { while c {} }") == "{\n'0: loop(while) {\nif c#0 {} else {\nbreak '0\n}\n}\n}")
  }

  @Test func destructuringAssignment() {
    let text = bodyOfF("fn f() { let (mut a, mut b) = (1u8, 2u8); (a, _) = (b, a); }")
    #expect(text.contains("let (lhs#2, _) = (b#1, a#0);\na#0 = lhs#2"))
  }

  @Test func longChainsDoNotRecurse() {
    let sum = Array(repeating: "1u8", count: 3000).joined(separator: " + ")
    #expect(lower("fn f() { \(sum); }").errors == [])
  }

  @Test(arguments: [
    ("fn f() { x; }", ["E0425"]), ("fn f<T>() { fn g(x: T) {} }", ["E0401"]), ("fn f(x: u8) { fn g() { x; } }", ["E0434"]),
    ("fn f() -> &u8 { loop {} }", ["E0106"]), ("fn f() { break 'a; }", ["E0426", "E0268"]), ("fn f(x: u8, x: u8) {}", ["E0415"]),
    ("fn f(x: &'a u8) {}", ["E0261"]), ("impl X for u8 {}", ["E0405"]), ("struct S; impl S for u8 {}", ["E0404"]),
    ("fn f() { m::g(); }", ["E0433"]),
  ])
  func errors(_ source: String, _ codes: [String]) { #expect(lower(source).errors == codes) }

  @Test func threadsDoNotMatter() {
    let source = (0..<60).map { "fn f\($0)(x: &u8) { let y = || { const K: u8 = 1; K }; fn g<T>(t: T) {} y(); z\($0); }" }.joined(separator: "\n")
    let one = lower(source)
    // Crates have numbers of their own, which are not part of the text.
    let many = lower(source, threads: 4, seed: 7)
    #expect(one.text == many.text)
    #expect(one.errors == many.errors)
  }
}
