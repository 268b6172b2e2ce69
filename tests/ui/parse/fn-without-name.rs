//! A keyword where a name is expected.
pub fn fn() {} //~ ERROR expected an identifier, found keyword `fn`
fn main() {}
