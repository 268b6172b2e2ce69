//! Objects that do not name associated types; a derive that is wrong makes an impl all the same.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
trait N { type Id; const K: u8; fn f(&self); }
fn a(n: &dyn N) { n.f(); } //~ ERROR the value of the associated type `Id` in `N` must be specified [E0191]
fn b() { let n: &dyn N; let m: Option<&dyn N> = None; }
//~^ ERROR there can be no `dyn N`: the trait is not dyn compatible [E0038]
//~| ERROR there can be no `dyn N`: the trait is not dyn compatible [E0038]
trait M { type Id; fn f(&self); }
fn c(n: &dyn M) { n.g(); } //~ ERROR the value of the associated type `Id` in `M` must be specified [E0191]
impl dyn M { fn z() {} } //~ ERROR the value of the associated type `Id` in `M` must be specified [E0191]
struct S<'a>(&'a dyn M, &'a dyn N);
//~^ ERROR the value of the associated type `Id` in `M` must be specified [E0191]
//~| ERROR the value of the associated type `Id` in `N` must be specified [E0191]
#[derive(Default)] enum Mode { A, B } //~ ERROR `#[derive(Default)]` on an enum without `#[default]` on one of its variants [E0665]
#[derive(Default)] enum Mode2<T> { A(T), B } //~ ERROR `#[derive(Default)]` on an enum without `#[default]` on one of its variants [E0665]
fn d() -> Mode { Mode::default() }
fn e() -> Mode2<u8> { Default::default() }
