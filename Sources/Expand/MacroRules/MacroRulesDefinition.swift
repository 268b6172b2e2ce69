// A compiled `macro_rules!` or `macro` definition.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// A definition as written.
public struct MacroSource: Sendable {
  public var name: Ident
  /// `macro_rules!`, as opposed to `macro`.
  public var isMacroRules: Bool
  public var tokens: TokenBuffer
  /// `MacroDef.body`.
  public var body: TokenRange
  /// The whole item.
  public var span: Span
  /// Edition of the crate that defines it.
  public var edition: Edition
  /// From `#[rustc_macro_transparency]`; nil for the default: semi-opaque for `macro_rules!`, opaque for `macro`.
  public var transparency: Transparency?
  public init(
    name: Ident, isMacroRules: Bool, tokens: TokenBuffer, body: TokenRange, span: Span, edition: Edition,
    transparency: Transparency? = nil
  ) {
    self.name = name
    self.isMacroRules = isMacroRules
    self.tokens = tokens
    self.body = body
    self.span = span
    self.edition = edition
    self.transparency = transparency
  }
}
