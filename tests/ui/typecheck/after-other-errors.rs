//! What has an error type already, or a lifetime that means nothing, gets no second message.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct S { x: &u8 } //~ ERROR E0106
fn f() -> u32 { "a" } //~ ERROR E0308
fn g(x: u8) -> &u8 { let y: u16 = x; &y } //~ ERROR E0106
//~| ERROR E0308
fn h(x: &'nope u8) -> u8 { x; let y: &'nope u16 = &x; 1 } //~ ERROR E0261
//~| ERROR E0261
fn i() { let t = missing; t.m(); let s = 1.foo(); s.bar(); let w; w = gone(); w.x; } //~ ERROR E0425
//~| ERROR E0599
//~| ERROR E0425
