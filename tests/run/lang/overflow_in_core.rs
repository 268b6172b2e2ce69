//! Sums, products, counts and calls of operators as functions in core panic on overflow when the user's crate is compiled so.
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

unsafe extern "C" { fn fork() -> i32; fn waitpid(p: i32, s: *mut i32, o: i32) -> i32; }
fn try_(name: &str, f: impl FnOnce()) {
    unsafe {
        let p = fork();
        if p == 0 { f(); put!("no panic "); exit(0) }
        let mut s = 0;
        waitpid(p, &mut s, 0);
        say!("{name}: {}", s >> 8);
    }
}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    try_("sum", || { let s: u8 = [200u8, 100].into_iter().sum(); say!("{s}") });
    try_("product", || { let s: i8 = [100i8, 2].into_iter().product(); say!("{s}") });
    try_("copied", || { let s: u8 = [200u8, 100].iter().copied().sum(); say!("{s}") });
    try_("option", || { let s: Option<u8> = [Some(200u8), Some(100)].into_iter().sum(); say!("{s:?}") });
    try_("result", || { let s: Result<i8, ()> = [Ok(100i8), Ok(100)].into_iter().product(); say!("{s:?}") });
    try_("range", || { let s: u8 = (1..=255u8).sum(); say!("{s}") });
    try_("enumerate", || { let mut e = core::iter::repeat(1).enumerate(); e.nth(usize::MAX); say!("{:?}", e.next()) });
    try_("neg", || { use core::ops::Neg; say!("{}", [i8::MIN].map(Neg::neg)[0]) });
    try_("assign", || { let mut x = 255u8; core::ops::AddAssign::add_assign(&mut x, 1); say!("{x}") });
    try_("reduce", || say!("{:?}", [1u8, 255].into_iter().reduce(core::ops::Add::add)));
    try_("shl", || { use core::ops::Shl; say!("{}", [9u32].map(|x| 1u8.shl(x))[0]) });
    try_("own closure", || say!("{}", (1..=6u8).fold(1u8, |a, b| a * b)));
    try_("wrapping", || say!("{}", [core::num::Wrapping(200u8); 2].into_iter().sum::<core::num::Wrapping<u8>>()));
    try_("saturating", || say!("{}", [core::num::Saturating(200u8); 2].into_iter().sum::<core::num::Saturating<u8>>()));
    try_("checked", || say!("{:?} {:?}", 200u8.checked_add(100), i8::MIN.checked_abs()));
    0
}
