//! Literals that do not fit their types.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub fn integers() {
    let a: u8 = 256;
    let b = 300i8;
    let c: i8 = -129;
    let d: i8 = -128;
    let e: i8 = 128;
    let f: i32 = 0xFFFF_FFFF;
    let g: u32 = 0xFFFF_FFFF;
    let h = 3_000_000_000;
    let i = 0xFFu8 as i8;
}
pub fn floats() {
    let a: f32 = 1e50;
    let b = 1e400f64;
    let c = 1e400;
}
pub fn patterns(x: u8) {
    match x { 256 => {} _ => {} }
}
#[allow(overflowing_literals)]
pub fn allowed() -> u8 { 256 }
