//! Lifetimes that are undeclared, left out where they must be said, or misplaced.
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
fn a(x: &'b u8) {} //~ ERROR use of undeclared lifetime name `'b` [E0261]
fn b() -> &u8 { loop {} } //~ ERROR missing lifetime specifier [E0106]
fn c(x: &u8, y: &u8) -> &u8 { x } //~ ERROR missing lifetime specifier [E0106]
struct S { x: &u8 } //~ ERROR missing lifetime specifier [E0106]
struct T<'a>(&'a u8);
struct U { x: T } //~ ERROR missing lifetime specifier [E0106]
fn d(x: T, y: T) -> T { x } //~ ERROR missing lifetime specifier [E0106]
impl Tr for T {} //~ ERROR implicit elided lifetime not allowed here [E0726]
trait Tr {}
fn e<X>() where X: Tr2<'_> {} //~ ERROR `'_` cannot be used here [E0637]
trait Tr2<'a> {}
type W = &u8; //~ ERROR missing lifetime specifier [E0106]
enum En { A(&u8) } //~ ERROR missing lifetime specifier [E0106]
fn f<'a>() { fn g(x: &'a u8) {} } //~ ERROR can't use generic parameters from outer item [E0401]
fn h(x: fn(&u8, &u8) -> &u8) {} //~ ERROR missing lifetime specifier [E0106]
trait As { type X; }
impl As for u8 { type X = &u8; } //~ ERROR missing lifetime in associated type
fn i(x: &u8) -> (&u8, &u8, T) { loop {} }
