//! Inherent impls of types that are not this crate's, and names that are given twice.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct L;
pub struct G<T>(T);
impl u8 { fn foo(&self) {} } //~ ERROR E0390
impl<T> T { fn bar() {} } //~ ERROR E0118
impl Option<u8> { fn baz() {} } //~ ERROR E0116
impl &L { fn q() {} } //~ ERROR E0390
impl [L] { fn q() {} } //~ ERROR E0390
impl fn() { fn q() {} } //~ ERROR E0390
impl dyn Iterator<Item = u8> { fn q() {} } //~ ERROR E0116
impl L { fn twice() {} fn twice(&self) {} const K: u8 = 1; const K: u8 = 2; } //~ ERROR E0592
//~| ERROR E0592

impl L { fn other() {} } //~ ERROR E0592
impl L { fn other() {} }
impl G<u8> { fn one() {} }
impl G<u16> { fn one() {} }
impl<T> G<T> { fn two() {} } //~ ERROR E0592
impl G<bool> { fn two() {} }
