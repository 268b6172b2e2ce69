//! Traits without `dyn`.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub trait Sizes: Sized {}
pub trait Generic { fn g<T>(&self); }
pub trait Gives { fn g(&self) -> Self; }
pub trait Stat { fn g(); }
pub trait Const { const K: u8; }
pub trait Sub: Gives {}
pub trait Fine { fn a(&self); fn b() where Self: Sized; fn c<T>(&self, t: T) where Self: Sized; fn d(&mut self, x: u8) -> u8; }
pub fn a(x: &dyn Sizes) {} //~ ERROR E0038
pub fn b(x: &dyn Generic) {} //~ ERROR E0038
pub fn c(x: *const dyn Gives) {} //~ ERROR E0038
pub struct D(&'static dyn Stat); //~ ERROR E0038
pub fn e(x: &'static dyn Const) {} //~ ERROR E0038
pub fn f() -> &'static dyn Sub { loop {} } //~ ERROR E0038
pub fn g(x: &dyn Fine) {}
