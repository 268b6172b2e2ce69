//! `and` and `or` are not operators.
fn main() {
    let x = true and false; //~ ERROR expected `;`, found `and`
}
