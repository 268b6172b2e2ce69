//! Parameters need a colon between pattern and type.
fn f(a u32) {} //~ ERROR expected `:`, found `u32`
fn main() {}
