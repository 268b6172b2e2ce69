//! What needs `unsafe`.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
static mut M: u8 = 1;
unsafe fn uf() {}
pub union U { a: u8, b: i8 }
extern "C" {
    fn ext();
    static EXT: u8;
    static mut EXTM: u8;
}
pub struct S;
impl S { unsafe fn m(&self) {} }
pub fn calls() {
    uf();
    ext();
    S.m();
    let g: unsafe fn() = uf;
    g();
    let c = || uf();
    let y = core::mem::transmute::<u8, i8>(1);
    let z = [1u8, 2].get_unchecked(0);
}
pub fn places(p: *const u8, u: U) {
    let a = *p;
    let b = M;
    M = 2;
    M += 1;
    let c = u.a;
    let d = EXT;
    let e = &*p;
    let f = (*p).count_ones();
    let U { a } = u;
    match u { U { b: 1 } => {} _ => {} }
}
pub fn fine(p: *const u8, q: *const U) {
    let a = unsafe { *p + M };
    let r = &raw const M;
    let s = &raw const (*p);
    let t = unsafe { || uf() };
    let mut u = U { a: 1 };
    u.a = 3;
    let v = core::ptr::addr_of!((*q).a);
    let U { a: _ } = u;
}
pub unsafe fn unsafe_fn(p: *const u8) -> u8 { uf(); *p }
pub const fn constant(p: *const u8) -> u8 { *p }
pub const K: u8 = *(&1u8 as *const u8);
