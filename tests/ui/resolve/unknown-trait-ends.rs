//! Where a bound or an implemented trait means nothing, bodies are not looked at.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
use nowhere::Tr; //~ ERROR E0432
struct S;
impl Tr for S {
    fn x() -> u8 {
        ""
    }
}
fn a<T: nope::Tr>(x: T) { //~ ERROR E0433
    let x: u16 = "";
    nope::f(); //~ ERROR E0433
}
fn b(x: Option) -> u8 { //~ ERROR E0107
    ""
}
