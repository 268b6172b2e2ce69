//! Expressions where they are seldom: assignments as operands, precedence, statements that are blocks, `cfg` within expressions.
#![no_std]
#![no_main]
#![allow(warnings)]
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

fn assignments() {
    let (mut x, mut y);
    let a = (x = 1) == (y = 2);
    let b = (x += 1) < (y -= 1);
    let c = [(x *= 3), (y = x)];
    let d: bool = ((x, y) = (y, 7)).eq(&());
    say!("{a} {b} {c:?} {d} {x} {y} {:?}", { x <<= 1 } == (x ^= 2));
    fn unit(_: ()) -> u8 { 5 }
    say!("{} {x}", unit(x = 4) + if (y = 3) == () { y } else { 0 });
}
fn prec() { let (a, b, c) = (5u8, 3u8, 2u8); say!("{} {} {} {} {}", a & b == 1 as u8 & 1, a | b ^ c & a << 1, a - b - c, a % b * c, !a >> 1); let mut x = 1; x += { x *= 10; x }; x = if x > 5 { x } else { 0 } + 1; say!("{x}"); let y = match x { n if n > 3 => n, _ => 0 } as u8 + 1; say!("{y}"); let z = { 1 } + { 2 }; let w = unsafe { 3 } as f32 / 2.; say!("{z} {w}"); if x == 11 {} else {} { say!("block") } let f = |a| move |b| a + b; say!("{}", f(1)(2)); let o = Some(5).filter(|x| x > &3).map_or_else(|| 0, |x| x) as u8 as char; say!("{o:?}"); let g = || return 5; say!("{}", g()); let h = move || -> Result<(), ()> { Err(())?; Ok(()) }; say!("{:?}", h()); let k = 'l: { |x: u8| -> u8 { if x > 1 { return 9 } x } }; say!("{} {}", k(1), k(2)); let s = &mut [1, 2, 3][..]; s[1] <<= 2; s[s.len() - 1] |= 8; *&mut s[0] ^= 7; say!("{s:?}"); say!("{}", (1..=3).contains(&2) as u8 + (true & !false | false ^ true) as u8); say!("{:?}", (0..).take_while(|x| x * x < 50).last()); let q = &raw const s; let _ = q; let _ = { say!("stmt"); } == (); let () = (); let _ = |_: u8, (a, b): (u8, u8), [c, ..]: [u8; 2]| a + b + c; while { x -= 1; x > 8 } { say!("w{x}"); } for _ in { 0..1 } { say!("once") } let v = loop { break if x > 0 { x -= 1; continue } else { x } }; say!("{v}"); }
#[cfg(any())] compile_error!("no"); #[cfg_attr(all(), derive(Debug, Clone))] #[cfg_attr(any(), bogus)] struct Cf { #[cfg(all())] a: u8, #[cfg(any())] b: Missing, #[cfg(not(any()))] c: &'static str } enum Ec { #[cfg(any())] X, #[cfg(all())] Y = 4, Z } fn cfgs<#[cfg(any())] T, #[cfg(all())] U: Default>(#[cfg(any())] x: u8, #[cfg(all())] y: U) -> U { #[cfg(any())] { return nonsense } #[cfg(all())] let z = y; #[allow(unused)] #[cfg(any())] let z = 1; let t = (z, #[cfg(any())] 3, #[cfg(all())] 4); let a = [#[cfg(any())] 1, 2]; match a[0] { #[cfg(any())] 2 => panic!(), #[cfg(all())] 2 => t.0, _ => Default::default() } }
static LITS: (u8, f32, f64, i64, char, &[u8], &str, &core::ffi::CStr) = (0b1_0_u8, 1e3_f32, 1_000.000_1, 0xdead_beef_i64, '\u{1_F6_00}', b"\x7f\\\n\
    joined\0", "a\
       b\u{e9}\x41\t\"", c"\xffé"); static RAW: (&str, &[u8], &str) = (r##"a"#b"##, br#"\n""#, r"\"); fn nums() { say!("{} {} {:?} {} {}", 1.max(2), 1.0f32.max(2.), 1..2, 1f32 as u8, 0o17 + 0xE+1); let t = ((1, (2, 3)), 4); say!("{} {} {}", t.0.1.0, t.0.1 .1, (t.0).1.1); struct N { f: (fn() -> u8,) } let n = N { f: (|| 3,) }; say!("{} {}", (n.f.0)(), -1i8.abs()); say!("{}", 2 - -2 - - -2); let r#fn = 3; say!("{}", r#fn); say!("{:?}", "\u{0}\r".bytes().collect_sum()); }
trait CS: Iterator<Item = u8> + Sized { fn collect_sum(self) -> u32 { self.map(|x| x as u32).sum() } } impl<I: Iterator<Item = u8>> CS for I {}
fn where_all<'a, T: ?Sized, const N: usize,>(_: [(); N], x: &'a T, [y, ..,]: [u8; 2],) -> &'a T where T: 'a, for<'b> &'b T: Sized, [u8; N]: Sized, { let _ = [(); N]; x } struct Unit {} struct Tup(u8, #[allow(unused)] pub u8,); type F<'a> = dyn for<'b> Fn(&'b u8, &'a u8,) -> &'b u8 + Send + 'a; impl Unit { const fn new() -> Self { Self {} } } fn gen_args() { let _ = <Unit>::new(); let _ = Tup { 1: 2, 0: 1 }; let Tup { 0: a, .. } = Tup(3, 4); say!("{a}"); let v = <[u8]>::len(&[1, 2]); let d = <dyn core::any::Any>::is::<u8>(&1u8); let s = <&str>::default(); say!("{v} {d} {s:?} {}", <(u8, u8) as Default>::default().0); let c = <u8 as core::str::FromStr>::from_str; say!("{:?}", c("3")); let _: [_; 3] = [0u8; _]; let x: [u8; _] = [1, 2]; say!("{}", x.len()); say!("{}", core::iter::Iterator::map::<_, _>(0..3, |x| x).count()); say!("{}", where_all([(); 3], "q", [1, 2])); }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    assignments();
    say!("{:?} {} {}", Cf { a: 1, #[cfg(any())] b: 2, c: "c" }.clone(), Ec::Y as u8 + Ec::Z as u8, cfgs(#[cfg(any())] 1, 5));
    say!("{LITS:?} {RAW:?}");
    nums();
    prec();
    gen_args();
    0
}
