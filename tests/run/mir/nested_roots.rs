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


// Items inside of bodies that are seen from outside: exported, kept, in sections of their own.
struct Entry(&'static str, fn() -> i32);
unsafe impl Sync for Entry {}
macro_rules! register { ($name:ident) => { const _: () = {
    #[used] #[unsafe(link_section = "entries")] static ENTRY: Entry = Entry(stringify!($name), $name);
}; } }
fn one() -> i32 { 1 }
register!(one);
mod m { use super::Entry; fn two() -> i32 { 2 } register!(two); }
fn outer() -> i32 {
    #[unsafe(no_mangle)] extern "C" fn only_called_by_name(x: i32) -> i32 { x + 40 }
    fn three() -> i32 { 3 }
    register!(three);
    0
}
unsafe extern "C" {
    fn only_called_by_name(x: i32) -> i32;
    #[link_name = "__start_entries"] static START: [Entry; 0];
    #[link_name = "__stop_entries"] static END: [Entry; 0];
}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let _ = outer as fn() -> i32;
    let mut sum = 0;
    unsafe {
        let (start, end) = (&raw const START as *const Entry, &raw const END as *const Entry);
        let n = end.offset_from(start) as usize;
        for e in core::slice::from_raw_parts(start, n) { sum += e.0.len() as i32 * 100 + (e.1)(); }
        say!("{n} {sum} {}", only_called_by_name(2));
    }
    0
}
