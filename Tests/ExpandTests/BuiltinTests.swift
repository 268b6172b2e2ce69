// Builtin macros: what they turn into.
import Diagnostics
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Expand

struct TestHost: ExpansionHost {
  var cfg = CfgSet()
  init() {
    cfg.insert(Name("unix"))
    cfg.insert(Name("target_os"), Name("linux"))
    cfg.insert(Name("feature"), Name(""))
  }
  func location(of position: BytePos) -> (path: String, line: Int, column: Int) { ("src/a.rs", 7, Int(position)) }
  func modulePath(of expansion: ExpansionID) -> String { "krate::inner" }
  func environment(_ name: String) -> String? { name == "HOME" ? "/root" : nil }
  func load(_ path: String, relativeTo span: Span) -> HostFile { .unreadable(path: path, reason: "No such file or directory") }
  mutating func lexIncluded(_ path: String, at span: Span, into diagnostics: inout DiagnosticList) -> TokenBuffer? { nil }
  mutating func expandEagerly(_ call: EagerCall, into diagnostics: inout DiagnosticList) -> EagerStep {
    guard case .bang(let m)? = BuiltinMacro(named: call.path.last!.name) else { return .undetermined }
    let input = MacroInput(
      tokens: call.tokens, arguments: call.arguments, span: call.span, expansion: testInput(call.tokens).expansion)
    switch expand(m, input, host: &self, into: &diagnostics) {
    case .tokens(let t): return .tokens(t)
    case .undetermined: return .undetermined
    default: return .failed
    }
  }
}

/// The result as tokens or nodes, and the first error.
func expandBuiltin(_ name: String, _ arguments: String) -> String {
  var diagnostics = DiagnosticList()
  var host = TestHost()
  let buffer = tokens(arguments, &diagnostics)
  guard case .bang(let macro)? = BuiltinMacro(named: Name(name)) else { return "no such macro" }
  switch expand(macro, testInput(buffer), host: &host, into: &diagnostics) {
  case .tokens(let t): return show(t)
  case .expr(let tree, let id, _): return show(tree, id) + (diagnostics.hasErrors ? "; error: " + diagnostics.all[0].message : "")
  case .ty: return "type"
  case .item: return "item"
  case .undetermined: return "undetermined"
  case .failed: return "error: " + (diagnostics.all.first?.message ?? "none")
  }
}

func show(_ tree: Tree, _ id: ID<Expr>) -> String {
  guard case .formatArgs(let node) = tree[id].kind else { return "\(tree[id].kind)" }
  let args = tree[node]
  func position(_ p: FormatPosition) -> String { p.index == FormatPosition.invalid ? "?" : "\(p.index)" }
  func count(_ c: FormatCount) -> String {
    switch c {
    case .none: ""
    case .literal(let n): "\(n)"
    case .argument(let p): "$\(position(p))"
    }
  }
  let pieces = tree[args.template].map { piece -> String in
    switch piece {
    case .literal(let text): return "'\(text)'"
    case .placeholder(let p):
      let o = p.options
      return "{\(position(p.argument)) \(p.trait) w\(count(o.width)) p\(count(o.precision)) \(o.alignment)\(o.isAlternate ? " #" : "")\(o.zeroPad ? " 0" : "")}"
    }
  }
  let arguments = tree[args.arguments].map { a in a.kind == .normal ? "normal" : "\(a.kind) \(a.ident.name)" }
  return (pieces + arguments).joined(separator: ", ")
}

@Test(arguments: [
  ("line", "", "7u32"),
  ("file", "", "\"src/a.rs\""),
  ("module_path", "", "\"krate::inner\""),
  ("cfg", "all(unix, target_os = \"linux\", not(windows))", "true"),
  ("cfg", "any(windows, false, feature)", "false"),
  ("cfg", "feature = \"\"", "true"),
  ("cfg", "target(os = \"linux\")", "true"),
  ("cfg", "version(\"1.96\")", "true"),
  ("cfg", "version(\"1.97.0\")", "false"),
  ("cfg", "", "error: macro requires a cfg-pattern as an argument"),
  ("cfg", "foo(a)", "error: there is no predicate `foo`"),
  ("cfg_select", "windows => { a } unix => { b c } _ => { d }", "b c"),
  ("concat", "\"a\\n\", 'b', 1_000u8, -2.5, true, stringify!(x + y), concat!(\"q\", 0x10)", "\"a\\nb1000-2.5truex + yq16\""),
  ("concat", "a", "error: expected a literal"),
  ("concat", "b\"a\"", "error: cannot concatenate a byte string literal"),
  ("concat_bytes", "b\"ab\", b'c', [1, 2], [0; 2]", "b\"abc\\x01\\x02\\x00\\x00\""),
  ("env", "\"HOME\"", "\"/root\""),
  ("env", "\"NOPE\", \"is not set\"", "error: is not set"),
  ("option_env", "\"HOME\"", "$crate :: option :: Option :: Some ( \"/root\" )"),
  ("option_env", "concat!(\"NO\", \"PE\")", "$crate :: option :: Option :: None :: < & 'static str >"),
  ("compile_error", "\"because\"", "error: because"),
  ("core_panic", "\"{}\", x", "$crate :: panic :: panic_2021 ! ( \"{}\" , x )"),
  ("unreachable", "", "$crate :: panic :: unreachable_2021 ! ( )"),
  ("assert", "x == 1", "if ! ⟦ x == 1 ⟧ { $crate :: panicking :: panic ( \"assertion failed: x == 1\" ) }"),
  ("assert", "x, \"{}\", y", "if ! ⟦ x ⟧ { $crate :: panic :: panic_2021 ! ( \"{}\" , y ) }"),
  ("assert", "", "error: macro requires a boolean expression as an argument"),
  ("include_str", "\"nope\"", "error: couldn't read `nope`: No such file or directory"),
  ("concat", "foo!()", "undetermined"),
] as [(String, String, String)])
func builtins(_ name: String, _ arguments: String, _ expected: String) {
  #expect(expandBuiltin(name, arguments) == expected)
}

@Test(arguments: [
  ("\"a{{b}}\"", "'a{b}'"),
  ("\"{} {:?}\", 1, x", "{0 display w p none}, ' ', {1 debug w p none}, normal, normal"),
  ("\"{x:>5.2}{0:#010x}\", y", "{1 display w5 p2 right}, {0 lowerHex w10 p none # 0}, normal, captured x"),
  ("\"{:.*}{:w$.p$}\", 3, 1.0, z, w = 4, p = 5",
    "{1 display w p$0 none}, {2 display w$3 p$4 none}, normal, normal, normal, named w, named p"),
  ("concat!(\"{}\", \"!\"), 1", "{0 display w p none}, '!', normal"),
  ("\"{name}\", name = 3", "{0 display w p none}, named name"),
  ("\"{\"", "error: invalid format string: expected `}` but string was terminated"),
  ("\"}\"", "error: invalid format string: unmatched `}` found"),
  ("\"{}\"", "{? display w p none}; error: 1 positional argument in format string, but no arguments were given"),
  ("\"\", 1", "normal; error: argument never used"),
  ("\"{0} {2}\", 1",
    "{0 display w p none}, ' ', {? display w p none}, normal; error: invalid reference to positional argument 2 (there is 1 argument)"),
  ("\"{:y}\", 1", "{0 display w p none}, normal; error: unknown format trait `y`"),
  ("\"{a.b}\"", "error: invalid format string: field access isn't supported"),
  ("\"{x?}\"", "error: invalid format string: expected `}`, found `?`"),
  ("\"\", a = 1, a = 2", "named a; error: duplicate argument named `a`"),
  ("\"{}{}\", a = 1, 2", "error: positional arguments cannot follow named arguments"),
  ("concat!(\"{x}\")", "{0 display w p none}, captured x; error: there is no argument named `x`"),
  ("x", "error: format argument must be a string literal"),
  ("", "error: requires at least a format string argument"),
] as [(String, String)])
func formatStrings(_ arguments: String, _ expected: String) {
  #expect(expandBuiltin("format_args", arguments) == expected)
}

// The expected texts are rustc's.
@Test(arguments: [
  ("a+b * c", "a+b * c"), ("x . y", "x.y"), ("fn f ( x : u8 ) -> u8 { x }", "fn f(x : u8) -> u8 { x }"),
  ("{a}", "{a}"), ("{ a ; b }", "{ a; b }"), ("{}", "{}"), ("[ 1 , 2 ]", "[1, 2]"), ("#[ a ] struct S ;", "#[a] struct S;"),
  ("'a , r#fn", "'a, r#fn"),
  ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb + cccccccccccccccccccccccccccc + d",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb +\ncccccccccccccccccccccccccccc + d"),
] as [(String, String)])
func stringifyText(_ text: String, _ expected: String) {
  var diagnostics = DiagnosticList()
  let buffer = tokens(text, &diagnostics)
  #expect(stringify(buffer, buffer.wholeRange) == expected)
}

@Test(arguments: [
  ("\"nop\"", nil), ("\"mov {0}, {x:e}\", in(reg) a, x = out(reg) b, options(nostack)", nil),
  ("\"{}\", inout(\"eax\") a => _, clobber_abi(\"C\")", "invalid reference to argument at index 0"),
  ("\"\", in(reg) a", "argument never used"), ("\"\", options(pure)", "the `pure` option must be combined with either `nomem` or `readonly`"),
  ("\"{a}\"", "there is no argument named `a`"), ("\"a\" \"b\"", "expected token: `,`, found `\"b\"`"),
  ("\"{}\", const 5, \"b\"", "expected an operand, `clobber_abi` or `options`, found `\"b\"`"),
  ("concat!(\"a\", \"{x}\"), #[cfg(unix)] x = sym f::g, #[cfg(windows)] y = const 1", nil),
] as [(String, String?)])
func inlineAssembly(_ arguments: String, _ message: String?) {
  let result = expandBuiltin("asm", arguments)
  if let message { #expect(result == "error: " + message) } else { #expect(result.hasPrefix("inlineAsm")) }
}

// The expected texts are rustc's.
@Test(arguments: [
  (#"a==1"#, "a == 1"),
  (#"!(a>2)&&v . len( )==3||false"#, "!(a > 2) && v.len() == 3 || false"),
  (#"v[ 0..2 ].iter( ).all(|&x|x>0)"#, "v[0..2].iter().all(|&x| x > 0)"),
  (#"p.x as u8==1u8"#, "p.x as u8 == 1u8"),
  (#"matches!(Some(1),Some(_)|None)"#, "matches!(Some(1),Some(_)|None)"),
  (#"t.0<t.1"#, "t.0 < t.1"),
  (#"v.contains(&1)"#, "v.contains(&1)"),
  (#"f( -1 )<0"#, "f(-1) < 0"),
  (#"core::mem::size_of::<[u8;4]>()==4"#, "core::mem::size_of::<[u8; 4]>() == 4"),
  (#"v.iter().map(|x|x+1).collect::<Vec<_>>().len()==3"#, "v.iter().map(|x| x + 1).collect::<Vec<_>>().len() == 3"),
  (#"*&a==1"#, "*&a == 1"),
  (#"(a,2)==(1,2)"#, "(a, 2) == (1, 2)"),
  (#"P{x:1}.x==1"#, "P { x: 1 }.x == 1"),
  (#"s.is_empty()==false"#, "s.is_empty() == false"),
  (#"v.iter().zip(v.iter()).filter(|(a,b)|a==b).enumerate().all(|(i,(a,b))|i<10 && **a>0 && **b>0)"#, "v.iter().zip(v.iter()).filter(|(a, b)|\n                a ==\n                    b).enumerate().all(|(i, (a, b))|\n        i < 10 && **a > 0 && **b > 0)"),
  (#"[1,2]==[1;2]"#, "[1, 2] == [1; 2]"),
  (#"a.pow(2)*3+4-5<<1&7|8^3==0"#, "a.pow(2) * 3 + 4 - 5 << 1 & 7 | 8 ^ 3 == 0"),
  (#"&v[..]==&[1,2,3][..]"#, "&v[..] == &[1, 2, 3][..]"),
] as [(String, String)])
func assertionText(_ condition: String, _ expected: String) {
  let result = expandBuiltin("assert", condition)
  let shown = String(expected.flatMap { $0 == "\n" ? "\\n" : String($0) })
  #expect(result.contains("\"assertion failed: \(shown)\""), "\(result)")
}
