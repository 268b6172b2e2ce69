//! Struct literals with wrong fields.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct P { x: i32, y: i32 }
enum E { A, B(u8), C { v: i32 } }
fn e0063() { P { x: 1 }; } //~ ERROR E0063
fn e0560() { P { x: 1, y: 2, z: 3 }; } //~ ERROR E0560
fn e0559() { E::C { w: 1 }; } //~ ERROR E0559
fn e0071() { enum Foo {} type U32 = u32; let _t = U32 { value: 4 }; } //~ ERROR E0071
fn e0062() { P { x: 0, x: 1, y: 2 }; } //~ ERROR E0062
