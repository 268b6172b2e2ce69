//! What needs a feature in the rules of macros.
//@ edition: 2021
//@ compile-flags: --crate-type=lib
#![no_std]

macro_rules! count { ($($x:ident)*) => { ${count($x)} } } //~ ERROR expressions of macro variables are unstable [E0658]
macro_rules! indices { ($($x:ident)*) => { $( ${ignore($x)} ${index()} + )* 0 } }
//~^ ERROR expressions of macro variables are unstable [E0658]
//~| ERROR expressions of macro variables are unstable [E0658]
macro_rules! concatenated { ($x:ident) => { const ${concat($x, b)}: u8 = 1; } } //~ ERROR `${concat(…)}` is unstable [E0658]
macro_rules! maker { ($n:ident) => { macro_rules! $n { ($$x:expr) => { $$x } } } }
//~^ ERROR expressions of macro variables are unstable [E0658]
//~| ERROR expressions of macro variables are unstable [E0658]
concatenated!(k);
maker!(made);

fn uses() -> usize {
    count!(p q) + indices!(p q) + made!("text") //~ ERROR `{integer}: Add<&str>` does not hold [E0277]
}
