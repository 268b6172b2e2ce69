// A macro as a definition.
import Defs
import Expand
import Parallel
import Source
import Support
import Syntax

public struct MacroInfo: Sendable, BitwiseCopyable {
  public var def: DefID
  public var name: Name
  public var kind: MacroKind
  public var isMacroRules: Bool
  /// The name of the builtin that stands behind `#[rustc_builtin_macro]`; `.empty` without.
  public var builtin: Name
  /// Attributes that a derive macro brings into scope, as names in `WorldTables.idents`.
  public var helperAttributes: Range32
  /// `#[macro_export(local_inner_macros)]`
  public var hasLocalInnerMacros: Bool
  public var allowsInternalUnstable: Bool
  public var allowsInternalUnsafe: Bool
  /// `#[allow_internal_unstable(edition_panic)]`
  public var allowsEditionPanic = false
  public var edition: Edition
  /// Where it is defined: what names of its own resolve in.
  public var module: ModuleID
  public var span: Span
  /// Compiled rules; nil for builtins.
  public var rules: MacroRulesDefinition?
}
