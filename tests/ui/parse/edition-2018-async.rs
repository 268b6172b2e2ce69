//! `async` is a keyword from 2018 on.
//@ edition: 2018
fn main() {
    let async = 1; //~ ERROR expected an identifier, found keyword `async`
}
