//! A macro call that turns into nothing ends the compilation once all macros are expanded.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
macro_rules! r { ($a:ident) => { } }
macro_rules! bad { () => { + } } //~ ERROR expected an expression, found `+`
//~| ERROR expected a type, found `+`
//~| ERROR the expansion goes on after its end with `+`
macro_rules! bad2 { () => { fn } } //~ ERROR expected an identifier, found the end
macro_rules! two { () => { 1 2 } } //~ ERROR the expansion goes on after its end with `2`
//~| ERROR the expansion goes on after its end with `1`
macro_rules! exp { () => { fn f() {} } } //~ ERROR expected an expression, found keyword `fn`
fn a() {
    r!(1); //~ ERROR no rules expected `1`
    r!(1, 2); //~ ERROR no rules expected `1`
    let x = bad!();
    let y: bad!() = 4;
    let z = two!();
}
r!(2); //~ ERROR no rules expected `2`
bad!();
bad2!();
two!();
fn c() {
    exp!();
    let x = exp!();
}
use core::fmt::Nix;
fn b() {
    let () = 4;
    foo();
    nope!();
    r!(3); //~ ERROR no rules expected `3`
}
