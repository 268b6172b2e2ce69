//! Where a type is best written that nothing else says.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn f1() {
    let x = None; //~ ERROR E0282
    let v = [1u8,2].iter().map(|x| *x).sum();
    let y = "5".parse().unwrap();
    let c = Default::default();
}
fn f2() {
    let v = [1u8,2].iter().collect(); //~ ERROR E0283
    let q = [1].into_iter().sum() + 1;
    let z = |x| x;
}
fn f3() -> u32 { [1u32,2].iter().map(|x| "a").sum() } //~ ERROR E0277
fn f4() { let e = Err(1); let k = core::mem::size_of(); let t: [_; 2] = [None, None]; } //~ ERROR E0282
fn f5() {
    let x: u32 = ["a"].iter().sum(); //~ ERROR E0277
    let t = &[];
    let mut w;
    w = None;
    let r = core::iter::empty();
}
fn f6() { let x = None; } //~ ERROR E0282
fn f7() { let x = Err(1); } //~ ERROR E0282
fn f8() { let x = core::iter::empty(); } //~ ERROR E0282
fn f9() { let x = (None, 1); } //~ ERROR E0282
fn f10() { let mut x = None; x = None; } //~ ERROR E0282
fn f11() { let x = &None; } //~ ERROR E0282
fn f12() {
    let n = 3;
    for i in 0..n { let x = i.foo(); } let c = |x| x; //~ ERROR E0599
    c(1u8);
    let d = |x, y| y;
    let v = [1, 2];
    v.iter().map(|x| x.bar()); //~ ERROR E0599
}
fn f13() -> Option<u8> {
    let t = "1".parse().unwrap();
    let r = "1".parse::<u8>()?; //~ ERROR E0277
    Some(r)
}
fn f14() -> Option<u8> { let t = "1".parse()?; None } //~ ERROR E0277
fn f15() {
    let x = if true { None } else { None }; //~ ERROR E0282
    let mut a = [];
    let f = || None;
    let g = || { return Err(()); Ok(1) };
}
fn e<T: Default>() -> T { T::default() }
fn use_e() { e(); let x = e(); let (a, b) = (e(), 1); e::<_>(); let y: _ = e(); } //~ ERROR E0283
fn f17() {
    let [a, b] = [None, None]; //~ ERROR E0282
    match None { Some(x) => {}, None => {} } if let Some(y) = None {} while let Some(z) = Err(1).ok() {}
}
struct W<T>(core::marker::PhantomData<T>); impl<T> W<T> { fn new() -> Self { loop {} } fn make<U>() -> U { loop {} } const K: usize = 1; }
fn f18() {
    let w = W::new();
    W::<u8>::make();
    let k = W::K;
    W::new().x(); //~ ERROR E0599
    let z = W(core::marker::PhantomData);
}
fn f19() {
    let x;
    let y = &x;
    let q = |a| a.len(); //~ ERROR E0282
    fn k<const N: usize>() -> [u8; N] { loop {} } k();
    let z = k();
    let s = [0; _];
    let t: [u8; _] = k();
}
fn f20() {
    let it = [1u8].iter().map(|b| *b).collect();
    let s = [1u8].iter().sum();
    let r = "".chars().rev().collect().len(); //~ ERROR E0282
    let d = Default::default();
    <_ as Default>::default();
    Default::default();
    let p = "x".into();
    "x".into().foo();
}
fn f21() {
    let c: fn(_) -> _ = |x| x;
    let v = |x: _| 1;
    (|x| x)(None);
    Some(None);
    &None;
    [None];
    (None,);
    return None; //~ ERROR E0308
}
