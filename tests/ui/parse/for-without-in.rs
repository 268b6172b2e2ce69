//! `for` needs `in`.
fn main() {
    for x 0..1 {} //~ ERROR expected `in`, found `0`
}
