//! Types in heads name what they may not: bounds that do not hold, and what has no size.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
struct Copied<T: Copy>(T);
struct Unique;
fn param(_: Copied<&mut u8>) {} //~ ERROR E0277
fn nested(_: Option<[Copied<Unique>; 2]>) -> Copied<Unique> { loop {} } //~ ERROR E0277
struct Fields { a: Copied<Unique>, b: [Copied<Unique>; 2] } //~ ERROR E0277
enum Variants { W(Copied<Unique>), X { s: Copied<Unique> } } //~ ERROR E0277
fn generic<T>(_: Copied<T>) {} //~ ERROR E0277
struct Generic<T> { g: Copied<T> } //~ ERROR E0277
impl<T> Generic<T> { fn m(&self, _: Copied<T>) {} } //~ ERROR E0277
trait Base {}
trait Derived: Base {}
impl Derived for Unique {} //~ ERROR E0277
trait Of<T: Copy> { type Item: Copy; }
impl Of<u8> for u16 { type Item = &'static mut u8; } //~ ERROR E0277
static STATIC: Copied<Unique> = loop {}; //~ ERROR E0277
fn clause<T>(_: T) where Copied<T>: Clone {} //~ ERROR E0277
fn trivial() where Unique: Copy {} //~ ERROR E0277
fn projected<T: Iterator>(_: Copied<T::Item>) {} //~ ERROR E0277
fn argument(_: impl Of<Unique>) {} //~ ERROR E0277
impl Copied<Unique> {} //~ ERROR E0277
struct Default<T = Copied<Unique>>(T); //~ ERROR E0277
struct DefaultBound<T: Copy = Unique>(T); //~ ERROR E0277
static CELL: core::cell::Cell<u8> = core::cell::Cell::new(1); //~ ERROR E0277
fn slice() -> [u8] { loop {} } //~ ERROR E0277
fn tuple(_: (str, u8)) {} //~ ERROR E0277
fn option(_: Option<str>) {} //~ ERROR E0277
fn good<T: Copy>(_: Copied<T>, _: Copied<u8>) -> Option<Copied<T>> { None }
impl<T> Derived for Copied<T> where T: Copy {}
impl<T: Copy> Base for Copied<T> {}
