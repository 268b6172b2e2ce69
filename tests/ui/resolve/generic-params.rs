//! Duplicate, shadowed and misplaced generic parameters.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn a<T, T>(x: T) {}
struct B<'a, 'a>(&'a u8);
trait C<T> { fn f<T>(); }
struct D<T>(T);
impl<T> D<T> { fn f<T>() {} }
impl<'a> E<'a> { fn f<'a>() {} }
struct E<'a>(&'a u8);
struct F<T = U, U = u8>(T, U);
fn g<const N: T, T>() {}
fn h<'static>() {}
fn i<'_>() {}
fn j<T, const T: u8>() {}
