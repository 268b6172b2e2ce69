//! Suffixes that no type has.
fn main() {
    12u33;
    1.0z;
}
