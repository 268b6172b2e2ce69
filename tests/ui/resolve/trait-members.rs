//! Items of an impl that the trait does not have, or has as something else.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
trait T { fn f(); type X; const K: u8; }
impl T for u8 {
    fn f() {}
    type X = u8;
    const K: u8 = 1;
    fn g() {}
    type Y = u8;
    const L: u8 = 2;
}
struct S;
impl T for S {
    fn X() {}
    type f = u8;
    const f: u8 = 1;
}
