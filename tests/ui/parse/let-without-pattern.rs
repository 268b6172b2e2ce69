//! `let` needs a pattern.
fn main() {
    let = 1; //~ ERROR expected a pattern, found `=`
}
