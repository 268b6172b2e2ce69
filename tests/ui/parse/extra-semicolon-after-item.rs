//! Items with braces take no semicolon.
struct S {}; //~ ERROR no `;` stands between items
fn main() {}
