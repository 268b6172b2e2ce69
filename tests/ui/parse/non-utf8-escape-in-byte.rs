//! Byte strings hold ASCII.
fn main() {
    b"é"; //~ ERROR a byte string holds ASCII only
    b'é'; //~ ERROR a byte literal holds ASCII only
}
