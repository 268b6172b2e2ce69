//! Macros that are not found, of items and bodies in rustc's order: after imports, paths before names.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
macro_rules! r { () => { nope2!(); r2!{} } } //~ ERROR cannot find macro `nope2` in this scope
//~| ERROR cannot find macro `nope2` in this scope
macro_rules! r2 { () => { fn q() { nope3!() } } } //~ ERROR cannot find macro `nope3` in this scope
//~| ERROR cannot find macro `nope3` in this scope
macro_rules! empty { } //~ ERROR a macro has at least one rule
use core::fmt::Nix; //~ ERROR E0432
fn a() {
    nope1!(); //~ ERROR cannot find macro `nope1` in this scope
    fn zz() { nope9!() } //~ ERROR cannot find macro `nope9` in this scope
    core::nope8!(); //~ ERROR E0433
}
r!();
#[nope10] fn b() { //~ ERROR cannot find attribute `nope10` in this scope
    nope4!(); //~ ERROR cannot find macro `nope4` in this scope
    r!();
    nope5!(); //~ ERROR cannot find macro `nope5` in this scope
    match 1 { nope6!() => {} } //~ ERROR cannot find macro `nope6` in this scope
    empty!();
}
