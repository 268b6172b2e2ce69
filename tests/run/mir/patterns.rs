#![no_std]
#![no_main]
use core::fmt::{self, Write};

unsafe extern "C" {
    fn write(fd: i32, data: *const u8, count: usize) -> isize;
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
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    say!("{info}");
    unsafe { abort() }
}

#[derive(Clone, Copy, PartialEq, Debug)] enum Op { Add, Sub, Mul(u8), Jmp { to: i16, cond: bool }, Nested(Option<(u8, char)>) }
#[derive(PartialEq, Eq)] struct P { x: i32, y: i32 }
const ORIGIN: P = P { x: 0, y: 0 }; const LIM: u8 = 10; const NAME: &str = "name"; const BYTES: &[u8] = b"ab"; const PAIR: (u8, Option<i8>) = (1, Some(-1)); const ARR: [u8; 2] = [7, 8];
fn classify(n: i64) -> &'static str { match n { i64::MIN..=-1 => "neg", 0 => "zero", 1 | 2 | 3 => "small", 4..100 => "medium", 100..=999 => "large", 1000.. => "huge" } }
fn ch(c: char) -> u8 { match c { 'a'..='z' | 'A'..='Z' => 1, '0'..='9' => 2, '_' | '-' => 3, '\u{80}'.. => 4, _ => 5 } }
fn op(o: Op) -> i32 { match o { Op::Add => 1, Op::Sub => 2, Op::Mul(0) => 3, Op::Mul(n @ 1..=9) => n as i32 * 10, Op::Mul(n) if n % 2 == 0 => 500, Op::Mul(_) => 501, Op::Jmp { to, cond: true } => to as i32, Op::Jmp { cond: false, .. } => -7, Op::Nested(Some((1 | 2, 'x' | 'y'))) => 70, Op::Nested(Some((n, c))) => n as i32 + c as i32, Op::Nested(None) => 71 } }
fn sl(s: &[i32]) -> i32 { match s { [] => 0, [x] => *x, [1, .., 9] => 19, [a, b] => a + b, [first, mid @ .., last] if mid.len() > 2 => first * last, [_, rest @ ..] => rest.len() as i32 + 100 } }
fn st(s: &str) -> u8 { match s { "" => 0, NAME => 1, "other" | "more" => 2, _ if s.starts_with('x') => 3, _ => 4 } }
fn by(b: &[u8]) -> u8 { match b { BYTES => 1, b"abc" => 2, [b'z', ..] => 3, _ => 4 } }
fn cons(p: P, n: u8, t: (u8, Option<i8>), a: [u8; 2]) -> u32 { (match p { ORIGIN => 1, P { x: 0, .. } => 2, P { x, y } if x == y => 3, _ => 4 }) + 10 * (match n { LIM => 1, 0..LIM => 2, _ => 3 }) + 100 * (match t { PAIR => 1, (1, _) => 2, _ => 3 }) + 1000 * (match a { ARR => 1, [7, _] => 2, _ => 3 }) }
fn fl(f: f64) -> u8 { match f { 0.0 => 0, 1.0..2.0 => 1, 2.0..=3.0 => 2, f64::INFINITY => 3, x if x.is_nan() => 4, _ => 5 } }
fn refs(v: &Option<&(i32, &str)>) -> i32 { match v { Some(&(n, "k")) => n, Some((n @ (5 | 6), _)) => *n * 2, Some((_, s)) => s.len() as i32, None => -1 } }
fn muts(v: &mut [Option<u32>]) { for x in v.iter_mut() { match x { Some(n) if *n > 10 => *n -= 10, Some(n) => *n += 1, s @ None => *s = Some(0) } } if let [Some(a), .., Some(b)] = v { core::mem::swap(a, b); } }
fn bools(a: bool, b: bool, c: bool) -> u8 { match (a, b, c) { (true, false, _) | (false, true, true) => 1, (true, true, true) => 2, (_, _, false) => 3, (false, false, true) => 4 } }
fn u128s(n: u128) -> u8 { match n { 0 => 0, 1..=0xffff_ffff_ffff_ffff => 1, 0x1_0000_0000_0000_0000 => 2, u128::MAX => 3, _ => 4 } }
fn labeled(n: u32) -> u32 { let r = 'a: { if n == 0 { break 'a 100; } let mut i = 0; let found = loop { i += 1; if i * i > n { break i; } if i == 7 { break 'a 7; } }; found + 1 }; r * 2 }
fn letelse(s: &str) -> Result<u32, &str> { let Some((a, b)) = s.split_once('=') else { return Err("no ="); }; let (Ok(a), Ok(b)) = (a.parse::<u32>(), b.parse::<u32>()) else { return Err(a); }; Ok(a * 1000 + b) }
fn at(o: Option<Op>) -> (bool, i32) { match o { ref whole @ Some(ref inner @ Op::Mul(ref n)) => (whole.is_some() && *inner == Op::Add, *n as i32), Some(x @ (Op::Add | Op::Sub)) => (x == Op::Add, 1), _ => (false, 0) } }
fn big(t: (u8, u8, u8, u8, u8, u8)) -> bool { matches!(t, (0 | 1 | 2 | 3, 0 | 1 | 2 | 3, 0 | 1 | 2 | 3, 0 | 1 | 2 | 3, 0 | 1 | 2 | 3, 0 | 1 | 2 | 3)) }
fn infer_arr() -> i32 { let [a, b @ .., c] = [1, 2, 3, 4, 5]; let (mut x, mut y) = (a, c); (x, y) = (y, x); [x, _] = [x + 10, 0]; P { x: y, .. } = P { x: y + 1, y: 0 }; x * 100 + y * 10 + b.iter().sum::<i32>() }
union U { i: u32, f: f32 }
fn un(u: U) -> u8 { unsafe { match u { U { i: 0 } => 0, U { f: 1.0 } => 1, _ => 2 } } }
static TABLE: [(&str, fn(i32) -> i32); 3] = [("neg", |x| -x), ("dbl", dbl), ("id", core::convert::identity)];
fn dbl(x: i32) -> i32 { x * 2 }
fn whiles() -> u32 { let mut v = [3u32, 1, 4, 1, 5]; let mut it = v.iter_mut(); let mut s = 0; while let Some(x) = it.next() { *x += 1; if *x == 2 { continue; } s = s * 10 + *x; } let mut k = 0; while k < 5 && v[k] != 6 { k += 1; } s * 10 + k as u32 }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    for n in [-5, 0, 2, 4, 99, 100, 999, 1000, i64::MAX, i64::MIN] { put!("{} ", classify(n)); } say!();
    for c in ['q', 'Q', '5', '_', 'é', '*', '\u{7f}'] { put!("{} ", ch(c)); } say!();
    for o in [Op::Add, Op::Sub, Op::Mul(0), Op::Mul(9), Op::Mul(10), Op::Mul(11), Op::Jmp { to: -3, cond: true }, Op::Jmp { to: 1, cond: false }, Op::Nested(Some((2, 'y'))), Op::Nested(Some((2, 'z'))), Op::Nested(None)] { put!("{} {:?} ", op(o), at(Some(o))); } say!();
    for s in [&[][..], &[4], &[1, 5, 9], &[1, 2], &[2, 3, 4, 5, 6], &[2, 3, 4], &[1, 9]] { put!("{} ", sl(s)); } say!();
    for s in ["", "name", "more", "xy", "q"] { put!("{} ", st(s)); } for b in [&b"ab"[..], b"abc", b"zq", b"q"] { put!("{} ", by(b)); } say!();
    put!("{} {} {} ", cons(P { x: 0, y: 0 }, 10, (1, Some(-1)), [7, 8]), cons(P { x: 0, y: 3 }, 9, (1, None), [7, 9]), cons(P { x: 4, y: 4 }, 11, (2, None), [0, 0])); say!();
    for f in [0.0, -0.0, 1.0, 1.99, 2.0, 3.0, f64::INFINITY, f64::NAN, 3.5] { put!("{} ", fl(f)); } say!();
    for v in [None, Some(&(3, "k")), Some(&(5, "z")), Some(&(9, "four"))] { put!("{} ", refs(&v)); } say!();
    let mut v = [Some(5), None, Some(20), Some(10)]; muts(&mut v); say!("{v:?}");
    for i in 0..8 { put!("{} ", bools(i & 4 != 0, i & 2 != 0, i & 1 != 0)); } for n in [0, 1, u64::MAX as u128, 1 << 64, u128::MAX, 1 << 100] { put!("{} ", u128s(n)); } say!();
    for n in [0, 5, 30, 100] { put!("{} ", labeled(n)); } for s in ["x", "1=2", "a=b", "12=34"] { put!("{:?} ", letelse(s)); } say!();
    say!("{} {} {} {} {} {}", big((0, 1, 2, 3, 0, 1)), big((0, 1, 2, 3, 0, 4)), infer_arr(), un(U { i: 0 }), un(U { f: 1.0 }), un(U { i: 9 }));
    for (n, f) in TABLE { put!("{n} {} ", f(21)); } say!("{}", whiles());
    0
}
