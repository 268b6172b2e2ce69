//! Comparisons do not associate.
fn main() {
    let x = 1 == 2 == 3; //~ ERROR comparisons cannot be chained
    let y = 1 < 2 < 3; //~ ERROR comparisons cannot be chained
}
