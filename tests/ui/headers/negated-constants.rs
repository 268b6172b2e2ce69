//! A `-` before a constant argument of a type without sign; what has such an argument is not judged further.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]

struct Size<const N: u8>;
impl<const N: u8> Size<N> {
    fn only(&self) {}
}

fn header(x: Size<-1>, y: [u8; -1]) {
//~^ ERROR unary `-` cannot be applied to `u8` [E0600]
//~| ERROR unary `-` cannot be applied to `usize` [E0600]
    x.only();
    x.missing();
    y.missing();
}

fn body() {
    let x: Size<-2> = Size; //~ ERROR unary `-` cannot be applied to `u8` [E0600]
    x.missing();
    let y: Size<{ 1 - 2 }> = Size; //~ ERROR attempt to compute `1_u8 - 2_u8`, which would overflow [E0080]
    y.missing();
}

// The patterns of a body with a mistake of syntax are checked all the same.
fn patterns(x: Option<u8>) {
    match x { Some(_) => {} } //~ ERROR non-exhaustive patterns: `None` not covered [E0004]
    for y of 0..3 {} //~ ERROR `in` is missing after the pattern of `for`
}
