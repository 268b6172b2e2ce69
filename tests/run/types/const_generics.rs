// Exercises: const generics with defaults and expressions, associated consts in array lengths, const fn, const blocks,
// arrays of arrays, inference of lengths, statics, unions, repr attributes, MaybeUninit, type aliases.
#![no_std]
#![no_main]
#![allow(dead_code, unused_variables, unused_mut, unused_assignments, unused_labels)]

use core::fmt::{self, Write};

extern "C" {
    fn write(fd: i32, buf: *const u8, n: usize) -> isize;
    fn abort() -> !;
}
struct Out;
impl Write for Out {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { write(1, s.as_ptr(), s.len()) };
        Ok(())
    }
}
macro_rules! say { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    let _ = writeln!(Out, "{info}");
    unsafe { abort() }
}

use core::mem::{align_of, size_of, MaybeUninit};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)] struct Matrix<const R: usize, const C: usize = R>([[i32; C]; R]);
impl<const R: usize, const C: usize> Matrix<R, C> { const CELLS: usize = R * C; const ZERO: Self = Matrix([[0; C]; R]);
    fn transpose(&self) -> Matrix<C, R> { let mut m = Matrix::<C, R>::ZERO; for (i, row) in self.0.iter().enumerate() { for (j, x) in row.iter().enumerate() { m.0[j][i] = *x; } } m }
    fn mul<const K: usize>(&self, o: &Matrix<C, K>) -> Matrix<R, K> { let mut m = Matrix::ZERO; for i in 0..R { for j in 0..K { m.0[i][j] = (0..C).map(|k| self.0[i][k] * o.0[k][j]).sum(); } } m } }
impl<const N: usize> Matrix<N> { fn identity() -> Self { let mut m = Self::ZERO; let mut i = 0; while i < N { m.0[i][i] = 1; i += 1; } m } fn pow(self, n: u32) -> Self { match n { 0 => Self::identity(), n if n % 2 == 0 => { let h = self.pow(n / 2); h.mul(&h) } _ => self.mul(&self.pow(n - 1)) } } }
struct Stack<T, const N: usize> { len: usize, data: [MaybeUninit<T>; N] }
impl<T, const N: usize> Stack<T, N> { const fn new() -> Self { Stack { len: 0, data: [const { MaybeUninit::uninit() }; N] } }
    fn push(&mut self, t: T) -> Result<(), T> { if self.len == N { return Err(t); } self.data[self.len].write(t); self.len += 1; Ok(()) }
    fn pop(&mut self) -> Option<T> { if self.len == 0 { None } else { self.len -= 1; Some(unsafe { self.data[self.len].assume_init_read() }) } }
    fn as_slice(&self) -> &[T] { unsafe { core::slice::from_raw_parts(self.data.as_ptr().cast(), self.len) } } }
impl<T, const N: usize> Drop for Stack<T, N> { fn drop(&mut self) { while let Some(_) = self.pop() {} } }
impl<T, const N: usize> Extend<T> for Stack<T, N> { fn extend<I: IntoIterator<Item = T>>(&mut self, it: I) { for x in it { let _ = self.push(x); } } }
impl<T, const N: usize> FromIterator<T> for Stack<T, N> { fn from_iter<I: IntoIterator<Item = T>>(it: I) -> Self { let mut s = Self::new(); s.extend(it); s } }
impl<'a, T, const N: usize> IntoIterator for &'a Stack<T, N> { type Item = &'a T; type IntoIter = core::slice::Iter<'a, T>; fn into_iter(self) -> Self::IntoIter { self.as_slice().iter() } }
trait Packet { const LEN: usize; const TAG: u8 = 0xA0 | Self::LEN as u8; fn encode(&self) -> [u8; 8]; }
struct Ping; struct Data<const N: usize>([u8; N]);
impl Packet for Ping { const LEN: usize = 1; fn encode(&self) -> [u8; 8] { let mut b = [0; 8]; b[0] = Self::TAG; b } }
impl<const N: usize> Packet for Data<N> { const LEN: usize = N + 1; fn encode(&self) -> [u8; 8] { let mut b = [0; 8]; b[0] = Self::TAG; b[1..=N].copy_from_slice(&self.0); b } }
const fn gcd(a: u32, b: u32) -> u32 { if b == 0 { a } else { gcd(b, a % b) } }
const fn primes<const N: usize>() -> [u32; N] { let mut out = [0; N]; let mut n = 2; let mut i = 0; while i < N { let mut j = 0; let mut ok = true; while j < i { if n % out[j] == 0 { ok = false; break; } j += 1; } if ok { out[i] = n; i += 1; } n += 1; } out }
static PRIMES: [u32; 10] = primes(); const LAST: u32 = PRIMES_C[PRIMES_C.len() - 1]; const PRIMES_C: [u32; 5] = primes::<5>();
const TABLE: [[u8; 3]; { 1 + 1 }] = [[1, 2, 3], [4, 5, 6]]; static mut COUNTER: u32 = gcd(48, 36);
fn sum<const N: usize>(a: [i32; N]) -> (usize, i32) { (N, a.into_iter().sum()) } fn first<T: Copy, const N: usize>(a: &[T; N]) -> T { const { assert!(N > 0) }; a[0] }
fn chunk<const N: usize>(s: &[u8]) -> Option<[u8; N]> { s.get(..N)?.try_into().ok() } fn split<const A: usize>(x: &[u8; 6]) -> (&[u8; A], &[u8]) { let (a, b) = x.split_at(A); (a.try_into().unwrap(), b) }
struct Flag<const B: bool, const C: char = 'x'>; impl Flag<true> { fn on(&self) -> &'static str { "on" } } impl Flag<false, 'y'> { fn on(&self) -> &'static str { "off y" } } impl<const B: bool, const C: char> Flag<B, C> { fn ch(&self) -> (bool, char) { (B, C) } }
#[repr(C)] #[derive(Clone, Copy)] union Bits { f: f32, u: u32, b: [u8; 4] } #[repr(u8)] #[derive(Clone, Copy, Debug, PartialEq)] enum Op { Nop = 1, Add = 1 << 2, Jmp = 4 + 3, End } #[repr(C, packed)] struct Packed { a: u8, b: u32, c: u16 } #[repr(align(16))] struct Al(u8); #[repr(transparent)] struct Tr<T>(T);
#[repr(i16)] enum Neg { A = -5, B, C = 300 } #[repr(C)] struct Cs { a: u8, b: u16, c: u64 } type Grid<T, const N: usize> = [[T; N]; N]; type Res<T = (), E = &'static str> = Result<T, E>;
fn res(b: bool) -> Res { if b { Ok(()) } else { Err("no") } } fn grid<const N: usize>() -> Grid<u8, N> { core::array::from_fn(|i| core::array::from_fn(|j| (i * N + j) as u8)) }
trait HasSize { const SIZE: usize; fn buf() -> usize { Self::SIZE } } impl<T, const N: usize> HasSize for [T; N] { const SIZE: usize = N * size_of::<T>(); } impl HasSize for u16 { const SIZE: usize = 2; } impl<A: HasSize, B: HasSize> HasSize for (A, B) { const SIZE: usize = A::SIZE + B::SIZE; }
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let m = Matrix([[1, 2, 3], [4, 5, 6]]); say!("{:?} {:?} {}", m.transpose(), m.mul(&m.transpose()), Matrix::<4, 5>::CELLS); say!("{:?} {}", Matrix([[1, 1], [1, 0]]).pow(10), Matrix::<2>::identity() < Matrix([[1, 1], [0, 0]]));
    let mut s: Stack<&str, 3> = ["a", "b"].into_iter().collect(); say!("{:?} {:?} {:?}", s.push("c"), s.push("d"), s.as_slice()); for x in &s { say!("{x}"); } say!("{:?} {}", s.pop(), s.len);
    say!("{:?} {:x?} {}", Ping.encode(), Data([9, 8, 7]).encode(), <Data<4>>::LEN); say!("{:?} {LAST} {} {:?}", PRIMES, gcd(100, 75), TABLE);
    unsafe { COUNTER += 1; let c = COUNTER; say!("{c}"); } say!("{:?} {:?} {}", sum([1, 2, 3]), sum([]), first(&['q', 'r'])); say!("{:?} {:?} {:?}", chunk::<2>(b"xyz"), chunk::<4>(b"xyz"), split::<2>(&[1, 2, 3, 4, 5, 6]));
    let ch: Option<[u8; 3]> = chunk(b"abcd"); say!("{ch:?} {} {} {:?}", Flag::<true>.on(), Flag::<false, 'y'>.on(), Flag::<true, 'z'>.ch());
    let b = Bits { f: 1.5 }; unsafe { say!("{:#x} {:?}", b.u, b.b); let Bits { u } = b; say!("{}", u >> 20); match b { Bits { u: 0 } => say!("zero"), Bits { f } => say!("{f}") } }
    say!("{} {} {} {:?}", Op::Nop as u8, Op::Jmp as i32, Op::End as u64, Op::Add); say!("{} {} {}", Neg::A as i16, Neg::B as i16, Neg::C as i16); let p = Packed { a: 1, b: 2, c: 3 }; say!("{} {} {}", size_of::<Packed>(), { p.b }, { let c = p.c; c });
    say!("{} {} {} {} {}", align_of::<Al>(), size_of::<Al>(), size_of::<Tr<u64>>(), size_of::<Cs>(), size_of::<Option<&Al>>()); say!("{:?} {:?} {:?}", grid::<3>(), res(true), res(false)); say!("{} {}", <([u32; 5], (u16, [u8; 3]))>::SIZE, <[u64; 2] as HasSize>::buf());
    let [a, .., z] = PRIMES; let [[x, _, _], [.., y]] = TABLE; say!("{a} {z} {x} {y}"); let arr = [[0u8; 2]; 3].map(|r| r.len()); say!("{arr:?} {}", [1u8, 2, 3].each_ref().map(|x| *x + 1).iter().rev().fold(0u32, |a, &b| a * 10 + b as u32));
    const N: usize = 3; let z = [const { N * 2 }; N]; say!("{z:?} {:?}", [(); 2].map(|()| 'u')); let e: [i32; 0] = []; say!("{:?} {}", e, e.is_empty());
    0
}
