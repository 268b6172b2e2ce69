//! One trait several times among the supertraits of an object, with arguments of its own.
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


trait Gen<T> { fn get(&self) -> T; fn n(&self) -> u8; }
macro_rules! gen_impl { ($($s:ident $t:ty: $v:expr, $n:expr;)*) => { $(impl Gen<$t> for $s { fn get(&self) -> $t { $v } fn n(&self) -> u8 { $n } })* } }
struct D;
struct E;
gen_impl! { D u8: 1, 1; D &'static str: "both", 2; D [u8; 3]: [4, 5, 6], 3; D bool: true, 4; D char: 'c', 5; E char: 'y', 6; E bool: false, 7; }

trait Both<A>: Gen<u8> + Gen<&'static str> + Gen<A> { fn own(&self) -> A { self.get() } }
impl<A, T: Gen<u8> + Gen<&'static str> + Gen<A>> Both<A> for T {}
trait Top: Both<[u8; 3]> { fn top(&self) -> u8 { 8 } }
impl Top for D {}

/// The argument of a supertrait may be a projection.
trait Has { type X; }
trait Projected<P: Has>: Gen<bool> + Gen<P::X> + Gen<char> { fn b(&self) -> u8 { 9 } }
impl Has for D { type X = &'static str; }
impl Has for E { type X = char; }
impl Projected<D> for D {}
impl Projected<E> for D {}
impl Projected<E> for E {}
fn projected<P: Has>(b: &dyn Projected<P>) -> P::X { b.get() }

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    let d: &dyn Top = &D;
    p!("{} {} {:?} {:?} {}", Gen::<u8>::get(d), <dyn Top as Gen<&str>>::get(d), Gen::<[u8; 3]>::get(d), d.own(), d.top());
    p!("{} {} {}", <dyn Top as Gen<u8>>::n(d), <dyn Top as Gen<&str>>::n(d), <dyn Top as Gen<[u8; 3]>>::n(d));
    let e: &dyn Both<[u8; 3]> = d;
    let (f, g, h): (&dyn Gen<&str>, &dyn Gen<[u8; 3]>, &dyn Gen<u8>) = (e, d, e);
    p!("{} {:?} {} {} {} {}", f.get(), g.get(), h.get(), f.n(), g.n(), h.n());
    let s: &'static str = d.get();
    let t: [u8; 3] = e.get();
    p!("{s} {t:?}");

    let b: &dyn Projected<D> = &D;
    let (f, g): (&dyn Gen<&'static str>, &dyn Gen<char>) = (b, b);
    p!("{} {} {} {} {}", b.b(), projected(b), f.get(), f.n(), g.n());
    for b in [&E as &dyn Projected<E>, &D] {
        let (f, g): (&dyn Gen<bool>, &dyn Gen<char>) = (b, b);
        let c: char = b.get();
        p!("{} {c} {} {} {} {} {}", b.b(), projected(b), f.get(), f.n(), g.n(), <dyn Projected<E> as Gen<bool>>::n(b));
    }
    0
}
