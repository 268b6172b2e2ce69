//! Constants in heads (lengths, arguments, discriminants) have types too.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
const fn eval(s: &str) -> usize { 1 }
fn notconst() -> usize { 1 }
struct Q([u8; eval(4)]); //~ ERROR E0308
enum E { A = "", B = { let x: u8 = ""; 1 }, C = notconst() as isize } //~ ERROR E0308
//~| ERROR E0308
//~| ERROR E0015
fn f(x: [u8; eval(5)]) -> [u8; { let y: u8 = ""; 1 }] { loop {} } //~ ERROR E0308
//~| ERROR E0308
struct W<const N: usize>;
impl W<{ eval(7) }> { fn g(x: [u8; eval(8)]) {} } //~ ERROR E0308
//~| ERROR E0308
static S: [u8; eval(14)] = [1]; //~ ERROR E0308
trait X<const N: usize> {}
fn g<T: X<{ eval(15) }>>() { struct In([u8; eval(16)]); } //~ ERROR E0308
//~| ERROR E0308
trait Y { fn f(x: [u8; eval(8)]); } //~ ERROR E0308
