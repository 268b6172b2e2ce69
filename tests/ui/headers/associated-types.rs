//! Associated types are found by the bounds of what stands before them.
#![no_std]
#![crate_type = "lib"]
trait One { type X; }
trait Also { type X; }
trait Sub: One { type Y; }

fn by_bound<T: One>(_: T::X) {}
fn by_where<T>(_: T::X) where T: One {}
fn by_supertrait<T: Sub>(_: T::X, _: T::Y) {}
fn no_bound<T>(_: T::X) {} //~ ERROR associated type `X` not found for `T`
fn no_such<T: One>(_: T::Z) {} //~ ERROR associated type `Z` not found for `T`
fn ambiguous<T: One + Also>(_: T::X) {} //~ ERROR ambiguous associated type `X` in bounds of `T`
fn of_type(_: <u8>::X) {} //~ ERROR ambiguous associated type
fn constraint<T: One<X = u8>>(_: T) {}
fn constraint_of_super<T: Sub<X = u8, Y = u8>>(_: T) {}
fn no_such_constraint<T: One<Z = u8>>(_: T) {} //~ ERROR associated type `Z` not found for `One`
fn twice<T: One<X = u8, X = u8>>(_: T) {} //~ ERROR the value of the associated type `X` in trait `One` is already specified

struct S;
impl One for S { type X = u8; }
impl Sub for S { type Y = Self::X; }
