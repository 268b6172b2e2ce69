//! Functions that mean nothing are told of where the call is checked, unless an import would help.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn a() {
    let x: u8 = "a"; //~ ERROR E0308
    m::gone(1); //~ ERROR E0425
    gone2(1); //~ ERROR E0425
    let y: u8 = "b"; //~ ERROR E0308
    m::S(2); //~ ERROR E0618
    m::T(3); //~ ERROR E0423
    z::q(); //~ ERROR E0433
}
mod m { pub struct S; pub struct T { a: u8 } }
fn b() { let z: u8 = 'c'; } //~ ERROR E0308
