//! Where `impl Trait` may not stand.
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
struct S { x: impl T }
fn a() { let x: impl T = 1u8; }
fn b(x: fn(impl T)) {}
fn c() -> fn() -> impl T { loop {} }
impl T for impl T {}
fn d<X: Into<impl T>>() {}
trait Into<X> {}
const K: impl T = 1u8;
