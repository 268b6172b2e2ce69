//! Names of a macro's own are not seen outside, and the other way round.
//@ edition: 2021
//@ compile-flags: -Zstop-after=resolve --crate-type=lib
#![feature(no_core, lang_items)]
#![no_core]
#[lang = "pointee_sized"] trait PointeeSized {}
#[lang = "meta_sized"] trait MetaSized: PointeeSized {}
#[lang = "sized"] trait Sized: MetaSized {}
#[lang = "copy"] trait Copy {}
impl Copy for u8 {}
macro_rules! define { ($x:ident) => { let $x = 1u8; let own = 2u8; } }
macro_rules! use_own { () => { own } }
macro_rules! use_given { ($e:expr) => { { let shadow = 1u8; $e } } }
fn a() {
    define!(given);
    given;
    own;
    let own = 1u8;
    use_own!();
    use_given!(shadow);
    let seen = 1u8;
    macro_rules! local { () => { seen } }
    local!();
    let seen = 2u8;
    local!();
}
macro_rules! jump { ($l:lifetime) => { break $l; break 'own; } }
fn b() { 'own: loop { 'given: loop { jump!('given); } } }
