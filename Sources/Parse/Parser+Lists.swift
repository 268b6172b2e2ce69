// Lists with commas, and going on where one is missing.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// Elements separated by commas, up to `close`, which is not taken. Where a comma is missing, the next element is read as if it were
  /// there.
  ///
  /// - Returns: whether a comma stands before `close`.
  @inline(__always) mutating func commaSeparated(
    _ close: TokenKind, _ element: (inout Parser) throws(ParseFailure) -> Void
  ) throws(ParseFailure) -> Bool {
    while token.kind != close {
      try element(&self)
      while token.kind != .comma && token.kind != close { try elementWithoutComma(close, element) }
      if eat(.comma) && token.kind == close { return true }
    }
    return false
  }

  /// Neither `,` nor `close` follows an element: tells of it, and reads an element here.
  @inline(never) private mutating func elementWithoutComma(
    _ close: TokenKind, _ element: (inout Parser) throws(ParseFailure) -> Void
  ) throws(ParseFailure) {
    let failure = expected("`,` or \(close.quoted)")
    if token.kind == .endOfInput || token.kind.isClose { throw failure }
    if token.kind == .semi { bump() }
    let before = messages.count
    lastUnexpected = .max
    do throws(ParseFailure) {
      try element(&self)
    } catch {
      messages.removeSubrange(before...)
      throw failure
    }
  }
}
