//! When temporaries are dropped, those made of others before them; which of them are constants although their type could be dropped.
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

struct D(&'static str); impl Drop for D { fn drop(&mut self) { p!("~{}", self.0) } } impl D { fn f(&self) -> &'static str { self.0 } fn id(self) -> D { self } fn opt(self) -> Option<D> { Some(self) } }
fn a() -> Result<D, D> { let _x = D("x"); let y = D("y").opt().ok_or(D("eager"))?; let z = if y.0.len() == 1 { Err(D("e"))? } else { D("z") }; Ok(z) }
fn b(n: u32) -> &'static str { let d = D("d"); 'l: { let _i = D("i"); if n == 0 { break 'l; } if n == 1 { return D("ret").f(); } for _ in 0..n { let _k = D("k"); if n == 2 { break 'l } continue; } } let e = match d { D(s) if s.len() > 3 => "long", ref r => r.f() }; e }
fn c() { let mut v = [Some(D("v0")), Some(D("v1")), None]; v[2] = v[0].take(); v[1] = None; p!("c1"); for x in v.iter_mut().rev() { if let Some(d) = x.take() { p!("got {}", d.f()) } } p!("c2"); let mut w = (D("w0"), D("w1")); w.0 = D("w2"); let (ref m, _) = w; p!("{}", m.f()); w = (D("w3"), D("w4")); p!("c3"); drop(w.1); w.1 = D("w5"); p!("c4"); }
fn d() { let x; let y = D("y"); if y.f() == "y" { x = D("x1") } else { x = D("x2") } p!("{}", x.f()); let z; loop { z = D("z"); break } let mut q = D("q0"); for i in ["q1", "q2"] { q = D(i); p!("set {}", q.f()) } let t; { t = D("t").id(); } let _ = (t, z).0; p!("d1"); let u = [D("u0"), D("u1"), D("u2")]; let [a, ..] = u; p!("d2"); let f = { let g = D("g"); let h = &g; h.f() }; p!("{f}"); let _ = D("now"); let _k = D("later"); _ = D("now2"); }
struct P { a: D, b: Option<D> } impl P { fn new() -> P { P { a: D("pa"), b: Some(D("pb")) } } } fn e() { let P { a, b: Some(b) } = P::new() else { return }; p!("{} {}", a.f(), b.f()); drop(a); match P::new() { P { a: D("zz"), .. } => {} P { b: Some(x), .. } => p!("{}", x.f()), P { .. } => {} } p!("e1"); let p = P::new(); let q = P { a: D("qa"), ..p }; p!("e2"); let r = P { b: None, ..q }; p!("e3 {}", q.b.is_some()); let s = &P { a: D("sa"), b: None }; p!("{}", s.a.f()); if let P { b: Some(ref d), .. } = P::new() { p!("iflet {}", d.f()) } else { } p!("e4"); while let Some(d) = (P { a: D("wa"), b: None }).b { } p!("e5"); let v = (P::new().a, 1); p!("e6"); let l = [P::new().b, None].len(); p!("{l}"); let m = Some(P::new()).map(|p| p.a); p!("e7"); match m { Some(ref d) if d.f() == "no" => {} Some(d) => { let d = d; p!("{}", d.f()) } None => {} } p!("e8"); }
fn f() { let s = (D("s0"), D("s1")); let r = match &s { (a, b) if a.f() < b.f() => a, (_, b) => b }; p!("{}", r.f()); let t = { D("tmp").f() } ; p!("{t}"); let n = D("n1").f().len() + { let _z = D("z"); D("n2").f().len() }; p!("{n}"); let k = (&D("ext"), D("k").f()); p!("{} {}", k.0.f(), k.1); let arr = [&D("ar0"), &D("ar1")]; p!("{}", arr[0].f());  let c = &D("cast") as &dyn core::any::Any; p!("f1"); let x = &(D("in").0); p!("{x}"); let y = match D("mm") { ref r => r.f() }; p!("{y}"); let _z = if D("cond").f().len() > 1 { D("then") } else { D("else") }; p!("f2"); D("stmt"); p!("f3"); let _ = { let i = D("i"); &D("j"); 1 }; let w = || D("cl"); w(); let _keep = w(); (|d: D| p!("arg {}", d.f()))(D("param")); p!("f4"); for _ in (0..1).map(|_| D("it")) { p!("body") } let z = [0; 2].map(|_| D("mapped")); let _ = z; p!("f5"); let b = true && D("and").f().is_empty() || D("or").f().len() == 2; p!("{b}"); }
fn made(d: &D) -> D { D("made") }
fn nested() {
    let n = made(&D("inner")).f(); p!("{n}");
    let n = made(&made(&D("inner"))).f(); p!("{n}");
    let n = (P::new().b, 1).0.is_some(); p!("{n}");
    let x = &[Some(P::new().a), P::new().b]; p!("x");
    let y = Some(P::new().b).is_some(); p!("y");
    let z = match (made(&D("scrutinee")), 1) { (ref d, _) => d.f() }; p!("{z}");
    let w = &made(&D("extended")); p!("{}", w.f());
}
mod constant {
    use core::cell::Cell; use super::{D, Out, fmt::Write};
    struct W<T>(T, u8); enum E { A, B(D), C { x: Option<Cell<u8>> } }
fn none() -> &'static Option<D> { &None } fn empty() -> &'static [D] { &[] } fn emptym() -> &'static mut [D] { &mut [] } fn e() -> (&'static E, &'static E) { (&E::A, &E::C { x: None }) } fn w() -> &'static (W<Option<D>>, u8) { &(W(None, 3), 4) } fn cell() -> &'static Option<Cell<u8>> { &None } fn part() -> &'static u8 { &(None::<D>, 7u8).1 } fn clobber() -> usize { let a = core::hint::black_box([0xaau8; 4096]); a.iter().map(|x| *x as usize).sum() }
    pub fn all() {
 let (a, b, c, d, f, g, h) = (none(), empty(), emptym(), e(), w(), cell(), part()); clobber(); p!("{} {} {} {} {} {} {}", a.is_none(), b.len(), c.len(), matches!(d, (E::A, E::C { x: None })), f.0.0.is_none() as u8 + f.0.1 + f.1, g.is_none(), h); let x = &(D("in").0); let y = &&D("ref"); let z = &(D("tup"), 5).1; let v = &[D("arr")][0].0; let s = Some(&D("some")); p!("{x} {} {z} {v}", y.0);
    }
}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    drop(a());
    for i in 0..4 { p!("{i} {}", b(i)) }
    c(); p!("d"); d(); p!("e"); e(); p!("f"); f();
    nested();
    constant::all();
    0
}
