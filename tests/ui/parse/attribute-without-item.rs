//! An attribute with nothing behind it.
fn main() {
    let x = 1;
    #[inline] //~ ERROR nothing follows this attribute that it could apply to
}
