//! Fields that are not there, that are missing, and names where fields have none.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct S { alpha: u8, beta: u8 } struct T(u8, u8); enum E { V(u8), W { long: u8, other: u8 }, X { one: u8 } }
fn a(s: S) { let S { alpga, beta } = s; } //~ ERROR E0026
fn b(s: S) { let S { alpha, zzzz } = s; } //~ ERROR E0026
//~| ERROR E0027
fn c(s: S) { let S { zzzz } = s; } //~ ERROR E0026
//~| ERROR E0027
fn d(s: S) { let S { zzzz, .. } = s; } //~ ERROR E0026
fn e(s: S) { let S { yyyy, zzzz } = s; } //~ ERROR E0026
//~| ERROR E0027
fn f(t: T) { let T { a, b } = t; } //~ ERROR E0769
fn g(t: T) { let T { a, .. } = t; } //~ ERROR E0026
fn h(t: T) { let T { 0: x } = t; } //~ ERROR E0027
fn i(t: T) { let T { } = t; } //~ ERROR E0769
fn j(e: E) { match e { E::V { x } => {}, E::W { long } => {}, E::X { two } => {} } } //~ ERROR E0769
//~| ERROR E0027
//~| ERROR E0026
//~| ERROR E0027
fn k(e: E) {
    match e { E::V { 0: x, 1: y } => {}, E::W { lonh, other } => {}, E::X { one, two } => {} } //~ ERROR E0026
//~| ERROR E0026
//~| ERROR E0026
}
fn l(e: E) { match e { E::V { .. } => {}, E::W { long: 1 } => {}, E::X { two: 3 } => {} } } //~ ERROR E0027
//~| ERROR E0026
//~| ERROR E0027
