// Imports, globs, shadowing, privacy, clashes.
import Defs
import Source
import Testing

@testable import Resolve

@Suite struct ImportTests {
  @Test func pathsThroughImportsAndGlobs() {
    let r = resolve(
      """
      mod a { pub mod b { pub struct S(pub u8); pub fn f() {} } pub use self::b::*; pub use b as bb; }
      use a::{S, bb::{self as x, f as g}};
      pub use a::*;
      """)
    #expect(r.errors == [])
    #expect(r.lookUp("S") == "struct c::a::b::S")
    #expect(r.lookUp("S", .value) == "structCtorFn c::a::b::S::S")
    #expect(r.lookUp("g", .value) == "fn c::a::b::f")
    #expect(r.lookUp("x::f", .value) == "fn c::a::b::f")
    #expect(r.lookUp("crate::a::bb::S") == "struct c::a::b::S")
    #expect(r.lookUp("super::S", from: "a") == "struct c::a::b::S")
    #expect(r.lookUp("self::super::super::S", from: "a:b") == "struct c::a::b::S")
    #expect(r.lookUp("S::new", .value) == "struct c::a::b::S + 1")
  }

  @Test func globsInACircle() {
    let r = resolve("mod a { pub use super::b::*; pub struct A; } mod b { pub use super::a::*; pub struct B; } use a::B; use b::A;")
    #expect(r.errors == [])
    #expect(r.lookUp("B") == "struct c::b::B")
  }

  @Test func itemsShadowGlobs() {
    let r = resolve("mod a { pub fn f() {} pub fn g() {} } use a::*; fn f() {}")
    #expect(r.errors == [])
    #expect(r.lookUp("f", .value) == "fn c::f")
    #expect(r.lookUp("g", .value) == "fn c::a::g")
  }

  @Test func enumsTraitsAndNamespaces() {
    let r = resolve(
      "enum E { A, B(u8), C { x: u8 } } use E::*; trait T { fn m(); type X; } struct V; fn V2() {} mod V2 {}")
    #expect(r.errors == [])
    #expect(r.lookUp("A", .value) == "variantCtorConst c::E::A::A")
    #expect(r.lookUp("C") == "variant c::E::C")
    #expect(r.lookUp("C", .value) == "failed at 0")
    #expect(r.lookUp("T::m", .value) == "assocFn c::T::m")
    #expect(r.lookUp("T::nothing", .value) == "trait c::T + 1")
    #expect(r.lookUp("V2", .value) == "fn c::V2")
    #expect(r.lookUp("V2") == "mod c::V2")
    #expect(r.lookUp("u8") == "primTy(Defs.PrimTy.u8)")
  }

  @Test(arguments: [
    ("use a::b;", ["E0432"]),
    ("mod m {} use m::x; use m::{y, z};", ["E0432", "E0432"]),
    ("mod m {} use m::n::x;", ["E0432"]),
    ("mod m {} use m::n::o::x;", ["E0433"]),
    ("mod m { fn f() {} } use m::f;", ["E0603"]),
    ("mod m { mod n { pub fn f() {} } } use m::n::f;", ["E0603"]),
    ("fn f() {} fn f() {}", ["E0428"]),
    ("mod m { pub fn f() {} pub fn g() {} } use m::f; use m::g as f;", ["E0252"]),
    ("mod m { pub fn f() {} } use m::f; fn f() {}", ["E0255"]),
    ("mod m { pub struct S; } pub use m::S as T; mod n { struct P; } ", []),
    ("mod m { pub(crate) struct S {} } pub use m::S;", ["E0365"]),
    ("mod m { pub(crate) fn f() {} } pub use m::f;", ["E0364"]),
    ("mod a { pub fn f() {} } mod b { pub fn f() {} } use a::*; use b::*;", []),
    ("mod a { pub fn f() {} } mod b { pub fn f() {} } use a::*; use b::*; use f as g;", ["E0659"]),
    ("mod m {} use m::self;", ["E0429", "E0255"]),
    ("use {self};", ["E0431"]),
    ("pub(in a::b) struct S;", ["a relative path cannot say who sees an item"]),
    ("mod a {} pub(in crate::a) struct S;", ["E0742"]),
    ("extern crate nowhere;", ["E0463"]),
    ("use nothing::x; use x::y;", ["E0432"]),
    ("mod gone;", ["E0583"]),
  ] as [(String, [String])])
  func errors(_ source: String, _ codes: [String]) {
    #expect(resolve(source).errors == codes)
  }

  @Test func edition2015StartsAtTheRoot() {
    let r = resolve("mod a { pub struct S; } mod b { use a::S; pub use ::a::S as T; }", edition: .e2015)
    #expect(r.errors == [])
    #expect(r.lookUp("T", from: "b") == "struct c::a::S")
    #expect(resolve("mod a { pub struct S; } mod b { use a::S; }", edition: .e2018).errors == ["E0432"])
  }

  @Test func externCrateSelf() {
    let r = resolve("extern crate self as me; pub struct S; mod m { use ::me::S as T; use me::S; }")
    #expect(r.errors == [])
    #expect(r.lookUp("T", from: "m") == "struct c::S")
  }
}
