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
mod m {
    fn f() {}
    struct S;
    pub struct P(u8);
    pub mod n { pub(super) fn g() {} pub(in crate::m) struct Q; }
    pub enum E { V }
}
fn a() {
    m::f();
    let s: m::S;
    m::P(1u8);
    m::n::g();
    let q: m::n::Q;
    m::E::V;
}
