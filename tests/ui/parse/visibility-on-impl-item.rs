//! An item that cannot stand in an `impl`.
struct S;
impl S {
    struct T; //~ ERROR this kind of item cannot stand in a trait or impl
}
fn main() {}
