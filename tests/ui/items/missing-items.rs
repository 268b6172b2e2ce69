//! Impls that lack items of their traits.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub trait Shape {
    const SIDES: u32;
    type Unit;
    fn area(&self) -> u32;
    fn name(&self) -> &'static str { "shape" }
    fn make() -> Self where Self: Sized;
}
pub struct Square(u32);
impl Shape for Square { //~ ERROR E0046
    fn area(&self) -> u32 { self.0 }
}
pub struct Circle;
impl Shape for Circle {
    const SIDES: u32 = 0;
    type Unit = u8;
    fn area(&self) -> u32 { 0 }
    fn make() -> Self { Circle }
}
impl Shape for str {
    const SIDES: u32 = 0;
    type Unit = u8;
    fn area(&self) -> u32 { 0 }
}
impl Iterator for Circle { //~ ERROR E0046
    fn next(&mut self) -> Option<u8> { None }
}
impl Clone for Square {} //~ ERROR E0046
