//! A doc comment documents something.
fn main() {
    let x = 1;
    /// nothing //~ ERROR this doc comment documents nothing [E0585]
}
