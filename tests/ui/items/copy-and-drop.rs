//! What may be `Copy`, and what may have a destructor.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct Plain;
#[derive(Clone, Copy)]
pub struct Bad { a: u8, b: Owned, c: &'static mut u8 } //~ ERROR E0204
//~| ERROR E0277

#[derive(Clone)]
pub struct Owned;
#[derive(Clone, Copy)]
pub struct Dropped(u8); //~ ERROR E0184
impl Drop for Dropped { fn drop(&mut self) {} }
#[derive(Clone, Copy)]
pub enum Either<T> { A(T), B(Owned) } //~ ERROR E0204
pub struct Many<T>(T);
impl<T> Clone for Many<T> { fn clone(&self) -> Self { loop {} } }
impl<T> Copy for Many<T> {} //~ ERROR E0204
#[derive(Clone, Copy)]
pub struct Fine<'a, T>(&'a T, *mut Owned, core::marker::PhantomData<Owned>, fn(Owned), [T; 2]);
