//! Ranges of integers, characters and floats that leave gaps.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
const LIMIT: u8 = 10;
pub fn gaps(x: u8) {
    match x { 0..=9 => {} 20..=100 => {} 102.. => {} }
}
pub fn signed(x: i32) {
    match x { i32::MIN..=-1 => {} 1..=i32::MAX => {} }
}
pub fn half(x: i8) {
    match x { -128..=0 => {} }
}
pub fn sizes(x: usize, y: isize) {
    match x { 0..=0xffff_ffff_ffff_ffff => {} }
    match y { isize::MIN..=isize::MAX => {} }
    match x { 0..10 => {} }
}
pub fn wide(x: u128, y: i128) {
    match x { 0..=0xffff_ffff_ffff_ffff => {} }
    match y { ..=-1 => {} 1.. => {} }
}
pub fn characters(c: char) {
    match c { '\0'..='a' => {} 'c'..='\u{10ffff}' => {} }
    match c { 'a' => {} }
}
pub fn floats(f: f64) {
    match f { 0.0..=1.0 => {} }
}
pub fn constants(x: u8) {
    match x { LIMIT => {} 0..LIMIT => {} }
}
pub fn many(x: u64) {
    match x { 1 | 3 | 5 | 7 | 9 => {} }
}
pub fn whole(x: u8, c: char, y: i128) {
    match x { 0..=127 => {} 128..=255 => {} }
    match c { '\0'..='\u{d7ff}' => {} '\u{e000}'.. => {} }
    match y { ..0 => {} 0 => {} 1.. => {} }
}
pub fn empty(x: u8) {
    match x { 5..=3 => {} _ => {} }
    match x { 5..5 => {} _ => {} }
}
