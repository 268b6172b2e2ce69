//! Traits that are their own supertraits.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
trait Cyc: Cyc {} //~ ERROR E0391
trait C1: C2 {} //~ ERROR E0391
trait C2: C3 {}
trait C3 where Self: C1 {}
trait Fine: Copy + core::fmt::Debug {}
