//! Methods and fields that are not there, or not for everybody.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct P { x: i32, y: i32 }
trait Tr { fn m(&self); }
mod pr { pub struct S { a: i32 } impl S { fn p(&self) {} pub fn n() -> S { S { a: 1 } } } }
fn e0599(p: P) { p.nothing(); } //~ ERROR E0599
fn e0599b() { P::new(); } //~ ERROR E0599
fn e0609(p: P) { p.zz; } //~ ERROR E0609
fn e0610() { let x = 0u32; x.foo; } //~ ERROR E0610
fn e0615(t: &dyn Tr) { t.m; } //~ ERROR E0615
fn e0689() { 2.0.neg(); } //~ ERROR E0689
fn e0040() { struct Foo; impl Drop for Foo { fn drop(&mut self) {} } let mut f = Foo; f.drop(); } //~ ERROR E0040
fn e0616(s: pr::S) { s.a; } //~ ERROR E0616
fn e0624(s: pr::S) { s.p(); } //~ ERROR E0624
