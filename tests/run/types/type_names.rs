// Exercises: `type_name` of types of every kind, `TypeId` of types that look alike.
#![no_std]
#![no_main]
#![feature(never_type)]
#![allow(dead_code, unused_variables, non_local_definitions, unused_unsafe)]

use core::any::{type_name, type_name_of_val, Any, TypeId};
use core::fmt::{self, Write};
use core::marker::PhantomData;

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
#[unsafe(no_mangle)]
pub extern "C" fn rust_eh_personality() {}

pub struct D<T, U = T, const N: usize = 3>(T, U);
struct Life<'a, T>(&'a T);
struct Lifes<'a, 'b>(&'a u8, &'b u8);
enum E<const C: char, const B: bool, const I: i8> { V }
trait Tr<A = u8> { type Out; fn m(&self) {} }
trait Sup: Iterator<Item = u8> {}
impl Tr for u8 { type Out = (); fn m(&self) {} }
impl<T> Tr<u16> for D<T> { type Out = (); fn m(&self) { name(&|| 1); fn inner() {} name(&inner); struct InMethod; say!("{}", type_name::<InMethod>()); } }
impl<T> D<T> { fn inherent<U>(&self) {} fn closure(&self) -> &'static str { type_name_of_val(&|| 1) } }
mod m { pub struct S; pub fn f() {} pub mod n { pub struct S; impl super::super::Far { pub fn far() {} } impl super::super::Tr for u64 { type Out = (); fn m(&self) { super::super::name(&|| 2); } } } }
pub struct Far;
unsafe extern "C" fn ext(_: u8) -> u8 { 1 }
fn generic<T, U>() -> TypeId { type_id(&|| 1) }
fn generic_name<T, U>() -> &'static str { type_name_of_val(&|| 1) }
fn type_id<T: ?Sized + 'static>(_: &T) -> TypeId { TypeId::of::<T>() }
fn name<T: ?Sized>(_: &T) { say!("{}", type_name::<T>()); }
fn opaque() -> impl Fn(u8) -> u8 { |x| x }
const fn tid<T: ?Sized + 'static>() -> TypeId { TypeId::of::<T>() }
macro_rules! names { ($($t:ty),* $(,)?) => { $( say!("{}", type_name::<$t>()); )* } }

#[unsafe(no_mangle)]
pub extern "C" fn main() -> i32 {
    names! {
        u8, i128, f32, bool, char, str, !, (), (u8,), (u8, i8), [u8; 4], [[u8; 2]; 3], [u8], &u8, &mut u8, *const u8, *mut str,
        &'static str, &&u8, &[u8], &mut [&str],
        D<u8>, D<u8, u16>, D<u8, u8, 4>, D<D<u8>, u8>, Life<'static, u8>, Lifes<'static, 'static>, E<'x', true, -5>, E<'\n', false, 127>, E<'\'', false, 127>, E<'x', true, -128>, [u8; usize::MAX / 2],
        Option<u8>, Result<u8, ()>, core::cell::RefCell<u8>, PhantomData<fn(u8) -> u8>, core::ops::Range<usize>, core::cmp::Ordering,
        m::S, m::n::S, Far,
        fn(), fn(u8), fn(u8) -> u8, unsafe fn(), extern "C" fn(u8) -> u8, unsafe extern "C" fn(u8, ...), extern "system" fn(),
        fn(&u8) -> &u8, for<'a, 'b> fn(&'a u8, &'b u8) -> &'a u8, fn(fn(&u8)), fn(Life<'_, u8>),
        dyn Any, dyn Any + Send, dyn Send + Sync, dyn Sync + Send, dyn Any + Send + Sync, &dyn Any, &(dyn Any + Send), *const dyn Any,
        dyn Fn(), dyn Fn(u8), dyn Fn(u8, u8) -> u8, dyn FnMut(&u8) -> &u8, dyn FnOnce() -> ! + Send, &dyn Fn(u8) -> u8, &(dyn Fn(u8) -> u8 + Send),
        dyn Iterator<Item = u8>, dyn Tr<Out = u8>, dyn Tr<u16, Out = u8>, dyn Tr<u8, Out = ()>, dyn Sup, dyn PartialEq<u8>, dyn for<'a> PartialEq<&'a u8>,
        dyn Fn(&dyn Fn(u8)) -> [u8; 2],
        <u8 as Tr>::Out, core::mem::MaybeUninit<u8>, core::ptr::NonNull<dyn Any>, core::num::NonZero<u8>, core::num::Wrapping<u8>,
        core::iter::Map<core::slice::Iter<'static, u8>, fn(&u8) -> u8>, core::array::IntoIter<u8, 3>, core::str::Chars<'static>,
    }
    name(&main);
    name(&m::f);
    name(&ext);
    name(&generic::<u8, u16>);
    name(&|x: u8| x);
    name(&opaque());
    let c = || { name(&|| 1); };
    c();
    name(&c);
    name(&<u8 as Tr>::m);
    name(&<D<u8> as Tr<u16>>::m);
    name(&D::<u8>::inherent::<u16>);
    name(&Far::far);
    name(&<u64 as Tr>::m);
    name(&Option::<u8>::Some);
    name(&D::<u8, u16>);
    name(&u8::wrapping_add);
    name(&str::len);
    name(&<[u8]>::len);
    name(&<&u8 as Clone>::clone);
    name(&<u8 as Into<u16>>::into);

    name(&core::mem::swap::<u8>);

    name("");
    name(&[1u8][..]);
    name(&[0u8; 2].iter().map(|x| *x));
    name(&(0..3).filter(|x| x % 2 == 0));
    D::<u8>(1, 2).m();
    1u64.m();
    say!("{}", D::<u8>(1, 2).closure());
    say!("{} {}", generic_name::<u8, u16>(), generic_name::<D<u8>, ()>());
    { struct S; name(&S); { struct S; name(&S); } }
    const { assert!(true) };
    static INNER: fn() -> &'static str = || type_name_of_val(&|| ());
    say!("{}", INNER());

    // Types that look alike are other types.
    say!("{}", generic::<u8, u16>() == generic::<u8, u16>());
    say!("{}", generic::<u8, u16>() == generic::<u16, u8>());
    let (a, b) = { (two::<0>(), two::<1>()) };
    say!("{} {} {}", a.0 == a.1, a.0 == b.0, a.1 == b.1);
    let x = { struct S; TypeId::of::<S>() };
    let y = { struct S; TypeId::of::<S>() };
    say!("{}", x == y);
    say!("{} {}", tid::<fn(&'static u8)>() == tid::<fn(&u8)>(), tid::<fn(&u8)>() == tid::<for<'a> fn(&'a u8)>());
    say!("{} {}", tid::<for<'a, 'b> fn(&'a u8, &'b u8) -> &'a u8>() == tid::<for<'a, 'b> fn(&'b u8, &'a u8) -> &'b u8>(), tid::<for<'a, 'b> fn(&'a u8, &'b u8) -> &'a u8>() == tid::<for<'a, 'b> fn(&'a u8, &'b u8) -> &'b u8>());
    say!("{} {}", tid::<dyn Any + Send>() == tid::<dyn Any>(), tid::<dyn Any + Send + Sync>() == tid::<dyn Any + Sync + Send>());
    say!("{} {}", tid::<dyn Fn(u8)>() == tid::<dyn Fn(u8) -> ()>(), tid::<dyn Fn(u8)>() == tid::<dyn FnMut(u8)>());
    say!("{} {}", tid::<D<u8>>() == tid::<D<u8, u8, 3>>(), tid::<D<u8>>() == tid::<D<u8, u8, 4>>());
    say!("{} {}", tid::<E<'a', true, 1>>() == tid::<E<'a', true, 1>>(), tid::<E<'a', true, 1>>() == tid::<E<'a', false, 1>>());
    say!("{}", tid::<unsafe fn()>() == tid::<fn()>());
    say!("{}", tid::<extern "C" fn()>() == tid::<extern "system" fn()>());
    say!("{} {}", tid::<fn(u8)>() == tid::<fn(u8) -> ()>(), tid::<()>() == tid::<((),)>());
    say!("{}", type_id(&main) == type_id(&m::f));
    let any: &dyn Any = &7u8;
    say!("{:?} {:?} {}", any.downcast_ref::<u8>(), any.downcast_ref::<i8>(), any.is::<u8>());
    0
}
fn two<const N: usize>() -> (TypeId, TypeId) {
    struct Local;
    (type_id(&|| 1), type_id(&|| 1))
}
