//! Names that may not be seen from here.
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
mod m {
    fn f() {}
    struct S;
    pub struct P(u8);
    pub mod n { pub(super) fn g() {} pub(in crate::m) struct Q; }
    pub enum E { V }
}
fn a() {
    m::f(); //~ ERROR function `f` is private [E0603]
    let s: m::S; //~ ERROR struct `S` is private [E0603]
    m::P(1u8); //~ ERROR tuple struct `P` is private [E0603]
    m::n::g(); //~ ERROR function `g` is private [E0603]
    let q: m::n::Q; //~ ERROR struct `Q` is private [E0603]
    m::E::V;
}
