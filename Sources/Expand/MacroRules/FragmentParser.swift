// Finding the end of a fragment.
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// Where a fragment ended.
struct ParsedFragment {
  /// The first token that is not, or not wholly, part of it.
  var end: TokenIndex
  /// What is left of the token at `end`, if the fragment took its first half.
  var restOfSplitToken: Token?
}

/// Parses fragments of one buffer. Sharing: none.
struct FragmentParser: ~Copyable {
  let tokens: TokenBuffer
  private var matcher: FragmentMatcher
  private(set) var diagnostics = DiagnosticList()

  init(_ tokens: TokenBuffer) {
    self.tokens = tokens
    matcher = FragmentMatcher(tokens)
  }

  func reads(_ other: TokenBuffer) -> Bool { tokens.tokens.all.baseAddress == other.tokens.all.baseAddress }

  /// The fragment at the start of `range`; nil after a message.
  ///
  /// - Requires: `fragment` is one that is put in a group.
  mutating func parse(_ fragment: MacroFragment, _ range: TokenRange) -> ParsedFragment? {
    guard let kind = fragment.group else { return nil }
    guard let end = matcher.end(of: kind, at: range.start, limit: range.end, diagnostics: &diagnostics) else { return nil }
    return ParsedFragment(end: end, restOfSplitToken: matcher.restOfSplitToken)
  }

  mutating func takeMessages() -> DiagnosticList {
    let result = diagnostics
    if !result.isEmpty { diagnostics = DiagnosticList() }
    return result
  }
}
