//! Patterns that must match but may not: in `let`, parameters, `for` and closures.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum Small {
    A,
    B,
}
pub struct Point { x: i32, y: i32 }
const LIMIT: u8 = 10;
pub fn lets(o: Option<u8>) {
    let Some(x) = o;
    let Ok(y) = Ok::<u8, u16>(x);
    let (1, z) = (1u8, y);
    let [a, b] = [1, 2];
    let &[c, ..] = &[1u8, 2][..];
    let Small::A = Small::B;
    let Point { x: 0, .. } = Point { x: 1, y: 2 };
    let LIMIT = 3u8;
    let Some(late);
    late = 1;
}
pub fn loops() {
    for Some(q) in [Some(1), None] {}
    for (Some(q), 1) in [(Some(1), 2)] {}
}
pub fn closures() {
    let f = |Some(x): Option<i32>| x;
}
pub fn params(Some(x): Option<u8>, (Small::A, _): (Small, u8)) {}
pub fn fine(o: Option<u8>) -> u8 {
    let Some(x) = o else { return 1 };
    if let Some(y) = o { return y }
    x
}
