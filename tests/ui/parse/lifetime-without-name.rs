//! Labels stand before loops and blocks.
fn main() {
    'a: 1; //~ ERROR expected `while`, `for`, `loop` or `{` after a label, found `1`
}
