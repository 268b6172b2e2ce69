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
trait T { type A; fn f(); const K: u8; }
struct S;
mod m {}
fn a<X: T>() {
    <X as T>::f();
    <X as S>::f();
    <X as Missing>::f();
    <X as T>::g();
    let y: <X as T>::B;
    let z: <X as T>::f;
    <X as T>::A;
    <Missing as T>::f();
    <X as m>::f();
}
