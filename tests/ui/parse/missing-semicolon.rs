//! A statement that is not ended is seen where the next one begins.
fn main() {
    let x = 1 //~ ERROR a `;` is missing
    let y = 2;
}
