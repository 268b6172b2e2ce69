//! Parts of headers where the grammar takes them and the language does not.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
pub fn free(&self) {} //~ ERROR a free function takes no `self`
pub fn typed(self: &u8, x: u8) {} //~ ERROR a free function takes no `self`
pub struct Late<T, 'a>(&'a T); //~ ERROR lifetimes come before types and constants
pub fn late<const N: usize, 'a>(x: &'a [u8; N]) {} //~ ERROR lifetimes come before types and constants
pub struct S;
impl S {
    type Out = u8; //~ ERROR types in an inherent `impl` are unstable [E0658]
    pub fn method(&self) {}
}
pub trait T {
    fn required(&self);
    fn given<'a, U>(self, x: &'a U) where Self: Sized {}
}
