//! A function whose parameters were left out.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
pub fn a -> u8 { 1 } //~ ERROR the parameters
pub fn b { } //~ ERROR the parameters
