//! Characters with none or several letters.
fn main() {
    ''; //~ ERROR a character literal needs a character
    'ab'; //~ ERROR a character literal holds one character only; strings stand in double quotes
}
