//! Fields are separated by commas.
struct S {
    a: u32 //~ ERROR expected `,` or `}`, found `b`
    b: u32,
}
fn main() {}
