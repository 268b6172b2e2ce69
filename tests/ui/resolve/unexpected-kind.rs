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
mod m {}
struct Braced { x: u8 }
struct Tuple(u8);
enum E { A, B(u8), C { x: u8 } }
trait T {}
fn f() {}
const K: u8 = 1;
static ST: u8 = 1;
fn values() {
    let a = Braced;
    let b = m;
    let c = T;
    let d = E;
    let e: f = 1u8;
    let g: m = 1u8;
    let h = f { x: 1u8 };
    let i = E::C;
    match 1u8 { f => {} }
    match 1u8 { E::C => {} }
    match 1u8 { f(x) => {} }
    match 1u8 { ST(x) => {} }
    match 1u8 { Tuple => {} }
    match 1u8 { K { x } => {} }
}
impl Tuple for u8 {}
fn bounds<X: E>() {}
