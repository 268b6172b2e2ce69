//! Constants have a type.
const X = 1; //~ ERROR the type of the constant is missing
static Y = 2; //~ ERROR the type of the `static` is missing
fn main() {}
