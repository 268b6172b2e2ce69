//! What has been told of already makes no second message.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct S(u8);
fn get<T>() -> Option<T> {
    None
}
fn f(op: u8) -> Option<u8> {
    let mut x = [op];
    x.get_mut(0)? = op; //~ ERROR E0070
    None
}
fn g(op: u8) {
    let (a, b);
    (a, "s") = (1, op); //~ ERROR E0070
    (a, get::<u8>(), b) = (1, None, 2); //~ ERROR E0070
    get() = 1; //~ ERROR E0070
    S(op) = 4; //~ ERROR E0308
}
fn assert(a: u8) {
    assert_eq!(a, ()); //~ ERROR E0308
    assert_eq!((), a); //~ ERROR E0308
}
fn unsized_output(x: &u8) -> str { //~ ERROR E0277
    x
}
trait D<P = Self> {
    type K;
}
fn object(x: &dyn D) {} //~ ERROR E0191
fn c<T: Iterator>(z: Iterator<Item = u8>::Item) {} //~ ERROR E0223
