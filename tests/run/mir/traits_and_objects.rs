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

use core::any::{Any, TypeId}; use core::fmt::{Debug, Display}; use core::ops::*; use core::hash::{Hash, Hasher}; use core::cell::*; use core::mem::*; use core::marker::PhantomData;
trait Animal: Debug { fn name(&self) -> &str; fn legs(&self) -> u32 { 4 } fn boxed(self: &Self) -> usize where Self: Sized { size_of::<Self>() } } trait Pet: Animal + Named { fn owner(&self) -> &'static str; } trait Named { fn id(&self) -> u32; fn both(&self) -> (u32, u32) { (self.id(), 1) } }
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)] struct Dog(u32); #[derive(Debug, Default)] struct Bird<'a> { n: &'a str, k: Option<u8> }
impl Animal for Dog { fn name(&self) -> &str { "dog" } } impl Named for Dog { fn id(&self) -> u32 { self.0 } } impl Pet for Dog { fn owner(&self) -> &'static str { "ann" } }
impl<'a> Animal for Bird<'a> { fn name(&self) -> &str { self.n } fn legs(&self) -> u32 { 2 } } impl Named for Bird<'_> { fn id(&self) -> u32 { 77 } } impl Pet for Bird<'static> { fn owner(&self) -> &'static str { "bob" } }
fn up(p: &dyn Pet) -> (&dyn Animal, &dyn Named) { (p, p) } fn show(a: &dyn Animal) { put!("{} {} {:?}; ", a.name(), a.legs(), a); }
struct Tagged<T: ?Sized> { tag: u8, value: T } struct Stack<T, const N: usize> { buf: [MaybeUninit<T>; N], len: usize }
impl<T, const N: usize> Stack<T, N> { const fn new() -> Self { Stack { buf: [const { MaybeUninit::uninit() }; N], len: 0 } } fn push(&mut self, t: T) -> Result<(), T> { if self.len == N { return Err(t); } self.buf[self.len].write(t); self.len += 1; Ok(()) } fn pop(&mut self) -> Option<T> { self.len = self.len.checked_sub(1)?; Some(unsafe { self.buf[self.len].assume_init_read() }) } fn as_slice(&self) -> &[T] { unsafe { &*(&self.buf[..self.len] as *const [MaybeUninit<T>] as *const [T]) } } }
impl<T, const N: usize> Drop for Stack<T, N> { fn drop(&mut self) { while let Some(_) = self.pop() {} } } impl<T, const N: usize> Deref for Stack<T, N> { type Target = [T]; fn deref(&self) -> &[T] { self.as_slice() } } impl<T, const N: usize> Extend<T> for Stack<T, N> { fn extend<I: IntoIterator<Item = T>>(&mut self, i: I) { for x in i { let _ = self.push(x); } } }
struct D(&'static str); impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)] struct V2 { x: f32, y: f32 } impl Add for V2 { type Output = V2; fn add(self, o: V2) -> V2 { V2 { x: self.x + o.x, y: self.y + o.y } } } impl Mul<f32> for V2 { type Output = V2; fn mul(self, k: f32) -> V2 { V2 { x: self.x * k, y: self.y * k } } } impl Mul<V2> for f32 { type Output = V2; fn mul(self, v: V2) -> V2 { v * self } } impl AddAssign for V2 { fn add_assign(&mut self, o: V2) { *self = *self + o; } } impl Neg for V2 { type Output = V2; fn neg(self) -> V2 { self * -1.0 } } impl Index<usize> for V2 { type Output = f32; fn index(&self, i: usize) -> &f32 { if i == 0 { &self.x } else { &self.y } } } impl IndexMut<usize> for V2 { fn index_mut(&mut self, i: usize) -> &mut f32 { if i == 0 { &mut self.x } else { &mut self.y } } } impl core::iter::Sum for V2 { fn sum<I: Iterator<Item = V2>>(i: I) -> V2 { i.fold(V2::default(), |a, b| a + b) } }
trait Lend { type Item<'a> where Self: 'a; fn lend<'a>(&'a mut self) -> Option<Self::Item<'a>>; } struct Windows<'s>(&'s mut [u32], usize); impl<'s> Lend for Windows<'s> { type Item<'a> = &'a mut [u32] where Self: 'a; fn lend<'a>(&'a mut self) -> Option<&'a mut [u32]> { let i = self.1; self.1 += 1; self.0.get_mut(i..i + 2) } }
trait Visitor { fn visit(&mut self, e: &Expr) -> i64; } enum Expr<'a> { Num(i64), Neg(&'a Expr<'a>), Bin(char, &'a Expr<'a>, &'a Expr<'a>) } struct Eval; struct Depth(u32); impl Visitor for Eval { fn visit(&mut self, e: &Expr) -> i64 { match *e { Expr::Num(n) => n, Expr::Neg(e) => -self.visit(e), Expr::Bin(op, a, b) => { let (a, b) = (self.visit(a), self.visit(b)); match op { '+' => a + b, '*' => a * b, _ => a - b } } } } } impl Visitor for Depth { fn visit(&mut self, e: &Expr) -> i64 { self.0 += 1; 1 + match e { Expr::Num(_) => 0, Expr::Neg(e) => self.visit(e), Expr::Bin(_, a, b) => self.visit(a).max(self.visit(b)) } } }
struct Fnv(u64); impl Hasher for Fnv { fn finish(&self) -> u64 { self.0 } fn write(&mut self, b: &[u8]) { for x in b { self.0 = (self.0 ^ *x as u64).wrapping_mul(0x100000001b3); } } } fn hash<T: Hash + ?Sized>(t: &T) -> u64 { let mut h = Fnv(0xcbf29ce484222325); t.hash(&mut h); h.finish() }
mod state { pub struct Open; pub struct Closed; } struct Door<S> { opened: u32, s: PhantomData<S> } impl Door<state::Closed> { fn new() -> Self { Door { opened: 0, s: PhantomData } } fn open(self) -> Door<state::Open> { Door { opened: self.opened + 1, s: PhantomData } } } impl Door<state::Open> { fn close(self) -> Door<state::Closed> { Door { opened: self.opened, s: PhantomData } } }
fn largest<'a, T: PartialOrd>(x: &'a [T]) -> Option<&'a T> { let mut it = x.iter(); let mut best = it.next()?; for i in it { if i > best { best = i; } } Some(best) } fn evens(n: u32) -> impl DoubleEndedIterator<Item = u32> + Clone { (0..n).filter(|x| x % 2 == 0) } fn dynsz(x: &dyn Display) -> (usize, usize) { (size_of_val(x), align_of_val(x)) }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let (d, b) = (Dog(9), Bird { n: "tit", k: None }); let pets: [&dyn Pet; 2] = [&d, &b]; for p in pets { let (a, n) = up(p); show(a); put!("{} {:?} {} ", n.id(), n.both(), p.owner()); } say!("{}", d.boxed());
    let anys: [&dyn Any; 3] = [&5u8, &"str", &Dog(3)]; for a in anys { put!("{:?} {:?} {} ", a.downcast_ref::<u8>(), a.downcast_ref::<Dog>(), a.is::<&str>()); } say!("{}", TypeId::of::<u8>() == TypeId::of::<u8>() && TypeId::of::<u8>() != TypeId::of::<i8>());
    let t: &Tagged<[u16]> = &Tagged { tag: 4, value: [1, 2, 3] }; let u: &Tagged<dyn Display> = &Tagged { tag: 5, value: 6.5f32 }; say!("{} {:?} {} {} {} {}", t.tag, &t.value, size_of_val(t), u.tag, &u.value, size_of_val(u));
    let mut s = Stack::<D, 3>::new(); for n in ["a", "b", "c"] { assert!(s.push(D(n)).is_ok()); } if let Err(e) = s.push(D("over")) { put!("full {} ", e.0); } drop(s.pop()); put!("{} {} | ", s.len(), s[0].0); s.extend([D("x"), D("y")]); put!("| "); drop(s); say!();
    let v = V2 { x: 1.0, y: 2.0 }; let mut w = -(2.0 * v + v); w += V2 { x: 0.5, ..v }; w[0] *= 2.0; say!("{w:?} {:?} {:?} {}", [v, w, v].into_iter().sum::<V2>(), v.partial_cmp(&w), v[1]);
    let mut arr = [1, 2, 3, 4]; let mut win = Windows(&mut arr, 0); while let Some(x) = win.lend() { x[1] += x[0]; } say!("{arr:?}"); let e = Expr::Bin('+', &Expr::Num(2), &Expr::Bin('*', &Expr::Neg(&Expr::Num(3)), &Expr::Num(4))); let mut dep = Depth(0); let vs: [&mut dyn Visitor; 2] = [&mut Eval, &mut dep]; for v in vs { put!("{} ", v.visit(&e)); } say!("{}", dep.0);
    say!("{:x} {:x} {:x} {:x}", hash("abc"), hash(&(1u8, Some('x'))), hash(&[Dog(1), Dog(2)][..]), hash(&Dog(1))); say!("{} {}", Door::new().open().close().open().opened, size_of::<Door<u64>>()); say!("{:?} {:?} {:?}", largest(&[1.5, 9.0, 3.0]), largest::<char>(&[]), evens(11).rev().step_by(2).map(|x| x * x).gather());
    let c = Cell::new([1, 2]); let old = c.replace([3, 4]); let r = RefCell::new(d.clone()); { let b1 = r.borrow(); put!("{:?} {} ", r.try_borrow_mut().is_err(), b1.0); } r.borrow_mut().0 += 1; let part = Ref::map(r.borrow(), |d| &d.0); say!("{old:?} {:?} {} {:?}", c.get(), *part, r); let oc = OnceCell::new(); put!("{} {} ", oc.get_or_init(|| 5), oc.get_or_init(|| 6)); let lz = LazyCell::new(|| { put!("init "); 42 }); say!("{} {}", *lz, *lz);
    say!("{:?} {:?}", dynsz(&1u64), dynsz(&"s")); let x = 5u32; let bytes = unsafe { core::slice::from_raw_parts(&x as *const u32 as *const u8, 4) }; say!("{bytes:?} {:?} {:?}", swap(&mut (1, 2).0, &mut 3), replace(&mut Some(1), None)); say!("{} {} {} {}", size_of::<Option<&u8>>(), size_of::<Option<Option<bool>>>(), size_of::<(u8, u32, u8)>(), size_of::<Result<u32, ()>>()); 0
}
trait CollectInto<T> { fn gather(self) -> ([Option<T>; 4], usize); } impl<T, I: Iterator<Item = T>> CollectInto<T> for I { fn gather(self) -> ([Option<T>; 4], usize) { let mut a = [const { None }; 4]; let mut n = 0; for (slot, x) in a.iter_mut().zip(self) { *slot = Some(x); n += 1; } (a, n) } }
