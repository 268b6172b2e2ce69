//! `...` is no operator.
fn main() {
    let x = 1...2; //~ ERROR `...` is no operator; write `..` or `..=`
}
