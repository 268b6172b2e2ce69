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
#[lang = "sync"] trait Sync {}
impl Sync for u8 {}
#[lang = "legacy_receiver"] trait LegacyReceiver {}
impl<T> LegacyReceiver for &T {}
macro_rules! define { ($x:ident) => { let $x = 1u8; let own = 2u8; } }
macro_rules! use_own { () => { own } } //~ ERROR cannot find value `own` in this scope [E0425]
macro_rules! use_given { ($e:expr) => { { let shadow = 1u8; $e } } }
fn a() {
    define!(given);
    given;
    own; //~ ERROR cannot find value `own` in this scope [E0425]
    let own = 1u8;
    use_own!();
    use_given!(shadow); //~ ERROR cannot find value `shadow` in this scope [E0425]
    let seen = 1u8;
    macro_rules! local { () => { seen } }
    local!();
    let seen = 2u8;
    local!();
}
macro_rules! jump { ($l:lifetime) => { break $l; break 'own; } } //~ ERROR use of undeclared label `'own` [E0426]
fn b() { 'own: loop { 'given: loop { jump!('given); } } }
