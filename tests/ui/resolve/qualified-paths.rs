//! `<T as Trait>::item` with a trait or item that is none.
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
trait T { type A; fn f(); const K: u8; }
struct S;
mod m {}
fn a<X: T>() {
    <X as T>::f();
    <X as S>::f(); //~ ERROR expected trait, found struct `S` [E0404]
    <X as Missing>::f(); //~ ERROR cannot find trait `Missing` in this scope [E0405]
    <X as T>::g(); //~ ERROR cannot find method or associated constant `g` in this scope [E0576]
    let y: <X as T>::B; //~ ERROR cannot find associated type `B` in this scope [E0576]
    let z: <X as T>::f; //~ ERROR expected associated type, found associated function `T::f` [E0575]
    <X as T>::A; //~ ERROR expected method or associated constant, found associated type `T::A` [E0575]
    <Missing as T>::f(); //~ ERROR cannot find type `Missing` in this scope [E0425]
    <X as m>::f(); //~ ERROR expected trait, found module `m` [E0404]
}
