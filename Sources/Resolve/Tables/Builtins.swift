// Names that the language itself defines.
import Defs
import Parallel
import Source
import Support

/// The declarations of built-in names.
struct Builtins: Sendable, BitwiseCopyable {
  let attribute: DeclID
  let tool: DeclID
  private let types: (start: UInt32, count: UInt32)
  private let tools: (Name, Name, Name, Name, Name)

  init(_ decls: Table<Decl>) {
    func add(_ res: Res) -> DeclID {
      DeclID(
        decls.append(
          Decl(
            res: res, visibility: .public, span: .none, expansion: ExpansionID(rawValue: 0), module: .none, importID: .none,
            source: .none)))
    }
    attribute = add(.nonMacroAttr)
    tool = add(.toolMod)
    let first = decls.count
    for type in PrimTy.allCases { _ = add(.primTy(type)) }
    types = (UInt32(first), UInt32(PrimTy.allCases.count))
    tools = (Name("clippy"), Name("rustfmt"), Name("diagnostic"), Name("miri"), Name("rust_analyzer"))
  }

  func isTool(_ name: Name) -> Bool {
    name == tools.0 || name == tools.1 || name == tools.2 || name == tools.3 || name == tools.4
  }

  /// The declaration of the primitive type `name`.
  func type(_ name: Name) -> DeclID {
    guard let type = PrimTy(name: name) else { return .none }
    return DeclID(rawValue: types.start + UInt32(PrimTy.allCases.firstIndex(of: type)!))
  }
}

extension PrimTy {
  public init?(name: Name) {
    switch name {
    case .bool: self = .bool
    case .char: self = .char
    case .str: self = .str
    case .i8: self = .i8
    case .i16: self = .i16
    case .i32: self = .i32
    case .i64: self = .i64
    case .i128: self = .i128
    case .isize: self = .isize
    case .u8: self = .u8
    case .u16: self = .u16
    case .u32: self = .u32
    case .u64: self = .u64
    case .u128: self = .u128
    case .usize: self = .usize
    case .f16: self = .f16
    case .f32: self = .f32
    case .f64: self = .f64
    case .f128: self = .f128
    default: return nil
    }
  }
}

extension Name {
  /// Attributes that the compiler knows and no macro defines.
  public var isBuiltinAttribute: Bool {
    BuiltinAttributes.set.contains(rawValue) || text.hasPrefix("rustc_")
  }
}

/// The names of rustc 1.96's built-in attributes. Those that start with `rustc_` are recognised by that.
enum BuiltinAttributes {
  static let set: Set<UInt32> = Set(names.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Name(String($0)).rawValue })
  private static let names = """
    cfg cfg_attr ignore should_panic automatically_derived macro_use macro_escape macro_export proc_macro proc_macro_derive
    proc_macro_attribute warn allow expect forbid deny must_use must_not_suspend deprecated crate_name crate_type link
    link_name no_link repr export_name link_section no_mangle used link_ordinal naked recursion_limit type_length_limit
    move_size_limit no_main path no_std no_implicit_prelude non_exhaustive windows_subsystem panic_handler inline cold
    no_builtins target_feature track_caller instruction_set force_target_feature sanitize coverage doc debugger_visualizer
    collapse_debuginfo test_runner reexport_test_harness_main allow_internal_unsafe allow_internal_unstable marker
    thread_local no_core optimize ffi_pure ffi_const register_tool cmse_nonsecure_entry deprecated_safe
    cfi_encoding coroutine patchable_function_entry feature stable unstable unstable_feature_bound fundamental
    may_dangle needs_allocator needs_panic_runtime panic_runtime lang prelude_import linkage profiler_runtime
    compiler_builtins default_lib_allocator custom_mir splat omit_gdb_pretty_printer_section
    pin_v2 loop_match const_continue unsafe_eii eii_extern_target
    """
}
