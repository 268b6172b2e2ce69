//! Comparisons in a row: some are read on after the message, some end the statement.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn a(a: u8, b: u8) -> u8 { 
    let x = a == b < a; //~ ERROR comparisons cannot be chained
    let y: u8 = ""; //~ ERROR E0308
    1
}
fn b(a: u8, b: u8) -> u8 {
    if a <= b <= a { 1 } else { "" } //~ ERROR comparisons cannot be chained
//~| ERROR E0308
//~| ERROR E0308
}
fn c(a: u8, b: u8) -> u8 {
    if a == b == a { 1 } else { "" } //~ ERROR comparisons cannot be chained
//~| ERROR E0308
//~| ERROR E0308
}
fn d(a: u8, b: u8) -> u8 {
    if a < b > a { 1 } else { "" } //~ ERROR comparisons cannot be chained
}
