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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
fn outer() {}
fn a() {
    early();
    fn early() {}
    { inner(); fn inner() {} }
    inner(); //~ ERROR cannot find function `inner` in this scope [E0425]
    { outer::x(); mod outer { pub fn x() {} } }
    let v = 1u8;
    { v; fn v() {} v(); }
    use self::m::f;
    f();
}
mod m { pub fn f() {} fn g() {} }
