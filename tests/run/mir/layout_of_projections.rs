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


// Fields whose types are found by an impl's own conditions: `Copied<I>: Iterator` binds `Item` by `I: Iterator<Item = &T>`.
struct Buffered<I: Iterator> { inner: I, next: Option<I::Item>, all: [Option<I::Item>; 2] }
impl<I: Iterator> Buffered<I> {
    fn new(mut inner: I) -> Self { let next = inner.next(); Buffered { inner, next, all: [const { None }; 2] } }
    fn step(&mut self) -> Option<I::Item> { let r = self.next.take(); self.next = self.inner.next(); self.all.rotate_left(1); r }
}
struct D(&'static str);
impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
impl Clone for D { fn clone(&self) -> D { put!("+{} ", self.0); D(self.0) } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let xs = [1u8, 2, 3];
    let mut b = Buffered::new(xs.iter().copied());
    say!("{:?} {:?} {}", b.step(), b.step(), size_of_val(&b));
    let ds = [D("a"), D("b")];
    let mut b = Buffered::new(ds.iter().cloned());
    let d = b.step();
    say!("| {} {}", d.is_some(), size_of_val(&b));
    drop(b);
    say!("|");
    let mut p = xs.iter().copied().map(|x| x as u16 * 2).peekable();
    say!("{:?}", p.peek()); say!("{:?} {}", p.next_if(|x| *x == 2), size_of_val(&p));
    let f = xs.iter().cloned().flat_map(|x| (0..x).map(move |y| y * x)).skip(1).step_by(2);
    say!("{} {}", size_of_val(&f), f.fold(0u32, |a, b| a * 10 + b as u32));
    0
}
