#![feature(const_trait_impl, const_destruct, const_clone, const_drop_in_place, const_array, const_closures, const_cell_traits, const_ref_cell, const_convert, const_try)]
#![allow(dead_code)]
#![no_std]
#![no_main]
use core::fmt::{self, Write};

unsafe extern "C" {
    fn write(fd: i32, data: *const u8, count: usize) -> isize;
    fn exit(code: i32) -> !;
}

struct Out;
impl Write for Out {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { write(1, s.as_ptr(), s.len()) };
        Ok(())
    }
}
macro_rules! say { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }
#[allow(unused_macros)]
macro_rules! put { ($($t:tt)*) => {{ let _ = write!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    say!("{info}");
    unsafe { exit(101) }
}


use core::cell::{Cell, RefCell};
struct D<'a>(&'a Cell<u32>, u32);
impl const Drop for D<'_> { fn drop(&mut self) { self.0.set(self.0.get() * 10 + self.1); } }
const fn order() -> u32 {
    let c = Cell::new(0);
    { let _a = D(&c, 1); let _b = (D(&c, 2), [D(&c, 3), D(&c, 4)]); let _ = D(&c, 5); }
    c.get()
}
enum E<'a> { A(D<'a>), B { x: D<'a>, y: u8 }, C }
const fn variants() -> u32 {
    let c = Cell::new(0);
    let mut e = E::A(D(&c, 1));
    e = E::B { x: D(&c, 2), y: 1 };
    e = E::C;
    e = E::A(D(&c, 3));
    if let E::A(d) = e { core::mem::drop(d); }
    let mut m = core::mem::ManuallyDrop::new(D(&c, 7));
    unsafe { core::mem::ManuallyDrop::drop(&mut m) };
    c.get()
}
const fn cells() -> i32 {
    let r = RefCell::new(1);
    { let a = r.borrow(); assert!(r.try_borrow_mut().is_err()); let _ = *a; }
    *r.borrow_mut() += 41;
    assert!(r.try_borrow_mut().is_ok());
    r.into_inner()
}
const ORDER: u32 = order();
const VARIANTS: u32 = variants();
static CELLS: i32 = cells();
struct NoCopy(u8);
impl const Clone for NoCopy { fn clone(&self) -> Self { NoCopy(self.0 + 1) } }
const fn clones() -> (u8, u8) { let t = (NoCopy(1), NoCopy(5)); let a = [NoCopy(0), NoCopy(9)]; let u = (t.0.clone(), t.1.clone()); (u.0.0 + a[1].clone().0, u.1.0) }
const CLONES: (u8, u8) = clones();
const fn noop_waker_like() -> Option<&'static str> { let o = Some(NoDrop("w")); match o { Some(NoDrop(s)) => Some(s), None => None } }
struct NoDrop(&'static str);
const fn doubler(x: usize) -> usize { x * 2 }
const ARR: [usize; 3] = [1, 2, 3].map(doubler);
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    say!("{ORDER} {VARIANTS} {CELLS} {CLONES:?} {:?} {ARR:?}", const { noop_waker_like() });
    say!("{} {}", order(), variants());
    let w = core::task::Waker::noop(); say!("{:?}", w.will_wake(w));
    0
}
