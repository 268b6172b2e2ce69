//! After a mistake parsing goes on, so several are reported in one run.
fn a(b: ) {} //~ ERROR expected a type, found `)`
fn main() {
    let x = ; //~ ERROR expected an expression, found `;`
    let y = 1 +;
    foo(,);
}
struct { x: u32 } //~ ERROR expected an identifier, found `{`
fn ok() {}
enum { A }
