//! What moves and what does not: places as statements, `_` in closures, what closures that run once leave behind.
#![no_std]
#![no_main]
#![allow(warnings)]
use core::fmt::{self, Write};

unsafe extern "C" {
    fn write(fd: i32, data: *const u8, count: usize) -> isize;
    fn exit(code: i32) -> !;
}

struct Out;
impl Write for Out {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { write(1, s.as_ptr(), s.len()) };
        Ok(())
    }
}
macro_rules! p { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    p!("{info}");
    unsafe { exit(101) }
}

struct D(&'static str); impl Drop for D { fn drop(&mut self) { p!("~{}", self.0) } }
struct S { a: D, b: (D, D) } #[derive(Clone, Copy)] struct Cp(u8);
fn wilds() { let s = S { a: D("a"), b: (D("b0"), D("b1")) }; let c = || { let (_, _) = s.b; let S { .. } = s; match s.a { _ => p!("m") } if let _ = s.b.0 { p!("iflet") } let _ = s; let _ = (s.b.1); _ = s.a; (_, _) = (1, 2); }; p!("{}", size_of_val(&c)); c(); let m = move || { let _ = s.a; let _k = &s.b.0; }; p!("{}", size_of_val(&m)); m(); drop(m); p!("m dropped"); s.a; p!("end"); }
fn moves() { let t = (D("t0"), D("t1"), Cp(3)); t.2; t.1; p!("t1 moved"); t.0; p!("t0 moved"); t.2; let arr = [D("x0"), D("x1")]; arr; p!("arr moved"); let mut o = Some(D("o")); o; p!("o moved"); o = None; let r = &o; r; r; let x; x = D("x"); { x }; p!("x moved"); let y = D("y"); unsafe { y }; p!("y moved"); let z = D("z"); if true { z; } p!("z moved"); let b = D("b"); loop { b; break } p!("b moved"); let q = D("q"); (|| { q; p!("in") })(); p!("q moved"); }
fn ret() -> u8 { let d = D("d"); let e = D("e"); e; 1 }
fn make() -> S { S { a: D("a"), b: (D("b0"), D("b1")) } }
fn once() {
    let s = make(); let c = move || { let _ = &s; drop(s.b.0); p!("in") }; c(); p!("first");
    let s = make(); let c = move || { let _x = &s.b; drop(s.a); p!("in") }; c(); p!("second");
    let s = make(); let c = || { drop(s.b.1); p!("in") }; c(); p!("third {}", s.a.0);
    let a = D("a"); let b = D("b"); let c = move |d: D| { let _x = &b; if d.0 == "early" { return a; } a }; drop(c(D("early"))); p!("fourth");
    let a = D("a"); let b = D("b"); let c = move |(d, _): (D, D)| { let _x = &b; drop(a); p!("in") }; c((D("d0"), D("d1"))); p!("fifth");
    let o = Some(D("o")); let k = D("k"); let c = move || { let _k = &k; if let Some(d) = o { return drop(d); } p!("none") }; c(); p!("sixth");
    fn run(f: impl FnOnce() -> u8) -> u8 { f() }
    let a = D("a"); let b = D("b"); p!("{}", run(move || { let _x = &b; drop(a); 1 }));
    let a = D("a"); let b = D("b"); let c = move || { let _x = &b; let _y = &a; }; c(); p!("not yet"); drop(c);
}
struct In { x: D, y: (D, u8) } struct Ou { i: In, j: [D; 2], k: &'static str, r: Option<D> }
fn mk() -> Ou { Ou { i: In { x: D("x"), y: (D("y"), 1) }, j: [D("j0"), D("j1")], k: "k", r: Some(D("r")) } }
fn c1() { let o = mk(); let c = move || { let _a = &o.i.y.0; o.k.len() + o.i.y.1 as usize }; p!("{} {}", size_of_val(&c), c()); drop(c); p!("after c"); drop(o.i.x); p!("end"); }
fn c2() { let o = mk(); let c = || { drop(o.i.x); o.i.y.1 }; p!("{}", c()); p!("{}", o.i.y.0.0); let Ou { r, .. } = o; p!("{}", r.is_some()); }
fn c3() { let mut o = mk(); { let mut c = || { o.i.y.1 += 1; o.k = "changed"; &o.i.x.0 }; c(); p!("{}", c()); } let k = &o.j[1].0; p!("{} {} {k}", o.i.y.1, o.k); let c = || match o.r { Some(ref d) => d.0, None => "n" }; p!("{}", c()); let c = || { let _ = o.i.x; }; c(); let c = move || { let _ = &o; if let Some(d) = o.r { drop(d) } }; p!("before"); c(); p!("after"); }
fn c4() { let t = (D("t0"), D("t1")); let r = &t; let c = move || r.0.0; p!("{} {}", c(), size_of_val(&c)); let b = &mut (1u8, [2u8, 3]); let mut inc = || { b.1[0] += 1; b.0 }; p!("{} {}", inc(), size_of_val(&inc)); b.0 = 9; let mut inc2 = move || { b.0 += 1; b.0 }; p!("{}", inc2() + inc2()); let (ref p, q) = t; let c = || (p.0, q.0); p!("{:?}", c()); }
fn c5() { let x = D("cx"); let mk = |n| { let y = D(n); move || { let _z = &y; D("ret") } }; let f = mk("n1"); let g = mk("n2"); let r = f(); drop(f); p!("f dropped"); let _ = g(); let h = { let _tmp = D("blk"); || x.0 }; p!("{}", h()); drop(r); }
#[repr(i8)] enum Signed { A(D, D) = -2, B(D, D), C(D, D), E(D), F }
fn part(s: Signed) { match s { Signed::A(a, _) => p!("a {}", a.0), Signed::B(_, b) => p!("b {}", b.0), Signed::C(c, ref d) => p!("c {} {}", c.0, d.0), _ => p!("other") } p!("end of part") }
fn signed() { part(Signed::A(D("a0"), D("a1"))); part(Signed::B(D("b0"), D("b1"))); part(Signed::C(D("c0"), D("c1"))); part(Signed::E(D("e"))); part(Signed::F); }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    signed();
    wilds();
    moves();
    ret();
    once();
    c1();
    c2();
    c3();
    c4();
    c5();
    const { let x = 5; x; };
    0
}
