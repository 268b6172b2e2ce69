//! `Drop` is for structs, enums and unions of the crate.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct L;
pub trait T {}
impl Drop for u8 { fn drop(&mut self) {} }
impl Drop for &'static L { fn drop(&mut self) {} }
impl Drop for dyn T { fn drop(&mut self) {} }
impl Drop for L { fn drop(&mut self) {} }
