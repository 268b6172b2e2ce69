// Macros by example: shapes of matchers and transcribers, and what is wrong with some.
import Diagnostics
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Expand

@Test(arguments: [
  ("macro_rules! m { (a $x:tt b) => { [$x] }; }", "a (1 + 2) b", "[ ( 1 + 2 ) ]"),
  ("macro_rules! m { ($($x:ident),*) => { $(f($x);)* } }", "a, b, c", "f ( a ) ; f ( b ) ; f ( c ) ;"),
  ("macro_rules! m { ($($x:ident),* $(,)?) => { $($x)-* } }", "a, b,", "a - b"),
  ("macro_rules! m { ($($k:ident = [$($v:tt)*]);+) => { $($k { $($v,)* })* } }", "a = [1 2]; b = []; c = [3]",
    "a { 1 , 2 , } b { } c { 3 , }"),
  ("macro_rules! m { ($($k:ident: $($v:tt)|+);*) => { $($($k $v),*);* } }", "a: 1|2; b: 3", "a 1 , a 2 ; b 3"),
  ("macro_rules! m { () => { empty }; ($x:tt) => { one }; ($($x:tt)*) => { many } }", "a b", "many"),
  ("macro_rules! m { ($x:lifetime) => { $x $x } }", "'a", "'a 'a"),
  ("macro_rules! m { ($x:tt) => { macro_rules! n { ($y:tt) => { $x $y $$ } } } }", "q",
    "macro_rules ! n { ( $ y : tt ) => { q $ y $ } }"),
  ("macro_rules! m { ($($x:ident)*) => { $(${index()} ${len()} $x)* ${count($x)} ${ignore($x)} } }", "a b", "0 2 a 1 2 b 2"),
  ("macro_rules! m { ($a:ident) => { ${concat($a, _, b, \"2\")} } }", "x", "x_b2"),
  ("macro_rules! m { ($e:expr) => { ($e) } }", "x", "( ⟦ x ⟧ )"),
  ("macro_rules! m { ($($e:expr),*) => { $($e;)* } }", "1, y, z", "⟦ 1 ⟧ ; ⟦ y ⟧ ; ⟦ z ⟧ ;"),
  ("macro_rules! m { ($($e:expr),*) => { $($e;)* } }", "a + b * 2, f::<u8>(x, y), || 3, if a { b } else { c }",
    "⟦ a + b * 2 ⟧ ; ⟦ f :: < u8 > ( x , y ) ⟧ ; ⟦ || 3 ⟧ ; ⟦ if a { b } else { c } ⟧ ;"),
  ("macro_rules! m { (<$t:ty> $u:ty) => { $t | $u } }", "<Vec<u8>> Option<u8>",
    "⟦ Vec < u8 > ⟧ | ⟦ Option < u8 > ⟧"),
  ("macro_rules! m { ($($v:vis $n:ident: $t:ty),* $(,)?) => { $($v | $n | $t)* } }", "pub a: &'a [u8; 3], b: fn(u8) -> u8,",
    "⟦ pub ⟧ | a | ⟦ & 'a [ u8 ; 3 ] ⟧ ⟦ ⟧ | b | ⟦ fn ( u8 ) -> u8 ⟧"),
  ("macro_rules! m { ($(#[$m:meta])* @ $i:item $s:stmt ; $b:block $p:pat => $l:literal $q:path) => { $(#[$m])* [$i] [$s] [$b] [$p] [$l] [$q] } }",
    "#[a(b)] #[c = 1] @ struct S<T>(T); let x = 1; { 1 } Some(x) | None => -1 a::b::<C>",
    "# [ ⟦ a ( b ) ⟧ ] # [ ⟦ c = 1 ⟧ ] [ ⟦ struct S < T > ( T ) ; ⟧ ] [ ⟦ let x = 1 ⟧ ] [ ⟦ { 1 } ⟧ ] [ ⟦ Some ( x ) | None ⟧ ] [ ⟦ - 1 ⟧ ] [ ⟦ a :: b :: < C > ⟧ ]"),
  ("macro_rules! m { ($p:pat_param | $q:pat) => { $p, $q } }", "A(1..=2) | B | C", "⟦ A ( 1 ..= 2 ) ⟧ , ⟦ B | C ⟧"),
  ("macro_rules! m { ($(#[$a:meta])* x) => { 1 }; ($($t:tt)*) => { $($t)* } }", "y", "y"),
  ("macro_rules! m { ($crate) => { 1 }; ($x:tt) => { $crate::$x } }", "z", "$crate :: z"),
  ("macro m($a:ident, $b:ident) { $b $a }", "x, y", "y x"),
  ("macro m { ($a:ident) => { 1 $a }, () => { 2 } }", "", "2"),
  ("macro_rules! m { ($([$($x:tt),*])*) => { $( [$($x ${index(1)})*] ${count($x)} )* ${count($x)} ${count($x, 1)} } }",
    "[a,b][][c]", "[ a 0 b 0 ] 2 [ ] 0 [ c 2 ] 1 3 3"),
  ("macro_rules! m { ($($($x:tt),*);*) => { 1 } }", "a,b;c", "1"),
  ("macro_rules! m { ($x:tt) => { $x } }", "/// doc", "# "),
] as [(String, String, String)])
func expansion(_ definition: String, _ call: String, _ expected: String) {
  let (result, messages) = expandMacro(definition, call)
  if expected == "# " {
    #expect(result == "#" || messages.first?.hasPrefix("no rules expected") == true)
  } else {
    #expect(result == expected, "\(messages)")
    #expect(messages == [])
  }
}

@Test(arguments: [
  ("macro_rules! m { ($x:tt $x:tt) => {} }", "", "the matcher binds `$x` twice"),
  ("macro_rules! m { ($e:expr $x:tt) => {} }", "", "`$e:expr` is followed by `$x:tt`, which is not allowed for `expr` fragments"),
  ("macro_rules! m { ($t:ty - ) => {} }", "", "`$t:ty` is followed by `-`, which is not allowed for `ty` fragments"),
  ("macro_rules! m { ($($($x:tt),*);*) => {} }", "", "ambiguity: multiple successful parses"),
  ("macro_rules! m { ($()*) => {} }", "", "repetition matches empty token tree"),
  ("macro_rules! m { ($x) => {} }", "", "missing fragment specifier"),
  ("macro_rules! m { ($x:foo) => {} }", "a", "invalid fragment specifier `foo`"),
  ("macro_rules! m { ($(a),) => {} }", "", "expected one of: `*`, `+`, or `?`"),
  ("macro_rules! m { (a) => {} }", "b", "no rules expected `b`"),
  ("macro_rules! m { (a) => {} }", "", "unexpected end of macro invocation"),
  ("macro_rules! m { (a) => {} }", "a fn", "no rules expected keyword `fn`"),
  ("macro_rules! m { ($($x:ident)* $y:ident) => {} }", "a b",
    "local ambiguity when calling macro `m`: multiple parsing options: built-in NTs ident ('x') or ident ('y')."),
  ("macro_rules! m { ($($x:ident)*) => { $x } }", "a", "variable `x` is still repeating at this depth"),
  ("macro_rules! m { ($x:ident) => { $($x)* } }", "a",
    "attempted to repeat an expression containing no syntax variables matched as repeating at this depth"),
  ("macro_rules! m { ($($x:ident)* ; $($y:ident)*) => { $($x $y)* } }", "a b ; c",
    "meta-variable `x` repeats 2 times, but `y` repeats 1 time"),
  ("macro_rules! m { ($($x:ident)*) => { $($x)+ } }", "", "this must repeat at least once"),
  ("macro_rules! m { ($e:expr) => {}; ($($t:tt)*) => {} }", "1 +", "expected an expression, found the end"),
  ("macro_rules! m { }", "", "a macro has at least one rule"),
  ("macro_rules! m { (a) }", "", "the macro definition ends unexpectedly"),
  ("macro_rules! m { a => {} }", "", "a macro matcher stands in brackets of some kind"),
  ("macro_rules! m { (a) => b }", "", "the right side of a macro rule stands in brackets of some kind"),
] as [(String, String, String)])
func mistakes(_ definition: String, _ call: String, _ message: String) {
  let (_, messages) = expandMacro(definition, call)
  #expect(messages.first == message)
}
