//! Methods of impls that do not fit those of the trait.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct X;
pub trait Takes {
    fn one(&self, a: u8) -> u8;
    fn gen<T>(t: T);
    fn stat();
    fn meth(&self);
    fn two(a: u8, b: u8);
    fn none();
    fn three(&self, a: u8);
}
impl Takes for X {
    fn one(&self, a: u16) -> u8 { 0 } //~ ERROR E0053
    fn gen<T, U>(t: T) {} //~ ERROR E0049
    fn stat(&self) {} //~ ERROR E0185
    fn meth() {} //~ ERROR E0186
    fn two(a: u8) {} //~ ERROR E0050
    fn none(a: u8, b: u8) {} //~ ERROR E0050
    fn three(&self, a: u8, b: u16) {} //~ ERROR E0050
}
pub trait Gives {
    fn r() -> u8;
    fn m(&self);
    fn n(&mut self);
    fn o(self);
    fn p();

}
impl Gives for X {
    fn r() -> u16 { 0 } //~ ERROR E0053
    fn m(&mut self) {} //~ ERROR E0053
    fn n(&self) {} //~ ERROR E0053
    fn o(&self) {} //~ ERROR E0053
    fn p() -> u8 { 1 } //~ ERROR E0053

}
pub trait Constant {
    const K: u8;
    type T;
    fn t(x: Self::T) -> [Self::T; 2];
}
impl Constant for X {
    const K: u16 = 3; //~ ERROR E0326
    type T = i8;
    fn t(x: i8) -> [i8; 3] { [x; 3] } //~ ERROR E0053
}
pub trait Bounds {
    fn b<T: Copy>(t: T);
    fn w<T>(t: T);
}
impl Bounds for X {
    fn b<T: Clone>(t: T) {}
    fn w<T: Copy>(t: T) {} //~ ERROR E0276
}
pub struct Fine<T>(T);
impl<T: Clone> Constant for Fine<T> {
    const K: u8 = 3;
    type T = T;
    fn t(x: T) -> [T; 2] { [x.clone(), x] }
}
