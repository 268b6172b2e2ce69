// Exercises: closures: Fn/FnMut/FnOnce by value, reference and dyn; returned, stored, recursive through dyn; captures by
// field, by move, by reborrow; inference of parameter types from bounds; coercion to fn pointers; callbacks in structs.
#![no_std]
#![no_main]
#![allow(dead_code, unused_variables, unused_mut, unused_assignments, unused_labels)]

use core::fmt::{self, Write};

extern "C" {
    fn write(fd: i32, buf: *const u8, n: usize) -> isize;
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

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    let _ = writeln!(Out, "{info}");
    unsafe { abort() }
}

use core::cell::{Cell, RefCell};
fn once<F: FnOnce() -> R, R>(f: F) -> R { f() }
fn twice(mut f: impl FnMut()) { f(); f(); }
fn fix(f: &dyn Fn(&dyn Fn(u64) -> u64, u64) -> u64, n: u64) -> u64 { f(&|m| fix(f, m), n) }
struct Button<'a> { on: Option<&'a dyn Fn(&str) -> usize>, clicks: Cell<u32> }
impl<'a> Button<'a> { fn click(&self, s: &str) -> usize { self.clicks.set(self.clicks.get() + 1); self.on.map_or(0, |f| f(s)) } }
struct Lazy<T, F = fn() -> T> { v: Cell<Option<T>>, f: Cell<Option<F>> }
impl<T: Copy, F: FnOnce() -> T> Lazy<T, F> { const fn new(f: F) -> Self { Lazy { v: Cell::new(None), f: Cell::new(Some(f)) } } fn get(&self) -> T { match self.v.get() { Some(v) => v, None => { let v = self.f.take().expect("poisoned")(); self.v.set(Some(v)); v } } } }
fn counter() -> impl FnMut() -> u32 { let mut n = 0; move || { n += 1; n } }
fn make(kind: u8) -> &'static dyn Fn(i32, i32) -> i32 { match kind { 0 => &|a, b| a + b, 1 => &|a, b| a - b, _ => &i32::max_of } }
trait MaxOf { fn max_of(a: Self, b: Self) -> Self; } impl MaxOf for i32 { fn max_of(a: i32, b: i32) -> i32 { if a > b { a } else { b } } }
fn curry<A: Copy, B: Copy, C, F: Fn(A, B) -> C + Copy>(f: F) -> impl Fn(A) -> Inner<A, F> { move |a| Inner(a, f) }
#[derive(Clone, Copy)] struct Inner<A, F>(A, F);
impl<A: Copy, F> Inner<A, F> { fn call<B, C>(&self, b: B) -> C where F: Fn(A, B) -> C { (self.1)(self.0, b) } }
fn map_pair<T, U>((a, b): (T, T), f: impl Fn(T) -> U) -> (U, U) { (f(a), f(b)) }
fn sort_by_key<T: Copy, K: Ord>(v: &mut [T], key: impl Fn(&T) -> K) { for i in 1..v.len() { let mut j = i; while j > 0 && key(&v[j - 1]) > key(&v[j]) { v.swap(j - 1, j); j -= 1; } } }
struct Pt { x: i32, y: i32, name: &'static str }
fn table() -> [(&'static str, fn(f64) -> f64); 3] { [("sq", |x| x * x), ("half", |x| x / 2.0), ("neg", core::ops::Neg::neg)] }
fn with<R>(f: impl for<'a> FnOnce(&'a mut [u8; 4]) -> R) -> R { let mut b = [0; 4]; f(&mut b) }
fn pipeline(x: i32, fs: &[fn(i32) -> i32]) -> i32 { fs.iter().fold(x, |a, f| f(a)) }
fn choose(b: bool) -> fn(u8) -> Option<u8> { if b { Some } else { |_| None } }
fn ret_closure_ref<'a>(v: &'a [i32]) -> impl Fn(usize) -> Option<&'a i32> + 'a { move |i| v.get(i) }
fn nested(n: i32) -> impl Fn(i32) -> Option<i32> { let g = move |y| y + n; move |x| { let h = |z: i32| g(z) * 2; if x < 0 { None } else { Some(h(x)) } } }
fn try_each<E>(items: &[i32], mut f: impl FnMut(i32) -> Result<(), E>) -> Result<usize, E> { let mut n = 0; for &i in items { f(i)?; n += 1; } Ok(n) }
struct Machine<S, F: FnMut(&mut S, u8) -> bool> { s: S, f: F }
impl<S, F: FnMut(&mut S, u8) -> bool> Machine<S, F> { fn feed(mut self, input: &[u8]) -> S { for &b in input { if !(self.f)(&mut self.s, b) { break; } } self.s } }

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let s = "owned"; say!("{} {}", once(|| s.len()), once(move || s));
    let mut v = 1; twice(|| v *= 3); say!("{v}");
    say!("{}", fix(&|rec, n| if n < 2 { n } else { rec(n - 1) + rec(n - 2) }, 15));
    let total = RefCell::new(0); let on = |s: &str| { *total.borrow_mut() += s.len(); s.len() * 2 };
    let b = Button { on: Some(&on), clicks: Cell::new(0) }; say!("{} {} {} {}", b.click("ab"), b.click("cde"), b.clicks.get(), total.borrow());
    let l = Lazy::new(|| { say!("computing"); 42 }); say!("{} {}", l.get(), l.get());
    static L: Lz = Lz(Lazy::new(|| 9)); say!("{}", L.0.get());
    let (mut c, mut d) = (counter(), counter()); say!("{} {} {} {}", c(), c(), d(), c());
    for k in 0..3 { say!("{}", make(k)(3, 8)); }
    say!("{}", curry(|a: i32, b: u8| a * b as i32)(6).call(7));
    say!("{:?} {:?}", map_pair((1, 2), |x| x as f32 / 2.0), map_pair(("a", "bcd"), str::len));
    let mut words = ["pear", "fig", "banana", "kiwi"]; sort_by_key(&mut words, |w| (w.len(), w.as_bytes()[0])); say!("{words:?}");
    words.sort_unstable_by(|a, b| b.cmp(a)); say!("{words:?}"); words.sort_unstable_by_key(|w| core::cmp::Reverse(w.len())); say!("{}", words[0]);
    let mut p = Pt { x: 1, y: 2, name: "p" };
    { let mut fx = || p.x += 10; let fy = &mut p.y; fx(); *fy += 5; fx(); } say!("{} {} {}", p.x, p.y, p.name);
    { let get = move || p.x + p.y; say!("{} {}", get(), get()); } p.x = 0; say!("{}", p.x);
    for (n, f) in table() { say!("{n} {:?}", f(3.0)); }
    say!("{}", with(|b| { b[1] = 5; b.iter().map(|&x| x as u32).sum::<u32>() }));
    say!("{}", pipeline(3, &[|x| x + 1, |x| x * x, i32::abs, i32::swap_bytes, i32::swap_bytes]));
    say!("{:?} {:?}", choose(true)(3), choose(false)(3));
    let arr = [10, 20]; let at = ret_closure_ref(&arr); say!("{:?} {:?}", at(1), at(2));
    let n = nested(5); say!("{:?} {:?}", n(1), n(-1));
    let mut seen = 0; let r: Result<usize, &str> = try_each(&[1, 2, 3, 4], |i| { seen += i; if i == 3 { Err("three") } else { Ok(()) } }); say!("{r:?} {seen}");
    say!("{:?}", Machine { s: (0u32, 0u8), f: |s: &mut (u32, u8), b| { s.0 += b as u32; s.1 = s.1.max(b); b != 0 } }.feed(&[3, 9, 0, 200]));
    let compose2 = |f: fn(i32) -> i32, g: &dyn Fn(i32) -> i32| f(g(1)); say!("{}", compose2(|x| x - 1, &|x| x + v));
    let mut opt = Some(3); let mut take = || opt.take(); say!("{:?} {:?}", take(), take());
    let by_ref = |x: &mut i32| { *x += 1; *x }; let mut q = 1; say!("{} {} {q}", by_ref(&mut q), by_ref(&mut q));
    let id = |x| x; say!("{}", id("only strings")); let f: &mut dyn FnMut(&str) = &mut |s| say!("dyn {s}"); f("a"); (*f)("b");
    let fs: [&dyn Fn() -> i32; 2] = [&|| 1, &move || v]; say!("{}", fs.iter().map(|f| f()).sum::<i32>());
    let mut log = [0; 4]; let mut i = 0; let mut push = |x: i32| { log[i] = x; i += 1; i }; push(4); push(5); say!("{i} {log:?}");
    say!("{}", (|| { if v > 3 { return "early"; } "late" })()); say!("{}", (|(a, [b, c]): (i32, [i32; 2]), Pt { x, .. }: Pt| a + b + c + x)((1, [2, 3]), Pt { x: 4, y: 0, name: "" }));
    0
}
struct Lz(Lazy<i32>); unsafe impl Sync for Lz {}
