//! Impls that some type could use both of.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct X;
pub struct G<T>(T);
pub trait A {}
impl A for u8 {}
impl A for u8 {} //~ ERROR E0119
pub trait B {}
impl<T> B for T {}
impl B for X {} //~ ERROR E0119
pub trait C {}
impl<T: A> C for T {}
impl C for u8 {} //~ ERROR E0119
impl C for X {}
pub trait D {}
impl<T: A> D for G<T> {}
impl D for G<u8> {} //~ ERROR E0119
impl D for G<u16> {}
pub trait E<T> {}
impl E<u8> for X {}
impl E<u16> for X {}
impl<T> E<T> for X {} //~ ERROR E0119
impl<T> From<T> for G<T> { fn from(t: T) -> Self { G(t) } }
impl Clone for X { fn clone(&self) -> X { X } }
#[derive(Clone)] //~ ERROR E0119
pub struct Y;
impl Clone for Y { fn clone(&self) -> Y { Y } }
impl<T: Iterator> C for [T; 1] {}
