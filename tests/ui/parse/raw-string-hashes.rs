//! A raw string whose end has too few hashes.
fn main() {
    r##"abc"#; //~ ERROR this raw string has no end [E0748]
}
