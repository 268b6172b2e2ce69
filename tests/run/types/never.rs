// Exercises: the never type and its fallback in edition 2021, diverging branches, labeled breaks with values, let-else,
// loops as expressions, `?` in functions and closures with From, nested or-patterns, slice patterns, binding modes.
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

#[derive(Debug, PartialEq)] enum Error { Parse(core::num::ParseIntError), Range { min: i64, got: i64 }, Fmt, Empty }
impl From<core::num::ParseIntError> for Error { fn from(e: core::num::ParseIntError) -> Self { Error::Parse(e) } } impl From<fmt::Error> for Error { fn from(_: fmt::Error) -> Self { Error::Fmt } } impl<T> From<Option<T>> for Error { fn from(_: Option<T>) -> Self { Error::Empty } } impl fmt::Display for Error { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { match self { Error::Parse(e) => write!(f, "parse: {e}"), Self::Range { min, got: g } => write!(f, "{g} < {min}"), Error::Fmt | Error::Empty => f.write_str("other") } } } impl core::error::Error for Error {}
fn number(s: &str) -> Result<i64, Error> { let n: i64 = s.trim().parse()?; if n < 10 { return Err(Error::Range { min: 10, got: n }); } write!(Out, "[{n}]")?; Ok(n) } fn sum(s: &str) -> Result<i64, Error> { let mut t = 0; for p in s.split(',') { t += match number(p) { Ok(n) => n, Err(Error::Range { got, .. }) if got == 1 => continue, Err(e) => return Err(e) } } Ok(t) }
fn first(s: &str) -> Option<char> { let c = s.chars().next()?; if c == '!' { None? } Some(c) } fn opt(v: &[Option<u8>]) -> Option<u8> { let mut t = 0u8; for x in v { t = t.checked_add((*x)?)?; } Some(t) } fn all(s: &str) -> Result<u32, &'static str> { let f = |c: char| -> Result<u32, &'static str> { Ok(c.to_digit(10).ok_or("digit")? * 2) }; s.chars().map(f).sum() }
fn dynerr(s: &str) -> Result<i64, &'static dyn fmt::Debug> { let Ok(n) = number(s) else { return Err(&"bad") }; Ok(n) } fn diverge(b: bool) -> u8 { let x = if b { 1 } else { loop { if !b { break 5 } } }; let y = match b { true => x, false => return 9 }; let z: u8 = 'l: { if y == 1 { break 'l 7; } let _q = y + 1; 8 }; z }
fn never(n: i32) -> ! { panic!("never {n}") } fn use_never(n: i32) -> i32 { if n > 100 { never(n) } else { n } } fn exit_or<T>(o: Option<T>) -> T { match o { Some(t) => t, None => unsafe { abort() } } } fn void() -> Option<core::convert::Infallible> { None }
fn search(g: &[[u8; 3]], want: u8) -> Option<(usize, usize)> { 'outer: loop { 'rows: for (i, row) in g.iter().enumerate() { for (j, &x) in row.iter().enumerate() { if x == want { break 'outer Some((i, j)); } if x == 255 { continue 'rows; } } } break None; } }
#[derive(Clone, Copy, Debug)] enum Tok { Num(i64), Op(char), Par(bool), Pair((u8, u8), [i8; 2]), End }
fn classify(t: &Tok) -> &'static str { match t { Tok::Num(0 | 1) => "bit", Tok::Num(i64::MIN..=-1) => "neg", Tok::Num(n @ (2..10 | 90..)) if n % 2 == 0 => "even", Tok::Num(_) => "num", Tok::Op('+' | '-') | Tok::Par(true | false) => "sym", Tok::Op('a'..='z') => "letter", Tok::Op(_) => "op", Tok::Pair((1, x) | (x, 1), [.., -1] | [-1, ..]) if *x > 3 => "one", Tok::Pair((a, b), [c, d]) if a == b && c == d => "twins", Tok::Pair(..) => "pair", Tok::End => "end" } }
fn slices(v: &[i32]) -> (&str, i32) { match v { [] => ("empty", 0), [x] => ("one", *x), [1, .., 1] => ("ones", 1), &[a, b] => ("two", a + b), [first, mid @ .., last] if first == last => ("same", mid.len() as i32), [_, rest @ ..] => ("many", rest.iter().sum()) } } fn strs(s: &[&str]) -> u8 { match s { ["add", x, y] => x.len() as u8 + y.len() as u8, ["neg", ..] | [.., "neg"] => 1, [op, ..] if op.starts_with('x') => 2, _ => 0 } } fn bytes(b: &[u8]) -> &str { match b { b"abc" => "abc", [b'0'..=b'9', ..] => "digit", [0xEF, 0xBB, 0xBF, rest @ ..] if rest.is_empty() => "bom", _ => "other" } }
struct Deep { a: Option<Result<(u8, &'static str), [i32; 2]>>, b: Inner } struct Inner { n: u8, t: (i32, Option<&'static u8>) } fn deep(d: &Deep) -> i32 { match d { Deep { a: Some(Ok((n, "x"))), b: Inner { t: (_, None), .. } } => *n as i32, Deep { a: Some(Err([x, y])), .. } => x * y, Deep { b: Inner { n: 1..=3, t: (v, Some(&w)) }, a: None } => v + w as i32, Deep { a: _, b: Inner { ref n, t: (ref t, _) } } => -(*n as i32) - t } } fn modes(p: &mut Option<(u8, [u8; 2])>) -> u8 { if let Some((a, [b, _])) = p { *a += 1; core::mem::swap(a, b); } match *p { Some((ref mut x, ref y)) => { *x += y[1]; *x } None => 0 } }
fn refs(v: &&Option<&(i32, u8)>) -> i32 { match v { Some(&(a, b)) => a + b as i32, None => -1 } } fn boxed<T>(t: T) -> impl FnOnce() -> T { move || t } fn tuple3((a, (b, c)): (i32, (i32, i32)), [x, y]: [i32; 2]) -> i32 { a * b + c - x * y }
#[no_mangle]
pub extern "C" fn main() -> i32 {
    for s in ["10, 20", "1,11", "5", "x", "12,,"] { match sum(s) { Ok(n) => say!(" ok {n}"), Err(e) => say!(" err {e} {:?}", e) } } say!("{:?} {:?} {:?}", first("héllo"), first("!"), first("")); say!("{:?} {:?} {:?}", opt(&[Some(1), Some(2)]), opt(&[None]), opt(&[Some(200), Some(100)])); say!("{:?} {:?}", all("123"), all("1a")); say!("{:?} {}", dynerr("q").map_err(|e| say!("{e:?}")), diverge(true) + diverge(false));
    say!("{} {} {:?}", use_never(4), exit_or(Some("v")), void().is_none()); say!("{:?} {:?}", search(&[[1, 2, 3], [255, 5, 5], [4, 5, 6]], 5), search(&[], 1)); for t in [Tok::Num(1), Tok::Num(-4), Tok::Num(8), Tok::Num(94), Tok::Num(9), Tok::Op('-'), Tok::Op('q'), Tok::Op('*'), Tok::Par(true), Tok::Pair((1, 9), [-1, 0]), Tok::Pair((9, 1), [0, -1]), Tok::Pair((2, 2), [3, 3]), Tok::Pair((1, 2), [-1, 0]), Tok::End] { let _ = write!(Out, "{} ", classify(&t)); } say!("");
    for v in [&[][..], &[5], &[1, 2, 1], &[3, 4], &[7, 8, 9, 7], &[1, 2, 3]] { let _ = write!(Out, "{:?} ", slices(v)); } say!(""); say!("{} {} {} {}", strs(&["add", "ab", "c"]), strs(&["q", "neg"]), strs(&["xyz", ""]), strs(&[])); say!("{} {} {} {}", bytes(b"abc"), bytes(b"7"), bytes("\u{feff}".as_bytes()), bytes(&[]));
    static W: u8 = 40; let i = Inner { n: 2, t: (2, Some(&W)) }; say!("{} {} {}", deep(&Deep { a: None, b: i }), deep(&Deep { a: Some(Err([6, 7])), b: Inner { n: 0, t: (0, None) } }), deep(&Deep { a: Some(Ok((5, "y"))), b: Inner { n: 9, t: (1, None) } })); let mut p = Some((1, [7, 3])); say!("{} {p:?} {}", modes(&mut p), modes(&mut None)); say!("{} {} {}", { let o = Some(&(3, 4)); let r = &o; refs(&r) }, boxed(8)(), tuple3((2, (3, 4)), [1, 2]));
    let Some(x) = Some(3) else { unreachable!() }; let (Ok(y) | Err(y)) = (if x > 2 { Ok(1) } else { Err(2) }); let [a, b, ..] = [1, 2, 3, 4]; let (mut c, d); (c, d) = (a, b); [c, _] = [c + 10, 0]; (_, ..) = (1, 2, 3); say!("{x} {y} {c} {d}"); let Inner { n, t: (q, ..) } = Inner { n: 1, t: (2, None) }; let v = loop { if n == 1 { break if q > 1 { "big" } else { "small" }; } }; say!("{v}"); let r @ (s, _) = (1, 2); say!("{r:?} {s}"); let ref z @ Some(ref w) = Some(5) else { return 1 }; say!("{z:?} {w}"); let mut n = 0; let w = while n < 3 { n += 1; if n == 2 { continue } }; let () = w; say!("{n}"); 0
}
