//! Parts of arrays that patterns move, and the order in which parameters and what they bound die.
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
macro_rules! p { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    p!("{info}");
    unsafe { exit(101) }
}


struct D(u8);
impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0) } }
struct S { x: D, a: [D; 4], t: ([D; 2], D) }
fn four() -> [D; 4] { [D(1), D(2), D(3), D(4)] }

/// What is left goes from the end, neighbours that nobody names from the first to the last.
fn one_of(n: u8) {
    let a = four();
    let b;
    if n == 0 {
        let [_, m @ .., _] = a;
        b = m;
        put!("m ");
    } else if n == 1 {
        let [f, r @ ..] = a;
        put!("r ");
        let [x, y @ ..] = r;
        drop(y);
    } else if n == 2 {
        let [i @ .., _] = a;
    } else {
        let [.., z] = a;
        put!("z ")
    }
    put!(". ")
}

fn params(a: D, _: D, (b, _): (D, D), [c, d @ ..]: [D; 3], _e: D) { put!("body ") }
fn middle([a, m @ .., b]: [D; 4]) -> [D; 2] { put!("b{} ", b.0); m }

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    for n in 0..4 { one_of(n); p!() }
    { let s = S { x: D(9), a: four(), t: ([D(5), D(6)], D(7)) }; let S { a: [_, rest @ ..], t: ([p @ ..], _), .. } = s; put!("{} {} | ", rest.len(), p.len()); } p!();
    { let mut a = four(); let [f, m @ .., l] = a; drop(m); put!("| "); a = [f, D(8), D(9), l]; put!("set "); } p!();
    { let a = [four(), four()]; let [[x, y @ ..], _] = a; drop(y); put!("| "); } p!();
    { let o = Some([D(1), D(2), D(3)]); match o { Some([a, b @ ..]) if a.0 == 1 => { drop(b); put!("arm ") } _ => () } put!("| "); } p!();
    { for i in 0..3 { let a = four(); let k = match i { 0 => { let [_, k @ .., _] = a; k } 1 => { let [k @ .., _, _] = a; k } _ => continue }; put!("k{} ", k[0].0); } } p!();
    { let a = four(); let [ref f, r @ ..] = a; put!("{} ", f.0); drop(r); put!("| "); } p!();
    { let a = four(); let f = move || { let [x, ..] = a; put!("c{} ", x.0) }; f(); } p!();
    drop(middle(four())); p!();
    params(D(1), D(2), (D(3), D(4)), [D(5), D(6), D(7)], D(8)); p!();
    (|D(_): D, (a, _): (D, D), _: D| put!("closure "))(D(1), (D(2), D(3)), D(4)); p!();
    0
}
