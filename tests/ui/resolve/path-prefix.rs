//! Paths whose first parts lead nowhere.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
mod m { pub mod n { pub fn f() {} fn g() {} } pub struct S; pub enum E { V } }
fn a() {
    m::x::f();
    m::n::h();
    m::n::g();
    m::S2::f();
    m::E::W;
    super::super::f();
    crate::no::f();
    self::m::n::f();
    m::n::f::x();
    let x: m::n::Ty;
    let y: m::E::V;
    let z = m::E::V::X;
    m::self::f();
}
