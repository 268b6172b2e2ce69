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

// Methods of the library that are not stable yet give way to a trait's own of the same name.
trait CollectInto<T> { fn collect_into(self) -> ([Option<T>; 3], usize); }
impl<T, I: Iterator<Item = T>> CollectInto<T> for I {
    fn collect_into(self) -> ([Option<T>; 3], usize) {
        let mut list = [const { None }; 3];
        let mut count = 0;
        for (slot, x) in list.iter_mut().zip(self) {
            *slot = Some(x);
            count += 1;
        }
        (list, count)
    }
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    say!("{:?}", [1, 2].iter().map(|x| x * 2).collect_into());
    0
}
