#![feature(thread_local)]
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
#[thread_local] static COUNTER: Cell<u32> = Cell::new(5);
#[thread_local] static mut PLAIN: [u8; 3] = [1, 2, 3];
#[thread_local] static LIST: RefCell<[i32; 2]> = RefCell::new([0; 2]);
unsafe extern "C" { fn pthread_create(t: *mut usize, attr: *const u8, f: extern "C" fn(*mut u8) -> *mut u8, arg: *mut u8) -> i32; fn pthread_join(t: usize, r: *mut *mut u8) -> i32; }
fn bump() -> u32 { COUNTER.set(COUNTER.get() + 1); COUNTER.get() }
extern "C" fn thread(arg: *mut u8) -> *mut u8 {
    for _ in 0..arg as usize { bump(); }
    unsafe { PLAIN[0] = 100; }
    LIST.borrow_mut()[1] = 9;
    say!("thread {} {:?} {:?}", COUNTER.get(), unsafe { *&raw const PLAIN }, LIST.borrow());
    COUNTER.get() as usize as *mut u8
}
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    bump(); bump();
    let mut t = 0; let mut r = core::ptr::null_mut();
    unsafe { pthread_create(&mut t, core::ptr::null(), thread, 10 as *mut u8); pthread_join(t, &mut r); }
    say!("main {} {} {:?} {:?}", COUNTER.get(), r as usize, unsafe { *&raw const PLAIN }, LIST.borrow());
    let p: *const Cell<u32> = &COUNTER; say!("{}", p == &raw const COUNTER);
    0
}
