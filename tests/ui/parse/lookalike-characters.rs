//! Characters that look like ASCII ones.
fn main() {
    let a = 1； //~ ERROR no token starts with `\u{FF1B}`
}
