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


// Macros: tt-munchers, nested repetitions, hygiene, fragments of every kind, macros that define macros, callbacks, recursion.
macro_rules! count { () => { 0usize }; ($h:tt $($t:tt)*) => { 1usize + count!($($t)*) }; }
macro_rules! calc { (eval $e:expr) => { { let v: i64 = $e; say!("{} = {v}", stringify!($e)); v } }; (eval $e:expr, $(eval $es:expr),+) => { calc!(eval $e) + calc!($(eval $es),+) }; }
macro_rules! rpn { (@ [$r:expr]) => { $r }; (@ [$b:expr, $a:expr $(, $s:expr)*] + $($t:tt)*) => { rpn!(@ [$a + $b $(, $s)*] $($t)*) }; (@ [$b:expr, $a:expr $(, $s:expr)*] * $($t:tt)*) => { rpn!(@ [$a * $b $(, $s)*] $($t)*) }; (@ [$b:expr, $a:expr $(, $s:expr)*] - $($t:tt)*) => { rpn!(@ [$a - $b $(, $s)*] $($t)*) }; (@ [$($s:expr),*] $n:literal $($t:tt)*) => { rpn!(@ [$n $(, $s)*] $($t)*) }; ($($t:tt)+) => { rpn!(@ [] $($t)+) }; }
macro_rules! bf { (@p $c:ident; ) => {}; (@p $c:ident; + $($r:tt)*) => {{ $c.t[$c.p] = $c.t[$c.p].wrapping_add(1); bf!(@p $c; $($r)*); }}; (@p $c:ident; - $($r:tt)*) => {{ $c.t[$c.p] = $c.t[$c.p].wrapping_sub(1); bf!(@p $c; $($r)*); }}; (@p $c:ident; -> $($r:tt)*) => {{ $c.t[$c.p] = $c.t[$c.p].wrapping_sub(1); $c.p += 1; bf!(@p $c; $($r)*); }}; (@p $c:ident; > $($r:tt)*) => {{ $c.p += 1; bf!(@p $c; $($r)*); }}; (@p $c:ident; < $($r:tt)*) => {{ $c.p -= 1; bf!(@p $c; $($r)*); }}; (@p $c:ident; <- $($r:tt)*) => {{ $c.p -= 1; $c.t[$c.p] = $c.t[$c.p].wrapping_sub(1); bf!(@p $c; $($r)*); }}; (@p $c:ident; . $($r:tt)*) => {{ put!("{}", $c.t[$c.p] as char); bf!(@p $c; $($r)*); }}; (@p $c:ident; [$($b:tt)*] $($r:tt)*) => {{ while $c.t[$c.p] != 0 { bf!(@p $c; $($b)*); } bf!(@p $c; $($r)*); }}; ($($t:tt)*) => {{ struct C { t: [u8; 16], p: usize } let mut c = C { t: [0; 16], p: 0 }; bf!(@p c; $($t)*); c.t[c.p] }}; }
macro_rules! json { (null) => { J::Null }; ([$($e:tt),* $(,)?]) => { J::Arr(&[$(json!($e)),*]) }; ({$($k:literal : $v:tt),* $(,)?}) => { J::Obj(&[$(($k, json!($v))),*]) }; ($e:expr) => { J::from($e) }; }
#[derive(Debug, Clone, Copy)] enum J<'a> { Null, Bool(bool), Num(f64), Str(&'a str), Arr(&'a [J<'a>]), Obj(&'a [(&'a str, J<'a>)]) }
impl From<bool> for J<'_> { fn from(b: bool) -> Self { J::Bool(b) } } impl From<f64> for J<'_> { fn from(b: f64) -> Self { J::Num(b) } } impl From<i32> for J<'_> { fn from(b: i32) -> Self { J::Num(b as f64) } } impl<'a> From<&'a str> for J<'a> { fn from(s: &'a str) -> Self { J::Str(s) } }
impl fmt::Display for J<'_> { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { match *self { J::Null => f.write_str("null"), J::Bool(b) => write!(f, "{b}"), J::Num(n) => write!(f, "{n}"), J::Str(s) => write!(f, "{s:?}"), J::Arr(a) => { f.write_str("[")?; for (i, x) in a.iter().enumerate() { if i > 0 { f.write_str(",")? } write!(f, "{x}")? } f.write_str("]") } J::Obj(o) => { f.write_char('{')?; for (i, (k, v)) in o.iter().enumerate() { if i > 0 { f.write_char(',')? } write!(f, "{k:?}:{v}")? } f.write_char('}') } } } }
macro_rules! enum_str { ($(#[$m:meta])* $v:vis enum $n:ident $(: $r:ty)? { $($(#[$vm:meta])* $var:ident $(= $d:expr)?),* $(,)? }) => { $(#[$m])* $v enum $n { $($(#[$vm])* $var $(= $d)?),* } impl $n { $v const ALL: [$n; count!($($var)*)] = [$($n::$var),*]; fn name(self) -> &'static str { match self { $($n::$var => stringify!($var)),* } } } impl core::str::FromStr for $n { type Err = (); fn from_str(s: &str) -> Result<Self, ()> { match s { $(stringify!($var) => Ok($n::$var),)* _ => Err(()) } } } } }
enum_str! { #[derive(Clone, Copy, Debug, PartialEq)] #[repr(u8)] pub enum Color { Red = b'r', #[allow(dead_code)] Green, Blue = 200 } }
macro_rules! hygiene { ($e:expr) => {{ let x = 10; let r = $e; x + r }}; } macro_rules! using { ($a:ident, $e:expr) => {{ let $a = 42; $e }}; } macro_rules! make_fn { ($n:ident) => { fn $n() -> &'static str { stringify!($n) } }; ($n:ident, $($r:ident),+) => { make_fn!($n); make_fn!($($r),+); } } make_fn!(alpha, beta, gamma);
macro_rules! def_macro { ($name:ident, $d:tt, $op:tt) => { macro_rules! $name { ($d($d x:expr),*) => { 0 $d($op $d x)* }; } } } def_macro!(sum_all, $, +); def_macro!(sub_all, $, -);
macro_rules! frag { ($b:block) => { ("block", $b) }; ($l:lifetime) => { ("lifetime", stringify!($l).len()) }; (ty $t:ty) => { ("ty", size_of::<$t>()) }; (pat $p:pat => $e:expr) => { ("pat", matches!($e, $p) as usize) }; (pp $p:pat_param | $q:pat_param, $e:expr) => { ("pp", matches!($e, $p | $q) as usize) }; (path $p:path) => { ("path", <$p>::MAX as usize) }; (item $i:item) => {{ $i ("item", item_fn()) }}; (stmt $s:stmt) => {{ $s; ("stmt", 1) }}; (vis $v:vis fn) => { ("vis", stringify!($v).len()) }; (lit $l:literal) => { ("lit", stringify!($l).len()) }; (meta $m:meta) => { ("meta", stringify!($m).len()) }; }
macro_rules! nested { ($($k:ident: [$($v:expr),*]);* $(;)?) => { [$((stringify!($k), &[$($v * 2),*] as &[i32])),*] } } macro_rules! cross { ($($a:ident)*; $($b:literal)*) => { [$( (stringify!($a), $b) ),*] } } macro_rules! opt { ($a:expr $(, $b:expr)? $(; $($c:ident)+)?) => { ($a $(+ $b)? , count!($($($c)+)?)) } }
macro_rules! callback { ($cb:ident, $($args:tt)*) => { $cb!($($args)*) } } macro_rules! as_item { ($($t:tt)*) => { $($t)* } } as_item! { mod generated { pub const K: u8 = 7; pub fn f<T: Into<u32>>(t: T) -> u32 { t.into() + K as u32 } macro_rules! inner { () => { self::f(1u8) } } pub fn g() -> u32 { inner!() } } }
macro_rules! kw { (fn $n:ident($($p:ident: $t:ty),* $(,)?) $(-> $r:ty)? where $($w:tt)*) => { fn $n<T>($($p: $t),*) $(-> $r)? where $($w)* } } kw! { fn weird(a: T, b: u8) -> u64 where T: Into<u64> { a.into() + b as u64 } }
macro_rules! tuple_impl { ($($t:ident $i:tt),*) => { impl<$($t: Total),*> Total for ($($t,)*) { fn total(&self) -> u64 { 0 $(+ self.$i.total())* } } } } trait Total { fn total(&self) -> u64; } impl Total for u8 { fn total(&self) -> u64 { *self as u64 } } impl Total for &str { fn total(&self) -> u64 { self.len() as u64 } } tuple_impl!(A 0); tuple_impl!(A 0, B 1); tuple_impl!(A 0, B 1, C 2); impl<T: Total, const N: usize> Total for [T; N] { fn total(&self) -> u64 { self.iter().map(Total::total).sum() } }
#[macro_export] macro_rules! exported { ($($x:expr),+ $(,)?) => { $crate::helper(&[$($x),+]) } } pub fn helper(x: &[u8]) -> usize { x.len() }
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    say!("{} {} {}", count!(a b (c d) [e] {f} 'g "h"), calc!(eval 1 + 2, eval (3 * 4) - 1, eval -5), rpn!(3 4 + 2 * 7 -)); bf!(++++++++[>++++++++<-]>+.+.+.); say!(" {}", bf!(+++>++<[->+<]>));
    say!("{}", json!({ "a": [1, 2.5, null, true, "x\n"], "b": { "c": {} }, "neg": (-3), })); say!("{:?} {:?} {:?} {}", Color::ALL, "Blue".parse::<Color>(), "Pink".parse::<Color>(), Color::Green as u8 as char); say!("{}", Color::Red.name());
    let x = 1; say!("{} {} {}{}{}", hygiene!(x * 2), using!(x, x + 1), alpha(), beta(), gamma()); say!("{} {}", sum_all!(1, 2, 3), sub_all!(1, 2));
    let r = [frag!({ 5 }), frag!('abc), frag!(ty [u16; 3]), frag!(pat Some(1..=5) | None => Some(3)), frag!(pp 1 | 2, 2), frag!(path u8), frag!(item fn item_fn() -> usize { 9 }), frag!(stmt let _y = 3), frag!(vis pub(crate) fn), frag!(lit -5), frag!(meta derive(Debug))]; say!("{r:?}");
    say!("{:?} {:?} {:?} {:?} {:?}", nested!(a: [1, 2]; b: []; c: [3];), cross!(p q; 1 2), opt!(1), opt!(1, 2), opt!(1, 2; x y z)); say!("{} {} {} {}", callback!(sum_all, 4, 5), generated::g(), generated::f(3u8), weird(5u32, 6)); say!("{} {}", (1u8, "abc", [2u8, 3]).total(), exported!(1, 2, 3,));
    say!("{} {} {} {}", concat!("a", 1, 2.5, true, 'c'), stringify!(a + b * [c]), line!() > 10, module_path!()); say!("{}", { macro_rules! local { ($e:expr) => { $e * 2 } } local!(4) }); 0
}
