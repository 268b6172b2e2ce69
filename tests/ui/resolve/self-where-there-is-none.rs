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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
fn f() -> u8 { self.x } //~ ERROR expected value, found module `self` [E0424]
fn g(x: Self) {} //~ ERROR cannot find type `Self` in this scope [E0411]
fn h() { let y = Self; Self::new(); } //~ ERROR cannot find value `Self` in this scope [E0425]
    //~| ERROR cannot find type `Self` in this scope [E0433]
struct S;
impl S { fn assoc() { self; } fn method(&self) { fn inner() { self; } } } //~ ERROR can't capture dynamic environment in a fn item [E0434]
    //~| ERROR expected value, found module `self` [E0424]
