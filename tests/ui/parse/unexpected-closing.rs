//! One closing brace too many.
fn main() {
    let x = 1;
}
} //~ ERROR `}` closes no bracket
