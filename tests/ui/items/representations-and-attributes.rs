//! Attributes of items, and the shapes that they and the language ask for.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
#[repr(u8)] enum E0 {} //~ ERROR E0084
#[repr(C)] fn f() {} //~ ERROR E0517
#[repr(transparent)] struct Two(u8, u16); //~ ERROR E0690
#[repr(transparent)] struct One(u8, (), [u16; 0], [u8; 0]); //~ ERROR E0690
#[repr(transparent)] struct Fine(u8, (), [u8; 0], core::marker::PhantomData<u64>);
#[repr(transparent)] enum TrE { A(u8), B } //~ ERROR E0731
#[repr(packed, align(8))] struct Pa(u8); //~ ERROR E0587
#[repr(transparent, C)] struct TrC(u8); //~ ERROR E0692
#[repr(u8, u16)] enum EE { A } //~ ERROR E0566
#[repr(u8)] struct Ru(u8); //~ ERROR E0517
#[repr(packed)] enum Pe { A } //~ ERROR E0517
#[repr(align(8))] struct Al(u8);
#[repr(packed)] struct PaAl(Al); //~ ERROR E0588
#[repr(align = "8")] struct AlS(u8); //~ ERROR E0693
#[repr(align(3))] struct Al3(u8); //~ ERROR E0589
#[repr(align("8"))] struct Al4(u8); //~ ERROR E0589
#[repr(align)] struct Al5(u8); //~ ERROR E0589
#[repr] struct R0(u8); //~ ERROR E0539
#[repr = "C"] struct R2(u8); //~ ERROR E0539
#[repr(C = "x")] struct R3(u8); //~ ERROR E0552
#[repr("C")] struct R4(u8); //~ ERROR E0565
#[repr(packed(3))] struct Pp(u8); //~ ERROR E0589
#[repr(align(536870913))] struct Big(u8); //~ ERROR E0589
#[repr(Q)] struct Qq; //~ ERROR E0552
#[inline] struct In; //~ ERROR `#[inline]` does not stand on this
#[inline(foo)] fn inl() {} //~ ERROR E0539
#[inline(always, never)] fn inl2() {} //~ ERROR E0805
#[non_exhaustive] trait Ne {} //~ ERROR `#[non_exhaustive]` does not stand on this
#[non_exhaustive(x)] struct Nx; //~ ERROR E0565
#[track_caller] struct Tc; //~ ERROR `#[track_caller]` does not stand on this
#[deprecated(since = "a", since = "b")] fn da() {} //~ ERROR E0538
#[deprecated(bogus = "a")] fn db() {} //~ ERROR E0539
#[deprecated(since)] fn dc() {} //~ ERROR E0539
#[export_name = "a\0b"] fn en() {} //~ ERROR E0648
#[target_feature(bar)] fn tf2() {} //~ ERROR E0539
#[used] fn us() {} //~ ERROR `#[used]` does not stand on this
#[link_section] fn ls() {} //~ ERROR E0539
#[must_use(x)] fn mu4() {} //~ ERROR E0539
#[stable(feature = "x", since = "1")] fn st() {} //~ ERROR E0734
#[link(name = "")] extern "C" {} //~ ERROR E0454
#[link(kind = "static")] extern "C" {} //~ ERROR E0459
#[link(name = "x", kind = "bogus")] extern "C" {} //~ ERROR E0539
enum Fields { A(u8) = 1, B } //~ ERROR E0732
union Drops { a: u8, b: D } //~ ERROR E0740
struct D;
impl Drop for D { fn drop(&mut self) {} }
struct G<T>(T);
impl Drop for G<u8> { fn drop(&mut self) {} } //~ ERROR E0366
struct H<T>(T);
impl<T: Copy> Drop for H<T> { fn drop(&mut self) {} } //~ ERROR E0367
impl S0 { fn a(self: u8) {} fn b(self: &S0) {} fn c(self: &&mut Self) {} fn d(self: *const Self) {} fn e<R: core::ops::Deref<Target = Self>>(self: R) {} fn f(self: core::pin::Pin<&Self>) {} } //~ ERROR E0307
//~| ERROR E0658
//~| ERROR E0801
struct S0;
trait Rc { fn a(self: &u8); fn b(self: &Self); } //~ ERROR E0307
extern "C" { fn g1<T>(x: T); fn g2<const N: usize>(); fn g3<'a>(x: &'a u8); } //~ ERROR E0044
//~| ERROR E0044
type Va = fn(u8, ...); //~ ERROR E0045
type Out = for<'a> fn() -> &'a u8; //~ ERROR E0581
fn fo(f: impl for<'a> Fn() -> &'a u8) {} //~ ERROR E0582
struct Sd<T = *const Self>(T); //~ ERROR E0735
extern "bogus" fn bg() {} //~ ERROR E0703
trait Syn { fn a(x: impl Copy); fn b<T>(x: T); fn lt<'a, 'b: 'a>(x: &'a u8, y: &'b u8); }
impl Syn for S0 { fn a<T: Copy>(x: T) {} fn b(x: impl Copy) {} fn lt<'a, 'b>(x: &'a u8, y: &'b u8) {} } //~ ERROR E0643
//~| ERROR E0643
//~| ERROR E0195
struct Cp;
impl<const N: usize> Cp { fn n() {} } //~ ERROR E0207
impl<'a> Iterator for Cp { type Item = &'a u8; fn next(&mut self) -> Option<&'a u8> { None } } //~ ERROR E0207
impl<T> Iterator for T { type Item = u8; fn next(&mut self) -> Option<u8> { None } } //~ ERROR E0119
//~| ERROR E0210
