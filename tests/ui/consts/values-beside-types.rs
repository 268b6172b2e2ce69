//! Constants without a value, beside mistakes in types.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
struct Size<const N: u8>;
fn body() {
    let y: Size<{ 1 - 2 }> = Size; //~ ERROR attempt to compute `1_u8 - 2_u8`, which would overflow [E0080]
}
fn head(x: [u8; 1 - 2]) -> u8 { x.len() }
//~^ ERROR attempt to compute `1_usize - 2_usize`, which would overflow [E0080]
//~| ERROR mismatched types [E0308]
const A: u8 = 1 - 2; //~ ERROR attempt to compute `1_u8 - 2_u8`, which would overflow [E0080]
fn other() -> u8 { A + "a" } //~ ERROR `u8: Add<&str>` does not hold [E0277]
