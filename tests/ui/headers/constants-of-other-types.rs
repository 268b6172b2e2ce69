//! Constant parameters where a constant of another type is needed, literals in impl Trait.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
fn g<const N: u8>(x: [u8; N]) {} //~ ERROR the constant `N` is not of type `usize`
fn g2<const N: bool>() { let x: [u8; N]; let y = [0; N]; } //~ ERROR the constant `N` is not of type `usize`
//~| ERROR the constant `N` is not of type `usize`
struct W<const N: i32>([u8; N]); //~ ERROR the constant `N` is not of type `usize`
fn i() -> impl Iterator<Item = [u8; ""]> { core::iter::empty::<[u8; 3]>() } //~ ERROR E0308
fn k2<const N: usize>() { k2::<N>(); k3::<N>(); let x = [0; N]; } //~ ERROR the constant `N` is not of type `u8`
fn k3<const N: u8>() { }
