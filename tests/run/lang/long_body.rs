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


// A body of some thousand statements: names looked up far from where they are bound, and types that many expressions wait for.
macro_rules! four { ($($t:tt)*) => { $($t)* $($t)* $($t)* $($t)* } }
macro_rules! many { ($($t:tt)*) => { four! { four! { four! { four! { $($t)* } } } } } }

fn long(mut a: u32) -> (u32, u64, i16) {
    let early = 7;
    let late;
    let mut b = 1u32;
    let mut count = 0;
    let mut wide = 1;
    let mut half = Half(0);
    let add = |x: i16, y| x + y;
    many! {
        let x = a.wrapping_mul(31).wrapping_add(b);
        if x > early { b = b.wrapping_add(x >> 3); }
        a ^= x << 1;
        b = b.rotate_left(3) ^ a;
        count += 1;
        wide = (wide * 5 + 1) % 1_000_003;
        half += 1;
        let step = add(1, 2);
        half += step;
    }
    late = wide;
    let twice = |n| n * 2;
    fn inner(early: u64) -> u64 { early + 1 }
    (a ^ b ^ early ^ count, inner(late), twice(half.0))
}

struct Half(i16);
impl core::ops::AddAssign<i16> for Half { fn add_assign(&mut self, other: i16) { self.0 = self.0.wrapping_add(other) } }

fn same(mut a: u32) -> (u32, u64, i16) {
    let (mut b, mut count, mut wide, mut half) = (1u32, 0u32, 1u64, 0i16);
    for _ in 0..256 {
        let x = a.wrapping_mul(31).wrapping_add(b);
        if x > 7 { b = b.wrapping_add(x >> 3) }
        a ^= x << 1;
        b = b.rotate_left(3) ^ a;
        count += 1;
        wide = (wide * 5 + 1) % 1_000_003;
        half = half.wrapping_add(4);
    }
    (a ^ b ^ 7 ^ count, wide + 1, half * 2)
}

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    for a in [0, 3, 0xFFFF_FFFF] {
        let (x, y) = (long(a), same(a));
        say!("{x:?} {}", x == y);
    }
    0
}
