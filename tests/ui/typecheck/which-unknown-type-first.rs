//! Of several types that nothing says, which is told of: traits before sizes, and a let before what comes after it.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn a() { let x = core::mem::size_of(); } //~ ERROR E0282
fn b() { let x = core::mem::size_of(); let e = Err(3); } //~ ERROR E0282
fn c() { let e = Err(3); let x = core::mem::size_of(); } //~ ERROR E0282
fn f<T>() {} fn g<T>() -> Option<T> { None }
fn d() { f(); let e = None; } //~ ERROR E0282
fn e() { f(); g(); let e = None; } //~ ERROR E0282
fn h() { let e = None; g(); f(); } //~ ERROR E0282
fn i() { g(); f(); } //~ ERROR E0282
fn j() { let a = g(); f(); } //~ ERROR E0282
fn k() { f(); let a = g(); } //~ ERROR E0282
fn l() { let a = None; let b = g(); } //~ ERROR E0282
fn m() { let a = g(); let b = None; } //~ ERROR E0282
fn n() { let a = (1..2).map(|x: i32| x.into()).next(); } //~ ERROR E0283
fn o() { let a = (1..2).map(|x| x.into()).next(); } //~ ERROR E0283
fn p() { let a = Into::into(1u8); } //~ ERROR E0283
fn q() { let a = None; let b = Default::default(); f(); } //~ ERROR E0282
fn aa() { let x = None; let v = [1u8].iter().sum(); } //~ ERROR E0282
fn bb() { let v = [1u8].iter().sum(); let x = None; } //~ ERROR E0283
fn cc() { let x = None; let a = (1..2).map(|x: i32| x.into()).next(); } //~ ERROR E0282
fn dd() { let a = (1..2).map(|x: i32| x.into()).next(); let x = None; } //~ ERROR E0283
fn ee() { let x = None; 1i32.into(); } //~ ERROR E0282
fn ff() { 1i32.into(); let x = None; } //~ ERROR E0283
fn gg() { [1u8].iter().sum(); let x = None; } //~ ERROR E0283
fn hh() {
    [1u8].iter().sum(); //~ ERROR E0283
    1i32.into();
    let x = None;
    let c = [1].into_iter().collect();
}
fn t<T>() {} fn u<T: Default>() {} fn w<T>() where u8: Into<T> {}
fn ii() { t(); u(); } //~ ERROR E0283
fn jj() { t(); w(); } //~ ERROR E0283
fn kk() { let x = None; u(); } //~ ERROR E0282
fn ll() { let x = None; w(); } //~ ERROR E0282
