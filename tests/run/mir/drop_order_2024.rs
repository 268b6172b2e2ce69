#![no_std]
#![no_main]
use core::fmt::{self, Write};

unsafe extern "C" {
    fn write(fd: i32, data: *const u8, count: usize) -> isize;
    fn abort() -> !;
}

struct Out;
impl Write for Out {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { write(1, s.as_ptr(), s.len()) };
        Ok(())
    }
}
macro_rules! say { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    say!("{info}");
    unsafe { abort() }
}

struct D(&'static str);
impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
impl D { fn get(&self) -> &'static str { self.0 } fn me(&self) -> &D { self } fn yes(&self) -> bool { true } fn no(&self) -> bool { false } }
struct Pair(D, D);
struct Named { a: D, b: D, c: D }
enum E { One(D), Two(D, D), Zero }
fn d(s: &'static str) -> D { put!("+{} ", s); D(s) }

fn order() {
    let _a = d("a"); let _b = d("b");
    let _ = d("wild");
    let (_x, _) = (d("x"), d("y"));
    put!("| ");
    { let _c = d("c"); put!("in "); }
    let t = Pair(d("p0"), d("p1"));
    let Pair(q, _) = t;
    put!("moved {} ", q.get());
}
fn temps() {
    put!("[{}] ", d("t1").get());
    let s = d("t2").get(); put!("{s} ");
    let r = &d("ext"); put!("{} ", r.get());
    let n = Named { a: d("na"), b: d("nb"), c: d("nc") };
    let Named { b, .. } = n;
    drop(b);
    put!("after b ");
    match d("m").get() { x => put!("arm {x} ") }
    match d("m2") { D(x) => put!("arm {x} ") }
    if d("cond").yes() { put!("then "); } else { put!("else "); }
    if d("c1").yes() && d("c2").no() { put!("then "); } else { put!("else "); }
    if d("o1").no() || d("o2").yes() { put!("then "); }
    while d("w").no() {}
    let v = { let k = d("k"); d("tail").get().len() + k.get().len() };
    put!("{v} ");
}
fn iflet(o: Option<u8>) {
    struct L(Option<u8>, D);
    impl L { fn get(&self) -> Option<u8> { self.0 } }
    if let Some(x) = L(o, d("lock")).get() { put!("some{x} "); } else { put!("none "); }
    put!("; ");
    match L(o, d("lock2")).get() { Some(_) => put!("some "), None => put!("none ") }
    put!("; ");
    let Some(_y) = L(o, d("lock3")).get() else { put!("diverge "); return; };
    put!("bound ");
}
fn moves(c: bool, n: u8) -> Option<D> {
    let a = d("a"); let b = d("b");
    let mut late;
    if c { drop(a); }
    match n { 0 => return Some(b), 1 => { late = d("l1"); put!("{} ", late.get()); } _ => { late = d("l2"); late = D("l3"); put!("set "); let _ = &late; } }
    let e = if n == 1 { E::One(d("e1")) } else if n == 2 { E::Two(d("e2"), d("e3")) } else { E::Zero };
    match e { E::One(x) => put!("one {} ", x.get()), E::Two(x, _) => put!("two {} ", x.get()), E::Zero => put!("zero ") }
    for i in 0..3 { let _l = D("loop"); if i == 1 { continue; } if i == 2 { break; } put!("body "); }
    'o: loop { let _o = D("outer"); loop { let _i = D("inner"); break 'o; } }
    None
}
fn assign() {
    let mut x = d("x1"); x = d("x2"); put!("= ");
    let mut p = Pair(d("p0"), d("p1"));
    p.0 = d("p0b"); put!("= ");
    drop(p.1); p.1 = d("p1c");
    let y = x; x = d("x3"); put!("{} {} ", y.get(), x.get());
    let arr = [d("r0"), d("r1"), d("r2")];
    let [first, .., last] = arr;
    put!("{}{} ", first.get(), last.get());
    let cl = move || first.get();
    put!("cl {} ", cl());
    let once = { let z = d("z"); move || z };
    let z = once(); put!("once {} ", z.get());
}
fn args(_: D, x: D, (_y, _): (D, D)) { put!("body {} ", x.get()); }
fn question(n: u8) -> Option<D> {
    fn f(n: u8, s: &'static str) -> Option<D> { if n == 0 { None } else { Some(d(s)) } }
    let a = f(n, "qa")?; let b = f(n - 1, "qb")?; put!("both "); drop(a); Some(b)
}
fn guards(v: Option<D>) {
    match v { Some(x) if x.no() => put!("no {} ", x.get()), Some(ref x) if x.me().yes() => put!("ref {} ", x.get()), Some(x) => put!("mv {} ", x.get()), None => put!("none ") }
}
fn ret_tmp() -> usize { let x = d("local"); d("tmp").get().len() + x.0.len() }
fn nested() { let _a = (d("1"), [d("2"), d("3")], Some(d("4"))); let _b = Some(Pair(d("5"), d("6"))); }
struct Outer { d: D, inner: Inner } struct Inner(D); impl Drop for Outer { fn drop(&mut self) { put!("outer({}) ", self.d.0); } } impl Drop for Inner { fn drop(&mut self) { put!("inner({}) ", self.0.0); } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    order(); say!(); temps(); say!(); iflet(Some(3)); say!(); iflet(None); say!();
    for c in [false, true] { for n in 0..4 { drop(moves(c, n)); say!(); } }
    assign(); say!(); args(d("1"), d("2"), (d("3"), d("4"))); say!();
    for n in 0..3 { drop(question(n)); say!(); }
    guards(Some(d("g"))); guards(None); say!();
    put!("{} ", ret_tmp()); say!(); nested(); say!();
    { let _o = Outer { d: d("o"), inner: Inner(d("i")) }; } say!();
    let x; { let y = d("y"); x = if y.yes() { &d("cx").0.len() == &2 } else { false }; } say!("{x}");
    let v = &mut [d("s0"), d("s1")]; v[0] = d("s2"); put!("end ");
    core::mem::swap(&mut d("w1"), &mut d("w2")); put!("sw ");
    let _s = match 1 { 1 => &d("ma"), _ => &d("mb") }; put!("last ");
    0
}
