//! Labels and jumps.
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
fn a() {
    break; //~ ERROR `break` outside of a loop or labeled block [E0268]
    continue; //~ ERROR `continue` outside of a loop [E0268]
    loop { break 'x; } //~ ERROR use of undeclared label `'x` [E0426]
    'a: loop { || { break 'a; }; } //~ ERROR use of unreachable label `'a` [E0767]
    //~| ERROR `break` inside of a closure [E0267]
    while true { break 1u8; } //~ ERROR `break` with value from a `while` loop [E0571]
    while break {} //~ ERROR `break` or `continue` with no label in the condition of a `while` loop [E0590]
    'b: { break; } //~ ERROR unlabeled `break` inside of a labeled block [E0695]
    'c: { continue 'c; } //~ ERROR `continue` pointing to a labeled block [E0696]
    || { break; }; //~ ERROR `break` inside of a closure [E0267]
    loop { break 'a; } //~ ERROR use of undeclared label `'a` [E0426]
    loop { continue 'no; } //~ ERROR use of undeclared label `'no` [E0426]
    'd: loop { fn f() { break 'd; } } //~ ERROR use of unreachable label `'d` [E0767]
    //~| ERROR `break` outside of a loop or labeled block [E0268]
}
