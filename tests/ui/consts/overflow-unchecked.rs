//! Constants are checked for overflow when code is not; functions that they call wrap, as do closures in them.
//@ compile-flags: -C overflow-checks=off
//@ edition: 2021
#![no_std]
#![crate_type = "lib"]
pub const SUM: u8 = 255 + 1; //~ ERROR attempt to compute `u8::MAX + 1_u8`, which would overflow
pub static NEGATED: i8 = -{ i8::MIN }; //~ ERROR attempt to negate `i8::MIN`, which would overflow
pub const fn next(x: u8) -> u8 { x + 1 }
pub const WRAPPED: [(); 0] = [(); next(255) as usize];
pub struct Generic<const N: u8>;
impl<const N: u8> Generic<N> {
    pub const NEXT: u8 = N + 1; //~ ERROR attempt to compute `u8::MAX + 1_u8`, which would overflow
}
pub const ONE: u8 = Generic::<255>::NEXT;
