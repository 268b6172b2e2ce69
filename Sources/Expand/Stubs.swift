// What is not there yet.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

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
