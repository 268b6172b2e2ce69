//! `Drop` is for structs, enums and unions of the crate.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct L;
pub trait T {}
impl Drop for u8 { fn drop(&mut self) {} } //~ ERROR E0117
//~| ERROR E0120

impl Drop for &'static L { fn drop(&mut self) {} } //~ ERROR E0120
impl Drop for dyn T { fn drop(&mut self) {} } //~ ERROR E0120
impl Drop for L { fn drop(&mut self) {} }
