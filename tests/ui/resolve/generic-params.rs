//! Duplicate, shadowed and misplaced generic parameters.
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
fn a<T, T>(x: T) {} //~ ERROR the name `T` is already used for a generic parameter in this item's generic parameters [E0403]
struct B<'a, 'a>(&'a u8); //~ ERROR the name `'a` is already used for a generic parameter in this item's generic parameters [E0403]
trait C<T> { fn f<T>(); } //~ ERROR the name `T` is already used for a generic parameter in this item's generic parameters [E0403]
struct D<T>(T);
impl<T> D<T> { fn f<T>() {} } //~ ERROR the name `T` is already used for a generic parameter in this item's generic parameters [E0403]
impl<'a> E<'a> { fn f<'a>() {} } //~ ERROR lifetime name `'a` shadows a lifetime name that is already in scope [E0496]
struct E<'a>(&'a u8);
struct F<T = U, U = u8>(T, U); //~ ERROR a default of a generic parameter uses `U`, which is declared after it [E0128]
fn g<const N: T, T>() {} //~ ERROR the type of const parameters must not depend on other generic parameters [E0770]
fn h<'static>() {} //~ ERROR invalid lifetime parameter name: `'static` [E0262]
fn i<'_>() {} //~ ERROR `'_` cannot be used here [E0637]
fn j<T, const T: u8>() {} //~ ERROR the name `T` is already used for a generic parameter in this item's generic parameters [E0403]
