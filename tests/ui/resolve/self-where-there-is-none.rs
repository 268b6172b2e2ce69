//! `self` and `Self` outside of methods, impls and types.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
fn f() -> u8 { self.x }
fn g(x: Self) {}
fn h() { let y = Self; Self::new(); }
struct S;
impl S { fn assoc() { self; } fn method(&self) { fn inner() { self; } } }
