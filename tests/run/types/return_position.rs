//! `impl Trait` in what methods of traits return: the trait's own bodies, impls that say more, `impl Trait` inside `impl Trait`.
#![no_std]
#![no_main]
#![allow(dead_code)]
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

use core::fmt::{Debug, Display};
trait Source {
    type Key<'a> where Self: 'a;
    fn pairs(&self) -> impl Iterator<Item = impl Debug + '_> + '_;
    fn apply(&self, f: impl Fn(u8) -> u8) -> impl Debug where Self: Sized { f(1) }
    fn key<'a>(&'a self) -> (Self::Key<'a>, impl Display) where Self: Sized;
    fn fresh() -> impl Default + Debug where Self: Sized;
    fn plain(&self) -> u8 { 1 }
}
struct Bytes(&'static [u8]);
impl Source for Bytes {
    type Key<'a> = &'a u8;
    fn pairs(&self) -> impl Iterator<Item = impl Debug + '_> + '_ { self.0.iter().map(|x| (x, 'c')) }
    fn key<'a>(&'a self) -> (&'a u8, impl Display) { (&self.0[0], "shown") }
    fn fresh() -> impl Default + Debug { 7u8 }
}
struct Fixed;
impl Source for Fixed {
    type Key<'a> = ();
    fn pairs(&self) -> impl Iterator<Item = impl Debug> { [Some(1), None].into_iter() }
    fn apply(&self, f: impl Fn(u8) -> u8) -> &'static str { if f(0) > 1 { "big" } else { "small" } }
    fn key<'a>(&'a self) -> ((), u8) { ((), 5) }
    fn fresh() -> [u16; 3] { [1; 3] }
}
fn all<T: Source>(t: &T) where for<'a> T::Key<'a>: Debug {
    for x in t.pairs() { put!("{x:?} ") }
    let (key, shown) = t.key();
    say!("{:?} {key:?} {shown} {:?} {:?}", t.apply(|x| x + 1), T::fresh(), { let mut x = T::fresh(); say!("{x:?}"); x = Default::default(); x });
}
trait Count {
    fn count(&self) -> u32;
    fn items(&self) -> impl Iterator<Item = u32> + '_ { core::iter::once(self.count()).chain(self.more()) }
    fn more(&self) -> impl Iterator<Item = u32> { 0..self.count() }
    fn nested(&self) -> Option<impl Fn() -> [u32; 1]> { let n = self.count(); (n > 1).then(move || move || [n]) }
    fn scale<'a, T: Copy + Into<u32>>(&'a self, by: T) -> impl Fn(u32) -> u32 + use<'a, Self, T> { move |x| x * self.count() + by.into() }
}
impl Count for u32 { fn count(&self) -> u32 { *self } }
impl Count for &str { fn count(&self) -> u32 { self.len() as u32 } fn more(&self) -> impl Iterator<Item = u32> { self.chars().map(|c| c as u32) } }
impl<T: Count, const N: usize> Count for [T; N] { fn count(&self) -> u32 { self.iter().map(|x| x.count()).sum() } fn scale<'a, U: Copy + Into<u32>>(&'a self, _: U) -> fn(u32) -> u32 { |x| x + 1 } }
fn total<T: Count + ?Sized>(t: &T) -> u32 {
    if let Some(f) = t.nested() { put!("{:?} ", f()) }
    t.items().inspect(|x| put!("{x} ")).map(t.scale(1u8)).sum()
}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    all(&Bytes(&[1, 2]));
    all(&Fixed);
    say!("{}", total(&3u32));
    say!("{}", total(&"ab"));
    say!("{}", total(&[1u32, 2]));
    say!("{}", total(&["a"; 0]));
    0
}
