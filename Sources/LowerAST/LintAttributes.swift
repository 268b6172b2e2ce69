// Levels of lints that attributes inside of bodies set.
import Defs
import HIR
import Parallel
import Source
import Support
import Syntax

/// `#[allow(…)]`, `#[warn(…)]`, `#[deny(…)]`, `#[forbid(…)]` or `#[expect(…)]` on a part of a body.
public struct LintAttribute: Sendable {
  /// What it is about.
  public var span: Span
  /// `allow` and so on.
  public var level: Name
  /// Lints and groups of lints; of `tool::lint` both words.
  public var lints: [Name]
}

extension Lowerer {
  /// Notes the levels that `attributes` set for what stands at `span`.
  mutating func noteLints(_ attributes: Run<Attribute>, over span: Span) {
    if attributes.isEmpty { return }
    for a in ast[attributes] {
      guard case .delimited(let range) = a.arguments else { continue }
      let segments = ast[ast[a.path].segments]
      guard segments.count == 1, LintAttribute.levels.contains(segments[0].ident.name) else { continue }
      let buffer = Trees[treeID].buffer
      let words = (range.start..<range.end).compactMap { buffer[$0].kind.isAnyIdentifier ? buffer[$0].name : nil }
      lintAttributes.append(LintAttribute(span: span, level: segments[0].ident.name, lints: words))
    }
  }
}

extension LintAttribute {
  static let levels: Set<Name> = [Name("allow"), Name("warn"), Name("deny"), Name("forbid"), Name("expect")]
}
