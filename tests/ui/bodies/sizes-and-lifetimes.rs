//! Closures called more often than they may be, transmutes, packed fields, lifetimes as arguments, items of bare traits, unstable items.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
use core::mem::transmute;
fn bar<T: Fn(u32)>(_: T) {}
fn foo<T>(_: T) {}
struct X;
fn once() { let x = X; let closure = |_| foo(x); bar(closure); } //~ ERROR E0525
fn mutates() { let mut n = 0; let closure = |x| n += x; bar(closure); } //~ ERROR E0525
unsafe fn sizes<T>(t: T) { let a = transmute::<u16, [u8; 4]>(1); let b = transmute::<T, u8>(t); let c: u32 = transmute([1u8; 4]); let d: &u8 = transmute(&1u16); } //~ ERROR E0512
//~| ERROR E0512
#[repr(packed)] struct P { a: u8, b: u16, c: [u32; 2] }
fn refs(p: &mut P) { let a = &p.a; let b = &p.b; let c = &mut p.c; let d = &raw const p.b; let e = p.b; p.c.len(); let f = &p.c[0]; let g = p.c[0]; p.b.clone(); } //~ ERROR E0793
//~| ERROR E0793
//~| ERROR E0793
//~| ERROR E0793
//~| ERROR E0793
fn late<'a>(x: &'a u8) -> &'a u8 { x }
fn early<'a, T: 'a>(x: T) where 'a: 'a {}
fn lifetimes() { late::<'static>(&1); let f = late::<'static>; early::<u8, 'static>(1); early::<'static, 'static, u8>(1); struct S<'a, T>(&'a T); let x: S<u8, 'static>; } //~ ERROR E0794
//~| ERROR E0794
//~| ERROR E0747
//~| ERROR E0107
//~| ERROR E0747
trait Tr { fn s() -> u8; const C: u8; type A; }
fn bare() { let x = Tr::s(); } //~ ERROR E0790
fn bare2() { let x = Tr::C; } //~ ERROR E0790
fn bare3() { let x: u32 = Default::default(); let y = Default::default(); } //~ ERROR E0790
fn object() { let x: &dyn Tr; } //~ ERROR E0038
fn kinds() { let x = &1u8 as *const _; let y = 0 as *const _; } //~ ERROR E0641
fn unstable(x: &str) { let t: core::any::TypeId = core::any::TypeId::of::<u8>(); let u = core::intrinsics::abort(); let s = [1u8, 2].as_slice().array_windows::<2>(); let v = x.as_str(); } //~ ERROR E0658
//~| ERROR E0658
