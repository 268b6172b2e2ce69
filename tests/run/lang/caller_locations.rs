//! Whom `#[track_caller]` functions see as caller when they are called through pointers, tables and traits of functions.
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

use core::panic::Location;
mod m {
    use core::panic::Location;
    #[track_caller] pub const unsafe fn qualified() -> &'static Location<'static> { Location::caller() }
    #[track_caller] #[inline] pub fn generic<T>(_: T) -> &'static Location<'static> { Location::caller() }
    pub struct S;
    impl S { #[track_caller] pub(crate) const fn method(&self) -> u32 { Location::caller().column() } }
    pub trait T {
        #[track_caller] fn a(&self) -> u32;
        fn b(&self) -> u32 { 0 }
        #[track_caller] fn c(&self) -> u32 { Location::caller().column() }
    }
    impl T for S { fn a(&self) -> u32 { Location::caller().column() } #[track_caller] fn b(&self) -> u32 { Location::caller().column() } }
    impl T for u8 { fn a(&self) -> u32 { Location::caller().column() } fn b(&self) -> u32 { Location::caller().column() } }
}
macro_rules! define { ($n:ident) => { #[track_caller] fn $n() -> &'static Location<'static> { Location::caller() } } }
define!(defined);
fn place(l: &Location<'_>) -> (bool, u32, u32) { (l.file().ends_with("function.rs"), l.line(), l.column()) }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    use m::T;
    let f: unsafe fn() -> &'static Location<'static> = m::qualified; say!("{:?}", place(unsafe { f() }));
    let f: fn(u8) -> &'static Location<'static> = m::generic::<u8>; say!("{:?}", place(f(1)));
    let f: fn(&m::S) -> u32 = m::S::method; say!("{}", f(&m::S));
    let f: fn(&m::S) -> u32 = T::b; say!("{}", f(&m::S));
    let f: fn() -> &'static Location<'static> = defined; say!("{:?}", place(f()));
    let objects: [&dyn T; 2] = [&m::S, &1u8]; for d in objects { say!("{} {} {}", d.a(), d.b(), d.c()) }
    say!("{:?}", [1, 2].map(m::generic).map(place));
    say!("{:?}", Some(1u8).map(m::generic::<u8>).map(place));
    say!("{:?}", place((&m::generic::<u8> as &dyn Fn(u8) -> &'static Location<'static>)(1)));
    0
}
