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


use core::panic::Location;
#[track_caller] fn here() -> &'static Location<'static> { Location::caller() }
#[track_caller] fn outer() -> u32 { here().line() } fn plain() -> u32 { here().line() }
struct T; impl T { #[track_caller] fn m(&self) -> (u32, u32) { let l = Location::caller(); (l.line(), l.column()) } }
trait Tc { #[track_caller] fn t(&self) -> u32; #[track_caller] fn d(&self) -> u32 { Location::caller().line() } } impl Tc for T { fn t(&self) -> u32 { Location::caller().line() } }
impl core::ops::Index<u8> for T { type Output = u32; #[track_caller] fn index(&self, _: u8) -> &u32 { static mut L: u32 = 0; unsafe { L = Location::caller().column(); &*&raw const L } } }
impl core::ops::Add for &T { type Output = u32; #[track_caller] fn add(self, _: &T) -> u32 { Location::caller().column() } }
unsafe extern "C" { fn fork() -> i32; fn waitpid(p: i32, s: *mut i32, o: i32) -> i32; }
fn try_(name: &str, f: fn()) { unsafe { let p = fork(); if p == 0 { f(); put!("no panic "); exit(0) } let mut s = 0; waitpid(p, &mut s, 0); say!("{name}: {}", s >> 8); } }
#[inline(never)] fn bb<T>(t: T) -> T { core::hint::black_box(t) }
struct D(&'static str); impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    say!("{} {} {:?} {} {}", outer(), plain(), T.m(), T.t(), T.d()); say!("{} {}", T[0], &T + &T);
    let f: fn() -> u32 = outer; say!("{}", f() > 0); let g = || outer(); say!("{}", g()); let d: &dyn Tc = &T; say!("{}", d.d());
    say!("{}", [1, 2].map(|_| here().column())[0]); say!("{}", Some(1).map(|_| outer()).unwrap());
    try_("add", || { let _ = bb(255u8) + bb(1); }); try_("neg", || { let _ = -bb(i32::MIN); }); try_("idx", || { let a = [1, 2, 3]; let _ = a[bb(3)]; }); try_("slice", || { let a = [1, 2, 3]; let _ = &a[bb(2)..bb(1)]; });
    try_("shl", || { let _ = 1u32 << bb(32); }); try_("div", || { let _ = 1 / bb(0); }); try_("rem", || { let _ = i64::MIN % bb(-1); }); try_("unwrap", || { None::<u8>.unwrap(); }); try_("expect", || { Err::<u8, _>("bad").expect("msg"); });
    try_("assert", || assert!(bb(1) == 2)); try_("assert_eq", || assert_eq!(bb(1), 2, "with {}", "text")); try_("assert_ne", || assert_ne!(bb("a"), "a")); try_("unreachable", || unreachable!("x{}", 1)); try_("todo", || todo!()); try_("unimpl", || unimplemented!("later"));
    try_("str", || { let _ = &"héllo"[bb(2)..]; }); try_("char", || { let _ = char::from_digit(1, bb(40)); }); try_("refcell", || { let c = core::cell::RefCell::new(1); let _a = c.borrow_mut(); let _b = c.borrow(); }); try_("copy", || { let mut a = [1, 2]; a.copy_from_slice(&[1, 2, 3][..bb(3)]); }); try_("chunks", || { let _ = [1].chunks(bb(0)); });
    try_("abs", || { let _ = bb(i8::MIN).abs(); }); try_("pow", || { let _ = bb(10i32).pow(10); }); try_("step", || { let _ = (0..1).step_by(bb(0)); }); try_("sum", || { let _: u8 = [200u8, 100].iter().sum(); }); try_("split", || { let _ = [1, 2].split_at(bb(3)); }); try_("dur", || { let _ = core::time::Duration::MAX + core::time::Duration::from_nanos(bb(1)); });
    try_("drops", || { let _a = D("a"); let b = D("b"); if bb(true) { drop(b); panic!("now"); } }); try_("cast", || { let _ = u8::try_from(bb(300)).unwrap(); }); try_("parse", || { let _: i32 = bb("12x").parse().unwrap(); }); try_("utf8", || { let _ = core::str::from_utf8(bb(&[0xff, 0xfe][..])).unwrap(); }); try_("nz", || { let _ = core::num::NonZeroU8::new(bb(0)).unwrap(); }); try_("sub", || { let x: usize = bb(3); for i in 0..5 { let _ = x - i; } }); try_("mulassign", || { let mut x = bb(1i16); for _ in 0..20 { x *= 3; } }); try_("array", || { let a: [u8; 2] = bb(&[1u8, 2, 3][..]).try_into().unwrap(); let _ = a; });
    0
}
