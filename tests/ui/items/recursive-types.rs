//! Types that contain themselves.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct R { r: R } //~ ERROR E0072
pub struct R1 { r: Option<R2> } //~ ERROR E0072
pub struct R2 { r: [R1; 2], s: u8 }
pub enum List { Cons(u8, List), Nil } //~ ERROR E0072
pub struct Pair(u8, (u8, Option<Pair>)); //~ ERROR E0072
pub struct Fine { next: Option<&'static Fine>, raw: *const Fine, f: fn(Fine) -> Fine }
pub struct Wrap<T>(T);
pub struct Through(Wrap<Through>); //~ ERROR E0072
