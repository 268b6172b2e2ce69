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


// Trait-heavy: component storage with generic queries, lending iterators, GATs, operator overloads, deref chains.
use core::{any::{Any, TypeId}, marker::PhantomData, ops::*, fmt::{Debug, Display}, cell::{Cell, RefCell, OnceCell, LazyCell}, hash::{Hash, Hasher, BuildHasher, BuildHasherDefault}, num::{Wrapping, Saturating, NonZeroU8}, error::Error};
trait Component: 'static + Copy + Default { const NAME: &'static str; const ID: usize; }
macro_rules! components { ($($(#[$m:meta])* $n:ident $body:tt = $id:expr;)*) => { $( #[derive(Copy, Clone, Default, Debug, PartialEq)] $(#[$m])* struct $n $body impl Component for $n { const NAME: &'static str = stringify!($n); const ID: usize = $id; } )* const COUNT: usize = 0 $( + { let _ = $id; 1 } )*; } }
components! { Pos { x: f32, y: f32 } = 0; Vel { dx: f32, dy: f32 } = 1; #[allow(dead_code)] Health { hp: u32 } = 2; }
struct Storage<T, const N: usize> { data: [Option<T>; N] }
impl<T: Component, const N: usize> Default for Storage<T, N> { fn default() -> Self { Storage { data: [None; N] } } }
impl<T, const N: usize> Index<Entity> for Storage<T, N> { type Output = Option<T>; fn index(&self, e: Entity) -> &Option<T> { &self.data[e.0] } }
impl<T, const N: usize> IndexMut<Entity> for Storage<T, N> { fn index_mut(&mut self, e: Entity) -> &mut Option<T> { &mut self.data[e.0] } }
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)] struct Entity(usize);
#[derive(Default)] struct World<const N: usize> { pos: Storage<Pos, N>, vel: Storage<Vel, N>, hp: Storage<Health, N>, next: usize }
trait Has<T: Component, const N: usize> { fn get(&self) -> &Storage<T, N>; fn get_mut(&mut self) -> &mut Storage<T, N>; }
macro_rules! has { ($($t:ty => $f:ident),*) => { $( impl<const N: usize> Has<$t, N> for World<N> { fn get(&self) -> &Storage<$t, N> { &self.$f } fn get_mut(&mut self) -> &mut Storage<$t, N> { &mut self.$f } } )* } } has!(Pos => pos, Vel => vel, Health => hp);
trait Bundle<const N: usize> { fn insert(self, w: &mut World<N>, e: Entity); const LEN: usize; }
impl<const N: usize> Bundle<N> for () { fn insert(self, _: &mut World<N>, _: Entity) {} const LEN: usize = 0; }
impl<T: Component, R: Bundle<N>, const N: usize> Bundle<N> for (T, R) where World<N>: Has<T, N> { fn insert(self, w: &mut World<N>, e: Entity) { <World<N> as Has<T, N>>::get_mut(w)[e] = Some(self.0); self.1.insert(w, e) } const LEN: usize = 1 + R::LEN; }
impl<const N: usize> World<N> {
    fn spawn<B: Bundle<N>>(&mut self, b: B) -> Entity { let e = Entity(self.next); self.next += 1; b.insert(self, e); put!("spawn {e:?} with {} ", B::LEN); e }
    fn each<'a, A: Component, B: Component>(&'a self) -> impl Iterator<Item = (Entity, A, &'a B)> + 'a where Self: Has<A, N> + Has<B, N> { (0..self.next).map(Entity).filter_map(move |e| Some((e, (*<Self as Has<A, N>>::get(self))[e]?, <Self as Has<B, N>>::get(self)[e].as_ref()?))) }
    fn system<F, A: Component>(&mut self, mut f: F) where F: FnMut(Entity, &mut A), Self: Has<A, N> { for i in 0..self.next { if let Some(a) = &mut <Self as Has<A, N>>::get_mut(self)[Entity(i)] { f(Entity(i), a) } } }
}
trait Lending { type Item<'a> where Self: 'a; fn next<'a>(&'a mut self) -> Option<Self::Item<'a>>; fn for_each(mut self, mut f: impl FnMut(Self::Item<'_>)) where Self: Sized { while let Some(x) = self.next() { f(x) } } fn map<B, F: FnMut(Self::Item<'_>) -> B>(self, f: F) -> LMap<Self, F> where Self: Sized { LMap(self, f) } }
struct LMap<L, F>(L, F); impl<L: Lending, B, F: FnMut(L::Item<'_>) -> B> Iterator for LMap<L, F> { type Item = B; fn next(&mut self) -> Option<B> { self.0.next().map(&mut self.1) } }
struct WindowsMut<'s, T, const K: usize> { s: &'s mut [T], i: usize } impl<'s, T, const K: usize> Lending for WindowsMut<'s, T, K> { type Item<'a> = &'a mut [T; K] where Self: 'a; fn next<'a>(&'a mut self) -> Option<&'a mut [T; K]> { let r = self.s.get_mut(self.i..self.i + K)?; self.i += 1; r.try_into().ok() } }
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)] struct V2<T>(T, T);
impl<T: Add<Output = T>> Add for V2<T> { type Output = Self; fn add(self, o: Self) -> Self { V2(self.0 + o.0, self.1 + o.1) } } impl<'a, T> Add<&'a V2<T>> for &'a V2<T> where &'a T: Add<Output = T> { type Output = V2<T>; fn add(self, o: Self) -> V2<T> { V2(&self.0 + &o.0, &self.1 + &o.1) } }
impl<T: Mul<Output = T> + Copy> Mul<T> for V2<T> { type Output = Self; fn mul(self, k: T) -> Self { V2(self.0 * k, self.1 * k) } } impl Mul<V2<f64>> for f64 { type Output = V2<f64>; fn mul(self, v: V2<f64>) -> V2<f64> { v * self } } impl<T: Neg<Output = T>> Neg for V2<T> { type Output = Self; fn neg(self) -> Self { V2(-self.0, -self.1) } } impl<T: AddAssign> AddAssign for V2<T> { fn add_assign(&mut self, o: Self) { self.0 += o.0; self.1 += o.1; } } impl<T: Add<Output = T> + Default> core::iter::Sum for V2<T> { fn sum<I: Iterator<Item = Self>>(i: I) -> Self { i.fold(V2(T::default(), T::default()), |a, b| a + b) } }
struct Smart<T>(T, Cell<u32>); impl<T> Deref for Smart<T> { type Target = T; fn deref(&self) -> &T { self.1.set(self.1.get() + 1); &self.0 } } impl<T> DerefMut for Smart<T> { fn deref_mut(&mut self) -> &mut T { self.1.set(self.1.get() + 100); &mut self.0 } }
trait Shape: Debug { fn area(&self) -> f64; fn name(&self) -> &str { "shape" } fn as_any(&self) -> &dyn Any; } trait Named { fn full(&self) -> &'static str; } trait Both: Shape + Named {} impl<T: Shape + Named> Both for T {}
#[derive(Debug)] struct Sq(f64); impl Shape for Sq { fn area(&self) -> f64 { self.0 * self.0 } fn as_any(&self) -> &dyn Any { self } } impl Named for Sq { fn full(&self) -> &'static str { "square" } } #[derive(Debug)] struct Ci { r: f64 } impl Shape for Ci { fn area(&self) -> f64 { core::f64::consts::PI * self.r * self.r } fn name(&self) -> &str { "circle" } fn as_any(&self) -> &dyn Any { self } } impl Named for Ci { fn full(&self) -> &'static str { "circle!" } }
#[derive(Debug)] enum MyErr { Io(i32), Parse(core::num::ParseIntError), Nested(&'static MyErr) } impl Display for MyErr { fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { match self { MyErr::Io(c) => write!(f, "io {c}"), MyErr::Parse(e) => write!(f, "parse: {e}"), MyErr::Nested(_) => f.write_str("nested") } } } impl Error for MyErr { fn source(&self) -> Option<&(dyn Error + 'static)> { match self { MyErr::Parse(e) => Some(e), MyErr::Nested(e) => Some(*e), _ => None } } } impl From<core::num::ParseIntError> for MyErr { fn from(e: core::num::ParseIntError) -> Self { MyErr::Parse(e) } }
fn parse_sum(s: &str) -> Result<i32, MyErr> { let mut t = 0; for p in s.split(',') { let v: i32 = p.trim().parse()?; if v < 0 { return Err(MyErr::Io(v)); } t += v; } Ok(t) }
#[derive(Default)] struct Fnv(u64); impl Hasher for Fnv { fn finish(&self) -> u64 { self.0 } fn write(&mut self, b: &[u8]) { for x in b { self.0 = (self.0 ^ *x as u64).wrapping_mul(0x100000001b3); } } }
#[derive(Hash, PartialEq, Eq, PartialOrd, Ord, Clone, Copy, Debug)] enum Key<'a> { Id(u32), Name(&'a str), Pair { a: u8, b: Option<i16> }, Unit }
struct Map<K, V, S, const N: usize> { slots: [Option<(K, V)>; N], s: S } impl<K: Hash + Eq + Copy, V: Copy, S: BuildHasher + Default, const N: usize> Map<K, V, S, N> { fn new() -> Self { Map { slots: [None; N], s: S::default() } } fn entry(&mut self, k: K) -> &mut Option<(K, V)> { let mut i = self.s.hash_one(k) as usize % N; while let Some((q, _)) = &self.slots[i] && *q != k { i = (i + 1) % N; } &mut self.slots[i] } fn or_insert_with(&mut self, k: K, f: impl FnOnce() -> V) -> &mut V { let e = self.entry(k); &mut e.get_or_insert_with(|| (k, f())).1 } fn iter(&self) -> impl Iterator<Item = &(K, V)> { self.slots.iter().flatten() } }
mod vis { pub(crate) mod inner { pub(in crate::vis) fn hidden() -> u8 { 3 } pub(super) struct P(pub u8); impl P { pub fn v(&self) -> u8 { self.0 } } } pub fn open() -> u8 { inner::hidden() + inner::P(4).v() } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let mut w: World<8> = World::default(); w.spawn((Pos { x: 1.0, y: 2.0 }, (Vel { dx: 0.5, dy: -1.0 }, ()))); w.spawn((Pos::default(), ())); w.spawn((Vel { dx: 9.0, dy: 9.0 }, (Health { hp: 3 }, (Pos { x: -1.0, y: -1.0 }, ())))); say!("{COUNT} {}", Pos::NAME);
    for _ in 0..3 { let moves = w.each::<Vel, Pos>().map(|(e, v, p)| (e, Pos { x: p.x + v.dx, y: p.y + v.dy })).fold([None; 8], |mut a, (e, p)| { a[e.0] = Some(p); a }); w.system(|e, p: &mut Pos| if let Some(q) = moves[e.0] { *p = q }); } for (e, p, v) in w.each::<Pos, Vel>() { put!("{e:?} {p:?} {v:?}; "); } say!("");
    let mut xs = [1, 2, 3, 4, 5]; { let mut l = WindowsMut::<_, 2> { s: &mut xs, i: 0 }; while let Some([a, b]) = l.next() { *b += *a; } } say!("{xs:?}");
    let v = V2(1.5, 2.0); let mut s = 2.0 * (v + V2(0.5, 0.5)) + -v; s += V2(1.0, 1.0); say!("{s:?} {:?} {:?} {:?}", &V2(1, 2) + &V2(3, 4), [V2(1, 2), V2(3, 4)].into_iter().sum::<V2<i32>>(), v.partial_cmp(&s));
    let mut sm = Smart(Smart([3, 1, 2], Cell::new(0)), Cell::new(0)); (**sm).sort_unstable(); let n = sm.len(); sm[0] = 7; say!("{:?} {n} {} {}", sm.0.0, sm.1.get(), sm.0.1.get());
    let shapes: [&dyn Both; 2] = [&Sq(2.0), &Ci { r: 1.0 }]; for s in shapes { let sh: &dyn Shape = s; let nm: &dyn Named = s; put!("{} {} {:.3} {} {:?}; ", sh.name(), nm.full(), sh.area(), sh.as_any().is::<Sq>(), sh.as_any().downcast_ref::<Ci>().map(|c| c.r)); } say!("{}", TypeId::of::<Sq>() == shapes[0].as_any().type_id());
    for s in ["1, 2,3", "1,-5", "1,x", "99999999999"] { match parse_sum(s) { Ok(v) => put!("ok {v}; "), Err(e) => { put!("{e} / {:?}; ", e.source().map(|s| s.is::<core::num::ParseIntError>())); } } } let ne = MyErr::Nested(&MyErr::Nested(&MyErr::Io(1))); let mut d = 0; let mut c: Option<&dyn Error> = Some(&ne); while let Some(e) = c { d += 1; c = e.source(); } say!("{d}");
    let mut m: Map<Key, u32, BuildHasherDefault<Fnv>, 16> = Map::new(); for k in [Key::Id(1), Key::Name("a"), Key::Id(1), Key::Pair { a: 1, b: Some(-1) }, Key::Unit, Key::Name("a"), Key::Pair { a: 1, b: None }] { *m.or_insert_with(k, || 0) += 1; } let mut keys = [Key::Unit; 5]; for (i, (k, _)) in m.iter().enumerate() { keys[i] = *k; } keys.sort_unstable(); say!("{keys:?} {}", m.iter().map(|(_, v)| v).sum::<u32>());
    let once: OnceCell<u32> = OnceCell::new(); let lazy = LazyCell::new(|| { once.set(5).unwrap(); once.get().copied().unwrap() * 2 }); say!("{:?} {} {:?} {:?}", once.get(), *lazy, once.get(), once.set(1)); let rc = RefCell::new([1, 2]); { let r = core::cell::Ref::map(rc.borrow(), |a| &a[1]); put!("{r} {:?} ", rc.try_borrow_mut().is_err()); } *core::cell::RefMut::map(rc.borrow_mut(), |a| &mut a[0]) = 8; say!("{rc:?}");
    say!("{} {} {:?} {}", Wrapping(250u8) + Wrapping(10), Saturating(250u8) + Saturating(10), NonZeroU8::new(0), vis::open());
    let _ = PhantomData::<fn(u8)>; 0
}
