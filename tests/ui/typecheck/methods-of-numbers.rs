//! Methods of a number whose type is not known: some number has one, or none has.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn a() {
    let x = 1.foo(); //~ ERROR E0599
    let y = 2.0.foo(); //~ ERROR E0599
    let z = 3.pow(2); //~ ERROR E0689
    let w = 2.0.powi(2); //~ ERROR E0599
    let t = 1;
    t.pow(2); //~ ERROR E0689
    let u = 2.;
    u.neg(); //~ ERROR E0689
}
trait Foo { fn quux(&self) {} }
fn b() {
    1.quux(); //~ ERROR E0689
    let x = 1;
    x.quux(); //~ ERROR E0689
    let y = 2.0;
    y.max(3.); //~ ERROR E0689
    (1).abs(); //~ ERROR E0689
    5.len(); //~ ERROR E0689
    2.5.floor(); //~ ERROR E0599
}
