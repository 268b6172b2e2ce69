//! A bracket that is closed by another.
fn main() {
    let x = (1, 2]; //~ ERROR `]` closes the wrong bracket
}
