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
    match x { 0..=9 => {} 5 => {} _ => {} 7 => {} }
    match o { Some(_) => {} Some(3) => {} None => {} }
    match e { E::A | E::A => {} E::B => {} }
    match o { Some(1 | 2 | 1) => {} _ => {} }
    match (x, true) { (0, _) => {} (_, true) => {} (_, false) => {} (3, true) => {} }
    if let 1 | 2 | 2 = x {}
}
#[allow(unreachable_patterns)]
pub fn allowed(x: u8) {
    match x { _ => {} 3 => {} }
}
