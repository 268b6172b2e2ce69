// Exercises: where clauses, associated types and consts, GATs, blanket impls, generic traits with defaults, RPITIT,
// `impl Trait` in both positions, higher-ranked bounds, PhantomData, specialised Default impls.
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

use core::marker::PhantomData;
use core::ops::{Add, Mul};

trait Shape {
    const SIDES: u32;
    type Unit: Copy + Add<Output = Self::Unit> + Default + fmt::Debug;
    fn area(&self) -> Self::Unit;
    fn describe(&self) -> impl Iterator<Item = u32> + '_;
    fn doubled(&self) -> Self::Unit where Self::Unit: Mul<u32, Output = Self::Unit> { self.area() * 2 }
}
struct Square(u32);
struct Rect<T> { w: T, h: T }
impl Shape for Square {
    const SIDES: u32 = 4;
    type Unit = u32;
    fn area(&self) -> u32 { self.0 * self.0 }
    fn describe(&self) -> impl Iterator<Item = u32> + '_ { (0..Self::SIDES).map(move |i| i * self.0) }
}
impl<T> Shape for Rect<T>
where
    T: Copy + Mul<Output = T> + Add<Output = T> + Default + fmt::Debug + Into<u64>,
{
    const SIDES: u32 = 2 + 2;
    type Unit = T;
    fn area(&self) -> T { self.w * self.h }
    fn describe(&self) -> impl Iterator<Item = u32> + '_ { [self.w, self.h].into_iter().map(|x| { let v: u64 = x.into(); v as u32 }) }
}
fn total<S: Shape>(shapes: &[S]) -> S::Unit { shapes.iter().fold(S::Unit::default(), |a, s| a + s.area()) }
fn sides<A: Shape, B: Shape>(_: &A, _: &B) -> u32 { A::SIDES + B::SIDES }

// Lending iterator with a GAT.
trait Lending { type Item<'a> where Self: 'a; fn next<'a>(&'a mut self) -> Option<Self::Item<'a>>; }
struct Windows<'s, T> { data: &'s mut [T], at: usize, n: usize }
impl<'s, T> Lending for Windows<'s, T> {
    type Item<'a> = &'a mut [T] where Self: 'a;
    fn next<'a>(&'a mut self) -> Option<&'a mut [T]> {
        let r = self.data.get_mut(self.at..self.at + self.n)?;
        self.at += 1;
        Some(r)
    }
}
// Family of containers through a GAT with a type parameter.
trait Family { type Of<T>: Wrap<T>; }
trait Wrap<T> { fn wrap(t: T) -> Self; fn peek(&self) -> &T; }
struct One<T>(T);
struct Pair<T>(T, u8);
impl<T> Wrap<T> for One<T> { fn wrap(t: T) -> Self { One(t) } fn peek(&self) -> &T { &self.0 } }
impl<T> Wrap<T> for Pair<T> { fn wrap(t: T) -> Self { Pair(t, 7) } fn peek(&self) -> &T { &self.0 } }
struct Ones; struct Pairs;
impl Family for Ones { type Of<T> = One<T>; }
impl Family for Pairs { type Of<T> = Pair<T>; }
fn both<F: Family>(a: i32, b: &'static str) -> (F::Of<i32>, F::Of<&'static str>) { (<F::Of<i32>>::wrap(a), Wrap::wrap(b)) }

trait Named { fn name(&self) -> &'static str; }
impl<T: ?Sized + fmt::Display> Named for T { fn name(&self) -> &'static str { "display" } }

trait Convert<To = Self> { fn convert(self) -> To; }
impl Convert for u8 { fn convert(self) -> u8 { self + 1 } }
impl Convert<u16> for u8 { fn convert(self) -> u16 { self as u16 * 3 } }
impl<'a> Convert<&'a str> for &'a [u8] { fn convert(self) -> &'a str { core::str::from_utf8(self).unwrap_or("?") } }

struct Meters<T, U = ()>(T, PhantomData<fn() -> U>);
impl<T: Default, U> Default for Meters<T, U> { fn default() -> Self { Meters(T::default(), PhantomData) } }
impl<T: Add<Output = T>, U> Add for Meters<T, U> { type Output = Self; fn add(self, o: Self) -> Self { Meters(self.0 + o.0, PhantomData) } }
#[derive(Default, Debug)] struct Config { a: Option<u8>, b: [i32; 3], c: (bool, char), d: &'static str }

fn compose<A, B, C>(f: impl Fn(A) -> B, g: impl Fn(B) -> C) -> impl Fn(A) -> C { move |x| g(f(x)) }
fn adder(n: i32) -> impl Fn(i32) -> i32 + Copy { move |x| x + n }
fn apply_all<'a, F>(fs: &'a [F], x: i32) -> impl Iterator<Item = i32> + 'a where F: Fn(i32) -> i32 { fs.iter().map(move |f| f(x)) }
fn longest<F>(f: F) -> usize where F: for<'a> Fn(&'a str, &'a str) -> &'a str {
    let a = "short"; let b = "longer one";
    f(a, b).len()
}
fn pick<'a>(a: &'a str, b: &'a str) -> &'a str { if a.len() > b.len() { a } else { b } }

trait Visitor { type Out; fn visit(&mut self, n: &Node) -> Self::Out; }
enum Node { Leaf(i64), Add(&'static Node, &'static Node), Neg(&'static Node) }
struct Eval; struct Depth { max: usize, now: usize }
impl Visitor for Eval { type Out = i64; fn visit(&mut self, n: &Node) -> i64 { match n { Node::Leaf(v) => *v, Node::Add(a, b) => self.visit(a) + self.visit(b), Node::Neg(a) => -self.visit(a) } } }
impl Visitor for Depth { type Out = (); fn visit(&mut self, n: &Node) { self.now += 1; self.max = self.max.max(self.now); match n { Node::Leaf(_) => {} Node::Add(a, b) => { self.visit(a); self.visit(b) } Node::Neg(a) => self.visit(a) } self.now -= 1; } }
fn run<V: Visitor>(v: &mut V, n: &Node) -> V::Out { v.visit(n) }
static TREE: Node = Node::Add(&Node::Leaf(40), &Node::Neg(&Node::Neg(&Node::Leaf(2))));

trait Sealed { type Assoc: Into<i64>; fn get(&self) -> Self::Assoc; }
impl Sealed for i32 { type Assoc = i32; fn get(&self) -> i32 { *self } }
impl Sealed for bool { type Assoc = u8; fn get(&self) -> u8 { *self as u8 } }
impl<A: Sealed, B: Sealed<Assoc = u8>> Sealed for (A, B) { type Assoc = i64; fn get(&self) -> i64 { self.0.get().into() * 10 + i64::from(self.1.get()) } }
fn sum_of<I>(i: I) -> i64 where I: IntoIterator, I::Item: Sealed { i.into_iter().map(|x| -> i64 { x.get().into() }).sum() }

#[no_mangle]
pub extern "C" fn main() -> i32 {
    say!("{} {:?}", total(&[Square(2), Square(3)]), total(&[Rect { w: 2u8, h: 5 }, Rect { w: 1, h: 1 }]));
    say!("{} {}", sides(&Square(1), &Rect { w: 1u64, h: 2 }), Square(5).doubled());
    for d in Square(3).describe().chain(Rect { w: 8u32, h: 9 }.describe()) { say!("d {d}"); }
    let mut data = [1, 2, 3, 4, 5];
    let mut windows = Windows { data: &mut data, at: 0, n: 2 };
    let mut n = 0;
    while let Some(w) = windows.next() { w[1] += w[0]; n += 1; }
    fn count<L: Lending>(mut l: L) -> usize { let mut n = 0; while l.next().is_some() { n += 1; } n }
    n += count(Windows { data: &mut [0u8; 6], at: 2, n: 3 });
    say!("{n} {data:?}");
    let (a, b) = both::<Ones>(1, "x"); let (c, d) = both::<Pairs>(2, "y");
    say!("{} {} {} {}", a.peek(), b.peek(), c.peek(), d.peek());
    say!("{} {}", 5.name(), "s".name());
    let x: u8 = 5u8.convert(); let y: u16 = 5u8.convert(); let z: &str = b"bytes"[..].convert();
    say!("{x} {y} {z}");
    let m: Meters<u32, Square> = Meters::default() + Meters(4, PhantomData); say!("{}", m.0);
    say!("{:?} {:?}", Config::default(), Config { a: Some(3), ..Default::default() });
    let f = compose(adder(3), compose(|x: i32| x * 2, |y| y as i64 - 1));
    say!("{} {}", f(4), f(-3));
    for v in apply_all(&[adder(1), adder(10)], 5) { say!("v {v}"); }
    say!("{} {}", longest(pick), longest(|a, _b| a));
    let mut dp = Depth { max: 0, now: 0 };
    let tree = Node::Leaf(42);
    run(&mut dp, &tree); say!("{} {}", run(&mut Eval, &tree), dp.max);
    say!("{} {}", sum_of([1, 2, 3]), sum_of([(4, true), (5, false)]));
    0
}
