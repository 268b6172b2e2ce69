//! Calls with the wrong number of arguments, and of what is no function.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn one(a: i32) -> i32 { a }
fn e0061() { one(); one(1, 2); } //~ ERROR E0061
//~| ERROR E0061
fn e0057() { let c = |a: i32| a; c(); } //~ ERROR E0057
fn e0618() { let x = 1; x(); } //~ ERROR E0618
fn e0593() { fn foo<F: Fn()>(_x: F) {} foo(|_y| ()); } //~ ERROR E0593
