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


use core::mem::{ManuallyDrop, MaybeUninit, offset_of};
#[repr(C)] union U { i: u32, f: f32, b: [u8; 4], t: (u8, u16) }
union Dr { s: ManuallyDrop<D>, n: u64 } struct D(u8); impl Drop for D { fn drop(&mut self) { put!("-{} ", self.0); } }
#[repr(C, packed(2))] #[derive(Clone, Copy, Debug, PartialEq, Default)] struct Pk { a: u8, b: u32, c: u16, d: u64 }
#[repr(C, align(32))] #[derive(Debug, Clone, Copy)] struct Al { a: u8, p: Pk }
#[repr(transparent)] #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)] struct Tr<T>(T, ());
#[repr(u8)] #[derive(Debug, Clone, Copy, PartialEq, Eq)] enum E8 { A = 3, B, C = 200, D }
#[repr(i16)] #[derive(Debug, Clone, Copy)] enum E16 { M = -5, N, P = 300 }
#[repr(C, u8)] #[derive(Debug, Clone)] enum Tag { X(u32), Y { a: u8, b: u64 } = 7, Z }
#[repr(u8)] enum Raw { A(u16) = 1, B(u8) = 5 }
impl Raw { fn tag(&self) -> u8 { unsafe { *(self as *const Self as *const u8) } } }
enum Void {} 
#[derive(Debug)] #[repr(C)] struct Flex { n: u16, rest: [u8] }
fn flex(b: &[u8]) -> &Flex { unsafe { &*(core::ptr::slice_from_raw_parts(b.as_ptr(), b.len() - 2) as *const Flex) } }
type Cb = unsafe extern "C" fn(*const core::ffi::c_void, *const core::ffi::c_void) -> i32;
unsafe extern "C" { fn qsort(base: *mut core::ffi::c_void, n: usize, size: usize, cmp: Cb); fn snprintf(b: *mut u8, n: usize, f: *const core::ffi::c_char, ...) -> i32; fn strlen(s: *const core::ffi::c_char) -> usize; fn bsearch(k: *const i32, b: *const i32, n: usize, s: usize, cmp: unsafe extern "C" fn(*const i32, *const i32) -> i32) -> *const i32; fn div(a: i32, b: i32) -> DivT; fn abs(x: i32) -> i32; }
#[repr(C)] #[derive(Debug)] struct DivT { q: i32, r: i32 }
unsafe extern "C" fn by_desc(a: *const core::ffi::c_void, b: *const core::ffi::c_void) -> i32 { unsafe { (*b.cast::<i32>()).cmp(&*a.cast::<i32>()) as i32 } }
#[repr(C)] #[derive(Clone, Copy, Debug, PartialEq)] struct Big { a: [u64; 5] } #[repr(C)] #[derive(Clone, Copy, Debug, PartialEq)] struct Mix { a: f32, b: i32, c: f64 } #[repr(C)] #[derive(Clone, Copy, Debug)] struct F3 { a: f32, b: f32, c: f32 }
extern "C" fn pass(b: Big, m: Mix, f: F3, x: u8, i: i128) -> Big { let mut r = b; r.a[0] += m.b as u64 + x as u64; r.a[1] = (m.a as f64 + m.c) as u64; r.a[2] = (f.a + f.b + f.c) as u64; r.a[3] = i as u64; r }
extern "C" fn ret_mix(m: Mix) -> Mix { Mix { a: m.a + 1.0, ..m } } extern "C" fn ret3(f: F3) -> F3 { F3 { c: f.a, ..f } }
static SELF_REF: Node = Node { v: 1, next: Some(&NEXT) }; static NEXT: Node = Node { v: 2, next: Some(&SELF_REF) }; struct Node { v: u8, next: Option<&'static Node> }
static TABLE: [fn(i32) -> i32; 3] = [|x| x + 1, dbl, i32::abs]; fn dbl(x: i32) -> i32 { x * 2 }
static mut BUF: [u8; 8] = *b"abcdefgh"; static PTR: Wrap = Wrap(&raw const BUF as *const u8); struct Wrap(*const u8); unsafe impl Sync for Wrap {}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let mut u = U { f: 1.0 }; unsafe { say!("{:#x} {:?} {:?}", u.i, u.b, u.t.1); u.b[3] = 0x40; say!("{}", u.f); match u { U { i: 0x40800000 } => say!("two"), U { b: [_, _, x, _] } => say!("b {x:#x}") } let U { i } = u; let r = &mut u.i; *r += i & 1; }
    let mut d = Dr { s: ManuallyDrop::new(D(1)) }; unsafe { ManuallyDrop::drop(&mut d.s); d.s = ManuallyDrop::new(D(2)); put!("{} ", d.s.0); ManuallyDrop::drop(&mut d.s); d.n = 5; say!("{}", d.n); }
    let mut p = Pk { a: 1, b: 2, c: 3, d: 4 }; p.b += 5; p.d = p.d.wrapping_mul(0x1_0000_0001); let q = p; let r = &raw mut p.d; unsafe { r.write_unaligned(9) }; say!("{p:?} {q:?} {} {} {} {}", { p.b }, size_of::<Pk>(), align_of::<Pk>(), offset_of!(Pk, d));
    let a = Al { a: 1, p }; say!("{a:?} {} {} {}", size_of::<Al>(), &raw const a as usize % 32, offset_of!(Al, p.c));
    say!("{:?} {}", Tr(5u8, ()) < Tr(6, ()), size_of::<Tr<u64>>()); let t: Tr<u32> = unsafe { core::mem::transmute(7u32) }; say!("{t:?}");
    for e in [E8::A, E8::B, E8::C, E8::D] { put!("{} ", e as u8 as char as u32); } say!("{:?} {:?}", E16::M as i16 as i64, [E16::N as i32, E16::P as i32]); let e: E8 = unsafe { core::mem::transmute(200u8) }; say!("{e:?}");
    for t in [Tag::X(5), Tag::Y { a: 1, b: 2 }, Tag::Z] { let x = unsafe { *(&raw const t as *const u8) }; put!("{t:?} {x} "); } say!("{} {} {}", size_of::<Tag>(), Raw::A(3).tag(), Raw::B(3).tag());
    say!("{:?} {} {}", size_of::<Option<Void>>(), size_of::<Result<u32, Void>>(), size_of::<Option<E8>>());
    let bytes = [1u8, 0, 7, 8, 9, 10]; #[repr(align(2))] struct A2([u8; 6]); let b = A2(bytes); let f = flex(&b.0); say!("{f:?} {} {}", f.rest.len(), size_of_val(f));
    unsafe {
        let mut v = [3, -1, 4, 1, -5, 9, 2, 6]; qsort(v.as_mut_ptr().cast(), v.len(), 4, by_desc); say!("{v:?}");
        unsafe extern "C" fn c(a: *const i32, b: *const i32) -> i32 { unsafe { (*b).cmp(&*a) as i32 } } let k = bsearch(&4, v.as_ptr(), v.len(), 4, c); say!("{}", k.offset_from(v.as_ptr()));
        let mut buf = [0u8; 64]; let n = snprintf(buf.as_mut_ptr(), 64, c"%d %5.2f %s %c %lld %x %p".as_ptr(), -3i32, 2.5f64, c"str".as_ptr(), b'z' as i32, i64::MIN, 255u32, core::ptr::null::<u8>()); say!("{n} {}", core::str::from_utf8(&buf[..n as usize]).unwrap());
        let f: unsafe extern "C" fn(*mut u8, usize, *const core::ffi::c_char, ...) -> i32 = snprintf; let n = f(buf.as_mut_ptr(), 64, c"%d%%".as_ptr(), 50i32); say!("{}", core::ffi::CStr::from_bytes_until_nul(&buf[..n as usize + 1]).unwrap().to_str().unwrap()); say!("{} {:?} {}", strlen(c"hello".as_ptr()), div(17, 5), abs(-9));
    }
    let m = Mix { a: 1.5, b: 7, c: 2.5 }; say!("{:?} {:?} {:?}", pass(Big { a: [1, 2, 3, 4, 5] }, m, F3 { a: 1.0, b: 2.0, c: 3.5 }, 255, -1), ret_mix(m), ret3(F3 { a: 1.0, b: 2.0, c: 3.0 }));
    say!("{} {}", SELF_REF.next.unwrap().next.unwrap().v, NEXT.v); say!("{:?}", TABLE.map(|f| f(-4))); unsafe { BUF[1] = b'X'; say!("{}", *PTR.0.add(1) as char); }
    let mut mu: [MaybeUninit<D>; 3] = [const { MaybeUninit::uninit() }; 3]; for (i, m) in mu.iter_mut().enumerate() { m.write(D(i as u8 + 10)); } for m in &mut mu { unsafe { m.assume_init_drop() } } say!("");
    0
}
