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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
impl T for T {} //~ ERROR expected a type, found a trait [E0782]
trait T {}
trait G<X> {}
fn a(x: &T) {} //~ ERROR expected a type, found a trait [E0782]
fn b(x: &G<u8>) {} //~ ERROR expected a type, found a trait [E0782]
struct S { x: &'static T } //~ ERROR expected a type, found a trait [E0782]
