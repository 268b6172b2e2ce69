//! Ranges without an end and literals that are no values.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn a() {
    let a = 1u8..=;
    let b = 300000000000000000000000000000000000000000;
    let c = 1u7;
    let d = 1.0u8;
    let e = 0x1f32;
    let f = "a"x;
    let g = 0b1f32;
}
