//! Patterns that do not fit the type they match.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct P { x: i32, y: i32 }
struct T(i32, u8);
fn one(a: i32) -> i32 { a }
fn e0023(t: T) { let T(_a) = t; } //~ ERROR E0023
fn e0026(p: P) { let P { z, .. } = p; } //~ ERROR E0026
fn e0027(p: P) { let P { x } = p; } //~ ERROR E0027
fn e0029(s: &str) { match s { "a"..="z" => {} _ => {} } } //~ ERROR E0029
fn e0529(r: f32) { match r { [a, b] => {} _ => {} } } //~ ERROR E0529
fn e0527(r: &[i32; 4]) { let &[_a, _b] = r; } //~ ERROR E0527
