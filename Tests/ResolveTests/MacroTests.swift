// Macro calls at item level: textual scopes, paths, hygiene of `macro`.
import Defs
import Source
import Testing

@testable import Resolve

@Suite struct MacroTests {
  @Test func macrosMakeItems() {
    let r = resolve(
      """
      macro_rules! mk { ($n:ident) => { pub struct $n; impl $n { fn q() {} } } }
      mk!(Foo);
      mod x { mk!(Bar); use super::Foo; }
      macro_rules! twice { ($($n:ident)*) => { $(mk!($n);)* } }
      twice!(A B);
      """)
    #expect(r.errors == [])
    #expect(r.lookUp("Foo") == "struct c::Foo")
    #expect(r.lookUp("Bar", from: "x") == "struct c::x::Bar")
    #expect(r.lookUp("B") == "struct c::B")
    #expect(r.world.impls(in: r.crate).count == 4)
  }

  @Test func textualScope() {
    #expect(resolve("m!(); macro_rules! m { () => {} }").errors == ["cannot find macro `m` in this scope"])
    #expect(resolve("mod a { macro_rules! m { () => {} } } m!();").errors == ["cannot find macro `m` in this scope"])
    #expect(resolve("#[macro_use] mod a { macro_rules! m { () => {} } } m!();").errors == [])
    let r = resolve("macro_rules! m { () => { struct A; } } m!(); macro_rules! m { () => { struct B; } } m!();")
    #expect(r.errors == [])
    #expect(r.lookUp("A") == "struct c::A")
    #expect(r.lookUp("B") == "struct c::B")
  }

  @Test func macrosThatDefineMacros() {
    let r = resolve("macro_rules! d { ($n:ident) => { macro_rules! $n { ($t:ident) => { struct $t; } } } } d!(e); e!(S);")
    #expect(r.errors == [])
    #expect(r.lookUp("S") == "struct c::S")
  }

  @Test func exportedMacros() {
    let r = resolve("mod a { #[macro_export] macro_rules! m { ($n:ident) => { struct $n; } } } mod b { crate::m!(S); }")
    #expect(r.errors == [])
    #expect(r.lookUp("S", from: "b") == "struct c::b::S")
  }

  @Test func macroItemsAreNamesOfModules() {
    let r = resolve(
      """
      mod a {
        pub fn hidden() {}
        pub macro m($n:ident) { pub use self::hidden as $n; pub struct Inner; }
      }
      a::m!(found);
      use a::m as n;
      mod b { super::n!(again); }
      """)
    #expect(r.errors == [])
    #expect(r.lookUp("found", .value) == "fn c::a::hidden")
    #expect(r.lookUp("Inner") == "failed at 0")
  }

  @Test func importsOfWhatMacrosMake() {
    let r = resolve("use m::S; mod m { macro_rules! k { () => { pub struct S; } } k!(); } use m::*;")
    #expect(r.errors == [])
    #expect(r.lookUp("S") == "struct c::m::S")
  }

  @Test func membersFromMacros() {
    let r = resolve(
      "macro_rules! f { ($($n:ident)*) => { $(fn $n(&self) {})* } } struct S; impl S { f!(a b); fn c() {} } trait T { f!(d); }")
    #expect(r.errors == [])
    #expect(r.names.contains("impl inherentImpl in c: c a b"))
    #expect(r.lookUp("T::d", .value) == "assocFn c::T::d")
  }

  @Test func endlessExpansionEnds() {
    let r = resolve("macro_rules! m { () => { m!(); } } m!();")
    #expect(r.errors.count == 1)
    #expect(r.errors[0].contains("recursion limit"))
  }

  @Test(arguments: [1, 2, 4]) func sameAtAnyNumberOfThreads(_ threads: Int) {
    let source = """
      macro_rules! mk { ($($n:ident $m:ident)*) => { $(pub mod $m { pub struct $n; pub use super::*; })* } }
      mk!(A a B b C c D d E e F f);
      pub use a::*; pub use b::*; use f::e::d::c::b::A as Deep;
      use nothing::x; fn f1() {} fn f1() {}
      """
    let one = resolve(source)
    let many = resolve(source, threads: threads, seed: UInt64(threads))
    #expect(one.names == many.names)
    #expect(one.errors == many.errors)
    #expect(one.lookUp("Deep") == "struct c::a::A")
  }
}
