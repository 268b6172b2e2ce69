// What is not there yet.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

public struct MacroRulesDefinition: Sendable, BitwiseCopyable {
  public var name: Ident
  /// False if the definition has an error: calls then give no further message and fail.
  public var isValid: Bool
  public var hasBangRules: Bool
  public var hasAttributeRules: Bool
  public var hasDeriveRules: Bool
}

public func compileMacro(_ source: MacroSource, into diagnostics: inout DiagnosticList) -> MacroRulesDefinition {
  diagnostics.add(.unsupported("macro definitions", at: source.span))
  return MacroRulesDefinition(
    name: source.name, isValid: false, hasBangRules: true, hasAttributeRules: false, hasDeriveRules: false)
}

extension MacroRulesDefinition {
  /// What the call turns into; nil after a message.
  public func expand(_ call: MacroInput, into diagnostics: inout DiagnosticList) -> TokenBuffer? { nil }
  /// The same for `attr(…)` rules: `call.arguments` are the attribute's, `item` the item's tokens without the attribute.
  public func expandAttribute(
    _ call: MacroInput, isUnsafe: Bool, item: TokenBuffer, range: TokenRange, into diagnostics: inout DiagnosticList
  ) -> TokenBuffer? { nil }
  /// The same for `derive()` rules: `call.arguments` is the item.
  public func expandDerive(_ call: MacroInput, into diagnostics: inout DiagnosticList) -> TokenBuffer? { nil }
}

extension CfgSet {
  /// The value of the predicates between the brackets of `cfg(…)`; true after a message if they make no sense.
  public func evaluate(_ tokens: TokenBuffer, _ range: TokenRange, into diagnostics: inout DiagnosticList) -> Bool { true }
  /// False if a `cfg` among the attributes (also one from `cfg_attr`) is false.
  public func isEnabled(
    _ attributes: Run<Attribute>, _ tree: Tree, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
  ) -> Bool { true }
  /// The attributes in effect, without `cfg` and `cfg_attr`; nil if a `cfg` is false.
  public func activeAttributes(
    _ attributes: Run<Attribute>, _ tree: Tree, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
  ) -> [AttributeRef]? { [] }
}

/// The macros that a `derive(…)` or `derive_const(…)` attribute names.
public func derivePaths(
  of attribute: Attribute, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
) -> [DerivePath] { [] }

/// Expands a builtin bang macro.
public func expand(
  _ macro: BuiltinBang, _ call: MacroInput, host: inout some ExpansionHost, into diagnostics: inout DiagnosticList
) -> Expanded {
  diagnostics.add(.unsupported("builtin macro `\(macro.rawValue)!`", at: call.span))
  return .failed
}

/// The items that a builtin derive adds; nil after a message.
public func expandDerive(
  _ derive: BuiltinDerive, _ input: DeriveInput, cfg: CfgSet, into diagnostics: inout DiagnosticList
) -> TokenBuffer? {
  diagnostics.add(.unsupported("derive of `\(derive.rawValue)`", at: input.traitSpan))
  return nil
}

/// Expands a builtin attribute macro. `derive` and `derive_const` are the caller's: see `derivePaths`.
public func expandAttribute(
  _ attribute: BuiltinAttribute, _ input: AttributeInput, cfg: CfgSet, into diagnostics: inout DiagnosticList
) -> AttributeExpansion {
  diagnostics.add(.unsupported("attribute macro `\(attribute.rawValue)`", at: input.attribute.node.span))
  return .failed
}

/// `builtin # name(arguments)` as the expression or type it stands for.
public func expandSyntax(
  _ name: Name, _ tokens: TokenBuffer, _ arguments: TokenRange, at span: Span, into diagnostics: inout DiagnosticList
) -> Expanded {
  diagnostics.add(.unsupported("`builtin # \(name)`", at: span))
  return .failed
}
