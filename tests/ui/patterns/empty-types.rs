//! Types without values need no arms, but behind a reference there may be anything.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum Void {}
pub struct Holds(Void, u8);
pub fn number(x: u8) {
    match x {} //~ ERROR E0004
}
pub fn reference(x: &Void) {
    match x {} //~ ERROR E0004
}
pub fn option(x: &Option<Void>) {
    match x { None => {} } //~ ERROR E0004
}
pub fn fine(a: Void, b: Result<u8, Void>, c: Option<Holds>, d: Result<Void, (u8, Void)>) -> u8 {
    match d {}
    match c { None => {} }
    match b { Ok(v) => v }
}
pub fn fine_too(a: Void, b: Result<u8, Void>, c: (u8, core::convert::Infallible)) -> u8 {
    let Ok(v) = b;
    match c {}
    match a {}
}
