//! Where a header names a trait that there is not, bodies and inherent impls are not looked at.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
pub enum Kind { Small(u8), Unit }
struct A<T>(u8); //~ ERROR type parameter `T` is never used [E0392]
impl Kind { fn new() -> Kind { Kind::Unit } fn new() -> Kind { Kind::Unit } }
trait D { fn a(); }
fn generic<T: Missing>(t: T) {} //~ ERROR cannot find trait `Missing` in this scope [E0405]
struct B<T>(u8); //~ ERROR type parameter `T` is never used [E0392]
fn d(d: &dyn D) {} //~ ERROR there can be no `dyn D`: the trait is not dyn compatible [E0038]
fn x() -> u8 { "x" }
impl D for u8 {} //~ ERROR the impl lacks an item of its trait: `a` [E0046]
impl u8 { fn a() {} }
impl Option<u8> { fn a() {} }
trait DD {}
impl dyn DD { fn x() {} } impl dyn DD { fn x() {} }
fn generic2<T: Missing>(t: T) {} //~ ERROR cannot find trait `Missing` in this scope [E0405]
