//! Names that mean nothing, by what they are used as.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn values() {
    let a = nothing;
    missing();
    Missing(1u8);
    let b: Absent = 1u8;
    let c = Gone { x: 1u8 };
    match 1u8 { Nope(x) => {} _ => {} }
    nowhere::f();
    Nowhere::f();
}
impl Lost for u8 {}
fn bounds<T: AlsoLost>() {}
type A = nomod::B;
struct S { x: Unknown }
