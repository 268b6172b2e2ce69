//! `for` needs `in`.
fn main() {
    for x 0..1 {} //~ ERROR `in` is missing after the pattern of `for`
}
