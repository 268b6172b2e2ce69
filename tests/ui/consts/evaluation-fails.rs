//! Constants whose evaluation fails are errors whether they are used or not; calls are followed to the place of the failure.
//@ edition: 2024
#![no_std]
#![crate_type = "lib"]

const fn outer(a: u32) -> u32 { inner(a) + 1 }
const fn inner(a: u32) -> u32 {
    if a == 0 { panic!("zero") }
    a - 7
}

const OVERFLOW: u8 = 255 + 1; //~ ERROR attempt to compute `u8::MAX + 1_u8`, which would overflow
const LIST: [u8; 3] = [1, 2, 3];
const BEHIND: u8 = LIST[5]; //~ ERROR the length is 3 but the index is 5
const ASSERTION: u32 = { assert!(1 > 2, "no"); 1 }; //~ ERROR evaluation panicked: no
static DIVISION: i32 = 1 / 0; //~ ERROR attempt to divide `1_i32` by zero
const PANIC: u32 = outer(0); //~ ERROR evaluation panicked: zero
static CALL: u32 = outer(5); //~ ERROR attempt to compute `5_u32 - 7_u32`, which would overflow
const LARGEST: i32 = i32::MIN / -1; //~ ERROR attempt to compute `i32::MIN / -1_i32`, which would overflow
const SHIFT: i32 = 1 << 40; //~ ERROR attempt to shift left by `40_i32`, which would overflow
const NOTHING: u8 = None::<u8>.unwrap(); //~ ERROR called `Option::unwrap()` on a `None` value

pub fn length() -> [u8; 1 - 2] { loop {} } //~ ERROR attempt to compute `1_usize - 2_usize`, which would overflow
