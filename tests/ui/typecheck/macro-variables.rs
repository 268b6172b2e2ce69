//! What is made from a macro's variable is marked where the macro has it.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct S { f: u8 }
impl S { fn m(&self) -> u8 { 0 } }
macro_rules! id_expr { ($x:expr) => { let _: u8 = $x; } }
macro_rules! id_bin { ($x:expr) => { $x + 1u8; 1u8 + $x; } } //~ ERROR E0369
//~| ERROR E0277
macro_rules! id_call { ($x:expr) => { $x(1u8); $x(); } }
macro_rules! id_unary { ($x:expr) => { -$x; !$x; *$x; &$x; let _: u8 = &$x; let _: u8 = ($x); let _: u8 = [$x]; let _: u8 = ($x, $x); } } //~ ERROR E0600
//~| ERROR E0600
//~| ERROR E0614
//~| ERROR E0308
//~| ERROR E0308
//~| ERROR E0308
macro_rules! id_idx { ($x:expr) => { 1u8[$x]; $x as S; $x?; } } //~ ERROR E0608
//~| ERROR E0277
//~| ERROR E0277
macro_rules! id_assign { ($x:expr) => { $x = (); $x += (); if $x {} while $x {} return $x } } //~ ERROR E0308
//~| ERROR E0368
macro_rules! bar { () => { "" } }
const C: S = S { f: 0 };
fn f1(a: S) { id_expr!(a); } //~ ERROR E0308
fn f2(a: S) { id_bin!(a); }
fn f3(a: S) { id_call!(a); } //~ ERROR E0618
//~| ERROR E0618
fn f10(a: S) { id_unary!(a); } //~ ERROR E0308
fn f11(a: S) { id_idx!(a); }
fn f13(a: S) { id_assign!(a); } //~ ERROR E0308
//~| ERROR E0308
