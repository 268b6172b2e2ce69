//! An inclusive range needs its end.
fn main() {
    let x = 1..=; //~ ERROR an inclusive range needs an end [E0586]
}
