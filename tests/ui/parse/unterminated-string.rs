//! A string without an end.
fn main() {
    let s = "abc; //~ ERROR this string has no end [E0765]
}
