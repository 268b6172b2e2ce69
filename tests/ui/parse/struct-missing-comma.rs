//! Fields are separated by commas.
struct S {
    a: u32
    b: u32, //~ ERROR expected `,` or `}`, found `b`
}
fn main() {}
