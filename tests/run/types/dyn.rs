// Exercises: trait objects: supertraits and upcasting, generic methods beside object methods, dyn with auto traits and
// associated types, inherent impls on dyn, Any, objects behind &, &mut, raw pointers, arrays of objects, method probing.
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

use core::any::{Any, TypeId, type_name};
use core::ops::{Deref, DerefMut};
trait Base { fn id(&self) -> u32; fn base_name(&self) -> &'static str { "base" } }
trait Left: Base { fn left(&self) -> u32 { self.id() + 1 } }
trait Right: Base { fn right(&self) -> u32 { self.id() + 2 } }
trait Both: Left + Right + fmt::Debug { fn both(&self) -> u32 { self.left() * self.right() } fn generic<T: Into<u32>>(&self, t: T) -> u32 where Self: Sized { self.id() + t.into() } }
#[derive(Debug, Clone)] struct A(u32);
#[derive(Debug)] struct B { v: [u8; 4] }
impl Base for A { fn id(&self) -> u32 { self.0 } }
impl Base for B { fn id(&self) -> u32 { self.v.iter().map(|&x| u32::from(x)).sum() } fn base_name(&self) -> &'static str { "b" } }
impl Left for A {} impl Right for A { fn right(&self) -> u32 { 100 } } impl Both for A {}
impl Left for B { fn left(&self) -> u32 { 9 } } impl Right for B {} impl Both for B { fn both(&self) -> u32 { 1 } }
fn up_left<'a>(b: &'a dyn Both) -> &'a dyn Left { b }
fn up_base(b: &dyn Right) -> &dyn Base { b }
impl dyn Base { fn twice(&self) -> u32 { self.id() * 2 } }
impl dyn Base + Send { fn thrice(&self) -> u32 { self.id() * 3 } }
trait Source { type Item; fn pull(&mut self) -> Option<Self::Item>; }
struct Count(u8);
impl Source for Count { type Item = u8; fn pull(&mut self) -> Option<u8> { if self.0 == 0 { None } else { self.0 -= 1; Some(self.0) } } }
impl<S: Source + ?Sized> Source for &mut S { type Item = S::Item; fn pull(&mut self) -> Option<S::Item> { (**self).pull() } }
fn sum(s: &mut dyn Source<Item = u8>) -> u32 { let mut t = 0; while let Some(x) = s.pull() { t += x as u32; } t }
fn sum_gen<S: Source<Item: Into<u32>>>(mut s: S) -> u32 { let mut t = 0; while let Some(x) = s.pull() { t += x.into(); } t }
trait Object: Any { fn as_any(&self) -> &dyn Any; fn as_any_mut(&mut self) -> &mut dyn Any; }
impl<T: Any> Object for T { fn as_any(&self) -> &dyn Any { self } fn as_any_mut(&mut self) -> &mut dyn Any { self } }
fn what(o: &dyn Any) -> &'static str { if o.is::<u8>() { "u8" } else if let Some(s) = o.downcast_ref::<&'static str>() { s } else if o.type_id() == TypeId::of::<A>() { "A" } else { "?" } }
struct Guard<'a, T: ?Sized> { inner: &'a mut T, reads: core::cell::Cell<u32> }
impl<T: ?Sized> Deref for Guard<'_, T> { type Target = T; fn deref(&self) -> &T { self.reads.set(self.reads.get() + 1); self.inner } }
impl<T: ?Sized> DerefMut for Guard<'_, T> { fn deref_mut(&mut self) -> &mut T { self.inner } }
trait Probe { fn who(self) -> &'static str; }
struct P;
impl Probe for P { fn who(self) -> &'static str { "value" } }
impl Probe for &P { fn who(self) -> &'static str { "ref" } }
impl Probe for &mut P { fn who(self) -> &'static str { "mut" } }
trait Inh { fn m(&self) -> u8 { 2 } }
struct S; impl S { fn m(&self) -> u8 { 1 } } impl Inh for S {}
trait Shadow { fn len(&self) -> usize { 77 } } impl<T> Shadow for [T] {} impl<T, const N: usize> Shadow for [T; N] {}
trait Ext { fn ext(&self) -> u32; } impl Ext for dyn Base + '_ { fn ext(&self) -> u32 { self.id() + 1000 } } impl<T: Ext + ?Sized> Ext for &T { fn ext(&self) -> u32 { (**self).ext() } }
fn show(list: &[&dyn fmt::Display]) { for (i, d) in list.iter().enumerate() { if i > 0 { let _ = Out.write_str(", "); } let _ = write!(Out, "{d:>4}"); } say!(""); }
fn call(fs: &mut [&mut dyn FnMut(u32) -> u32], x: u32) -> u32 { let mut x = x; for f in fs.iter_mut() { x = f(x); } x }
trait Zst { fn z(&self) -> &'static str; } impl Zst for () { fn z(&self) -> &'static str { "unit" } } impl<F: Fn() -> &'static str> Zst for F { fn z(&self) -> &'static str { self() } }
trait Shape { fn boxed<'a>(&'a self) -> &'a (dyn Shape + 'a); fn n(&self) -> i32; }
impl Shape for i32 { fn boxed<'a>(&'a self) -> &'a (dyn Shape + 'a) { self } fn n(&self) -> i32 { *self } }
impl PartialEq for dyn Shape + '_ { fn eq(&self, o: &Self) -> bool { self.n() == o.n() } }
trait GenT<T> { fn g(&self, t: T) -> T; } impl GenT<u8> for A { fn g(&self, t: u8) -> u8 { t + 1 } } impl GenT<&'static str> for A { fn g(&self, t: &'static str) -> &'static str { &t[1..] } }
fn two(o: &(impl GenT<u8> + GenT<&'static str> + ?Sized)) -> (u8, &'static str) { (o.g(1), o.g("abc")) }

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let (a, b) = (A(5), B { v: [1, 2, 3, 4] });
    let all: [&dyn Both; 2] = [&a, &b];
    for x in all { say!("{:?} {} {} {} {} {}", x, x.both(), up_left(x).left(), up_base(x).id(), (x as &dyn Base).twice(), x.base_name()); }
    say!("{}", a.generic(7u8) + b.generic(true));
    let send: &(dyn Base + Send) = &a; say!("{} {}", send.thrice(), { let plain: &dyn Base = send; plain.twice() });
    let mut c = Count(5); say!("{} {}", sum(&mut c), sum_gen(&mut Count(4)));
    let dy: &mut dyn Source<Item = u8> = &mut Count(3); say!("{}", sum_gen(dy));
    let objs: [&dyn Object; 3] = [&3u8, &"str", &a];
    for o in objs { say!("{}", what(o.as_any())); }
    let mut n = 7i64; if let Some(v) = (&mut n as &mut dyn Object).as_any_mut().downcast_mut::<i64>() { *v += 1; } say!("{n} {}", type_name::<Option<A>>().ends_with("A>"));
    let mut arr = [3, 1, 2]; let mut g = Guard { inner: &mut arr[..], reads: Default::default() };
    g.sort_unstable(); g[0] = 9; let l = g.len() + g.iter().count(); say!("{l} {} {:?}", g.reads.get(), g.inner);
    let mut p = P; say!("{} {} {}", (&p).who(), (&mut p).who(), p.who());
    say!("{} {} {}", S.m(), Inh::m(&S), <S as Inh>::m(&S));
    say!("{} {} {}", [1, 2].len(), [1, 2, 3][..].len(), Shadow::len(&[0u8; 3]));
    let r: &dyn Base = &b; say!("{} {}", r.ext(), (&r).ext());
    show(&[&1, &"ab", &'c', &2.5, &true]);
    let mut t = 0; let mut add = |x| { t += 1; x + 10 }; let mut dbl = |x| x * 2; say!("{}", call(&mut [&mut add, &mut dbl, &mut add_one], 1)); say!("{t}");
    let zs: [&dyn Zst; 3] = [&(), &|| "closure", &name_fn]; for z in zs { say!("{} {}", z.z(), core::mem::size_of_val(z)); }
    say!("{} {}", *1.boxed() == *1.boxed(), 3.boxed().boxed().n());
    say!("{:?}", two(&a)); let gd: &dyn GenT<u8> = &a; say!("{}", gd.g(9));
    let raw: *const dyn Base = &a; say!("{}", unsafe { (*raw).id() } + unsafe { &*raw }.id());
    let o: Option<&dyn fmt::Debug> = Some(&a); if let Some(d @ _) = o { say!("{d:?}"); }
    let pick: &dyn fmt::Debug = if n > 3 { &a } else { &b }; say!("{pick:?}");
    0
}
fn add_one(x: u32) -> u32 { x + 1 }
fn name_fn() -> &'static str { "fn item" }
