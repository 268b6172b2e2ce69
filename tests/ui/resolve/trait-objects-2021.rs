//! A trait where a type is expected.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
trait T {}
trait G<X> {}
fn a(x: &T) {}
fn b(x: &G<u8>) {}
struct S { x: &'static T }
impl T for T {}
