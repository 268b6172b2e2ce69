//! Numbers of variants that are given twice or do not fit.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum Twice { A = 1, B = 1, C = 3, D = 2, E } //~ ERROR E0081
//~| ERROR E0081

#[repr(u8)]
pub enum Past { A = 255, B } //~ ERROR E0370
#[repr(i8)]
pub enum Negative { A = -1, B, C = 127, D } //~ ERROR E0370
pub enum Fine { A, B = 5, C, D = -3 }
