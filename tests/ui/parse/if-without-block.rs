//! An `if` whose block is missing before `else`; a binding shows by its name.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]

pub fn missing(o: Option<u8>) -> u8 {
    if let None = o else { return 1 } //~ ERROR the block after the condition of `if` is missing
    if o.is_some() else { return 2 }; //~ ERROR the block after the condition of `if` is missing
    "x" //~ ERROR mismatched types [E0308]
}

pub fn bound() {
    let x @ 1..=3 = 5; //~ ERROR refutable pattern in local binding [E0005]
}
