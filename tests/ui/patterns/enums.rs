//! Matches that leave out variants of enums, also inside of other patterns.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum Color {
    Red,
    Green,
    Blue,
    Custom(u8, u8, u8),
    Named { name: &'static str, alpha: f32 },
}
pub enum Small {
    A,
    B,
}
pub fn variants(c: Color) -> u8 {
    match c { //~ ERROR E0004
        Color::Red => 1,
        Color::Green => 2,
    }
}
pub fn parts(c: &Color) -> u8 {
    match c { //~ ERROR E0004
        Color::Red | Color::Green | Color::Blue => 1,
        Color::Custom(0, ..) => 2,
        Color::Named { name: "x", .. } => 3,
    }
}
pub fn nested(o: Option<Option<u8>>) -> u8 {
    match o { //~ ERROR E0004
        Some(Some(0..=3)) => 1,
        None => 2,
    }
}
pub fn references(x: &&Option<bool>) {
    match x { //~ ERROR E0004
        Some(true) => {}
        None => {}
    }
}
pub fn pairs(x: (Option<u8>, Small)) {
    match x { //~ ERROR E0004
        (Some(_), Small::A) => {}
        (None, Small::B) => {}
    }
}
pub fn open(o: core::sync::atomic::Ordering) {
    match o { //~ ERROR E0004
        core::sync::atomic::Ordering::Relaxed => {}
    }
}
