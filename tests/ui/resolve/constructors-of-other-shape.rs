//! Constructors called or matched in another shape than theirs: all of the call or pattern is marked.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct Foo { a: u8 } struct U; union Un { a: u8 } struct T(u8); mod m { pub struct P(u8); pub struct Q; }
enum E { A, B(u8), C{x:u8} }
fn a() {
    let x = Foo(1); //~ ERROR E0423
    let y = Un(1); //~ ERROR E0423
    let z = U(1); //~ ERROR E0618
    let w = m::P(1); //~ ERROR E0603
    let v = m::Q(1); //~ ERROR E0618
    let k = (Foo)(1); //~ ERROR E0423
    let g = Self(1); //~ ERROR E0425
    let h = m(1); //~ ERROR E0423
    let i = str(1); //~ ERROR E0423
    let j = u8(3); //~ ERROR E0423
    let l = Foo::<u8>(2); //~ ERROR E0423
    let b = Foo; //~ ERROR E0423
    b(1);
}
fn b(e: E) {
    match e { Foo(1) => {}, Foo => {}, U(1) => {}, T => {}, E::A(1) => {}, E::A(..) => {}, E::C(..) => {}, m(1) => {}, E(1) => {}, Un(1) => {} nope(1) => {} m::P(1) => {} u8 => {} T{a} => {} E::B{x} => {} E::B{0:x} => {} } //~ ERROR E0530
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0532
//~| ERROR E0531
//~| ERROR E0603
//~| ERROR E0164
//~| ERROR E0308
//~| ERROR E0308
//~| ERROR E0769
//~| ERROR E0769
}
fn c() -> u8 {
    let a: Foo(u8) = 1; //~ ERROR E0214
//~| ERROR E0107
//~| ERROR E0308
    let [x, y] = 3; //~ ERROR E0529
    let t: E::A = 1; //~ ERROR E0573
    let s: T = T; //~ ERROR E0308
    if let E::B = E::A {} T //~ ERROR E0532
//~| ERROR E0308
}
