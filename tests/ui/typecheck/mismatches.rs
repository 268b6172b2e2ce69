//! Values of another type than expected, and types that nothing says.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Tr { fn m(&self); }
fn one(a: i32) -> i32 { a }
fn e0308() -> i32 { "x" } //~ ERROR E0308
fn e0308b() { let _a: u8 = 300u16; } //~ ERROR E0308
fn e0308c(b: bool) -> i32 { if b { 1 } else { "2" } } //~ ERROR E0308
fn e0308d() -> u8 { } //~ ERROR E0308
fn e0277() { fn f<X: Tr>(_: X) {} f(1u8); } //~ ERROR E0277
fn e0282() { let _x = None; } //~ ERROR E0282
fn e0069() -> u8 { return; } //~ ERROR E0069
fn e0317(b: bool) { let _a: i32 = if b { 1 }; } //~ ERROR E0317
fn e0308e(x: Option<i32>) { match x { Some(1u8) => {} _ => {} } } //~ ERROR E0308
fn e0308f() { one("a"); } //~ ERROR E0308
