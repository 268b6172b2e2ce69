//! Names that mean something else than what may stand there.
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
mod m {}
struct Braced { x: u8 }
struct Tuple(u8);
enum E { A, B(u8), C { x: u8 } }
trait T {}
fn f() {}
const K: u8 = 1;
static ST: u8 = 1;
fn values() {
    let a = Braced; //~ ERROR expected value, found struct `Braced` [E0423]
    let b = m; //~ ERROR expected value, found module `m` [E0423]
    let c = T; //~ ERROR expected value, found trait `T` [E0423]
    let d = E; //~ ERROR expected value, found enum `E` [E0423]
    let e: f = 1u8; //~ ERROR expected type, found function `f` [E0573]
    let g: m = 1u8; //~ ERROR expected type, found module `m` [E0573]
    let h = f { x: 1u8 }; //~ ERROR expected struct, variant or union type, found function `f` [E0574]
    let i = E::C;
    match 1u8 { f => {} }
    match 1u8 { E::C => {} }
    match 1u8 { f(x) => {} } //~ ERROR expected tuple struct or tuple variant, found function `f` [E0532]
    match 1u8 { ST(x) => {} } //~ ERROR expected tuple struct or tuple variant, found static `ST` [E0532]
    match 1u8 { Tuple => {} } //~ ERROR bindings cannot shadow tuple structs [E0530]
    match 1u8 { K { x } => {} } //~ ERROR expected struct, variant or union type, found constant `K` [E0574]
}
impl Tuple for u8 {} //~ ERROR expected trait, found struct `Tuple` [E0404]
fn bounds<X: E>() {} //~ ERROR expected trait, found enum `E` [E0404]
