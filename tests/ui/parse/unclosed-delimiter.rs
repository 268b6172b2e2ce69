//! A brace that is never closed is reported at the end of the file.
fn main() {
    if true {
        let x = 1;
} //~ ERROR the file ends before all brackets are closed
