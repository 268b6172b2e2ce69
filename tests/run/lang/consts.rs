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


// const fn and const generics: tables, parsers, sorting, recursion, traits, panics that do not happen, all at compile time and again at run time.
use core::mem::MaybeUninit;
const fn crc_table() -> [u32; 256] { let mut t = [0; 256]; let mut i = 0; while i < 256 { let mut c = i as u32; let mut k = 0; while k < 8 { c = if c & 1 != 0 { 0xEDB88320 ^ (c >> 1) } else { c >> 1 }; k += 1; } t[i] = c; i += 1; } t }
static CRC: [u32; 256] = crc_table(); const fn crc(s: &[u8]) -> u32 { let mut c = !0u32; let mut i = 0; while i < s.len() { c = CRC_C[((c ^ s[i] as u32) & 255) as usize] ^ (c >> 8); i += 1; } !c } const CRC_C: [u32; 256] = crc_table();
const fn sieve<const N: usize>() -> ([bool; N], usize) { let mut p = [true; N]; let mut n = 0; let mut i = 2; while i < N { if p[i] { n += 1; let mut j = i * i; while j < N { p[j] = false; j += i; } } i += 1; } (p, n) } const PRIMES: [u16; sieve::<100>().1] = { let (p, n) = sieve::<100>(); let mut r = [0; sieve::<100>().1]; let mut k = 0; let mut i = 2; while k < n { if p[i] { r[k] = i as u16; k += 1; } i += 1; } r };
const fn sort<const N: usize>(mut a: [i32; N]) -> [i32; N] { let mut i = 1; while i < N { let mut j = i; while j > 0 && a[j - 1] > a[j] { let t = a[j]; a[j] = a[j - 1]; a[j - 1] = t; j -= 1; } i += 1; } a } const SORTED: [i32; 6] = sort([5, -3, 9, 0, i32::MIN, 2]);
const fn at(s: &[u8], i: usize) -> Option<u8> { if i < s.len() { Some(s[i]) } else { None } }
#[derive(Clone, Copy, Debug, PartialEq, Eq)] enum Tok { Num(i64), Op(u8), End } struct Lexer<'a> { s: &'a [u8], i: usize } impl<'a> Lexer<'a> { const fn next(&mut self) -> Tok { while self.i < self.s.len() && self.s[self.i] == b' ' { self.i += 1; } match at(self.s, self.i) { None => Tok::End, Some(b'0'..=b'9') => { let mut v = 0; while let Some(c @ b'0'..=b'9') = at(self.s, self.i) { v = v * 10 + (c - b'0') as i64; self.i += 1; } Tok::Num(v) } Some(c) => { self.i += 1; Tok::Op(c) } } } const fn peek(&self) -> Tok { Lexer { s: self.s, i: self.i }.next() } const fn prim(&mut self) -> i64 { match self.next() { Tok::Num(n) => n, Tok::Op(b'-') => -self.prim(), Tok::Op(b'(') => { let v = self.expr(); assert!(matches!(self.next(), Tok::Op(b')'))); v } _ => panic!("unexpected") } } const fn term(&mut self) -> i64 { let mut v = self.prim(); loop { match self.peek() { Tok::Op(b'*') => { self.next(); v *= self.prim() } Tok::Op(b'/') => { self.next(); v /= self.prim() } _ => return v } } } const fn expr(&mut self) -> i64 { let mut v = self.term(); while let Tok::Op(o @ (b'+' | b'-')) = self.peek() { self.next(); let r = self.term(); v = if o == b'+' { v + r } else { v - r }; } v } }
const fn eval(s: &str) -> i64 { Lexer { s: s.as_bytes(), i: 0 }.expr() } const ANSWER: i64 = eval("2 * (3 + 4) * -(1 - 2*2) / 7 + 36"); const ARR: [u8; eval("1+2*3") as usize] = [1; 7];
struct Matrix<const R: usize, const C: usize>([[i64; C]; R]); impl<const R: usize, const C: usize> Matrix<R, C> { const ZERO: Self = Matrix([[0; C]; R]); const CELLS: usize = R * C; const fn mul<const K: usize>(&self, o: &Matrix<C, K>) -> Matrix<R, K> { let mut r = Matrix::<R, K>::ZERO; let mut i = 0; while i < R { let mut j = 0; while j < K { let mut k = 0; while k < C { r.0[i][j] += self.0[i][k] * o.0[k][j]; k += 1; } j += 1; } i += 1; } r } const fn transpose(self) -> Matrix<C, R> { let mut r = Matrix::<C, R>::ZERO; let mut i = 0; while i < R * C { r.0[i % C][i / C] = self.0[i / C][i % C]; i += 1; } r } } impl<const N: usize> Matrix<N, N> { const ID: Self = { let mut m = Self::ZERO; let mut i = 0; while i < N { m.0[i][i] = 1; i += 1; } m }; const fn pow(self, n: u32) -> Self { if n == 0 { Self::ID } else { let h = Matrix(self.0).pow(n / 2); let s = h.mul(&h); if n % 2 == 1 { s.mul(&self) } else { s } } } }
const FIB: i64 = Matrix([[1, 1], [1, 0]]).pow(90).0[0][1]; const DYN: &dyn Fn(u8) -> u8 = &|x| x + 1; const FNS: [fn(f64) -> f64; 2] = [|x| x * x, half]; const fn half(x: f64) -> f64 { x / 2.0 } static NESTED: &[&[&str]] = &[&["a", "b"], &[], &["c"]]; const STR: &str = { let b: &'static [u8; 3] = &[b'h', b'i', b'!']; match core::str::from_utf8(b) { Ok(s) => s, Err(_) => panic!() } };
const fn concat<const A: usize, const B: usize, const N: usize>(a: &[u8; A], b: &[u8; B]) -> [u8; N] { let mut r = [0; N]; let mut i = 0; while i < N { r[i] = if i < A { a[i] } else { b[i - A] }; i += 1; } r } const JOINED: &[u8] = &concat::<3, 4, 7>(b"abc", b"defg"); struct Assert<const B: bool>; trait Yes {} impl Yes for Assert<true> {} const fn is_small<T>() -> bool { size_of::<T>() <= 8 } fn only_small<T>(t: T) -> T { const { assert!(is_small::<T>(), "too big") } t }
const fn uninit() -> [u16; 4] { let mut a = [const { MaybeUninit::<u16>::uninit() }; 4]; let mut i = 0; while i < 4 { a[i] = MaybeUninit::new(i as u16 * 3); i += 1; } unsafe { core::mem::transmute(a) } } const UN: [u16; 4] = uninit(); const FLOATS: (f64, f32, u64, i32, bool) = (0.1 + 0.2, 1.0 / 3.0, 1.5f64.to_bits(), -7.9f64 as i32, f64::NAN == f64::NAN); const CASTS: (u8, i8, u32, char, i128, f32) = (300.7 as u8, 200u8 as i8, -1i32 as u32, 0x41u8 as char, u64::MAX as i128 * i64::MAX as i128, u128::MAX as f32); const BITS: (u32, u32, i16, u128, u64) = (0b1011u8.count_ones(), 1u64.leading_zeros(), i16::MIN.wrapping_abs(), u128::MAX.rotate_left(3).swap_bytes(), 0x1234u64.reverse_bits()); const CHK: (Option<u8>, Option<i32>, (u8, bool), u8, i8) = (250u8.checked_add(6), i32::MIN.checked_div(-1), 200u8.overflowing_mul(2), 9u8.saturating_sub(10), i8::MIN.saturating_neg());
trait Shape { const SIDES: u32; const NAME: &'static str = "poly"; const AREA2: u32 = Self::SIDES * Self::SIDES; fn arr() -> [u8; 2] { [Self::SIDES as u8; 2] } } struct Tri; impl Shape for Tri { const SIDES: u32 = 3; } struct Sq; impl Shape for Sq { const SIDES: u32 = 4; const NAME: &'static str = "square"; } struct Total<A, B>(A, B); impl<A: Shape, B: Shape> Total<A, B> { const SUM: u32 = A::AREA2 + B::AREA2; const NAMES: [&'static str; 2] = [A::NAME, B::NAME]; } const fn gcd(a: u64, b: u64) -> u64 { if b == 0 { a } else { gcd(b, a % b) } } const OPT: Option<&'static Option<u8>> = Some(&Some(3)); const UNW: u8 = match OPT { Some(Some(x)) => *x, _ => 0 }; const LOOPED: u32 = 'a: { let mut i = 0; loop { i += 1; if i == 7 { break 'a i * 2; } } }; static COUNTER: core::sync::atomic::AtomicU32 = core::sync::atomic::AtomicU32::new(FIB as u32 % 100); const PTR: *const u8 = JOINED.as_ptr(); const SLICE: &[u8] = { let (a, _) = JOINED.split_at(2); a }; const MUTREF: [u8; 3] = { let mut a = [1, 2, 3]; { let r = &mut a; r[1] = 9; let [x, .., z] = r; core::mem::swap(x, z); } a };
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 { say!("{:#x} {:#x} {}", CRC[255], const { crc(b"123456789") }, crc(b"123456789") == 0xcbf43926); say!("{PRIMES:?} {SORTED:?} {:?}", sort([3, 1, 2])); say!("{ANSWER} {} {}", ARR.len(), eval("10 - 2 - 3")); say!("{FIB} {} {:?} {:?}", Matrix::<3, 4>::CELLS, Matrix([[1, 2, 3], [4, 5, 6]]).transpose().0, Matrix([[2]]).pow(10).0); say!("{} {:?} {NESTED:?} {STR} {:?}", DYN(4), FNS.map(|f| f(3.0)), core::str::from_utf8(JOINED)); fn yes<T: Yes>() -> u8 { 1 } say!("{} {} {UN:?}", yes::<Assert<{ is_small::<u64>() }>>(), only_small(5u32)); say!("{FLOATS:?} {CASTS:?} {BITS:?} {CHK:?}"); say!("{} {:?} {:?} {} {}", Total::<Tri, Sq>::SUM, Total::<Sq, Tri>::NAMES, Tri::arr(), gcd(1071, 462), const { gcd(1 << 40, 3 << 20) }); say!("{UNW} {LOOPED} {} {} {SLICE:?} {MUTREF:?}", COUNTER.load(core::sync::atomic::Ordering::SeqCst), unsafe { *PTR.add(3) } as char); 0 }
