//! Derives that stand before an item that a macro was given as a fragment.
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


macro_rules! each { ($($n:ident: $t:item)*) => { $( #[derive(Debug, Clone)] $t )* } }
macro_rules! once { ($t:item) => { #[derive(Debug)] #[allow(dead_code)] $t } }
macro_rules! twice { ($t:item) => { once! { #[derive(PartialEq)] $t } } }

each! { A: pub struct X(u8); B: #[derive(PartialEq)] enum Y { #[allow(dead_code)] Z } }
once! { #[derive(Clone)] #[repr(C, packed)] struct W { a: u8, b: u16 } }
impl Copy for W {}
twice! { #[derive(Default)] #[repr(u8)] enum Q { #[default] A = 5 } }

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    each! { C: struct Inner<T>(T); }
    p!("{:?} {:?} {} {:?} {:?} {:?}", X(1).clone(), Y::Z, Y::Z == Y::Z, W { a: 2, b: 3 }.clone(), Q::default() == Q::A, Q::A as u8);
    p!("{:?} {:?}", Inner("x").clone(), Q::A);
    0
}
