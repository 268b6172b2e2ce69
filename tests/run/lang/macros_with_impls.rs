//! Macros of bodies that make impls: called in expressions, in nested functions, through other macros.
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



macro_rules! apply { ($m:ident, $($t:tt)*) => { $m!($($t)*) } }
macro_rules! make { ($n:ident, $v:expr) => {{ struct $n; impl $n { fn get(&self) -> u8 { $v } } $n.get() }} }

trait Twice { fn twice(&self) -> u8; }

/// No word of this body says `impl`: it hands the name of a macro on.
fn handed() -> u8 { apply!(make, Q, 9) }

fn outer() -> u8 {
    macro_rules! inner { ($n:ident) => {{ struct $n(u8); impl $n { fn new() -> Self { $n(5) } } impl Twice for $n { fn twice(&self) -> u8 { self.0 * 2 } } $n::new() }} }
    macro_rules! through { ($($t:tt)*) => { inner!($($t)*) } }
    macro_rules! derived { ($n:ident) => {{ #[derive(Clone, PartialEq)] struct $n; ($n.clone() == $n) as u8 }} }
    fn nested() -> u8 { through!(R).twice() + derived!(T) }
    let a = inner!(P).twice();
    put!("{} ", { through!(P).twice() });
    if inner!(Q).0 == 5 { a + nested() } else { 0 }
}

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    say!("{} {}", handed(), outer());
    say!("{}", { macro_rules! m { ($e:expr) => {{ struct X; impl X { fn v(&self) -> u8 { $e } } X.v() }} } m!(1) + m!(2) });
    0
}
