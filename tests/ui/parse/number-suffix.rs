//! Suffixes that no type has.
//@ compile-flags: --crate-type=lib -Zstop-after=resolve
#![no_std]
pub fn f() {
    12u33; //~ ERROR invalid suffix `u33` for number literal
    1.0z; //~ ERROR invalid suffix `z` for float literal
}
