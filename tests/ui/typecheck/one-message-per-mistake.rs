//! What follows from an obligation that is not met is not told again.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
pub fn try_float() -> Option<u8> { 1.0f64?; None } //~ ERROR E0277
pub fn try_in_other() -> u8 { Some(1)?; 1 } //~ ERROR E0277
pub fn not_iterable(s: &str) { for _ in s {} } //~ ERROR E0277
pub fn index(v: &[i32]) -> usize { let a = v[0u8]; let _ = a + 1; v["a"].len() } //~ ERROR E0277
//~| ERROR E0277
pub fn qualified(v: f64) { let _ = u32::from(v); } //~ ERROR E0277
pub fn arguments(v: &[i32], w: u8) { two(w, v); two("a", v); two(2.5, 1); } //~ ERROR E0308
//~| ERROR E0308
//~| ERROR E0308
fn two(_: &[i32], _: u8) {}
pub fn closures() { none(|_y| ()); one(|_y: &str| {}); [1].iter().map(|_x, _y| 1); } //~ ERROR E0593
//~| ERROR E0631
//~| ERROR E0593
fn none<F: Fn()>(_: F) {}
fn one<F: Fn(i32)>(_: F) {}
pub fn unknown_type() { let _x: Vec<_> = "hello".chars().rev().collect(); } //~ ERROR E0425
pub fn unknown_sum() { let _x = "hello".chars().rev().collect(); } //~ ERROR E0283
