// What a derive is given.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// One builtin derive on one item.
public struct DeriveInput: Sendable {
  public var tokens: TokenBuffer
  /// The whole item with its attributes: a struct, enum or union.
  public var item: TokenRange
  /// The trait's path in the `derive` list.
  public var traitSpan: Span
  /// `derive_const`.
  public var isConst: Bool
  public var expansion: ExpansionID
  /// Whether the builtin `Copy` is derived for the same item (by any `derive` on it): `Clone` then copies.
  public var alsoDerivesCopy: Bool
  /// The crate has `#![feature(staged_api)]`: const impls get a stability attribute.
  public var isStagedAPI = false
  public init(
    tokens: TokenBuffer, item: TokenRange, traitSpan: Span, isConst: Bool, expansion: ExpansionID, alsoDerivesCopy: Bool
  ) {
    self.tokens = tokens
    self.item = item
    self.traitSpan = traitSpan
    self.isConst = isConst
    self.expansion = expansion
    self.alsoDerivesCopy = alsoDerivesCopy
  }
}
