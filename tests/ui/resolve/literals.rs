//! Literals that are no values.
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
fn a() {
    let b = 300000000000000000000000000000000000000000; //~ ERROR integer literal is too large
    let c = 1u7; //~ ERROR invalid suffix `u7` for number literal
    let d = 1.0u8; //~ ERROR invalid suffix `u8` for float literal
    let e = 0x1f32;
    let f = "a"x; //~ ERROR suffixes on string literals are invalid
    let g = 0b1f32; //~ ERROR binary float literal is not supported
}
