//! Patterns that match nothing new are warned about, unless that is not wanted.
//@ check-pass
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum E {
    A,
    B,
}
pub fn arms(x: u8, o: Option<u8>, e: E) {
    match x { 0..=9 => {} 5 => {} _ => {} 7 => {} } //~ WARN unreachable_patterns
//~| WARN unreachable_patterns

    match o { Some(_) => {} Some(3) => {} None => {} } //~ WARN unreachable_patterns
    match e { E::A | E::A => {} E::B => {} } //~ WARN unreachable_patterns
    match o { Some(1 | 2 | 1) => {} _ => {} } //~ WARN unreachable_patterns
    match (x, true) { (0, _) => {} (_, true) => {} (_, false) => {} (3, true) => {} } //~ WARN unreachable_patterns
    if let 1 | 2 | 2 = x {} //~ WARN unreachable_patterns
}
#[allow(unreachable_patterns)]
pub fn allowed(x: u8) {
    match x { _ => {} 3 => {} }
}
