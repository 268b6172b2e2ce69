//! Names that mean nothing, by what they are used as.
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
fn values() {
    let a = nothing; //~ ERROR cannot find value `nothing` in this scope [E0425]
    missing(); //~ ERROR cannot find function `missing` in this scope [E0425]
    Missing(1u8); //~ ERROR cannot find function, tuple struct or tuple variant `Missing` in this scope [E0425]
    let b: Absent = 1u8; //~ ERROR cannot find type `Absent` in this scope [E0425]
    let c = Gone { x: 1u8 }; //~ ERROR cannot find struct, variant or union type `Gone` in this scope [E0422]
    match 1u8 { Nope(x) => {} _ => {} } //~ ERROR cannot find tuple struct or tuple variant `Nope` in this scope [E0531]
    nowhere::f(); //~ ERROR cannot find module or crate `nowhere` in this scope [E0433]
    Nowhere::f(); //~ ERROR cannot find type `Nowhere` in this scope [E0433]
}
impl Lost for u8 {} //~ ERROR cannot find trait `Lost` in this scope [E0405]
fn bounds<T: AlsoLost>() {} //~ ERROR cannot find trait `AlsoLost` in this scope [E0405]
type A = nomod::B; //~ ERROR cannot find module or crate `nomod` in this scope [E0433]
struct S { x: Unknown } //~ ERROR cannot find type `Unknown` in this scope [E0425]
