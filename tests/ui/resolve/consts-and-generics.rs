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
struct A<T, const N: u8>([u8; N], T);
fn a<T, const N: usize>() {
    let x: [u8; N];
    let y: [u8; N + 1];
    let z = [0u8; { N }];
    let w: [u8; T::K];
    A::<u8, { N + 1 }>;
}
enum D<'a, T> { X(&'a T) = { 1 } , Y = T::K }
