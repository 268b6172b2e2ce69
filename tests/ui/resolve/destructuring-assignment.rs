//! Left sides of assignments that are no places.
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
struct S { a: u8, b: u8 }
fn a() {
    let (mut x, mut y) = (1u8, 2u8);
    (x, y) = (y, x);
    (x, ..) = (1u8, 2u8);
    [x, .., y] = [1u8, 2u8, 3u8];
    S { a: x, .. } = S { a: 1, b: 2 };
    _ = 1u8;
    (x, .., ..) = (1u8, 2u8); //~ ERROR `..` can only be used once per pattern
    S { a: x, ..S { a: 1, b: 2 } } = S { a: 1, b: 2 }; //~ ERROR functional record updates are not allowed in destructuring assignments
    let z = _; //~ ERROR in expressions, `_` can only be used on the left-hand side of an assignment
    (x, missing) = (1u8, 2u8); //~ ERROR cannot find value `missing` in this scope [E0425]
}
