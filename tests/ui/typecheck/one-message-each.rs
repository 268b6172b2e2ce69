//! What comes down to the same is told of once, where it came up first; an argument is to blame for all that is asked of it.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
trait Shape {}
struct Sq;
impl Shape for Sq {}
fn a() { let f: dyn Shape; let g: dyn Shape; }
//~^ ERROR the size of `dyn Shape` is not known at compile time [E0277]
//~| ERROR the size of `dyn Shape` is not known at compile time [E0277]
fn b() { let f: dyn Shape = Sq; let g: dyn Shape = Sq; }
//~^ ERROR mismatched types [E0308]
//~| ERROR mismatched types [E0308]
//~| ERROR the size of `dyn Shape` is not known at compile time [E0277]
//~| ERROR the size of `dyn Shape` is not known at compile time [E0277]
fn c<T>(t: T) { fn n<U: Copy>(u: U) {} n(&t); n(t); } //~ ERROR `T: Copy` does not hold [E0277]
fn d<T>(t: T, u: T) { fn n<U: Copy>(u: U, v: U) {} n(t, u); let x = [t, u]; let y: [T; 2] = [t; 2]; n([t], [u]); n(([t],), ([u],)); }
//~^ ERROR `T: Copy` does not hold [E0277]
//~| ERROR `T: Copy` does not hold [E0277]
//~| ERROR `T: Copy` does not hold [E0277]
//~| ERROR `T: Copy` does not hold [E0277]
fn e() { let x = Default::default(); let y = Default::default(); } //~ ERROR nothing says of which type the associated function of `Default` is meant [E0790]
fn f() { struct N; fn n<T: Copy>(_: T, _: T) {} n(N, N); n(N, N); (N == N, N == N, N + N, N + N); }
//~^ ERROR `N: Copy` does not hold [E0277]
//~| ERROR `N: Copy` does not hold [E0277]
//~| ERROR `==` cannot be applied to `N` and `N` [E0369]
//~| ERROR `==` cannot be applied to `N` and `N` [E0369]
//~| ERROR `+` cannot be applied to `N` and `N` [E0369]
//~| ERROR `+` cannot be applied to `N` and `N` [E0369]
fn g<T>(t: T) { t == t; t == t; t + t; t + t; -t; -t; for x in t {} for x in t {} t[0]; t[0]; }
//~^ ERROR `==` cannot be applied to `T` and `T` [E0369]
//~| ERROR `==` cannot be applied to `T` and `T` [E0369]
//~| ERROR `+` cannot be applied to `T` and `T` [E0369]
//~| ERROR `+` cannot be applied to `T` and `T` [E0369]
//~| ERROR unary `-` cannot be applied to `T` [E0600]
//~| ERROR unary `-` cannot be applied to `T` [E0600]
//~| ERROR `T: Iterator` does not hold [E0277]
//~| ERROR `T: Iterator` does not hold [E0277]
//~| ERROR a value of type `T` cannot be indexed [E0608]
//~| ERROR a value of type `T` cannot be indexed [E0608]
fn h<T>(t: T) { core::format_args!("{} {}", t, t); core::format_args!("{:?} {:?} {}", t, t, t); }
//~^ ERROR `T: Display` does not hold [E0277]
//~| ERROR `T: Debug` does not hold [E0277]
//~| ERROR `T: Display` does not hold [E0277]
struct M([[i32; 1]; 3]);
impl FromIterator<i32> for M { fn from_iter<I>(i: I) -> Self { let mut m = M([[0]; 3]); for (s, x) in m.0.iter_mut().zip(i) { s[0] = x; } m } }
//~^ ERROR `I: Iterator` does not hold [E0277]
//~| ERROR `I: Iterator` does not hold [E0277]
fn ff() { let a = [1]; let folded = a.iter().fold(0, |acc| acc + 1); } //~ ERROR a closure with 2 arguments is expected, but this one takes 1 [E0593]
fn gg() { let a = [1]; let q = a.iter().position(3);  } //~ ERROR `{integer}: FnMut(&{integer})` does not hold [E0277]
fn hh() { let z = core::iter::repeat(1).zip(2); } //~ ERROR `{integer}: Iterator` does not hold [E0277]
fn ii() { let a = [1]; let p = a.iter().map(|x, y| x).next(); let q = a.iter().position(3); let z = core::iter::repeat(1).zip(2); }
//~^ ERROR a closure with 1 argument is expected, but this one takes 2 [E0593]
//~| ERROR `{integer}: FnMut(&{integer})` does not hold [E0277]
//~| ERROR `{integer}: Iterator` does not hold [E0277]
