// Exercises: edition 2024: let chains, never-type fallback to !, RPIT capturing, if-let scopes, unsafe extern, `use<>`,
// inline const, async-free parts only, gen reserved, tail temporaries, impl Trait in assoc position.
#![no_std]
#![no_main]
#![allow(dead_code, unused_variables, unused_mut, unused_assignments, unused_labels)]

use core::fmt::{self, Write};

unsafe extern "C" {
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

use core::cell::Cell;
#[derive(Debug, Clone, Copy, PartialEq)] enum Json<'a> { Null, Bool(bool), Num(i64), Str(&'a str), Open, Close, Comma }
struct Lexer<'a> { s: &'a [u8], at: usize }
impl<'a> Lexer<'a> {
    fn new(s: &'a str) -> Self { Self { s: s.as_bytes(), at: 0 } }
    fn peek(&self) -> Option<u8> { self.s.get(self.at).copied() }
    fn take_while(&mut self, f: impl Fn(u8) -> bool) -> &'a str { let start = self.at; while let Some(c) = self.peek() && f(c) { self.at += 1; } core::str::from_utf8(&self.s[start..self.at]).unwrap_or_default() }
    fn token(&mut self) -> Option<Result<Json<'a>, usize>> {
        self.take_while(|c| c.is_ascii_whitespace());
        let c = self.peek()?;
        if let b'-' | b'0'..=b'9' = c && let text = self.take_while(|c| c == b'-' || c.is_ascii_digit()) && let Ok(n) = text.parse::<i64>() { return Some(Ok(Json::Num(n))); }
        if c == b'"' { self.at += 1; let t = self.take_while(|c| c != b'"'); if self.peek().is_none() { return Some(Err(self.at)); } self.at += 1; return Some(Ok(Json::Str(t))); }
        if c.is_ascii_alphabetic() { let at = self.at; return Some(match self.take_while(|c| c.is_ascii_alphabetic()) { "null" => Ok(Json::Null), "true" => Ok(Json::Bool(true)), "false" => Ok(Json::Bool(false)), _ => Err(at) }); }
        self.at += 1;
        Some(match c { b'[' => Ok(Json::Open), b']' => Ok(Json::Close), b',' => Ok(Json::Comma), _ => Err(self.at - 1) })
    }
}
impl<'a> Iterator for Lexer<'a> { type Item = Result<Json<'a>, usize>; fn next(&mut self) -> Option<Self::Item> { self.token() } }
fn numbers(s: &str) -> impl Iterator<Item = i64> { Lexer::new(s).filter_map(|t| if let Ok(Json::Num(n)) = t && n != 0 { Some(n) } else { None }) }
fn no_capture<'a>(s: &'a str) -> impl Fn() -> usize + use<> { let n = s.len(); move || n }
fn captures<'a, T: fmt::Debug>(s: &'a str, t: &'a T) -> impl fmt::Display { struct D<'x, U>(&'x str, &'x U); impl<U: fmt::Debug> fmt::Display for D<'_, U> { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "<{}:{:?}>", self.0, self.1) } } D(s, t) }
struct Noisy<'a>(&'static str, &'a Cell<u32>);
impl Noisy<'_> { fn get(&self) -> Option<u32> { if self.1.get() % 2 == 0 { Some(self.1.get()) } else { None } } }
impl Drop for Noisy<'_> { fn drop(&mut self) { self.1.set(self.1.get() + 1); say!("drop {} {}", self.0, self.1.get()); } }
fn scopes(c: &Cell<u32>) { if let Some(n) = Noisy("cond", c).get() { say!("then {n} {}", c.get()); } else { say!("else {}", c.get()); } say!("after"); }
fn tail(c: &Cell<u32>) -> u32 { let n = Noisy("local", c); Noisy("tail", c).1.get() + n.1.get() }
fn fallback(b: bool) -> Result<(), u8> { let r: Result<u8, u8> = if b { Err(3) } else { Ok(1) }; let x = match r { Ok(v) => v, Err(e) => return Err(e) }; if x == 1 { Ok(()) } else { unreachable!() } }
fn chain(a: Option<u8>, b: Result<u8, ()>, c: bool) -> &'static str { if let Some(x) = a && x > 1 && let Ok(y) = b && (y > x || c) { "all" } else if c && let Some(1) = a { "one" } else if let (Some(x), true) = (a, !c) && let 0..=9 = x { "small" } else { "none" } }
trait Make { type Out; fn make(&self, n: u8) -> impl Iterator<Item = Self::Out>; fn dflt(&self) -> impl fmt::Display { "default" } }
impl Make for u32 { type Out = u32; fn make(&self, n: u8) -> impl Iterator<Item = u32> { let b = *self; (0..n).map(move |i| b + i as u32) } }
impl Make for str { type Out = char; fn make(&self, n: u8) -> impl Iterator<Item = char> { self.chars().cycle().take(n.into()) } fn dflt(&self) -> impl fmt::Display { self.len() } }
fn all<M: Make<Out: fmt::Debug> + ?Sized>(m: &M) { for x in m.make(3) { let _ = write!(Out, "{x:?} "); } say!("{}", m.dflt()); }
unsafe fn raw(p: *mut u8, n: usize) -> u8 { unsafe { *p.add(n) } }
static mut STATE: [u8; 3] = [1, 2, 3];
#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    for t in Lexer::new("[1, -22, \"héy\", true null]") { match t { Ok(t) => { let _ = write!(Out, "{t:?} "); } Err(at) => say!("bad at {at}") } } say!("");
    for t in Lexer::new("[ x \"open") { say!("{t:?}"); }
    say!("{} {}", numbers("[4,0,5]").sum::<i64>(), numbers("").count());
    let f = { let local = [b'a'; 5]; let s = core::str::from_utf8(&local).unwrap(); no_capture(s) }; say!("{} {}", f(), captures("k", &[Some(1), None]));
    let c = Cell::new(0); scopes(&c); scopes(&c); say!("{}", tail(&c));
    say!("{:?} {:?}", fallback(true), fallback(false));
    for (a, b, k) in [(Some(2), Ok(3), false), (Some(1), Err(()), true), (Some(5), Ok(1), false), (None, Ok(1), true), (Some(12), Err(()), false)] { say!("{}", chain(a, b, k)); }
    all(&7u32); all("ab"); say!("{}", const { 3 * 4 } + unsafe { raw(&raw mut STATE as *mut u8, 1) });
    let mut it = [1, 2, 3, 10].into_iter().peekable(); let mut s = 0; while let Some(x) = it.next() && let Some(&y) = it.peek() && y < 10 { s += x * y; } say!("{s}");
    0
}
