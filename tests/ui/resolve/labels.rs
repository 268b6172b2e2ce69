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
fn a() {
    break;
    continue;
    loop { break 'x; }
    'a: loop { || { break 'a; }; }
    while true { break 1u8; }
    while break {}
    'b: { break; }
    'c: { continue 'c; }
    'd: loop { fn f() { break 'd; } }
    || { break; };
    loop { break 'a; }
    loop { continue 'no; }
}
