//! Arguments of formatting macros that cannot be printed: each is marked, one of a kind in each call.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
use core::fmt::Write;
pub struct V; pub struct W;
fn a(o: &mut dyn Write) { let _ = write!(o, "{:?} {:?} {}", V, W, V); } //~ ERROR E0277
//~| ERROR E0277
//~| ERROR E0277
macro_rules! say { ($o:expr, $($t:tt)*) => {{ let _ = writeln!($o, $($t)*); }} }
fn c(o: &mut dyn Write) {
    let v = V;
    let w = W;
    say!(o, "{:?} {:?} {} {v:?}", v, w, V); //~ ERROR E0277
//~| ERROR E0277
//~| ERROR E0277
    say!(o, "{v:?} {w}"); //~ ERROR E0277
//~| ERROR E0277
}
fn d() {
    let _ = format_args!("{:?}", V); //~ ERROR E0277
    let _ = format_args!("{:?}", W); //~ ERROR E0277
    panic!("{:?}", V); //~ ERROR E0277
}
fn e(o: &mut dyn Write) { let v = V; say!(o, "{v:?}"); say!(o, "{:?}", v); } //~ ERROR E0277
//~| ERROR E0277
fn f(o: &mut dyn Write) {
    let v = V;
    say!(o, "{:?} {:?} {:?}", v, V, 1); //~ ERROR E0277
    assert!(true, "{} {}", V, v); //~ ERROR E0277
}
