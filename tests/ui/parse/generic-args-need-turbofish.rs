//! Generic arguments in expressions need `::`.
fn main() {
    let x = Vec<u32>::new(); //~ ERROR comparisons cannot be chained
}
