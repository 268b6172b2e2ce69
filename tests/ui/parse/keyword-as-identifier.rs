//! A keyword is no variable.
fn main() {
    let match = 1; //~ ERROR expected an identifier, found keyword `match`
}
