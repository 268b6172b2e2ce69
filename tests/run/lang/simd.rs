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


#[cfg(target_arch = "x86_64")] use core::arch::x86_64::*;
#[target_feature(enable = "sse2")] fn sum(xs: &[f32]) -> f32 { let mut acc = _mm_setzero_ps(); for c in xs.chunks_exact(4) { acc = _mm_add_ps(acc, unsafe { _mm_loadu_ps(c.as_ptr()) }); } let mut out = [0f32; 4]; unsafe { _mm_storeu_ps(out.as_mut_ptr(), acc) }; out.iter().sum() }
#[target_feature(enable = "avx2")] fn avx(a: [i32; 8], b: [i32; 8]) -> [i32; 8] { unsafe { let x = _mm256_loadu_si256(a.as_ptr().cast()); let y = _mm256_loadu_si256(b.as_ptr().cast()); let s = _mm256_add_epi32(_mm256_mullo_epi32(x, y), _mm256_set1_epi32(1)); let mut r = [0; 8]; _mm256_storeu_si256(r.as_mut_ptr().cast(), s); r } }
#[target_feature(enable = "sse4.1,ssse3")] unsafe fn shuffle(a: [u8; 16]) -> ([u8; 16], i32) { unsafe { let v = _mm_loadu_si128(a.as_ptr().cast()); let m = _mm_setr_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0); let r = _mm_shuffle_epi8(v, m); let mut o = [0; 16]; _mm_storeu_si128(o.as_mut_ptr().cast(), r); (o, _mm_extract_epi32::<2>(r)) } }
fn find(hay: &[u8; 16], n: u8) -> u32 { unsafe { let v = _mm_loadu_si128(hay.as_ptr().cast()); let m = _mm_cmpeq_epi8(v, _mm_set1_epi8(n as i8)); (_mm_movemask_epi8(m) as u32).trailing_zeros() } }
#[target_feature(enable = "popcnt,bmi1,bmi2,lzcnt")] fn bits(x: u64) -> [u64; 6] { [_popcnt64(x as i64) as u64, _lzcnt_u64(x), _tzcnt_u64(x), _pext_u64(x, 0xff00ff), _pdep_u64(x, 0xf0f0), _blsr_u64(x)] }
#[target_feature(enable = "fma")] fn fma(a: f64, b: f64, c: f64) -> f64 { let r = _mm_fmadd_sd(_mm_set_sd(a), _mm_set_sd(b), _mm_set_sd(c)); _mm_cvtsd_f64(r) }
fn doubles() -> [f64; 2] { unsafe { let a = _mm_set_pd(3.0, 4.0); let b = _mm_sqrt_pd(_mm_mul_pd(a, a)); let c = _mm_shuffle_pd::<1>(b, b); let mut o = [0.0; 2]; _mm_storeu_pd(o.as_mut_ptr(), _mm_sub_pd(c, _mm_set1_pd(0.5))); o } }
fn ints() -> [i64; 2] { unsafe { let a = _mm_set_epi64x(-5, 7); let b = _mm_slli_epi64::<3>(a); let c = _mm_xor_si128(b, _mm_set1_epi32(-1)); let mut o = [0i64; 2]; _mm_storeu_si128(o.as_mut_ptr().cast(), _mm_unpacklo_epi64(c, a)); o } }
fn crc(data: &[u8]) -> u32 { #[target_feature(enable = "sse4.2")] fn go(data: &[u8]) -> u32 { let mut c = !0; for &b in data { c = _mm_crc32_u8(c, b); } !c } unsafe { go(data) } }
fn cmp() -> [u32; 4] { unsafe { let a = _mm_set_ps(1.0, f32::NAN, 3.0, -1.0); let b = _mm_set1_ps(2.0); let m = _mm_cmplt_ps(a, b); core::mem::transmute(m) } }
fn conv() -> ([i32; 4], [f32; 4]) { unsafe { let a = _mm_set_ps(1.5, -2.5, 3.99, 1e20); (core::mem::transmute(_mm_cvttps_epi32(a)), core::mem::transmute(_mm_cvtepi32_ps(_mm_set_epi32(1, 2, 3, -4)))) } }
fn carry() -> (u8, u64) { let mut o = 0; let c = unsafe { _addcarry_u64(1, u64::MAX, 5, &mut o) }; (c, o) }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    unsafe {
        say!("{} {:?} {:?}", sum(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.5]), avx([1, 2, 3, 4, 5, 6, 7, 8], [2; 8]), shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
        say!("{} {} {:?} {}", find(b"0123456789abcdef", b'a'), find(b"0123456789abcdef", b'z'), bits(0x123456789abcdef0), fma(2.0, 3.0, 4.5));
        say!("{:?} {:?} {:#x} {:?} {:?} {:?}", doubles(), ints(), crc(b"123456789"), cmp(), conv(), carry());
        say!("{} {}", cfg!(target_feature = "sse2"), cfg!(target_feature = "avx"));
        let (a, b): (__m128i, __m256) = (core::mem::zeroed(), core::mem::zeroed()); say!("{a:?} {b:?} {} {}", size_of::<__m256i>(), align_of::<__m512>());
        _mm_mfence(); _mm_pause(); let _ = _rdtsc();
    }
    0
}
