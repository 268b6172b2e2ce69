#![feature(asm_goto_with_outputs)]
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


use core::arch::{asm, naked_asm, global_asm};
global_asm!(".globl my_add", "my_add:", "lea eax, [rdi + rsi]", "ret");
global_asm!(".globl att_sub", "att_sub:", "movl %edi, %eax", "subl %esi, %eax", "ret", options(att_syntax));
unsafe extern "C" { fn my_add(a: i32, b: i32) -> i32; fn att_sub(a: i32, b: i32) -> i32; }
static TABLE: [u32; 4] = [10, 20, 30, 40];
extern "C" fn callee(x: u64) -> u64 { x * 3 }
global_asm!(".globl via_sym", "via_sym:", "jmp {f}", f = sym callee);
global_asm!(".globl konst", "konst:", "mov eax, {k}", "ret", k = const 6 * 7);
unsafe extern "C" { fn via_sym(x: u64) -> u64; fn konst() -> i32; }
#[unsafe(naked)]
extern "C" fn naked_mul(a: u64, b: u64) -> u64 { naked_asm!("mov rax, rdi", "imul rax, rsi", "add rax, {c}", "ret", c = const 5) }
#[unsafe(naked)]
extern "C" fn naked_call(a: u64) -> u64 { naked_asm!("sub rsp, 8", "call {f}", "add rsp, 8", "inc rax", "ret", f = sym callee) }
fn reg_ops(a: u64, b: u64) -> (u64, u64) {
    let mut lo = a; let hi: u64;
    unsafe { asm!("mul {b}", b = in(reg) b, inout("rax") lo, out("rdx") hi); }
    (lo, hi)
}
fn lateout(a: u32) -> u32 { let r: u32; unsafe { asm!("mov {r:e}, {a:e}", "add {r:e}, {n}", a = in(reg) a, r = lateout(reg) r, n = const 100u8, options(pure, nomem, nostack)); } r }
fn inlateout(mut a: u64) -> u64 { unsafe { asm!("bswap {0}", inlateout(reg) a, options(pure, nomem, nostack, preserves_flags)); } a }
fn bytes(a: u8, b: u8) -> u8 { let r: u8; unsafe { asm!("mov {r}, {a}", "xor {r}, {b}", a = in(reg_byte) a, b = in(reg_byte) b, r = out(reg_byte) r); } r }
fn words(a: u16) -> u16 { let mut x = a; unsafe { asm!("rol {x:x}, 4", x = inout(reg) x); } x }
fn highlow(a: u16) -> u16 { let mut x = a; unsafe { asm!("xchg {x:l}, {x:h}", x = inout(reg_abcd) x); } x }
fn memory() -> [u32; 4] { let mut buf = [0u32; 4]; unsafe { asm!("2: mov dword ptr [{p} + {i}*4], {i:e}", "inc {i}", "cmp {i}, 4", "jne 2b", p = in(reg) buf.as_mut_ptr(), i = inout(reg) 0usize => _); } buf }
fn floats(a: f64, b: f64) -> f64 { let r: f64; unsafe { asm!("movapd {r}, {a}", "addsd {r}, {b}", "sqrtsd {r}, {r}", a = in(xmm_reg) a, b = in(xmm_reg) b, r = out(xmm_reg) r); } r }
fn float32(a: f32) -> f32 { let mut r = a; unsafe { asm!("mulss {0}, {0}", inout(xmm_reg) r); } r }
fn statics(i: usize) -> u32 { let r: u32; unsafe { asm!("lea {t}, [rip + {table}]", "mov {r:e}, [{t} + {i}*4]", t = out(reg) _, table = sym TABLE, i = in(reg) i, r = lateout(reg) r); } r }
fn call_sym(x: u64) -> u64 { let r: u64; unsafe { asm!("call {f}", f = sym callee, in("rdi") x, lateout("rax") r, clobber_abi("C")); } r }
fn generic_const<const N: i32>(x: i32) -> i32 { let r; unsafe { asm!("lea {r:e}, [{x:e} + {n}]", r = out(reg) r, x = in(reg) x, n = const N * 2); } r }
fn generic_sym<T: Tr>() -> u64 { let r: u64; unsafe { asm!("call {f}", f = sym T::f, lateout("rax") r, clobber_abi("C")); } r }
trait Tr { extern "C" fn f() -> u64; } impl Tr for u8 { extern "C" fn f() -> u64 { 8 } } impl Tr for u16 { extern "C" fn f() -> u64 { 16 } }
fn label(x: i32) -> &'static str {
    unsafe { asm!("test {x:e}, {x:e}", "js {neg}", "jz {zero}", x = in(reg) x, neg = label { return "negative" }, zero = label { return "zero" }); }
    "positive"
}
fn label_out(x: u32) -> u32 { let mut a: u32; unsafe { asm!("mov {a:e}, {x:e}", "cmp {a:e}, 10", "ja {big}", x = in(reg) x, a = out(reg) a, big = label { a = 999; }); } a }
fn explicit(a: u64) -> u64 { let r; unsafe { asm!("mov r12, {a}", "lea {r}, [r12 + 1]", a = in(reg) a, r = out(reg) r, out("r12") _); } r }
fn cpu() -> bool { let mut eax = 0u32; let ebx: u32; let (ecx, edx): (u32, u32); unsafe { asm!("mov {t:r}, rbx", "cpuid", "xchg {t:r}, rbx", t = out(reg) ebx, inout("eax") eax, out("ecx") ecx, out("edx") edx); } eax >= 1 && (ebx | ecx | edx) != 0 }
fn ptrs<'a>(p: &'a [u8]) -> u8 { let r: u8; unsafe { asm!("mov {r}, byte ptr [{p} + 2]", p = in(reg) p.as_ptr(), r = out(reg_byte) r, options(readonly, nostack)); } r }
fn att(x: u64) -> u64 { let r: u64; unsafe { asm!("movq {x}, {r}", "shlq $3, {r}", x = in(reg) x, r = out(reg) r, options(att_syntax)); } r }
fn fnptr(f: extern "C" fn(u64) -> u64) -> u64 { let r: u64; unsafe { asm!("call {f}", f = in(reg) f, in("rdi") 5u64, lateout("rax") r, clobber_abi("sysv64")); } r }
fn maybe(x: u64) -> u64 { use core::mem::MaybeUninit; let mut r = MaybeUninit::<u64>::uninit(); unsafe { asm!("mov qword ptr [{p}], {x}", p = in(reg) r.as_mut_ptr(), x = in(reg) x); r.assume_init() } }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    unsafe { say!("{} {} {} {}", my_add(40, 2), att_sub(50, 8), via_sym(14), konst()); }
    say!("{} {} {:?} {} {:#x}", naked_mul(6, 7), naked_call(5), reg_ops(u64::MAX, 3), lateout(5), inlateout(0x0102030405060708));
    say!("{} {:#x} {:#x} {:?} {} {}", bytes(0xf0, 0x3c), words(0x1234), highlow(0xabcd), memory(), floats(9.0, 16.0), float32(1.5));
    say!("{} {} {} {} {} {}", statics(2), call_sym(7), generic_const::<21>(0), generic_const::<-3>(6), generic_sym::<u8>(), generic_sym::<u16>());
    say!("{} {} {} {} {}", label(-5), label(0), label(7), label_out(5), label_out(11));
    say!("{} {} {} {} {} {}", explicit(1), cpu(), ptrs(b"abc"), att(5), fnptr(callee), maybe(77));
    0
}
