//! Bounds of methods and functions that do not hold show at the argument, the method's name or the receiver.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Tr { type Item; fn m1<S>(&self) -> S where S: Bo<Self::Item>; fn m2<S>(&self, s: S) where S: Bo<Self::Item>; fn m3<S>(&self) -> S where S: Bo<Self>; fn m4<S: Bo<u8>>(&self) -> S;
 fn m5<S>(&self) -> S where Self::Item: Bo<S>; fn m6(&self) where Self::Item: Bo<u8>; fn m7(&self) where Self: Bo<u8>; fn m8<S>(self) -> S where S: Bo<Self::Item>, Self: Sized;
 fn m9<S: Bo<Self::Item>>(&self) -> S; fn n1<S>(&self) -> S where S: Bo<(Self,)>, Self: Sized; fn n2<S>(&self) -> S where S: Bo2<A=Self>, Self: Sized; }
trait Bo<T: ?Sized> {} trait Bo2 { type A; } impl Bo2 for u32 { type A = u32; }
fn f<T: Tr>(t: T) {
 let a: u32 = t.m1(); //~ ERROR E0277
 t.m2(1u32); //~ ERROR E0277
 let a: u32 = t.m3(); //~ ERROR E0277
 let a: u32 = t.m4(); //~ ERROR E0277
 let a: u32 = t.m5(); //~ ERROR E0277
 t.m6(); //~ ERROR E0277
 t.m7(); //~ ERROR E0277
 let a: u32 = t.m9(); //~ ERROR E0277
 let a: u32 = t.n1(); //~ ERROR E0277
 let a: u32 = t.n2(); //~ ERROR E0271
 let a: u32 = t.m8(); //~ ERROR E0277
 let a: u32 = [1].iter().collect(); //~ ERROR E0277
 let a: u32 = Tr::m1(&t); //~ ERROR E0277
 let a: u32 = T::m3(&t); //~ ERROR E0277
}
struct S<A>(A);
impl<A> S<A> { fn a(&self) where A: Bo<u8> {} fn b(&self) where Self: Bo<u8> {} fn c<X>(&self, x: X) where X: Bo<A> {} fn d<X>(&self) -> X where X: Bo<A> {loop{}} fn e<X>(&self, x: X, y: X) where X: Bo<u8> {} fn f<X>(&self, a: A) where A: Bo<u8> {} }
trait Tr2 { fn a(&self) where Self: Bo<u8> {} fn b(self) where Self: Bo<u8> + Sized {} fn c(&self, o: &Self) where Self: Bo<u8> {} fn d<X>(&self) -> X where X: Bo<Self> {loop{}} fn e<X>(&self, x: X) where Self: Bo<X> {} }
impl<A> Tr2 for S<A> {}
fn f2(s: S<u8>) {
 s.a(); //~ ERROR E0277
 s.b(); //~ ERROR E0277
 s.c(1u8); //~ ERROR E0277
 s.d::<u8>(); //~ ERROR E0277
 let x: u8 = s.d(); //~ ERROR E0277
 s.e(1u8, 2); //~ ERROR E0277
 s.f(2); //~ ERROR E0277
 Tr2::a(&s); //~ ERROR E0277
 Tr2::b(s); //~ ERROR E0277
 Tr2::c(&s, &s); //~ ERROR E0277
 let x: u8 = Tr2::d(&s); //~ ERROR E0277
}
fn g(t: u8, q: &S<u8>) { t.a(); q.c(5i8); let x: u8 = q.d(); Tr2::e(q, 1u8); } //~ ERROR E0599
//~| ERROR E0277
//~| ERROR E0277
//~| ERROR E0277
fn h(s: u8, r: S<i8>) where u8: Tr2 { //~ ERROR E0277
    s.a(); //~ ERROR E0277
    s.b(); //~ ERROR E0277
    s.c(&3); //~ ERROR E0277
    s.e(1u8); //~ ERROR E0277
    let x: u8 = s.d(); //~ ERROR E0277
}
