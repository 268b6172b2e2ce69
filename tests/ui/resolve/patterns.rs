//! Bindings of patterns.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
enum E { A(u8), B(u8, u8), C }
use E::*;
fn a(x: u8, x: u8) {} //~ ERROR identifier `x` is bound more than once in this parameter list [E0415]
fn b() {
    let (y, y) = (1u8, 2u8); //~ ERROR identifier `y` is bound more than once in the same pattern [E0416]
    match A(1u8) { A(x) | B(x, y) => {} C => {} } //~ ERROR variable `y` is not bound in all patterns [E0408]
    match A(1u8) { A(x) | C | B(x, _) => {} } //~ ERROR variable `x` is not bound in all patterns [E0408]
    match A(1u8) { A(ref x) | B(x, _) => {} C => {} } //~ ERROR variable `x` is bound inconsistently across alternatives separated by `|` [E0409]
    match (1u8, 2u8) { (a, a) => {} } //~ ERROR identifier `a` is bound more than once in the same pattern [E0416]
}
struct T(u8);
static S: u8 = 1;
const K: u8 = 2;
fn c() {
    let T = 1u8; //~ ERROR bindings cannot shadow tuple structs [E0530]
    let S = 1u8; //~ ERROR bindings cannot shadow statics [E0530]
    let K @ 1u8 = 1u8; //~ ERROR bindings cannot shadow constants [E0530]
}
fn d((a, b): (u8, u8), b: u8) {} //~ ERROR identifier `b` is bound more than once in this parameter list [E0415]
