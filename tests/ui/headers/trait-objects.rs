//! Trait objects: one trait that is not auto, with all its associated types.
#![no_std]
#![crate_type = "lib"]
trait Plain {}
trait Item { type X; }
trait Sub: Item<X = u8> {}

fn plain(_: &dyn Plain, _: &(dyn Plain + Send + Sync)) {}
fn known(_: &dyn Item<X = u8>, _: &dyn Sub) {}
fn missing(_: &dyn Item) {} //~ ERROR the value of the associated type `X` in `Item` must be specified
fn two(_: &(dyn Plain + Item<X = u8>)) {} //~ ERROR only auto traits can be used as additional traits in a trait object
fn auto_only(_: &(dyn Send + Sync)) {}
