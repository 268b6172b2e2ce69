//! Arguments that a format string does not use are looked at; lifetimes in derived items.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
macro_rules! say { ($($a:tt)*) => { core::format_args!($($a)*) } }
fn f(info: u8) {
    say!("{info}", x); //~ ERROR argument never used
//~| ERROR E0425
    say!("{info} {}", x); //~ ERROR E0425
    say!("{}", 1, y, z); //~ ERROR multiple unused formatting arguments
//~| ERROR E0425
//~| ERROR E0425
    core::format_args!("{a}", a = 1, b = q); //~ ERROR named argument never used
//~| ERROR E0425
}
fn h() { let x: u8 = core::format_args!("{} {}", 1.foo()); } //~ ERROR 2 positional arguments in format string, but there is 1 argument
//~| ERROR E0599
//~| ERROR E0308
#[derive(Clone, Copy)] enum J { A(&'a str), B } //~ ERROR E0261
//~| ERROR E0261
#[derive(Clone)] enum J2 { A(&'a str), B } //~ ERROR E0261
