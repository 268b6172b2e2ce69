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

use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering}; use core::cell::{Cell, UnsafeCell}; use core::mem::MaybeUninit;
const fn fib(n: u32) -> u64 { let (mut a, mut b, mut i) = (0, 1, 0); while i < n { (a, b) = (b, a + b); i += 1; } a }
const fn gcd(a: u32, b: u32) -> u32 { match b { 0 => a, _ => gcd(b, a % b) } }
const fn crc() -> [u32; 256] { let mut t = [0; 256]; let mut i = 0; while i < 256 { let mut c = i as u32; let mut k = 0; while k < 8 { c = if c & 1 != 0 { 0xedb88320 ^ (c >> 1) } else { c >> 1 }; k += 1; } t[i] = c; i += 1; } t }
static CRC: [u32; 256] = crc(); const F: [u64; 5] = [fib(10), fib(20), fib(50), fib(90), gcd(48, 36) as u64];
const fn len(s: &str) -> usize { s.len() } const NAMES: [&str; 3] = ["x", "yy", "zzz"]; const TOTAL: usize = len(NAMES[0]) + len(NAMES[1]) + NAMES.len();
struct Grid<const W: usize, const H: usize> { cells: [[u8; W]; H] } impl<const W: usize, const H: usize> Grid<W, H> { const AREA: usize = W * H; const EMPTY: Self = Grid { cells: [[b'.'; W]; H] }; const fn with(mut self, x: usize, y: usize) -> Self { self.cells[y][x] = b'#'; self } }
static MAP: Grid<4, 2> = Grid::EMPTY.with(1, 1).with(3, 0);
trait Shape { const SIDES: u32; const NAME: &'static str = "shape"; fn show() -> (u32, &'static str) { (Self::SIDES, Self::NAME) } } struct Sq; struct Tri; impl Shape for Sq { const SIDES: u32 = 4; const NAME: &'static str = "square"; } impl Shape for Tri { const SIDES: u32 = Sq::SIDES - 1; }
static COUNT: AtomicU32 = AtomicU32::new(5); static mut GLOBAL: [i32; 3] = [1, 2, 3]; static NEXT_: AtomicUsize = AtomicUsize::new(9); static NEXT: &AtomicUsize = &NEXT_;
struct Sync_(UnsafeCell<u8>); unsafe impl Sync for Sync_ {} static CELL: Sync_ = Sync_(UnsafeCell::new(3));
#[derive(Clone, Copy)] #[repr(u8)] enum Color { Red = 1, Green = 1 << 2, Blue = Color::Green as u8 + 1 } const COLORS: [Color; 3] = [Color::Red, Color::Green, Color::Blue];
static TREE: Node = Node { v: 1, kids: &[Node { v: 2, kids: &[] }, Node { v: 3, kids: &[Node { v: 4, kids: &[] }] }] }; struct Node { v: u32, kids: &'static [Node] } fn sum(n: &Node) -> u32 { n.v + n.kids.iter().map(sum).sum::<u32>() }
const OPT: Option<&(u8, [i16; 2])> = Some(&(7, [-1, 2])); const FNS: &[(fn(i32) -> i32, &dyn Fn() -> u8)] = &[(sq, &|| 8)]; const fn sq(x: i32) -> i32 { x * x }
const BITS: u64 = f64::to_bits(1.5) ^ u64::from_le_bytes(*b"abcdefgh"); const CH: char = match char::from_digit(11, 16) { Some(c) => c, None => '?' };
const MU: MaybeUninit<[u8; 4]> = MaybeUninit::uninit(); const WRAP: (u8, i8, u32, Option<u8>, (i32, bool)) = (250u8.wrapping_add(10), i8::MIN.wrapping_neg(), u32::MAX.rotate_left(4).count_ones(), 200u8.checked_mul(2), i32::MAX.overflowing_add(1));
fn generic<T, const N: usize>() -> usize { const { N * size_of::<T>() } } struct Assert<const B: bool>; impl Assert<true> { const OK: u8 = 1; }
const STR: &str = concat!("a", 1, 2.5, true, 'c'); const SLICE: &[u8] = STR.as_bytes().split_at(2).1; static SELF: &Loop = &Loop(&SELF_COUNT); struct Loop(&'static AtomicUsize); static SELF_COUNT: AtomicUsize = AtomicUsize::new(1);
mod deep { pub(super) const K: i32 = { const fn f(n: i32) -> i32 { if n < 2 { n } else { f(n - 1) + f(n - 2) } } f(15) }; }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    say!("{F:?} {:x} {TOTAL}", CRC[77]); for r in &MAP.cells { put!("{} ", core::str::from_utf8(r).unwrap()); } say!("{}", Grid::<3, 5>::AREA);
    say!("{:?} {:?}", Sq::show(), <Tri as Shape>::show()); COUNT.fetch_add(2, Ordering::SeqCst); NEXT.store(11, Ordering::Relaxed); say!("{} {}", COUNT.load(Ordering::SeqCst), NEXT.fetch_max(10, Ordering::AcqRel));
    unsafe { GLOBAL[1] = 20; let g = &raw mut GLOBAL; (*g)[2] += 5; say!("{:?}", *g); *CELL.0.get() += 1; say!("{}", *CELL.0.get()); }
    for c in COLORS { put!("{} ", c as u8); } say!("{} {OPT:?} {} {}", sum(&TREE), FNS[0].0(12), FNS[0].1()); say!("{BITS:#x} {CH} {WRAP:?} {}", size_of_val(&MU));
    say!("{} {} {}", generic::<u32, 6>(), generic::<(u8, u16), 3>(), Assert::<true>::OK); say!("{STR} {SLICE:?} {} {}", SELF.0.load(Ordering::Relaxed), deep::K);
    let x = const { Cell::new(4) }; x.set(x.get() + 1); const LOCAL: Cell<u8> = Cell::new(1); LOCAL.set(9); say!("{} {}", x.get(), LOCAL.get());
    let p: &'static [i32] = &[1 + 1, 2 * 3]; let q: &'static Option<(u8, &str)> = &Some((1, "pq")); say!("{p:?} {q:?} {}", core::ptr::eq(p, p));
    say!("{} {} {:?}", i128::MAX, u128::MAX / 7, (-170141183460469231731687303715884105728i128).checked_abs()); say!("{:?} {:?}", core::mem::offset_of!(Node, kids), core::any::type_name::<Grid<2, 3>>());
    0
}
