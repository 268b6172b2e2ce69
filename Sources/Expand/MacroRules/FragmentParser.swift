// Finding the end of a fragment.
import Diagnostics
import Parallel
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
struct FragmentParser {
  let tokens: TokenBuffer
  private var messages: [Diagnostic] = []
  init(_ tokens: TokenBuffer) { self.tokens = tokens }

  func reads(_ other: TokenBuffer) -> Bool { tokens.tokens.all.baseAddress == other.tokens.all.baseAddress }

  /// The fragment at the start of `range`; nil after a message.
  mutating func parse(_ fragment: MacroFragment, _ range: TokenRange) -> ParsedFragment? {
    messages.append(.unsupported("macro fragments", at: tokens[range.start].span))
    return nil
  }

  mutating func takeMessages() -> [Diagnostic] {
    defer { messages = [] }
    return messages
  }
}
