// Exercises: coercions: unsizing of references, arrays in structs, raw pointers; reborrows; fn items and closures to fn
// pointers; least upper bounds in match, if, arrays, break, return; deref coercion through chains; two-phase borrows.
#![no_std]
#![no_main]
#![allow(dead_code, unused_variables, unused_mut, unused_assignments, unused_labels)]

use core::fmt::{self, Write};

extern "C" {
    fn write(fd: i32, buf: *const u8, n: usize) -> isize;
    fn abort() -> !;
}
struct Out;
impl Write for Out {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { write(1, s.as_ptr(), s.len()) };
        Ok(())
    }
}
macro_rules! say { ($($t:tt)*) => {{ let _ = writeln!(Out, $($t)*); }} }

#[panic_handler]
fn on_panic(info: &core::panic::PanicInfo) -> ! {
    let _ = writeln!(Out, "{info}");
    unsafe { abort() }
}

use core::ops::{Deref, DerefMut}; use core::cell::{Cell, Ref, RefCell, RefMut}; use core::ptr::NonNull; use core::pin::Pin;
struct W<T: ?Sized> { n: u8, tail: T } struct My<T>(T); impl<T> Deref for My<T> { type Target = T; fn deref(&self) -> &T { &self.0 } } impl<T> DerefMut for My<T> { fn deref_mut(&mut self) -> &mut T { &mut self.0 } }
trait T1 { fn t(&self) -> u32; } impl T1 for u32 { fn t(&self) -> u32 { *self } } impl T1 for [u8; 2] { fn t(&self) -> u32 { self[0] as u32 } } impl T1 for str { fn t(&self) -> u32 { self.len() as u32 } } impl T1 for &str { fn t(&self) -> u32 { 1000 } }
fn slice(s: &[i32]) -> usize { s.len() } fn text(s: &str) -> usize { s.len() } fn int(x: &i32) -> i32 { *x } fn obj(o: &dyn T1) -> u32 { o.t() } fn mutslice(s: &mut [i32]) { s[0] += 1 } fn raw(p: *const i32) -> i32 { unsafe { *p } } fn rawslice(p: *const [i32]) -> usize { p.len() } fn f1(x: i32) -> i32 { x + 1 } fn f2(x: i32) -> i32 { x + 2 } unsafe fn fu(x: i32) -> i32 { x + 3 } extern "C" fn fc(x: i32) -> i32 { x * 4 } fn gen<T: Default>(_: i32) -> T { T::default() }
fn lub(n: u8) -> fn(i32) -> i32 { match n { 0 => f1, 1 => f2, 2 => |x| x * 2, _ => i32::abs } } fn lub2(n: u8) -> i32 { let f = if n == 0 { f1 } else { f2 }; let g = [f1, f2, f1][n as usize % 3]; let h = match n { 0 => gen::<i32>, 1 => f1, _ => |x: i32| -x }; f(g(h(n as i32))) } fn lub3<'a>(b: bool, x: &'a [i32; 3], y: &'a [i32]) -> &'a [i32] { if b { x } else { y } } fn lub4(n: u8) -> &'static dyn fmt::Debug { match n { 0 => &1, 1 => &"two", 2 => &[3.0; 2], _ => &None::<()> } } fn unsafe_ptrs() -> [unsafe fn(i32) -> i32; 3] { [f1, fu, |x| x - 1] } fn ret(b: bool) -> &'static [u8] { if b { return b"abc"; } &[1, 2] } fn brk(n: i32) -> &'static str { loop { if n == 0 { break "zero" } if n > 5 { break { let s: &'static str = "big"; s } } return "mid"; } }
fn reborrow(v: &mut [i32; 3]) -> i32 { let a = &mut *v; a[0] = 5; bump(v); bump(v); let r: &[i32; 3] = v; let s: i32 = r.iter().sum(); bump(v); s + v[1] } fn bump(v: &mut [i32]) { for x in v { *x += 1 } } fn chain(m: &My<My<[i32; 2]>>) -> usize { slice(&m[..]) + m.len() + m.iter().count() } fn opt_deref(o: Option<&mut i32>) -> i32 { if let Some(x) = o { *x += 1; *x } else { 0 } } fn as_ref<'a>(r: &'a RefCell<[i32; 3]>) -> Ref<'a, [i32]> { let r: Ref<'a, [i32]> = Ref::map(r.borrow(), |a| &a[1..]); r }
struct Ptr<'a, T: ?Sized>(&'a T); struct Stk { v: [i32; 4], n: usize } impl Stk { fn len(&self) -> usize { self.n } fn push(&mut self, x: usize) -> &mut Self { self.v[self.n] = x as i32; self.n += 1; self } fn top(&mut self) -> Option<&mut i32> { self.v[..self.n].last_mut() } }
impl Index2 for Stk { fn at(&mut self, i: usize) -> &mut i32 { &mut self.v[i] } } trait Index2 { fn at(&mut self, i: usize) -> &mut i32; }
type Callback<'a> = Option<&'a mut dyn FnMut(&[u8]) -> bool>; fn cb(c: Callback, d: &[u8]) -> bool { match c { Some(f) => f(d), None => false } } struct Handler { name: &'static str, run: fn(&Handler, &mut i32) } const HANDLERS: &[Handler] = &[Handler { name: "inc", run: |_, x| *x += 1 }, Handler { name: "len", run: |h, x| *x += h.name.len() as i32 }, Handler { name: "zero", run: zero }]; fn zero(_: &Handler, x: &mut i32) { *x = 0 }
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = [1, 2, 3]; let m = My([4, 5]); say!("{} {} {} {}", slice(&a), slice(&m.0), slice(&*m), slice(&My(&a[1..]))); let s = My("str"); say!("{} {} {}", text(&s), text(s.0), int(&My(My(9)))); say!("{} {} {} {}", obj(&7u32), obj(&[8u8, 1]), obj(&"x"), chain(&My(My([1, 2]))));
    let mut b = [1, 2, 3]; mutslice(&mut b); let mb = &mut b; mutslice(mb); mutslice(&mut mb[1..]); say!("{b:?} {}", reborrow(&mut b)); say!("{} {} {}", raw(&b[0]), raw(&mut b[1]), rawslice(&b)); let p: *const [i32] = &b as *const [i32; 3]; let q = &mut b as *mut [i32; 3] as *const i32; say!("{} {}", p.len(), unsafe { *q.add(2) });
    for n in 0..4 { say!("{} {} {:?}", lub(n)(-3), lub2(n), lub4(n)); } say!("{} {}", lub3(true, &a, &[]).len(), lub3(false, &a, &a[..1]).len()); for f in unsafe_ptrs() { say!("{}", unsafe { f(10) }); } say!("{:?} {} {} {}", ret(true), brk(0), brk(3), brk(9)); let c: extern "C" fn(i32) -> i32 = fc; say!("{} {}", c(2), (c as usize == fc as usize));
    let w: &W<[u8]> = &W { n: 1, tail: [1, 2, 3] }; let d: &W<dyn T1> = &W { n: 2, tail: 5u32 }; say!("{} {} {} {}", w.tail.len(), w.n, d.tail.t(), core::mem::size_of_val(d)); let nn: NonNull<[i32]> = NonNull::from(&mut b) as NonNull<[i32; 3]>; say!("{}", nn.len()); let cell: &Cell<[i32]> = &Cell::new([1, 2, 3]); let cells = cell.as_slice_of_cells(); cells[1].set(9); say!("{:?}", cells.iter().map(Cell::get).sum::<i32>()); let rc = RefCell::new([1, 2, 3]); { let mut g: RefMut<[i32]> = RefMut::map(rc.borrow_mut(), |a| &mut a[..2]); g[0] = 7; } say!("{:?} {:?}", &*as_ref(&rc), rc.borrow().first()); let mut three = 3u32; let pin: Pin<&mut dyn T1> = Pin::new(&mut three) as Pin<&mut dyn T1>; say!("{}", pin.t());
    let mut st = Stk { v: [0; 4], n: 0 }; st.push(st.len()).push(7); let l = st.len(); st.push(l + st.v[1] as usize); *st.at(0) += 3; if let Some(t) = st.top() { *t *= 2 } say!("{:?} {}", st.v, st.len()); let mut seen = 0; say!("{} {} {seen}", cb(Some(&mut |d| { seen += d.len(); d[0] == 1 }), &[1, 2]), cb(None, &[])); let mut x = 5; for h in HANDLERS { (h.run)(h, &mut x); let _ = write!(Out, "{} {x} ", h.name); } say!(""); let mut o = Some(1); say!("{} {} {:?}", opt_deref(o.as_mut()), opt_deref(None), o); let e: [&dyn fmt::Display; 3] = [&1, &'c', &"s"]; let t: (&[i32], &dyn fmt::Debug) = (&a, &a); say!("{} {} {:?}", e[2], t.0.len(), t.1); let mut arr: [&mut dyn FnMut(i32) -> i32; 2] = [&mut |x| x + 1, &mut { let mut n = 0; move |x| { n += x; n } }]; say!("{} {} {}", arr[0](1), arr[1](5), arr[1](6)); let z: Option<&[u8]> = Some(&[1, 2]); let y: Result<&str, &dyn fmt::Debug> = Err(&5); say!("{z:?} {:?}", y.err()); let nested: &[&[&str]] = &[&["a"], &[], &["b", "c"]]; say!("{}", nested.iter().map(|r| r.len()).max().unwrap_or(0)); let Ptr(inner): Ptr<[i32]> = Ptr(&[1, 2]); say!("{inner:?}"); 0
}
