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
    let Some(x) = o; //~ ERROR E0005
    let Ok(y) = Ok::<u8, u16>(x); //~ ERROR E0005
    let (1, z) = (1u8, y); //~ ERROR E0005
    let [a, b] = [1, 2];
    let &[c, ..] = &[1u8, 2][..]; //~ ERROR E0005
    let Small::A = Small::B; //~ ERROR E0005
    let Point { x: 0, .. } = Point { x: 1, y: 2 }; //~ ERROR E0005
    let LIMIT = 3u8; //~ ERROR E0005
    let Some(late); //~ ERROR E0005
    late = 1;
}
pub fn loops() {
    for Some(q) in [Some(1), None] {} //~ ERROR E0005
    for (Some(q), 1) in [(Some(1), 2)] {} //~ ERROR E0005
}
pub fn closures() {
    let f = |Some(x): Option<i32>| x; //~ ERROR E0005
}
pub fn params(Some(x): Option<u8>, (Small::A, _): (Small, u8)) {} //~ ERROR E0005
//~| ERROR E0005

pub fn fine(o: Option<u8>) -> u8 {
    let Some(x) = o else { return 1 };
    if let Some(y) = o { return y }
    x
}
