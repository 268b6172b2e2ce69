//! Bounds that stay open while they determine variables: asking them again must come to an end.
//@ check-pass
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
pub fn sums() -> (i32, i32) {
    ((1..4).chain(7..9).rev().map(|x| x * 10).sum::<i32>(), (1..=3).flat_map(|x| (0..x).map(move |y| x * y)).sum::<i32>())
}
