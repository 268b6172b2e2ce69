//! Each escape that means nothing is reported.
fn main() {
    "\q"; //~ ERROR there is no such character escape
    '\x9'; //~ ERROR `\x` takes two hexadecimal digits
    "\u{110000}"; //~ ERROR the largest character is `\u{10FFFF}`
    "\u{}"; //~ ERROR `\u{}` takes at least one hexadecimal digit
    b"\u{61}"; //~ ERROR a byte string has no `\u{…}`
}
