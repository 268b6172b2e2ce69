//! Generic parameters in constants.
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
struct A<T, const N: usize>([u8; N], T);
fn a<T, const N: usize>() {
    let x: [u8; N];
    let y: [u8; N + 1]; //~ ERROR generic parameters may not be used in const operations
    let z = [0u8; { N }];
    let w: [u8; T::K]; //~ ERROR generic parameters may not be used in const operations
    A::<u8, { N + 1 }>; //~ ERROR generic parameters may not be used in const operations
}
#[repr(u8)] enum D<T> { X(T) = 1, Y = T::K } //~ ERROR generic parameters may not be used in const operations
