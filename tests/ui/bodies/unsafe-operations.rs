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
    uf(); //~ ERROR E0133
    ext(); //~ ERROR E0133
    S.m(); //~ ERROR E0133
    let g: unsafe fn() = uf;
    g(); //~ ERROR E0133
    let c = || uf(); //~ ERROR E0133
    let y = core::mem::transmute::<u8, i8>(1); //~ ERROR E0133
    let z = [1u8, 2].get_unchecked(0); //~ ERROR E0133
}
pub fn places(p: *const u8, u: U) {
    let a = *p; //~ ERROR E0133
    let b = M; //~ ERROR E0133
    M = 2; //~ ERROR E0133
    M += 1; //~ ERROR E0133
    let c = u.a; //~ ERROR E0133
    let d = EXT; //~ ERROR E0133
    let e = &*p; //~ ERROR E0133
    let f = (*p).count_ones(); //~ ERROR E0133
    let U { a } = u; //~ ERROR E0133
    match u { U { b: 1 } => {} _ => {} } //~ ERROR E0133
}
pub fn fine(p: *const u8, q: *const U) {
    let a = unsafe { *p + M };
    let r = &raw const M;
    let s = &raw const (*p);
    let t = unsafe { || uf() };
    let mut u = U { a: 1 };
    u.a = 3;
    let v = core::ptr::addr_of!((*q).a); //~ ERROR E0133
    let U { a: _ } = u;
}
pub unsafe fn unsafe_fn(p: *const u8) -> u8 { uf(); *p }
pub const fn constant(p: *const u8) -> u8 { *p } //~ ERROR E0133
pub const K: u8 = *(&1u8 as *const u8); //~ ERROR E0133
