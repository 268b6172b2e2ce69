//! Levels of lints on statements, expressions and items in bodies.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
pub fn statements() {
    #[allow(overflowing_literals)]
    let _a: u8 = 256;
    let _b: u8 = 257; //~ ERROR literal out of range
    #[warn(overflowing_literals)]
    let _c: i8 = 128; //~ WARN literal out of range
}
#[allow(overflowing_literals)]
pub fn inner() {
    let _a: u8 = 256;
    {
        #![deny(overflowing_literals)]
        let _b: u8 = 258; //~ ERROR literal out of range
    }
    #[deny(overflowing_literals)]
    let _c = {
        #[allow(overflowing_literals)]
        let d: u8 = 259;
        d
    };
    fn item() {
        let _e: u8 = 260;
    }
    item();
}
pub fn arms(x: u8) -> u8 {
    match x {
        #[allow(overflowing_literals)]
        0 => 300,
        _ => 301, //~ ERROR literal out of range
    }
}
