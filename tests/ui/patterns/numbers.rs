//! Ranges of integers, characters and floats that leave gaps.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
const LIMIT: u8 = 10;
pub fn gaps(x: u8) {
    match x { 0..=9 => {} 20..=100 => {} 102.. => {} } //~ ERROR E0004
}
pub fn signed(x: i32) {
    match x { i32::MIN..=-1 => {} 1..=i32::MAX => {} } //~ ERROR E0004
}
pub fn half(x: i8) {
    match x { -128..=0 => {} } //~ ERROR E0004
}
pub fn sizes(x: usize, y: isize) {
    match x { 0..=0xffff_ffff_ffff_ffff => {} } //~ ERROR E0004
    match y { isize::MIN..=isize::MAX => {} } //~ ERROR E0004
    match x { 0..10 => {} } //~ ERROR E0004
}
pub fn wide(x: u128, y: i128) {
    match x { 0..=0xffff_ffff_ffff_ffff => {} } //~ ERROR E0004
    match y { ..=-1 => {} 1.. => {} } //~ ERROR E0004
}
pub fn characters(c: char) {
    match c { '\0'..='a' => {} 'c'..='\u{10ffff}' => {} } //~ ERROR E0004
    match c { 'a' => {} } //~ ERROR E0004
}
pub fn floats(f: f64) {
    match f { 0.0..=1.0 => {} } //~ ERROR E0004
}
pub fn constants(x: u8) {
    match x { LIMIT => {} 0..LIMIT => {} } //~ ERROR E0004
}
pub fn many(x: u64) {
    match x { 1 | 3 | 5 | 7 | 9 => {} } //~ ERROR E0004
}
pub fn whole(x: u8, c: char, y: i128) {
    match x { 0..=127 => {} 128..=255 => {} }
    match c { '\0'..='\u{d7ff}' => {} '\u{e000}'.. => {} }
    match y { ..0 => {} 0 => {} 1.. => {} }
}
pub fn empty(x: u8) {
    match x { 5..=3 => {} _ => {} } //~ ERROR E0030
    match x { 5..5 => {} _ => {} } //~ ERROR E0579
}
