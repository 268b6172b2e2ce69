//! Arms take `=>`.
fn main() {
    match 1 {
        1 -> 2, //~ ERROR expected `=>`, found `->`
    }
}
