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
enum E { A(u8), B(u8, u8), C }
use E::*;
fn a(x: u8, x: u8) {}
fn b() {
    let (y, y) = (1u8, 2u8);
    match A(1u8) { A(x) | B(x, y) => {} C => {} }
    match A(1u8) { A(x) | C | B(x, _) => {} }
    match A(1u8) { A(ref x) | B(x, _) => {} C => {} }
    match (1u8, 2u8) { (a, a) => {} }
}
struct T(u8);
static S: u8 = 1;
const K: u8 = 2;
fn c() {
    let T = 1u8;
    let S = 1u8;
    let K @ 1u8 = 1u8;
}
fn d((a, b): (u8, u8), b: u8) {}
