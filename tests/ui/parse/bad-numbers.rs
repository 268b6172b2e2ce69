//! Numbers with no digits, wrong digits or unknown suffixes.
fn main() {
    0x; //~ ERROR this number has no digits [E0768]
    1e; //~ ERROR the exponent of this number has no digits
    0b12; //~ ERROR this is no digit of base 2
    0o9; //~ ERROR this is no digit of base 8
}
