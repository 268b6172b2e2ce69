//! `impl Trait` in the output of a trait's method with a default body.
//@ check-pass
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
use core::fmt::{Debug, Display};
trait Make {
    fn text(&self) -> impl Display { "default" }
    fn both(&self) -> (impl Debug + Copy, impl Iterator<Item = impl Debug>) { (1u8, [2u16, 3].into_iter()) }
}
impl Make for u8 {}
impl Make for str { fn text(&self) -> impl Display { self.len() } }
fn use_them<M: Make + ?Sized>(m: &M) -> usize {
    fn show(_: impl Display) {}
    show(m.text());
    let (copied, rest) = m.both();
    let _ = (copied, copied);
    rest.count()
}
pub fn all() -> usize { use_them(&1u8) + use_them("a") }
