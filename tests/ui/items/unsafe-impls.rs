//! Traits and impls that are unsafe, and those that are not.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct X;
pub unsafe trait Promise { fn a(); }
impl Promise for X { fn a() {} } //~ ERROR E0200
pub trait Plain { fn b(); }
unsafe impl Plain for X { fn b() {} } //~ ERROR E0199
pub unsafe trait Fine { unsafe fn c(); fn d(); }
unsafe impl Fine for X { fn c() {} fn d() {} } //~ ERROR E0053
pub trait Other { fn e(); }
impl Other for X { unsafe fn e() {} } //~ ERROR E0053
impl Send for X {} //~ ERROR E0200
