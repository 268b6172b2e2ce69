// The macros that the compiler implements, by name.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// A macro declared with `#[rustc_builtin_macro]`.
public enum BuiltinMacro: Hashable, Sendable, BitwiseCopyable {
  case bang(BuiltinBang)
  case derive(BuiltinDerive)
  case attribute(BuiltinAttribute)

  /// The builtin of that name: the attribute's argument, or else the macro's own name.
  public init?(named name: Name) {
    let text = name.text
    if let found = BuiltinBang(rawValue: text) {
      self = .bang(found)
    } else if let found = BuiltinDerive(rawValue: text) {
      self = .derive(found)
    } else if let found = BuiltinAttribute(rawValue: text) {
      self = .attribute(found)
    } else {
      return nil
    }
  }
}

public enum BuiltinBang: String, Sendable, BitwiseCopyable {
  case asm, assert, cfg, cfg_select, column, compile_error, concat, concat_bytes, const_format_args, core_panic, env, file
  case format_args, format_args_nl, global_asm, include, include_bytes, include_str, iter, line, log_syntax, module_path
  case naked_asm, option_env, pattern_type, quote, std_panic, stringify, trace_macros, unreachable
}

public enum BuiltinDerive: String, Sendable, BitwiseCopyable {
  case Clone, CoercePointee, ConstParamTy, Copy, Debug, Default, Eq, From, Hash, Ord, PartialEq, PartialOrd
}

public enum BuiltinAttribute: String, Sendable, BitwiseCopyable {
  case alloc_error_handler, autodiff_forward, autodiff_reverse, bench, cfg_accessible, cfg_eval, contracts_ensures
  case contracts_requires, define_opaque, derive, derive_const, eii, eii_declaration, global_allocator, test, test_case
  case unsafe_eii
}

/// What an attribute macro did to its item.
public enum AttributeExpansion: Sendable {
  /// The item stays, without the attribute.
  case keep
  /// The item stays, and these items follow it.
  case keepAnd(TokenBuffer)
  /// These items stand in place of the item.
  case replace(TokenBuffer)
  /// The item goes (`#[test]` outside of test builds).
  case remove
  case failed
}

/// One call of an attribute macro.
public struct AttributeInput: Sendable {
  public var attribute: AttributeRef
  public var tokens: TokenBuffer
  /// The item with its attributes.
  public var item: TokenRange
  public var expansion: ExpansionID
  public init(attribute: AttributeRef, tokens: TokenBuffer, item: TokenRange, expansion: ExpansionID) {
    self.attribute = attribute
    self.tokens = tokens
    self.item = item
    self.expansion = expansion
  }
}
