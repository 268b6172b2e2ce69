#![no_std]
#![no_main]
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
macro_rules! say { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    say!("{info}");
    unsafe { exit(101) }
}

use core::cell::Cell;
struct S { a: [u8; 4], b: (i32, Cell<i32>), name: &'static str }
struct D(&'static str); impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
fn call<R>(f: impl FnOnce() -> R) -> R { f() }
fn twice(mut f: impl FnMut(i32)) { f(1); f(2); }
fn dynf(f: &dyn Fn(i32, &str) -> i32) -> i32 { f(3, "abc") }
fn make(n: i32) -> impl Fn(i32) -> i32 + Copy { move |x| x * n }
fn compose<A, B, C>(f: impl Fn(A) -> B, g: impl Fn(B) -> C) -> impl Fn(A) -> C { move |x| g(f(x)) }
fn ptr(f: fn(u8) -> u8, x: u8) -> u8 { f(f(x)) }
fn fact(f: &dyn Fn(&dyn Fn(u64) -> u64, u64) -> u64, n: u64) -> u64 { f(&|k| fact(f, k), n) }
struct Counter<F: FnMut() -> u32> { f: F }
impl<F: FnMut() -> u32> Iterator for Counter<F> { type Item = u32; fn next(&mut self) -> Option<u32> { let v = (self.f)(); (v < 40).then_some(v) } }
fn apply<F>(f: F, n: usize) -> usize where F: for<'a> Fn(&'a str) -> &'a str { f("hello world")[..].len() + n }
enum Cmd { Go(i32), Stop }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let mut s = S { a: [1, 2, 3, 4], b: (5, Cell::new(6)), name: "s" };
    { let mut inc = || { s.a[1] += 10; s.b.0 *= 2; }; inc(); inc(); }
    let rd = || s.b.1.get() + s.b.0; s.b.1.set(60); put!("{} ", rd());
    let nm = move || s.name.len(); put!("{} {:?} ", nm(), s.a);
    let mut log = [0; 4]; let mut i = 0; twice(|x| { log[i] = x; i += 1; twice(|y| log[i] += x * 10 + y); }); say!("{log:?} {i}");
    let (d1, d2, d3) = (D("d1"), D("d2"), D("d3"));
    let f = move || { let _x = &d1; d2.0.len() }; put!("{} ", f()); drop(f); put!("| ");
    let g = || { let _moved = d3; put!("in "); }; g(); put!("after | ");
    let t = (D("t0"), D("t1"), 7); let h = move || { let _keep = &t.0; t.2 }; put!("{} ", h()); drop(h); put!("| {} ", t.1.0); drop(t.1); say!();
    say!("{} {} {} {}", dynf(&|n, s| n + s.len() as i32), make(6)(7), compose(|x: i32| x + 1, |y: i32| y as f64 / 2.0)(4), ptr(|x| x.wrapping_mul(3), 5));
    say!("{}", fact(&|rec, n| if n == 0 { 1 } else { n * rec(n - 1) }, 10));
    let (mut a, mut b) = (0, 1); for x in (Counter { f: || { (a, b) = (b, a + b); a } }) { put!("{x} "); } say!("{a}");
    say!("{} {}", apply(|s| &s[6..], 1), apply(str::trim, 0));
    let mut cmds = [Cmd::Go(3), Cmd::Stop]; let mut run = |c: &mut Cmd| match c { Cmd::Go(n) => { *n += 1; *n } Cmd::Stop => -1 }; put!("{} {} ", run(&mut cmds[0]), run(&mut cmds[1]));
    if let Cmd::Go(n) = &mut cmds[0] { let mut add = |k| { *n += k; *n }; add(1); put!("{} ", add(10)); }
    let x = 5; let nested = |y| { let z = y + x; move |w| (w + z, x) }; say!("{:?}", nested(1)(2));
    let mut opt = Some(3); let mut take = || opt.take(); put!("{:?} {:?} ", take(), take()); let words = ["a", "bb", "ccc"]; let lens = words.map(|w| w.len()); say!("{lens:?} {}", call(|| words.iter().map(|w| w.len()).sum::<usize>()));
    let fs: [&dyn Fn(i32) -> i32; 3] = [&|x| x + 1, &make(2), &i32::abs]; put!("{:?} ", fs.map(|f| f(-4)));
    let mut state = 1u32; let mut rng = || -> u32 { state ^= state << 13; state ^= state >> 17; state ^= state << 5; if state % 7 == 0 { return 0; } state % 100 }; for _ in 0..5 { put!("{} ", rng()); }
    let r: Result<i32, &str> = (|| { let a = "4".parse::<i32>().map_err(|_| "bad")?; let b = "x".parse::<i32>().map_err(|_| "worse")?; Ok(a + b) })(); say!("{r:?}");
    let bx = (1u8, [D("u0"), D("u1")]); let by = || { let (n, ref arr) = bx; arr.len() + n as usize }; put!("{} ", by()); let mv = move || { let (_, ref arr) = bx; arr[1].0 }; put!("{} ", mv()); say!();
    let sz = (size_of_val(&nm), size_of_val(&mv), size_of_val(&|| x), size_of_val(&move || x)); say!("{sz:?}");
    0
}
