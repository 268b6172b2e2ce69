//! There is no `++`.
fn main() {
    let mut x = 1;
    x++; //~ ERROR there is no `++`
}
