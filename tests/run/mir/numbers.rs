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

use core::hint::black_box as bb; use core::num::*; use core::sync::atomic::*;
macro_rules! ints { ($($t:ident)*) => { $( { let (a, b): ($t, $t) = (bb($t::MAX / 3), bb(7 as $t)); let m = bb($t::MIN);
  say!("{} {:?} {:?} {:?} {} {} {} {} {} {} {}", stringify!($t), a.checked_mul(b), a.overflowing_add(a), a.wrapping_mul(a).checked_rem(b), a.saturating_mul(b), a.rotate_left(3), a.swap_bytes(), a.reverse_bits(), a.leading_zeros() * 1000 + a.trailing_zeros() * 100 + a.count_ones(), m.wrapping_sub(1), m.wrapping_neg());
  say!("  {} {} {} {:?} {} {:?} {} {}", a / b, a % b, a.isqrt(), b.checked_ilog(2), a.abs_diff(m), b.checked_pow(30), b.pow(2), a.midpoint(b));
  say!("  {} {} {} {} {} {:?}", a as i8, a as u16, m as i32, a as u64, m as i128, a.to_be_bytes());
  say!("  {} {} {} {:?}", a as f32, m as f64, (a as f64 * 1.5) as $t, "123".parse::<$t>()); } )* } }
macro_rules! atomics { ($($t:ident $p:ident)*) => { $( { let a = $t::new(5); let r = (a.fetch_add(3, Ordering::SeqCst), a.fetch_sub(1, Ordering::AcqRel), a.fetch_and(6, Ordering::Relaxed), a.fetch_or(9, Ordering::Release), a.fetch_xor(3, Ordering::SeqCst), a.fetch_nand(12, Ordering::Acquire), a.fetch_max(2, Ordering::SeqCst), a.fetch_min(1, Ordering::SeqCst), a.swap(77, Ordering::SeqCst), a.compare_exchange(77, 78, Ordering::AcqRel, Ordering::Relaxed), a.compare_exchange_weak(1, 2, Ordering::SeqCst, Ordering::SeqCst), a.load(Ordering::Acquire)); say!("{} {:?} {:?}", stringify!($t), r, a.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |x| (x > 70).then_some(x - 70))); } )* } }
fn floats(x: f64, y: f64) { say!("{} {:?} {:?}", x.abs(), x.partial_cmp(&y), x.total_cmp(&y)); say!("{} {} {} {} {} {}", x.max(1.0), y.min(2.0), x.clamp(-1.0, 1.0), x.copysign(y), x.signum(), x % y); say!("{:?} {:?} {} {} {} {:e} {:.3} {:?}", x as i32, y as u8, x as f32, x.to_bits(), x.is_sign_negative(), x, y, x.classify()); say!("{:?} {} {}", x.to_degrees(), x.recip(), x.next_up()); }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    ints!(i8 u8 i16 u16 i32 u32 i64 u64 i128 u128 isize usize);
    atomics!(AtomicU8 u8 AtomicI16 i16 AtomicU32 u32 AtomicI64 i64 AtomicUsize usize);
    for (x, y) in [(2.5, -3.5), (-0.0, 0.0), (f64::NAN, 1.0), (f64::INFINITY, 2.0), (1e300, 1e-300), (-7.9, 2.0), (0.1 + 0.2, 0.3), (f64::MIN_POSITIVE / 2.0, f64::EPSILON)] { floats(bb(x), bb(y)); }
    for x in [1.5f32, 1e10, -3.3e-5, f32::MAX, 16777217.0] { say!("{x} {x:?} {x:e} {:08.2} {} {}", x, x as i64, x as u8); }
    say!("{:?} {:?} {:?} {:?}", "1e400".parse::<f64>(), "0x".parse::<f32>(), "-1.25e-3".parse::<f64>(), "nan".parse::<f32>().map(|x| x.is_nan()));
    let n = NonZeroU32::new(bb(12)).unwrap(); say!("{} {:?} {} {:?}", n, NonZeroI8::new(bb(0)), size_of::<Option<NonZeroU64>>(), n.checked_mul(n)); say!("{:?} {}", Wrapping(250u8) + Wrapping(10), Saturating(250u8) + Saturating(10));
    let (a, b) = (bb(u128::MAX / 5), bb(0xdead_beef_u128)); say!("{} {} {:x} {:?} {}", a / b, a % b, a * 3, a.checked_mul(9), (a as f64)); say!("{} {}", (a >> bb(70)) << 3, (-(a as i128) / 3) >> 5);
    say!("{:?} {:?} {:?}", u64::MAX.checked_next_multiple_of(10), i32::from_str_radix("-7f", 16), u8::from_str_radix("256", 10)); say!("{:?} {:?} {:?}", u8::try_from(300i32).is_err(), i8::try_from(-128i64), char::try_from(0x41u8));
    say!("{:#010b} {:#x} {:o} {:+} {:>8} {:<8}| {:^8} {:08.3} {:e}", 37u8, i16::MIN, 511, 5, -42, 7, 3i64, -2.5, 123456789u64); say!("{:?}", (1u64..=20).product::<u64>()); say!("{:?}", [3i32, -1, 2].iter().map(|x| x.pow(3)).min_by_key(|x| x.unsigned_abs()));
    let mut h = 0xcbf29ce484222325u64; for i in 0..1000u64 { h = (h ^ i).wrapping_mul(0x100000001b3).rotate_right((i % 64) as u32); } say!("{h:016x}"); let p = bb(&h as *const u64 as usize); say!("{}", p % 8); say!("{}", unsafe { core::mem::transmute::<f32, u32>(bb(1.0)) });
    0
}
