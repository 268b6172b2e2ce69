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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
mod m { pub mod n { pub fn f() {} fn g() {} } pub struct S; pub enum E { V } }
fn a() {
    m::x::f(); //~ ERROR cannot find module or crate `x` in module `m` [E0433]
    m::n::h(); //~ ERROR cannot find function `h` in module `n` [E0425]
    m::n::g(); //~ ERROR function `g` is private [E0603]
    m::S2::f(); //~ ERROR cannot find type `S2` in module `m` [E0433]
    m::E::W;
    super::super::f(); //~ ERROR there are too many leading `super` keywords [E0433]
    crate::no::f(); //~ ERROR cannot find module or crate `no` in the crate root [E0433]
    self::m::n::f();
    m::n::f::x(); //~ ERROR cannot find module or crate `f` in module `n` [E0433]
    let x: m::n::Ty; //~ ERROR cannot find type `Ty` in module `n` [E0425]
    let y: m::E::V; //~ ERROR expected type, found variant `m::E::V` [E0573]
    let z = m::E::V::X; //~ ERROR `V` is a variant, not a module [E0433]
    m::self::f(); //~ ERROR `self` in paths can only be used in start position [E0433]
}
