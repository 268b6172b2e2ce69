//! Traits where types should be are no types: nothing else is told of them.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]
trait Shape { fn a(&self) -> u8; }
trait Bad { fn new() -> Self; }
struct S { s: Shape } //~ ERROR expected a type, found a trait [E0782]
fn f(s: Shape) {} //~ ERROR expected a type, found a trait [E0782]
fn g(s: &Shape) -> u8 { s.a() } //~ ERROR expected a type, found a trait [E0782]
fn h() -> Shape { loop {} } //~ ERROR expected a type, found a trait [E0782]
fn i(b: &Bad) {} //~ ERROR expected a type, found a trait [E0782]
impl Shape { fn z(&self) {} } //~ ERROR expected a type, found a trait [E0782]
impl Clone for Shape { fn clone(&self) -> Self { loop {} } } //~ ERROR expected a type, found a trait [E0782]
type T = Shape; //~ ERROR expected a type, found a trait [E0782]
const C: Option<&Shape> = None; //~ ERROR expected a type, found a trait [E0782]
fn j() { let x: &Shape = &1u8; let y: Shape = 1; let z = Shape::a; let w = <Shape>::a; let v = 1 as Shape; let u: Option<Shape> = None; x.b(); }
//~^ ERROR expected a type, found a trait [E0782]
//~| ERROR expected a type, found a trait [E0782]
//~| ERROR expected a type, found a trait [E0782]
//~| ERROR expected a type, found a trait [E0782]
//~| ERROR expected a type, found a trait [E0782]
fn k<T: Into<Shape>>(t: T) where Shape: Copy {}
//~^ ERROR expected a type, found a trait [E0782]
//~| ERROR expected a type, found a trait [E0782]
