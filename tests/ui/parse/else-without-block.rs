//! `else` needs a block.
fn main() {
    if true { } else 1; //~ ERROR expected `{` or `if` after `else`, found `1`
}
