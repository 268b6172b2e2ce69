//! Operators that a type does not have.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct P { x: i32, y: i32 }
fn e0369(a: P, b: P) { a + b; } //~ ERROR E0369
fn e0600(a: P) { !a; } //~ ERROR E0600
fn e0614() { let y = 0u32; *y; } //~ ERROR E0614
fn e0067() { 12 += 1; } //~ ERROR E0067
fn e0070() { 1 = 3; } //~ ERROR E0070
fn e0608() { 0u32[0]; } //~ ERROR E0608
fn e0368() { let mut x = 12f32; x <<= 2; } //~ ERROR E0368
