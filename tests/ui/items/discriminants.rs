//! Numbers of variants that are given twice or do not fit.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub enum Twice { A = 1, B = 1, C = 3, D = 2, E }
#[repr(u8)]
pub enum Past { A = 255, B }
#[repr(i8)]
pub enum Negative { A = -1, B, C = 127, D }
pub enum Fine { A, B = 5, C, D = -3 }
