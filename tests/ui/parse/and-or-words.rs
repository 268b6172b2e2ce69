//! `and` and `or` are not operators.
fn main() {
    let x = true and false; //~ ERROR `and` is no operator; write `&&`
}
