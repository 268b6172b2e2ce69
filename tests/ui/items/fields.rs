//! Fields that are declared twice or have no size.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct Twice { x: u8, y: u8, x: u16 } //~ ERROR E0124
pub union Both { a: u8, a: u16 } //~ ERROR E0124
pub enum E { V { q: u8, q: u8 } } //~ ERROR E0124
pub struct Unsized { a: [u8], b: u8 } //~ ERROR E0277
pub struct Tuple(str, u8); //~ ERROR E0277
pub struct Param<T: ?Sized>(T, u8); //~ ERROR E0277
pub enum Last { A(u8, [u8]) } //~ ERROR E0277
pub struct Fine { a: u8, b: [u8] }
