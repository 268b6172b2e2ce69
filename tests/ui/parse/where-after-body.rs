//! `where` comes before the body.
fn f<T>() {} where T: Clone //~ ERROR expected an item, found keyword `where`
fn main() {}
