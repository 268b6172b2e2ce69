//! Literals that do not fit their types.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub fn integers() {
    let a: u8 = 256; //~ ERROR overflowing_literals
    let b = 300i8; //~ ERROR overflowing_literals
    let c: i8 = -129; //~ ERROR overflowing_literals
    let d: i8 = -128;
    let e: i8 = 128; //~ ERROR overflowing_literals
    let f: i32 = 0xFFFF_FFFF; //~ ERROR overflowing_literals
    let g: u32 = 0xFFFF_FFFF;
    let h = 3_000_000_000; //~ ERROR overflowing_literals
    let i = 0xFFu8 as i8;
}
pub fn floats() {
    let a: f32 = 1e50; //~ ERROR overflowing_literals
    let b = 1e400f64; //~ ERROR overflowing_literals
    let c = 1e400; //~ ERROR overflowing_literals
}
pub fn patterns(x: u8) {
    match x { 256 => {} _ => {} } //~ ERROR overflowing_literals
}
#[allow(overflowing_literals)]
pub fn allowed() -> u8 { 256 }
