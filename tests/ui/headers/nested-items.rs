//! Heads of items in bodies are checked like any other.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn heads() {
    fn f(x: Option) {} //~ ERROR E0107
    const N: Option = None; //~ ERROR E0107
    struct S(Option); //~ ERROR E0107
    impl S {
        fn g(x: Option) {} //~ ERROR E0107
    }
    let x: u8 = ""; //~ ERROR E0308
}
fn g() {
}
