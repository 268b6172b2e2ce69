//! What traits and associated types ask of their arguments; what an impl lacks is told of once.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Base {} trait Left: Base {} trait Right: Base {} trait Both: Left + Right {}
struct B;
impl Left for B {} //~ ERROR E0277
impl Right for B {} //~ ERROR E0277
impl Both for B {} //~ ERROR E0277
fn t(b: &B) -> &dyn Both { b }
trait H { type Rev<A: H>: H; fn rev<A>(self, a: A) -> Self::Rev<A>; fn x<A: H>(a: Self::Rev<A>); fn y(a: &[Self::Rev<u8>]); } //~ ERROR E0277
//~| ERROR E0277
struct S<T: H>(T::Rev<u8>); //~ ERROR E0277
fn f<T: H>(x: T::Rev<u16>) where T::Rev<u32>: Clone {} //~ ERROR E0277
//~| ERROR E0277
trait Lacks { type Out; fn out(&self) -> Self::Out; }
impl Lacks for B { fn out(&self) -> Self::Out { loop {} } } //~ ERROR E0046
fn l() { let x = B.out(); x.a(); let y: u8 = B.out(); }
