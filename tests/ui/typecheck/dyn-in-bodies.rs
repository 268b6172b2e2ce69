//! Trait objects that there cannot be, written in bodies.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Const { const K: u8; }
trait Generic { fn gen<T>(&self); }
trait Sub: Const {}
trait Good { fn m(&self); fn sized(self) where Self: Sized; }
impl Generic for u8 { fn gen<T>(&self) {} }
fn s<T: ?Sized>() {}
pub fn a() {
    s::<dyn Const>(); //~ ERROR E0038
    let _: Option<&dyn Sub> = None; //~ ERROR E0038
    let _: &(dyn Generic + Send); //~ ERROR E0038
    s::<dyn Good>();
}
pub fn b() { let f = |a: &dyn Const| 1; } //~ ERROR E0038
pub fn c() { let x = &1u8 as &dyn Generic; } //~ ERROR E0038
pub fn d() { let v: [*const dyn Const; 0] = []; let _: fn(&dyn Sub); } //~ ERROR E0038
//~| ERROR E0038
