//! What the grammar lets through: bodies, qualifiers and visibilities where there are none, what needs a feature.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Conv { fn m(&self); const C: u8; type A; }
struct S;
trait Qualified {
    pub fn a(&self); //~ ERROR E0449
    const fn b(&self); //~ ERROR E0379
    fn c((a, b): (u8, u8)); //~ ERROR E0642
    pub type X; //~ ERROR E0449
    default fn d(); //~ ERROR only items of trait impls can be `default`
//~| ERROR E0658
}
impl Conv for S {
    pub fn m(&self) {} //~ ERROR E0449
    const C: u8; //~ ERROR a constant in an `impl` needs a value
    type A; //~ ERROR a type in an `impl` needs a value
}
impl Conv for u8 {
    const fn m(&self) {} //~ ERROR E0379
    pub const C: u8 = 1; //~ ERROR E0449
    type A = u8;
}
pub impl S { //~ ERROR E0449
    fn q(&self); //~ ERROR a function in an `impl` needs a body
    const D: u8; //~ ERROR a constant in an `impl` needs a value
}
fn nobody(); //~ ERROR a function outside of a trait and of `extern` blocks needs a body
const NOVAL: u8; //~ ERROR a constant outside of a trait needs a value
static NOVAL2: u8; //~ ERROR a static outside of `extern` blocks needs a value
type NoTy; //~ ERROR a type alias outside of a trait needs a type
union Empty {} //~ ERROR a union has at least one field
unsafe mod um {} //~ ERROR a module is never `unsafe`
pub extern "C" { //~ ERROR E0449
    fn f1() {} //~ ERROR a function of an `extern` block has no body
    fn f2(mut x: u8); //~ ERROR E0130
    const fn f4(); //~ ERROR a function of an `extern` block cannot be `const`
    async fn f5(); //~ ERROR a function of an `extern` block cannot be `async`
    fn f6(self); //~ ERROR a free function takes no `self`
    safe fn f7(); //~ ERROR `safe` and `unsafe` are for items of `unsafe extern` blocks
    static X: u8 = 1; //~ ERROR a static of an `extern` block has no value
}
fn s1(self) {} //~ ERROR a free function takes no `self`
fn va(x: u8, ...) {} //~ ERROR `...` is for `unsafe extern "C"` functions
//~| ERROR E0658
unsafe extern "C" fn va2(..., x: u8) {} //~ ERROR `...` comes last
extern "C" fn va3(x: u8, ...) {} //~ ERROR a function with `...` is `unsafe`
//~| ERROR E0658
type F1 = fn(mut x: u8); //~ ERROR E0561
trait Nested<X> {}
fn ni(x: impl Nested<impl Copy>) {} //~ ERROR E0666
type Ob = dyn Nested<u8> + 'static + 'static; //~ ERROR E0226
struct Gd<T = u8, U>(T, U); //~ ERROR parameters with a default come last
struct Go<T, 'a>(&'a T); //~ ERROR lifetimes come before types and constants
enum Ev { pub A, B(pub u8) } //~ ERROR E0449
//~| ERROR E0449
default fn dd() {} //~ ERROR only items of trait impls can be `default`
const async fn ac() {} //~ ERROR a function is not both `const` and `async`
//~| ERROR not supported yet: async and gen blocks
safe fn sf() {} //~ ERROR `safe` is for items of `unsafe extern` blocks
unsafe static US: u8 = 1; //~ ERROR only a static of an `extern` block can be `unsafe`
type Wh = u8 where u8: Copy; //~ ERROR the `where` of a type alias comes before its type
fn ab(x: &dyn Iterator<Item = u8, u8>) {} //~ ERROR arguments come before what is said of associated items
//~| ERROR E0107
fn attr(#[inline] x: u8, /** doc */ y: u8, #[allow(unused)] z: u8) {} //~ ERROR a parameter takes no attribute `inline`
//~| ERROR a parameter has no documentation
fn two<T>() where for<'a> &'a T: for<'b> Nested<&'b u8> {} //~ ERROR E0316
auto trait Au<T> {} //~ ERROR E0567
//~| ERROR E0658
auto trait Av: Nested<u8> {} //~ ERROR E0568
//~| ERROR E0658
auto trait Aw { fn m(); } //~ ERROR E0380
//~| ERROR E0658
unsafe impl !Send for S {} //~ ERROR E0198
//~| ERROR E0658
#[no_mangle] fn ä() {} //~ ERROR E0754
#[track_caller] extern "C" fn tc() {} //~ ERROR E0737
fn body() {
    fn inner(); //~ ERROR a function outside of a trait and of `extern` blocks needs a body
    let x: fn(mut y: u8); //~ ERROR E0561
    let y: ! = loop {}; //~ ERROR E0658
    match 1u8 { 0...9 => {} _ => {} } //~ ERROR E0783
    yield 1; //~ ERROR E0658
//~| ERROR E0627
}
trait Alias = Copy; //~ ERROR E0658
fn never(f: &dyn Fn() -> !) {} //~ ERROR E0658
