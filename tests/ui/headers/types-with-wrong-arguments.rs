//! A type with wrong arguments is known but for these; an enum lacks a variant.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct B<I: Iterator> { i: I }
impl<I: Iterator> B { //~ ERROR E0107
    fn new(i: I) -> Self { loop {} }
    fn get(&self) -> u8 { 1 }
}
impl<I: Iterator> Iterator for B { type Item = u32; fn next(&mut self) -> Option<u32> { None } } //~ ERROR E0107
fn f() {
    let b = B::new(0..3u8);
    b.get();
    let c: B<core::ops::Range<u8>> = loop {};
    c.get();
    for x in c {}
}
enum K { M(Option), N } //~ ERROR E0107
struct T { o: Option, z: [Option<u8::X>; 2] } //~ ERROR E0107
//~| ERROR E0223
fn g() {
    let k = K::M(None);
    let s = T { o: None, z: [None, None] };
    let t = T { o: Some(1), z: loop {} };
}
enum E<T> { A(T), B }
fn h<T>(e: E<T>, s: S<T>) {
    match e { E::Az(x) => {} E::C { a } => {} E::B => {} E::D => {} } //~ ERROR E0599
//~| ERROR E0599
//~| ERROR E0599
    let S::Q = s else { loop {} }; //~ ERROR E0599
    let x = E::<T>::Zed; let y = E::Zed(1); let z = E::Zed { a: 1 }; //~ ERROR E0599
//~| ERROR E0599
//~| ERROR E0599
}
struct S<T>(T);
fn i(x: E::C, y: E<u8>::A) {} //~ ERROR E0573
//~| ERROR E0107
//~| ERROR E0599
