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


use core::num::NonZeroU32;
#[derive(PartialEq, Eq)] struct Name { text: &'static str, n: u8 }
#[derive(PartialEq, Eq)] enum Kind { A(&'static str), B { x: Option<NonZeroU32>, y: [u8; 2] }, C }
#[derive(PartialEq)] struct F(f64, f32);
const FIVE: NonZeroU32 = NonZeroU32::new(5).unwrap();
const NAME: Name = Name { text: "five", n: 5 };
const KA: Kind = Kind::A("a"); const KB: Kind = Kind::B { x: Some(FIVE), y: *b"xy" }; const KN: Kind = Kind::B { x: None, y: [0; 2] };
const HALF: F = F(0.5, -0.0);
const PAIR: (&str, &[u8]) = ("pair", b"123");
const LIST: &[&str] = &["x", "", "z"];
const DEEP: &&&str = &&"deep";
trait HasKey { const KEY: i64; }
impl HasKey for u8 { const KEY: i64 = -8; } impl HasKey for () { const KEY: i64 = i64::MIN; }
fn nonzero(n: NonZeroU32) -> u8 { match n { FIVE => 1, NonZeroU32::MIN => 2, NonZeroU32::MAX => 3, _ => 4 } }
fn option(n: Option<NonZeroU32>) -> u8 { const NO: Option<NonZeroU32> = None; const YES: Option<NonZeroU32> = Some(FIVE); match n { NO => 0, YES => 1, _ => 2 } }
fn name(n: &Name) -> u8 { match *n { NAME => 1, Name { text: "five", n: 6.. } => 2, Name { n: 0, .. } => 3, _ => 4 } }
fn kind(k: &Kind) -> &'static str { match k { &KA => "KA", &KB => "KB", &KN => "KN", Kind::A(_) => "A", Kind::B { .. } => "B", Kind::C => "C" } }
fn float(f: F) -> u8 { match f { HALF => 1, F(0.5, _) => 2, F(f64::INFINITY, 1.0..=2.0) => 3, _ => 4 } }
fn pair(p: (&str, &[u8])) -> u8 { match p { PAIR => 1, ("pair", [b'1', ..]) => 2, (_, []) => 3, _ => 4 } }
fn list(l: &[&str]) -> u8 { match l { LIST => 1, [_, "", ..] => 2, [.., "z"] => 3, _ => 4 } }
fn deep(d: &&&str) -> u8 { match d { DEEP => 1, _ => 2 } }
fn key(k: i64) -> u8 { match k { <u8 as HasKey>::KEY => 8, <() as HasKey>::KEY..=-100 => 0, _ => 1 } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    for n in [1, 5, 6, u32::MAX] { put!("{} ", nonzero(NonZeroU32::new(n).unwrap())); }
    for n in [0, 5, 6] { put!("{} ", option(NonZeroU32::new(n))); }
    say!("");
    for (t, n) in [("five", 5), ("five", 7), ("six", 0), ("six", 5)] { put!("{} ", name(&Name { text: t, n })); }
    for k in [Kind::A("a"), Kind::A("b"), KB, KN, Kind::B { x: Some(FIVE), y: *b"xz" }, Kind::C] { put!("{} ", kind(&k)); }
    say!("");
    for f in [F(0.5, 0.0), F(0.5, 1.0), F(1.0 / 0.0, 1.5), F(f64::NAN, -0.0)] { put!("{} ", float(f)); }
    for p in [("pair", &b"123"[..]), ("pair", b"12"), ("p", b""), ("p", b"123")] { put!("{} ", pair(p)); }
    for l in [&["x", "", "z"][..], &["y", "", "z"], &["z"], &[], &["x", "y"]] { put!("{} ", list(l)); }
    for k in [-8, i64::MIN, -100, -99] { put!("{} ", key(k)); }
    say!("{} {}", deep(&&"deep"), deep(&&"dee"));
    say!("{:?} {}", c"abc\xff", c"four".to_bytes().len() + c"".count_bytes());
    0
}
