// Which functions and statics of a library others may refer to: rustc's object has the same.
#![no_std]
#![feature(decl_macro)]
pub fn f(x: u32) -> u32 { x.wrapping_add(1) }
fn private_unused() {}
fn helper_of_generic(x: u32) -> u32 { x ^ 1 }
pub fn generic<T: Copy>(t: T, x: u32) -> (T, u32) { (t, helper_of_generic(x)) }
fn helper_of_inline() -> u8 { 3 }
#[inline]
pub fn inlined() -> u8 { helper_of_inline() }
fn helper_of_private_generic() -> u8 { 4 }
fn private_generic<T>(_: T) -> u8 { helper_of_private_generic() }
mod hidden {
    pub fn not_named() {}
    pub fn reexported() { super::private_callee() }
    pub(crate) fn crate_only() {}
    pub struct Named { pub a: u32, b: u8 }
    impl Named { pub fn method(&self) -> u8 { self.b } fn secret(&self) {} pub(crate) fn part(&self) {} }
    pub struct Leaked(pub u8);
    impl Leaked { pub fn of_leaked(&self) {} }
    pub struct InPrivateField;
    impl InPrivateField { pub fn of_private_field(&self) {} }
    pub struct Holder { x: InPrivateField, pub y: InPublicField }
    pub struct InPublicField;
    impl InPublicField { pub fn of_public_field(&self) {} }
    pub enum E { A(InVariant), B }
    pub struct InVariant;
    impl InVariant { pub fn of_variant(&self) {} }
    pub trait Tr { fn required(&self); fn provided(&self) { super::called_by_provided() } }
    impl Tr for u8 { fn required(&self) {} }
    trait Private { fn pr(&self); fn pp(&self) { super::called_by_private_provided() } }
    struct PrivType;
    impl Private for PrivType { fn pr(&self) {} }
    impl PrivType { pub fn inh(&self) {} }
    pub use self::E::A as Variant;
}
fn private_callee() {}
fn called_by_provided() {}
fn called_by_private_provided() {}
pub use hidden::{reexported, Holder, Variant};
use hidden::not_named as _nn;
pub fn leaks() -> hidden::Leaked { hidden::Leaked(1) }
pub mod open { pub fn inner() {} fn p() {} pub(super) fn s() {} pub use super::hidden::Named as N; }
static S: fn() = in_static;
pub static PS: fn() = in_pub_static;
fn in_static() {}
fn in_pub_static() {}
pub const C: fn() = in_const;
const PC: fn() = in_private_const;
fn in_const() {}
fn in_private_const() {}
pub fn ret() -> impl Fn() -> u8 { || in_returned_closure() }
fn in_returned_closure() -> u8 { 9 }
fn priv_ret() -> impl Iterator<Item = Hid> { core::iter::once(Hid) }
struct Hid;
impl Hid { pub fn hid_method(&self) {} fn hid_private(&self) {} }
impl<'a> Life<'a> { pub fn life(&self) {} }
pub struct Life<'a>(&'a u8);
pub struct Gen<T>(T);
impl<T> Gen<T> { pub fn gen_method(&self) { called_by_gen_method() } }
impl Gen<u8> { pub fn spec_method(&self) {} }
fn called_by_gen_method() {}
pub macro mac() { only_by_macro() }
pub fn only_by_macro() {}
fn private_by_macro() {}
pub const fn cf() -> u8 { called_by_const_fn() }
const fn called_by_const_fn() -> u8 { 2 }
#[inline(never)] fn never_inline() {}
pub fn with_f16(x: f32) -> f32 { x }
pub trait DynTr { fn d(&self); }
impl dyn DynTr { pub fn on_dyn(&self) { } }
pub struct Dr; impl Drop for Dr { fn drop(&mut self) {} }
#[derive(Clone, PartialEq, Debug)] pub struct Der { a: u8 }
#[derive(Clone)] struct PrivDer { a: u8 }
pub fn nested() { fn in_nested() {} struct L; impl Clone for L { fn clone(&self) -> L { L } } in_nested() }
pub fn early<'a: 'a>(x: &'a u8) -> &'a u8 { x }
pub extern "C" fn ext() {}
pub fn takes(_: fn(hidden::Leaked)) {}
