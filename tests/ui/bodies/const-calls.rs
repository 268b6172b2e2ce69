//! Calls in constants of what is not `const`.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
fn run() -> u8 { 1 }
const fn fixed() -> u8 { run() } //~ ERROR E0015
const A: u8 = run(); //~ ERROR E0015
static B: u8 = run(); //~ ERROR E0015
const C: [u8; run() as usize] = []; //~ ERROR E0015
struct S(u8);
impl S {
    fn new() -> S { S(1) }
    const fn make() -> S { S(2) }
    const D: S = S::new(); //~ ERROR E0015
    const E: S = S::make();
}
enum V { X(u8) }
const F: V = V::X(fixed());
trait T { fn t() -> u8; }
impl T for S { fn t() -> u8 { 1 } }
const G: u8 = S::t(); //~ ERROR E0015
const H: fn() -> u8 = run;
const I: fn() -> u8 = || run();
const fn j() { let x = 1 + 2; let y = x < 3; let z = [1, 2, 3][1]; }
