//! Slices and arrays: every length and every element counts.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub fn lengths(s: &[u8]) {
    match s { [] => {} [_] => {} [1, .., 2] => {} } //~ ERROR E0004
}
pub fn ends(s: &[bool]) {
    match s { [true, ..] => {} [.., false] => {} [] => {} } //~ ERROR E0004
}
pub fn arrays(a: [bool; 3]) {
    match a { [true, ..] => {} [_, _, true] => {} } //~ ERROR E0004
}
pub fn strings(s: &str, b: &[u8; 2]) {
    match s { "a" => {} "b" => {} } //~ ERROR E0004
    match b { b"ab" => {} } //~ ERROR E0004
}
pub fn whole(s: &[u8], a: [bool; 2]) {
    match s { [] => {} [_] => {} [_, .., _] => {} }
    match a { [true, _] | [_, true] => {} [false, false] => {} }
}
