//! What an inner item may not use from around it.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn f<T, const N: u8>(x: u8) {
    let y = x;
    fn g(a: T) {}
    fn h() -> u8 { y }
    fn i() -> u8 { x }
    fn j() -> u8 { N }
    const K: u8 = y;
    static S: u8 = y;
    struct Inner { a: T }
    [0u8; y];
}
struct P;
impl P {
    fn m() { fn k() -> Self { loop {} } }
}
