// Exercises: integer and float fallback, inference across statements, closures typed later, method calls on later-known
// types, turbofish, operator traits on references and mixed types, shifts, casts of all kinds, `as` inference, literals.
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

use core::ops::*;
#[derive(Clone, Copy, Debug, PartialEq, Default)] struct V2 { x: f64, y: f64 }
impl Add for V2 { type Output = V2; fn add(self, o: V2) -> V2 { V2 { x: self.x + o.x, y: self.y + o.y } } } impl<'a> Add<&'a V2> for &'a V2 { type Output = V2; fn add(self, o: &V2) -> V2 { *self + *o } } impl Mul<f64> for V2 { type Output = V2; fn mul(self, k: f64) -> V2 { V2 { x: self.x * k, y: self.y * k } } } impl Mul<V2> for f64 { type Output = V2; fn mul(self, v: V2) -> V2 { v * self } } impl Mul for V2 { type Output = f64; fn mul(self, o: V2) -> f64 { self.x * o.x + self.y * o.y } } impl Neg for V2 { type Output = V2; fn neg(self) -> V2 { V2 { x: -self.x, y: -self.y } } } impl AddAssign<f64> for V2 { fn add_assign(&mut self, k: f64) { self.x += k; self.y += k } } impl AddAssign for V2 { fn add_assign(&mut self, o: V2) { *self = *self + o } }
impl Index<usize> for V2 { type Output = f64; fn index(&self, i: usize) -> &f64 { match i { 0 => &self.x, 1 => &self.y, _ => panic!("index {i}") } } } impl IndexMut<usize> for V2 { fn index_mut(&mut self, i: usize) -> &mut f64 { if i == 0 { &mut self.x } else { &mut self.y } } } impl Index<&str> for V2 { type Output = f64; fn index(&self, i: &str) -> &f64 { if i == "x" { &self.x } else { &self.y } } } impl Not for V2 { type Output = bool; fn not(self) -> bool { self.x == 0.0 && self.y == 0.0 } } impl PartialEq<f64> for V2 { fn eq(&self, o: &f64) -> bool { self.x == *o && self.y == *o } } impl PartialOrd for V2 { fn partial_cmp(&self, o: &V2) -> Option<core::cmp::Ordering> { (*self * *self).partial_cmp(&(*o * *o)) } } impl Sum2 for V2 {} trait Sum2: Sized + Add<Output = Self> + Default { fn sum2<I: Iterator<Item = Self>>(i: I) -> Self { i.fold(Self::default(), |a, b| a + b) } }
impl Shl<u8> for V2 { type Output = V2; fn shl(self, n: u8) -> V2 { self * (1u32 << n) as f64 } } impl BitXor for V2 { type Output = f64; fn bitxor(self, o: V2) -> f64 { self.x * o.y - self.y * o.x } } impl Rem<V2> for V2 { type Output = V2; fn rem(self, o: V2) -> V2 { V2 { x: self.x - o.x, y: self.y - o.y } } } impl core::iter::Sum for V2 { fn sum<I: Iterator<Item = V2>>(i: I) -> V2 { V2::sum2(i) } } impl<'a> core::iter::Sum<&'a V2> for V2 { fn sum<I: Iterator<Item = &'a V2>>(i: I) -> V2 { i.copied().sum() } }
fn parse<T: core::str::FromStr>(s: &str) -> Option<T> { s.parse().ok() } fn def<T: Default>() -> T { T::default() } fn size<T>(_: &T) -> usize { core::mem::size_of::<T>() } fn largest<T: PartialOrd + Copy>(xs: &[T]) -> T { let mut m = xs[0]; for &x in xs { if x > m { m = x } } m } fn conv<A, B: From<A>>(a: A) -> B { a.into() }
fn dot<T>(a: &[T], b: &[T]) -> T where T: Copy + Mul<Output = T> + core::iter::Sum { a.iter().zip(b).map(|(&x, &y)| x * y).sum() } fn lerp<T>(a: T, b: T, t: f64) -> T where T: Add<Output = T> + Copy, f64: Mul<T, Output = T> { (1.0 - t) * a + t * b } fn refs<'a, T>(a: &'a T, b: &'a T) -> T where &'a T: Add<&'a T, Output = T> { a + b } fn abs_diff<T: Sub<Output = T> + PartialOrd>(a: T, b: T) -> T { if a > b { a - b } else { b - a } }
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = 1; let b = 2.5; let c = 300; let d: u8 = 5; let e = d + 1; let f = a << 3; say!("{} {} {} {} {} {f} {e}", size(&a), size(&b), size(&c), size(&e), size(&'c'));
    let mut later; later = 3; let x: i64 = later; say!("{} {}", size(&later), x); let mut acc: u16 = Default::default(); for i in 0..4u16 { acc += i; } say!("{acc} {}", size(&acc)); let mut o = None; if acc > 3 { o = Some(-1) } let q: Option<i8> = o; say!("{q:?}");
    let t = V2 { x: 1.0, y: 2.0 }; let u = V2 { x: 0.5, ..t }; say!("{:?} {:?} {:?} {} {:?}", t + u, &t + &u, 2.0 * t * 3.0, t * u, -t); let mut w = t; w += u; w += 1.0; w[0] *= 2.0; w[1] -= t["y"]; say!("{w:?} {} {} {} {}", w[0], !w, !V2::default(), w == 5.0);
    say!("{} {:?} {} {:?} {:?}", t < u, t << 3, t ^ u, t % u, [t, u].iter().sum::<V2>()); say!("{:?} {:?}", lerp(t, u, 0.5), lerp(1.0, 3.0, 0.25)); say!("{} {} {}", refs(&3, &4), refs(&1.5, &2.0), refs(&t, &u) * t);
    say!("{:?} {:?} {:?} {:?}", parse::<u8>("300"), parse::<i32>("-7"), parse::<f32>("1.5e3"), parse::<bool>("true")); let p: Option<char> = parse("z"); say!("{p:?} {} {:?} {:?}", def::<u8>(), def::<(i32, bool, [u8; 2])>(), def::<&str>());
    say!("{} {} {}", largest(&[1, 9, 3]), largest(&[0.1, -2.0]), largest(&['a', 'z'])); let l: i64 = conv(3i32); let m: f64 = conv(3f32); let n: u32 = conv('a'); let s: Option<i32> = conv(7); say!("{l} {m} {n} {s:?}"); say!("{} {} {}", dot(&[1, 2, 3], &[4, 5, 6]), dot(&[0.5], &[4.0]), abs_diff(3u8, 9));
    say!("{} {} {} {}", 300i32 as u8, -1i32 as u32, 3.99 as i32, -1.5f32 as u8); say!("{} {} {} {}", 'a' as u32, 97u8 as char, true as i64, f64::MAX as i16); say!("{} {} {}", 255u8 as i8 as i32, u64::MAX as f32, (1u64 << 40 | 7) as u32); let pr = &a as *const i32; say!("{} {}", pr as usize == &a as *const _ as usize, (pr as *const u8).cast::<i32>() == pr); say!("{}", (main as extern "C" fn() -> i32 as usize) != 0);
    let r = &5; let rr = &r; say!("{} {} {} {}", r + 1, **rr * 2, *r << r, -r); say!("{} {} {}", &3 + &4, 10 - &3, &&1 == &&1); let mut z = 10; z += &5; z <<= 1u8; z |= 1; z ^= &0xF; z %= 7; say!("{z} {}", !z); say!("{} {} {}", 7u32 >> 1i64, 1i128 << 100u8, 1u8 << 7usize);
    let v: [_; 3] = [1, 2, 3]; let total: u64 = v.iter().sum(); let prod = v.iter().product::<u64>(); say!("{total} {prod}"); let tup = (1, 2.0, 'c'); let (i, j, _) = tup; let k: (u8, f32, char) = (i, j, 'd'); say!("{k:?} {}", size(&tup)); let cl = |x, y| x + y; say!("{}", cl(1u16, 2)); let mut it = [3, 1, 2].map(|x| x as f32).into_iter(); say!("{:?}", it.by_ref().map(|x| (x * 1.5) as u8).max());
    let fs = [f64::abs, f64::to_radians, |x| x * 10.0]; for g in fs { let _ = write!(Out, "{} ", g(1.25)); } say!(""); let bits = 1.0f32.to_bits(); say!("{bits:#034b} {:e} {:08.3} {:+}", 1234.5, 3.14159, 7); let nn = u8::try_from(300i32); let ok: Result<u8, _> = 200u64.try_into(); say!("{:?} {:?} {}", nn.is_err(), ok, i16::from_str_radix("-7f", 16).unwrap_or(0));
    let h = if a == 1 { 1 } else { 2 } as u64 + 3; say!("{h}"); let neg = -128i8; say!("{:?} {:?} {} {}", neg.checked_neg(), neg.overflowing_sub(1), neg.wrapping_abs(), neg.saturating_sub(5)); say!("{} {}", (2.0f64).max(3.0) as i32, i32::pow(3, 4)); say!("{} {}", 1e3, 1_000u32 + 0xff + 0o17 + 0b11); say!("{}", u128::MAX); 0
}
