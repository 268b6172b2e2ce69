//! Guards do not count; structs and tuples are looked at field by field.
//@ edition: 2021
#![crate_type = "lib"]
#![no_std]
pub struct Point { x: i32, y: i32 }
pub union Both { a: u8, b: bool }
pub fn guards(o: Option<i32>) {
    match o { Some(x) if x > 0 => {} Some(x) if x <= 0 => {} None => {} } //~ ERROR E0004
}
pub fn structs(p: Point) {
    match p { Point { x: 0, y: _ } => {} Point { x: _, y: 1 } => {} } //~ ERROR E0004
}
pub fn pairs(a: bool, b: bool) {
    match (a, b) { (true, _) => {} (_, true) => {} } //~ ERROR E0004
}
pub fn unions(u: Both) {
    match u { Both { a: 1 } => {} } //~ ERROR E0133
//~| ERROR E0004

}
pub fn whole(a: bool, b: bool, p: Point) {
    match (a, b) { (true, _) => {} (_, true) => {} (false, false) => {} }
    match p { Point { x: 0.., .. } => {} Point { x: ..0, y: _ } => {} }
}
