//! Types that contain themselves.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct R { r: R }
pub struct R1 { r: Option<R2> }
pub struct R2 { r: [R1; 2], s: u8 }
pub enum List { Cons(u8, List), Nil }
pub struct Pair(u8, (u8, Option<Pair>));
pub struct Fine { next: Option<&'static Fine>, raw: *const Fine, f: fn(Fine) -> Fine }
pub struct Wrap<T>(T);
pub struct Through(Wrap<Through>);
