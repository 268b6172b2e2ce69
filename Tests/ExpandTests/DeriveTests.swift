// Derived impls. The expected texts agree with rustc's `-Zunpretty=expanded` but for layout.
import Diagnostics
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Expand

func expandDerive(_ name: String, _ item: String, alsoCopy: Bool = false) -> String {
  var diagnostics = DiagnosticList()
  let buffer = tokens(item, &diagnostics)
  guard case .derive(let derive)? = BuiltinMacro(named: Name(name)) else { return "no such derive" }
  let call = testInput(buffer)
  let input = DeriveInput(
    tokens: buffer, item: buffer.wholeRange, traitSpan: call.span, isConst: false, expansion: call.expansion, alsoDerivesCopy: alsoCopy)
  let result = expandDerive(derive, input, cfg: TestHost().cfg, into: &diagnostics)
  // Some mistakes leave an impl that does nothing.
  if let first = diagnostics.all.first(where: { $0.level == .error }) { return "error: " + first.message }
  return result.map { show($0) } ?? "error: none"
}

private let derived = "# [ automatically_derived ]"

@Test func derives() {
  #expect(expandDerive("Copy", "struct S<'a, T: Tr = u8, const N: usize>(&'a [T; N]) where T: 'a;")
    == "\(derived) impl < 'a , T : $crate :: marker :: Copy + Tr , const N : usize , > $crate :: marker :: Copy for S < 'a , T , N , > where T : 'a , { }")
  #expect(expandDerive("Clone", "pub enum E { A, B(u8), #[cfg(windows)] C }")
    == "\(derived) impl $crate :: clone :: Clone for E { # [ inline ] fn clone ( & self ) -> E { match self { E :: A => E :: A , "
      + "E :: B ( __self_0 , ) => E :: B ( $crate :: clone :: Clone :: clone ( __self_0 ) , ) , } } }")
  #expect(expandDerive("Clone", "struct S { a: u8 }", alsoCopy: true)
    == "\(derived) # [ doc ( hidden ) ] unsafe impl $crate :: clone :: TrivialClone for S { } \(derived) impl $crate :: clone :: Clone for S "
      + "{ # [ inline ] fn clone ( & self ) -> S { let _ : $crate :: clone :: AssertParamIsClone < u8 > ; * self } }")
  #expect(expandDerive("PartialEq", "#[repr(packed)] struct S<T: I>(T::A, u8);")
    == "\(derived) impl < T : I , > $crate :: marker :: StructuralPartialEq for S < T , > { } "
      + "\(derived) impl < T : $crate :: cmp :: PartialEq + $crate :: marker :: Copy + I , > $crate :: cmp :: PartialEq for S < T , > where "
      + "T :: A : $crate :: cmp :: PartialEq + $crate :: marker :: Copy , { # [ inline ] fn eq ( & self , other : & S < T , > ) -> bool "
      + "{ ( { self . 1 } ) == ( { other . 1 } ) && ( { self . 0 } ) == ( { other . 0 } ) } }")
  #expect(expandDerive("Debug", "struct S { r#type: u8, b: Vec<Vec<u8>> }")
    == "\(derived) impl $crate :: fmt :: Debug for S { # [ inline ] fn fmt ( & self , f : & mut $crate :: fmt :: Formatter ) -> $crate :: fmt :: Result "
      + "{ $crate :: fmt :: Formatter :: debug_struct_field2_finish ( f , \"S\" , \"type\" , & self . r#type , \"b\" , & & self . b ) } }")
  #expect(expandDerive("Default", "enum E { A(u8), #[default] B }")
    == "\(derived) impl $crate :: default :: Default for E { # [ inline ] fn default ( ) -> E { Self :: B } }")
  #expect(expandDerive("Hash", "enum E { A { x: u8 }, B }")
    == "\(derived) impl $crate :: hash :: Hash for E { # [ inline ] fn hash < __H : $crate :: hash :: Hasher > ( & self , state : & mut __H ) "
      + "{ let __self_discr = $crate :: intrinsics :: discriminant_value ( self ) ; $crate :: hash :: Hash :: hash ( & __self_discr , state ) ; "
      + "match self { E :: A { x : __self_0 , } => $crate :: hash :: Hash :: hash ( __self_0 , state ) , _ => { } } } }")
}

@Test(arguments: [
  ("Default", "enum E { A }", "error: `#[derive(Default)]` on an enum without `#[default]` on one of its variants"),
  ("Default", "enum E { #[default] A(u8) }", "error: `#[default]` is for unit variants only"),
  ("Debug", "union U { a: u8 }", "error: this trait cannot be derived for unions"),
  ("Clone", "fn f() {}", "error: `derive` is for structs, enums and unions"),
  ("From", "struct S { a: u8, b: u8 }", "error: `#[derive(From)]` is for structs with one field"),
  ("Clone", "struct S<T>(m!(T));", "error: `derive` cannot be used on items with type macros"),
] as [(String, String, String)])
func deriveMistakes(_ name: String, _ item: String, _ expected: String) {
  #expect(expandDerive(name, item) == expected)
}
