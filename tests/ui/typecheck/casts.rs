//! Casts that are not allowed.
//@ edition: 2021
//@ compile-flags: --crate-type=lib -Zstop-after=typeck
#![no_std]
struct P { x: i32, y: i32 }
fn e0604() { 1u32 as char; } //~ ERROR E0604
fn e0605(p: P) { p as i32; } //~ ERROR E0605
fn e0606() { &0u8 as u32; } //~ ERROR E0606
fn e0607(v: *const u8) { v as *const [u8]; } //~ ERROR E0607
fn e0054() { 5 as bool; } //~ ERROR E0054
fn e0620() { let _ = &[0usize, 2] as [usize]; } //~ ERROR E0620
