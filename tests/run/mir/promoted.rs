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


// Temporaries that are borrowed implicitly live for ever, too.
fn unsized_array() -> core::slice::Iter<'static, i32> { [1, 2, 3].iter() }
fn part() -> &'static [i32] { &[4, 5, 6][1..] }
fn text() -> &'static str { &"hello"[1..3] }
fn nested() -> &'static [&'static [u8]] { &[&[1, 2], &[], b"xyz"] }
fn empty() -> &'static mut [u8] { &mut [] }
struct P { x: i32, y: Option<&'static P> }
impl P { fn me(&self) -> &Self { self } }
fn method() -> &'static P { P { x: 1, y: Some(&P { x: 2, y: None }) }.me() }
fn generic<T: Copy + 'static>() -> &'static Option<T> { &None }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let xs = || [1, 2, 3, 4].iter().copied();
    let mut sum = 0;
    for x in xs() { sum += x; }
    for x in unsized_array() { sum += x; }
    say!("{sum} {:?} {} {:?} {:?}", part(), text(), nested(), empty());
    let m = method();
    say!("{} {} {:?}", m.x, m.y.unwrap().x, generic::<u8>());
    say!("{:?}", (0..3).map(|i| ["a", "b", "c"][i..].iter()).flatten().collect2());
    0
}
trait Collect2 { fn collect2(self) -> [Option<&'static str>; 6]; }
impl<I: Iterator<Item = &'static &'static str>> Collect2 for I {
    fn collect2(mut self) -> [Option<&'static str>; 6] { [(); 6].map(|_| self.next().copied()) }
}
