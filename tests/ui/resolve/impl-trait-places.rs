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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
trait T {}
struct S { x: impl T } //~ ERROR `impl Trait` is not allowed here [E0562]
fn a() { let x: impl T = 1u8; } //~ ERROR `impl Trait` is not allowed here [E0562]
fn b(x: fn(impl T)) {} //~ ERROR `impl Trait` is not allowed here [E0562]
fn c() -> fn() -> impl T { loop {} } //~ ERROR `impl Trait` is not allowed here [E0562]
impl T for impl T {} //~ ERROR `impl Trait` is not allowed here [E0562]
fn d<X: Into<impl T>>() {}
trait Into<X> {}
const K: impl T = 1u8; //~ ERROR `impl Trait` is not allowed here [E0562]
