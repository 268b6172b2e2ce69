//! Inherent impls of types that are not this crate's, and names that are given twice.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct L;
pub struct G<T>(T);
impl u8 { fn foo(&self) {} }
impl<T> T { fn bar() {} }
impl Option<u8> { fn baz() {} }
impl &L { fn q() {} }
impl [L] { fn q() {} }
impl fn() { fn q() {} }
impl dyn Iterator<Item = u8> { fn q() {} }
impl L { fn twice() {} fn twice(&self) {} const K: u8 = 1; const K: u8 = 2; }
impl L { fn other() {} }
impl L { fn other() {} }
impl G<u8> { fn one() {} }
impl G<u16> { fn one() {} }
impl<T> G<T> { fn two() {} }
impl G<bool> { fn two() {} }
