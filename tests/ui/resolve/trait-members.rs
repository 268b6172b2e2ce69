//! Items of an impl that the trait does not have, or has as something else.
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
trait T { fn f(); type X; const K: u8; }
impl T for u8 {
    fn f() {}
    type X = u8;
    const K: u8 = 1;
    fn g() {} //~ ERROR method `g` is not a member of trait `T` [E0407]
    type Y = u8; //~ ERROR type `Y` is not a member of trait `T` [E0437]
    const L: u8 = 2; //~ ERROR const `L` is not a member of trait `T` [E0438]
}
struct S;
impl T for S {
    fn X() {} //~ ERROR item `X` is an associated method, which doesn't match its trait `T` [E0324]
    type f = u8; //~ ERROR item `f` is an associated type, which doesn't match its trait `T` [E0325]
    const f: u8 = 1; //~ ERROR duplicate definitions with name `f`: [E0201]
}
