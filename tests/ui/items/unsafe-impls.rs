//! Traits and impls that are unsafe, and those that are not.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct X;
pub unsafe trait Promise { fn a(); }
impl Promise for X { fn a() {} }
pub trait Plain { fn b(); }
unsafe impl Plain for X { fn b() {} }
pub unsafe trait Fine { unsafe fn c(); fn d(); }
unsafe impl Fine for X { fn c() {} fn d() {} }
pub trait Other { fn e(); }
impl Other for X { unsafe fn e() {} }
impl Send for X {}
