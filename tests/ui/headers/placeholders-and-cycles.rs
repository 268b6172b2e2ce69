//! Signatures say their types in full, and not by way of themselves.
#![no_std]
#![crate_type = "lib"]
struct A<T>(T);

fn placeholder(_: A<_>) {} //~ ERROR the placeholder `_` is not allowed within types on item signatures for functions
type R = S; //~ ERROR cycle detected when computing type of
type S = R;
struct L([u8; true]); //~ ERROR mismatched types
#[repr(packed(3))] //~ ERROR invalid `repr(packed)` attribute: not a power of two
struct P(u8);
