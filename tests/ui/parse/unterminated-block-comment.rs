//! A comment without an end.
fn main() {}
/* never /* closed */ //~ ERROR this block comment has no end [E0758]
