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

// What lives for ever because it is a constant: whatever follows must not write over it.
#[inline(never)]
fn scribble(n: u32) -> u32 {
    let mut a = [n; 64];
    for i in 1..64 { a[i] = a[i - 1].wrapping_mul(31) ^ 0x5a5a5a5a; }
    a.iter().fold(0, |s, x| s ^ x)
}
const K: i32 = 7;
struct P { x: i32, y: (u8, u8) }
fn method() -> core::slice::Iter<'static, i32> { [5, -3, 10].iter() }
fn adjusted() -> &'static [u8] { let r: &[u8; 3] = &[1, 2, 3]; r }
fn coerced() -> &'static [&'static str] { &["a", "bc"] }
fn field() -> &'static u8 { &(1u8, 2u8).1 }
fn of_struct() -> &'static u8 { &P { x: 1, y: (3, 4) }.y.1 }
fn element() -> &'static i32 { &[10, 20, 30][1] }
fn sum() -> &'static i32 { &(K + 2 * 3 - 1) }
fn shift() -> &'static u32 { &(1 << 5) }
fn quotient() -> &'static i32 { &(K / 2 % 2) }
fn negative() -> (&'static i32, &'static f64) { (&-K, &(-1.5 / 2.0)) }
fn logic() -> &'static bool { &(K > 3) }
fn cast() -> &'static u64 { &(K as u64 | 0x100) }
fn object() -> &'static dyn Fn(i32) -> i32 { &|x| x + 1 }
fn option() -> Option<&'static (u8, [u16; 2])> { Some(&(1, [2, 3])) }
fn function() -> &'static fn(u32) -> u32 { &(scribble as fn(u32) -> u32) }
fn empty() -> &'static mut [i32] { &mut [] }
fn generic<T: Named>() -> (&'static usize, &'static &'static str) { (&3usize, &T::NAME) }
trait Named { const NAME: &'static str; }
impl Named for u8 { const NAME: &'static str = "u8"; }
fn nested() -> &'static &'static [&'static i32] { &(&[&1, &2, &3] as &[&i32]) }
fn over(n: u8) -> u8 { if n > 3 { *&(200u8 + MORE) } else { n } }
const MORE: u8 = 55;
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let balance = [5i32, -3, 10, -20, 4].iter().scan(0, |acc, &x| { *acc += x; Some(*acc) });
    let (a, b, c, d, e, f) = (method(), adjusted(), coerced(), field(), of_struct(), element());
    let (g, h, i, j, k, l) = (sum(), shift(), quotient(), negative(), logic(), cast());
    let (m, n, o, p, q, r) = (object(), option(), function(), empty(), generic::<u8>(), nested());
    let chars = ['x', 'y'].iter().rev();
    let window = [1u8, 2, 3, 4].windows(2);
    put!("{} ", scribble(9));
    for x in balance.clone() { put!("{x} "); }
    say!("{:?}", balance.map_while(|b| (b >= 0).then_some(b * 2)).last());
    say!("{:?} {b:?} {c:?} {d} {e} {f}", a.as_slice());
    say!("{g} {h} {i} {j:?} {k} {l}");
    say!("{} {n:?} {} {} {q:?} {r:?}", m(4), o(1) == scribble(1), p.len());
    for x in chars { put!("{x}"); }
    for w in window { put!(" {w:?}"); }
    say!(" {}", over(9));
    0
}
