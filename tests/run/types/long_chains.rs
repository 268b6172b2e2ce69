//! Long chains of adapters with closures: what each needs is found once, not once for each that follows.
#![no_std]
#![no_main]
use core::fmt::{self, Write};

extern "C" {
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

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    p!("{info}");
    unsafe { exit(101) }
}

fn odd(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    numbers.map(|x| x * 3 + 1).filter(|x| x % 2 == 1).map(|x| x - 1)
}

#[no_mangle]
extern "C" fn main() -> i32 {
    let sum = (0u64..10)
        .map(|x| x + 1).map(|x| x + 2).map(|x| x + 3).map(|x| x + 4).map(|x| x + 5).map(|x| x + 6).map(|x| x + 7).map(|x| x + 8)
        .map(|x| x + 9).map(|x| x + 10).map(|x| x + 11).map(|x| x + 12).map(|x| x + 13).map(|x| x + 14)
        .sum::<u64>();
    p!("{sum}");
    let mut seen = 0;
    let mixed = [5u8, 3, 8, 1, 9, 2, 7]
        .iter()
        .copied()
        .enumerate()
        .filter(|&(i, _)| i != 2)
        .map(|(i, x)| (i as u32, u32::from(x)))
        .flat_map(|(i, x)| (0..x).map(move |y| i * 10 + y))
        .skip_while(|x| *x < 3)
        .inspect(|_| seen += 1)
        .zip((0..).map(|x| x * x))
        .filter_map(|(a, b)| (a % 3 != 0).then_some((a, b)))
        .scan(0, |total, (a, b)| { *total += b; Some((a, *total)) })
        .take_while(|&(_, total)| total < 4000)
        .map(|(a, total)| total + a)
        .step_by(2)
        .fold((0, 0), |(n, s), x| (n + 1, s + x));
    p!("{mixed:?} {seen}");
    let layered = odd(odd(odd(odd((0..200).filter(|x| x % 7 == 0).map(|x| x + 1)))));
    p!("{:?}", layered.map(|x| x % 1000).max());
    let words = "a bc def ghij".split(' ').map(|w| w.len()).rev().map(|n| n * n).chain([7].into_iter().map(|x| x + 1)).map(|x| x as i64)
        .map(|x| -x).map(|x| x + 100).filter(|x| *x > 0).map(|x| x.to_string_len()).map(|x| x + 1).max_by_key(|x| *x);
    p!("{words:?}");
    0
}

trait ToStringLen {
    fn to_string_len(self) -> usize;
}
impl ToStringLen for i64 {
    fn to_string_len(self) -> usize {
        self.unsigned_abs().checked_ilog10().map_or(1, |n| n as usize + 1)
    }
}
