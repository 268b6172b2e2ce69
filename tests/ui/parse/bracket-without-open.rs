//! A `)` too many shows where nothing is open any more.
//@ edition: 2021
fn a() { one(2)) } //~ ERROR `}` closes no bracket
fn b() {}
}
