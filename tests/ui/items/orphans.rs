//! Traits of other crates for types of other crates.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct L;
pub trait Mine {}
impl core::fmt::Debug for u8 { //~ ERROR E0117
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { Ok(()) }
}
impl<T> core::ops::Add<T> for u8 { //~ ERROR E0210
    type Output = u8;
    fn add(self, r: T) -> u8 { 0 }
}
impl<T> core::ops::Add<L> for G<T> { type Output = u8; fn add(self, r: L) -> u8 { 0 } }
pub struct G<T>(T);
impl<T> core::ops::Sub<L> for Option<T> { type Output = u8; fn sub(self, r: L) -> u8 { 0 } }
impl<T> core::ops::Sub<L> for T { type Output = u8; fn sub(self, r: L) -> u8 { 0 } } //~ ERROR E0119
//~| ERROR E0210

impl core::ops::Mul<L> for u8 { type Output = u8; fn mul(self, r: L) -> u8 { 0 } }
impl PartialEq<Option<L>> for Option<u8> { fn eq(&self, o: &Option<L>) -> bool { true } } //~ ERROR E0117
impl Iterator for (L, L) { type Item = u8; fn next(&mut self) -> Option<u8> { None } } //~ ERROR E0117
impl Clone for &L { fn clone(&self) -> Self { self } } //~ ERROR E0119
impl Mine for u8 {}
impl Mine for Option<u8> {}
impl<T> Mine for [T] {}
