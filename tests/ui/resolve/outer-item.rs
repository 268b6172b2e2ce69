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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
fn f<T, const N: u8>(x: u8) {
    let y = x;
    fn g(a: T) {} //~ ERROR can't use generic parameters from outer item [E0401]
    fn h() -> u8 { y } //~ ERROR can't capture dynamic environment in a fn item [E0434]
    fn i() -> u8 { x } //~ ERROR can't capture dynamic environment in a fn item [E0434]
    fn j() -> u8 { N } //~ ERROR can't use generic parameters from outer item [E0401]
    const K: u8 = y; //~ ERROR attempt to use a non-constant value in a constant [E0435]
    static S: u8 = y; //~ ERROR attempt to use a non-constant value in a constant [E0435]
    struct Inner { a: T } //~ ERROR can't use generic parameters from outer item [E0401]
    [0u8; y]; //~ ERROR attempt to use a non-constant value in a constant [E0435]
}
struct P;
impl P {
    fn m() { fn k() -> Self { loop {} } } //~ ERROR can't use `Self` from outer item [E0401]
}
