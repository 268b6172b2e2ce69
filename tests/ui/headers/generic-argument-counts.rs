//! Types and traits take as many arguments as they have params without default, up to all.
#![no_std]
#![crate_type = "lib"]
struct A<T>(T);
struct Two<T, U = u8>(T, U);
trait Takes<T> {}

fn none(_: A) {} //~ ERROR missing generics for struct `A`
fn many(_: A<u8, u16>) {} //~ ERROR struct takes 1 generic argument but 2 generic arguments were supplied
fn default(_: Two<u8>) {}
fn all(_: Two<u8, u16>) {}
fn too_many(_: Two<u8, u8, u8>) {} //~ ERROR struct takes at most 2 generic arguments but 3 generic arguments were supplied
fn bound<T: Takes>(_: T) {} //~ ERROR missing generics for trait `Takes`
fn primitive(_: u8<u8>) {} //~ ERROR generic arguments are not allowed on builtin types
impl A<u8, u8> {} //~ ERROR struct takes 1 generic argument but 2 generic arguments were supplied
