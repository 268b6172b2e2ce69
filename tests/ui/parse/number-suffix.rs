//! Suffixes that no type has.
//@ compile-flags: --crate-type=lib
#![no_std]
pub fn f() {
    12u33;
    1.0z;
}
