//! Items of a block are seen in all of it, and hide what is outside.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn outer() {}
fn a() {
    early();
    fn early() {}
    { inner(); fn inner() {} }
    inner();
    { outer::x(); mod outer { pub fn x() {} } }
    let v = 1u8;
    { v; fn v() {} v(); }
    use self::m::f;
    f();
    g();
}
mod m { pub fn f() {} fn g() {} }
