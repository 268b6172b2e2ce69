// Exercises: every derive of core on structs, tuples, enums and generics; hashing with an own hasher; ordering; Debug in all
// forms; Default variants; PhantomData bounds; manual impls beside derived ones; Clone of arrays, tuples, closures, fn pointers.
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

use core::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher}; use core::cmp::{Ordering, Reverse}; use core::marker::PhantomData; use core::num::{NonZeroU8, Wrapping, Saturating}; use core::time::Duration; use core::cell::{Cell, RefCell, OnceCell};
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] struct Unit; #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] struct Tup(u8, i32, char); #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] struct Named<'a, T: ?Sized, const N: usize = 2> where [u8; N]: Default { a: [u8; N], b: &'a str, c: Option<&'a T>, d: PhantomData<T> }
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] #[repr(u8)] enum Level { Low = 3, #[default] Mid, High = 200 } #[derive(Debug, Clone, PartialEq, PartialOrd)] enum Expr<'a, T> { Lit(T), Bin { l: &'a Expr<'a, T>, op: char, r: &'a Expr<'a, T> }, Unit, Tuple(T, Level, (f32, T)) } #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)] enum Never {} #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)] struct Gen<A, B = A>(A, B); struct Ph<T>(PhantomData<fn() -> T>); impl<T> Clone for Ph<T> { fn clone(&self) -> Self { *self } } impl<T> Copy for Ph<T> {} struct NoTraits; #[derive(Debug)] struct Outer<'a, T: Tr> { v: &'a [T::A], t: T } trait Tr { type A: fmt::Debug; } impl Tr for u8 { type A = &'static str; }
#[derive(Default, Clone)] struct Fnv(u64); impl Hasher for Fnv { fn finish(&self) -> u64 { self.0 } fn write(&mut self, b: &[u8]) { for &x in b { self.0 = (self.0 ^ x as u64).wrapping_mul(0x100000001b3) } } fn write_u8(&mut self, x: u8) { self.write(&[x]) } } fn h<T: Hash + ?Sized>(t: &T) -> u64 { let mut f = Fnv(7); t.hash(&mut f); f.finish() } struct CaseInsensitive<'a>(&'a str); impl PartialEq for CaseInsensitive<'_> { fn eq(&self, o: &Self) -> bool { self.0.eq_ignore_ascii_case(o.0) } } impl Eq for CaseInsensitive<'_> {} impl Hash for CaseInsensitive<'_> { fn hash<H: Hasher>(&self, s: &mut H) { for b in self.0.bytes() { s.write_u8(b.to_ascii_lowercase()) } } } #[derive(PartialEq, Eq)] struct Ver { major: u8, minor: u8 } impl PartialOrd for Ver { fn partial_cmp(&self, o: &Self) -> Option<Ordering> { Some(self.cmp(o)) } } impl Ord for Ver { fn cmp(&self, o: &Self) -> Ordering { self.major.cmp(&o.major).then_with(|| self.minor.cmp(&o.minor)) } }
struct List<'a>(&'a [i32]); impl fmt::Debug for List<'_> { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_list().entries(self.0).finish() } } struct Map; impl fmt::Debug for Map { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_map().entry(&"k", &1).entries([(2, 'v'), (3, 'w')]).finish() } } struct St; impl fmt::Debug for St { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("St").field("x", &Tup::default()).field("y", &format_args!("{}-{}", 1, 2)).finish_non_exhaustive() } } struct Hex(u32); impl fmt::LowerHex for Hex { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { if f.alternate() { f.write_str("HEX:")? } fmt::LowerHex::fmt(&self.0, f) } } impl fmt::Binary for Hex { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt_with(f) } } trait FmtWith { fn fmt_with(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result; } impl FmtWith for u32 { fn fmt_with(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad_integral(true, "0B", "101") } } struct Pad(&'static str); impl fmt::Display for Pad { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.0) } }
fn cl<T: Clone>(t: &T) -> T { t.clone() } fn is_copy<T: Copy>(_: T) -> u8 { 1 } fn max3<T: Ord + Copy>(a: T, b: T, c: T) -> T { a.max(b).max(c) } fn cmp<T: PartialOrd>(a: &T, b: &T) -> &'static str { match a.partial_cmp(b) { Some(Ordering::Less) => "<", Some(Ordering::Equal) => "=", Some(Ordering::Greater) => ">", None => "?" } }
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let n = Named::<str> { a: [1, 2], b: "b", c: Some("c"), d: PhantomData }; say!("{:?} {n:?}", Unit); say!("{n:#?}"); say!("{:?} {:?}", Tup::default() < Tup(0, 1, 'a'), Named::<'_, u8, 3>::default()); say!("{:?} {} {:?} {}", Level::default(), Level::High as u8, Level::Low.cmp(&Level::High), Level::Mid as i64); let one = Expr::Lit(1.5); let e = Expr::Bin { l: &one, op: '+', r: &Expr::Tuple(2.0, Level::Mid, (f32::NAN, 1.0)) }; say!("{e:?} {} {}", e == e.clone(), cmp(&e, &one)); say!("{} {} {}", cmp(&Expr::Lit(1), &Expr::Unit), cmp(&Expr::Lit(f64::NAN), &Expr::Lit(f64::NAN)), cmp(&Expr::Lit(2), &Expr::Lit(1))); say!("{:#?}", Expr::Tuple(1u8, Level::Low, (1.0, 2)));
    for x in [h(&Unit), h(&Tup(1, 2, 'x')), h(&n), h(&Level::High), h("ab"), h(&[1u8, 2][..]), h(&[1u16, 2]), h(&(1u8, "x", [true])), h(&Some(3i128)), h(&Gen(1u8, ())), h(&CaseInsensitive("Ab")), h(&CaseInsensitive("aB")), h(&'é'), h(&Reverse(1u32)), h(&Ordering::Less), h(&NonZeroU8::new(4)), h(&Duration::from_millis(1500))] { let _ = write!(Out, "{x:x} "); } say!(""); let bh = BuildHasherDefault::<Fnv>::default(); say!("{}", bh.hash_one(5u8) == { let mut f = Fnv::default(); 5u8.hash(&mut f); f.finish() }); say!("{:?} {:?} {:?} {:#?}", List(&[1, 2]), Map, St, Map); say!("{:x} {:#x} {:#b} {:#010b} {:>6}|{:<6}|{:^7}|{:*^7.2}|", Hex(255), Hex(10), Hex(0), Hex(0), Pad("ab"), Pad("ab"), Pad("ab"), Pad("abcdef")); say!("{:?} {:?}", Outer { v: &["x"], t: 1u8 }, Gen(1, "x")); say!("{} {} {}", Ver { major: 1, minor: 9 } < Ver { major: 2, minor: 0 }, max3(3, 9, 4), max3("a", "c", "b")); say!("{:?} {:?} {:?}", max3(Reverse(1), Reverse(2), Reverse(3)), Some(1).max(None), (1, 'b').min((1, 'a'))); say!("{}", is_copy(Ph::<NoTraits>(PhantomData)) + is_copy([Ph::<NoTraits>(PhantomData); 2]) + is_copy(|| 1) + is_copy((1, is_copy::<u8> as fn(u8) -> u8)) + is_copy(&NoTraits));
    let (mut a, k) = (cl(&([1u8; 3], ("s", 2.5), Some('c'))), 5); a.0[0] = 9; let f = move |x: i32| x + k; let g = f.clone(); say!("{a:?} {} {:?}", f(1) + g(2), cl(&Cell::new(3))); say!("{:?} {:?} {:?} {:?}", RefCell::new(1), OnceCell::from(2), Wrapping(250u8) + Wrapping(10), Saturating(250u8) + Saturating(10)); let r = RefCell::new(5); let _b = r.borrow_mut(); say!("{r:?} {:?} {:?}", r.try_borrow().is_err(), Duration::new(1, 5_000_000)); say!("{:5}|{:<5}|{:^5}|{:>+5}|{:#06x}|{:e}|{:?}|{:?}", 42, 42, 42, 42, 42, 1500.0, "q\"\n\u{7f}é", '\''); say!("{0:1$} {0:.2$} {name:>w$.p$} {2:?}", 1.23456, 8, 2, name = 9.87654, w = 7, p = 2); say!("{:?} {:?} {:p}", 1.0e10, 1.0e-7, core::ptr::null::<u8>()); say!("{:?} {:02x?} {:#?}", (1,), [10, 200], (1, "a")); say!("{:?}", [Some(Ok::<u8, ()>(1)), Some(Err(())), None]); 0
}
