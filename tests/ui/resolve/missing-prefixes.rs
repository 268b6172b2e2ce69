//! Names in front of :: that mean nothing, in types, patterns and values.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
pub fn k() -> zzz::Result { let x: u8 = "a"; let a: yyy::B = 1; match 1 { www::C => {}, Ordering::Less => {}, vvv::D(1) => {}, _ => {} } let s = uuu::S { a: 1 }; let q = ttt::f; rrr::g(1); loop {} } //~ ERROR E0433
//~| ERROR E0308
//~| ERROR E0433
//~| ERROR E0433
//~| ERROR E0433
//~| ERROR E0433
//~| ERROR E0433
//~| ERROR E0433
//~| ERROR E0433
pub struct S { x: sss::T,  } //~ ERROR E0433
fn l() { let z: u8 = 'b'; swap(1); Less; size_of(); lll(3); } //~ ERROR E0425
//~| ERROR E0425
//~| ERROR E0308
//~| ERROR E0425
