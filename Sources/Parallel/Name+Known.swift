// Names with fixed numbers, so that code can compare with them. Keywords first: see `isReservedRange`.

extension Name {
  /// Texts of the well-known names, in order of their numbers.
  static let known: [StaticString] = [
    "", "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for", "if", "impl",
    "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract", "become", "box", "do", "final",
    "macro", "override", "priv", "typeof", "unsized", "virtual", "yield", "async", "await", "dyn", "gen", "try",
    "auto", "builtin", "catch", "default", "macro_rules", "raw", "reuse", "contract_ensures", "contract_requires",
    "safe", "union", "yeet", "pin", "view", "_", "{{root}}", "$crate", "'_", "'static", "core", "std", "alloc",
    "test", "proc_macro", "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
    "i64", "i128", "isize", "f16", "f32", "f64", "f128", "cfg", "cfg_attr", "derive", "derive_const", "doc", "path",
    "macro_use", "macro_export", "macro_escape", "allow_internal_unstable", "allow_internal_unsafe",
    "rustc_builtin_macro", "rustc_macro_transparency", "transparent", "semitransparent", "opaque", "prelude_import",
    "no_core", "no_std", "no_main", "lang", "repr", "inline", "cold", "must_use", "test_case", "bench",
    "global_allocator", "rustc_intrinsic", "rustc_const_unstable", "stable", "unstable", "not", "any", "all",
    "feature", "target_feature", "debug_assertions", "overflow_checks", "target_os", "target_arch", "target_env",
    "target_endian", "target_pointer_width", "target_family", "unix", "windows", "panic", "Clone", "Copy", "Debug",
    "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd", "Some", "None", "Ok", "Err", "Option", "Result", "Box",
    "Vec", "String", "print", "println", "eprintln", "format", "format_args", "format_args_nl", "const_format_args",
    "concat", "concat_bytes", "stringify", "include", "include_str", "include_bytes", "env", "option_env", "file",
    "line", "column", "module_path", "compile_error", "assert", "unreachable", "cfg_select", "asm", "global_asm",
    "naked_asm", "pattern_type", "expr", "expr_2021", "ident", "item", "lifetime", "literal", "meta", "pat",
    "pat_param", "stmt", "tt", "ty", "vis", "block", "count", "index", "len", "ignore", "derive_macro", "cfg_eval",
    "cfg_accessible", "no_mangle", "export_name", "link_name", "link_section", "no_implicit_prelude", "fundamental",
    "track_caller", "may_dangle", "automatically_derived", "allow", "warn", "deny", "forbid", "expect", "deprecated",
    "recursion_limit", "type_length_limit", "crate_name", "crate_type", "panic_handler", "start", "main", "args",
    "rustc_std_internal_symbol", "linkage", "link", "ffi_const", "unwind", "abort", "C", "Rust", "system",
    "intrinsics", "from", "into", "iter", "next", "deref", "index_mut", "add", "sub", "mul", "div", "rem", "neg",
    "fmt", "clone", "cmp", "partial_cmp", "eq", "ne", "hash", "default_", "f0",
  ]

  /// Numbers 1…52 are the words that are keywords in some edition; which ones where is decided by `Syntax`.
  @inlinable public var isKeywordInSomeEdition: Bool { rawValue &- 1 < 52 }

  @inlinable public static var empty: Name { Name(rawValue: 0) }
  @inlinable public static var `as`: Name { Name(rawValue: 1) }
  @inlinable public static var `break`: Name { Name(rawValue: 2) }
  @inlinable public static var `const`: Name { Name(rawValue: 3) }
  @inlinable public static var `continue`: Name { Name(rawValue: 4) }
  @inlinable public static var crate: Name { Name(rawValue: 5) }
  @inlinable public static var `else`: Name { Name(rawValue: 6) }
  @inlinable public static var `enum`: Name { Name(rawValue: 7) }
  @inlinable public static var `extern`: Name { Name(rawValue: 8) }
  @inlinable public static var `false`: Name { Name(rawValue: 9) }
  @inlinable public static var fn: Name { Name(rawValue: 10) }
  @inlinable public static var `for`: Name { Name(rawValue: 11) }
  @inlinable public static var `if`: Name { Name(rawValue: 12) }
  @inlinable public static var impl: Name { Name(rawValue: 13) }
  @inlinable public static var `in`: Name { Name(rawValue: 14) }
  @inlinable public static var `let`: Name { Name(rawValue: 15) }
  @inlinable public static var loop: Name { Name(rawValue: 16) }
  @inlinable public static var match: Name { Name(rawValue: 17) }
  @inlinable public static var mod: Name { Name(rawValue: 18) }
  @inlinable public static var move: Name { Name(rawValue: 19) }
  @inlinable public static var `mut`: Name { Name(rawValue: 20) }
  @inlinable public static var pub: Name { Name(rawValue: 21) }
  @inlinable public static var ref: Name { Name(rawValue: 22) }
  @inlinable public static var `return`: Name { Name(rawValue: 23) }
  @inlinable public static var selfValue: Name { Name(rawValue: 24) }
  @inlinable public static var selfType: Name { Name(rawValue: 25) }
  @inlinable public static var `static`: Name { Name(rawValue: 26) }
  @inlinable public static var `struct`: Name { Name(rawValue: 27) }
  @inlinable public static var `super`: Name { Name(rawValue: 28) }
  @inlinable public static var trait: Name { Name(rawValue: 29) }
  @inlinable public static var `true`: Name { Name(rawValue: 30) }
  @inlinable public static var type: Name { Name(rawValue: 31) }
  @inlinable public static var unsafe: Name { Name(rawValue: 32) }
  @inlinable public static var use: Name { Name(rawValue: 33) }
  @inlinable public static var `where`: Name { Name(rawValue: 34) }
  @inlinable public static var `while`: Name { Name(rawValue: 35) }
  @inlinable public static var abstract: Name { Name(rawValue: 36) }
  @inlinable public static var become: Name { Name(rawValue: 37) }
  @inlinable public static var box: Name { Name(rawValue: 38) }
  @inlinable public static var `do`: Name { Name(rawValue: 39) }
  @inlinable public static var final: Name { Name(rawValue: 40) }
  @inlinable public static var macro: Name { Name(rawValue: 41) }
  @inlinable public static var override: Name { Name(rawValue: 42) }
  @inlinable public static var priv: Name { Name(rawValue: 43) }
  @inlinable public static var typeof: Name { Name(rawValue: 44) }
  @inlinable public static var unsized: Name { Name(rawValue: 45) }
  @inlinable public static var virtual: Name { Name(rawValue: 46) }
  @inlinable public static var yield: Name { Name(rawValue: 47) }
  @inlinable public static var `async`: Name { Name(rawValue: 48) }
  @inlinable public static var `await`: Name { Name(rawValue: 49) }
  @inlinable public static var dyn: Name { Name(rawValue: 50) }
  @inlinable public static var gen: Name { Name(rawValue: 51) }
  @inlinable public static var `try`: Name { Name(rawValue: 52) }
  @inlinable public static var auto: Name { Name(rawValue: 53) }
  @inlinable public static var builtin: Name { Name(rawValue: 54) }
  @inlinable public static var `catch`: Name { Name(rawValue: 55) }
  @inlinable public static var `default`: Name { Name(rawValue: 56) }
  @inlinable public static var macro_rules: Name { Name(rawValue: 57) }
  @inlinable public static var raw: Name { Name(rawValue: 58) }
  @inlinable public static var reuse: Name { Name(rawValue: 59) }
  @inlinable public static var contract_ensures: Name { Name(rawValue: 60) }
  @inlinable public static var contract_requires: Name { Name(rawValue: 61) }
  @inlinable public static var safe: Name { Name(rawValue: 62) }
  @inlinable public static var union: Name { Name(rawValue: 63) }
  @inlinable public static var yeet: Name { Name(rawValue: 64) }
  @inlinable public static var pin: Name { Name(rawValue: 65) }
  @inlinable public static var view: Name { Name(rawValue: 66) }
  @inlinable public static var underscore: Name { Name(rawValue: 67) }
  @inlinable public static var pathRoot: Name { Name(rawValue: 68) }
  @inlinable public static var dollarCrate: Name { Name(rawValue: 69) }
  @inlinable public static var underscoreLifetime: Name { Name(rawValue: 70) }
  @inlinable public static var staticLifetime: Name { Name(rawValue: 71) }
  @inlinable public static var core: Name { Name(rawValue: 72) }
  @inlinable public static var std: Name { Name(rawValue: 73) }
  @inlinable public static var alloc: Name { Name(rawValue: 74) }
  @inlinable public static var test: Name { Name(rawValue: 75) }
  @inlinable public static var proc_macro: Name { Name(rawValue: 76) }
  @inlinable public static var bool: Name { Name(rawValue: 77) }
  @inlinable public static var char: Name { Name(rawValue: 78) }
  @inlinable public static var str: Name { Name(rawValue: 79) }
  @inlinable public static var u8: Name { Name(rawValue: 80) }
  @inlinable public static var u16: Name { Name(rawValue: 81) }
  @inlinable public static var u32: Name { Name(rawValue: 82) }
  @inlinable public static var u64: Name { Name(rawValue: 83) }
  @inlinable public static var u128: Name { Name(rawValue: 84) }
  @inlinable public static var usize: Name { Name(rawValue: 85) }
  @inlinable public static var i8: Name { Name(rawValue: 86) }
  @inlinable public static var i16: Name { Name(rawValue: 87) }
  @inlinable public static var i32: Name { Name(rawValue: 88) }
  @inlinable public static var i64: Name { Name(rawValue: 89) }
  @inlinable public static var i128: Name { Name(rawValue: 90) }
  @inlinable public static var isize: Name { Name(rawValue: 91) }
  @inlinable public static var f16: Name { Name(rawValue: 92) }
  @inlinable public static var f32: Name { Name(rawValue: 93) }
  @inlinable public static var f64: Name { Name(rawValue: 94) }
  @inlinable public static var f128: Name { Name(rawValue: 95) }
  @inlinable public static var cfg: Name { Name(rawValue: 96) }
  @inlinable public static var cfg_attr: Name { Name(rawValue: 97) }
  @inlinable public static var derive: Name { Name(rawValue: 98) }
  @inlinable public static var derive_const: Name { Name(rawValue: 99) }
  @inlinable public static var doc: Name { Name(rawValue: 100) }
  @inlinable public static var path: Name { Name(rawValue: 101) }
  @inlinable public static var macro_use: Name { Name(rawValue: 102) }
  @inlinable public static var macro_export: Name { Name(rawValue: 103) }
  @inlinable public static var macro_escape: Name { Name(rawValue: 104) }
  @inlinable public static var allow_internal_unstable: Name { Name(rawValue: 105) }
  @inlinable public static var allow_internal_unsafe: Name { Name(rawValue: 106) }
  @inlinable public static var rustc_builtin_macro: Name { Name(rawValue: 107) }
  @inlinable public static var rustc_macro_transparency: Name { Name(rawValue: 108) }
  @inlinable public static var transparent: Name { Name(rawValue: 109) }
  @inlinable public static var semitransparent: Name { Name(rawValue: 110) }
  @inlinable public static var opaque: Name { Name(rawValue: 111) }
  @inlinable public static var prelude_import: Name { Name(rawValue: 112) }
  @inlinable public static var no_core: Name { Name(rawValue: 113) }
  @inlinable public static var no_std: Name { Name(rawValue: 114) }
  @inlinable public static var no_main: Name { Name(rawValue: 115) }
  @inlinable public static var lang: Name { Name(rawValue: 116) }
  @inlinable public static var repr: Name { Name(rawValue: 117) }
  @inlinable public static var inline: Name { Name(rawValue: 118) }
  @inlinable public static var cold: Name { Name(rawValue: 119) }
  @inlinable public static var must_use: Name { Name(rawValue: 120) }
  @inlinable public static var test_case: Name { Name(rawValue: 121) }
  @inlinable public static var bench: Name { Name(rawValue: 122) }
  @inlinable public static var global_allocator: Name { Name(rawValue: 123) }
  @inlinable public static var rustc_intrinsic: Name { Name(rawValue: 124) }
  @inlinable public static var rustc_const_unstable: Name { Name(rawValue: 125) }
  @inlinable public static var stable: Name { Name(rawValue: 126) }
  @inlinable public static var unstable: Name { Name(rawValue: 127) }
  @inlinable public static var not: Name { Name(rawValue: 128) }
  @inlinable public static var `any`: Name { Name(rawValue: 129) }
  @inlinable public static var all: Name { Name(rawValue: 130) }
  @inlinable public static var feature: Name { Name(rawValue: 131) }
  @inlinable public static var target_feature: Name { Name(rawValue: 132) }
  @inlinable public static var debug_assertions: Name { Name(rawValue: 133) }
  @inlinable public static var overflow_checks: Name { Name(rawValue: 134) }
  @inlinable public static var target_os: Name { Name(rawValue: 135) }
  @inlinable public static var target_arch: Name { Name(rawValue: 136) }
  @inlinable public static var target_env: Name { Name(rawValue: 137) }
  @inlinable public static var target_endian: Name { Name(rawValue: 138) }
  @inlinable public static var target_pointer_width: Name { Name(rawValue: 139) }
  @inlinable public static var target_family: Name { Name(rawValue: 140) }
  @inlinable public static var unix: Name { Name(rawValue: 141) }
  @inlinable public static var windows: Name { Name(rawValue: 142) }
  @inlinable public static var panic: Name { Name(rawValue: 143) }
  @inlinable public static var Clone: Name { Name(rawValue: 144) }
  @inlinable public static var Copy: Name { Name(rawValue: 145) }
  @inlinable public static var Debug: Name { Name(rawValue: 146) }
  @inlinable public static var Default: Name { Name(rawValue: 147) }
  @inlinable public static var Eq: Name { Name(rawValue: 148) }
  @inlinable public static var Hash: Name { Name(rawValue: 149) }
  @inlinable public static var Ord: Name { Name(rawValue: 150) }
  @inlinable public static var PartialEq: Name { Name(rawValue: 151) }
  @inlinable public static var PartialOrd: Name { Name(rawValue: 152) }
  @inlinable public static var Some: Name { Name(rawValue: 153) }
  @inlinable public static var None: Name { Name(rawValue: 154) }
  @inlinable public static var Ok: Name { Name(rawValue: 155) }
  @inlinable public static var Err: Name { Name(rawValue: 156) }
  @inlinable public static var Option: Name { Name(rawValue: 157) }
  @inlinable public static var Result: Name { Name(rawValue: 158) }
  @inlinable public static var Box: Name { Name(rawValue: 159) }
  @inlinable public static var Vec: Name { Name(rawValue: 160) }
  @inlinable public static var String_: Name { Name(rawValue: 161) }
  @inlinable public static var print: Name { Name(rawValue: 162) }
  @inlinable public static var println: Name { Name(rawValue: 163) }
  @inlinable public static var eprintln: Name { Name(rawValue: 164) }
  @inlinable public static var format: Name { Name(rawValue: 165) }
  @inlinable public static var format_args: Name { Name(rawValue: 166) }
  @inlinable public static var format_args_nl: Name { Name(rawValue: 167) }
  @inlinable public static var const_format_args: Name { Name(rawValue: 168) }
  @inlinable public static var concat: Name { Name(rawValue: 169) }
  @inlinable public static var concat_bytes: Name { Name(rawValue: 170) }
  @inlinable public static var stringify: Name { Name(rawValue: 171) }
  @inlinable public static var include: Name { Name(rawValue: 172) }
  @inlinable public static var include_str: Name { Name(rawValue: 173) }
  @inlinable public static var include_bytes: Name { Name(rawValue: 174) }
  @inlinable public static var env: Name { Name(rawValue: 175) }
  @inlinable public static var option_env: Name { Name(rawValue: 176) }
  @inlinable public static var file: Name { Name(rawValue: 177) }
  @inlinable public static var line: Name { Name(rawValue: 178) }
  @inlinable public static var column: Name { Name(rawValue: 179) }
  @inlinable public static var module_path: Name { Name(rawValue: 180) }
  @inlinable public static var compile_error: Name { Name(rawValue: 181) }
  @inlinable public static var assert: Name { Name(rawValue: 182) }
  @inlinable public static var unreachable: Name { Name(rawValue: 183) }
  @inlinable public static var cfg_select: Name { Name(rawValue: 184) }
  @inlinable public static var asm: Name { Name(rawValue: 185) }
  @inlinable public static var global_asm: Name { Name(rawValue: 186) }
  @inlinable public static var naked_asm: Name { Name(rawValue: 187) }
  @inlinable public static var pattern_type: Name { Name(rawValue: 188) }
  @inlinable public static var expr: Name { Name(rawValue: 189) }
  @inlinable public static var expr_2021: Name { Name(rawValue: 190) }
  @inlinable public static var ident: Name { Name(rawValue: 191) }
  @inlinable public static var item: Name { Name(rawValue: 192) }
  @inlinable public static var lifetime: Name { Name(rawValue: 193) }
  @inlinable public static var literal: Name { Name(rawValue: 194) }
  @inlinable public static var meta: Name { Name(rawValue: 195) }
  @inlinable public static var pat: Name { Name(rawValue: 196) }
  @inlinable public static var pat_param: Name { Name(rawValue: 197) }
  @inlinable public static var stmt: Name { Name(rawValue: 198) }
  @inlinable public static var tt: Name { Name(rawValue: 199) }
  @inlinable public static var ty: Name { Name(rawValue: 200) }
  @inlinable public static var vis: Name { Name(rawValue: 201) }
  @inlinable public static var block: Name { Name(rawValue: 202) }
  @inlinable public static var count: Name { Name(rawValue: 203) }
  @inlinable public static var index: Name { Name(rawValue: 204) }
  @inlinable public static var len: Name { Name(rawValue: 205) }
  @inlinable public static var ignore: Name { Name(rawValue: 206) }
  @inlinable public static var derive_macro: Name { Name(rawValue: 207) }
  @inlinable public static var cfg_eval: Name { Name(rawValue: 208) }
  @inlinable public static var cfg_accessible: Name { Name(rawValue: 209) }
  @inlinable public static var no_mangle: Name { Name(rawValue: 210) }
  @inlinable public static var export_name: Name { Name(rawValue: 211) }
  @inlinable public static var link_name: Name { Name(rawValue: 212) }
  @inlinable public static var link_section: Name { Name(rawValue: 213) }
  @inlinable public static var no_implicit_prelude: Name { Name(rawValue: 214) }
  @inlinable public static var fundamental: Name { Name(rawValue: 215) }
  @inlinable public static var track_caller: Name { Name(rawValue: 216) }
  @inlinable public static var may_dangle: Name { Name(rawValue: 217) }
  @inlinable public static var automatically_derived: Name { Name(rawValue: 218) }
  @inlinable public static var allow: Name { Name(rawValue: 219) }
  @inlinable public static var warn: Name { Name(rawValue: 220) }
  @inlinable public static var deny: Name { Name(rawValue: 221) }
  @inlinable public static var forbid: Name { Name(rawValue: 222) }
  @inlinable public static var expect: Name { Name(rawValue: 223) }
  @inlinable public static var deprecated: Name { Name(rawValue: 224) }
  @inlinable public static var recursion_limit: Name { Name(rawValue: 225) }
  @inlinable public static var type_length_limit: Name { Name(rawValue: 226) }
  @inlinable public static var crate_name: Name { Name(rawValue: 227) }
  @inlinable public static var crate_type: Name { Name(rawValue: 228) }
  @inlinable public static var panic_handler: Name { Name(rawValue: 229) }
  @inlinable public static var start: Name { Name(rawValue: 230) }
  @inlinable public static var main: Name { Name(rawValue: 231) }
  @inlinable public static var args: Name { Name(rawValue: 232) }
  @inlinable public static var rustc_std_internal_symbol: Name { Name(rawValue: 233) }
  @inlinable public static var linkage: Name { Name(rawValue: 234) }
  @inlinable public static var link: Name { Name(rawValue: 235) }
  @inlinable public static var ffi_const: Name { Name(rawValue: 236) }
  @inlinable public static var unwind: Name { Name(rawValue: 237) }
  @inlinable public static var abort: Name { Name(rawValue: 238) }
  @inlinable public static var C: Name { Name(rawValue: 239) }
  @inlinable public static var Rust: Name { Name(rawValue: 240) }
  @inlinable public static var system: Name { Name(rawValue: 241) }
  @inlinable public static var intrinsics: Name { Name(rawValue: 242) }
  @inlinable public static var from: Name { Name(rawValue: 243) }
  @inlinable public static var into: Name { Name(rawValue: 244) }
  @inlinable public static var iter: Name { Name(rawValue: 245) }
  @inlinable public static var next: Name { Name(rawValue: 246) }
  @inlinable public static var deref: Name { Name(rawValue: 247) }
  @inlinable public static var index_mut: Name { Name(rawValue: 248) }
  @inlinable public static var add: Name { Name(rawValue: 249) }
  @inlinable public static var sub: Name { Name(rawValue: 250) }
  @inlinable public static var mul: Name { Name(rawValue: 251) }
  @inlinable public static var div: Name { Name(rawValue: 252) }
  @inlinable public static var rem: Name { Name(rawValue: 253) }
  @inlinable public static var neg: Name { Name(rawValue: 254) }
  @inlinable public static var fmt: Name { Name(rawValue: 255) }
  @inlinable public static var clone: Name { Name(rawValue: 256) }
  @inlinable public static var cmp: Name { Name(rawValue: 257) }
  @inlinable public static var partial_cmp: Name { Name(rawValue: 258) }
  @inlinable public static var eq: Name { Name(rawValue: 259) }
  @inlinable public static var ne: Name { Name(rawValue: 260) }
  @inlinable public static var hash_: Name { Name(rawValue: 261) }
  @inlinable public static var default_: Name { Name(rawValue: 262) }
  @inlinable public static var f0: Name { Name(rawValue: 263) }
}
