//! Parameters that no field uses, and parameters of impls that nothing determines.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct Unused<T>; //~ ERROR E0392
pub struct Lifetime<'a>; //~ ERROR E0392
pub enum Variant<T, U> { A(U), B } //~ ERROR E0392
pub type Alias<T> = u8; //~ ERROR E0091
pub struct Fine<'a, T: 'a, const N: usize>(&'a [T; N]);
pub struct FineToo<T>(core::marker::PhantomData<fn() -> T>);
pub struct G<T>(T);
pub trait Tr<A> { type B; }
impl<T> Fine<'static, u8, 3> { fn x() {} } //~ ERROR E0207
impl<T, U> G<T> { fn y() {} } //~ ERROR E0207
impl<T, const N: usize> Tr<u8> for G<T> { type B = u8; } //~ ERROR E0207
impl<T, U> Tr<U> for FineToo<T> { type B = U; }
impl<I: Iterator<Item = T>, T> Tr<I> for u8 { type B = T; }
impl<T: Tr<U>, U> Tr<T> for u16 { type B = U; } //~ ERROR E0207
pub struct Determined<F: for<'a> Fn(&'a u8) -> R, R>(F);
pub struct Chain<I, T, E>(I) where I: Iterator<Item = Result<T, E>>;
pub struct ByLifetime<'a, I: Iterator<Item = &'a u8>>(I);
pub struct InProjection<T: Tr<u8>, U: Tr<u8, B = T::B>>(U); //~ ERROR E0392
pub struct Argument<F: Fn(A) -> R, A, R>(F); //~ ERROR E0392
//~| ERROR E0392
pub enum Further<'a, T: Iterator<Item = &'a U>, U: 'a + Tr<u8, B = V>, V> { A(T) }
