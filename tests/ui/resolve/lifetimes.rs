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
fn a(x: &'b u8) {}
fn b() -> &u8 { loop {} }
fn c(x: &u8, y: &u8) -> &u8 { x }
struct S { x: &u8 }
struct T<'a>(&'a u8);
struct U { x: T }
fn d(x: T, y: T) -> T { x }
impl Tr for T {}
trait Tr {}
fn e<X>() where X: Tr2<'_> {}
trait Tr2<'a> {}
type W = &u8;
enum En { A(&u8) }
fn f<'a>() { fn g(x: &'a u8) {} }
fn h(x: fn(&u8, &u8) -> &u8) {}
trait As { type X; }
impl As for u8 { type X = &u8; }
fn i(x: &u8) -> (&u8, &u8, T) { loop {} }
